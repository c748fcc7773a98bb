"""A vault on a market of real Uniswap V2 pairs, deployed from the build's artifacts over web3."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from eth_utils.crypto import keccak
from web3 import Web3
from web3.contract import Contract

from counterpoise.chain.contracts import VaultClient
from counterpoise.chain.provider import connect
from counterpoise.execution.venue import KEPT

ROOT = Path(__file__).resolve().parents[2]
UNISWAP = ROOT / "node_modules/@uniswap/v2-core/build"
ARGUMENTS = ("--base-fee", "0", "--hardfork", "cancun", "--gas-limit", "100000000")
ONE = 10**18
NOBODY = "0x" + 40 * "0"
PERCENT = ONE // 100
USD = "0x0000000000000000000000000000000000000348"  # ISO 4217: 840
MOST = 2**256 - 1
FEED = 10**8  # one dollar, as a feed says it
HOUR, DAY = 3_600, 86_400
DEPTH = 20_000_000  # {USD} on each side of each pool

SEED = (200 * 10**18, 75 * 10**7, 300_000 * 10**6)  # a million dollars, a thousand shares
FEED_LIMITS = (DAY, 1, 10**14, PERCENT // 2)  # age {s}, bounds, deviation
LIMITS = (ONE, ONE // 4, PERCENT // 2, PERCENT, 100 * ONE)
MEMBERS: tuple[tuple[str, tuple[int, ...]], ...] = (
    ("DriftConstraint", (3 * PERCENT, PERCENT)),
    ("CooldownConstraint", (HOUR, PERCENT // 2)),
    ("TurnoverConstraint", (30 * PERCENT,)),
    ("ProgressConstraint", (PERCENT // 5,)),
    ("ValueConstraint", (PERCENT // 2, PERCENT)),
    ("LossBudgetConstraint", (2 * PERCENT,)),
)


@dataclass(frozen=True, slots=True)
class Market:
    """What is traded, and how much of it a vault starts with; the hub is the last asset."""

    symbols: tuple[str, ...] = ("WETH", "WBTC", "USDC")
    decimals: tuple[int, ...] = (18, 8, 6)
    prices: tuple[int, ...] = (2_000, 40_000, 1)  # whole dollars
    weights: tuple[int, ...] = (40 * PERCENT, 30 * PERCENT, 30 * PERCENT)
    seed: tuple[int, ...] = SEED
    kinds: tuple[str, ...] = ()  # the tokens' contracts, where they are not all plain

    @property
    def hub(self) -> int:
        return len(self.symbols) - 1


@cache
def artifact(name: str) -> tuple[list[dict[str, Any]], str]:
    """The ABI and the creation code of a contract of ours, or of Uniswap's."""
    published = UNISWAP / f"{name}.json"
    file = published if published.is_file() else ROOT / "build/contracts" / f"{name}.json"
    if not file.is_file():
        raise FileNotFoundError(f"{file} is missing: run `brownie compile` first")
    made = json.loads(file.read_text(encoding="utf-8"))
    return made["abi"], made["bytecode"]


@dataclass(frozen=True, slots=True)
class World:
    """All that was deployed; the node's accounts by their roles."""

    w3: Web3
    url: str
    market: Market
    tokens: tuple[Contract, ...]
    feeds: tuple[Contract, ...]
    pairs: tuple[Contract, ...]  # each asset's with the hub, which has none
    vault: Contract
    lens: Contract
    constraint: Contract

    @property
    def deployer(self) -> str:
        return self.w3.eth.accounts[0]

    @property
    def depositor(self) -> str:
        """Has 100 WETH, 2 WBTC and 100,000 USDC; has allowed the vault nothing."""
        return self.w3.eth.accounts[1]

    @property
    def client(self) -> VaultClient:
        return VaultClient(self.w3, self.vault.address, self.lens.address)

    def send(self, call: Any, sender: str | None = None) -> Any:
        return transact(self.w3, call, sender)

    def move(self, i: int, price: int) -> None:
        """A price in whole dollars: the feed says it, and the pool is there already."""
        for call in self._moves(i, price):
            self.send(call)

    def move_and_hold(self, i: int, price: int) -> None:
        """The same in one block; after it, none is made until somebody asks for it."""
        self.w3.provider.make_request("evm_setAutomine", [False])  # type: ignore[arg-type]
        for call in self._moves(i, price):
            call.transact({"from": self.deployer, "gas": 1_000_000, "gasPrice": 0})
        self.w3.provider.make_request("evm_mine", [])  # type: ignore[arg-type]

    def _moves(self, i: int, price: int) -> tuple[Any, ...]:
        h, pair = self.market.hub, self.pairs[i].address
        asset, hub = (self.tokens[k].functions.balanceOf(pair).call() for k in (i, h))
        per, hub_per = (10 ** self.market.decimals[k] for k in (i, h))
        wanted = asset * price * hub_per // per
        if wanted > hub:
            call = self.tokens[h].functions.mint(pair, wanted - hub)
        else:
            needed = hub * per // (price * hub_per)
            call = self.tokens[i].functions.mint(pair, needed - asset)
        return self.feeds[i].functions.post(price * FEED), call, self.pairs[i].functions.sync()

    def pending(self, sender: str) -> list[dict[str, Any]]:
        """An account's transactions that are not mined, in the order of their nonces."""
        pool = self.w3.provider.make_request("txpool_content", [])["result"]  # type: ignore[arg-type]
        queues = {who.lower(): queue for who, queue in pool["pending"].items()}
        queue = queues.get(sender.lower(), {})
        return [queue[nonce] for nonce in sorted(queue, key=int)]

    def wait(self, seconds: int) -> None:
        """Time passes, and a block is mined."""
        later = self.w3.eth.get_block("latest")["timestamp"] + seconds
        self.w3.provider.make_request("evm_setNextBlockTimestamp", [later])  # type: ignore[arg-type]
        self.w3.provider.make_request("evm_mine", [])  # type: ignore[arg-type]

    def deployment(self, folder: Path, **more: str) -> Path:
        """Writes the deployment file that the command line reads."""
        file = folder / "deployment.json"
        addresses = {"vault": self.vault.address, "lens": self.lens.address, **more}
        file.write_text(json.dumps({"chainId": 31337, "addresses": addresses}), encoding="utf-8")
        return file


