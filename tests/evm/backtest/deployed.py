"""Any vault's file on Uniswap's own pairs, all of it in process, as the scripts would deploy it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from eth_utils.address import to_checksum_address
from eth_utils.crypto import keccak
from pytest import MonkeyPatch
from simular import PyEvm

from counterpoise.backtest.bytecode import BytecodePlayer
from counterpoise.backtest.course import Course, Step
from counterpoise.backtest.crowd.replay import moments
from counterpoise.backtest.crowd.terms import Terms
from counterpoise.backtest.deployment import MEMORIES, PROPOSALS, SEEKERS
from counterpoise.backtest.door import ChainDoor
from counterpoise.backtest.flows import Flows, Habits
from counterpoise.backtest.gas import constant
from counterpoise.backtest.ground import ages_of
from counterpoise.backtest.keeper import Keeper
from counterpoise.backtest.market import Listing, Market
from counterpoise.backtest.placed import FLOOR, begun, floor_at, remembered_for
from counterpoise.backtest.posting.poster import Poster
from counterpoise.backtest.posting.proposer import Proposer
from counterpoise.backtest.posting.solution import Rest
from counterpoise.backtest.posting.solver import Solver
from counterpoise.backtest.prices import ONE, Prices
from counterpoise.backtest.stage import Part, Scene, Stage
from counterpoise.backtest.twin.beside import Beside
from counterpoise.backtest.twin.opening import SILENCE
from counterpoise.backtest.twin.player import TwinRun
from counterpoise.backtest.twin.posters import Posts
from counterpoise.backtest.twin.scene import opening_at
from counterpoise.backtest.twin.visitors import Visits
from counterpoise.backtest.vault_file import first_weights
from counterpoise.chain.node import call_of
from counterpoise.chain.process import ProcessNode
from scripts.deploy import pools
from scripts.deploy.node import Node
from scripts.deploy.plan import Plan, read_plan
from tests.counterpoise.real_prices import AFTER, CRASH, HOURLY, real
from tests.evm.backtest.ground import (
    DECIMALS,
    DEPTH,
    FEED,
    FIRST,
    HOUR,
    LATENCY,
    NOBODY,
    PRICES,
    SYMBOLS,
    pair_of,
)
from tests.evm.in_process import OUTSIDER, Chain, artifact

FILE = Path(__file__).parents[3] / "deployments/volatility.params.json"
VALUE = 10**6  # {USD} that a vault begins with
SHARE = 100  # {USD/share} at the start
FEW = Habits()  # nobody
PARTS = ("venues", "hops")
NAMES = {"WETH": "ETH / USD", "WBTC": "BTC / USD", "USDC": "USDC / USD"}


def file_of(**changes: Any) -> dict[str, Any]:
    """The file of a vault at a volatility, but for what is changed."""
    return json.loads(FILE.read_text()) | {"supplyCap": "1000000000"} | changes


@dataclass
class Town:
    """Tokens, feeds and pairs, and a photo of the chain with them."""

    tokens: list[str]
    feeds: list[str]
    pairs: list[str]
    factory: str
    photo: str

    def vault(self, params: dict[str, Any]) -> House:
        """Deploys what a file says, and seeds it."""
        chain = Chain()  # Its caller has the same address on every new chain.
        chain.evm = PyEvm.from_snapshot(self.photo)
        placed = self._placed(params)
        builder = Builder(chain, read_plan(placed))
        with MonkeyPatch.context() as patch:  # The scripts ask by Brownie.
            patch.setattr(pools, "pair_in", lambda factory, *ends: pair_in(chain, factory, *ends))
            vault, lens = builder.vault(_seeds(params))
        listed = zip(self.tokens, DECIMALS, self.feeds, [*self.pairs, None], strict=True)
        *listings, hub = (Listing(*it) for it in listed)
        rows = zip(placed["assets"], self.tokens, strict=True)
        own = placed | {"assets": [it | {"address": token} for it, token in rows]}
        own = builder.known(own)
        parts = map(builder.parts, (MEMORIES, SEEKERS, PROPOSALS))
        stage = Stage(vault, lens, tuple(listings), hub, own, *parts)
        first = dict(zip(SYMBOLS[:-1], (it * ONE for it in PRICES[:-1]), strict=True))
        scene = Scene(own, first, VALUE * ONE, DEPTH)
        return House(scene, stage, str(chain.evm.create_snapshot()))

    def _placed(self, params: dict[str, Any]) -> dict[str, Any]:
        """As `with_market` places a file on the market of a book."""
        code = keccak(hexstr=artifact("UniswapV2Pair")["bytecode"]).hex()
        rows = zip(params["assets"], self.tokens, self.feeds, _seeds(params), strict=True)
        assets = [
            it
            | {"address": to_checksum_address(token), "seed": _text(amount, it["decimals"])}
            | {"feed": it["feed"] | {"address": to_checksum_address(feed)}}
            for it, token, feed, amount in rows
        ]
        pairs = {
            "factory": to_checksum_address(self.factory),
            "pairCodeHash": f"0x{code.removeprefix('0x')}",
        }
        venue = _placed_venue(params.get("venue", {"kind": "uniswapV2"}), pairs)
        return params | {"assets": assets, "venue": venue, "gateway": {}}


def town() -> Town:
    """A market of three tokens, as deep as it always is."""
    chain = Chain()
    chain.evm.advance_block(FIRST - HOUR - chain.time())
    tokens = [chain.deploy("MockToken", it, it, n) for it, n in zip(SYMBOLS, DECIMALS, strict=True)]
    feeds = [chain.deploy("MockFeed", NAMES[it], 8) for it in SYMBOLS]
    for feed, price in zip(feeds, PRICES, strict=True):
        chain.tell("MockFeed", feed, "post", price * FEED)
    factory = chain.deploy("UniswapV2Factory", chain.caller)
    pairs = [pair_of(chain, factory, tokens, i) for i in range(len(tokens) - 1)]
    return Town(tokens, feeds, pairs, factory, str(chain.evm.create_snapshot()))


@dataclass
class Builder:
    """Deploys a plan by `scripts.deploy`'s own nodes, each label once."""

    chain: Chain
    plan: Plan
    made: dict[str, SimpleNamespace] = field(default_factory=dict)
    rules: str = ""  # the set for which constraints remember

    def vault(self, seeds: list[int]) -> tuple[str, str]:
        chain, plan = self.chain, self.plan
        authority = chain.deploy("Authority", chain.caller)
        vault = chain.deploy("Vault", plan.name, plan.symbol, authority, plan.tokens, NOBODY)
        places = {"authority": authority, "vault": vault}

        def build(node: Node) -> str:
            return str(node.build(self._part, places).address)

        list(map(build, plan.oracles))
        places["venue"] = build(plan.venue)
        members = list(map(build, plan.constraints))
        self.rules = places["constraint"] = chain.deploy("ConstraintSet", vault, members)
        parts = {
            "Constraint": places["constraint"],
            "Observer": build(plan.observer),
            "Strategy": build(plan.strategy),
            "Planner": build(plan.planner),
            "SupplyCap": plan.supply_cap,
            "EntrySpread": plan.entry_spread,
        }
        for name, part in parts.items():
            chain.tell("Vault", vault, f"set{name}", part)
        chain.tell("Vault", vault, "setVenue", places["venue"], True)
        for token, amount in zip(plan.tokens, seeds, strict=True):
            chain.tell("MockToken", token, "mint", chain.caller, amount)
            chain.tell("MockToken", token, "approve", vault, amount)
        chain.tell("Vault", vault, "seed", VALUE // SHARE * ONE, seeds, chain.caller)
        return vault, chain.deploy("VaultLens")

    def known(self, params: dict[str, Any]) -> dict[str, Any]:
        """What only the deployment knows of a file's entries."""
        floors = {label: it.address for label, it in self.made.items() if it.kind == FLOOR}

        def start(path: str) -> int:
            return int(self.chain.ask(FLOOR, floors[floor_at(path, floors)], "start"))

        return begun(remembered_for(params, self.rules), start)

    def parts(self, kinds: tuple[str, ...]) -> tuple[Part, ...]:
        """Those of some kinds, in their order."""
        found = [Part(it.kind, it.address) for it in self.made.values() if it.kind in kinds]
        return tuple(sorted(found, key=lambda it: kinds.index(it.kind)))

    def _part(self, kind: str, *inputs: Any, label: str = "", trial: Any = None) -> Any:
        if label not in self.made:
            address = self.chain.deploy(kind, *_plain(inputs))
            self.made[label] = SimpleNamespace(kind=kind, address=address)
        return self.made[label]


@dataclass
class House:
    """A vault that stands, and a photo of the chain with it."""

    scene: Scene
    stage: Stage
    photo: str

    def play(
        self, prices: Prices, seed: int = 7, terms: Terms | None = None, habits: Habits = FEW
    ) -> list[Step]:
        """The bytecode's steps, each of which the twin has come to, too. Raises `Differs`."""
        return self.begin(seed, terms or Terms(), prices.step, habits).play(prices)

    def begin(
        self,
        seed: int,
        terms: Terms,
        step: int = HOUR,
        habits: Habits = FEW,
        spacing: int = 0,
        posts: Posts = SILENCE,
    ) -> Pair:
        """Both at the beginning; `spacing` {s} from a record to the next, at least."""
        stage = self.stage
        node = ProcessNode(PyEvm.from_snapshot(self.photo), FIRST - HOUR, 1_000, [OUTSIDER])
        market = Market(node, OUTSIDER, stage.listings, stage.hub, seed, terms)
        keeper = Keeper(node, stage, OUTSIDER, spacing)
        flows = Flows(ChainDoor(keeper, OUTSIDER), habits, seed)
        crew = tuple(self._posters(node, posts))
        player = BytecodePlayer(node, market, keeper, constant(0), flows, LATENCY, crew)
        course = player.begin("bytecode")
        aged = replace(stage, ages=ages_of(node, stage, FIRST))
        opening = opening_at(self.scene, aged, course.start, terms, LATENCY, spacing)
        run = opening.run("twin", Visits(habits, seed, step), posts)
        return Pair(player, course, run)

    def _posters(self, node: ProcessNode, posts: Posts) -> Iterator[Poster]:
        if posts.solutions:
            yield Solver(node, self.stage, OUTSIDER, Rest(posts.spacing))
        if posts.opinions:
            yield Proposer(node, self.stage, OUTSIDER, posts.opinions)


@dataclass
class Pair:
    """A vault's bytecode and its twin on the same market."""

    player: BytecodePlayer
    course: Course
    run: TwinRun

    def play(self, prices: Prices, after: Callable[[Step], None] = lambda step: None) -> list[Step]:
        """The same steps of both, to the unit; `after` hears each. Raises `Differs`."""
        crowd, course = self.player.market.crowd, self.course
        twin = self.run.steps(moments(prices, crowd.seed, crowd.terms))
        both = Beside(twin)

        def hear() -> None:
            both.hear(course.steps[-1])
            after(course.steps[-1])

        self.player.play(prices, course, hear)
        assert both.compared == len(prices)
        return course.steps

    def signals(self, step: Step) -> tuple[list[int], list[int]]:
        """What is remembered after a step: on the chain, and by the twin."""
        node, held = self.player.node, self.run.vault.held
        asked = call_of(OUTSIDER, self.player.keeper.stage.vault, "observer()")
        ((observer,),) = node.read(["address"], asked)
        words = call_of(OUTSIDER, observer, "signalsOf(address[])", list(held.assets))
        ((told,),) = node.read(["uint256[]"], words)
        twin = self.run.vault.memories
        return list(told), list(twin.observe(held, step.prices, node.time).signals)


def crash() -> Prices:
    """Eight days of March 2020, hour by hour, from the town's prices on; skips without them."""
    found = real(HOURLY, ("ETH", "BTC"), CRASH, AFTER)
    first, levels = found.closes[0], PRICES[:-1]
    rows = (zip(closes, first, levels, strict=True) for closes in found.closes)
    closes = tuple(tuple(now * level * ONE // then for now, then, level in row) for row in rows)
    return Prices(found.assets, tuple(FIRST + HOUR * k for k in range(len(found))), closes)


def pair_in(chain: Chain, factory: str, first: str, second: str) -> str:
    """Where the factory says that the pair of two tokens stands."""
    return str(chain.ask("UniswapV2Factory", factory, "getPair", first, second))


def _seeds(params: dict[str, Any]) -> list[int]:
    """{unit}, as much of each asset as its first weight in the value."""
    rows = zip(first_weights(params).values(), PRICES, DECIMALS, strict=True)
    return [VALUE * weight * 10**n // price // ONE for weight, price, n in rows]


def _placed_venue(venue: dict[str, Any], pairs: dict[str, str]) -> dict[str, Any]:
    """With the factory of the pairs wherever it stands on them."""
    within = {key: [_placed_venue(it, pairs) for it in venue[key]] for key in PARTS if key in venue}
    return venue | within if within else venue | pairs


def _text(amount: int, decimals: int) -> str:
    whole, rest = divmod(amount, 10**decimals)
    return f"{whole}.{rest:0{decimals}d}"


def _plain(value: Any) -> Any:
    """As the encoder takes it: words as bytes."""
    if isinstance(value, list | tuple):
        return type(value)(map(_plain, value))
    if isinstance(value, str) and len(value) == 66:
        return bytes.fromhex(value[2:])
    return value
