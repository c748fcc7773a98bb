"""A vault on Uniswap's own pairs, all of it in process, for the players of a back-test."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from eth_abi.abi import decode
from eth_utils.crypto import keccak
from simular import PyEvm

from counterpoise.backtest.course import Change, Kind, Step, Swap
from counterpoise.backtest.crowd.ranges import root_of, tier_of
from counterpoise.backtest.crowd.terms import Terms
from counterpoise.backtest.market import Listing, Market
from counterpoise.backtest.prices import ONE, Prices
from counterpoise.backtest.range_pool import RangeListing
from counterpoise.backtest.stage import Scene, Stage
from counterpoise.backtest.twin.till import swap_of
from counterpoise.chain.abi import abi, types
from counterpoise.chain.node import call_of
from counterpoise.chain.process import ProcessNode
from counterpoise.chain.report import preview_of
from counterpoise.chain.reverts import decode as refusal_of
from counterpoise.execution.venue import KEPT
from counterpoise.math.ticks import MOST
from counterpoise.types import Curve, Holdings, Order
from tests.evm.in_process import OUTSIDER, Chain, artifact

NOBODY, USD = "0x" + 40 * "0", f"0x{840:040x}"
FIRST, HOUR = 4_000_000_000, 3_600  # {s}; later than any clock that a chain begins at
FEED = 10**8  # a dollar, as a feed says it
PERCENT = ONE // 100
UNITS = (10**18, 10**8, 10**6)  # {unit/tok}
SYMBOLS, DECIMALS = ("WETH", "WBTC", "USDC"), (18, 8, 6)
PRICES = (2_000, 40_000, 1)  # {USD}
SEED = (200 * 10**18, 75 * 10**7, 300_000 * 10**6)  # {unit}, a million dollars
DEPTH = 20_000_000  # {USD} on each side of each pool
LATENCY = 12  # {s}
AGES = 4_500, 4_500, 90_000  # {s}
BOUNDS = {"decimals": 8, "minAnswer": "0.5", "maxAnswer": "1000000", "deviation": "0.005"}
PARAMETERS: dict[str, Any] = {
    "hub": "USDC",
    "assets": [
        {"symbol": symbol, "decimals": decimals, "feed": BOUNDS | {"maxAge": age}}
        for symbol, decimals, age in zip(SYMBOLS, DECIMALS, AGES, strict=True)
    ],
    "strategy": {"kind": "fixed", "weights": {"WETH": "0.4", "WBTC": "0.3", "USDC": "0.3"}},
    "planner": {
        "kind": "hub",
        "damping": "1",
        "maxTurnover": "0.25",
        "maxImpact": "0.005",
        "maxLoss": "0.01",
        "minTrade": "100",
    },
    "constraints": [
        {"kind": "drift", "outer": "0.03", "inner": "0.01"},
        {"kind": "cooldown", "cooldown": HOUR, "pace": "0.005"},
        {"kind": "turnover", "maxTurnover": "0.3"},
        {"kind": "progress", "tolerance": "0.002"},
        {"kind": "value", "maxLoss": "0.005", "maxGain": "0.01"},
        {"kind": "lossBudget", "dailyBudget": "0.02"},
    ],
}
LIMITS = (ONE, ONE // 4, PERCENT // 2, PERCENT, 100 * ONE)  # as the planner's above
MEMBERS: tuple[tuple[str, tuple[int, ...]], ...] = (
    ("DriftConstraint", (3 * PERCENT, PERCENT)),
    ("CooldownConstraint", (HOUR, PERCENT // 2)),
    ("TurnoverConstraint", (30 * PERCENT,)),
    ("ProgressConstraint", (PERCENT // 5,)),
    ("ValueConstraint", (PERCENT // 2, PERCENT)),
    ("LossBudgetConstraint", (2 * PERCENT,)),
)
PREVIEW = next(types(it["outputs"]) for it in abi("VaultLens") if it.get("name") == "preview")
HOLDINGS = ["(address[],uint256[],uint256)"]


@dataclass
class Ground:
    """What was deployed, and a photo of the chain with it."""

    scene: Scene
    stage: Stage
    photo: str

    def begin(self, seed: int, terms: Terms) -> Player:
        """As it was when the photo was made."""
        evm = PyEvm.from_snapshot(self.photo)
        node = ProcessNode(evm, FIRST - HOUR, 1_000, [OUTSIDER])
        stage = self.stage
        market = Market(node, OUTSIDER, stage.listings, stage.hub, seed, terms)
        return Player(node, stage, market)


@dataclass
class Player:
    """The bytecode, a keeper who misses nothing, and a step for each price."""

    node: ProcessNode
    stage: Stage
    market: Market

    def steps(self, prices: Prices) -> Iterator[Step]:
        for time, closes in zip(prices.times, prices.closes, strict=True):
            self.node.must(time, *self.market.calls(time, closes, prices.step))
            market = (*closes, ONE)
            said = tuple(self.market.posted(it.feed) for it in self.stage.tokens.values())
            yield self._keep(time, market, said)

    def _keep(self, time: int, market: tuple[int, ...], said: tuple[int, ...]) -> Step:
        then, vault, target = time + LATENCY, self.stage.vault, self.stage.weights
        self.node.expect(then)
        asked = call_of(OUTSIDER, self.stage.lens, "preview(address,bytes)", vault, b"")
        due, answer = self.node.attempt(asked)
        if not due:
            self.node.mine(then)
            return Step(time, market, said, target, (), refusal_of(answer).name)
        orders = preview_of(decode(PREVIEW, answer)).orders
        swaps = tuple(map(self._swap, orders))
        (receipt,) = self.node.must(then, call_of(OUTSIDER, vault, "rebalance()"))
        change = Change(Kind.REBALANCE, then, self.holdings(), swaps, receipt.gas_used)
        return Step(time, market, said, target, (change,))

    def _swap(self, order: Order) -> Swap:
        """What the venue itself says of an order, just before it."""
        ends, paid = (order.sell, order.buy), order.sell_amount
        quote = call_of(OUTSIDER, order.venue, "quote(address,address,uint256)", *ends, paid)
        look = call_of(OUTSIDER, order.venue, "curve(address,address)", *ends)
        ((got,),), ((curve,),) = (
            self.node.read(["uint256"], quote),
            self.node.read(["(uint256,uint256,uint256,uint256)"], look),
        )
        tokens = [it.token for it in self.stage.tokens.values()]
        return swap_of(*map(tokens.index, ends), paid, got, Curve(*curve))

    def enter(self, time: int) -> Change:
        """Somebody brings as much of everything as the vault has."""
        vault, held = self.stage.vault, self.holdings()
        calls = []
        for token, balance in zip(held.assets, held.balances, strict=True):
            most = balance + 1
            calls.append(call_of(OUTSIDER, token, "mint(address,uint256)", OUTSIDER, most))
            calls.append(call_of(OUTSIDER, token, "approve(address,uint256)", vault, most))
        most = [it + 1 for it in held.balances]
        entry = "mint(uint256,uint256[],address,uint256)"
        calls.append(call_of(OUTSIDER, vault, entry, held.supply, most, OUTSIDER, 2**40))
        self.node.must(time, *calls)
        return Change(Kind.ENTRY, time, self.holdings())

    def holdings(self) -> Holdings:
        view = call_of(OUTSIDER, self.stage.vault, "holdings()")
        ((assets, balances, supply),) = self.node.read(HOLDINGS, view)[0]
        return Holdings(tuple(assets), tuple(balances), supply)


@dataclass(frozen=True)
class Exchange:
    """Where everything is traded."""

    chain: Chain
    factory: str
    v3_factory: str
    trader: str

    def venue(self, entry: dict[str, Any]) -> str:
        """What a file's `venue` asks for."""
        match entry["kind"]:
            case "uniswapV2":
                code = keccak(hexstr=artifact("UniswapV2Pair")["bytecode"])
                return self.chain.deploy("UniswapV2Venue", self.factory, code, KEPT)
            case "uniswapV3":
                code = keccak(hexstr=artifact("UniswapV3Pool")["bytecode"])
                numbers = code, entry["fee"], entry["reach"]
                return self.chain.deploy("UniswapV3Venue", self.v3_factory, *numbers)
        parts = [self.venue(it) for it in entry["venues"]]
        return self.chain.deploy("SplitVenue", parts, 0, NOBODY, NOBODY)

    def pool(self, token: str, hub: str, amounts: tuple[int, int], fee: int) -> RangeListing:
        """One of V3, as deep as these amounts {unit}."""
        chain, tier = self.chain, tier_of(fee, amounts)
        made = chain.tell("UniswapV3Factory", self.v3_factory, "createPool", token, hub, fee)
        first, second = amounts if int(token, 16) < int(hub, 16) else amounts[::-1]
        chain.tell("UniswapV3Pool", made, "initialize", root_of(first, second))
        most = MOST // tier.spacing * tier.spacing
        chain.tell("MockV3Trader", self.trader, "mint", made, -most, most, tier.liquidity)
        return RangeListing(made, self.trader, tier)