def transact(w3: Web3, call: Any, sender: str | None = None) -> Any:
    """Sends from one of the node's accounts, the deployer's if none is named."""
    hash_ = call.transact({"from": sender or w3.eth.accounts[0], "gas": 30_000_000, "gasPrice": 0})
    receipt = w3.eth.wait_for_transaction_receipt(hash_, poll_latency=0.005)
    assert receipt["status"] == 1, call
    return receipt


def deploy(w3: Web3, name: str, *arguments: Any) -> Contract:
    """A new contract of that name."""
    abi, code = artifact(name)
    receipt = transact(w3, w3.eth.contract(abi=abi, bytecode=code).constructor(*arguments))
    return w3.eth.contract(receipt["contractAddress"], abi=abi)


def build(url: str, market: Market | None = None) -> World:
    """Deploys everything, seeds the vault, and gives the depositor tokens."""
    world = found(connect(url), url, market or Market())
    seed(world)
    for token, amount in zip(world.tokens, (100 * 10**18, 2 * 10**8, 10**11), strict=True):
        world.send(token.functions.mint(world.depositor, amount))
    return world


def found(w3: Web3, url: str, market: Market) -> World:
    """Deploys everything; the vault is still empty, and the deployer keeps every power."""
    kinds = market.kinds or ("MockToken",) * len(market.symbols)
    rows = zip(kinds, market.symbols, market.decimals, strict=True)
    tokens = tuple(deploy(w3, kind, symbol, symbol, decimals) for kind, symbol, decimals in rows)
    feeds = tuple(deploy(w3, "MockFeed", f"{symbol} / USD", 8) for symbol in market.symbols)
    for feed, price in zip(feeds, market.prices, strict=True):
        transact(w3, feed.functions.post(price * FEED))
    factory = deploy(w3, "UniswapV2Factory", w3.eth.accounts[0])
    pairs = tuple(_pair(w3, market, factory, tokens, i) for i in range(market.hub))
    vault, constraint = _vault(w3, market, tokens, feeds, factory.address)
    lens = deploy(w3, "VaultLens")
    return World(w3, url, market, tokens, feeds, pairs, vault, lens, constraint)


def seed(world: World) -> Any:
    """Puts the first amounts in, for a thousand shares."""
    for token, amount in zip(world.tokens, world.market.seed, strict=True):
        world.send(token.functions.mint(world.deployer, amount))
        world.send(token.functions.approve(world.vault.address, MOST))
    amounts = list(world.market.seed)
    return world.send(world.vault.functions.seed(1_000 * ONE, amounts, world.deployer))


def _pair(
    w3: Web3, market: Market, factory: Contract, tokens: tuple[Contract, ...], i: int
) -> Contract:
    """The asset's pair with the hub, as deep as stated on both sides."""
    ends = tokens[i].address, tokens[market.hub].address
    transact(w3, factory.functions.createPair(*ends))
    pair = w3.eth.contract(
        factory.functions.getPair(*ends).call(), abi=artifact("UniswapV2Pair")[0]
    )
    for k in (i, market.hub):
        amount = DEPTH * 10 ** market.decimals[k] // market.prices[k]
        transact(w3, tokens[k].functions.mint(pair.address, amount))
    transact(w3, pair.functions.mint(w3.eth.accounts[0]))
    return pair


def _vault(
    w3: Web3,
    market: Market,
    tokens: tuple[Contract, ...],
    feeds: tuple[Contract, ...],
    factory: str,
) -> tuple[Contract, Contract]:
    """The vault with its parts."""
    held = [token.address for token in tokens]
    authority = deploy(w3, "Authority", w3.eth.accounts[0])
    vault = deploy(w3, "Vault", "Counterpoise 40/30/30", "CP433", authority.address, held, NOBODY)
    oracles = [
        deploy(w3, "ChainlinkOracle", feed.address, token, USD, *FEED_LIMITS).address
        for feed, token in zip(feeds, held, strict=True)
    ]
    code = keccak(hexstr=artifact("UniswapV2Pair")[1])
    venue = deploy(w3, "UniswapV2Venue", factory, code, KEPT)
    members = [deploy(w3, name, *arguments).address for name, arguments in MEMBERS]
    parts = {
        "setObserver": deploy(w3, "SpotObserver", USD, held, oracles),
        "setStrategy": deploy(w3, "FixedWeightStrategy", list(market.weights)),
        "setPlanner": deploy(w3, "HubPlanner", held[market.hub], venue.address, LIMITS),
        "setConstraint": deploy(w3, "ConstraintSet", vault.address, members),
    }
    for setter, part in parts.items():
        transact(w3, vault.functions[setter](part.address))
    transact(w3, vault.functions.setVenue(venue.address, True))
    transact(w3, vault.functions.setSupplyCap(10_000 * ONE))
    transact(w3, vault.functions.setEntrySpread(PERCENT // 10))
    return vault, parts["setConstraint"]
