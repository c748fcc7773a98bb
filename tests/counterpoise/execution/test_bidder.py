"""The reference bidder: what it bids, that nothing pays more, and what vaults lose to it."""

from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from counterpoise.errors import NoMarket
from counterpoise.execution.bidder import Bidder
from counterpoise.execution.dutch import Bid, Terms
from counterpoise.math.constant_product import bought
from tests.counterpoise.drawn import ONE
from tests.counterpoise.execution.crossing import PERCENT, TARGET, Crossing, Whole, leakage

AT_THE_END = [
    (
        0.01,
        22_841_480_127_912_288_716_308,
        24_874_371_859_296_482_412_060,
        163_335_379_840_492_681_321,
    ),
    (
        1.0,
        1_608_975_184_459_324_329_399,
        1_752_173_975_876_204_194_716,
        6_183_643_031_944_669_745,
    ),
]
TERMS = Terms(PERCENT, PERCENT, 5 * PERCENT, 1_800, 600)


@pytest.fixture
def crossing():
    """Half of an auction of half an hour has passed: the price is just below the oracle's."""
    return begun(Crossing(TERMS, 0.01), 15 * 60)


def begun(crossing, elapsed):
    """So long after the first bid could come."""
    auction, state = crossing.planner.auction, crossing.state
    auction.prices, auction.start = state.prices, state.time - elapsed
    return crossing


def bidder(crossing, gas=0):
    return Bidder(crossing.planner, crossing.venue.curve, gas)


def test_it_waits_until_a_bid_pays(crossing):
    """At the oracle's price it cannot pay the pool's fee."""
    assert bidder(crossing).best(crossing.state, TARGET) is None


@pytest.mark.parametrize("share, amount, due, left", AT_THE_END)
def test_it_buys_as_much_as_the_pool_takes_at_the_price(share, amount, due, left):
    """At one percent down that is all there is, but where the pool is as small as the vault."""
    crossing = begun(Crossing(TERMS, share), 1_800)
    offer = bidder(crossing).best(crossing.state, TARGET)
    assert offer.bid == Bid("coin", "dollar", amount, due)
    assert offer.left == offer.gain == left


def test_gas_is_part_of_what_a_bid_costs(crossing):
    """What it gains is what it gains without gas, less the gas; and it does not bid for nothing."""
    state = begun(crossing, 1_800).state
    free = bidder(crossing).best(state, TARGET).gain
    assert bidder(crossing, 10 * ONE).best(state, TARGET).gain == free - 10 * ONE
    assert bidder(crossing, free - 1).best(state, TARGET).gain == 1
    assert bidder(crossing, free).best(state, TARGET) is None


def test_a_price_that_has_jumped_is_nothing_to_bid_at(crossing):
    crossing = begun(crossing, 1_800)
    auction = crossing.planner.auction
    auction.prices = auction.prices[0], 94 * auction.prices[1] // 100
    assert bidder(crossing).best(crossing.state, TARGET) is None


def test_where_there_is_no_pool_it_does_not_bid(crossing):
    def nowhere(sell, buy):
        raise NoMarket(sell, buy)

    crossing = begun(crossing, 1_800)
    assert Bidder(crossing.planner, nowhere, 0).best(crossing.state, TARGET) is None


@given(
    elapsed=st.integers(0, 1_800),
    share=st.sampled_from([0.001, 0.01, 0.1, 1.0]),
    other=st.integers(0, 2 * ONE),
)
def test_no_other_amount_gains_more(elapsed, share, other):
    """To two units: the root and the product are rounded."""
    crossing = begun(Crossing(TERMS, share), elapsed)
    offer = bidder(crossing).best(crossing.state, TARGET)
    assume(offer is not None)
    state, planner = crossing.state, crossing.planner
    amount = min(offer.bid.amount * other // ONE, planner.most(state, TARGET, 1, 0))
    curve = crossing.venue.curve("coin", "dollar")
    assert bought(curve, amount) - planner.due(state, 1, 0, amount) <= offer.left + 2


PEER = {0.001: 0.761, 0.01: 0.887, 0.05: 1.330, 0.1: 1.897}  # docs/benchmarks.md, Reserve Folio
LOSSES = [  # of the vault in its pool, all at once {bps}, and in parts as they pay
    (0.001, (0.743, 0.0), (0.743, 0.0)),
    (0.01, (0.849, 0.0), (0.85, 0.0)),
    (0.05, (1.325, 0.0), (1.326, 0.0)),
    (0.1, (1.921, 0.0), (1.091, 71.792)),
]


@pytest.mark.parametrize("share, whole, parts", LOSSES)
def test_what_a_vault_loses_to_a_bidder_without_gas(share, whole, parts):
    """Beside the peer's figures for the same crossing. Where the pool is ten times the vault and it
    is sold in parts, the last of them bring less than the discount leaves, and stay."""
    found = leakage(TERMS, share, Whole)
    assert found == whole
    assert found[0] == pytest.approx(PEER[share], abs=0.04)
    assert leakage(TERMS, share, Bidder) == parts


def test_a_wider_range_sells_the_last_part_too():
    wide = replace(TERMS, discount=2 * PERCENT)
    assert leakage(wide, 0.1, Bidder) == (1.93, 0.0)
