"""LossBudgetConstraint: what rebalances cost fills a bucket that leaks with time."""

import brownie
import pytest
from world import DAY, ONE, PERCENT, deploy

from tests.evm.constraint.states import state, weights

TARGET = weights(50, 50)
CAPACITY = PERCENT


@pytest.fixture(scope="module")
def constraint(accounts, module_isolation):
    """Two percent a day: a bucket of one percent that leaks one percent a day."""
    return deploy("LossBudgetConstraint", accounts[0], 2 * PERCENT)


def lose(constraint, loss, time, sender=None):
    """A rebalance that costs a fraction (D18) of the value."""
    start, end = state(50 * ONE, 50 * ONE, time=time), state(50 * ONE, 50 * ONE - loss * 100)
    constraint.check(start, TARGET, end, {"from": sender or brownie.accounts[0]})


def test_the_bucket_fills_to_the_brim_and_no_further(constraint):
    """D3"""
    lose(constraint, CAPACITY // 2, 1_000)
    with brownie.reverts(f"LossBudgetExceeded: {CAPACITY + 1}, {CAPACITY}"):
        lose(constraint, CAPACITY // 2 + 1, 1_000)
    lose(constraint, CAPACITY // 2, 1_000)
    assert constraint.usedAt(brownie.accounts[0], 1_000) == CAPACITY


def test_it_leaks_evenly(constraint):
    """D3 Half a day leaks half of the capacity: what fits then fits exactly."""
    lose(constraint, CAPACITY, 1_000)
    assert constraint.usedAt(brownie.accounts[0], 1_000 + DAY // 2) == CAPACITY // 2
    with brownie.reverts(f"LossBudgetExceeded: {CAPACITY + 1}, {CAPACITY}"):
        lose(constraint, CAPACITY // 2 + 1, 1_000 + DAY // 2)
    lose(constraint, CAPACITY // 2, 1_000 + DAY // 2)


@pytest.mark.parametrize("late, used", [(-1, 115_740_740_741), (0, 0), (1, 0)])
def test_a_full_bucket_is_empty_after_a_day(constraint, late, used):
    """D3 To the second; what leaks rounds down."""
    lose(constraint, CAPACITY, 1_000)
    assert constraint.usedAt(brownie.accounts[0], 1_000 + DAY + late) == used


def test_a_full_bucket_lets_pass_what_costs_nothing(constraint):
    """A rebalance that gains is never refused for what others have cost."""
    lose(constraint, CAPACITY, 1_000)
    lose(constraint, -PERCENT, 1_000)


def test_a_gain_refills_nothing(constraint):
    """I-10 Losses are counted, gains are not set against them."""
    lose(constraint, CAPACITY, 1_000)
    lose(constraint, -PERCENT, 1_000)
    assert constraint.usedAt(brownie.accounts[0], 1_000) == CAPACITY


def test_each_caller_has_a_bucket_of_its_own(constraint, accounts):
    """A stranger spends only a stranger's budget."""
    lose(constraint, CAPACITY, 1_000, accounts[1])
    lose(constraint, CAPACITY, 1_000, accounts[0])


@pytest.mark.parametrize("budget", [0, 1])
def test_a_budget_of_nothing_is_refused(accounts, budget):
    with brownie.reverts("BudgetEmpty: "):
        deploy("LossBudgetConstraint", accounts[0], budget)
