"""The least risk in a box, and how far from it: against vectors, and against every active set."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterpoise.errors import (
    CorrelationNotObserved,
    CorrelationOutOfDomain,
    VolatilityNotObserved,
    VolatilityTooHigh,
)
from counterpoise.math.box import middle
from counterpoise.math.minimum_variance import Problem, covariance, descend, gap
from tests.counterpoise.relations import ONE, boxed, related, state_of
from tests.depth import examples

MILLI = ONE // 1000
TWO = ((640, 360), (360, 490))
THREE = ((640, 360, 10), (360, 490, 8), (10, 8, 10))
# Matrix, least, most, gains and aversion in thousandths; the exact optimum, 1e-18.
VECTORS = [  # V3.7
    (TWO, (0, 0), (1000, 1000), (), 1000, (317073170731707317, 682926829268292683)),
    (
        *(THREE, (50, 50, 0), (1000, 1000, 700), (), 1000),
        (91707317073170732, 208292682926829268, 700000000000000000),
    ),
    (
        *(THREE, (0, 0, 0), (600, 600, 600), (500, 300, 40), 2000),
        (367804878048780488, 32195121951219512, 600000000000000000),
    ),
]


def problem_of(row):
    """The matrix and what it is to be solved for."""
    matrix, least, most, gains, aversion, _ = row
    scaled = [tuple(it * MILLI for it in list_) for list_ in (gains, least, most)]
    rows = [[it * MILLI for it in line] for line in matrix]
    return rows, Problem((), aversion * MILLI, *scaled)


@pytest.mark.parametrize("row", VECTORS)
def test_the_vectors_of_the_formula(row):
    """C4, V3.7 Within a unit of the exact optimum, and all is one."""
    matrix, problem = problem_of(row)
    weights, left, _ = descend(problem, matrix, middle(problem.least, problem.most), 10**9, 20)
    assert max(abs(a - b) for a, b in zip(weights, row[-1])) <= 1
    assert (sum(weights), left) == (ONE, 1)


def test_the_gap_at_known_weights():
    """Slopes of 0.5 and 0.425 at equal weights; of 0.8 and 0.56 apart, to the unit."""
    state = state_of((8 * ONE // 10, 7 * ONE // 10), [9 * ONE // 14])
    problem = Problem(state.signals, ONE, (), (0, 0), (ONE, ONE))
    assert gap(problem, (ONE // 2, ONE // 2)) == 75 * MILLI
    assert gap(problem, (0, ONE)) == 130 * MILLI + 1
    assert gap(Problem(state.signals, ONE, (), (0, ONE), (0, ONE)), (0, ONE)) == 0


def drawn(seed, n, gains=()):
    """A problem over a drawn matrix in a drawn box."""
    least, most = boxed(seed, n)
    signals = state_of(*related(seed, n)).signals
    return Problem(signals, ONE * (1 + seed % 3), gains, least, most)


def solved(problem, tolerance=10**3):
    start = middle(problem.least, problem.most)
    matrix = covariance(problem.signals, len(start))
    return descend(problem, matrix, start, tolerance, 5_000)[0]


def value(problem, weights):
    """Twice f, in exact integers: D72{1/year}."""
    matrix = covariance(problem.signals, len(weights))
    pairs = product(range(len(weights)), repeat=2)
    risk = sum(matrix[i][j] * weights[i] * weights[j] for i, j in pairs)
    gained = sum(g * w for g, w in zip(problem.gains, weights)) if problem.gains else 0
    return problem.aversion * risk - 2 * gained * ONE**2


class ActiveSets:
    """The least f of many problems of three assets at once: each bound held or not, the best."""

    def __init__(self, problems):
        self.s = np.array([covariance(it.signals, 3) for it in problems], float) / ONE
        self.low = np.array([it.least for it in problems], float) / ONE
        self.high = np.array([it.most for it in problems], float) / ONE
        self.gamma = np.array([it.aversion for it in problems], float)[:, None, None] / ONE
        self.gain = np.array([it.gains or (0, 0, 0) for it in problems], float) / ONE

    def best(self):
        found = np.stack([self._values(sides) for sides in product((0, 1, 2), repeat=3)])
        return found.min(axis=0)

    def f(self, w):
        risk = np.einsum("ki,kij,kj->k", w, self.s * self.gamma, w) / 2
        return risk - (w * self.gain).sum(axis=1)

    def _values(self, sides):
        """f where it is least with some weights held at a bound; infinite outside the box."""
        count = len(self.s)
        system, right = np.zeros((count, 4, 4)), np.zeros((count, 4))
        system[:, :3, :3], right[:, :3] = self.s * self.gamma, self.gain
        system[:, :3, 3] = system[:, 3, :3] = 1
        right[:, 3] = 1
        for i, side in enumerate(sides):
            if side:
                system[:, i] = np.eye(4)[i]
                right[:, i] = (self.low if side == 1 else self.high)[:, i]
        if all(sides):
            system[:, 3], right[:, 3] = np.eye(4)[3], 0
        w = np.linalg.solve(system, right[..., None])[:, :3, 0]
        inside = (w >= self.low - 1e-9).all(axis=1) & (w <= self.high + 1e-9).all(axis=1)
        inside &= abs(w.sum(axis=1) - 1) < 1e-9
        return np.where(inside, self.f(w), np.inf)


def test_nothing_is_further_from_the_best_than_its_gap():
    """C4, C6 By enumeration of thousands of drawn boxes and matrices, with returns and without:
    where the descent ends, half-way there, and where it began."""
    problems = [
        drawn(seed, 3, (ONE // 20, 0, ONE // 5) if seed % 2 else ())
        for seed in range(examples(2_000, 100_000))
    ]
    sets = ActiveSets(problems)
    best, done = sets.best(), [solved(it) for it in problems]
    starts = [middle(it.least, it.most) for it in problems]
    halves = [tuple((a + b) // 2 for a, b in zip(x, y)) for x, y in zip(done, starts)]
    for points in (done, halves, starts):
        gaps = np.array([gap(*row) for row in zip(problems, points)], float) / ONE
        above = sets.f(np.array(points, float) / ONE) - best
        assert (above <= gaps + 1e-9).all()
        assert (above >= -1e-9).all()
    assert max(gap(*row) for row in zip(problems, done)) <= 10**3 + 10


seeds = st.integers(0, 2**32)
sizes = st.integers(2, 8)


@settings(max_examples=examples(40), deadline=None)
@given(seed=seeds, n=sizes)
def test_each_step_stays_in_the_box_and_lowers_the_risk(seed, n):
    """ST-02 The sum is exact, whatever the number of assets."""
    problem = drawn(seed, n)
    matrix = covariance(problem.signals, n)
    weights = middle(problem.least, problem.most)
    for _ in range(6):
        more, _, _ = descend(problem, matrix, weights, 0, 1)
        assert sum(more) == ONE
        assert all(a <= w <= b for a, w, b in zip(problem.least, more, problem.most))
        assert value(problem, more) <= value(problem, weights)
        weights = more


@settings(max_examples=examples(20), deadline=None)
@given(seed=seeds, n=sizes, data=st.data())
def test_who_is_expected_to_gain_more_weighs_no_less(seed, n, data):
    """C4 Exactly where both are exact, and by what their gaps leave open where they are not."""
    i, more = data.draw(st.integers(0, n - 1)), data.draw(st.integers(1, ONE // 5))
    gains = [ONE // 50 * (k % 3) for k in range(n)]
    first = drawn(seed, n, tuple(gains))
    gains[i] += more
    second = drawn(seed, n, tuple(gains))
    before, after = solved(first), solved(second)
    open_ = gap(first, before) + gap(second, after)
    assert more * (after[i] - before[i]) >= -open_ * ONE


class TestSignals:
    def ask(self, sigmas, relations):
        n = len(sigmas)
        problem = Problem(state_of(sigmas, relations).signals, ONE, (), (0,) * n, (ONE,) * n)
        return gap(problem, (ONE, *[0] * (n - 1)))

    def test_a_volatility_that_nobody_knows_is_told_by_its_place(self):
        with pytest.raises(VolatilityNotObserved) as refused:
            self.ask((ONE, 0), [0])
        assert refused.value.fields == {"index": 1}

    def test_one_beyond_what_is_estimated_too(self):
        with pytest.raises(VolatilityTooHigh) as refused:
            self.ask((10 * ONE, 10 * ONE + 1), [0])
        fields = {"index": 1, "volatility": 10 * ONE + 1, "most": 10 * ONE}
        assert refused.value.fields == fields

    def test_correlations_that_nobody_knows_are_told_by_their_first(self):
        with pytest.raises(CorrelationNotObserved) as refused:
            self.ask((ONE, ONE, ONE), ())
        assert refused.value.fields == {"first": 0, "second": 1}

    @pytest.mark.parametrize("wrong", [ONE + 1, -ONE - 1])
    def test_one_beyond_one_is_told_by_its_places(self, wrong):
        with pytest.raises(CorrelationOutOfDomain) as refused:
            self.ask((ONE, ONE, ONE), (ONE, wrong, -ONE))
        assert refused.value.fields == {"first": 0, "second": 2, "correlation": wrong}
