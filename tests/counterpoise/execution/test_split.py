"""The twin of a split venue: it splits, moves its pools, and sells elsewhere what one fails."""

from dataclasses import dataclass

import pytest

from counterpoise.errors import NoMarket, Refusal, VenueCount, VenuesFailed
from counterpoise.execution.split import SplitVenue
from counterpoise.execution.venue import UniswapV2Venue
from counterpoise.types import Curve, Order

ONE = 10**18
SOLD = Order("venue", "coin", "dollar", 20 * ONE, 0)


def pair(sell: int, buy: int, kept: int) -> UniswapV2Venue:
    venue = UniswapV2Venue(kept * 10**14)
    venue.set_pool("coin", "dollar", sell * ONE, buy * ONE)
    return venue


@pytest.fixture
def pairs():
    return pair(1_000, 2_000_000, 9_970), pair(500, 1_010_000, 9_995)


@dataclass
class Failing:
    """Tells of a market and refuses to trade on it."""

    seen: Curve

    def curve(self, sell, buy):
        return self.seen

    def quote(self, sell, buy, sell_amount):
        raise NoMarket(sell, buy)

    def apply(self, order):
        raise NoMarket(order.sell, order.buy)


def test_an_order_brings_what_the_vectors_say_and_moves_both_pairs(pairs):
    """V5.3"""
    venue = SplitVenue(pairs)
    assert venue.quote("coin", "dollar", 20 * ONE) == 39546154567959238372058
    assert venue.apply(SOLD) == 39546154567959238372058
    moved = [it.curve("coin", "dollar").sell_reserve for it in pairs]
    assert moved == [1011236059269856755493, 508763940730143244507]


def test_another_pool_is_used_only_where_it_pays_for_its_gas(pairs):
    assert SplitVenue(pairs, lambda _: 445 * ONE).apply(SOLD) == 39546154567959238372058
    assert pairs[1].curve("coin", "dollar").sell_reserve > 508 * ONE


def test_one_that_does_not_is_left_alone(pairs):
    assert SplitVenue(pairs, lambda _: 446 * ONE).apply(SOLD) == 39100339235641312234052
    assert pairs[1].curve("coin", "dollar").sell_reserve == 500 * ONE


def test_what_one_fails_the_others_sell(pairs):
    """E7, K5"""
    failing = Failing(Curve(10**24, 10**24 * 2_100, ONE))
    assert SplitVenue((failing, *pairs)).apply(SOLD) == 39546154567959238372058


def test_where_all_fail_it_says_how_much_is_left():
    failing = Failing(Curve(10**24, 10**24 * 2_100, ONE))
    with pytest.raises(VenuesFailed) as refused:
        SplitVenue((failing, failing)).apply(SOLD)
    assert refused.value.fields == {"sell": "coin", "buy": "dollar", "left": 20 * ONE}


def test_a_curve_that_is_not_sound_and_a_market_that_is_not_there_are_none(pairs):
    unsound, empty = Failing(Curve(0, 1, ONE)), UniswapV2Venue()
    assert SplitVenue((unsound, empty, *pairs)).apply(SOLD) == 39546154567959238372058
    for word in (SplitVenue((unsound, empty)).curve, SplitVenue((unsound, empty)).apply):
        with pytest.raises(Refusal):
            word(*(("coin", "dollar") if word.__name__ == "curve" else (SOLD,)))


@pytest.mark.parametrize("count", [0, 1, 5])
def test_fewer_than_two_and_more_than_four_are_refused(count, pairs):
    with pytest.raises(VenueCount) as refused:
        SplitVenue(pairs[:1] * count)
    assert refused.value.fields == {"count": count, "least": 2, "most": 4}
