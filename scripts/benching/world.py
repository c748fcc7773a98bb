"""A vault of so many assets beside the floor that holds the same, for the benchmark."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from brownie import chain, web3

from scripts.deploy.market import deploy_market
from scripts.deploy.project import at, container, deploy, now
from scripts.deploy.uniswap import pair_at
from scripts.deploy.vault import deploy_vault

TOKEN = 10**18  # {unit/tok}
INFINITE = 2**256 - 1  # {unit}, an allowance that tokens do not count down.
PRICE = 100_000_000  # {USD/tok} with 8 decimals
CONSTRAINTS: list[dict[str, Any]] = [
    {"kind": "drift", "outer": "0.001", "inner": "0.0005"},
    {"kind": "cooldown", "cooldown": 12, "pace": "0.25"},
    {"kind": "turnover", "maxTurnover": "0.5"},
    {"kind": "progress", "tolerance": "0.001"},
    {"kind": "value", "maxLoss": "0.01", "maxGain": "0.01"},
    {"kind": "lossBudget", "dailyBudget": "0.1"},
]


@dataclass
class World:
    """A vault of n assets at one USD each, and a floor that holds the same tokens."""

    n: int
    user: Any
    vault: Any
    observer: str  # that it was deployed with
    floor: Any
    tokens: list[Any]
    feeds: list[Any]
    pairs: dict[str, Any]  # by the address of the token that is not the hub
    creation: int  # gas of everything that made the vault


def build(n: int, deployer: Any, user: Any) -> World:
    """Deploys market, vault and floor through the scripts that everybody uses."""
    market = deploy_market(deployer, _market(n))
    block = chain.height
    addresses = deploy_vault(deployer, _parameters(n, market, user))
    creation = sum(chain[b].gasUsed for b in range(block + 1, chain.height + 1))
    tokens = [at("MockToken", market["tokens"][f"T{i}"]) for i in range(n)]
    feeds = [at("MockFeed", market["feeds"][f"T{i}"]) for i in range(n)]
    floor = made("MockFloor", deployer, tokens, feeds)
    vault = at("Vault", addresses["vault"])
    for token in tokens:
        token.mint(user, 10**6 * TOKEN, {"from": deployer})
        token.mint(floor, 10**4 * TOKEN, {"from": deployer})
        for spender in (vault, floor):
            token.approve(spender, INFINITE, {"from": user})
    pairs = {market["tokens"][s]: pair_at(pair) for s, pair in market["pairs"].items()}
    observer = str(vault.observer())
    return World(n, user, vault, observer, floor, tokens, feeds, pairs, creation)


def made(name: str, sender: Any, *arguments: Any) -> Any:
    """A new contract of the project."""
    return at(name, deploy(container(name), [_plain(it) for it in arguments], sender))


def _plain(value: Any) -> Any:
    """A contract's address in its place, in lists as well."""
    if isinstance(value, (list, tuple)):
        return [_plain(it) for it in value]
    return getattr(value, "address", value)


def wait(seconds: int) -> None:
    """Later, and a block that knows it: the node estimates gas at its last block's time."""
    later = now() + seconds
    for method, inputs in (("evm_setNextBlockTimestamp", [later]), ("evm_mine", [])):
        web3.provider.make_request(method, inputs)


def _market(n: int) -> dict[str, Any]:
    token = {"decimals": 18, "price": "1"}
    names = [f"T{i}" for i in range(n)]
    tokens = [token | {"name": s, "symbol": s, "feed": f"{s} / USD"} for s in names]
    return {
        "name": f"bench-{n}",
        "hub": "T0",
        "depth": "1000000",
        "purse": "10000000",
        "tokens": tokens,
    }


def _parameters(n: int, market: Any, user: Any) -> dict[str, Any]:
    """A vault of equal weights, each asset 1,000 tokens, pools a thousand times as deep."""
    weight = TOKEN // n
    weights = [TOKEN - weight * (n - 1), *[weight] * (n - 1)]
    return {
        "name": f"bench-vault-{n}",
        "share": {"name": "Bench", "symbol": "BENCH"},
        "hub": "T0",
        "poolTolerance": "0.02",
        "venue": _venue(market),
        "assets": [_asset(i, market) for i in range(n)],
        "strategy": {
            "kind": "fixed",
            "weights": {f"T{i}": f"0.{it:018d}" for i, it in enumerate(weights)},
        },
        "planner": {
            "kind": "hub",
            "damping": "1",
            "maxTurnover": "1",
            "maxImpact": "0.02",
            "maxLoss": "0.05",
            "minTrade": "20",
        },
        "constraints": CONSTRAINTS,
        "seedShares": "1000",
        "supplyCap": "1000000",
        "entrySpread": "0.001",
        "roles": {
            "governor": str(user),
            "guardian": str(user),
            "keeper": str(user),
            "delay": 172800,
        },
    }


def _venue(market: Any) -> dict[str, Any]:
    known = {key: market[key] for key in ("factory", "pairCodeHash")}
    return {"kind": "uniswapV2"} | known


def _asset(i: int, market: Any) -> dict[str, Any]:
    symbol = f"T{i}"
    feed = {
        "description": f"{symbol} / USD",
        "decimals": 8,
        "maxAge": 10**7,
        "minAnswer": "0.01",
        "maxAnswer": "100",
        "deviation": "0.005",
    }
    return {
        "symbol": symbol,
        "address": market["tokens"][symbol],
        "decimals": 18,
        "seed": "1000",
        "feed": feed | {"address": market["feeds"][symbol]},
    }


def move(world: World, prices: dict[int, int]) -> None:
    """New answers in the feeds, and pools whose reserves say the same."""
    for feed in world.feeds:
        feed.post(feed.latestRoundData()[1], {"from": world.user})
    for i, answer in prices.items():
        world.feeds[i].post(answer, {"from": world.user})
        token = world.tokens[i]
        level(world, world.pairs[token.address], token, world.tokens[0], answer)


def level(world: World, pair: Any, token: Any, other: Any, answer: int) -> None:
    """Adds to the side that is short, until the pair's price of a token in others is the answer."""
    held, others = token.balanceOf(pair), other.balanceOf(pair)
    wanted = held * answer // PRICE
    if wanted >= others:
        other.mint(pair, wanted - others, {"from": world.user})
    else:
        token.mint(pair, others * PRICE // answer - held, {"from": world.user})
    pair.sync({"from": world.user})
