"""A composite answers both ways by one rate, however small the amount, or not at all."""

from dataclasses import dataclass
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpoise.errors import AnswerInvalid, NotPriced, SourceFailed, refusal
from counterpoise.observer.oracle.composite import (
    LEAST,
    SCALE,
    CompositeOracle,
    Rate,
    Source,
    are_near,
)
from tests.counterpoise.drawn import scales

ONE = 10**18


@dataclass(frozen=True, slots=True)
class PlainOracle(CompositeOracle):
    """Says what its one source says."""

    source: Source

    def rate(self, sides: bool) -> Rate:
        return self.source.asked(sides)


def oracle(said):
    return PlainOracle("composite", "base", "quote", Source("source", said))


@st.composite
def rates(draw):
    mid = draw(scales(17, 60))
    return Rate(mid - mid * draw(st.integers(0, 9)) // 10, mid, mid + draw(st.integers(0, mid)))


@given(rates(), st.one_of(st.just(0), scales(0, 33)))
def test_the_answer_lies_between_its_sides_both_ways(rate, amount):
    """P10 And the sides are the fractions, rounded apart."""
    for way in (("base", "quote"), ("quote", "base")):
        bid, ask = oracle(rate).get_quotes(amount, *way)
        assert bid <= oracle(rate).get_quote(amount, *way) <= ask
    low, high = Fraction(amount * rate.bid, SCALE), Fraction(amount * rate.ask, SCALE)
    bid, ask = oracle(rate).get_quotes(amount, "base", "quote")
    assert low - 1 < bid <= low and high <= ask < high + 1


@given(rates(), scales(0, 33))
def test_there_and_back_gains_nothing(rate, amount):
    it = oracle(rate)
    worth = it.get_quotes(amount, "base", "quote")[0]
    assert it.get_quotes(worth, "quote", "base")[0] <= amount


@given(rates(), st.lists(scales(0, 33), min_size=2, max_size=2))
def test_more_is_never_worth_less(rate, amounts):
    low, high = sorted(amounts)
    ask = oracle(rate).get_quote
    assert ask(low, "base", "quote") <= ask(high, "base", "quote")


@pytest.mark.parametrize("way", [("base", "base"), ("other", "quote"), ("quote", "other")])
def test_another_pair_is_refused(way):
    it = oracle(Rate(SCALE, SCALE, SCALE))
    for ask in (it.get_quote, it.get_quotes):
        with pytest.raises(NotPriced) as refused:
            ask(ONE, *way)
        assert tuple(refused.value.fields.values()) == way


@pytest.mark.parametrize(
    "numbers",
    [(0, 0, 0), (LEAST - 1, LEAST, LEAST), (LEAST + 1, LEAST, LEAST + 1), (10**20, 10**20, 1)],
)
def test_what_is_nothing_or_out_of_order_is_no_answer(numbers):
    """OR-03, OR-06"""
    with pytest.raises(SourceFailed) as refused:
        oracle(Rate(*numbers)).get_quotes(ONE, "base", "quote")
    assert refused.value.source == "source"
    assert isinstance(refused.value.reason, AnswerInvalid)
    assert tuple(refused.value.reason.fields.values()) == ("source", *numbers)


def test_the_least_rate_is_an_answer():
    """OR-06"""
    assert oracle(Rate(LEAST, LEAST, LEAST)).get_quote(SCALE, "base", "quote") == LEAST


def test_a_refusal_comes_through():
    """OR-08"""
    why = refusal("Ailing", {"since": 3})
    with pytest.raises(SourceFailed) as refused:
        oracle(why).get_quote(ONE, "base", "quote")
    assert refused.value.fields == {"source": "source", "reason": why}


@pytest.mark.parametrize("more, near", [(-1, True), (0, True), (1, False)])
def test_near_is_up_to_the_limit(more, near):
    """OR-10 Of the lower one, whichever that is."""
    low, high = 2_000 * SCALE, 2_020 * SCALE + more
    assert are_near(low, high, ONE // 100) == are_near(high, low, ONE // 100) == near
