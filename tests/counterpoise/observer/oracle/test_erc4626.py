"""A vault's share: what it converts to, on or below the line from its listing."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpoise.errors import LimitOutOfRange, RateTooHigh, RateTooLow, SourceFailed, refusal
from counterpoise.observer.oracle.composite import SCALE, Rate, Source
from counterpoise.observer.oracle.erc4626 import YEAR, Erc4626Oracle

ONE = 10**18
LISTED_AT = 1_700_000_000
ORACLE = Erc4626Oracle(
    address="it",
    base="vault",
    quote="q",
    source=Source("source", Rate(1_990 * SCALE, 2_000 * SCALE, 2_010 * SCALE)),
    listed_rate=SCALE,
    listed_at=LISTED_AT,
    max_growth=ONE // 20,
    max_loss=ONE // 10,
    converted=SCALE,
    time=LISTED_AT,
)


def test_a_share_is_worth_its_part_of_the_assets():
    """R1, P10 At each side of the asset's price."""
    it = replace(ORACLE, converted=11 * SCALE // 10, time=LISTED_AT + 2 * YEAR)
    assert it.rate(sides=True) == Rate(2_189 * SCALE, 2_200 * SCALE, 2_211 * SCALE)


@given(st.integers(0, 10 * YEAR))
def test_the_line_rises_with_time_and_not_by_itself(elapsed):
    """R1 Linear: in twenty years it has doubled."""
    it = replace(ORACLE, time=LISTED_AT + elapsed)
    assert it.most_rate() == SCALE + SCALE * elapsed // (20 * YEAR)
    assert it.least_rate() == 9 * SCALE // 10


@given(st.integers(0, 10 * YEAR))
def test_on_the_line_there_is_a_price_and_a_unit_above_there_is_none(elapsed):
    """R1, LM-04"""
    it = replace(ORACLE, time=LISTED_AT + elapsed)
    most = it.most_rate()
    assert replace(it, converted=most).within() == most
    with pytest.raises(RateTooHigh) as refused:
        replace(it, converted=most + 1).rate(sides=True)
    assert tuple(refused.value.fields.values()) == ("vault", most + 1, most)


def test_at_the_floor_there_is_a_price_and_a_unit_below_there_is_none():
    """R1"""
    floor = 9 * SCALE // 10
    assert replace(ORACLE, converted=floor).within() == floor
    with pytest.raises(RateTooLow) as refused:
        replace(ORACLE, converted=floor - 1).rate(sides=True)
    assert tuple(refused.value.fields.values()) == ("vault", floor - 1, floor)


def test_who_fails_is_named():
    """OR-08 The vault, or the oracle of its asset."""
    why = refusal("NoAccess", {})
    with pytest.raises(SourceFailed) as refused:
        replace(ORACLE, converted=why).rate(sides=True)
    assert refused.value.fields == {"source": "vault", "reason": why}
    with pytest.raises(SourceFailed) as refused:
        replace(ORACLE, source=Source("source", why)).rate(sides=True)
    assert refused.value.fields == {"source": "source", "reason": why}


@pytest.mark.parametrize("limits", [{"max_growth": ONE + 1}, {"max_loss": ONE // 2 + 1}])
def test_its_limits_have_bounds(limits):
    with pytest.raises(LimitOutOfRange):
        replace(ORACLE, **limits)
