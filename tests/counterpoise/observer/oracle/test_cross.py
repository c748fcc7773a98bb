"""A cross rate: exact to fifteen digits against the fraction."""

from fractions import Fraction

import pytest
from hypothesis import assume, given

from counterpoise.errors import SourceFailed, refusal
from counterpoise.observer.oracle.composite import LEAST, SCALE, Rate, Source
from counterpoise.observer.oracle.cross import CrossOracle
from tests.counterpoise.drawn import scales


def oracle(first, second):
    return CrossOracle("it", "b", "q", Source("1", first), Source("2", second))


@given(scales(16, 56), scales(16, 56))
def test_it_is_exact_to_fifteen_digits(first, second):
    """OR-06 The rates themselves are floors of what is true: all three roundings together."""
    assume(first * second >= LEAST * SCALE)
    cross = oracle(Rate(*[first] * 3), Rate(*[second] * 3)).rate(sides=False).mid
    most = Fraction((first + 1) * (second + 1), SCALE)
    assert 0 <= 1 - Fraction(cross) / most < Fraction(1, 10**15)


def test_the_sides_are_multiplied_apart():
    """P10"""
    first, second = Rate(*[2 * SCALE - 1] * 3), Rate(*[SCALE // 2 - 1] * 3)
    product = (2 * SCALE - 1) * (SCALE // 2 - 1)
    down = product // SCALE
    assert oracle(first, second).rate(sides=True) == Rate(down, down, down + 1)


@pytest.mark.parametrize("place", [0, 1])
def test_the_one_that_fails_is_named(place):
    """OR-08"""
    why = refusal("NoAccess", {})
    answers = [Rate(SCALE, SCALE, SCALE)] * 2
    answers[place] = why
    with pytest.raises(SourceFailed) as refused:
        oracle(*answers).rate(sides=True)
    assert refused.value.fields == {"source": str(place + 1), "reason": why}
