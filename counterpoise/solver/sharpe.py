"""The most expected return for its volatility in a box: a quadratic problem in disguise.

Where y = w / gains'w, the least y'Sy with gains'y = 1 is the most gains'w / sqrt(w'Sw), and the box
grows with the sum of y (math 3.7).
"""

from dataclasses import replace
from typing import Any

import numpy as np

from counterpoise.math.maximum_sharpe import aversion
from counterpoise.math.minimum_variance import Problem
from counterpoise.solver.quadratic import floats, found, polished, snapped


def solve_ratio(problem: Problem) -> tuple[int, ...]:
    """The best weights D18{1}, in whole steps of 1e-9 within the box, their sum exactly one.

    Raises `NotSolved`, also where nothing in the box is expected to gain, `ReturnTooLow`,
    `VarianceTooLow`, and as `covariance` does.
    How good they are the twin's `gap` says.
    """
    near = snapped(_interior(problem), problem)
    return polished(near, replace(problem, aversion=aversion(problem, near)))


def _interior(problem: Problem) -> Any:
    import cvxpy as cp  # Here, as it takes a second that no other command should wait for.

    matrix, gains, low, high = floats(problem)
    scale = max(float(np.abs(gains).max()), 1e-9)  # So that the sum of y is near one.
    y, total = cp.Variable(len(low)), cp.Variable()
    limits = [gains / scale @ y == 1, cp.sum(y) == total, y >= total * low, y <= total * high]
    value = found(cp.Problem(cp.Minimize(cp.quad_form(y, cp.psd_wrap(matrix))), limits), y)
    return value / value.sum()
