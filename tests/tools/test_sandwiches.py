"""The figures of docs/execution.md: the best sandwich is the best, and the floors hold it."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterpoise.execution.hub import Limits
from counterpoise.execution.venue import UniswapV2Venue
from counterpoise.math.fixed_point import ONE
from counterpoise.types import Order
from tests.depth import examples
from tools.sandwiches import __main__, measure
from tools.sandwiches.attack import Attack
from tools.sandwiches.measure import BASIS, ground, kept_limits, kept_orders, lost, open_orders, row
from tools.sandwiches.page import table

PAGE = Path(__file__).resolve().parents[2] / "docs" / "execution.md"


@pytest.fixture(scope="module")
def rows():
    return measure.rows()


def small(kept, side, amount):
    """A pool of few units, and somebody who sells so many of them at any price."""
    pools = UniswapV2Venue(kept)
    pools.set_pool("a", "b", side, side)
    return Attack(pools, "a", "b", lambda _: (Order("", "a", "b", amount, 0),))


def test_a_sandwich_is_three_trades_on_one_pool():
    """1,000 of each; 100 before 100, free of fees: 90, 75, and 116 back for the 90."""
    found = small(ONE, 1_000, 100).play(100)
    assert (found.bought, found.profit) == ((75,), 16)
    assert small(ONE, 1_000, 100).play(0).profit == 0


@settings(max_examples=examples(20), deadline=None)
@given(fee=st.integers(0, 300), side=st.integers(10**10, 10**15), part=st.integers(1, 400))
def test_no_size_wins_more_than_the_best(fee, side, part):
    """Beside every thousandth of what may be borrowed, ten times the pool: there a unit of what is
    bought is worth 121 of what is sold, and each of three trades is rounded on either way."""
    attack = small(ONE - fee * BASIS, side, side * part // 1_000)
    best = attack.best(10 * side)
    assert best.profit >= max(attack.play(side * k // 100).profit for k in range(1_000)) - 6 * 121
    assert best.profit >= 0


@settings(max_examples=examples(60), deadline=None)
@given(
    fee=st.integers(0, 100),
    size=st.integers(1, 3_000),
    room=st.integers(1, 200),
    impact=st.integers(1, 1_000),
    front=st.integers(0, 10**6),
)
def test_whatever_was_sold_before_the_floors_hold(fee, size, room, impact, front):
    """AM-01 Any fee, size, floor, impact and push: each order brings what it must."""
    pools, state = ground(fee, size)
    limits = Limits(ONE, ONE, impact * BASIS, (fee + room) * BASIS, ONE)
    attack = Attack(pools, measure.ASSET, measure.HUB, kept_orders(state, limits))
    found = attack.play(front * measure.SIDE // 10**6)
    assert all(it >= o.min_buy_amount for it, o in zip(found.bought, found.orders, strict=True))
    assert lost(found) <= limits.max_loss


@pytest.mark.parametrize("fee", [10, 30, 100])
def test_below_the_fee_of_the_pools_side_no_order_is_worth_an_attack(fee):
    """With a floor or without; at half more one without is."""
    pools, state = ground(fee, fee * 9 // 10)
    for orders in (open_orders(state), kept_orders(state, kept_limits(fee))):
        attack = Attack(pools, measure.ASSET, measure.HUB, orders)
        assert attack.best(measure.FUNDS).profit == 0
    pools, state = ground(fee, fee * 3 // 2)
    attack = Attack(pools, measure.ASSET, measure.HUB, open_orders(state))
    assert attack.best(measure.FUNDS).profit > 0


def test_a_floor_is_never_passed_and_nothing_else_holds_the_other(rows):
    """AM-01 At 20 % of the side: 1 % of what is sold, beside all of it."""
    for it in rows:
        assert it.kept_alone <= it.kept_attacked <= it.bound
        assert it.open_alone <= it.open_attacked
    worst = row(30, 2_000)
    assert worst.open_attacked > 99 * ONE // 100
    assert 99 * BASIS < worst.kept_attacked <= worst.bound == 100 * BASIS


def test_the_page_has_the_table_that_is_measured(rows):
    assert table(rows) in PAGE.read_text()


def test_the_picture_is_drawn(rows, tmp_path, capsys):
    __main__.main(tmp_path / "it.png")
    assert (tmp_path / "it.png").stat().st_size > 10_000
    assert capsys.readouterr().out.strip() == table(rows)
