"""What is solved off the chain: against vectors, and against what the chain itself finds."""

import subprocess
import sys

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from counterpoise.math.box import middle, require_within
from counterpoise.math.minimum_variance import Problem, covariance, descend, gap
from counterpoise.math.nano_weights import NANO, pack
from counterpoise.solver.quadratic import solve, stepped
from counterpoise.strategy.minimum_variance import ROUNDING
from tests.counterpoise.math.test_minimum_variance import drawn, value
from tests.counterpoise.relations import ONE, state_of
from tests.depth import examples

TENTH = ONE // 10


def posed(sigmas, relations, least, most, gains=(), aversion=ONE):
    return Problem(state_of(sigmas, relations).signals, aversion, gains, least, most)


VOLATILE = (8 * TENTH, 7 * TENTH)
THREE = (*VOLATILE, TENTH), (9 * ONE // 14, ONE // 8, 4 * ONE // 35)
VECTORS = [  # V3.7, in steps of 1e-9
    (posed(VOLATILE, [9 * ONE // 14], (0, 0), (ONE, ONE)), (317073171, 682926829)),
    (
        posed(*THREE, (ONE // 20, ONE // 20, 0), (ONE, ONE, 7 * TENTH)),
        (91707317, 208292683, 700000000),
    ),
    (
        posed(*THREE, (0, 0, 0), (6 * TENTH,) * 3, (5 * TENTH, 3 * TENTH, ONE // 25), 2 * ONE),
        (367804878, 32195122, 600000000),
    ),
]


@pytest.mark.parametrize("problem, steps", VECTORS)
def test_the_vectors_of_the_formula(problem, steps):
    """C4, V3.7 To the step."""
    assert solve(problem) == tuple(it * NANO for it in steps)


seeds, sizes = st.integers(0, 2**32), st.integers(2, 8)


@example(seed=33_587_278, n=7, gains=True)  # Seven steps from a bound are a gap of 8e-6.
@settings(max_examples=examples(25), deadline=None)
@given(seed=seeds, n=sizes, gains=st.booleans())
def test_it_finds_what_the_chain_finds(seed, n, gains):
    """C4, C6 Within the box, all is one, and no further from it than its gap says."""
    problem = drawn(seed, n, tuple(ONE // 50 * (k % 4) for k in range(n)) if gains else ())
    weights = solve(problem)
    require_within(weights, problem.least, problem.most)
    assert sum(weights) == ONE
    start = middle(problem.least, problem.most)
    best, _, _ = descend(problem, covariance(problem.signals, n), start, 10**3, 9_000)
    wide = gap(problem, weights)
    assert wide <= 10**11
    above = value(problem, weights) - value(problem, best)
    assert above <= 2 * (wide + ROUNDING) * ONE**3


@given(seeds, sizes)
def test_what_is_put_in_steps_stays_in_its_box(seed, n):
    """ST-01 Within two steps of what was found, and all is one."""
    problem = drawn(seed, n)
    weights = middle(problem.least, problem.most)
    steps = stepped(weights, problem.least, problem.most)
    require_within(steps, problem.least, problem.most)
    pack(steps)
    assert sum(steps) == ONE
    assert max(abs(a - b) for a, b in zip(weights, steps)) <= 2 * NANO


def test_what_is_too_much_is_taken_back():
    assert stepped((ONE, 3 * NANO, 0), (0, 0, 0), (ONE,) * 3) == (ONE - NANO, NANO, 0)
    assert stepped((0, ONE - 1), (0, 0), (0, ONE)) == (0, ONE)


def test_no_other_command_waits_for_the_solver():
    """Nothing loads it but a solution."""
    code = "import sys, counterpoise.cli; print('cvxpy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
