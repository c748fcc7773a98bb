"""The pairs in memory: they quote and move as Uniswap V2's do."""

import pytest

from counterpoise.errors import LimitOutOfRange, NoMarket
from counterpoise.execution.venue import UniswapV2Venue
from counterpoise.types import Curve, Order

ONE = 10**18
KEPT = 997 * 10**15


@pytest.fixture
def venue():
    venue = UniswapV2Venue()
    venue.set_pool("coin", "dollar", 1_000 * ONE, 2_000_000 * 10**6)
    return venue


def test_a_pair_is_seen_from_both_sides(venue):
    assert venue.curve("coin", "dollar") == Curve(1_000 * ONE, 2_000_000 * 10**6, KEPT)
    assert venue.curve("dollar", "coin") == Curve(2_000_000 * 10**6, 1_000 * ONE, KEPT)


def test_a_quote_moves_nothing(venue):
    assert venue.quote("coin", "dollar", ONE) == venue.quote("coin", "dollar", ONE) == 1992013962


def test_a_trade_moves_the_pair_by_what_went_in_and_out(venue):
    assert venue.apply(Order("venue", "coin", "dollar", ONE, 0)) == 1992013962
    assert venue.reserves["coin", "dollar"] == (1_001 * ONE, 1998007986038)
    assert venue.reserves["dollar", "coin"] == (1998007986038, 1_001 * ONE)


def test_there_and_back_costs_the_fee_twice(venue):
    bought = venue.apply(Order("venue", "coin", "dollar", ONE, 0))

    assert venue.apply(Order("venue", "dollar", "coin", bought, 0)) == 994014949154542728


def test_a_pair_that_is_not_there_is_refused(venue):
    with pytest.raises(NoMarket) as refused:
        venue.quote("coin", "stone", ONE)
    assert refused.value.fields == {"sell": "coin", "buy": "stone"}


@pytest.mark.parametrize(("kept", "bound"), [(9 * 10**17 - 1, 9 * 10**17), (ONE + 1, ONE)])
def test_a_fork_keeps_back_a_tenth_at_most_and_adds_nothing(kept, bound):
    with pytest.raises(LimitOutOfRange) as refused:
        UniswapV2Venue(kept)
    assert refused.value.fields == {"limit_name": "kept", "limit": kept, "most": bound}


def test_a_fork_of_another_fee_trades_another_part():
    """0.25 % of one: 1,993 dollars where 0.30 % left 1,992."""
    venue = UniswapV2Venue(9_975 * 10**14)
    venue.set_pool("coin", "dollar", 1_000 * ONE, 2_000_000 * 10**6)
    assert venue.quote("coin", "dollar", ONE) == 1993011970
