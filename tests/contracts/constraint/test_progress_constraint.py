"""ProgressConstraint: nearer to the target, and no asset past its own."""

import brownie
import pytest
from world import NOBODY, ONE, PERCENT, deploy

from tests.evm.constraint.states import ADDRESSES, state, weights

TARGET = weights(40, 30, 30)
TOLERANCE = PERCENT // 10


@pytest.fixture(scope="module")
def constraint(accounts, module_isolation):
    return deploy("ProgressConstraint", accounts[0], TOLERANCE)


def judge(constraint, start, end):
    constraint.judge.transact(NOBODY, start, TARGET, end)


def test_nearer_is_progress(constraint):
    """I-11"""
    judge(constraint, state(50, 25, 25), state(49, 26, 25))


def test_standing_still_is_none(constraint):
    """I-11"""
    with brownie.reverts(f"NoProgress: {10 * PERCENT}, {10 * PERCENT}"):
        judge(constraint, state(50, 25, 25), state(50, 25, 25))


def test_going_away_is_none(constraint):
    with brownie.reverts(f"NoProgress: {10 * PERCENT}, {11 * PERCENT}"):
        judge(constraint, state(50, 25, 25), state(51, 24, 25))


@pytest.mark.parametrize(
    "over, asset, start",
    [(True, 1, (50, 25, 25)), (False, 0, (50, 25, 25))],
)
def test_past_the_target_is_too_far(constraint, over, asset, start):
    """I-12 Bought beyond the target, or sold below it, by one unit more than the tolerance."""
    scale = [part * ONE for part in start]
    step = PERCENT * 100 * 5 + TOLERANCE * 100 + 100 if over else 10 * ONE + TOLERANCE * 100 + 100
    end = list(scale)
    end[0] -= step
    end[1 if over else 2] += step
    weight = end[asset] // 100
    reason = f"Overshot: {ADDRESSES[asset]}, {weight}, {TARGET[asset]}, {TOLERANCE}"
    with brownie.reverts(reason):
        judge(constraint, state(*scale), state(*end))


@pytest.mark.parametrize("end, asset", [((45, 27, 28), 1), ((44, 33, 23), 1)])
def test_what_stands_at_its_target_is_not_moved_off_it(constraint, end, asset):
    """I-12 Neither down nor up, though the whole comes nearer."""
    start = (60, 30, 10)
    reason = f"Overshot: {ADDRESSES[asset]}, {end[asset] * PERCENT}, {TARGET[asset]}, {TOLERANCE}"
    with brownie.reverts(reason):
        judge(constraint, state(*start), state(*end))


def test_the_tolerance_is_allowed(constraint):
    """I-12 A cost elsewhere moves every weight a little."""
    step = 5 * ONE + TOLERANCE * 100
    judge(
        constraint,
        state(50 * ONE, 25 * ONE, 25 * ONE),
        state(50 * ONE - step, 25 * ONE + step, 25 * ONE),
    )
