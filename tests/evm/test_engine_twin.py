"""The whole pipeline equals its twin to the unit: any size, real pools, several rounds."""

from collections.abc import Callable
from dataclasses import astuple, dataclass, replace
from typing import Any

import pytest
from eth_utils.crypto import keccak
from hypothesis import event, given, target
from hypothesis import strategies as st

from counterpoise.constraint.set import ConstraintSet
from counterpoise.engine import Decision, Engine
from counterpoise.execution.hub import HubPlanner, Limits
from counterpoise.execution.venue import KEPT, UniswapV2Venue
from counterpoise.observer.spot import MAX_PRICE, SpotObserver
from counterpoise.strategy.fixed_weight import FixedWeightStrategy
from counterpoise.types import Holdings, State
from tests.counterpoise.drawn import (
    MAX_BALANCE,
    ONE,
    limits,
    reserves,
    scales,
    sizes,
    states,
    targets,
    valued,
)
from tests.depth import sharing
from tests.evm.in_process import Chain, artifact, said
from tests.evm.stateful.vault_twin import MEMBERS

NOBODY = "0x" + 40 * "0"
USD = f"0x{840:040x}"  # ISO 4217
SHARES = 10**18
ROOM = MAX_BALANCE // 64  # {unit} at first: 19 sales in each of 3 rounds still fit the books.

# What is drawn: a vault and its market, then rounds in which prices move and time passes.


@dataclass(frozen=True)
class Venture:
    """A vault as it is founded; `pools` are the reserves {unit} of each asset and of the hub."""

    units: tuple[int, ...]  # {unit/tok}
    balances: tuple[int, ...]  # {unit}
    target: tuple[int, ...]
    hub: int
    pools: dict[int, tuple[int, int]]
    limits: Limits
    constraints: tuple[tuple[int, ...], ...]  # what each of MEMBERS is made with
    rounds: tuple[tuple[int, tuple[int, ...]], ...]  # {s} that pass, and the prices D18{USD/tok}