V2: dict[str, Any] = {"kind": "uniswapV2"}
V3: dict[str, Any] = {"kind": "uniswapV3", "fee": 500, "reach": 20}
SPLIT: dict[str, Any] = {"kind": "split", "venues": [V2, V3]}


def lay(venue: dict[str, Any] = V2, has_pairs: bool = True) -> Ground:
    """Deploys the market and the vault, and seeds it; with pools of V3 where the venue has any."""
    chain = Chain()
    chain.evm.advance_block(FIRST - HOUR - chain.time())
    tokens = [chain.deploy("MockToken", it, it, d) for it, d in zip(SYMBOLS, DECIMALS, strict=True)]
    feeds = [chain.deploy("MockFeed", f"{it} / USD", 8) for it in SYMBOLS]
    for feed, price in zip(feeds, PRICES, strict=True):
        chain.tell("MockFeed", feed, "post", price * FEED)
    made = [chain.deploy("UniswapV2Factory", chain.caller), chain.deploy("UniswapV3Factory")]
    exchange = Exchange(chain, *made, chain.deploy("MockV3Trader"))
    places = range(len(tokens) - 1)
    pairs = [pair_of(chain, made[0], tokens, i) if has_pairs else None for i in places]
    pools = [(_pool(exchange, tokens, i),) if venue is not V2 else () for i in places]
    vault = _vault(chain, tokens, feeds, exchange.venue(venue))
    rows = zip(tokens, DECIMALS, feeds, [*pairs, None], [*pools, ()], strict=True)
    *listings, hub = (Listing(*row) for row in rows)
    assets = zip(PARAMETERS["assets"], tokens, strict=True)
    here = {"assets": [it | {"address": token} for it, token in assets], "venue": venue}
    lens = chain.deploy("VaultLens")
    stage = Stage(vault, lens, tuple(listings), hub, PARAMETERS | here)
    ranges = (V3["fee"],) if venue is not V2 else ()
    prices = dict(zip(SYMBOLS[:-1], (it * ONE for it in PRICES[:-1]), strict=True))
    scene = Scene(stage.parameters, prices, 10**6 * ONE, DEPTH, ranges)
    return Ground(scene, stage, str(chain.evm.create_snapshot()))


