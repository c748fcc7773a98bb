"""A venue read from the chain: planner and engine see there what they see in its own twin."""

from dataclasses import astuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpoise.chain.parts import NoTwin
from counterpoise.chain.venue import SeenVenue
from counterpoise.errors import NoMarket
from counterpoise.execution.hub import HubPlanner, Limits
from counterpoise.execution.venue import UniswapV2Venue
from counterpoise.math.ticks import sqrt_price_at
from counterpoise.types import UNLIMITED, Asset, Curve, Order, State
from tests.counterpoise.drawn import ONE
from tests.depth import sharing
from tests.evm.execution.v3_stage import open_exchange, open_market
from tests.evm.in_process import said

PERCENT = ONE // 100
NEAR = [(10 * k, 10 * k + 10, (5 + k % 3) * 10**5 * ONE) for k in range(-30, 30)]
LIMITS = Limits(ONE, ONE, 2 * PERCENT, 5 * PERCENT, ONE)

check = sharing(15)


@pytest.fixture(scope="module")
def exchange(evm):
    return open_exchange(evm)


@pytest.fixture(scope="module")
def market(exchange):
    """A pool of 0.05 % whose every tick spacing has a range of its own."""
    return open_market(exchange, 500, sqrt_price_at(3), NEAR)


def seen(market):
    return SeenVenue(
        lambda name, *inputs: market.chain.ask("UniswapV3Venue", market.venue, name, *inputs),
        is_pair=False,
    )


@check
@given(
    held=st.tuples(*[st.integers(10**3, 10**6)] * 2),
    weight=st.integers(0, 100),
    first=st.booleans(),
)
def test_a_plan_through_ranges_is_the_chains(exchange, held, weight, first):
    """HubPlanner and its twin, whose only sight of the pool is what the chain says."""
    market = open_market(exchange, 500, sqrt_price_at(3), NEAR)
    evm, hub = market.chain, market.tokens[first]
    assets = [
        (token, ONE, amount * ONE, ONE, amount * ONE)
        for token, amount in zip(market.tokens, held, strict=True)
    ]
    state, target = _state(assets), [weight * PERCENT, ONE - weight * PERCENT]
    planner = evm.deploy("HubPlanner", hub, market.venue, astuple(LIMITS))
    twin = HubPlanner(hub, market.venue, LIMITS, seen(market).curve)
    planned = said(evm.ask, "HubPlanner", planner, "plan", astuple(state), target, b"")
    orders = twin.plan(state, target)
    assert planned == said(lambda: [astuple(it) for it in orders])
    for order in orders:
        curve = seen(market).curve(order.sell, order.buy)
        assert order.sell_amount <= curve.limit


def _state(assets):
    rows = tuple(Asset(*it) for it in assets)
    return State(0, ONE, sum(it.value for it in rows), rows)


def test_ranges_are_quoted_by_the_chain_itself(market):
    """To the unit also where a sale leaves what its curve looks like."""
    venue, ends = seen(market), market.ends(True)
    far = 8 * venue.curve(*ends).limit
    assert venue.quote(*ends, far) == market.quote(True, far) == market.twin.quote(*ends, far)


def test_ranges_that_have_moved_are_not_known_any_more(market):
    venue, ends = seen(market), market.ends(True)
    assert venue.apply(market.order(True, ONE)) == market.quote(True, ONE)
    for way in (ends, market.ends(False)):
        with pytest.raises(NoTwin):
            venue.quote(*way, ONE)


def test_a_constant_product_moves_here():
    """As the twin of its own kind does, both ways, and asked for once each."""
    own, asked = UniswapV2Venue(), []
    own.set_pool("coin", "dollar", 1_000 * ONE, 2_000_000 * 10**6)
    curves = {ends: astuple(own.curve(*ends)) for ends in own.reserves}

    def read(name, *ends):
        asked.append((name, *ends))
        return curves[ends]

    venue, order = SeenVenue(read, is_pair=True), Order("venue", "coin", "dollar", ONE, 0)
    assert venue.quote("coin", "dollar", ONE) == own.quote("coin", "dollar", ONE)
    assert [venue.apply(order) for _ in range(2)] == [own.apply(order) for _ in range(2)]
    back = Order("venue", "dollar", "coin", 10**9, 0)
    assert venue.apply(back) == own.apply(back)
    assert venue.curve("coin", "dollar") == Curve(*own.reserves["coin", "dollar"], own.kept)
    assert asked == [("curve", "coin", "dollar"), ("curve", "dollar", "coin")]


def test_a_market_that_only_looks_like_a_pair_is_asked_itself():
    """A split of pairs has no limit either, and brings more than its curve says."""

    def read(name, *inputs):
        return (1_000 * ONE, 2_000 * ONE, ONE, UNLIMITED) if name == "curve" else 7

    venue = SeenVenue(read, is_pair=False)
    assert venue.apply(Order("venue", "coin", "dollar", ONE, 0)) == 7
    with pytest.raises(NoTwin, match="the market of coin and dollar has moved within its block"):
        venue.quote("coin", "dollar", ONE)


def test_a_market_that_is_not_there_is_refused_when_it_is_asked_for(market):
    with pytest.raises(NoMarket):
        seen(market).curve(market.tokens[0], market.venue)
