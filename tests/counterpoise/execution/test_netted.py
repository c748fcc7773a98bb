"""The planner that nets: exact plans of a small vault, and what holds of every plan."""

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpoise.engine import settle
from counterpoise.errors import NoMarket
from counterpoise.execution.hub import HubPlanner, Limits
from counterpoise.execution.netting import NettingPlanner
from counterpoise.execution.venue import UniswapV2Venue
from counterpoise.math.fixed_point import ONE
from counterpoise.math.weights import total_drift
from counterpoise.observer.spot import observe
from counterpoise.types import Holdings
from tests.counterpoise.drawn import ADDRESSES, VENUE, Scene
from tests.counterpoise.execution.test_hub import (
    ASSETS,
    LIMITS,
    PERCENT,
    PRICES,
    TARGET,
    UNITS,
    grain,
    worth,
)
from tests.counterpoise.execution.webs import GAS, netting, webs

HELD = 300_000, 450_000, 250_000  # Ether is to be sold for bitcoin, the dollar stays.


def market(depths, kept=997 * ONE // 1000):
    """Pools of a depth in dollars, by the places of their assets."""
    venue = UniswapV2Venue(kept)
    for (i, j), depth in depths.items():
        pool = (depth * ONE * UNITS[k] // PRICES[k] for k in (i, j))
        venue.set_pool(ASSETS[i], ASSETS[j], *pool)
    return venue


def plan(depths, held=HELD, limits=LIMITS):
    planner = NettingPlanner("dollar", VENUE, limits, market(depths).curve, GAS)
    orders = planner.plan(worth(*held), TARGET)
    return [(o.sell, o.buy, o.sell_amount, o.min_buy_amount) for o in orders]


DEEP = 20_000_000
WEB = {(1, 0): DEEP, (2, 0): DEEP, (1, 2): DEEP}


def test_what_one_has_too_much_of_goes_straight_to_who_has_too_little():
    """E7, V1.12 50,000 dollars of ether for bitcoin in one trade: one fee instead of two."""
    assert plan(WEB) == [("ether", "bitcoin", 25 * 10**18, 123_750_000)]


def test_where_a_straight_pool_is_shallow_the_hub_brings_more():
    """And the plan is HubPlanner's to the unit."""
    shallow = WEB | {(1, 2): 2_000_000}
    hub = HubPlanner("dollar", VENUE, LIMITS, market(shallow).curve).plan(worth(*HELD), TARGET)
    assert plan(shallow) == [(o.sell, o.buy, o.sell_amount, o.min_buy_amount) for o in hub]
    assert [it[:2] for it in plan(shallow)] == [("ether", "dollar"), ("dollar", "bitcoin")]


def test_where_there_is_no_straight_pool_the_hub_is_the_way():
    without = {key: depth for key, depth in WEB.items() if key != (1, 2)}
    assert [it[:2] for it in plan(without)] == [("ether", "dollar"), ("dollar", "bitcoin")]


def test_where_there_is_no_way_by_the_hub_the_straight_one_is_taken():
    assert [it[:2] for it in plan({(1, 2): DEEP})] == [("ether", "bitcoin")]
    with pytest.raises(NoMarket):
        plan({(1, 2): 100_000})


def test_what_the_straight_pool_cannot_bear_goes_by_the_hub():
    """A market that bears a hundredth at its best price, in a vault whose hub pools are poor."""
    poor = Limits(ONE, ONE, PERCENT // 10, PERCENT, ONE)
    orders = plan({(1, 0): 300_000, (2, 0): 300_000, (1, 2): 400_000}, limits=poor)
    assert [it[:2] for it in orders] == [
        ("ether", "bitcoin"),
        ("ether", "dollar"),
        ("dollar", "bitcoin"),
    ]


def test_a_pool_that_pays_more_brings_no_more_than_is_wanted():
    """I-12 By a tenth, its fee aside: 25 over 1.0967 are sold."""
    venue = market(WEB)
    dear = replace(venue.curve("ether", "bitcoin"), buy_reserve=550 * 10**8)
    ways = {("ether", "bitcoin"): dear}
    planner = NettingPlanner(
        "dollar", VENUE, LIMITS, lambda *way: ways.get(way) or venue.curve(*way), GAS
    )
    (order, *_) = planner.plan(worth(*HELD), TARGET)
    assert (order.sell, order.buy) == ("ether", "bitcoin")
    assert order.sell_amount == 22_795_659_706_391_902_981


def test_a_gap_of_the_least_trade_is_netted_with_nobody():
    assert plan(WEB, held=(300_000, 400_001, 299_999)) == []
    assert len(plan(WEB, held=(300_000, 400_003, 299_997))) == 1


@given(webs(exact=True))
def test_no_hub_is_taken_below_its_goal_nor_an_asset_past_its_own(scene):
    """I-12 But for the cost of the trades, and the grain of amounts."""
    _, end = settle(scene.state, netting(scene).plan(scene.state, scene.target), scene.venue.quote)
    lost = max(scene.state.value - end.value, 0)
    slack = lost + (2 * grain(scene.state) * scene.state.value // ONE + 2) * len(end.assets)
    rows = zip(scene.state.values, end.values, scene.target, strict=True)
    for start, after, target in rows:
        goal = scene.state.value * target // ONE
        assert start > goal or after <= goal + slack
        assert start < goal or after >= goal - slack


@given(webs(exact=True))
def test_the_drift_falls_with_every_plan(scene):
    orders = netting(scene).plan(scene.state, scene.target)
    if orders:
        _, end = settle(scene.state, orders, scene.venue.quote)
        drifts = [total_drift(state, scene.target) for state in (scene.state, end)]
        assert drifts[1] < drifts[0] + 2 * grain(scene.state)


@given(webs())
def test_every_order_demands_its_worth_less_the_allowed_loss(scene):
    state = scene.state
    rows = {it.token: it for it in state.assets}
    for order in netting(scene).plan(state, scene.target):
        sell, buy = rows[order.sell], rows[order.buy]
        demanded = order.min_buy_amount * buy.price * sell.unit * ONE
        least = order.sell_amount * sell.price * buy.unit * (ONE - scene.limits.max_loss)
        assert demanded >= least


@given(webs())
def test_a_plan_sells_before_it_buys_and_never_more_than_there_is(scene):
    """E7 Straight ones first, then sales for the hub, then purchases with it; 2 (n - 1) at most."""
    orders, hub = netting(scene).plan(scene.state, scene.target), scene.state.tokens[scene.hub]
    held = dict(zip(scene.state.tokens, scene.state.balances, strict=True))
    kinds = [2 if it.sell == hub else it.buy == hub for it in orders]
    assert kinds == sorted(kinds)
    assert len(orders) <= 2 * (len(held) - 1)
    for order in orders:
        assert 0 < order.sell_amount <= held[order.sell]
        held[order.sell] -= order.sell_amount
        held[order.buy] += scene.venue.quote(order.sell, order.buy, order.sell_amount)
    for sold, bought in ((o.sell, o.buy) for o in orders if hub not in (o.sell, o.buy)):
        pace = netting(scene)._goals(scene.state, scene.target)
        goals = dict(zip(scene.state.tokens, pace, strict=True))
        values = dict(zip(scene.state.tokens, scene.state.values, strict=True))
        assert values[sold] > goals[sold] and values[bought] < goals[bought]


def cheaper(seed, n):
    """A vault of a million, and pools of all pairs at the price, all as deep: none is cut."""
    random, venue = Random(seed), UniswapV2Venue()
    values = [10**6 * random.uniform(0.5, 1.5) / n for _ in range(n)]
    balances = tuple(int(it * 10**6) * 10**12 for it in values)
    depth = random.randint(5 * 10**6, 5 * 10**7) * ONE
    for i in range(n):
        for j in range(i):
            venue.set_pool(ADDRESSES[i], ADDRESSES[j], depth, depth)
    state = observe(Holdings(ADDRESSES[:n], balances, ONE), (ONE,) * n, (ONE,) * n, 0)
    target = (ONE - (n - 1) * (ONE // n), *[ONE // n] * (n - 1))
    return Scene(state, target, 0, venue, Limits(ONE, ONE, ONE // 10, ONE // 10, ONE))


def leaked(scene, planner):
    """D18{USD}, what the trades of a plan cost, and D18{1}, what is left of the drift."""
    _, end = settle(scene.state, planner.plan(scene.state, scene.target), scene.venue.quote)
    return scene.state.value - end.value, total_drift(end, scene.target)


@given(st.integers(0, 2**32), st.integers(3, 20))
def test_where_straight_pools_are_no_dearer_less_is_lost(seed, n):
    """E7 Beside the plan by way of the hub; and the gaps are closed but for what that cost.

    Each goal is missed by a part of the cost and the least trade, a dollar; the whole is less by
    the cost too.
    """
    scene = cheaper(seed, n)
    netted, drift = leaked(scene, netting(scene))
    assert netted <= leaked(scene, scene.planner)[0]
    assert drift * (scene.state.value - netted) <= (2 * netted + n * ONE + ONE) * ONE
