"""A peg: the market's price near it, no price off it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpoise.errors import Depegged, LimitOutOfRange, PegTooSmall, SourceFailed, refusal
from counterpoise.observer.oracle.composite import LEAST, SCALE, Rate, Source
from counterpoise.observer.oracle.pegged import PeggedOracle
from tests.counterpoise.drawn import scales

ONE = 10**18


def oracle(said, peg=SCALE, most=ONE // 50):
    return PeggedOracle("it", "b", "q", Source("market", said), peg, most)


@given(scales(18, 50), st.integers(1, ONE // 10), st.sampled_from([-1, 1]))
def test_it_has_a_price_up_to_the_limit_either_way(peg, most, way):
    """R3 Any peg, any limit."""
    for more, far in ((-1, False), (0, False), (1, True)):
        mid = peg + way * (peg * most // ONE + more)
        it = oracle(Rate(mid, mid, mid), peg, most)
        if not far:
            assert it.rate(sides=True) == Rate(mid, mid, mid)
            continue
        with pytest.raises(Depegged) as refused:
            it.rate(sides=True)
        assert tuple(refused.value.fields.values()) == ("b", mid, peg, most)


def test_its_sides_are_the_markets():
    """P10"""
    said = Rate(SCALE - 2, SCALE - 1, SCALE + 5)
    assert oracle(said).rate(sides=True) == said


def test_a_market_that_fails_is_not_replaced_by_the_peg():
    """OR-08"""
    why = refusal("NoAccess", {})
    with pytest.raises(SourceFailed) as refused:
        oracle(why).rate(sides=True)
    assert refused.value.fields == {"source": "market", "reason": why}


def test_its_numbers_have_bounds():
    with pytest.raises(PegTooSmall) as refused:
        oracle(Rate(1, 1, 1), LEAST - 1)
    assert refused.value.fields == {"peg": LEAST - 1, "least": LEAST}
    for most in (0, ONE // 10 + 1):
        with pytest.raises(LimitOutOfRange):
            oracle(Rate(1, 1, 1), SCALE, most)
