"""The reference bidder in process: it hedges on a real pool and keeps what it foresaw."""

from dataclasses import replace

import pytest

from counterpoise.execution.bidder import Bidder
from counterpoise.types import Order
from tests.counterpoise.drawn import ONE
from tests.evm.execution.auction.auctioned import BLOCK, PERCENT, TERMS, VENTURE, build
from tests.evm.in_process import Chain


@pytest.fixture(scope="module")
def founded():
    """Each pool is twenty times the vault, and the price may fall far enough for all of it."""
    bands = (4 * PERCENT, PERCENT // 100)
    venture = replace(VENTURE, constraints=(bands, *VENTURE.constraints[1:]))
    return build(Chain(), venture, replace(TERMS, discount=4 * TERMS.discount))


@pytest.fixture
def world(founded):
    return founded.begin()


def play(world, gas):
    """At each block it bids where that pays, until the auction is over; what each bid left it."""
    bidder = world.chain.deploy("MockBidder", world.address, world.it.venue)
    bidder_twin = Bidder(world.twin, world.mirror.engine.venue.curve, gas)
    world.open()
    world.twin_opens()
    world.passes(36)
    offers = []
    while world.chain.time() <= world.auction.end:
        offer = bidder_twin.best(world.state(), world.target)
        if offer is not None:
            offers.append(offer)
            fill(world, bidder, offer)
        world.passes(BLOCK)
    return bidder, offers


def fill(world, bidder, offer):
    bid = offer.bid
    before = world.held(bidder)
    words = world.it.vault, bid.sell, bid.buy, bid.amount, bid.max_pay
    i, j = world.tokens.index(bid.sell), world.tokens.index(bid.buy)
    done = world.chain.tell("MockBidder", bidder, "bid", *words)
    assert done == (bid.amount, bid.max_pay)
    assert done == world.twin_bids(i, j, bid.amount, bid.max_pay)
    assert world.mirror.engine.venue.quote(bid.sell, bid.buy, bid.amount) == offer.brings
    world.mirror.engine.venue.apply(Order(world.it.venue, bid.sell, bid.buy, bid.amount, 0))
    after = world.held(bidder)
    assert [b - a for a, b in zip(before, after)] == [offer.left * (k == j) for k in range(3)]


def test_it_sells_the_vault_to_its_target_and_keeps_what_it_foresaw(world):
    """E8 Part by part as the price falls; the vault loses what a pool costs and half a block."""
    start = world.state().value
    bidder, offers = play(world, 0)
    assert world.balances() == world.mirror.held.balances
    end = world.state()
    assert len(offers) == 38
    assert round(1e4 * (1 - end.value / start), 3) == 27.431
    assert [round(100 * it / end.value, 2) for it in end.values] == [30, 40.11, 29.89]
    assert world.held(bidder) == (0, 0, 149_412)
    assert sum(it.left for it in offers) == 149_412


def test_where_gas_costs_something_it_bids_less_often(world):
    """Twenty dollars a bid: it waits until one is worth that much more."""
    bidder, offers = play(world, 20 * ONE)
    assert len(offers) == 10
    assert all(it.gain > 0 for it in offers)
    assert world.held(bidder) == (0, 0, 645_859)
