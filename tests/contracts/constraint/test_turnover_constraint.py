"""TurnoverConstraint: one rebalance parts with at most a fraction of the value."""

import brownie
import pytest
from world import NOBODY, ONE, PERCENT, deploy

from tests.evm.constraint.states import state, weights

TARGET = weights(40, 30, 30)


@pytest.fixture(scope="module")
def constraint(accounts, module_isolation):
    return deploy("TurnoverConstraint", accounts[0], 10 * PERCENT)


def judge(constraint, start, end):
    constraint.judge.transact(NOBODY, start, TARGET, end)


def test_what_the_sold_assets_lost_is_the_turnover(constraint):
    """E3, I-13 Two assets fall by 6 and 4 of 100: exactly 10 %."""
    judge(constraint, state(40, 30, 30), state(34, 26, 40))


def test_one_unit_more_is_refused(constraint):
    """E3"""
    start = state(40 * ONE, 30 * ONE, 30 * ONE)
    with brownie.reverts(f"TurnoverExceeded: {10 * PERCENT + 1}, {10 * PERCENT}"):
        judge(constraint, start, state(34 * ONE - 1, 26 * ONE, 40 * ONE))
    judge(constraint, start, state(34 * ONE, 26 * ONE, 40 * ONE))


def test_what_is_bought_does_not_count(constraint):
    judge(constraint, state(40, 30, 30), state(40, 30, 300))


def test_the_fraction_rounds_up(constraint):
    """I-13 One of thirty is 3.33 %, and then some: no slice hides below a unit."""
    start, end = state(15, 15), state(11, 19)
    with brownie.reverts(f"TurnoverExceeded: 133333333333333334, {10 * PERCENT}"):
        constraint.judge.transact(NOBODY, start, weights(50, 50), end)
