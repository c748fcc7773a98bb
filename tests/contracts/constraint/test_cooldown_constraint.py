"""CooldownConstraint: after a rebalance the next one waits, after a small one in proportion."""

import brownie
import pytest
from world import HOUR, ONE, PERCENT, deploy, plain

from tests.evm.constraint.states import state, weights

TARGET = weights(50, 50)
PACE = 4 * PERCENT


@pytest.fixture(scope="module")
def constraint(accounts, module_isolation):
    return deploy("CooldownConstraint", accounts[0], HOUR, PACE)


def check(constraint, sender, time):
    constraint.check(state(1, 1, time=time), TARGET, state(1, 1, time=time), {"from": sender})


def test_the_first_never_waits(constraint, accounts):
    check(constraint, accounts[0], 0)


def test_one_second_early_is_refused(constraint, accounts):
    """E2, RB-08"""
    check(constraint, accounts[0], 1_000)
    with brownie.reverts("CooldownActive: 4599, 4600"):
        check(constraint, accounts[0], 4_599)


def test_to_the_second_it_passes(constraint, accounts):
    """E2, RB-08"""
    check(constraint, accounts[0], 1_000)
    check(constraint, accounts[0], 4_600)
    assert constraint.readyAt(accounts[0]) == 8_200


def test_each_caller_waits_alone(constraint, accounts):
    check(constraint, accounts[0], 1_000)
    check(constraint, accounts[1], 1_001)


def test_judging_starts_no_clock(constraint, accounts):
    start = state(1, 1)
    constraint.judge.transact(accounts[0], start, TARGET, start, {"from": accounts[0]})
    assert constraint.readyAt(accounts[0]) == 0


def wait(constraint, drift, closed):
    """{s} that are due after a rebalance that closes so much of a drift, both D18{1}."""
    start = state(50 * ONE + drift * 100, 50 * ONE - drift * 100)
    left = drift - closed
    end = state(50 * ONE + left * 100, 50 * ONE - left * 100)
    return plain(constraint.waitAfter(start, TARGET, end))


@pytest.mark.parametrize(
    "drift, closed, seconds",
    [
        (20 * PERCENT, 20 * PERCENT, HOUR),
        (20 * PERCENT, 4 * PERCENT, HOUR),
        (20 * PERCENT, 4 * PERCENT - 1, HOUR),
        (20 * PERCENT, PERCENT, 900),
        (20 * PERCENT, PERCENT // 900, 1),
        (20 * PERCENT, PERCENT // 900 + 1, 2),
        (20 * PERCENT, 1, 1),
    ],
)
def test_less_than_the_pace_waits_in_proportion(constraint, drift, closed, seconds):
    """E2 Four percent of the value are an hour: one is a quarter, rounded up."""
    assert wait(constraint, drift, closed) == seconds


@pytest.mark.parametrize("closed, seconds", [(3, HOUR), (2, HOUR), (1, HOUR // 2)])
def test_half_of_a_small_drift_waits_the_whole_cooldown(constraint, closed, seconds):
    """E2 Four percent of drift."""
    assert wait(constraint, 4 * PERCENT, closed * PERCENT) == seconds


@pytest.mark.parametrize("closed", [0, -1, -PERCENT])
def test_what_comes_no_nearer_waits_the_whole_cooldown(constraint, closed):
    assert wait(constraint, 4 * PERCENT, closed) == HOUR


def test_without_a_pace_any_rebalance_waits_the_whole_cooldown(accounts):
    assert wait(deploy("CooldownConstraint", accounts[0], HOUR, 0), 20 * PERCENT, 1) == HOUR


def test_the_clock_is_set_to_that(constraint, accounts):
    start, end = state(70 * ONE, 30 * ONE), state(69 * ONE, 31 * ONE)
    constraint.check(start, TARGET, end, {"from": accounts[0]})
    assert constraint.readyAt(accounts[0]) == 1_000 + 900
