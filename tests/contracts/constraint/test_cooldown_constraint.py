"""CooldownConstraint: between two rebalances lies at least the cooldown."""

import brownie
import pytest
from states import state, weights
from world import HOUR, deploy

TARGET = weights(50, 50)


@pytest.fixture(scope="module")
def constraint(accounts, module_isolation):
    return deploy("CooldownConstraint", accounts[0], HOUR)


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
