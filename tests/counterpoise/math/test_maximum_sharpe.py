"""The most return for its volatility in a box: against vectors, cvxpy, and all else in the box."""

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterpoise.errors import ReturnTooLow, VarianceTooLow, WeightCount
from counterpoise.math.box import require_within
from counterpoise.math.covariance import correlations
from counterpoise.math.maximum_sharpe import MIN_RETURN, aversion, gap, shrunk
from counterpoise.math.minimum_variance import Problem
from counterpoise.math.nano_weights import NANO
from counterpoise.solver.quadratic import FINE, NotSolved, solve
from counterpoise.solver.sharpe import solve_ratio
from tests.counterpoise.relations import ONE, boxed, related, state_of
from tests.depth import examples

TENTH, MICRO = ONE // 10, 10**12
ROUNDING = 500  # D18{1/year}, what a rounded aversion hides of a gap
TWO = (8 * TENTH, 7 * TENTH), [9 * ONE // 14]
THREE = ((8 * TENTH, 7 * TENTH, TENTH), [9 * ONE // 14, ONE // 8, 4 * ONE // 35])
APART = (6 * TENTH, TENTH), [0]
VECTORS = [  # V3.7, in steps of 1e-9
    (TWO, (300, 200), (789473684, 210526316), 379501961958611),
    (THREE, (500, 300, 40), (176853846, 9552206, 813593948), 704481021582302),
    (APART, (200, 50), (100000000, 900000000), 600925212577332),
]


def posed(market, gains, least=None, most=None):
    n = len(gains)
    least, most = least or (0,) * n, most or (ONE,) * n
    return Problem(state_of(*market).signals, 0, tuple(gains), least, most)


def measures(problem, weights):
    """gains'w D36{1/year} and w'Sw D90{1/year}, both exact."""
    n = len(weights)
    parts = [sigma * weight for sigma, weight in zip(problem.signals[1:], weights)]
    rows = correlations(problem.signals, n)
    shared = sum(rows[i][j] * parts[i] * parts[j] for i in range(n) for j in range(n))
    own = sum(it * it for it in parts) * ONE
    return sum(a * b for a, b in zip(problem.gains, weights)), own + shared


@pytest.mark.parametrize("market, gains, steps, ratio", VECTORS)
def test_the_vectors_of_the_formula(market, gains, steps, ratio):
    """C4, V3.7 To the step, and the ratio to a unit of its last place."""
    problem = posed(market, [it * ONE // 1000 for it in gains])
    weights = solve_ratio(problem)
    assert weights == tuple(it * NANO for it in steps)
    expected, spread = measures(problem, weights)
    assert abs(expected / 1e36 / (spread / 1e90) ** 0.5 - ratio / 1e15) < 2e-15
    assert gap(problem, weights) < 2 * 10**9


def test_the_gap_at_known_weights():
    """At equal ones an aversion of 20/37 leaves slopes of -1.1/37 and 1.1/37, rounded up."""
    problem = posed(TWO, (3 * TENTH, 2 * TENTH))
    halves = (ONE // 2, ONE // 2)
    assert aversion(problem, halves) == 20 * ONE // 37
    assert gap(problem, halves) == -(-22 * ONE // 370)


def test_alike_expectations_leave_the_least_variance():
    """C4 As the formula says; to a step."""
    for market in (TWO, THREE, APART):
        problem = posed(market, [TENTH] * len(market[0]))
        least = solve(replace(problem, aversion=ONE, gains=()))
        assert max(abs(a - b) for a, b in zip(solve_ratio(problem), least)) <= NANO


seeds, sizes = st.integers(0, 2**32), st.integers(2, 8)


def drawn(seed, n):
    """Expected returns of both signs, over a drawn matrix in a drawn box."""
    draw = Random(seed)
    gains = tuple(draw.randint(-(10**8), 5 * 10**8) * NANO for _ in range(n))
    return posed(related(seed, n), gains, *boxed(seed, n))


def point(draw, problem):
    """Some weights of a box: from its least upwards, one asset after the other."""
    weights, left = list(problem.least), ONE - sum(problem.least)
    order = draw.sample(range(len(weights)), len(weights))
    for part in (draw.random(), 1):
        for i in order:
            more = min(int(left * part), problem.most[i] - weights[i])
            weights[i], left = weights[i] + more, left - more
    return tuple(weights)


@settings(max_examples=examples(300), deadline=None)
@given(seed=seeds, n=sizes)
def test_nothing_in_the_box_is_better_by_more_than_the_gap(seed, n):
    """C4, C6 SR(w) >= SR(z) * (1 - gap / gains'z), in exact integers."""
    draw, problem = Random(seed), drawn(seed, n)
    points = [point(draw, problem) for _ in range(6)]
    for held in points:
        expected, spread = measures(problem, held)
        if expected < MIN_RETURN * ONE:
            continue
        wide = (gap(problem, held) + ROUNDING) * ONE
        for other in points:
            more, further = measures(problem, other)
            left = more - wide
            assert left <= 0 or expected**2 * further >= left**2 * spread


@settings(max_examples=examples(20), deadline=None)
@given(seed=seeds, n=sizes)
def test_what_the_solver_finds_is_as_good_as_its_steps(seed, n):
    """C6 Within the box, all is one, wherever something is to be gained."""
    problem = drawn(seed, n)
    points = [point(Random(k), problem) for k in range(8)]
    if max(measures(problem, it)[0] for it in points) < MIN_RETURN * ONE * 10:
        return
    weights = solve_ratio(problem)
    require_within(weights, problem.least, problem.most)
    assert sum(weights) == ONE
    assert gap(problem, weights) <= FINE + ROUNDING + stepping(problem, weights)


def stepping(problem, weights):
    """What a gap changes by at most where each weight moves by a step, and one part in ten more.

    A slope by gamma s^2 D, and by what gamma changes times s sigma: s being the largest volatility,
    sigma that of the weights, and D all that is moved.
    """
    expected, spread = measures(problem, weights)
    mean, variance = expected / 1e36, spread / 1e90
    s, moved = max(problem.signals[1 : len(weights) + 1]) / 1e18, len(weights) * 1e-9
    sigma, most = variance**0.5, max(map(abs, problem.gains)) / 1e18
    turned = most * moved / mean + (2 * sigma * s * moved + (s * moved) ** 2) / variance
    slope = mean / variance * (s * s * moved + turned * s * sigma)
    return int(2.2 * slope * 1e18)


def test_where_nothing_gains_nothing_is_solved():
    with pytest.raises(NotSolved):
        solve_ratio(posed(TWO, (-TENTH, -TENTH)))


class TestRefusals:
    def test_what_is_expected_to_lose_has_no_ratio(self):
        """To the unit: 0.01 % a year has one."""
        problem = posed(TWO, (MIN_RETURN, -ONE))
        assert aversion(problem, (ONE, 0)) == MIN_RETURN * 10**36 // (64 * 10**34)
        with pytest.raises(ReturnTooLow) as refused:
            aversion(problem, (ONE - 1, 1))
        assert refused.value.fields == {"expected": 10**14 - 2, "least": 10**14}
        with pytest.raises(ReturnTooLow) as refused:
            gap(problem, (ONE // 2, ONE // 2))
        assert refused.value.fields["expected"] == -(ONE - 10**14) // 2

    def test_nor_has_what_hardly_moves(self):
        calm = posed(((10**14, ONE), [0]), (TENTH, TENTH))
        assert aversion(calm, (ONE, 0)) == TENTH * ONE * ONE // 10**28
        still = posed(((10**14 - 1, ONE), [0]), (TENTH, TENTH))
        with pytest.raises(VarianceTooLow) as refused:
            aversion(still, (ONE, 0))
        assert refused.value.fields == {"variance": (10**14 - 1) ** 2, "least": 10**28}


class TestShrinking:
    def test_each_is_drawn_to_the_mean_of_what_may_be_held(self):
        gains, most = (6 * TENTH, 2 * TENTH, -9 * TENTH), (ONE, ONE, 0)
        assert shrunk(gains, most, ONE // 2) == (5 * TENTH, 3 * TENTH, -25 * ONE // 100)
        assert shrunk(gains, most, 0) == (4 * TENTH,) * 3
        assert shrunk(gains, (0, 0, 0), ONE // 2) == (3 * TENTH, TENTH, -45 * ONE // 100)

    def test_to_a_step_towards_nothing(self):
        assert shrunk((NANO, 0, 0), (1, 1, 1), ONE) == (NANO, 0, 0)
        assert shrunk((-NANO, 0, 0), (1, 1, 1), ONE - 1) == (0, 0, 0)

    def test_there_is_one_for_each(self):
        with pytest.raises(WeightCount) as refused:
            shrunk((0,), (1, 1), ONE)
        assert refused.value.fields == {"count": 1, "expected": 2}

    @given(st.lists(st.integers(-(10**9), 10**9), min_size=2, max_size=8), st.integers(1, ONE // 2))
    def test_no_order_is_turned_round(self, steps, kept):
        """C4 And none is further from another than `kept` of what it was, but for two steps."""
        gains = [it * NANO for it in steps]
        counted = shrunk(gains, [ONE] * len(gains), kept)
        for a, b, x, y in zip(gains, gains[1:], counted, counted[1:]):
            assert (a - b) * (x - y) >= 0
            assert abs(x - y) <= abs(a - b) * kept // ONE + 2 * NANO
