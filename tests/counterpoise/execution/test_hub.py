"""The planner: exact plans of a small vault, and what holds of every plan."""

from dataclasses import replace

import pytest
from hypothesis import assume, given

from counterpoise.engine import settle
from counterpoise.errors import AssetUnknown, LimitOutOfRange, NoMarket
from counterpoise.execution.hub import HubPlanner, Leg, Limits, match
from counterpoise.execution.venue import UniswapV2Venue
from counterpoise.math.fixed_point import ONE
from counterpoise.math.valuation import change, value_of
from counterpoise.math.weights import total_drift, weigh
from counterpoise.observer.spot import observe
from counterpoise.types import Curve, Holdings
from tests.counterpoise.drawn import VENUE, scenes

PERCENT = ONE // 100
ASSETS = ("dollar", "ether", "bitcoin")
UNITS = (10**6, 10**18, 10**8)
PRICES = (ONE, 2_000 * ONE, 40_000 * ONE)
TARGET = (30 * PERCENT, 40 * PERCENT, 30 * PERCENT)
LIMITS = Limits(ONE, ONE, 2 * PERCENT, PERCENT, ONE)


def worth(*dollars):
    rows = zip(dollars, UNITS, PRICES, strict=True)
    balances = tuple(d * ONE * unit // price for d, unit, price in rows)
    return observe(Holdings(ASSETS, balances, ONE), UNITS, PRICES, 0)


def planner(depth=20_000_000, limits=LIMITS):
    venue = UniswapV2Venue()
    for asset, unit, price in list(zip(ASSETS, UNITS, PRICES, strict=True))[1:]:
        venue.set_pool(asset, "dollar", depth * ONE * unit // price, depth * 10**6)
    return HubPlanner("dollar", VENUE, limits, venue.curve)


def plan(state, **changes):
    orders = planner(**changes).plan(state, TARGET)
    return [(o.sell, o.buy, o.sell_amount, o.min_buy_amount) for o in orders]


def test_what_is_above_is_sold_and_what_is_below_is_bought_with_it():
    assert plan(worth(300_000, 450_000, 250_000)) == [
        ("ether", "dollar", 25054963376093740000, 49608827485),
        ("dollar", "bitcoin", 49835109871, 123341897),
    ]


def test_no_market_is_asked_for_more_than_it_looks_like():
    """What a curve says holds up to its limit; what is beyond waits for the next plan."""
    state, whole = worth(300_000, 450_000, 250_000), planner()
    limit = 10**19  # {unit} of ether, less than the half of what would be sold
    cut = replace(whole, markets=lambda *way: replace(whole.markets(*way), limit=limit))
    (sale, *_) = cut.plan(state, TARGET)
    assert (sale.sell, sale.sell_amount) == ("ether", limit)


def test_the_hub_is_spent_where_it_is_above_its_own_target():
    assert plan(worth(400_000, 400_000, 200_000)) == [
        ("dollar", "bitcoin", 100000000000, 247500000),
    ]


def test_the_hub_is_filled_where_it_is_below_its_own_target():
    assert plan(worth(200_000, 500_000, 300_000)) == [
        ("ether", "dollar", 50159730899127420000, 99316267181)
    ]


def test_a_vault_on_target_trades_nothing():
    assert plan(worth(300_000, 400_000, 300_000)) == []


def test_a_gap_of_the_least_trade_is_left_alone():
    assert plan(worth(300_000, 400_001, 299_999)) == []
    assert len(plan(worth(300_000, 400_003, 299_997))) == 2


def test_damping_closes_a_part_of_the_gap():
    half = replace(LIMITS, damping=ONE // 2)

    assert plan(worth(400_000, 400_000, 200_000), limits=half) == [
        ("dollar", "bitcoin", 50000000000, 123750000),
    ]


def test_turnover_bounds_what_is_sold():
    hundredth = replace(LIMITS, max_turnover=PERCENT)

    assert plan(worth(400_000, 400_000, 200_000), limits=hundredth) == [
        ("dollar", "bitcoin", 10000000000, 24750000),
    ]


def test_a_shallow_pool_gets_no_more_than_it_can_bear():
    assert plan(worth(400_000, 400_000, 200_000), depth=100_000) == [
        ("dollar", "bitcoin", 708178008, 1752741),
    ]


def test_half_the_reserves_bear_half_the_trade():
    """B7 What is left over waits for the next plan, which is as large once the pool is whole."""
    state = worth(400_000, 400_000, 200_000)
    ((*_, whole, _),) = plan(state, depth=100_000)
    ((*_, half, _),) = plan(state, depth=50_000)
    assert (whole, half) == (708_178_008, 354_089_004)
    assert plan(worth(399_292, 400_000, 200_708), depth=100_000)[0][2] == whole


def test_a_deep_loss_lets_a_shallow_pool_bear_the_whole_impact():
    generous = replace(LIMITS, max_loss=5 * PERCENT)

    assert plan(worth(400_000, 400_000, 200_000), depth=100_000, limits=generous) == [
        ("dollar", "bitcoin", 2046957198, 4861524),
    ]


def test_a_pool_off_its_price_gets_no_trade_and_the_others_theirs():
    state = worth(280_000, 480_000, 240_000)
    fair, dear = planner(), planner()
    dear.markets.__self__.set_pool("bitcoin", "dollar", 500 * 10**8, 20_200_000 * 10**6)

    assert [o.buy for o in fair.plan(state, TARGET)] == ["dollar", "bitcoin"]
    assert [o.buy for o in dear.plan(state, TARGET)] == ["dollar"]


def test_a_pool_that_bears_no_more_than_the_least_trade_gets_none():
    state, bearable = worth(400_000, 400_000, 200_000), 708_178_008_000_000_000_000
    least = replace(LIMITS, min_trade=bearable)

    assert plan(state, depth=100_000, limits=least) == []
    assert len(plan(state, depth=100_000, limits=replace(LIMITS, min_trade=bearable - 1))) == 1


def test_the_most_that_a_sum_can_cost_is_two_trades():
    """RB-04 One percent each: 1.99 %, and rounded up where it is no round number."""
    assert planner().max_cost == 199 * ONE // 10_000
    assert planner(limits=replace(LIMITS, max_loss=1)).max_cost == 2


def test_a_hub_that_is_not_held_is_refused():
    with pytest.raises(AssetUnknown) as refused:
        replace(planner(), hub="stone").plan(worth(1, 1, 1), TARGET)
    assert refused.value.fields == {"token": "stone"}


def test_a_pool_that_is_missing_is_refused():
    with pytest.raises(NoMarket) as refused:
        replace(planner(), markets=UniswapV2Venue().curve).plan(worth(10, 20, 30), TARGET)
    assert refused.value.fields == {"sell": "dollar", "buy": "ether"}


@pytest.mark.parametrize(
    ("field", "limit", "name", "most"),
    [
        ("damping", 0, "damping", ONE),
        ("max_turnover", ONE + 1, "maxTurnover", ONE),
        ("max_impact", ONE // 2 + 1, "maxImpact", ONE // 2),
        ("max_loss", 0, "maxLoss", ONE // 2),
    ],
)
def test_limits_outside_their_range_are_refused(field, limit, name, most):
    with pytest.raises(LimitOutOfRange) as refused:
        replace(LIMITS, **{field: limit})
    assert refused.value.fields == {"limit_name": name, "limit": limit, "most": most}


@pytest.mark.parametrize(
    ("hub_value", "hub_goal", "sold", "bought"),
    [(0, 0, 80, 80), (100, 0, 0, 100), (0, 100, 80, 80), (20, 0, 80, 100), (80, 50, 70, 100)],
)
def test_sales_and_purchases_are_matched_through_the_hub(hub_value, hub_goal, sold, bought):
    asset, curve = worth(1, 1, 1).assets[0], Curve(1, 1, ONE)
    legs = [Leg(asset, curve, 1, 1, 1, sold=80), Leg(asset, curve, 1, 1, 1, bought=100)]

    matched = match(legs, hub_value, hub_goal)

    assert (matched[0].sold, matched[1].bought) == (sold, bought)


def test_sales_that_bring_more_than_they_are_worth_are_shortened():
    """I-12 Two pay 1.25 for 1: for 50 that the hub lacks, 40 are sold."""
    asset, dear, fair = worth(1, 1, 1).assets[0], Curve(1, 1, ONE), Curve(1, 1, ONE - 1)
    legs = [Leg(asset, dear, 4, 5, 1, sold=80), Leg(asset, fair, 1, 1, 1, sold=100)]

    matched = match(legs, 0, 100)

    assert [leg.brings for leg in legs] == [100, 100]
    assert [(leg.sold, leg.brings) for leg in matched] == [(40, 50), (50, 50)]


def grain(state):
    """D18{1}, what one unit of each asset weighs in all."""
    rows = zip(state.prices, state.units, strict=True)
    return sum(price // unit + 1 for price, unit in rows) * ONE // state.value + 1


@given(scenes(exact=True))
def test_no_asset_is_taken_past_its_target_by_more_than_the_cost(scene):
    _, end = settle(scene.state, scene.planner.plan(scene.state, scene.target), scene.venue.quote)

    lost, _ = change(scene.state.value, end.value)
    slack = lost + 2 * grain(scene.state)
    weights = map(weigh, (scene.state, end))
    for start, after, target in zip(*weights, scene.target, strict=True):
        assert start > target or after <= target + slack
        assert start < target or after >= target - slack


@given(scenes(exact=True))
def test_the_drift_falls_with_every_plan(scene):
    orders = scene.planner.plan(scene.state, scene.target)
    assume(orders)
    _, end = settle(scene.state, orders, scene.venue.quote)

    drifts = [total_drift(state, scene.target) for state in (scene.state, end)]
    assert drifts[1] < drifts[0] + 2 * grain(scene.state)


@given(scenes())
def test_sales_bring_the_hub_no_more_than_it_lacks_and_passes_on(scene):
    """I-12 Whatever the pools pay: sales that bring more than they are worth are shortened."""
    state, h = scene.state, scene.hub
    orders = scene.planner.plan(state, scene.target)
    assume(orders)
    brought = sum(
        scene.venue.quote(order.sell, order.buy, order.sell_amount)
        for order in orders
        if order.buy == state.tokens[h]
    )
    goals = [state.value * weight // ONE for weight in scene.target]
    lacking = sum(max(goal - value, 0) for goal, value in zip(goals, state.values, strict=True))
    slack = len(state.assets) * (grain(state) * state.value // ONE + 1)
    assert value_of(brought, state.prices[h], state.units[h]) <= lacking + slack


@given(scenes())
def test_every_order_demands_its_worth_less_the_allowed_loss(scene):
    state, rows = scene.state, {}
    for row in zip(state.tokens, state.units, state.prices, strict=True):
        rows[row[0]] = row[1:]
    for order in scene.planner.plan(state, scene.target):
        (unit, price), (buy_unit, buy_price) = rows[order.sell], rows[order.buy]
        demanded = order.min_buy_amount * buy_price * unit * ONE
        assert demanded >= order.sell_amount * price * buy_unit * (ONE - scene.limits.max_loss)


@given(scenes())
def test_no_plan_asks_more_of_a_pool_than_it_gives(scene):
    """Whatever the pool's price, fee and depth; below 200,000 units the rounding may win."""
    for order in scene.planner.plan(scene.state, scene.target):
        given_ = scene.venue.quote(order.sell, order.buy, order.sell_amount)
        assert given_ >= order.min_buy_amount or order.min_buy_amount < 200_000


@given(scenes())
def test_a_plan_trades_each_asset_once_and_sells_before_it_buys(scene):
    hub = scene.state.tokens[scene.hub]
    orders = scene.planner.plan(scene.state, scene.target)

    traded = [o.buy if o.sell == hub else o.sell for o in orders]
    assert hub not in traded and len(set(traded)) == len(traded)
    assert [o.sell == hub for o in orders] == sorted(o.sell == hub for o in orders)


@given(scenes())
def test_a_plan_never_sells_more_than_there_is(scene):
    orders = scene.planner.plan(scene.state, scene.target)
    held = dict(zip(scene.state.tokens, scene.state.balances, strict=True))

    for order in orders:
        assert 0 < order.sell_amount <= held[order.sell]
        held[order.sell] -= order.sell_amount
        held[order.buy] += scene.venue.quote(order.sell, order.buy, order.sell_amount)
