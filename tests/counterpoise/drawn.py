"""Hypothesis strategies: valid states, targets, pools and limits, drawn by construction."""

from dataclasses import dataclass, replace

from hypothesis import strategies as st

from counterpoise.execution.hub import HubPlanner, Limits
from counterpoise.execution.venue import UniswapV2Venue
from counterpoise.math.valuation import revalue
from counterpoise.observer.spot import MAX_VALUE, observe
from counterpoise.types import Curve, Holdings, State

ONE = 10**18
MAX_BALANCE = 2**112 - 1  # {unit}, as the vault's
ADDRESSES = tuple(f"0x{index:040x}" for index in range(0xA55E700, 0xA55E714))
VENUE = "0x" + "ee" * 20

sizes = st.integers(2, 20)
times = st.integers(1_600_000_000, 2_000_000_000)
fractions = st.integers(0, ONE)


def scales(least: int, most: int) -> st.SearchStrategy[int]:
    """Integers from 10**least to 10**most, each order of magnitude as likely as the next."""
    digits = st.integers(10**6, 10**7)
    powers = st.integers(least, most - 1)
    return st.builds(lambda digit, power: digit * 10**power // 10**6, digits, powers)


def amounts(most: int) -> st.SearchStrategy[int]:
    """Balances {unit} up to 10**most, and now and then nothing."""
    return st.one_of(scales(0, most), st.just(0)) if most > 0 else st.just(0)


@st.composite
def holdings(draw: st.DrawFn, count: int | None = None) -> Holdings:
    """What a vault may own; the balances are any that it can book."""
    n = count or draw(sizes)
    balances = draw(st.lists(amounts(33), min_size=n, max_size=n))
    return Holdings(ADDRESSES[:n], tuple(balances), draw(scales(15, 38)))


@st.composite
def states(draw: st.DrawFn, count: int | None = None) -> State:
    """What the observer may say: any decimals from 0 to 24, any price and value of its domain."""
    held = draw(holdings(count))
    n = len(held.assets)
    units = [10**d for d in draw(st.lists(st.integers(0, 24), min_size=n, max_size=n))]
    prices = draw(st.lists(scales(0, 30), min_size=n, max_size=n))
    rows = zip(held.balances, units, prices, strict=True)
    balances = tuple(_bookable(*row) for row in rows)
    return observe(Holdings(held.assets, balances, held.supply), units, prices, draw(times))


def _bookable(balance: int, unit: int, price: int) -> int:
    """The balance, or the most that the vault can book and the observer can value."""
    return min(balance, MAX_VALUE * unit // price, MAX_BALANCE)


@st.composite
def targets(draw: st.DrawFn, count: int) -> tuple[int, ...]:
    """Weights with an exact sum; some of them may be 0."""
    parts = draw(st.lists(st.integers(0, 1000), min_size=count, max_size=count))
    shares = parts if any(parts) else [1] * count
    weights = [part * ONE // sum(shares) for part in shares]
    weights[weights.index(max(weights))] += ONE - sum(weights)
    return tuple(weights)


@dataclass(frozen=True)
class Scene:
    """A vault before its plan: the state, the target, the pools and the limits."""

    state: State
    target: tuple[int, ...]
    hub: int
    venue: UniswapV2Venue
    limits: Limits

    @property
    def planner(self) -> HubPlanner:
        return HubPlanner(self.state.tokens[self.hub], VENUE, self.limits, self.venue.curve)


limits = st.builds(
    Limits,
    damping=st.one_of(st.just(ONE), st.integers(ONE // 10, ONE), scales(0, 18)),
    max_turnover=st.one_of(st.just(ONE), st.integers(ONE // 10, ONE), scales(0, 18)),
    max_impact=st.one_of(st.just(ONE // 50), st.integers(1, ONE // 2)),
    max_loss=st.one_of(st.just(ONE // 100), st.integers(1, ONE // 2)),
    min_trade=st.one_of(st.just(0), st.just(0), scales(0, 20)),
)


@st.composite
def valued(draw: st.DrawFn, count: int, least: int = 0, most: int = 24) -> State:
    """A vault worth a thousand to a thousand million dollars: what trades in earnest."""
    value = draw(scales(21, 27))
    worths = [value * weight // ONE for weight in draw(targets(count))]
    decimals = draw(st.lists(st.integers(least, most), min_size=count, max_size=count))
    prices = draw(st.lists(scales(14, 23), min_size=count, max_size=count))
    units = [10**d for d in decimals]
    rows = zip(worths, units, prices, strict=True)
    balances = tuple(_bookable(worth * unit // price, unit, price) for worth, unit, price in rows)
    return observe(Holdings(ADDRESSES[:count], balances, ONE), units, prices, draw(times))


@st.composite
def scenes(draw: st.DrawFn, exact: bool = False) -> Scene:
    """A vault, its pools near the market, and a planner's limits.

    Exact: pools at the market and without a fee, tokens of 8 to 18 decimals, orders that settle.
    """
    count = draw(sizes)
    fine, coarse = valued(count, 8, 18), st.one_of(valued(count), valued(count), states(count))
    state = draw(fine if exact else coarse)
    hub = draw(st.integers(0, count - 1))
    venue = UniswapV2Venue(ONE if exact else ONE - draw(st.integers(0, ONE // 20)))
    for i in range(count):
        if i != hub:
            skew = 100 if exact else draw(st.integers(80, 125))
            pool = reserves(state, i, hub, draw(scales(20, 28)), skew * 10)
            venue.set_pool(state.tokens[i], state.tokens[hub], *pool)
    bounds = draw(limits)
    if exact:
        bounds = replace(bounds, max_impact=min(bounds.max_impact, ONE // 4), max_loss=ONE // 2)
    return Scene(state, draw(targets(count)), hub, venue, bounds)


def reserves(state: State, i: int, hub: int, depth: int, skew: int) -> tuple[int, int]:
    """{unit} on both sides of a pool of a depth D18{USD}; `skew` thousandths of the price."""
    pair = (i, depth), (hub, depth * skew // 1000)
    first, second = (
        min(max(worth * state.units[k] // state.prices[k], 1), MAX_BALANCE) for k, worth in pair
    )
    return first, second


@st.composite
def curves(draw: st.DrawFn) -> Curve:
    """Any pool of Uniswap V2's size, at a fee of up to five per cent."""
    return Curve(draw(scales(0, 33)), draw(scales(0, 33)), ONE - draw(st.integers(0, ONE // 20)))


@st.composite
def moves(draw: st.DrawFn) -> tuple[State, tuple[int, ...], State]:
    """A start, a target, and an end that differs from the start in its balances alone."""
    count = draw(sizes)
    start = draw(st.one_of(valued(count), states(count)))
    shares = draw(st.lists(st.integers(0, 1200), min_size=count, max_size=count))
    plain = st.lists(st.integers(990, 1010), min_size=count, max_size=count)
    shares = draw(st.one_of(st.just(shares), plain))
    balances = (b * share // 1000 for b, share in zip(start.balances, shares, strict=True))
    rows = zip(balances, start.units, start.prices, strict=True)
    return start, draw(targets(count)), revalue(start, [_bookable(*row) for row in rows])
