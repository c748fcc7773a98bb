"""Who sells to whom: vectors, and what holds of all that nets to nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpoise.math.netting import Trade, net

VECTORS = [  # V1.12: the needs, and (seller, buyer, amount)
    ((-50, -30, 45, 25, 10), ((0, 2, 45), (1, 3, 25), (1, 4, 5), (0, 4, 5))),
    ((-60, 20, 20, 20), ((0, 3, 20), (0, 2, 20), (0, 1, 20))),
    ((-40, -25, 40, 25), ((0, 2, 40), (1, 3, 25))),
]
needs = st.integers(2, 20).flatmap(
    lambda n: st.lists(st.integers(-(2**130), 2**130), min_size=n - 1, max_size=n - 1)
)


def closed(most):
    """With one more, whose need makes all together 0."""
    return [*most, -sum(most)]


@pytest.mark.parametrize("given_, trades", VECTORS)
def test_the_vectors_of_the_formula(given_, trades):
    """V1.12"""
    assert net(given_) == tuple(Trade(*row) for row in trades)


@given(needs)
def test_every_need_is_met_exactly_by_the_least_that_can_be_traded(most):
    """V1.12 At most n - 1 trades, of half of all needs together."""
    given_ = closed(most)
    trades = net(given_)
    assert len(trades) <= len(given_) - 1
    assert 2 * sum(it.amount for it in trades) == sum(map(abs, given_))
    left = list(given_)
    for it in trades:
        assert it.amount > 0 > given_[it.seller] and given_[it.buyer] > 0
        left[it.seller] += it.amount
        left[it.buyer] -= it.amount
    assert not any(left)


@given(needs)
def test_what_does_not_net_out_is_left_to_the_larger_side(given_):
    trades, most = (
        net(given_),
        min(sum(it for it in given_ if it > 0), -sum(min(it, 0) for it in given_)),
    )
    assert sum(it.amount for it in trades) == most
    assert len(trades) <= max(len(given_) - 1, 0)


@pytest.mark.parametrize("given_", [(), (0,), (0, 0), (5, 7), (-5, 0)])
def test_where_nobody_gives_or_takes_nothing_is_traded(given_):
    assert net(given_) == ()


def test_of_equal_ones_the_last_comes_first():
    assert net((-5, -5, 5, 5)) == (Trade(1, 3, 5), Trade(0, 2, 5))
