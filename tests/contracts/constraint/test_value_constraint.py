"""ValueConstraint: one rebalance costs little, and gains no more than can be true."""

import brownie
import pytest
from world import NOBODY, ONE, PERCENT, deploy

from tests.evm.constraint.states import state, weights

TARGET = weights(50, 50)


@pytest.fixture(scope="module")
def constraint(accounts, module_isolation):
    return deploy("ValueConstraint", accounts[0], PERCENT, 2 * PERCENT)


def judge(constraint, start, end):
    constraint.judge.transact(NOBODY, state(start, start), TARGET, state(start, end))


def test_a_loss_up_to_the_limit_passes(constraint):
    """E4, I-08 One of a hundred."""
    judge(constraint, 50 * ONE, 49 * ONE)


def test_one_unit_more_is_refused(constraint):
    """E4, I-09 Rounded up: no loss hides below a unit."""
    with brownie.reverts(f"ValueLost: {PERCENT + 1}, {PERCENT}"):
        judge(constraint, 50 * ONE, 49 * ONE - 1)


def test_a_gain_up_to_the_limit_passes(constraint):
    """I-08"""
    judge(constraint, 50 * ONE, 52 * ONE)


def test_a_gain_that_cannot_be_true_is_refused(constraint):
    """I-08"""
    with brownie.reverts(f"ValueGained: {2 * PERCENT + 1}, {2 * PERCENT}"):
        judge(constraint, 50 * ONE, 52 * ONE + 1)


def test_nothing_lost_and_nothing_gained_passes(constraint):
    judge(constraint, 50 * ONE, 50 * ONE)
