"""A vault of WETH and USDC on mainnet's state, deployed from the build's artifacts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from web3 import Web3
from web3.contract import Contract

from counterpoise.chain.anvil import Anvil
from counterpoise.chain.contracts import VaultClient
from counterpoise.chain.gateway import GatewayClient
from counterpoise.chain.keys import NodeAccount
from counterpoise.chain.sender import Sender
from counterpoise.fork.source import Source
from tests.chain.world import FEED, HOUR, MOST, NOBODY, ONE, PERCENT, USD, deploy, transact
from tests.fork.actors import Dollar, Feed, Trader, wrap
from tests.fork.mainnet import (
    ETH_FEED,
    FACTORY,
    FACTORY_V3,
    PAIR_CODE,
    PERMIT2,
    POOL_CODE,
    USDC,
    USDC_CALLS,
    USDC_FEED,
    WETH,
    WETH_CALLS,
    at,
    is_there,
)

KEPT = 997 * 10**15  # D18{1}, after the fee of V2
TIER = 500  # {1e-6}, the fee of V3
ETHER = 100 * ONE  # {unit} that the vault begins with, and as much in dollars
SHARES = 1_000 * ONE
PURSE = 20 * ONE  # {unit} of WETH that the depositor has, and 40,000 dollars
DOLLARS = 40_000 * 10**6
FEEDS = {ETH_FEED: (HOUR + 900, 10 * FEED, 100_000 * FEED, PERCENT // 2)}
DOLLAR_LIMITS = (25 * HOUR, FEED * 9 // 10, FEED * 11 // 10, PERCENT // 4)
LIMITS = (ONE, ONE // 4, PERCENT // 2, 3 * PERCENT // 2, 100 * ONE)
MEMBERS: tuple[tuple[str, tuple[int, ...]], ...] = (
    ("DriftConstraint", (PERCENT // 10, PERCENT // 20)),
    ("CooldownConstraint", (HOUR, PERCENT // 2)),
    ("TurnoverConstraint", (30 * PERCENT,)),
    ("ProgressConstraint", (PERCENT // 5,)),
    ("ValueConstraint", (PERCENT // 2, PERCENT)),
    ("LossBudgetConstraint", (2 * PERCENT,)),
)


@dataclass(frozen=True, slots=True)
class Stage:
    """The vault and those around it; the node's accounts by their roles."""

    name: str  # of its venue
    w3: Web3
    node: Anvil
    source: Source
    vault: Contract
    lens: Contract
    gateway: Contract
    venue: Contract

    @property
    def deployer(self) -> str:
        return self.w3.eth.accounts[0]

    @property
    def depositor(self) -> str:
        """Has allowed the vault everything."""
        return self.w3.eth.accounts[1]

    @property
    def outsider(self) -> str:
        return self.w3.eth.accounts[2]

    @property
    def client(self) -> VaultClient:
        return VaultClient(self.w3, self.vault.address, self.lens.address)

    @property
    def door(self) -> GatewayClient:
        return GatewayClient(self.w3, self.gateway.address)

    @property
    def dollar(self) -> Dollar:
        return Dollar(self.w3, self.node)

    @property
    def feed(self) -> Feed:
        return Feed(self.w3, self.node)

    @property
    def trader(self) -> Trader:
        return Trader(self.w3, self.node)

    def sender(self, account: str) -> Sender:
        """Sends in that account's name."""
        return Sender(self.w3, NodeAccount(account))

    def held(self, owner: str) -> tuple[int, int]:
        """{unit} of WETH and of USDC."""
        made = (at(self.w3, it, WETH_CALLS).functions.balanceOf(owner) for it in (WETH, USDC))
        return tuple(it.call() for it in made)

    def shares(self, owner: str) -> int:
        """{share}"""
        return self.vault.functions.balanceOf(owner).call()

    def later(self) -> int:
        """A deadline."""
        return self.client.time() + HOUR

    def wait(self, seconds: int) -> None:
        """Time passes, and a block is mined."""
        self.node.rpc("evm_setNextBlockTimestamp", self.client.time() + seconds)
        self.node.rpc("evm_mine")


