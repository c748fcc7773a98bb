"""Realised variance: the last 32 returns, on vectors, drawn walks and real prices."""

from itertools import accumulate, repeat
from operator import mul

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from mpmath import mp, mpf

from counterpoise.errors import NothingRemembered
from counterpoise.math.decay import YEAR
from counterpoise.observer.estimator.feed import Round, Source
from counterpoise.observer.estimator.realized_variance import RealizedVarianceEstimator
from tests.counterpoise.real_prices import HOURLY, real

ONE, HOUR, START = 10**18, 3_600, 1_700_000_000


def play(path):
    """An estimator after a path of waits {s} and prices D18."""
    estimator = RealizedVarianceEstimator([Source("coin", "feed", 10 * HOUR, 18)])
    time = START
    for number, (wait, price) in enumerate(path, 1):
        time += wait
        assert estimator.record_asset("coin", Round(number, price, time, 18), time)
    return estimator


def alternating(count):
    """math V2.3: from 2,000 on, by 0.985 and 1.01 in turn, an hour each."""
    steps = [(985, 1_000), (101, 100)]
    prices = [2_000 * ONE]
    for k in range(count):
        up, down = steps[k % 2]
        prices.append(prices[-1] * up // down)
    return [(HOUR, it) for it in prices]


@pytest.mark.parametrize(
    ("count", "squares", "span", "volatility"),
    [
        (1, 2284218117769, 3_600, 1414558260081798115),
        (3, 5558526906627, 10_800, 1274005438267468307),
        (40, 52388940621728, 115_200, 1197558871003761551),
    ],
)
def test_the_designs_vectors(count, squares, span, volatility):
    """math V2.3, to the unit; after 40 returns the last 32 count."""
    estimator = play(alternating(count))
    ring = estimator._ring_of("coin")
    assert (ring.squares, ring.span) == (squares, span)
    assert estimator.volatility_of("coin") == volatility
    assert estimator.returns_of("coin") == min(count, 32)


@given(
    changes=st.lists(
        st.sampled_from([-1, 1]).flatmap(
            lambda sign: st.integers(1, 100).map(lambda size: 1 + sign * size / 1_000)
        ),
        min_size=1,
        max_size=50,
    )
)
def test_it_is_numpys_within_its_steps(changes):
    """B4: a return is cut to 1e-8, so a variance is off by 2e-8 over the least return."""
    prices = list(accumulate(changes, mul, initial=2_000.0))
    estimator = play([(HOUR, int(it * 10**9) * 10**9) for it in prices])
    returns = np.diff(np.log(prices))[-32:]
    exact = np.mean(returns**2) * YEAR / HOUR
    assert estimator.variance_of("coin") == pytest.approx(exact * ONE, rel=5e-5)


def test_on_real_prices_it_is_numpys():
    """B4: within a tenth of a percent, over the last 1,000 hours."""
    prices = real(HOURLY, ("ETH",))
    closes = [row[0] for row in prices.closes[-1_000:]]
    for end in range(40, 1_000, 60):
        estimator = play(zip(repeat(HOUR), closes[: end + 1]))
        returns = np.diff(np.log(np.array(closes[: end + 1], dtype=float)))[-32:]
        exact = np.mean(returns**2) * YEAR / HOUR
        assert estimator.variance_of("coin") == pytest.approx(exact * ONE, rel=1e-3)


def require_within_its_error(path):
    """math 2.2: a return is cut to 1e-8, so the variance is low, by 2e-8 over the mean return."""
    with mp.workdps(50):
        pairs = list(zip(path, path[1:]))[-32:]
        moved = [mp.log(mpf(b) / a) for (_, a), (_, b) in pairs]
        scale = ONE * mpf(YEAR) / sum(wait for _, (wait, _) in pairs)
        exact = sum(it**2 for it in moved) * scale
        most = exact * mpf("2e-8") * len(moved) / max(sum(map(abs, moved)), mpf("1e-17"))
        assert -1 <= exact - play(path).variance_of("coin") <= most + 1


@given(
    walk=st.lists(
        st.tuples(st.integers(1, 9 * HOUR), st.integers(-(10**17), 10**17)),
        min_size=1,
        max_size=50,
    )
)
def test_on_any_walk_it_is_within_its_error(walk):
    path = [(HOUR, 2_000 * ONE)]
    for wait, change in walk:
        path.append((wait, path[-1][1] * (ONE + change) // ONE))
    require_within_its_error(path)


@pytest.mark.parametrize("end", range(2, 402, 40))
def test_on_real_prices_it_is_within_its_error(end):
    closes = [row[0] for row in real(HOURLY, ("ETH",)).closes[-402:]]
    require_within_its_error(list(zip(repeat(HOUR), closes[:end])))


def test_what_is_older_is_forgotten_at_once():
    """A leap counts for 32 returns and not for one more."""
    leap = [(HOUR, 2_000 * ONE), (HOUR, 3_000 * ONE)] + [(HOUR, 3_000 * ONE)] * 31
    assert play(leap).variance_of("coin") > 0
    assert play([*leap, (HOUR, 3_000 * ONE)]).variance_of("coin") == 0


@pytest.mark.parametrize("rounds", [0, 1])
def test_nothing_is_said_before_the_first_return(rounds):
    estimator = play([(HOUR, ONE)] * rounds)
    for question in (estimator.variance_of, estimator.volatility_of):
        with pytest.raises(NothingRemembered):
            question("coin")
