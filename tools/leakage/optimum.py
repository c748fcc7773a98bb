"""The least that any trades over the same pools lose, as a convex program."""

from __future__ import annotations

from typing import Any

import cvxpy as cp

from counterpoise.math.fixed_point import ONE
from tools.leakage.world import GAIN, PAIR, RANGE, SHALLOW, VALUE, World

POOLS = ((1, PAIR), (SHALLOW, RANGE))  # how much shallower than a pair each is, and what it keeps
FINE = 1e-9  # of the vault's value: a thousandth of the last digit that is told


def optimum(world: World) -> float:
    """{unit} of each asset that can be left at most."""
    held, start = _small(world.held), _small(world.held + world.held // GAIN)
    goal, others = cp.Variable(), world.assets - 2
    sold = cp.Variable(len(POOLS), nonneg=True)
    rules = [start - cp.sum(sold) >= goal]
    hub = held + _brings(world, sold)
    if others:  # All are alike, so that the best trades are alike too.
        paid = cp.Variable(len(POOLS), nonneg=True)
        rules.append(held + _brings(world, paid) >= goal)
        hub -= others * cp.sum(paid)
    problem = cp.Problem(cp.Maximize(goal - held), [*rules, hub >= goal])
    problem.solve(solver=cp.CLARABEL, tol_gap_abs=FINE, tol_gap_rel=FINE, tol_feas=FINE)
    return float(goal.value) * VALUE


def _small(amount: int) -> float:
    """In parts of the vault's value, so that the solver has numbers near one."""
    return amount / VALUE


def _brings(world: World, sold: Any) -> Any:
    """y * f * d / (x + f * d) of each pool, as what is left of y where x / (x + f * d) is."""
    total = 0
    for j, (part, kept) in enumerate(POOLS):
        side = _small(world.reserves(part))
        total += side * (1 - cp.inv_pos(1 + sold[j] * (kept / ONE / side)))
    return total
