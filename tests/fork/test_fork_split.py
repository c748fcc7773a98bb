"""One order over mainnet's V2 pair and its V3 pool at once, as the lens and the twin foresee it."""

import pytest

from tests.chain.world import ONE, PERCENT
from tests.fork.acts import rebalance, twin_of
from tests.fork.mainnet import USDC, WETH
from tests.fork.stage import VENUES


@pytest.fixture
def both(built, undone):
    """A vault that trades on both."""
    return built("Split")


@pytest.mark.parametrize("part", [PERCENT // 2, -PERCENT // 2])
def test_a_rebalance_does_what_lens_and_twin_have_said(both, part):
    """The twin asks the venue itself: a split brings more than its curve says."""
    both.feed.move(part)
    report, twin = both.client.report(), twin_of(both)
    assert report.due and twin.refusal is None
    traded, rebalanced = rebalance(both).events
    assert (traded.sell, traded.buy) == ((WETH, USDC) if part > 0 else (USDC, WETH))
    assert rebalanced.end_value == report.end.value
    assert both.held(both.vault.address) == report.end.balances


@pytest.mark.parametrize("amount", [ONE, 10 * ONE, 60 * ONE])
def test_it_brings_no_less_than_the_better_of_them(built, both, amount):
    alone = [built(name).venue.functions.quote(WETH, USDC, amount).call() for name in VENUES]
    assert both.venue.functions.quote(WETH, USDC, amount).call() >= max(alone)
