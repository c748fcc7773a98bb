"""Makes a rebalance of the past again, of the state before it, and compares it with its events."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from counterpoise.chain.events import Traded
from counterpoise.chain.history import Step
from counterpoise.engine import Decision, Engine
from counterpoise.keeper.decide import TwinDisagrees
from counterpoise.math.valuation import revalue
from counterpoise.types import Order, State


@dataclass(frozen=True, slots=True)
class Replay:
    """A rebalance, the twin's of the same, and the first thing on which they differ."""

    step: Step
    twin: Decision
    difference: TwinDisagrees | None


@dataclass(frozen=True, slots=True)
class Given:
    """The planner of a keeper's own orders: the events tell them, all but the least to receive."""

    trades: tuple[Traded, ...]

    def plan(self, state: State, target: Sequence[int], hint: bytes = b"") -> tuple[Order, ...]:
        return tuple(Order(it.venue, it.sell, it.buy, it.sold, 0) for it in self.trades)


def replay(
    engine: Engine, start: State, steps: Sequence[Step], sense: Callable[[State], State]
) -> Iterator[Replay]:
    """Each rebalance of a block, of the holdings before it, at the prices that its event tells.

    `start` has the block's time; `sense` says what is remembered at a state. The engine moves.
    """
    for step in steps:
        seen = sense(priced(start, step.made.prices))
        planner = engine.planner if step.planned else Given(step.trades)
        twin = replace(engine, planner=planner).step(seen)
        yield Replay(step, twin, differ(step, twin))
        start = twin.end


def priced(state: State, prices: Sequence[int]) -> State:
    """The same holdings at other prices, D18{USD/tok}."""
    rows = zip(state.assets, prices, strict=True)
    assets = tuple(replace(asset, price=price) for asset, price in rows)
    return revalue(replace(state, assets=assets), state.balances)


def differ(step: Step, twin: Decision) -> TwinDisagrees | None:
    """The first thing on which the events and the twin differ, to the unit."""
    if twin.refusal is not None:
        return TwinDisagrees("whether it was due", "due", twin.refusal)
    made = step.made
    for what, told, found in (
        ("the value", made.start_value, twin.start.value),
        ("the target", made.target, twin.target),
        ("the orders", _sold(step.trades), _ordered(twin.orders)),
        ("the balances", _after(twin.start, step.trades), twin.end.balances),
        ("the end", made.end_value, twin.end.value),
    ):
        if told != found:
            return TwinDisagrees(what, told, found)
    return None


def _sold(trades: Sequence[Traded]) -> tuple[tuple[str, str, str, int], ...]:
    return tuple((it.venue, it.sell, it.buy, it.sold) for it in trades)


def _ordered(orders: Sequence[Order]) -> tuple[tuple[str, str, str, int], ...]:
    return tuple((it.venue, it.sell, it.buy, it.sell_amount) for it in orders)


def _after(start: State, trades: Sequence[Traded]) -> tuple[int, ...]:
    """{unit} of each asset after the trades."""
    held = dict(zip(start.tokens, start.balances, strict=True))
    for it in trades:
        held[it.sell] -= it.sold
        held[it.buy] += it.bought
    return tuple(held.values())
