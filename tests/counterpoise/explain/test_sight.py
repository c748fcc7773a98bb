"""What a state says, in the numbers that people ask for."""

from dataclasses import replace

import pytest

from counterpoise.errors import NothingToWeigh
from counterpoise.explain.sight import Pair, Seen, sight_of
from counterpoise.math.signals import signals_of
from counterpoise.types import MarketClass
from tests.counterpoise.explain.small import DOLLAR, DRIFTED, ETHER, ONE, owning

DOLLARS = 400_000 * ONE, 4 * ONE // 10
COINS = 600_000 * ONE, 6 * ONE // 10


def test_a_state_without_a_memory_knows_prices_only():
    sight = sight_of(replace(DRIFTED, time=7))
    assert (sight.time, sight.value, sight.supply) == (7, 10**6 * ONE, 1_000 * ONE)
    assert (sight.share_price, sight.peak, sight.pairs) == (1_000 * ONE, None, ())
    assert sight.assets == (
        Seen(DOLLAR, 400_000 * 10**6, ONE, *DOLLARS, None, None, None),
        Seen(ETHER, 300 * ONE, 2_000 * ONE, *COINS, None, None, None),
    )


def test_a_state_tells_all_that_it_remembers():
    kinds = MarketClass.NORMAL, MarketClass.DOUBT
    memory = kinds, (ONE // 100, ONE // 2), (ONE // 4,), (-3, ONE), 1_100 * ONE
    sight = sight_of(owning(400_000, 300, signals=signals_of(*memory)))
    assert sight.peak == 1_100 * ONE
    assert sight.pairs == (Pair(DOLLAR, ETHER, ONE // 4),)
    told = [(it.market, it.volatility, it.trend) for it in sight.assets]
    assert told == [(kinds[0], ONE // 100, -3), (kinds[1], ONE // 2, ONE)]


def test_a_volatility_that_nobody_knows_is_none():
    sight = sight_of(owning(1, 1, signals=signals_of((), (0, ONE))))
    assert [it.volatility for it in sight.assets] == [None, ONE]


def test_without_shares_none_has_a_price():
    assert sight_of(replace(DRIFTED, supply=0)).share_price is None


def test_without_value_there_is_nothing_to_weigh():
    with pytest.raises(NothingToWeigh):
        sight_of(owning(0, 0))
