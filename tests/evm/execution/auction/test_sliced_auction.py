"""An auction of a vault that goes in slices: who cuts a bid, and what is opened for how much."""

from dataclasses import astuple, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.depth import examples
from tests.evm.execution.auction.auctioned import (
    AUCTION,
    PERCENT,
    SIZES,
    TERMS,
    VENTURE,
    Auctioned,
    build,
)
from tests.evm.in_process import Chain, said

HOUR = 3_600
NOBODY = f"0x{0:040x}"
SLICES = (10, HOUR, 0, PERCENT)
EASY = replace(VENTURE, constraints=((PERCENT, PERCENT // 2), *VENTURE.constraints[1:]))


@pytest.fixture(scope="module")
def founded():
    return build(Chain(), EASY)


@pytest.fixture
def world(founded) -> Auctioned:
    return founded.begin()


def slices(world, before: bool) -> str:
    """Goes in slices: their planner stands before the auction's, or behind it."""
    chain, vault = world.chain, world.it.vault
    programme = chain.deploy("SliceConstraint", *SLICES)
    rules = chain.deploy("ConstraintSet", vault, [programme])
    inner = chain.ask("AuctionPlanner", world.founded.planner, "inner")
    asked = rules, NOBODY, NOBODY, programme
    if before:
        planner = chain.deploy("SlicedPlanner", world.founded.planner, *asked)
    else:
        sliced = chain.deploy("SlicedPlanner", inner, *asked)
        planner = chain.deploy("AuctionPlanner", vault, world.address, sliced, astuple(SIZES))
    chain.tell("Vault", vault, "setConstraint", rules)
    chain.tell("Vault", vault, "setPlanner", planner)
    return planner


def test_behind_an_auction_nobody_cuts_a_bid_and_none_is_opened(world):
    """The whole pair is 14.79 % of the vault, a slice a tenth of 15 %."""
    slices(world, before=False)
    name, (turnover, most) = said(world.open)
    assert (name, turnover, most) == ("SliceTooLarge", 147_928_994_082_000_000, PERCENT * 3 // 2)


def test_before_an_auction_they_cut_every_bid_to_a_slice(world):
    """1.5 % of a million, less what the dearest plan may cost; and one an hour."""
    slices(world, before=True)
    world.opened()
    sold, paid = world.bid()
    assert 14_000 * 10**6 < sold < 15_000 * 10**6
    assert paid * 40_000 // 10**8 == pytest.approx(1.02 * sold / 10**6, rel=1e-4)
    assert said(world.bid)[0] == "SliceUsed"


def test_with_slices_before_it_an_auction_is_not_gone_round(world):
    """The other planner has its turn when it is over."""
    slices(world, before=True)
    world.opened()
    assert said(world.it.rebalance)[0] == "AuctionUnderWay"
    world.passes(TERMS.duration + 1)
    assert said(world.it.rebalance) is None


@settings(max_examples=examples(15), deadline=None)
@given(parts=st.lists(st.integers(1, 20_000), min_size=1, max_size=6))
def test_no_row_of_bids_goes_beyond_a_slice(founded, parts):
    """Whatever dollars each asks for: the sum of what an hour sells is a slice at most."""
    world = founded.begin()
    slices(world, before=True)
    world.opened()
    total = 0
    for part in parts:
        answer = said(lambda part=part: world.bid(amount=part * 10**6))
        if isinstance(answer[0], str):
            assert answer[0] in {"SliceUsed", "BidTooSmall", "WrongWay"}
        else:
            total += answer[0]
    assert total <= 15_000 * 10**6
    assert world.chain.ask(AUCTION, world.address, "timesOf", world.it.vault)[0] > 0
