"""FixedWeightStrategy: always wants the same weights."""

import brownie
import pytest
from world import ONE, PERCENT, deploy, plain


def state(n):
    """A state of n assets of which nothing else matters to this strategy."""
    return (0, 0, 0, [(f"0x{i:040x}", 1, 0, 1, 0) for i in range(n)], [])


@pytest.fixture
def make(accounts):
    return lambda weights: deploy("FixedWeightStrategy", accounts[0], weights)


def test_it_wants_what_it_was_made_with(make):
    """C1, ST-02 Seven weights: more than one slot holds."""
    weights = [142_857_142_857_142_857] * 6 + [142_857_142_857_142_858]
    assert plain(make(weights).target(state(7))) == tuple(weights)


def test_a_weight_may_be_nothing_or_everything(make):
    assert plain(make([0, ONE]).target(state(2))) == (0, ONE)


@pytest.mark.parametrize(
    "weights, total",
    [
        ([ONE // 2, ONE // 2 - 1], ONE - 1),
        ([ONE // 2, ONE // 2 + 1], ONE + 1),
        ([0, 0], 0),
        ([ONE + 1, 0], ONE + 1),
        ([], 0),
    ],
)
def test_weights_sum_to_one_exactly(make, weights, total):
    """ST-01"""
    with brownie.reverts(f"WeightSum: {total}"):
        make(weights)


def test_a_state_of_other_assets_is_refused(make):
    """ST-01"""
    strategy = make([60 * PERCENT, 40 * PERCENT])
    with brownie.reverts("WeightCount: 2, 3"):
        strategy.target.transact(state(3))
