"""The median: a quorum, near each other, and no single source moves it beyond its neighbours."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterpoise.errors import (
    LimitOutOfRange,
    QuorumMissed,
    QuorumOutOfRange,
    SourceCount,
    SourcesDisagree,
    SourceTwice,
    refusal,
)
from counterpoise.observer.oracle.composite import SCALE, Rate, Source
from counterpoise.observer.oracle.median import MedianOracle, middle
from tests.counterpoise.drawn import scales
from tests.depth import examples

ONE = 10**18
PERCENT = ONE // 100
WHY = refusal("Ailing", {"since": 9})


def rate(price):
    return Rate(*[price * SCALE] * 3)


def oracle(answers, least=None, most=PERCENT, gas=300_000):
    named = tuple(Source(str(place), answer) for place, answer in enumerate(answers))
    return MedianOracle("it", "b", "q", named, least or len(named) // 2 + 1, most, gas)


@st.composite
def near(draw, least=3):
    """Answers that are within a percent of each other, each with sides of its own."""
    middle = draw(scales(20, 50))
    mids = st.integers(middle, middle + middle // 150)
    sides = st.tuples(st.integers(0, 99), st.integers(0, 99))
    count = draw(st.integers(least, 9))
    rows = draw(st.lists(st.tuples(mids, sides), min_size=count, max_size=count))
    return [Rate(m - m * d // 100, m, m + m * u // 100) for m, (d, u) in rows]


@settings(max_examples=examples(40))
@given(near())
def test_it_lies_between_its_sides_and_within_the_answers(answers):
    """P10"""
    found = oracle(answers).rate(sides=True)
    assert found.bid <= found.mid <= found.ask
    assert min(it.mid for it in answers) <= found.mid <= max(it.mid for it in answers)


@settings(max_examples=examples(40))
@given(near(), st.data())
def test_no_single_source_moves_it_beyond_the_others_middle(answers, data):
    """B2 Whatever one of them says within the limit: of an odd number it stays between the two
    middle answers of the others, of an even one between the neighbours of theirs."""
    mids = sorted(it.mid for it in answers[1:])
    lie = data.draw(st.integers(mids[-1] * 993 // 1_000, mids[0] * 1_007 // 1_000))

    found = oracle([*answers[1:], Rate(lie, lie, lie)]).rate(sides=False).mid

    n = len(mids)
    low, high = (n // 2 - 1, n // 2) if n % 2 == 0 else (n // 2 - 1, n // 2 + 1)
    assert mids[low] <= found <= mids[high]


@settings(max_examples=examples(40))
@given(near(), st.data())
def test_their_order_does_not_matter(answers, data):
    mixed = data.draw(st.permutations(answers))
    assert oracle(mixed).rate(sides=True) == oracle(answers).rate(sides=True)


@pytest.mark.parametrize(
    "numbers, expected",
    [([3, 1, 2], (2, 2)), ([4, 1, 2, 3], (2, 3)), ([4, 1, 2, 4], (3, 3)), ([7], (7, 7))],
)
def test_the_middle_of_an_even_number_is_a_mean(numbers, expected):
    assert middle(numbers) == expected


def test_one_that_fails_is_left_out_and_told_of():
    """OR-08"""
    it = oracle([rate(2_000), WHY, rate(2_010)])
    assert it.rate(sides=True) == rate(2_005)
    assert it.reasons() == (None, WHY, None)


def test_fewer_than_the_quorum_are_refused():
    """OR-02"""
    with pytest.raises(QuorumMissed) as refused:
        oracle([rate(2_000), WHY, WHY]).rate(sides=True)
    assert tuple(refused.value.fields.values()) == (1, 2, "2", WHY)


@pytest.mark.parametrize("more, far", [(-1, False), (0, False), (1, True)])
def test_they_may_differ_by_the_limit_and_not_by_a_unit_more(more, far):
    """OR-10"""
    high = 2_020 * SCALE + more
    it = oracle([Rate(high, high, high), rate(2_000), rate(2_001)])
    if not far:
        assert it.rate(sides=True) == rate(2_001)
        return
    with pytest.raises(SourcesDisagree) as refused:
        it.rate(sides=True)
    assert tuple(refused.value.fields.values()) == ("b", 2_000 * SCALE, high, PERCENT)


@pytest.mark.parametrize("count", [2, 10])
def test_it_has_three_to_nine_sources(count):
    with pytest.raises(SourceCount) as refused:
        oracle([rate(1)] * count)
    assert tuple(refused.value.fields.values()) == (count, 3, 9)


@pytest.mark.parametrize("count, least", [(3, 1), (3, 4), (4, 2), (9, 4), (3, 2**255)])
def test_its_quorum_is_more_than_half(count, least):
    with pytest.raises(QuorumOutOfRange) as refused:
        oracle([rate(1)] * count, least)
    assert tuple(refused.value.fields.values()) == (least, count)


def test_no_source_counts_twice():
    twice = Source("1", rate(1)), Source("2", rate(1)), Source("1", rate(1))
    with pytest.raises(SourceTwice):
        MedianOracle("it", "b", "q", twice, 2, PERCENT, 1)


@pytest.mark.parametrize("limits", [(0, 1), (ONE // 10 + 1, 1), (1, 0), (1, 10**7 + 1)])
def test_its_limits_have_bounds(limits):
    with pytest.raises(LimitOutOfRange):
        oracle([rate(1)] * 3, 2, *limits)
