"""Which way the sales go: what a leaver is told is what the pools pay, by the better way."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpoise.errors import NoMarket
from counterpoise.execution.route import ALL, Offer, Route, find
from counterpoise.execution.venue import UniswapV2Venue
from counterpoise.math.fixed_point import ONE

MILLION = 10**6 * ONE
HELD = {"A": 1_000 * ONE, "B": 2_000 * ONE, "H": 3_000 * ONE}


def pools(**reserves):
    """A venue whose pairs are named by their two tokens: AH=(of A, of H)."""
    venue = UniswapV2Venue()
    for pair, amounts in reserves.items():
        venue.set_pool(*pair, *amounts)
    return venue


def market(venue, name="pools"):
    def offer(sell, buy, amount):
        if (sell, buy) not in venue.reserves:
            return None
        return Offer(name, venue.quote(sell, buy, amount))

    return offer


def paid(venue, route):
    """{unit} that the pools really pay, leg after leg, each of everything that there is."""
    held = dict(route.held)
    for order in route.orders(ONE):
        assert order.sell_amount == ALL
        amount, held[order.sell] = held[order.sell], 0
        bought = venue.quote(order.sell, order.buy, amount)
        assert bought >= order.min_buy_amount
        sold_into, rest = venue.reserves[order.sell, order.buy]
        venue.set_pool(order.sell, order.buy, sold_into + amount, rest - bought)
        held[order.buy] += bought
    return held[route.into]


def ways(route):
    return [(leg.sell, leg.buy) for leg in route.legs]


def test_everything_is_sold_for_the_hub():
    venue = pools(AH=(MILLION, MILLION), BH=(MILLION, MILLION))
    route = find(market(venue), HELD, "H", "H")
    assert ways(route) == [("A", "H"), ("B", "H")]
    assert route.expected == 3_000 * ONE + sum(leg.bought for leg in route.legs)
    assert route.expected == paid(venue, route) == 5_986_038_857_478_285_083_051


def test_another_asset_is_bought_with_the_hub_in_one_sale():
    venue = pools(AH=(MILLION, MILLION), BH=(MILLION, MILLION))
    route = find(market(venue), HELD, "B", "H")
    assert ways(route) == [("A", "H"), ("H", "B")]
    assert route.legs[1].amount == 3_000 * ONE + route.legs[0].bought
    assert route.expected == paid(venue, route)


def test_a_pair_of_its_own_is_taken_where_it_pays_more():
    """One fee instead of two; where the pair is shallow the hub is the better way."""
    deep = pools(AH=(MILLION, MILLION), BH=(MILLION, MILLION), AB=(MILLION, MILLION))
    assert ways(find(market(deep), HELD, "B", "H")) == [("A", "B"), ("H", "B")]
    shallow = pools(AH=(MILLION, MILLION), BH=(MILLION, MILLION), AB=(10 * ONE, 10 * ONE))
    assert ways(find(market(shallow), HELD, "B", "H")) == [("A", "H"), ("H", "B")]


def test_what_has_no_pair_with_the_hub_goes_straight():
    venue = pools(AB=(MILLION, MILLION), BH=(MILLION, MILLION))
    assert ways(find(market(venue), HELD, "B", "H")) == [("A", "B"), ("H", "B")]


def test_without_a_hub_all_go_straight():
    venue = pools(AB=(MILLION, MILLION), BH=(MILLION, MILLION))
    assert ways(find(market(venue), HELD, "B", None)) == [("A", "B"), ("H", "B")]


def test_no_way_at_all_is_named():
    with pytest.raises(NoMarket) as refused:
        find(market(pools(BH=(MILLION, MILLION))), HELD, "B", "H")
    assert refused.value.fields == {"sell": "A", "buy": "B"}


def test_what_would_bring_nothing_is_kept():
    venue = pools(AH=(MILLION, ONE), BH=(MILLION, MILLION))
    route = find(market(venue), {"A": 1, "B": 0, "H": 5}, "H", "H")
    assert (route.legs, route.kept, route.expected) == ((), {"A": 1}, 5)


def test_the_least_is_the_part_that_is_asked_for_rounded_down():
    route = Route("H", {"H": 999}, ())
    assert (route.least(ONE), route.least(ONE - ONE // 200), route.least(0)) == (999, 994, 0)


RESERVES = st.tuples(st.integers(ONE, MILLION), st.integers(ONE, MILLION))
AMOUNTS = st.integers(0, 10_000 * ONE)


@given(
    sides=st.tuples(RESERVES, RESERVES, RESERVES),
    amounts=st.tuples(AMOUNTS, AMOUNTS, AMOUNTS),
    into=st.sampled_from("ABH"),
    part=st.integers(0, ONE),
)
def test_what_is_foreseen_is_paid_and_no_other_way_pays_more(sides, amounts, into, part):
    """P6 With three pools there are two ways for one asset; both are tried."""
    reserves = dict(zip(("AH", "BH", "AB"), sides))
    held = dict(zip("ABH", amounts))
    route = find(market(pools(**reserves)), held, into, "H")
    assert route.least(part) <= route.expected == paid(pools(**reserves), route)
    for without in ("AB", "AH", "BH"):
        fewer = pools(**{pair: at for pair, at in reserves.items() if pair != without})
        try:
            other = find(market(fewer), held, into, "H")
        except NoMarket:
            continue
        if into != "H":
            assert other.expected <= route.expected