def _pool(exchange: Exchange, tokens: list[str], i: int) -> RangeListing:
    amounts = tuple(DEPTH * 10 ** DECIMALS[k] // PRICES[k] for k in (i, -1))
    return exchange.pool(tokens[i], tokens[-1], (amounts[0], amounts[1]), V3["fee"])


def pair_of(chain: Chain, factory: str, tokens: list[str], i: int) -> str:
    ends = tokens[i], tokens[-1]
    pair = str(chain.tell("UniswapV2Factory", factory, "createPair", *ends))
    for k in (i, -1):
        amount = DEPTH * 10 ** DECIMALS[k] // PRICES[k]
        chain.tell("MockToken", tokens[k], "mint", pair, amount)
    chain.tell("UniswapV2Pair", pair, "mint", chain.caller)
    return pair


def _vault(chain: Chain, tokens: list[str], feeds: list[str], venue: str) -> str:
    authority = chain.deploy("Authority", chain.caller)
    vault = chain.deploy("Vault", "Vault", "VLT", authority, tokens, NOBODY)
    bounds = FEED // 2, 10**6 * FEED, PERCENT // 2
    oracles = [
        chain.deploy("ChainlinkOracle", feed, token, USD, age, *bounds)
        for feed, token, age in zip(feeds, tokens, AGES, strict=True)
    ]
    weights = [int(float(it) * 100) * PERCENT for it in PARAMETERS["strategy"]["weights"].values()]
    members = [chain.deploy(name, *numbers) for name, numbers in MEMBERS]
    parts = {
        "Observer": chain.deploy("SpotObserver", USD, tokens, oracles),
        "Strategy": chain.deploy("FixedWeightStrategy", weights),
        "Planner": chain.deploy("HubPlanner", tokens[-1], venue, LIMITS),
        "Constraint": chain.deploy("ConstraintSet", vault, members),
    }
    for name, part in parts.items():
        chain.tell("Vault", vault, f"set{name}", part)
    chain.tell("Vault", vault, "setVenue", venue, True)
    chain.tell("Vault", vault, "setSupplyCap", 10_000 * ONE)
    for token, amount in zip(tokens, SEED, strict=True):
        chain.tell("MockToken", token, "mint", chain.caller, amount)
        chain.tell("MockToken", token, "approve", vault, amount)
    chain.tell("Vault", vault, "seed", 1_000 * ONE, SEED, chain.caller)
    return vault
