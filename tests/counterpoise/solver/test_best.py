"""Whichever solver a problem takes: it is as good as the problem's own twin asks."""

from dataclasses import replace

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from counterpoise.errors import Refusal
from counterpoise.math import maximum_sharpe, minimum_variance
from counterpoise.solver.best import best
from counterpoise.solver.quadratic import NotSolved, solve
from counterpoise.solver.sharpe import solve_ratio
from tests.counterpoise.relations import ONE
from tests.counterpoise.solver.test_quadratic import VECTORS
from tests.depth import examples

PROBLEM = VECTORS[2][0]
TOLERANCE = 10**12  # D18{1/year}, as a strategy asks for


def test_with_an_aversion_it_is_the_least_variance_and_without_one_the_best_ratio():
    assert best(PROBLEM) == solve(PROBLEM)
    ratio = replace(PROBLEM, aversion=0)
    assert best(ratio) == solve_ratio(ratio) != best(PROBLEM)


@settings(max_examples=examples(20))
@given(st.tuples(*[st.integers(ONE // 100, ONE)] * 3), st.booleans())
def test_it_is_good_enough_by_the_twin_that_judges_it(gains, is_ratio):
    problem = replace(PROBLEM, gains=gains, aversion=0 if is_ratio else ONE)
    try:
        weights = best(problem)
    except (NotSolved, Refusal):
        assume(False)
    judge = maximum_sharpe.gap if is_ratio else minimum_variance.gap
    assert sum(weights) == ONE
    assert judge(problem, weights) <= TOLERANCE
