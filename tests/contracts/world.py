"""A market and a vault on it: tokens, feeds, real Uniswap V2 pairs, and every part of the vault."""

from __future__ import annotations

import gc
import json
from dataclasses import dataclass, field, replace
from functools import cache
from math import isqrt
from pathlib import Path
from typing import Any

import brownie
from brownie import Contract, accounts, chain, web3

from counterpoise.execution.venue import KEPT
from tests.founding import (  # noqa: F401 Tests take them from here.
    ANSWER,
    DAY,
    DELAY,
    FOREVER,
    HOUR,
    LIMITS,
    MINUTE,
    NOBODY,
    ONE,
    PERCENT,
    ROLES,
    USD,
    USUAL,
    Settings,
)

UNISWAP = Path(__file__).parents[2] / "node_modules/@uniswap/v2-core/build"

gc.freeze()  # Brownie collects garbage at every revert; what is loaded by now is none.


@dataclass(frozen=True)
class World:
    """Everything that was deployed, the people in it, and what may happen to it."""

    settings: Settings
    people: dict[str, Any]
    tokens: list[Any]
    feeds: list[Any]
    oracles: list[Any]
    factory: Any
    pairs: list[Any]  # the hub has none
    authority: Any
    vault: Any
    depositors: Any  # None where the vault is open to all
    observer: Any
    strategy: Any
    planner: Any
    venue: Any
    constraint: Any
    members: dict[str, Any]
    lens: Any
    upkeep: Any
    beside: dict[str, Any] = field(default_factory=dict)  # parts that no vault of this world has

    def __getattr__(self, name: str) -> Any:
        """A role by its name: `world.keeper`."""
        if name in ROLES:
            return self.people[name]
        raise AttributeError(name)

    @property
    def n(self) -> int:
        return len(self.tokens)

    def units(self, i: int, amount: float) -> int:
        """{unit} of a whole or decimal amount of asset i."""
        return round(amount * 10**6) * 10 ** self.settings.decimals[i] // 10**6

    def books(self) -> list[int]:
        """{unit}, what the vault says it owns."""
        return list(plain(self.vault.holdings()[1]))

    def held(self, account: Any) -> list[int]:
        """{unit}, what an account really holds."""
        return [token.balanceOf(account) for token in self.tokens]

    def fund(self, account: Any, value: int = 1_000_000) -> None:
        """Gives an account that much (USD) of each asset, and the vault the right to take it."""
        for token, decimals, price in zip(
            self.tokens, self.settings.decimals, self.settings.prices
        ):
            token.mint(account, value * 10**decimals // price, {"from": account})
            token.approve(self.vault, 2**256 - 1, {"from": account})

    def mint(self, account: Any, shares: int) -> Any:
        """Enters in kind, without limits."""
        limits = [2**256 - 1] * self.n
        return self.vault.mint(shares, limits, account, FOREVER, {"from": account})

    def redeem(self, account: Any, shares: int, skip: tuple[Any, ...] = ()) -> Any:
        """Leaves in kind, without limits."""
        return self.vault.redeem(shares, account, skip, [], FOREVER, {"from": account})

    def deposit(self, account: Any, i: int, amount: int) -> Any:
        """Enters with one asset, without limits."""
        asset = self.tokens[i]
        return self.vault.deposit(asset, amount, 0, account, FOREVER, {"from": account})

    def post(self, i: int, price: float) -> None:
        """Publishes a price in dollars."""
        self.feeds[i].post(round(price * ANSWER), {"from": self.deployer})

    def refresh(self) -> None:
        """Publishes every price again, so that none is old."""
        for feed in self.feeds:
            feed.post(feed.latestRoundData()[1], {"from": self.deployer})

    def set_pool(self, i: int, price: float) -> None:
        """Pours tokens into a pool until it says the price; a test's own way, not a market's."""
        hub, asset = self.reserves(i)
        wanted = round(price * ANSWER) * 10 ** self.settings.decimals[0]
        per = ANSWER * 10 ** self.settings.decimals[i]
        more_hub, more_asset = asset * wanted // per - hub, hub * per // wanted - asset
        token, amount = (self.tokens[0], more_hub) if more_hub > 0 else (self.tokens[i], more_asset)
        token.mint(self.pairs[i], max(amount, 0), {"from": self.deployer})
        self.pairs[i].sync({"from": self.deployer})

    def move(self, i: int, price: float) -> None:
        """A price moves: the feed says it, and the pool is there already."""
        self.post(i, price)
        self.set_pool(i, price)

    def arbitrage(self, i: int) -> None:
        """Somebody trades a pool to its feed's price, fee aside."""
        hub, asset = self.reserves(i)
        price = self.feeds[i].latestRoundData()[1] * 10 ** self.settings.decimals[0]
        fair = isqrt(hub * asset * price // (ANSWER * 10 ** self.settings.decimals[i]))
        if fair > hub:
            self.swap(i, 0, fair - hub)
        elif fair < hub:
            self.swap(0, i, hub * asset // fair - asset)

    def swap(self, buy: int, sell: int, amount: int) -> None:
        """Trades with a pool as a stranger does: push, then swap. One of the two is the hub."""
        pair, out = (
            self.pairs[buy or sell],
            self.venue.quote(self.tokens[sell], self.tokens[buy], amount),
        )
        self.tokens[sell].mint(pair, amount, {"from": self.outsider})
        first = pair.token0() == self.tokens[buy].address
        pair.swap(
            out if first else 0, 0 if first else out, self.outsider, b"", {"from": self.outsider}
        )

    def reserves(self, i: int) -> tuple[int, int]:
        """{unit} of the hub and of asset i in their pool."""
        first, second, _ = self.pairs[i].getReserves()
        hub_is_first = self.pairs[i].token0() == self.tokens[0].address
        return (first, second) if hub_is_first else (second, first)

    def govern(self, target: Any, function: str, *args: Any) -> Any:
        """The governor schedules a call, waits, executes it; then the prices are fresh again."""
        data = getattr(target, function).encode_input(*args)
        self.authority.schedule(target, data, 0, {"from": self.governor})
        sleep(DELAY)
        done = self.authority.execute(target, data, {"from": self.governor})
        self.refresh()
        return done


def build(settings: Settings = USUAL) -> World:
    """Deploys the market, then the vault on it, opens it and hands it over to its roles."""
    people = dict(zip(ROLES, accounts))
    deployer = people["deployer"]
    market = _market(settings, deployer)
    parts = _parts(settings, deployer, *market)
    lens = deploy("VaultLens", deployer)
    upkeep = deploy("VaultUpkeep", deployer, parts["vault"], lens)
    world = World(settings, people, *market, **parts, lens=lens, upkeep=upkeep)
    _wire(world)
    _seed(world)
    world.fund(world.depositor)
    if settings.handed_over:
        hand_over(world)
    return world


def hand_over(world: World, delay: int = DELAY) -> Any:
    """Gives the roles to their holders; the deployer can do nothing any more."""
    roles = (world.governor, world.guardian, world.keeper)
    return world.authority.handOver(world.vault, *roles, delay, {"from": world.deployer})


def constrain(world: World, **changes: Any) -> dict[str, Any]:
    """Gives a vault that is not handed over new constraints, and returns them by name."""
    members = deploy_members(replace(world.settings, **changes), world.deployer)
    chosen = deploy("ConstraintSet", world.deployer, world.vault, list(members.values()))
    world.vault.setConstraint(chosen, {"from": world.deployer})
    return members


def plan_with(world: World, **changes: int) -> Any:
    """Gives a vault that is not handed over a planner with other limits."""
    limits = dict(zip(LIMITS, world.settings.limits)) | changes
    planner = deploy(
        "HubPlanner", world.deployer, world.tokens[0], world.venue, tuple(limits.values())
    )
    world.vault.setPlanner(planner, {"from": world.deployer})
    return planner


def deploy(name: str, sender: Any, *args: Any) -> Any:
    """A contract of this project by its name."""
    return getattr(brownie, name).deploy(*args, {"from": sender})


def plain(value: Any) -> Any:
    """Brownie's own numbers and tuples as Python's."""
    if isinstance(value, (list, tuple)):
        return tuple(plain(item) for item in value)
    return int(value) if isinstance(value, int) and not isinstance(value, bool) else value


def said(tx: Any, event: str, name: str) -> Any:
    """One value of the only event of that kind in a transaction."""
    assert len(tx.events[event]) == 1
    return plain(tx.events[event][0][name])


def sleep(seconds: int) -> None:
    """Lets time pass; the next block is that much later than the last."""
    chain.sleep(seconds)
    chain.mine()


def at(moment: int) -> None:
    """The next block carries exactly this time {s}."""
    web3.provider.make_request("evm_setNextBlockTimestamp", [moment])


def now() -> int:
    """{s}, the time of the last block."""
    return chain[-1].timestamp


@cache
def artifact(name: str) -> dict[str, Any]:
    """What Uniswap published of a V2 contract: its own bytecode."""
    return json.loads((UNISWAP / f"{name}.json").read_text())


def pair_code_hash() -> str:
    """keccak256 of the pair's creation code."""
    return web3.keccak(hexstr=artifact("UniswapV2Pair")["bytecode"]).hex()


def uniswap(name: str, address: str) -> Any:
    """One of Uniswap's contracts at an address."""
    return Contract.from_abi(name, address, artifact(name)["abi"], persist=False)


def deploy_factory(sender: Any) -> Any:
    """Uniswap V2's factory, from its published bytecode."""
    code = artifact("UniswapV2Factory")["bytecode"]
    created = sender.transfer(data="0x" + code + sender.address[2:].rjust(64, "0"))
    return uniswap("UniswapV2Factory", created.contract_address)


def create_pair(
    factory: Any, sender: Any, first: Any, second: Any, amounts: tuple[int, int]
) -> Any:
    """A pool of two tokens with these reserves."""
    factory.createPair(first, second, {"from": sender})
    pair = uniswap("UniswapV2Pair", factory.getPair(first, second))
    for token, amount in zip((first, second), amounts):
        token.mint(pair, amount, {"from": sender})
    pair.mint(sender, {"from": sender})
    return pair


def _market(settings: Settings, deployer: Any) -> tuple[Any, ...]:
    tokens = [
        deploy(kind, deployer, f"Token {i}", f"T{i}", decimals)
        for i, (kind, decimals) in enumerate(zip(settings.tokens, settings.decimals))
    ]
    feeds = [deploy("MockFeed", deployer, f"T{i} / USD", 8) for i in range(len(tokens))]
    for feed, price in zip(feeds, settings.prices):
        feed.post(price * ANSWER, {"from": deployer})
    oracles = [
        deploy(
            "ChainlinkOracle",
            deployer,
            feed,
            token,
            USD,
            settings.max_age,
            1,
            10**20,
            settings.deviation,
        )
        for feed, token in zip(feeds, tokens)
    ]
    factory = deploy_factory(deployer)
    amounts = [settings.depth * 10**d // p for d, p in zip(settings.decimals, settings.prices)]
    pairs = [None] + [
        create_pair(factory, deployer, tokens[0], token, (amounts[0], amount))
        for token, amount in zip(tokens[1:], amounts[1:])
    ]
    return tokens, feeds, oracles, factory, pairs


def _parts(
    settings: Settings,
    deployer: Any,
    tokens: Any,
    feeds: Any,
    oracles: Any,
    factory: Any,
    pairs: Any,
) -> dict[str, Any]:
    authority = deploy("Authority", deployer, deployer)
    depositors = deploy("DepositorList", deployer, deployer) if settings.listed else None
    vault = deploy(
        "Vault", deployer, "Counterpoise", "POISE", authority, tokens, depositors or NOBODY
    )
    venue = deploy("UniswapV2Venue", deployer, factory, pair_code_hash(), KEPT)
    members = deploy_members(settings, deployer)
    return {
        "authority": authority,
        "vault": vault,
        "depositors": depositors,
        "observer": deploy("SpotObserver", deployer, USD, tokens, oracles),
        "strategy": deploy("FixedWeightStrategy", deployer, list(settings.weights)),
        "planner": deploy("HubPlanner", deployer, tokens[0], venue, settings.limits),
        "venue": venue,
        "constraint": deploy("ConstraintSet", deployer, vault, list(members.values())),
        "members": members,
    }


def deploy_members(settings: Settings, deployer: Any) -> dict[str, Any]:
    """The constraints of a set, in the order in which they speak."""
    return {name: deploy(name, deployer, *its) for name, its in settings.members().items()}


def _wire(world: World) -> None:
    sender = {"from": world.deployer}
    world.vault.setObserver(world.observer, sender)
    world.vault.setStrategy(world.strategy, sender)
    world.vault.setPlanner(world.planner, sender)
    world.vault.setConstraint(world.constraint, sender)
    world.vault.setVenue(world.venue, True, sender)
    world.vault.setSupplyCap(world.settings.cap, sender)
    world.vault.setEntrySpread(world.settings.spread, sender)


def _seed(world: World) -> None:
    world.fund(world.deployer, world.settings.value)
    settings = world.settings
    seeded = settings.value * ONE, settings.amounts(), world.deployer
    world.vault.seed(*seeded, {"from": world.deployer})
