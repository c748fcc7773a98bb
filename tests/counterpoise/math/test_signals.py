"""Where a state keeps what is remembered."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpoise.errors import (
    CorrelationNotObserved,
    MarketNotObserved,
    PeakNotObserved,
    TrendNotObserved,
    VolatilityNotObserved,
)
from counterpoise.math.fixed_point import ONE
from counterpoise.math.signals import (
    CORRELATIONS,
    MAX_PEAK,
    TRENDS,
    VOLATILITIES,
    correlation_of,
    is_calm,
    market_of,
    peak_of,
    section_of,
    signals_of,
    trend_of,
    volatility_of,
)
from counterpoise.types import MarketClass

KINDS = (MarketClass.NORMAL, MarketClass.UNKNOWN, MarketClass.THIN)
WORDS = signals_of(KINDS, (ONE, 0, 2 * ONE), (1, -ONE, -1), (0, -5, 7), 3 * ONE)
signed = st.integers(-ONE, ONE)


@st.composite
def remembered(draw):
    """What may be known of 1 to 20 assets: each section is there whole, or left away."""
    n = draw(st.integers(1, 20))

    def section(numbers, length):
        return draw(st.one_of(st.just([]), st.lists(numbers, min_size=length, max_size=length)))

    kinds = draw(st.lists(st.sampled_from(MarketClass), min_size=n, max_size=n))
    moves = section(st.integers(1, 10 * ONE), n)
    pairs, ways = section(signed, n * (n - 1) // 2), section(signed, n)
    return n, kinds, moves, pairs, ways, draw(st.integers(0, MAX_PEAK))


def test_the_words_are_laid_out_as_told():
    head = 0x3B0 | 3 * ONE << 80 | 0b111 << 184
    assert (head, ONE, 0, 2 * ONE, 0, 2**256 - 5, 7, 1, 2**256 - ONE, 2**256 - 1) == WORDS
    assert signals_of(KINDS) == (0x3B0,)


def test_each_signal_is_found_at_its_place():
    assert tuple(market_of(WORDS, i) for i in range(3)) == KINDS
    assert (volatility_of(WORDS, 0), volatility_of(WORDS, 2)) == (ONE, 2 * ONE)
    assert [trend_of(WORDS, 3, i) for i in range(3)] == [0, -5, 7]
    pairs = [correlation_of(WORDS, 3, i, j) for i, j in ((0, 1), (0, 2), (1, 2))]
    assert pairs == [1, -ONE, -1]
    assert peak_of(WORDS) == 3 * ONE


@given(remembered())
def test_what_is_laid_down_is_found_again(known):
    """ST-02 For 1 to 20 assets, every index, whichever sections are left away."""
    n, kinds, moves, pairs, ways, peak = known
    words = signals_of(kinds, moves, pairs, ways, peak)
    assert [market_of(words, i) for i in range(n)] == kinds
    assert [volatility_of(words, i) for i in range(n) if moves] == moves
    assert [trend_of(words, n, i) for i in range(n) if ways] == ways
    found = [correlation_of(words, n, i, j) for i in range(n) for j in range(i + 1, n) if pairs]
    assert found == pairs
    sections = [section_of(words, n, it) for it in (VOLATILITIES, TRENDS, CORRELATIONS)]
    assert sections == [tuple(moves), tuple(ways), tuple(pairs)]
    assert is_calm(words) == all(it == MarketClass.NORMAL for it in kinds)
    if peak:
        assert peak_of(words) == peak


def test_what_nobody_remembers_is_told():
    with pytest.raises(MarketNotObserved):
        market_of((), 0)
    with pytest.raises(MarketNotObserved):
        is_calm(())
    for words, i in ((WORDS, 1), (WORDS[:3], 2), (signals_of(KINDS), 0), ((), 0)):
        with pytest.raises(VolatilityNotObserved) as refused:
            volatility_of(words, i)
        assert refused.value.fields == {"index": i}


@pytest.mark.parametrize("words, i", [(WORDS, 3), (signals_of(KINDS, (1, 1, 1)), 0), ((), 0)])
def test_no_trend_is_read_beside_its_place(words, i):
    with pytest.raises(TrendNotObserved) as refused:
        trend_of(words, 3, i)
    assert refused.value.fields == {"index": i}


@pytest.mark.parametrize("words", [(), signals_of(KINDS), signals_of(KINDS, peak=MAX_PEAK + 1)])
def test_a_peak_that_is_unknown_is_told(words):
    with pytest.raises(PeakNotObserved):
        peak_of(words)


@pytest.mark.parametrize("i, j", [(0, 0), (1, 0), (0, 3), (2, 2)])
def test_no_correlation_is_read_beside_its_place(i, j):
    with pytest.raises(CorrelationNotObserved) as refused:
        correlation_of(WORDS, 3, i, j)
    assert refused.value.fields == {"first": i, "second": j}


def test_correlations_that_are_left_away_are_told():
    with pytest.raises(CorrelationNotObserved):
        correlation_of(signals_of(KINDS, (1, 1, 1), (), (1, 1, 1)), 3, 0, 1)


def test_twenty_classes_fit_a_word():
    assert market_of(signals_of([MarketClass.UNKNOWN] * 20), 19) == MarketClass.UNKNOWN
