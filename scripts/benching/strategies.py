"""Rows of the benchmark: what a strategy's `target` costs, beside one of its shape that is idle.

Of a call, without the transaction around it and its calldata, every account cold. The floor is
MockIdleStrategy, asked by the same call: it asks the same other strategy, or answers a list that it
keeps as code, or keeps nothing and answers zeros. So what is above the floor is whatever a
strategy does itself: what it reads of the state, its arithmetic, its checks.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import astuple, dataclass, replace
from random import Random
from statistics import median_low
from typing import Any

from brownie.convert import to_address

from counterpoise.math.nano_weights import NANO, pack
from counterpoise.math.signals import signals_of
from counterpoise.strategy.minimum_variance import Descent, MinimumVarianceStrategy
from counterpoise.types import Asset, MarketClass, State
from scripts.benching.rows import Row
from scripts.benching.world import TOKEN, made
from scripts.deploy.project import now

DRAWN = 25  # markets, of whose costs a row tells the median
PROJECTED = 101  # wishes, likewise
DAY = 86_400  # {s}
STIPEND = 300_000  # {gas}
NOBODY = "0x" + "00" * 20


@dataclass(frozen=True)
class Ground:
    """Assets, a moment, and a strategy that others can be put around."""

    user: Any
    n: int
    time: int  # {s}
    inner: Any
    meter: Any

    @property
    def tokens(self) -> list[str]:
        """The last is cash, where it is found latest."""
        return [str(to_address(f"0x{0xA55E7 + i:040x}")) for i in range(self.n)]

    def made(self, name: str, *arguments: Any) -> Any:
        return made(name, self.user, *arguments)

    def cost(self, strategy: Any, state: State) -> int:
        """{gas} of a call that asks it."""
        question = strategy.target.encode_input(astuple(state))
        return int(self.meter.measure(strategy.address, question))


@dataclass(frozen=True)
class Case:
    """A strategy, what is idle in its shape, and how much {gas} it may cost above that."""

    name: str
    idle: Callable[[Ground], Any]
    strategy: Callable[[Ground], Any]
    bar: int | None = None
    correlated: bool = True
    drawn: int = DRAWN
    most: int = 20  # assets


def strategies(user: Any, n: int) -> list[Row]:
    """A row of each case, and one of the projection."""
    inner = made("MockIdleStrategy", user, NOBODY, _equal(n))
    ground = Ground(user, n, now(), inner, made("MockMeter", user))
    return [*[_row(ground, case) for case in CASES if n <= case.most], _projection(ground)]


def _row(ground: Ground, case: Case) -> Row:
    idle, strategy = case.idle(ground), case.strategy(ground)
    states = [_drawn(ground, k, case.correlated) for k in range(case.drawn)]
    floor = ground.cost(idle, states[0])
    gas = median_low(ground.cost(strategy, state) for state in states)
    return Row(case.name, ground.n, gas, floor, round(gas / floor, 4))


def _projection(ground: Ground) -> Row:
    """Of wishes up to five wholes within bounds on either side of equal weights."""
    random, equal = Random(ground.n), TOKEN // ground.n
    boxes = [_box(random, ground.n, equal) for _ in range(PROJECTED)]
    answers = ground.made("MockProjection").projectAll(boxes)
    return Row(PROJECTION, ground.n, median_low(int(gas) for _, gas in answers), 0, 0)


def _box(random: Random, n: int, equal: int) -> tuple[list[int], list[int], list[int]]:
    wanted = [random.randint(-5 * TOKEN, 5 * TOKEN) for _ in range(n)]
    low = [random.randint(0, equal) for _ in range(n)]
    return wanted, low, [random.randint(equal + 1, TOKEN) for _ in range(n)]


def _drawn(ground: Ground, seed: int, correlated: bool = True) -> State:
    """A market of one common factor; all that an observer can tell is told, or no correlations."""
    n, random = ground.n, Random(seed)
    values = [random.randint(500 * TOKEN, 1_500 * TOKEN) for _ in range(n)]
    assets = tuple(
        Asset(it, TOKEN, v, TOKEN, v) for it, v in zip(ground.tokens, values, strict=True)
    )
    loads = [random.randint(450, 950) for _ in range(n)]
    pairs = [loads[i] * loads[j] * 10**12 for i in range(n) for j in range(i + 1, n)]
    signals = signals_of(
        [MarketClass.NORMAL] * n,
        [random.randint(20, 120) * TOKEN // 100 for _ in range(n)],
        pairs if correlated else (),
        [random.randint(-50, 50) * TOKEN // 100 for _ in range(n)],
        peak=TOKEN * 11 // 10,
    )
    return State(ground.time + DAY, sum(values), sum(values), assets, signals)


def _equal(n: int) -> list[int]:
    return [TOKEN // n + (i < TOKEN % n) for i in range(n)]


def _tilted(n: int) -> list[int]:
    """Nearly all of the last."""
    return [TOKEN // 100] * (n - 1) + [TOKEN - TOKEN // 100 * (n - 1)]


# WHAT IS IDLE


def _bare(ground: Ground) -> Any:
    return ground.made("MockIdleStrategy", NOBODY, [])


def _keeping(ground: Ground) -> Any:
    return ground.made("MockIdleStrategy", NOBODY, _equal(ground.n))


def _asking(ground: Ground) -> Any:
    return ground.made("MockIdleStrategy", ground.inner, [])


# WHAT IS NOT


def _fixed(ground: Ground) -> Any:
    return ground.made("FixedWeightStrategy", _equal(ground.n))


def _inverse(ground: Ground) -> Any:
    return ground.made("InverseVolatilityStrategy")


def _aiming(ground: Ground) -> Any:
    limits = TOKEN * 3 // 10, TOKEN // 20, TOKEN // 10
    return ground.made("VolatilityTargetStrategy", ground.inner, ground.tokens[-1], *limits)


def _parity(ground: Ground) -> Any:
    return ground.made("RiskParityStrategy", _equal(ground.n), 10**12)


def _verified(ground: Ground) -> Any:
    """What the first market's least variance is stands in a book."""
    box = (0,) * ground.n, (TOKEN,) * ground.n, ()
    fine = MinimumVarianceStrategy(None, *box, Descent(tolerance=10**10, steps=200))
    wanted = [it - it % NANO for it in fine.target(_drawn(ground, 0))]
    wanted[wanted.index(max(wanted))] += TOKEN - sum(wanted)
    book = ground.made("MockMinimumVariance")
    book.write(pack(wanted), 0, {"from": ground.user})
    return ground.made("MinimumVarianceStrategy", book, *box, astuple(Descent(steps=0)))


