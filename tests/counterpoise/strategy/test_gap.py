"""What a fall that no rebalance interrupts does to a floor, and the table that says so."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpoise.strategy.gap import shortfall, worst_shortfall
from tests.counterpoise.strategy.test_cppi import ONE, PERCENT, cppi, state_of

PAGE = Path(__file__).parents[3] / "docs" / "strategies.md"
MULTIPLIERS, GAPS = range(2, 6), range(10, 70, 10)


@pytest.mark.parametrize(
    "price, floor, exposure, gap, missing",
    [
        (125, 100, 80, 25, 0),
        (125, 100, 80, 60, 35),
        (100, 100, 0, 100, 0),
        (100, 100, 5, 60, 3),  # what a band of five per cent leaves at risk on the floor
        (90, 100, 0, 60, 10),
    ],
)
def test_what_is_missing_is_the_loss_less_the_cushion(price, floor, exposure, gap, missing):
    """C3 All in hundredths."""
    told = (it * PERCENT for it in (price, floor, exposure, gap))
    assert shortfall(*told) == missing * PERCENT


def test_a_loss_is_rounded_up():
    assert shortfall(ONE, ONE, ONE // 3, 1) == 1
    assert worst_shortfall(3 * ONE, ONE // 2) == 166_666_666_666_666_667


falls = st.integers(0, ONE)
multipliers = st.integers(ONE, 10 * ONE)
caps = st.integers(ONE // 100, ONE)


@given(multipliers, falls, caps, st.integers(ONE + 1, 200 * ONE))
def test_no_cushion_loses_more_than_the_worst(multiplier, gap, cap, price):
    """C3 To a unit of the price, and nothing at all within 1/m."""
    exposure = cppi(ONE, multiplier, cap=cap).exposure(state_of(price))
    missing = shortfall(price, ONE, exposure, gap)
    assert missing <= price * worst_shortfall(multiplier, gap, cap) // ONE + 1
    assert missing == 0 or multiplier * gap > ONE * ONE


@given(multipliers, falls, caps)
def test_the_worst_is_where_the_cap_begins(multiplier, gap, cap):
    """C3 The cushion is cap/m of the price there: less than that has less at risk."""
    floor = 10**9 * ONE
    price = floor * multiplier // max(multiplier - cap, 1)
    exposure = cppi(floor, multiplier, cap=cap).exposure(state_of(price))
    worst = price * worst_shortfall(multiplier, gap, cap) // ONE
    assert abs(shortfall(price, floor, exposure, gap) - worst) <= 2 * price // ONE + 2


def test_the_page_has_the_table_of_the_model():
    """What docs/strategies.md prints is what the model computes."""
    rows = [[f"{gap} %", *(_percent(m, gap) for m in MULTIPLIERS)] for gap in GAPS]
    table = "\n".join(f"| {' | '.join(row)} |" for row in rows)
    assert table in PAGE.read_text(encoding="utf-8")


def _percent(multiplier, gap):
    thousandths = worst_shortfall(multiplier * ONE, gap * PERCENT) * 1_000 / ONE
    return f"{thousandths / 10:.1f} %" if thousandths else "none"
