"""HubPlanner: sells what is above its target, then buys what is below, never past either."""

import brownie
import pytest
from world import ONE, PERCENT, Settings, build, deploy, plain, plan_with

HUB, ETHER, BITCOIN = range(3)
GOOD = (ONE, ONE, 2 * PERCENT, PERCENT, ONE)


@pytest.fixture(scope="module")
def world(module_isolation):
    return build(Settings(handed_over=False))


def plan(world, planner=None, target=None):
    """The orders as (sell, buy, amount, least), by the assets' places."""
    state = world.observer.observe(world.vault.holdings())
    target = target or list(world.settings.weights)
    orders = (planner or world.planner).plan(state, target, b"")
    places = {token.address: i for i, token in enumerate(world.tokens)}
    return [(places[o[1]], places[o[2]], int(o[3]), int(o[4])) for o in orders]


def settled(world, orders):
    """{unit}, the books after the orders, each at what its pool would bring."""
    books = world.books()
    for sell, buy, amount, _ in orders:
        books[sell] -= amount
        books[buy] += world.venue.quote(world.tokens[sell], world.tokens[buy], amount)
    return books


def worth(world, books):
    prices = [feed.latestRoundData()[1] for feed in world.feeds]
    return [b * p * 10**10 // 10**d for b, p, d in zip(books, prices, world.settings.decimals)]


def weights(world, books):
    values = worth(world, books)
    return [v * ONE // sum(values) for v in values]


def test_at_the_target_there_is_nothing_to_do(world):
    assert plan(world) == []


def test_sales_come_first_and_pay_for_the_purchases(world):
    """Math 1.4: at most one order an asset, every one with the hub."""
    world.move(ETHER, 2_500)
    assert plan(world) == [
        (ETHER, HUB, 24_051_808_095_871_090_000, 59_528_225_038),
        (HUB, BITCOIN, 30_094_648_783, 74_484_256),
    ]


def test_a_limit_is_the_worth_less_the_loss(world):
    """Math 5.5: rounded up, from the oracle's price and not the pool's."""
    world.move(ETHER, 2_500)
    for sell, buy, amount, least in plan(world):
        prices, decimals = (1, 2_500, 40_000), world.settings.decimals
        worth = amount * prices[sell] * 10 ** decimals[buy] * 99
        assert least == -(-worth // (prices[buy] * 10 ** decimals[sell] * 100))


def test_a_pool_off_its_price_changes_no_limit(world):
    """AM-01 Who pushes the pool finds the same limits."""
    world.post(ETHER, 2_500)
    world.set_pool(ETHER, 2_300)
    for sell, _, amount, least in plan(world):
        if sell == ETHER:
            assert least == -(-amount * 2_500 * 99 // (10**14))


def test_damping_closes_a_part_of_the_gap(world):
    """E3 Half of the gap is sold, to a hundredth."""
    world.move(ETHER, 2_500)
    whole = plan(world)[0][2]
    half = plan(world, plan_with(world, damping=ONE // 2))[0][2]
    assert half / whole == pytest.approx(0.5, abs=0.005)


def test_turnover_bounds_what_is_sold(world):
    """E3 One percent of 1,100,000 dollars is 4.4 at 2,500, and a little for the cost."""
    world.move(ETHER, 2_500)
    [(_, _, amount, _), *_] = plan(world, plan_with(world, maxTurnover=PERCENT))
    assert amount / ONE == pytest.approx(4.4, abs=0.01)


def test_a_trade_is_cut_to_what_its_pool_can_bear(world):
    """B7, AM-03 With a tenth of a percent of impact; halving the limit halves the order."""
    world.move(ETHER, 2_500)
    reserve = world.reserves(ETHER)[1]
    for impact in (PERCENT // 10, PERCENT // 20):
        [(_, _, amount, _), *_] = plan(world, plan_with(world, maxImpact=impact))
        bearable = reserve * impact * ONE // ((ONE - impact) * (997 * ONE // 1_000))
        assert amount == pytest.approx(bearable, rel=1e-9)
        assert amount <= bearable


def test_gaps_below_the_least_trade_are_left_alone(world):
    """The asset that rose is 60,000 dollars too heavy, the one that did not 30,000 too light."""
    world.move(ETHER, 2_500)
    assert plan(world, plan_with(world, minTrade=60_000 * ONE)) == []
    orders = plan(world, plan_with(world, minTrade=30_000 * ONE))
    assert [order[:2] for order in orders] == [(ETHER, HUB)]
    orders = plan(world, plan_with(world, minTrade=29_999 * ONE))
    assert [order[:2] for order in orders] == [(ETHER, HUB), (HUB, BITCOIN)]


def test_the_hub_alone_may_be_what_is_too_much(world):
    """A purchase needs no sale where the hub has more than its own target."""
    world.tokens[HUB].mint(world.vault, 300_000 * 10**6, {"from": world.deployer})
    world.vault.sync(world.tokens[HUB], {"from": world.deployer})
    assert [order[:2] for order in plan(world)] == [(HUB, ETHER), (HUB, BITCOIN)]


def test_the_hub_keeps_its_target_where_pools_pay_more(world):
    """I-12 Ether's pool pays 2.5 % above the feed: less is sold, and the hub ends below 30 %."""
    world.post(ETHER, 2_500)
    world.set_pool(ETHER, 2_562.5)
    orders = plan(world)
    assert [order[:3] for order in orders] == [
        (ETHER, HUB, 23_302_273_349_899_690_000),
        (HUB, BITCOIN, 30_094_702_930),
    ]
    assert weights(world, settled(world, orders))[HUB] == 299_090_863_111_710_581


@pytest.mark.parametrize(
    "name, place, most",
    [
        ("damping", 0, ONE),
        ("maxTurnover", 1, ONE),
        ("maxImpact", 2, ONE // 2),
        ("maxLoss", 3, ONE // 2),
    ],
)
@pytest.mark.parametrize("beyond", ["nothing", "too much"])
def test_limits_stay_within_their_range(world, name, place, most, beyond):
    limits = list(GOOD)
    limits[place] = 0 if beyond == "nothing" else most + 1
    label = name.encode().ljust(32, b"\0")
    with brownie.reverts(f"LimitOutOfRange: {label!r}, {limits[place]}, {most}"):
        deploy("HubPlanner", world.deployer, world.tokens[HUB], world.venue, tuple(limits))
    limits[place] = most
    deploy("HubPlanner", world.deployer, world.tokens[HUB], world.venue, tuple(limits))


@pytest.mark.parametrize(
    "loss, cost", [(PERCENT, 199 * PERCENT // 100), (50 * PERCENT, 75 * PERCENT)]
)
def test_a_sum_may_cost_two_trades(world, loss, cost):
    """RB-04 Into the hub and out of it: of 99 of 100 again 99."""
    assert plan_with(world, maxLoss=loss).maxCost() == cost


def test_a_hub_that_is_not_held_is_refused(world):
    stranger = deploy("MockToken", world.deployer, "S", "S", 6)
    planner = deploy("HubPlanner", world.deployer, stranger, world.venue, GOOD)
    state = world.observer.observe(world.vault.holdings())
    with brownie.reverts(f"AssetUnknown: {stranger.address.lower()}"):
        planner.plan.transact(state, list(world.settings.weights), b"")


def test_a_missing_pool_is_named(world):
    """E7"""
    planner = deploy(
        "HubPlanner", world.deployer, world.tokens[HUB], deploy("MockVenue", world.deployer), GOOD
    )
    world.post(ETHER, 2_500)
    state = world.observer.observe(world.vault.holdings())
    pair = (world.tokens[ETHER].address.lower(), world.tokens[HUB].address.lower())
    with brownie.reverts(f"NoMarket: {pair[0]}, {pair[1]}"):
        planner.plan.transact(state, list(world.settings.weights), b"")


def test_the_hint_is_ignored(world):
    """AM-02 A planner must not trust it, and this one knows no other route."""
    world.move(ETHER, 2_500)
    state = world.observer.observe(world.vault.holdings())
    target = list(world.settings.weights)
    assert plain(world.planner.plan(state, target, b"\xff" * 64)) == plain(
        world.planner.plan(state, target, b"")
    )