def uniswap_v2(w3: Web3) -> Contract:
    """The venue of mainnet's own V2 pairs."""
    return deploy(w3, "UniswapV2Venue", FACTORY, PAIR_CODE, KEPT)


def uniswap_v3(w3: Web3) -> Contract:
    """The venue of mainnet's own V3 pools of 0.05 %, each in the range it stands in."""
    return deploy(w3, "UniswapV3Venue", FACTORY_V3, POOL_CODE, TIER, 1)


def split(w3: Web3) -> Contract:
    """Both of them as one; gas is not counted, as it costs nothing here."""
    venues = [made(w3).address for made in VENUES.values()]
    return deploy(w3, "SplitVenue", venues, 0, NOBODY, NOBODY)


# Where the vault trades: each test below plays on each of them.
VENUES: dict[str, Callable[[Web3], Contract]] = {
    "UniswapV2": uniswap_v2,
    "UniswapV3": uniswap_v3,
}
PLACES = VENUES | {"Split": split}


def build(w3: Web3, node: Anvil, source: Source, name: str) -> Stage:
    """Deploys and seeds it: as many dollars as the ether is worth by the feed."""
    venue = PLACES[name](w3)
    authority = deploy(w3, "Authority", w3.eth.accounts[0])
    inputs = "Counterpoise 50/50", "CP55", authority.address, [WETH, USDC], NOBODY
    vault = deploy(w3, "Vault", *inputs)
    _wire(w3, vault, venue)
    permit2 = PERMIT2 if is_there(w3, PERMIT2) else NOBODY
    gateway = deploy(w3, "VaultGateway", vault.address, WETH, permit2)
    stage = Stage(name, w3, node, source, vault, deploy(w3, "VaultLens"), gateway, venue)
    _seed(stage)
    _fund(stage, stage.depositor, PURSE, DOLLARS)
    return stage


def _wire(w3: Web3, vault: Contract, venue: Contract) -> None:
    oracles = [_oracle(w3, ETH_FEED, WETH, FEEDS[ETH_FEED]), _dollar_oracle(w3)]
    members = [deploy(w3, name, *inputs).address for name, inputs in MEMBERS]
    parts = {
        "setObserver": deploy(w3, "SpotObserver", USD, [WETH, USDC], oracles),
        "setStrategy": deploy(w3, "FixedWeightStrategy", [ONE // 2, ONE // 2]),
        "setPlanner": deploy(w3, "HubPlanner", USDC, venue.address, LIMITS),
        "setConstraint": deploy(w3, "ConstraintSet", vault.address, members),
    }
    for setter, part in parts.items():
        transact(w3, vault.functions[setter](part.address))
    transact(w3, vault.functions.setVenue(venue.address, True))
    transact(w3, vault.functions.setSupplyCap(10_000 * ONE))
    transact(w3, vault.functions.setEntrySpread(PERCENT // 10))


def _oracle(w3: Web3, feed: str, token: str, limits: tuple[int, ...]) -> str:
    return deploy(w3, "ChainlinkOracle", feed, token, USD, *limits).address


def _dollar_oracle(w3: Web3) -> str:
    """Chainlink's own; a dollar where the state does not know it, as the recorded block's."""
    if is_there(w3, USDC_FEED):
        return _oracle(w3, USDC_FEED, USDC, DOLLAR_LIMITS)
    feed = deploy(w3, "MockFeed", "USDC / USD", 8)
    transact(w3, feed.functions.post(FEED))
    return _oracle(w3, feed.address, USDC, DOLLAR_LIMITS)


def _seed(stage: Stage) -> None:
    amounts = ETHER, ETHER * stage.feed.answer() // 10**20
    _fund(stage, stage.deployer, *amounts)
    stage.sender(stage.deployer).send(
        stage.vault.functions.seed(SHARES, list(amounts), stage.deployer)
    )


def _fund(stage: Stage, account: str, ether: int, dollars: int) -> None:
    wrap(stage.w3, account, ether)
    stage.dollar.give(account, dollars)
    for token in (WETH, USDC):
        call: Any = at(stage.w3, token, USDC_CALLS).functions.approve(stage.vault.address, MOST)
        transact(stage.w3, call, account)
