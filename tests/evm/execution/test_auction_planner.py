"""The auction's planner equals its twin to the unit, whatever is held and whoever bids."""

from dataclasses import astuple, dataclass, replace
from types import SimpleNamespace

import pytest
from hypothesis import event, given
from hypothesis import strategies as st

from counterpoise.execution.auction import MAX_LEAST, AuctionPlanner, Limits
from counterpoise.execution.dutch import Bid, DutchAuction, Terms
from counterpoise.execution.hub import Limits as HubLimits
from tests.counterpoise.drawn import ADDRESSES, ONE, scales, sizes, states, targets, valued
from tests.depth import sharing
from tests.evm.in_process import Chain, said

PERCENT = ONE // 100
NAME, AUCTION = "AuctionPlanner", "MockAuction"
INNER = SimpleNamespace(max_cost=0, plan=None)
many = sharing(40)


@pytest.fixture(scope="module")
def chain():
    return Chain()


@dataclass(frozen=True)
class Scene:
    """A vault in the middle of an auction, and a bid."""

    state: object
    target: tuple
    terms: Terms
    limits: Limits
    openings: tuple
    start: int
    bid: Bid


terms = st.builds(
    Terms,
    premium=st.one_of(st.just(2 * PERCENT), st.integers(0, ONE), st.just(49 * ONE)),
    discount=st.one_of(st.just(PERCENT), st.integers(0, ONE // 2)),
    jump=st.one_of(st.just(5 * PERCENT), st.integers(1, ONE // 2)),
    duration=st.integers(120, 86_400),
    rest=st.just(120),
)
limits = st.builds(
    Limits,
    max_turnover=st.one_of(st.just(ONE), scales(14, 18)),
    min_trade=st.one_of(st.just(1), scales(0, 20)),
)
ranges = st.sampled_from([st.integers(99, 101), st.integers(99, 101), st.integers(80, 125)])


@st.composite
def scenes(draw):
    """Three quarters bid for what is far above with what is far below."""
    n = draw(st.one_of(st.integers(2, 4), st.integers(2, 4), sizes))
    state, target = draw(st.one_of(valued(n), valued(n), states(n))), draw(targets(n))
    asked, duration = draw(terms), 86_400
    moves = draw(st.lists(draw(ranges), min_size=n, max_size=n))
    openings = tuple(max(it * move // 100, 1) for it, move in zip(state.prices, moves))
    gaps = [v - state.value * t // ONE for v, t in zip(state.values, target)]
    best = gaps.index(max(gaps)), gaps.index(min(gaps))
    anywhere = st.tuples(st.integers(0, n - 1), st.integers(0, n - 1))
    i, j = draw(st.one_of(st.just(best), st.just(best), st.just(best), anywhere))
    elapsed = draw(st.integers(-60, duration + 60))
    amount = draw(st.one_of(st.just(2**112), scales(0, 33)))
    bid = Bid(state.tokens[i], state.tokens[j], amount)
    limit = draw(limits)
    return Scene(state, target, asked, limit, openings, state.time - elapsed, bid)


def twin_of(scene, under_way):
    auction = DutchAuction("", ADDRESSES[0], scene.terms, scene.openings, scene.start)
    auction.under_way = under_way
    return AuctionPlanner(auction, INNER, scene.limits)


def deployed(chain, scene, bid):
    auction = chain.deploy(AUCTION, astuple(scene.terms))
    words = (bid.sell, bid.buy, bid.amount) if bid else (ADDRESSES[0], ADDRESSES[0], 0)
    chain.tell(AUCTION, auction, "set", scene.start, scene.openings, *words)
    inner = chain.deploy("MockPlanner")
    return auction, chain.deploy(NAME, ADDRESSES[0], auction, inner, astuple(scene.limits))


@many
@given(scene=scenes())
def test_the_twin_is_the_chain(chain, scene):
    auction, planner = deployed(chain, scene, scene.bid)
    twin = twin_of(scene, scene.bid)
    twin.auction.address = auction
    words = astuple(scene.state), scene.target
    answer = said(chain.ask, NAME, planner, "plan", *words, b"")
    expected = said(lambda: [astuple(it) for it in twin.plan(scene.state, scene.target)])
    assert answer == expected
    event("planned" if len(expected) == 1 else expected[0])


@many
@given(scene=scenes())
def test_no_bid_takes_anything_past_its_target_nor_pays_below_the_last_part(scene):
    """I-12, LM-01 What is sold is above its target afterwards, what is bought below, to a unit."""
    twin, state = twin_of(scene, scene.bid), scene.state
    planned = said(lambda: twin.plan(state, scene.target))
    if len(planned) != 1:
        return event(planned[0])
    (order,) = twin.plan(state, scene.target)
    i, j = (state.tokens.index(it) for it in (order.sell, order.buy))
    sell, buy = state.assets[i], state.assets[j]
    worth = order.sell_amount * sell.price // sell.unit
    paid = order.min_buy_amount * buy.price // buy.unit
    grain = 2 * (sell.price // sell.unit + buy.price // buy.unit + 2)
    total = state.value - worth + paid
    assert sell.value - worth + grain >= total * scene.target[i] // ONE
    assert buy.value + paid - grain <= total * scene.target[j] // ONE
    assert worth <= scene.limits.max_turnover * state.value // ONE
    assert paid + grain >= worth * scene.terms.last // ONE
    return event("planned")


@many
@given(scene=scenes())
def test_where_nobody_bids_an_auction_is_not_gone_round(chain, scene):
    """Afterwards, or where a price has jumped, the other planner's one order is handed on."""
    _, planner = deployed(chain, scene, None)
    answer = said(chain.ask, NAME, planner, "plan", astuple(scene.state), scene.target, b"\1")
    none = ("0x" + 40 * "0", "0x" + 40 * "0", "0x" + 40 * "0", 0, 0)
    twin = replace(twin_of(scene, None), inner=SimpleNamespace(plan=lambda *_: [none]))
    assert answer == said(twin.plan, scene.state, scene.target, b"\1")
    event("handed on" if answer[0] != "AuctionUnderWay" else answer[0])


def test_what_a_sum_may_cost_is_the_dearer_of_the_two(chain):
    """RB-04 1.99 % by way of the hub, or the whole discount."""
    hub = HubLimits(ONE, ONE, PERCENT, PERCENT, ONE)
    inner = chain.deploy("HubPlanner", ADDRESSES[0], ADDRESSES[1], astuple(hub))
    for discount, expected in ((PERCENT, 199 * ONE // 10_000), (2 * PERCENT, 2 * PERCENT)):
        drawn = Terms(0, discount, 1, 120, 120)
        auction = chain.deploy(AUCTION, astuple(drawn))
        planner = chain.deploy(NAME, ADDRESSES[0], auction, inner, (ONE, 1))
        assert chain.ask(NAME, planner, "maxCost") == expected
        mirror = DutchAuction("", "", drawn)
        cost = SimpleNamespace(max_cost=199 * ONE // 10_000)
        assert AuctionPlanner(mirror, cost, Limits(ONE, 1)).max_cost == expected


@pytest.mark.parametrize(
    "values, name, most",
    [
        ((0, 1), "maxTurnover", ONE),
        ((ONE + 1, 1), "maxTurnover", ONE),
        ((ONE, 0), "minTrade", MAX_LEAST),
        ((ONE, MAX_LEAST + 1), "minTrade", MAX_LEAST),
    ],
)
def test_limits_out_of_range_are_refused_alike(chain, values, name, most):
    auction = chain.deploy(AUCTION, (0, 0, 1, 120, 120))
    refused = said(chain.deploy, NAME, ADDRESSES[0], auction, auction, values)
    limit = values[0] if name == "maxTurnover" else values[1]
    assert refused == said(Limits, *values) == ("LimitOutOfRange", [name, limit, most])
