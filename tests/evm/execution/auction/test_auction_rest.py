"""The rest between two auctions beside the wait of a cooldown: whether pools ever have a turn."""

from dataclasses import replace

import pytest

from tests.evm.execution.auction.auctioned import BLOCK, MINUTE, PERCENT, TERMS, VENTURE, build
from tests.evm.in_process import Chain, said

HOUR = 3_600
# Due at once, and an hour's wait after any rebalance: without a pace, also after the least bid.
RULES = ((PERCENT, PERCENT // 2), (HOUR, 0), *VENTURE.constraints[2:])
LEAST = 10 * 10**6  # {unit} of dollars, the least bid


def round_of(world) -> int:
    """Somebody opens as soon as it goes, and bids the least; {s}, when the vault is ready again."""
    world.open()
    world.passes(30)
    world.bid(amount=LEAST)
    return world.chain.time() - 1 + HOUR


def turns(rest: int, rounds: int = 3) -> list[str]:
    """What who trades on pools hears in the block before the vault is ready, and in that one."""
    venture = replace(VENTURE, constraints=RULES)
    world = build(Chain(), venture, replace(TERMS, rest=rest)).begin()
    heard = []
    for _ in range(rounds):
        ready = round_of(world)
        world.passes(ready - BLOCK - world.chain.time())
        heard.append(said(world.it.rebalance)[0])
        world.passes(BLOCK + 1)
        opened = said(world.open)
        if opened is not None:
            return [*heard, opened[0], said(world.it.rebalance)]
        world.passes(30)
        heard.append(said(world.it.rebalance)[0])
        world.passes(TERMS.duration + 1 + rest)
    return heard


def test_a_rest_within_a_cooldown_leaves_the_other_planner_nothing():
    """Who is first in each block that is ready has every turn, for a bid of ten dollars."""
    heard = turns(10 * MINUTE)
    assert heard[0] == "CooldownActive" and heard[1] == "AuctionUnderWay"


def test_a_rest_beyond_the_cooldown_leaves_it_a_turn():
    """As deployments ask for: when the vault is ready, no auction can be opened yet."""
    assert turns(HOUR + 1) == ["CooldownActive", "AuctionTooSoon", None]


@pytest.mark.parametrize("rest", [HOUR + 1, 2 * HOUR, 6 * HOUR])
def test_any_longer_rest_does(rest):
    assert turns(rest)[-1] is None
