"""Who lays liquidity before a price within one transaction: how much smaller that makes a plan."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterpoise.math.constant_product import depth
from counterpoise.math.ticks import sqrt_price_at
from counterpoise.types import Curve
from tests.depth import examples
from tests.evm.execution.v3_stage import Exchange, Market, open_exchange, open_market
from tests.evm.in_process import OUTSIDER, Chain, attempt, encoded

ONE, DEEP = 10**18, 10**7 * 10**18  # L of a pool of ten million dollars a side
# A plan that moves the price by a reach. A look reckons 20 ticks as a thousandth of a reserve,
# and an average price a thousandth below takes 1.001 of it: no answer is nearer than that.
REACH, IMPACT = 20, ONE // 1_000  # {tick}; D18{1}: an average price a tenth of a percent below
WIDE = (-887_270, 887_270, DEEP)  # {tick}, all of a tier whose ticks are 10 apart


@pytest.fixture(scope="module")
def exchange() -> Exchange:
    return open_exchange(Chain())


def market(exchange: Exchange, ticks_left: int) -> Market:
    """At 0.05 %, over all prices; upwards so many ticks are left until the next slot begins."""
    return open_market(exchange, 500, sqrt_price_at(10 - ticks_left), [WIDE], REACH)


def size(it: Market, is_down: bool = False) -> int:
    """{unit}, the most that a planner sells there."""
    curve = Curve(*it.curve(is_down))
    return min(depth(curve, IMPACT), curve.limit)


def gas_of(it: Market, lower: int, upper: int, amount: int) -> int:
    """{gas} of laying liquidity and taking it out again, two whole transactions."""
    chain, spent = it.chain, 0
    for act in ("mint", "burn"):
        data = encoded("MockV3Trader", act, (it.pool.address, lower, upper, amount))
        call = attempt(it.exchange.trader, data)
        done = chain.evm.transact("attempt", call, OUTSIDER, chain.caller, 0, chain.abi)
        spent += int(done.gas_used)
    return spent


@pytest.mark.parametrize("left", [10, 5, 2, 1])
@pytest.mark.parametrize("times", [1, 2, 3, 5, 50])
def test_liquidity_that_is_laid_before_the_price_makes_no_plan_smaller(exchange, left, times):
    """In the range that the price is about to leave, up to fifty times what is there; with the end
    of a curve at the first range of less than half it was 15 % of a plan, a tick before the end."""
    it = market(exchange, left)
    plain = size(it)
    it.lay((0, 10, times * DEEP))
    assert size(it) >= plain * 999 // 1_000
    it.lay((0, 10, -times * DEEP))
    assert size(it) == plain


@settings(max_examples=examples(20), deadline=None)
@given(
    left=st.integers(1, 10),
    laid=st.lists(
        st.tuples(st.integers(-3, 3), st.integers(1, 3), st.integers(1, 10**9)),
        min_size=1,
        max_size=3,
    ),
    is_down=st.booleans(),
)
def test_no_liquidity_that_is_added_makes_a_plan_smaller(exchange, left, laid, is_down):
    """Wherever around the price, and however much: within reach there are fewer than eight ends.

    A way may end a tick early, as a price stands somewhere within its tick.
    """
    it = market(exchange, left)
    plain = size(it, is_down)
    it.lay(*((10 * at, 10 * (at + wide), amount * 10**16) for at, wide, amount in laid))
    assert size(it, is_down) >= plain * (REACH - 1) // REACH * 999 // 1_000


def test_ends_of_ranges_use_up_the_steps_of_a_look(exchange):
    """At 0.01 % each tick may be one: eight of them are looked through, and bear two fifths of a
    reach of twenty. A unit of liquidity in each is enough, and stays as long as nobody minds."""
    it = open_market(exchange, 100, sqrt_price_at(0), [(-887_272, 887_272, DEEP)], REACH)
    plain = size(it)
    it.lay(*((k, k + 1, 1) for k in range(0, 20, 2)))
    assert size(it) == pytest.approx(plain * 8 // 20, rel=0.01)


def test_laying_it_costs_gas_alone(exchange):
    """Five times a pool of ten million a side, in its own range: 350,000 in two transactions, and
    25,000 dollars of either token for as long."""
    it = market(exchange, 5)
    held = [it.held(token, it.pool.address) for token in it.tokens]
    assert gas_of(it, 0, 10, 5 * DEEP) == pytest.approx(349_632, rel=0.02)
    it.lay((0, 10, 5 * DEEP))
    laid = [
        it.held(token, it.pool.address) - was for token, was in zip(it.tokens, held, strict=True)
    ]
    assert [round(amount / ONE) for amount in laid] == [24_989, 25_002]


def test_in_a_gap_a_unit_of_liquidity_is_all_that_a_look_sees(exchange):
    """What begins beyond the gap counts from there, until somebody lays a unit before it."""
    beyond = [(20, 100, DEEP), (-100, -20, DEEP)]
    it = open_market(exchange, 500, sqrt_price_at(5), beyond, REACH)
    assert size(it) > 10_000 * ONE
    it.lay((0, 20, 1))
    assert size(it) == 0
