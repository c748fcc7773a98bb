"""The planner whose assets take turns: exact plans, and what holds of every plan."""

from hypothesis import given

from counterpoise.execution.hub import Limits
from counterpoise.execution.turn import TurnPlanner
from counterpoise.execution.venue import UniswapV2Venue
from counterpoise.math.fixed_point import ONE
from counterpoise.observer.spot import observe
from counterpoise.types import Holdings
from tests.counterpoise.drawn import VENUE, scenes

PERCENT = ONE // 100
ASSETS = ("hub", "a", "b", "c", "d")
LIMITS = Limits(ONE, ONE, 2 * PERCENT, PERCENT, ONE)


def plan(*dollars, limits=LIMITS):
    """Everything at a dollar, a fifth of each is wanted, pools of 20 million."""
    units, prices = (ONE,) * 5, (ONE,) * 5
    held = Holdings(ASSETS, tuple(it * ONE for it in dollars), ONE)
    venue = UniswapV2Venue()
    for asset in ASSETS[1:]:
        venue.set_pool(asset, "hub", 20 * 10**6 * ONE, 20 * 10**6 * ONE)
    planner = TurnPlanner("hub", VENUE, limits, venue.curve)
    orders = planner.plan(observe(held, units, prices, 0), (ONE // 5,) * 5)
    return [(it.sell, it.buy, it.sell_amount) for it in orders]


def test_the_largest_sale_and_the_largest_purchase_are_planned():
    """Of c 4,000 dollars are wanted, less 4 % and the fee: the sale has bettered its price."""
    found = plan(20_000, 22_000, 24_000, 16_000, 18_000)
    assert found == [
        ("b", "hub", 3_832_541_478_320_680_000_000),
        ("hub", "c", 3_820_313_974_524_104_507_558),
    ]


def test_of_equal_ones_the_first_has_its_turn():
    assert [it[:2] for it in plan(20_000, 23_000, 23_000, 17_000, 17_000)] == [
        ("a", "hub"),
        ("hub", "c"),
    ]


def test_a_purchase_alone_closes_its_whole_gap():
    """Nothing was sold before it, so its pools are as they were looked at."""
    found = plan(24_000, 20_000, 20_000, 17_000, 19_000)
    assert found == [("hub", "c", 3_007_577_786_068_800_000_000)]


def test_a_sale_alone_waits_for_nobody():
    assert [it[:2] for it in plan(16_000, 23_000, 21_000, 20_000, 20_000)] == [("a", "hub")]


@given(scene=scenes())
def test_no_plan_has_more_than_one_sale_and_one_purchase(scene):
    """Of what there is too much of, then of what there is too little of."""
    hub, state = scene.planner, scene.state
    orders = TurnPlanner(hub.hub, VENUE, scene.limits, hub.markets).plan(state, scene.target)
    rows = zip(state.tokens, state.values, scene.target, strict=True)
    gaps = {token: value * ONE - weight * state.value for token, value, weight in rows}
    assert [it.buy == hub.hub for it in orders] in ([], [True], [False], [True, False])
    for it in orders:
        assert gaps[it.sell] > 0 if it.buy == hub.hub else gaps[it.buy] < 0
