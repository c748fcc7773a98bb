"""What a tank pays, and the rate below which nobody makes drift for its sake."""

from dataclasses import replace

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st
from mpmath import mp, mpf, sqrt

from counterpoise.engine import settle
from counterpoise.errors import LimitOutOfRange
from counterpoise.execution.hub import HubPlanner, Limits
from counterpoise.execution.venue import UniswapV2Venue
from counterpoise.keeper.reward import Fees, Tank, Terms, safe_rate
from counterpoise.math.fixed_point import ONE
from counterpoise.math.weights import total_drift
from counterpoise.observer.spot import observe
from counterpoise.types import Holdings, Order
from tests.depth import examples

GWEI, DAY, BASIS, PERCENT = 10**9, 86_400, 10**14, 10**16
TERMS = Terms(PERCENT * 10, 40_000, 10**12, PERCENT, ONE // 10, ONE, 1_000_000)
FEES = Fees(22 * GWEI, 20 * GWEI)
TANK = Tank(TERMS, ONE)


@pytest.mark.parametrize(
    "change, removed, earned",
    [
        ({}, 8 * PERCENT, 340_000 * 22 * GWEI),
        ({"margin": 0}, 8 * PERCENT, 340_000 * 20 * GWEI),
        ({"margin": ONE}, 8 * PERCENT, 340_000 * 22 * GWEI),
        ({"rate": 10**11}, 8 * PERCENT, 8_000 * 10**11),
        ({"most": 7}, 8 * PERCENT, 7),
        ({"max_gas": 200_000}, 8 * PERCENT, 240_000 * 22 * GWEI),
        ({"max_gas": 300_000}, 8 * PERCENT, 340_000 * 22 * GWEI),
        ({}, PERCENT, 1_000 * 10**12),
        ({}, PERCENT - 1, 0),
    ],
)
def test_a_reward_is_the_least_of_its_bounds(change, removed, earned):
    """I3 300,000 gas, of a vault of a hundred thousand dollars."""
    tank = replace(TANK, terms=replace(TERMS, **change))
    assert tank.reward_for(FEES, 300_000, removed, 10**5 * ONE) == earned


def test_a_reward_rounds_down_twice():
    """Of a drift of less than a unit's worth of value, and of a wei."""
    tank = replace(TANK, terms=replace(TERMS, least=1, rate=10**9))
    assert tank.reward_for(FEES, 0, 1, ONE - 1) == 0
    assert tank.reward_for(FEES, 0, 1, 2 * 10**27 - 1) == 1


def test_a_day_has_half_its_budget_at_once_and_the_rest_as_it_leaks():
    """I3 1,000 of 2,000 wei: half of them in half a day."""
    tank = Tank(replace(TERMS, daily_budget=2_000), 10**6)
    paid, tank = tank.pay(1_500, DAY)
    assert (paid, tank.used, tank.balance) == (1_000, 1_000, 999_000)
    assert tank.pay(1, DAY) == (0, tank)
    assert tank.used_at(DAY + DAY // 2) == 500
    assert tank.pay(900, DAY + DAY // 2)[0] == 500
    assert tank.pay(900, 2 * DAY)[0] == 900


@given(
    st.integers(0, 2 * ONE),
    st.integers(0, ONE // 2),
    st.integers(DAY, 3 * DAY),
    st.integers(1, 3 * ONE),
)
def test_the_most_at_a_time_is_what_it_pays_for_all_that_a_call_can_earn(balance, used, time, most):
    """I3 And who earns less is paid that, up to it."""
    tank = Tank(replace(TERMS, most=most), balance, used, DAY)
    top = tank.most_at(time)
    assert top == min(most, TERMS.capacity - tank.used_at(time), balance)
    for earned in (0, 1, most // 2, most):
        assert tank.pay(earned, time)[0] == min(earned, top)


def test_it_pays_what_is_there():
    paid, tank = Tank(TERMS, 5).pay(7, DAY)
    assert (paid, tank.balance, tank.used) == (5, 0, 5)


@pytest.mark.parametrize(
    "change, name",
    [
        ({"margin": ONE + 1}, "margin"),
        ({"overhead": 100_001}, "overhead"),
        ({"rate": 0}, "rate"),
        ({"least": ONE // 4 + 1}, "least"),
        ({"most": 10 * ONE + 1}, "most"),
        ({"daily_budget": 1}, "dailyBudget"),
        ({"max_gas": 0}, "maxGas"),
        ({"max_gas": 30_000_001}, "maxGas"),
    ],
)
def test_terms_out_of_range_are_refused(change, name):
    with pytest.raises(LimitOutOfRange) as refused:
        replace(TERMS, **change)
    assert refused.value.limit_name == name


def test_the_safe_rate_is_the_fee_less_what_the_planner_allows():
    """I3 0.30 % by 99 % by 98 %, of a dollar, at 4,000 dollars an ether."""
    limits = Limits(ONE, ONE, 2 * PERCENT, PERCENT, ONE)
    assert safe_rate(997 * 10**15, limits, 4_000 * ONE) == 727_650_000_000
    assert safe_rate(ONE, limits, 4_000 * ONE) == 0


@settings(max_examples=examples(400), deadline=None)
@given(
    fee=st.integers(1, 300),
    room=st.integers(0, 500),
    impact=st.integers(1, 2_000),
    depth=st.integers(-300, 300),
    weight=st.integers(1, 99),
    off=st.integers(-30, 30),
    push=st.integers(-500, 500),
)
def test_the_pool_takes_more_of_the_traders_than_the_rate_pays_them(
    fee, room, impact, depth, weight, off, push
):
    """I3 Any fee, depth and limits, and a push first: to whom the pool belongs, it is worth
    2 sqrt(k) at the oracle's price, one. All others together lose what it gains."""
    limits = Limits(ONE, ONE, impact * BASIS, (fee + room) * BASIS, 0)
    side = int(10 ** (24 + depth / 100))
    pools = UniswapV2Venue(ONE - fee * BASIS)
    pools.set_pool("a", "b", side, side)
    held = max(0, min(100, weight + off)) * 10**22
    state = observe(Holdings(("a", "b"), (held, 10**24 - held), ONE), (ONE,) * 2, (ONE,) * 2, 0)
    start = root(pools)
    sell, buy = ("a", "b") if push > 0 else ("b", "a")
    pools.apply(Order("", sell, buy, side * abs(push) // 1_000, 0))

    target = (weight * PERCENT, ONE - weight * PERCENT)
    orders = HubPlanner("b", "", limits, pools.curve).plan(state, target)
    orders, end = settle(state, orders, pools.quote)
    for order in orders:
        pools.apply(order)

    removed = total_drift(state, target) - total_drift(end, target)
    rate = safe_rate(pools.kept, limits, 4_000 * ONE)
    paid = max(removed, 0) * state.value // ONE * rate // ONE * 4_000
    assert paid <= 2 * (root(pools) - start)
    event("paid" if paid else "not paid")


def root(pools):
    """What one side of the pool is worth where it is at the oracle's price."""
    with mp.workdps(80):
        a, b = pools.reserves["a", "b"]
        return sqrt(mpf(a) * b)
