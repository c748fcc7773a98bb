"""Where a state keeps what is remembered."""

import pytest

from counterpoise.errors import CorrelationNotObserved, MarketNotObserved, VolatilityNotObserved
from counterpoise.math.fixed_point import ONE
from counterpoise.math.signals import correlation_of, market_of, signals_of, volatility_of
from counterpoise.types import MarketClass

KINDS = (MarketClass.NORMAL, MarketClass.UNKNOWN, MarketClass.THIN)
WORDS = signals_of(KINDS, (ONE, 0, 2 * ONE), (1, -ONE, -1))


def test_the_words_are_laid_out_as_told():
    assert WORDS == (0x3B0, ONE, 0, 2 * ONE, 1, 2**256 - ONE, 2**256 - 1)


def test_each_signal_is_found_at_its_place():
    assert tuple(market_of(WORDS, i) for i in range(3)) == KINDS
    assert (volatility_of(WORDS, 0), volatility_of(WORDS, 2)) == (ONE, 2 * ONE)
    pairs = [correlation_of(WORDS, 3, i, j) for i, j in ((0, 1), (0, 2), (1, 2))]
    assert pairs == [1, -ONE, -1]


def test_what_nobody_remembers_is_told():
    with pytest.raises(MarketNotObserved):
        market_of((), 0)
    for i in (1, 3):
        with pytest.raises(VolatilityNotObserved) as refused:
            volatility_of(WORDS[:4], i)
        assert refused.value.fields == {"index": i}


@pytest.mark.parametrize("i, j", [(0, 0), (1, 0), (0, 3), (1, 2)])
def test_no_correlation_is_read_beside_its_place(i, j):
    with pytest.raises(CorrelationNotObserved) as refused:
        correlation_of(WORDS[:6], 3, i, j)
    assert refused.value.fields == {"first": i, "second": j}


def test_twenty_classes_fit_a_word():
    assert market_of(signals_of([MarketClass.UNKNOWN] * 20), 19) == MarketClass.UNKNOWN
