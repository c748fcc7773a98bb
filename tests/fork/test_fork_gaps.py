"""What the recorded state does not know, and whether anything depends on it."""

from dataclasses import replace

import pytest

from counterpoise.chain.provider import connect
from counterpoise.fork.node import fork_of
from counterpoise.fork.server import StateServer
from counterpoise.fork.source import Recorded
from counterpoise.fork.state import Account
from tests.chain.world import ONE, PERCENT
from tests.fork.actors import ALLOWANCES, BALANCES, BLOCKS
from tests.fork.acts import enter, leave, rebalance
from tests.fork.conftest import ARGUMENTS
from tests.fork.mainnet import USDC, WETH, mapped
from tests.fork.stage import VENUES, build

# Each token's memory of accounts: the slot, and how many accounts an entry is about.
MEMORY = {USDC: {BLOCKS: 1, BALANCES: 1, ALLOWANCES: 2}, WETH: {3: 1, 4: 2}}


@pytest.mark.parametrize("name", VENUES)
def test_a_whole_life_asks_nothing_that_the_file_does_not_hold(upstream, name):
    """What read 0 for want of a record is the tokens' own memory of accounts that are new."""
    if not isinstance(upstream, Recorded):
        pytest.skip("there is no file to have gaps: a node was named, and it is asked for all")
    source = Recorded(upstream.state)
    with StateServer(source) as server, fork_of(server.url, ARGUMENTS) as node:
        stage = build(connect(node.url), node, source, name)
        enter(stage)
        stage.feed.move(PERCENT // 2)
        rebalance(stage)
        leave(stage, stage.depositor, 10 * ONE)
    assert server.asked["eth_getStorageAt"] > 20
    empty = {it for it, known in upstream.state.accounts.items() if is_nothing(known)}
    assert source.absent_slots <= set(entries(source.absent_accounts | empty))
    assert not server.unanswered


def is_nothing(account):
    """A record knows accounts too that did not exist."""
    return replace(account, storage={}) == Account()


def entries(accounts):
    """Where the tokens remember these accounts, each of them or two together."""
    for token, places in MEMORY.items():
        for place, count in places.items():
            slots = [mapped(it, place) for it in accounts]
            if count == 2:
                slots = [mapped(it, slot) for slot in slots for it in accounts]
            yield from ((token.lower(), slot) for slot in slots)
