"""DriftConstraint: due beyond the outer band, and from there on until inside the inner one."""

import brownie
import pytest
from world import ONE, PERCENT, deploy

from tests.evm.constraint.states import state, weights

TARGET = weights(50, 50)


@pytest.fixture(scope="module")
def constraint(accounts, module_isolation):
    return deploy("DriftConstraint", accounts[0], 5 * PERCENT, 2 * PERCENT)


def drifted(drift):
    return state(ONE // 2 + drift, ONE // 2 - drift)


@pytest.mark.parametrize("below", [0, 1])
def test_at_the_outer_band_nothing_is_due(constraint, accounts, below):
    """E1, RB-01, I-14"""
    start = drifted(5 * PERCENT - below)
    with brownie.reverts(f"WithinBand: {5 * PERCENT - below}, {5 * PERCENT}"):
        constraint.check(start, TARGET, drifted(0), {"from": accounts[0]})


def test_one_unit_beyond_the_outer_band_it_is(constraint, accounts):
    """RB-01 Strictly beyond."""
    constraint.check(drifted(5 * PERCENT + 1), TARGET, drifted(0), {"from": accounts[0]})


@pytest.mark.parametrize("left, active", [(2 * PERCENT, False), (2 * PERCENT + 1, True)])
def test_it_stays_active_beyond_the_inner_band(constraint, accounts, left, active):
    """E1 Inside means at the band or below."""
    constraint.check(drifted(6 * PERCENT), TARGET, drifted(left), {"from": accounts[0]})
    assert constraint.isActive(accounts[0]) is active


def test_while_active_the_inner_band_counts(constraint, accounts):
    """RB-01 Between the slices of one rebalance."""
    sender = {"from": accounts[0]}
    constraint.check(drifted(6 * PERCENT), TARGET, drifted(4 * PERCENT), sender)
    constraint.check(drifted(4 * PERCENT), TARGET, drifted(2 * PERCENT + 1), sender)
    with brownie.reverts(f"WithinBand: {2 * PERCENT}, {2 * PERCENT}"):
        constraint.check(drifted(2 * PERCENT), TARGET, drifted(0), sender)
    constraint.check(drifted(2 * PERCENT + 1), TARGET, drifted(0), sender)
    assert constraint.isActive(accounts[0]) is False


def test_each_caller_has_a_memory_of_its_own(constraint, accounts):
    """A stranger's slices do not open the inner band for anybody else."""
    constraint.check(drifted(6 * PERCENT), TARGET, drifted(4 * PERCENT), {"from": accounts[1]})
    with brownie.reverts(f"WithinBand: {4 * PERCENT}, {5 * PERCENT}"):
        constraint.check(drifted(4 * PERCENT), TARGET, drifted(0), {"from": accounts[0]})


def test_the_farthest_asset_counts(constraint):
    assert constraint.driftOf(state(46, 33, 21), weights(40, 35, 25)) == 6 * PERCENT


@pytest.mark.parametrize("outer, inner", [(5, 4), (125, 100)])
def test_bands_may_be_a_quarter_apart(accounts, outer, inner):
    deploy("DriftConstraint", accounts[0], outer, inner)


@pytest.mark.parametrize("outer, inner", [(124, 100), (5, 5), (5, 0), (0, 0)])
def test_bands_closer_than_that_are_refused(accounts, outer, inner):
    """E1 The trigger would chatter."""
    with brownie.reverts(f"BandsTooClose: {inner}, {outer}"):
        deploy("DriftConstraint", accounts[0], outer, inner)
