"""The keeper of a back-test: it reminds estimators of what is new, and knows what it settles."""

from contextlib import closing
from dataclasses import dataclass, replace

import pytest

from counterpoise.backtest.course import Kind, Topic
from counterpoise.backtest.keeper import Keeper, NotAsForeseen
from counterpoise.backtest.market import Listing
from counterpoise.backtest.stage import Part
from counterpoise.chain.anvil import Anvil
from counterpoise.chain.local import LocalNode
from counterpoise.chain.node import call_of
from counterpoise.chain.process import ProcessNode
from tests.chain.test_bytecode import staged
from tests.chain.world import ARGUMENTS, DAY, FEED, HOUR, ONE, build, deploy

START = 1_700_000_000  # {s}
PRIORS = [ONE // 2, ONE // 4]  # D18{1/year}


@pytest.fixture(scope="module")
def opening():
    """A vault whose market remembers two variances: its stage, a dump of it, a time after all."""
    with Anvil(args=[*ARGUMENTS, "--timestamp", str(START)]) as anvil:
        world = build(anvil.url)
        sources = [
            (token.address, feed.address, DAY)
            for token, feed in zip(world.tokens[:2], world.feeds, strict=False)
        ]
        memory = deploy(world.w3, "VarianceEstimator", sources, PRIORS, 7 * DAY)
        stage = replace(staged(world), memories=(Part("VarianceEstimator", memory.address),))
        with closing(LocalNode(anvil.url)) as node:
            yield stage, ProcessNode.of(node).dump(), START + HOUR


@pytest.fixture
def keeper(opening):
    stage, dump, _ = opening
    node = ProcessNode.load(dump)
    return Keeper(node, stage, node.accounts()[3])


def post(keeper, time, *prices):
    """What the feeds of the first two assets say, in whole dollars."""
    rows = zip(keeper.stage.listings, prices, strict=True)
    calls = [call_of(keeper.account, it.feed, "post(int128)", price * FEED) for it, price in rows]
    keeper.node.must(time, *calls)


def begun(keeper, time):
    """An hour after both estimators have seen a first price."""
    post(keeper, time, 2_000, 40_000)
    keeper.remember(time + 12, 7)
    return time + HOUR


def variance(keeper):
    (memory,), (listing, _) = keeper.stage.memories, keeper.stage.listings
    view = call_of(keeper.account, memory.address, "volatilityOf(address)", listing.token)
    return keeper.node.read(["uint256"], view)[0][0]


def test_what_is_new_is_recorded_and_its_gas_is_told(keeper, opening):
    time, before = begun(keeper, opening[2]), variance(keeper)
    post(keeper, time, 2_400, 40_000)
    note = keeper.remember(time + 12, 7)
    assert (note.topic, note.time, note.gas_price) == (Topic.RECORDS, time + 12, 7)
    assert 21_000 < note.gas < 150_000  # more than a transaction that does nothing
    assert variance(keeper) > before
    assert keeper.remember(time + 60, 7) is None  # The second time nothing is new.


@pytest.mark.parametrize(
    ("spacing", "records"), [(0, 6), (1, 6), (HOUR + 12, 6), (HOUR + 13, 3), (3 * HOUR, 2)]
)
def test_a_keeper_that_keeps_to_a_spacing_records_more_seldom(keeper, opening, spacing, records):
    """Six hours with new rounds in each, after a first; a round is 12 s old when it is recorded."""
    keeper = replace(keeper, spacing=spacing)
    time, notes = begun(keeper, opening[2]), []
    for i in range(6):
        post(keeper, time + i * HOUR, 2_000 + 100 * i, 40_000)
        notes.append(keeper.remember(time + i * HOUR + 12, 7))
    assert sum(it is not None for it in notes) == records
    assert all(it.topic is Topic.RECORDS for it in notes if it)


def test_one_asset_whose_feed_is_wrong_keeps_no_other_from_being_recorded(keeper, opening):
    time, before = begun(keeper, opening[2]), variance(keeper)
    post(keeper, time, 2_400, 0)
    assert keeper.remember(time + 12, 7).topic is Topic.RECORDS
    assert variance(keeper) > before


def rise(keeper, time):
    """Ether costs a fifth more, by its feed and in its pool of 20 million dollars a side."""
    stage, who = keeper.stage, keeper.account
    post(keeper, time, 2_400, 40_000)
    pair = stage.listings[0].pair
    mint = call_of(who, stage.hub.token, "mint(address,uint256)", pair, 4 * 10**12)
    keeper.node.must(time + 1, mint, call_of(who, pair, "sync()"))


def test_a_rebalance_is_told_with_its_swaps(keeper, opening):
    """44.4 % of ether: a ninth of it is sold, and bitcoin bought; each loses its fee and impact."""
    time, start = opening[2], keeper.holdings()
    rise(keeper, time)
    done = keeper.keep(time + HOUR, 7)
    assert (done.kind, done.time, done.gas_price) == (Kind.REBALANCE, time + HOUR, 7)
    assert [(it.sold, it.bought) for it in done.swaps] == [(0, 2), (2, 1)]
    sale, purchase = done.swaps
    assert sale.paid == start.balances[0] - done.after.balances[0]
    assert sale.paid == pytest.approx(20 * 10**18, rel=0.01)
    assert sale.fee == sale.paid - sale.paid * 997 // 1_000
    assert sale.fair == (sale.paid - sale.fee) * 24 * 10**12 // 10**22
    assert 0 < sale.fair - sale.got < sale.fair // 100
    assert purchase.got == done.after.balances[1] - start.balances[1]


def test_nothing_due_is_told_by_the_refusals_name(keeper, opening):
    time = opening[2]
    post(keeper, time, 2_000, 40_000)
    assert keeper.keep(time + HOUR, 7) == "WithinBand"


@dataclass
class Meddled:
    """A node on which somebody gives ether to its pool just before the keeper's transaction."""

    node: ProcessNode
    ether: Listing

    def __getattr__(self, name):
        return getattr(self.node, name)

    def must(self, time, call):
        pair = self.ether.pair
        mint = call_of(call.sender, self.ether.token, "mint(address,uint256)", pair, 10**18)
        return self.node.must(time, mint, call_of(call.sender, pair, "sync()"), call)[-1:]


def test_what_settles_otherwise_than_foreseen_ends_the_run(keeper, opening):
    time = opening[2]
    rise(keeper, time)
    meddled = replace(keeper, node=Meddled(keeper.node, keeper.stage.listings[0]))
    with pytest.raises(NotAsForeseen, match=rf"at {time + HOUR} the vault foresaw \("):
        meddled.keep(time + HOUR, 7)
