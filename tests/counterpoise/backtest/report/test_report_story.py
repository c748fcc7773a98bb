"""What a story refuses, and what it says of an interval."""

from __future__ import annotations

from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpoise.backtest.course import Course
from counterpoise.backtest.prices import ONE
from counterpoise.backtest.report.columns import NONE, column, dollars, shown
from counterpoise.backtest.report.story import (
    Attribution,
    Difference,
    NothingPlayed,
    Part,
    Row,
    Story,
    Unbalanced,
)
from counterpoise.types import Holdings
from tests.counterpoise.backtest.report.told import Bounds, drawn, story

AMOUNTS = st.integers(-(10**40), 10**40)


def test_a_course_without_a_price_is_refused_by_its_name():
    empty = Course("vault", ("USDC",), (10**6,), Holdings(("USDC",), (1,), ONE))

    with pytest.raises(NothingPlayed) as refused:
        Story("a run", Row("vault", {}, empty))

    assert str(refused.value) == "vault: nothing was played, so there is nothing to report"
    assert refused.value.name == "vault"


def test_parts_that_miss_the_change_by_a_wei_are_refused():
    parts = (Part("market", 3 * ONE), Part("fees paid", -ONE))

    assert Attribution(ONE, parts, 3 * ONE).parts == parts
    with pytest.raises(Unbalanced) as refused:
        Attribution(ONE, parts, 3 * ONE + 1)

    assert (refused.value.told, refused.value.change) == (2 * ONE, 2 * ONE + 1)
    told = "the parts sum to 2000000000000000000, and the change is 2000000000000000001, D18{USD}"
    assert str(refused.value) == told


@given(st.lists(AMOUNTS, max_size=8), AMOUNTS)
def test_parts_are_taken_whenever_they_sum_to_the_change(amounts, start):
    parts = tuple(Part("a part", it) for it in amounts)

    assert Attribution(start, parts, start + sum(amounts)).start == start
    with pytest.raises(Unbalanced):
        Attribution(start, parts, start + sum(amounts) - 1)


@pytest.mark.parametrize(
    ("low", "high", "verdict"),
    [(0.01, 0.03, 1), (-0.03, -0.01, -1), (-0.01, 0.02, 0), (0.0, 0.02, 0), (-0.02, 0.0, 0)],
)
def test_an_interval_that_holds_or_touches_0_tells_nothing(low, high, verdict):
    difference = Difference("vault", "hold", "annual_return", Bounds(low, (low + high) / 2, high))

    assert difference.verdict == verdict


def test_an_interval_of_no_numbers_tells_nothing():
    none = float("nan")

    assert Difference("vault", "hold", "sharpe", Bounds(none, none, none)).verdict == 0


def test_the_figures_of_a_story_come_in_their_order_and_unknown_ones_last():
    told = story(drawn(30), ["hold"])
    odd = replace(told.vault, figures={"zeal": 1.0, "gas": 0.0, "total_return": 0.0})

    figures = replace(told, vault=odd, others=(), differences=()).figures

    assert figures == ["total_return", "gas", "zeal"]


@pytest.mark.parametrize(
    ("name", "number", "written"),
    [
        ("total_return", 2.7537, "+275.37%"),
        ("total_return", -0.00001, "0.00%"),
        ("drawdown", 0.6393, "63.93%"),
        ("sharpe", -1.234, "-1.23"),
        ("gas", 24_400_000.0, "24,400,000"),
        ("drawdown_from", 1_583_971_500, "2020-03-12"),
        ("sharpe", float("nan"), NONE),
        ("calmar", float("inf"), NONE),
        ("zeal", 1234.5678, "1,234.57"),
    ],
)
def test_a_figure_is_written_one_way(name, number, written):
    assert shown(name, {name: number}) == written


def test_a_figure_that_nobody_gave_is_a_dash():
    assert shown("sharpe", {}) == NONE
    assert column("left_over").head == "left over"


@pytest.mark.parametrize(
    ("amount", "written"),
    [
        (0, "0.00"),
        (-1, "0.00"),
        (5 * 10**15, "0.01"),
        (5 * 10**15 - 1, "0.00"),
        (-5 * 10**15, "-0.01"),
        (123_456_789 * ONE, "123,456,789.00"),
        (2**200, "1,606,938,044,258,990,275,541,962,092,341,162,602,522,202.99"),
    ],
)
def test_dollars_are_rounded_to_the_cent_without_floats(amount, written):
    assert dollars(amount) == written


@given(AMOUNTS)
def test_dollars_are_what_decimals_make_of_them(amount):
    exact = Decimal(amount).scaleb(-18)
    rounded = exact.quantize(Decimal("0.01"), ROUND_HALF_UP)

    assert dollars(amount) == f"{rounded or abs(rounded):,}"
