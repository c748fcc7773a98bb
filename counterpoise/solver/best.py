"""The best weights of a problem, whichever solver it takes."""

from counterpoise.math.minimum_variance import Problem
from counterpoise.solver.quadratic import solve
from counterpoise.solver.sharpe import solve_ratio


def best(problem: Problem) -> tuple[int, ...]:
    """D18{1}, in whole steps of 1e-9 within the box, their sum exactly one.

    A problem without an aversion is one of the most return for its volatility (math 3.7), every
    other one of the least variance. Raises `NotSolved`, and as the two solvers do.
    """
    return solve(problem) if problem.aversion else solve_ratio(problem)
