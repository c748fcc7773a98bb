"""Valuation: what amounts are worth, and the least to accept (vectors V5.5 of the design)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpoise.errors import AssetUnknown, MulDivFailed, NothingToWeigh
from counterpoise.math.valuation import (
    change,
    index_of,
    least_bought,
    part_up,
    revalue,
    shares_for,
    sides,
    value_of,
)
from counterpoise.types import Asset, State

ONE = 10**18
MILLI = 10**15


def test_a_value_is_rounded_down():
    assert value_of(123456789, 60_000 * ONE, 10**8) == 74074073400000000000000
    assert value_of(1, 1, 10**8) == 0


@pytest.mark.parametrize(
    ("amount", "sell_decimals", "sell_price", "buy_price", "buy_decimals", "loss", "least"),
    [
        (10**18, 18, 2_000 * ONE, ONE, 6, 5 * MILLI, 1990000000),
        (123456789, 8, 60_000 * ONE, 2_000 * ONE, 18, 10 * MILLI, 36666666333000000000),
        (10**24, 18, 123 * 10**11, 9995 * 10**14, 6, 20 * MILLI, 12060031),
    ],
)
def test_the_least_to_accept_is_that_of_the_vectors(
    amount, sell_decimals, sell_price, buy_price, buy_decimals, loss, least
):
    worth = amount * sell_price

    assert least_bought(worth, 10**sell_decimals, buy_price, 10**buy_decimals, loss) == least


@given(
    amount=st.integers(1, 2**112),
    prices=st.tuples(st.integers(1, 10**30), st.integers(1, 10**30)),
    decimals=st.tuples(st.integers(0, 24), st.integers(0, 24)),
    loss=st.integers(1, ONE // 2),
)
def test_the_least_to_accept_never_loses_more_than_allowed(amount, prices, decimals, loss):
    sell_unit, buy_unit = (10**d for d in decimals)
    worth = min(amount * prices[0], 2**128 * sell_unit)
    least = least_bought(worth, sell_unit, prices[1], buy_unit, loss)

    bound, got = worth * buy_unit * (ONE - loss), prices[1] * sell_unit * ONE
    assert least * got >= bound
    assert (least - 1) * got < bound


def test_a_change_rounds_up_on_either_side():
    assert change(3 * ONE, 2 * ONE) == (333333333333333334, 0)
    assert change(3 * ONE, 4 * ONE) == (0, 333333333333333334)
    assert change(3 * ONE, 3 * ONE) == (0, 0)


def test_a_part_of_nothing_is_refused():
    with pytest.raises(MulDivFailed):
        part_up(1, 0)


@given(price=st.integers(1, 10**30), deviation=st.integers(0, ONE // 10))
def test_a_price_lies_between_its_sides(price, deviation):
    """P10 Rounded apart, by less than a unit each."""
    bid, ask = sides(price, deviation)

    assert bid <= price <= ask
    assert 0 <= price * (ONE - deviation) - bid * ONE < ONE
    assert 0 <= ask * ONE - price * (ONE + deviation) < ONE


def test_shares_are_what_is_paid_of_what_is_held_less_the_spread():
    assert shares_for(1_000 * ONE, 10_000 * ONE, 50 * ONE, ONE // 50) == 49 * ONE // 10
    assert shares_for(1_000 * ONE, 10_000 * ONE, 50 * ONE, 2 * ONE) == 0
    with pytest.raises(NothingToWeigh):
        shares_for(ONE, 0, ONE, 0)


@given(
    paid=st.integers(0, 2**100),
    held=st.integers(1, 2**100),
    supply=st.integers(10**15, 2**100),
    spread=st.integers(0, ONE),
)
def test_shares_are_never_worth_more_than_was_paid(paid, held, supply, spread):
    """I-06"""
    shares = shares_for(paid, held, supply, spread)

    assert shares * (held + paid) <= paid * (supply + shares)


def test_other_balances_are_valued_at_the_same_prices():
    state = State(7, ONE, 300, (Asset("a", 10, 10, 100, 100), Asset("b", 1, 100, 2, 200)))

    assert revalue(state, [5, 99]) == State(
        7, ONE, 248, (Asset("a", 10, 5, 100, 50), Asset("b", 1, 99, 2, 198))
    )


def test_a_token_is_found_or_named():
    assert index_of(("a", "b"), "b") == 1
    with pytest.raises(AssetUnknown) as refused:
        index_of(("a", "b"), "c")
    assert refused.value.fields == {"token": "c"}
