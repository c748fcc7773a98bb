"""Two sources: the first, unless it fails or the second contradicts it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpoise.errors import (
    BothFailed,
    LimitOutOfRange,
    OracleDeviation,
    SourceTwice,
    refusal,
)
from counterpoise.observer.oracle.composite import SCALE, Rate, Source
from counterpoise.observer.oracle.fallback import FallbackOracle
from tests.counterpoise.drawn import scales

ONE = 10**18
PERCENT = ONE // 100
WHY, WHY_TOO = refusal("Ailing", {"since": 9}), refusal("NoAccess", {})
FIRST = Rate(1_990 * SCALE, 2_000 * SCALE, 2_001 * SCALE)
SECOND = Rate(1_995 * SCALE, 2_005 * SCALE, 2_015 * SCALE)


def oracle(first, second, most=PERCENT, gas=300_000):
    return FallbackOracle("it", "b", "q", Source("1", first), Source("2", second), most, gas)


def test_where_both_are_well_the_first_speaks_and_the_sides_hold_both():
    """B2"""
    it = oracle(FIRST, SECOND)
    assert it.rate(sides=True) == Rate(1_990 * SCALE, 2_000 * SCALE, 2_015 * SCALE)
    assert it.rate(sides=False) == Rate(*[2_000 * SCALE] * 3)
    assert it.source() == "1"


def test_where_one_fails_the_other_speaks():
    """B2, OR-08"""
    assert oracle(WHY, SECOND).rate(sides=True) == SECOND
    assert oracle(WHY, SECOND).source() == "2"
    assert oracle(FIRST, WHY).rate(sides=True) == FIRST
    assert oracle(FIRST, WHY).source() == "1"


def test_where_both_fail_both_say_why():
    """OR-02"""
    with pytest.raises(BothFailed) as refused:
        oracle(WHY, WHY_TOO).rate(sides=True)
    assert tuple(refused.value.fields.values()) == ("1", WHY, "2", WHY_TOO)


@given(scales(18, 50), st.integers(1, ONE // 10))
def test_they_may_differ_by_the_limit_and_not_by_a_unit_more(low, most):
    """OR-10 Any rate, any limit, either way round."""
    for more, far in ((-1, False), (0, False), (1, True)):
        high = low + low * most // ONE + more
        for pair in ((low, high), (high, low)):
            it = oracle(*(Rate(mid, mid, mid) for mid in pair), most=most)
            if not far:
                assert it.rate(sides=True) == Rate(min(pair), pair[0], max(pair))
                continue
            with pytest.raises(OracleDeviation) as refused:
                it.rate(sides=True)
            assert tuple(refused.value.fields.values()) == ("b", *pair, most)


def test_one_source_is_not_two():
    same = Source("1", FIRST)
    with pytest.raises(SourceTwice):
        FallbackOracle("it", "b", "q", same, same, PERCENT, 1)


@pytest.mark.parametrize("limits", [(0, 1), (ONE // 10 + 1, 1), (1, 0), (1, 10**7 + 1)])
def test_its_limits_have_bounds(limits):
    with pytest.raises(LimitOutOfRange):
        oracle(FIRST, SECOND, *limits)
