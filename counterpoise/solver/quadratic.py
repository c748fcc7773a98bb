"""The least of a quadratic function in a box, by an interior point: cvxpy and Clarabel."""

import warnings
from collections.abc import Sequence
from typing import Any

import numpy as np

from counterpoise.errors import CounterpoiseError
from counterpoise.math.fixed_point import ONE
from counterpoise.math.minimum_variance import Problem, covariance, descend
from counterpoise.math.nano_weights import NANO

# Of Clarabel's own gap: weights are then good to 1e-7 and better; the second where it gives up.
TOLERANCES = (1e-13, 1e-9)
FINE = 10**6  # D18{1/year}, a gap far below what whole steps leave
STEPS = 500  # No more than a few are ever needed.


class NotSolved(CounterpoiseError):
    """The solver found nothing; it says why."""


def solve(problem: Problem) -> tuple[int, ...]:
    """The best weights D18{1}, in whole steps of 1e-9 within the box, their sum exactly one.

    Raises `NotSolved`, and as `covariance` does. How good they are the twin's `gap` says.
    """
    return polished(snapped(_interior(problem), problem), problem)


def polished(near: Sequence[int], problem: Problem) -> tuple[int, ...]:
    """Weights that an interior point has come near, taken to the bounds that it came near.

    A few steps of 1e-9 from a bound that is pressed against cost more than all the solver left.
    """
    matrix = covariance(problem.signals, len(near))
    best, _, _ = descend(problem, matrix, near, FINE, STEPS)
    return stepped(best, problem.least, problem.most)


def snapped(weights: Any, problem: Problem) -> tuple[int, ...]:
    """What a solver has found, D18{1}, in whole steps of 1e-9 within the box."""
    wanted = [
        min(max(round(float(it) * ONE), low), high)
        for it, low, high in zip(weights, problem.least, problem.most, strict=True)
    ]
    return stepped(wanted, problem.least, problem.most)


def stepped(weights: Sequence[int], least: Sequence[int], most: Sequence[int]) -> tuple[int, ...]:
    """The nearest whole steps of 1e-9 within a box of such steps, whose sum is exactly one.

    Nobody is moved by more than a step before everybody that has room is: largest remainders first.
    """
    steps = [it // NANO * NANO for it in weights]
    order = sorted(range(len(steps)), key=lambda i: steps[i] - weights[i])
    while sum(steps) != ONE:
        sign = 1 if sum(steps) < ONE else -1
        for i in order[::sign]:
            inside = least[i] <= steps[i] + sign * NANO <= most[i]
            if inside and sign * sum(steps) < sign * ONE:
                steps[i] += sign * NANO
    return tuple(steps)


def found(posed: Any, wanted: Any) -> Any:
    """What Clarabel finds for a variable of a problem of cvxpy. Raises `NotSolved`."""
    import cvxpy as cp  # Here, as it takes a second that no other command should wait for.

    for tolerance in TOLERANCES:
        tolerances = dict.fromkeys(("tol_gap_abs", "tol_gap_rel", "tol_feas"), tolerance)
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # That it is as near as it gets, the gap tells.
                posed.solve(solver=cp.CLARABEL, **tolerances)
        except cp.SolverError as error:
            reason = f"the solver failed: {error}"
            continue
        if wanted.value is not None:
            return wanted.value
        reason = f"the solver ended with {posed.status}"
    raise NotSolved(reason)


def floats(problem: Problem) -> tuple[Any, ...]:
    """The covariance {1/year}, what is expected {1/year}, and the bounds {1}."""
    n = len(problem.least)
    matrix = np.array(covariance(problem.signals, n), dtype=float) / ONE
    lists = (problem.gains or (0,) * n, problem.least, problem.most)
    return matrix, *(np.array(it, dtype=float) / ONE for it in lists)


def _interior(problem: Problem) -> Any:
    import cvxpy as cp  # Here too.

    matrix, gains, low, high = floats(problem)
    w = cp.Variable(len(low))
    cost = problem.aversion / ONE / 2 * cp.quad_form(w, cp.psd_wrap(matrix)) - gains @ w
    limits = [cp.sum(w) == 1, w >= low, w <= high]
    return found(cp.Problem(cp.Minimize(cost), limits), w)
