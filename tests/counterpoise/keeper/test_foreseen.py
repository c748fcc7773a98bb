"""What a tank says it would pay, held against its twin: to the wei, whatever gas it measured."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpoise.keeper.collect import Work, require_foreseen
from counterpoise.keeper.decide import TwinDisagrees
from counterpoise.keeper.reward import Fees
from counterpoise.math.fixed_point import ONE
from tests.counterpoise.keeper.test_reward import DAY, FEES, GWEI, PERCENT, TANK, TERMS

VALUE = 10**5 * ONE  # D18{USD}
DRIFT = 8 * PERCENT
PRICE = 22 * GWEI  # {wei/gas} that comes back
OVERHEAD = TERMS.overhead
GIVEN = 3 * 10**6  # {gas}, more than counts


def paid(tank, gas, removed=DRIFT, fees=FEES):
    return tank.pay(tank.reward_for(fees, gas, removed, VALUE), DAY)[0]


def agrees(tank, said, removed=DRIFT, fees=FEES, gas=GIVEN):
    try:
        require_foreseen(tank, fees, Work(removed, VALUE, gas, DAY), said)
    except TwinDisagrees:
        return False
    return True


@pytest.mark.parametrize(
    ("said", "same"),
    [
        ((300_000 + OVERHEAD) * PRICE, True),
        ((300_001 + OVERHEAD) * PRICE, True),
        ((300_000 + OVERHEAD) * PRICE + 1, False),
        ((300_000 + OVERHEAD) * PRICE - 1, False),
        (8_000 * 10**12, True),  # all that the drift is worth
        (8_000 * 10**12 + 1, False),
        (OVERHEAD * PRICE, True),
        ((OVERHEAD - 1) * PRICE, False),
        (0, False),
    ],
)
def test_a_reward_is_of_whole_gas_or_all_that_another_bound_leaves(said, same):
    """The drift is worth 0.008 ether, 363,636 gas at the price that comes back."""
    assert agrees(TANK, said) == same


def test_of_too_little_drift_nothing_is_paid():
    assert agrees(TANK, 0, removed=PERCENT - 1)
    assert not agrees(TANK, PRICE * OVERHEAD, removed=PERCENT - 1)


tanks = st.builds(
    lambda balance, used, **terms: replace(
        TANK, balance=balance, used=used, time=DAY, terms=replace(TERMS, **terms)
    ),
    balance=st.integers(0, ONE),
    used=st.integers(0, ONE // 20),
    margin=st.integers(0, ONE),
    overhead=st.integers(0, 100_000),
    rate=st.integers(1, 10**15),
    most=st.integers(1, ONE),
    max_gas=st.integers(1, 10**6),
)
fees = st.builds(lambda base, tip: Fees(base + tip, base), *[st.integers(0, 200 * GWEI)] * 2)


@given(tanks, fees, st.integers(0, 2 * 10**6), st.integers(0, 10**6), st.integers(0, 25 * PERCENT))
def test_whatever_it_measures_the_twin_comes_to_the_same(tank, fees, gas, spare, removed):
    """Of as much gas as it was given, or less."""
    assert agrees(tank, paid(tank, gas, removed, fees), removed, fees, gas + spare)


@given(tanks, fees, st.integers(0, 2 * 10**6), st.integers(1, 10**18))
def test_never_is_more_agreed_than_all_gas_would_come_to(tank, fees, gas, more):
    assert not agrees(tank, paid(tank, gas, fees=fees) + more, fees=fees, gas=gas)


@given(st.integers(0, 10**6), st.integers(2, 30 * GWEI), st.data())
def test_no_part_of_a_unit_of_gas_is_agreed(gas, price, data):
    """Where gas is all that binds."""
    tank = replace(TANK, terms=replace(TERMS, rate=10**15, daily_budget=10 * ONE))
    said = paid(tank, gas, fees=Fees(price, price))
    part = data.draw(st.integers(1, price - 1))
    assert said == (gas + OVERHEAD) * price
    assert agrees(tank, said, fees=Fees(price, price))
    assert not agrees(tank, said + part, fees=Fees(price, price))