generous = st.builds(
    Limits,
    damping=st.one_of(st.just(ONE), st.integers(ONE // 4, ONE)),
    max_turnover=st.one_of(st.just(ONE), st.integers(ONE // 4, ONE)),
    max_impact=st.integers(ONE // 1000, ONE // 10),
    max_loss=st.just(ONE // 2),
    min_trade=st.one_of(st.just(0), scales(0, 20)),
)
paces = st.one_of(st.just(0), st.integers(0, ONE))
lenient = st.tuples(
    st.just((ONE // 1000, ONE // 10_000)),
    st.tuples(st.integers(0, 3_600), paces),
    st.just((ONE,)),
    st.just((ONE // 10,)),
    st.just((ONE // 10, ONE // 10)),
    st.just((ONE // 10,)),
)
strict = st.tuples(
    scales(15, 17).map(lambda outer: (outer, outer // 3)),
    st.tuples(st.integers(0, 7 * 86_400), paces),
    st.tuples(scales(15, 18)),
    st.tuples(scales(10, 17)),
    st.tuples(scales(14, 17), scales(14, 17)),
    st.tuples(scales(14, 17)),
)


@st.composite
def ventures(draw: st.DrawFn) -> Venture:
    """Four fifths are made to trade; the rest may be refused by anything."""
    count, calm = draw(sizes), draw(st.integers(0, 4)) < 4
    state = draw(valued(count) if calm else st.one_of(valued(count), states(count)))
    hub = draw(st.integers(0, count - 1))
    skews = st.integers(990, 1_010) if calm else st.integers(800, 1_250)
    steps = rounds(state, st.integers(97, 103) if calm else st.integers(80, 125))
    pools = {
        i: shallow(reserves(state, i, hub, draw(scales(22, 28)), draw(skews)))
        for i in range(count)
        if i != hub
    }
    return Venture(
        units=state.units,
        balances=tuple(min(balance, ROOM) for balance in state.balances),
        target=draw(targets(count)),
        hub=hub,
        pools=pools,
        limits=draw(generous if calm else limits),
        constraints=draw(lenient if calm else strict),
        rounds=draw(st.lists(steps, min_size=1, max_size=3).map(tuple)),
    )


def shallow(pool: tuple[int, int]) -> tuple[int, int]:
    return min(pool[0], ROOM), min(pool[1], ROOM)


@st.composite
def rounds(
    draw: st.DrawFn, state: State, percents: st.SearchStrategy[int]
) -> tuple[int, tuple[int, ...]]:
    """A pause, and prices at percents of the first ones; now and then one outside of its bounds."""
    count = len(state.assets)
    moves = draw(st.lists(percents, min_size=count, max_size=count))
    prices = [max(price * move // 100, 1) for price, move in zip(state.prices, moves, strict=True)]
    if draw(st.integers(0, 15)) == 15:
        prices[draw(st.integers(0, count - 1))] = draw(st.sampled_from([0, MAX_PRICE + 1]))
    return draw(st.integers(1, 86_400)), tuple(prices)


# Both sides of it.


@dataclass
class Deployed:
    """A vault on the chain in process, whose every power is the caller's."""

    chain: Chain
    tokens: tuple[str, ...]
    oracles: tuple[str, ...]
    observer: str
    venue: str
    vault: str
    lens: str

    def post(self, prices: tuple[int, ...]) -> None:
        for oracle, price in zip(self.oracles, prices, strict=True):
            self.chain.tell("MockOracle", oracle, "set", price)

    def holdings(self) -> Any:
        return self.chain.ask("Vault", self.vault, "holdings")

    def preview(self) -> Any:
        return self.chain.ask("VaultLens", self.lens, "preview", self.vault, b"")

    def rebalance(self) -> Any:
        return self.chain.tell("Vault", self.vault, "rebalance")


@dataclass
class Twin:
    """The same vault with no chain behind it."""

    observer: SpotObserver
    engine: Engine
    held: Holdings

    def decide(self, prices: tuple[int, ...], time: int, decide: Callable[..., Decision]) -> Any:
        """What is started from, wanted, done and led to. Raises the refusal that stopped it."""
        self.engine.constraint.require_ready(time)
        named = dict(zip(self.held.assets, prices, strict=True))
        decision = decide(self.observer.observe(self.held, named, time))
        if decision.refusal is not None:
            raise decision.refusal
        orders = [astuple(order) for order in decision.orders]
        return astuple(decision.start), decision.target, orders, astuple(decision.end)


def found(chain: Chain, factory: str, it: Venture) -> Deployed:
    """Deploys the market with its pools, and the vault with its parts and its first amounts."""
    decimals = [len(str(unit)) - 1 for unit in it.units]
    tokens = tuple(chain.deploy("MockToken", "Token", "TOK", d) for d in decimals)
    oracles = tuple(chain.deploy("MockOracle") for _ in tokens)
    observer = chain.deploy("SpotObserver", USD, tokens, oracles)
    code = keccak(hexstr=artifact("UniswapV2Pair")["bytecode"])
    venue = chain.deploy("UniswapV2Venue", factory, code, KEPT)
    for i, amounts in it.pools.items():
        pour(chain, factory, (tokens[i], tokens[it.hub]), amounts)
    authority = chain.deploy("Authority", chain.caller)
    vault = chain.deploy("Vault", "Vault", "VLT", authority, tokens, NOBODY)
    rows = zip(MEMBERS, it.constraints, strict=True)
    members = [chain.deploy(kind.__name__, *numbers) for kind, numbers in rows]
    parts = {
        "Observer": observer,
        "Strategy": chain.deploy("FixedWeightStrategy", it.target),
        "Planner": chain.deploy("HubPlanner", tokens[it.hub], venue, astuple(it.limits)),
        "Constraint": chain.deploy("ConstraintSet", vault, members),
    }
    for name, part in parts.items():
        chain.tell("Vault", vault, f"set{name}", part)
    chain.tell("Vault", vault, "setVenue", venue, True)
    endow(chain, vault, it, tokens)
    return Deployed(chain, tokens, oracles, observer, venue, vault, chain.deploy("VaultLens"))


def pour(chain: Chain, factory: str, ends: tuple[str, str], amounts: tuple[int, int]) -> None:
    """A new pair of two tokens with these reserves."""
    pair = chain.tell("UniswapV2Factory", factory, "createPair", *ends)
    for token, amount in zip(ends, amounts, strict=True):
        chain.tell("MockToken", token, "mint", pair, amount)
    chain.tell("UniswapV2Pair", pair, "sync")


def endow(chain: Chain, vault: str, it: Venture, tokens: tuple[str, ...]) -> None:
    """The vault's first amounts, for a share."""
    chain.tell("Vault", vault, "setSupplyCap", SHARES)
    for token, balance in zip(tokens, it.balances, strict=True):
        chain.tell("MockToken", token, "mint", chain.caller, balance)
        chain.tell("MockToken", token, "approve", vault, balance)
    chain.tell("Vault", vault, "seed", SHARES, it.balances, chain.caller)


def twin_of(it: Venture, deployed: Deployed) -> Twin:
    tokens, venue = deployed.tokens, UniswapV2Venue()
    for i, amounts in it.pools.items():
        venue.set_pool(tokens[i], tokens[it.hub], *amounts)
    planner = HubPlanner(tokens[it.hub], deployed.venue, it.limits, venue.curve)
    members = (kind(*numbers) for kind, numbers in zip(MEMBERS, it.constraints, strict=True))
    constraint = ConstraintSet(tuple(members))
    engine = Engine(FixedWeightStrategy(it.target), planner, venue, constraint)
    observer = SpotObserver(dict(zip(tokens, it.units, strict=True)))
    return Twin(observer, engine, Holdings(tokens, it.balances, SHARES))


@pytest.fixture(scope="module")
def factory(chain: Chain) -> str:
    return chain.deploy("UniswapV2Factory", chain.caller)


@sharing(300)
@given(venture=ventures())
def test_vault_and_engine_decide_the_same(chain, factory, venture):
    """Round after round: the same preview or refusal, and then the same holdings."""
    deployed = found(chain, factory, venture)
    twin = twin_of(venture, deployed)
    most = 0
    for pause, prices in venture.rounds:
        chain.evm.advance_block(pause)
        deployed.post(prices)
        seen = compare(deployed, twin, prices)
        most = max(most, len(seen[2]) if is_decided(seen) else 0)
        event("ready" if is_decided(seen) else f"refused: {seen[0]}")
    target(float(most))
    event(f"{min(most, 3)} orders or more, {'many' if len(prices) >= 10 else 'few'} assets")


def compare(deployed: Deployed, twin: Twin, prices: tuple[int, ...]) -> Any:
    """One round on both sides: what each foresees, does and then holds; returns the preview."""
    time, seen = deployed.chain.time(), said(deployed.preview)
    assert seen == said(twin.decide, prices, time, twin.engine.preview)
    done, expected = said(deployed.rebalance), said(twin.decide, prices, time, twin.engine.step)
    assert done == (None if is_decided(expected) else expected)
    if is_decided(expected):
        twin.held = replace(twin.held, balances=tuple(balances_of(expected[3])))
    assert said(deployed.holdings) == said(lambda: astuple(twin.held))
    return seen


def is_decided(answer: Any) -> bool:
    """A start, a target, orders and an end, and not a refusal's name and numbers."""
    return len(answer) == 4


def balances_of(state: Any) -> Any:
    return [balance for _, _, balance, _, _ in state[3]]