def _option(ground: Ground) -> Any:
    pair, expiry = (ground.tokens[0], ground.tokens[-1]), ground.time + 30 * DAY
    return ground.made("OptionReplicationStrategy", 0, *pair, TOKEN, expiry, 0, 3_600, TOKEN // 500)


def _cppi(ground: Ground) -> Any:
    terms = TOKEN * 8 // 10, TOKEN // 50, TOKEN * 8 // 10, 3 * TOKEN, TOKEN * 3 // 10, TOKEN
    return ground.made("CppiStrategy", ground.inner, ground.tokens[-1], terms)


def _momentum(ground: Ground) -> Any:
    n = ground.n
    bounds = [0] * n, [TOKEN] * n
    return ground.made("MomentumStrategy", ground.inner, [TOKEN // 10] * n, TOKEN, *bounds)


def _gliding(name: str) -> Callable[[Ground], Any]:
    def glide(ground: Ground) -> Any:
        ends = _equal(ground.n), _tilted(ground.n)
        return ground.made(name, *ends, ground.time, ground.time + 3 * DAY)

    return glide


def _blend(ground: Ground) -> Any:
    parts = [ground.inner, _keeping(ground)]
    return ground.made("BlendStrategy", parts, [TOKEN // 2] * 2, ground.inner, STIPEND)


def _overlay(ground: Ground) -> Any:
    scalars = [ground.made("MockScalar", TOKEN // 2)]
    return ground.made("OverlayStrategy", ground.inner, ground.tokens[-1], scalars, STIPEND)


def _market(ground: Ground) -> Any:
    return ground.made("MarketStrategy", ground.inner, ground.tokens[-1], TOKEN // 2)


def _guard(ground: Ground) -> Any:
    """Walls that bound nothing, and a pace that remembers the day before."""
    n, user, equal = ground.n, ground.user, _equal(ground.n)
    start = astuple(replace(_drawn(ground, 0), time=ground.time))
    pace = ground.made("PaceConstraint", TOKEN // 10, TOKEN // 100 // 3_600)
    pace.check(start, equal, start, {"from": user})
    walls = [0] * n, [TOKEN] * n, ([0] * n, [0], [TOKEN])
    return ground.made("GuardedStrategy", ground.inner, STIPEND, pace, user, walls, NOBODY)


CASES = (
    Case("target: fixed", _keeping, _fixed, 2_000),
    Case("target: inverse volatility", _bare, _inverse, 12_000),
    Case("target: volatility", _asking, _aiming, 12_000),
    Case("target: volatility, no correlations", _asking, _aiming, 12_000, correlated=False),
    Case("target: risk parity", _keeping, _parity, 200_000),
    Case("target: minimum variance, verified", _bare, _verified, 30_000, drawn=1, most=8),
    Case("target: option replication", _bare, _option, 8_000),
    Case("target: CPPI", _asking, _cppi),
    Case("target: momentum", _asking, _momentum),
    Case("target: linear glide", _keeping, _gliding("LinearGlideStrategy")),
    Case("target: geometric glide", _keeping, _gliding("GeometricGlideStrategy")),
    Case("target: arc glide", _keeping, _gliding("ArcGlideStrategy")),
    Case("target: blend of two", _asking, _blend),
    Case("target: overlay of one scalar", _asking, _overlay),
    Case("target: market, all normal", _asking, _market),
    Case("target: guard with a pace", _asking, _guard),
)
PROJECTION = "projection"
ABOVE = {it.name: it.bar for it in CASES if it.bar is not None} | {PROJECTION: 35_000}
