"""A vault that knows its market: what its twin reads, and what its keeper brings up to date."""

import io
import json
from collections import Counter
from dataclasses import astuple, replace

import pytest

from counterpoise.chain.contracts import VaultClient
from counterpoise.chain.keys import from_node
from counterpoise.chain.memories import Memories
from counterpoise.chain.mirror import Mirror
from counterpoise.chain.provider import Provider, connect
from counterpoise.chain.sender import Sender
from counterpoise.chain.watch import Watch, watch_of
from counterpoise.errors import TradeForbidden
from counterpoise.keeper import look
from counterpoise.keeper.decide import Refuse, Trade, decide
from counterpoise.keeper.log import logger
from counterpoise.math.signals import CLASSES, VOLATILITIES
from counterpoise.strategy.fallback import FallbackStrategy
from counterpoise.strategy.fixed_weight import FixedWeightStrategy
from counterpoise.strategy.inverse_volatility import InverseVolatilityStrategy
from counterpoise.types import MarketClass
from tests.chain.watched import MAX_AGE, SPACING
from tests.chain.world import DAY, FEED, HOUR, NOBODY, ONE, deploy

NORMAL, UNKNOWN = MarketClass.NORMAL, MarketClass.UNKNOWN


@pytest.fixture
def post(watched) -> look.Post:
    client, w3 = watched.world.client, watched.world.w3
    return look.Post(client, Mirror(client), Sender(w3, from_node(w3, "2"), alone=True))


def reading(post: look.Post) -> Watch:
    """The watch of the latest block."""
    found = watch_of(post.vault, post.mirror.parts, post.vault.block())
    assert found is not None
    return found


def seen(post: look.Post) -> tuple[look.Look, list[dict]]:
    """One look of the keeper, and its lines."""
    stream = io.StringIO()
    done = look.look(post, logger(stream))
    return done, [json.loads(line) for line in stream.getvalue().splitlines()]


def agreed(post: look.Post):
    """What the keeper decides, with its twin."""
    report = post.vault.report()
    twin = look.preview(post.mirror, report)
    return report, twin, decide(report, twin)


def test_before_the_first_look_every_market_is_unknown_and_nobody_has_looked(watched, post):
    said = reading(post).seen(post.vault.time())
    assert [(it.kind, it.time, it.since) for it in said] == [(UNKNOWN, 0, 0)] * 3
    assert [it.volatility for it in said] == [8 * ONE // 10, 6 * ONE // 10, ONE // 100]
    assert [it.asset for it in said] == [token.address for token in watched.world.tokens]


def test_the_twin_has_the_signals_of_the_chain(watched, post):
    watched.calm()
    watched.world.send(watched.variance.functions.record())
    report = post.vault.report()
    assert report.state is not None
    assert post.mirror.state(report.state, report.block) == report.state
    assert report.state.signals == (VOLATILITIES, 8 * ONE // 10, 6 * ONE // 10, ONE // 100)


def test_where_nobody_has_looked_for_long_the_twin_says_so_by_itself(watched, post):
    watched.calm()
    watched.world.wait(MAX_AGE)
    report = post.vault.report()
    assert report.state is not None
    assert post.mirror.state(report.state, report.block) == report.state
    assert report.state.signals[0] & CLASSES == 0xBBB


def test_chain_and_twin_trade_alike_in_a_normal_market(watched, post):
    watched.calm()
    watched.world.move(0, 2_600)
    report, twin, decision = agreed(post)
    assert decision == Trade(report.orders)
    assert len(report.orders) == 2


def test_chain_and_twin_let_a_pushed_asset_stand_and_trade_the_other(watched, post):
    watched.calm()
    watched.world.move(1, 46_000)
    watched.push(0)
    watched.record()
    assert watched.classes()[0] >= MarketClass.TRANSIENT
    report, twin, decision = agreed(post)
    assert decision == Trade(report.orders)
    assert {order.sell for order in report.orders} == {watched.world.tokens[1].address}


def test_a_strategy_of_strategies_is_mirrored_with_all_of_them(watched, post):
    """C2, K5 Chain and twin want the same, where all is known and where the first one refuses."""
    world = watched.world
    world.send(watched.variance.functions.record())
    inverse = deploy(world.w3, "InverseVolatilityStrategy").address
    fixed = deploy(world.w3, "FixedWeightStrategy", [ONE // 2, ONE // 4, ONE // 4]).address
    both = deploy(world.w3, "FallbackStrategy", inverse, fixed, 500_000)
    world.send(world.vault.functions.setStrategy(both.address))
    report = post.vault.report()
    assert report.state is not None
    twin = post.mirror.engine(report).strategy
    second = FixedWeightStrategy((ONE // 2, ONE // 4, ONE // 4))
    assert twin == FallbackStrategy(InverseVolatilityStrategy(), second, 500_000)
    for signals in (report.state.signals, ()):
        state = replace(report.state, signals=signals)
        assert tuple(both.functions.target(astuple(state)).call()) == twin.target(state)
    assert twin.target(replace(report.state, signals=())) == second.weights


def test_orders_of_a_keepers_own_are_judged_by_the_market_too(watched, post):
    """K1 They were good before somebody pushed the pool."""
    watched.calm()
    watched.world.move(0, 2_600)
    orders = post.vault.report().orders
    watched.push(0)
    watched.record()
    watched.world.move(0, 2_600)  # Nobody pushes any more, but nobody has rested yet.
    call = post.vault.execute(orders, post.vault.time() + 600)
    with pytest.raises(TradeForbidden) as refused:
        Sender(watched.world.w3, from_node(watched.world.w3, "0")).simulate(call)
    assert refused.value.asset == watched.world.tokens[0].address


def test_another_class_than_the_twins_is_refused(watched, post):
    watched.calm()
    report, twin, _ = agreed(post)
    assert report.state is not None and twin is not None
    other = replace(twin, start=replace(twin.start, signals=(4, *twin.start.signals[1:])))
    decision = decide(report, other)
    assert isinstance(decision, Refuse)
    assert decision.why.what == "the signals"


def test_the_first_look_of_a_keeper_records_all_that_is_new_then_the_market(watched, post):
    _, lines = seen(post)
    assert [line["event"] for line in lines] == ["recorded"] * 5 + ["waited"]
    assert Counter(line.get("estimator") for line in lines) == {
        "VarianceEstimator": 1,
        "DepthEstimator": 2,
        "DrawdownEstimator": 1,
        "MarketEstimator": 1,
        None: 1,
    }
    assert lines[4]["estimator"] == "MarketEstimator"


def test_a_keeper_records_nothing_where_nothing_is_new(watched, post):
    watched.calm()
    seen(post)
    block = post.vault.block()
    _, lines = seen(post)
    assert [line["event"] for line in lines] == ["waited"]
    assert post.vault.block() == block


def test_a_new_round_is_recorded_before_the_keeper_looks(watched, post):
    """And the market with it, so that the decision is of this block's market."""
    watched.calm()
    seen(post)
    feed = watched.world.feeds[0]
    watched.world.send(feed.functions.post(2_010 * FEED))
    _, lines = seen(post)
    told = [line.get("estimator") for line in lines]
    assert told == ["VarianceEstimator", "MarketEstimator", None]
    assert post.vault.block() == lines[-1]["block"] > lines[1]["block"] - 1


WHOLE = ["VarianceEstimator", "DepthEstimator", "DepthEstimator"]


@pytest.mark.parametrize(
    ("spacing", "recorded"), [(0, WHOLE), (HOUR // 2, WHOLE), (HOUR, []), (7 * DAY, [])]
)
def test_a_keeper_that_keeps_to_a_spacing_records_what_is_so_old(watched, post, spacing, recorded):
    """Fifty minutes after the last time; means are prices, which end, and looks are not held
    back either."""
    watched.calm()
    watched.refresh()
    seen(post)
    watched.world.wait(HOUR - 600)
    watched.refresh()
    _, lines = seen(replace(post, spacing=spacing))
    kinds = [it["estimator"] for it in lines if it["event"] == "recorded"]
    assert kinds == ["UniswapV2TwapOracle"] * 2 + recorded + ["MarketEstimator"]


def test_a_look_is_made_when_half_of_its_age_is_gone(watched, post):
    watched.calm()
    seen(post)
    last = reading(post).seen(0)[0].time
    memories = Memories(reading(post))
    assert not memories.is_look_due(last + MAX_AGE // 2 - 1)
    assert memories.is_look_due(last + MAX_AGE // 2)


def test_a_market_that_is_not_normal_is_looked_at_whenever_a_look_counts(watched, post):
    watched.calm()
    watched.push(0)
    watched.record()
    last = reading(post).seen(0)[0].time
    memories = Memories(reading(post))
    assert not memories.is_look_due(last + SPACING - 1)
    assert memories.is_look_due(last + SPACING)


def test_a_class_that_would_change_is_looked_for_at_once(watched, post):
    watched.calm()
    seen(post)
    assert not Memories(reading(post)).is_look_due(post.vault.time())
    watched.push(0)
    assert Memories(reading(post)).is_look_due(post.vault.time())


def test_a_feed_that_cannot_be_recorded_stops_neither_the_others_nor_the_keeper(watched, post):
    watched.calm()
    seen(post)
    watched.refresh()
    watched.world.send(watched.world.feeds[0].functions.setDecimals(18))
    _, lines = seen(post)
    first, *others = [line for line in lines if line.get("estimator") == "VarianceEstimator"]
    assert (first["event"], first["why"]) == ("not recorded", "FeedDecimalsChanged")
    assert first["asset"] == watched.world.tokens[0].address
    assert [line["event"] for line in others] == ["recorded"] * 2
    assert lines[-1]["event"] == "waited"


def test_a_keeper_brings_a_dead_market_back_and_then_trades(watched, post):
    """K4 Nobody's decision: looks, a streak, a rest, and the vault trades again."""
    watched.world.move(0, 2_600)
    lines = []
    for _ in range(12):
        watched.world.wait(SPACING)
        lines += seen(post)[1]
    assert watched.classes() == [NORMAL] * 3
    assert [line["event"] for line in lines].count("traded") == 1


def test_a_second_look_asks_only_for_what_can_have_changed(watched, monkeypatch):
    """Eight as for a plain vault; three classes twice and three volatilities; six memories that may
    have something new, the look, and the observer twice."""
    watched.calm()
    asked: list[str] = []
    make = Provider.make_request

    def count(self, method, params):
        asked.append(method)
        return make(self, method, params)

    monkeypatch.setattr(Provider, "make_request", count)
    world = watched.world
    client = VaultClient(connect(world.url), world.vault.address, world.lens.address)
    post = look.Post(client, Mirror(client), Sender(client.w3, from_node(client.w3, "2")))
    seen(post)
    seen(post)
    asked.clear()
    _, lines = seen(post)
    assert [line["event"] for line in lines] == ["waited"]
    assert Counter(it for it in asked if it != "eth_chainId") == {
        "eth_blockNumber": 1,
        "eth_getBlockByNumber": 1,
        "eth_call": 26,
    }


def test_an_observer_that_is_silent_is_recorded_for_all_the_same(watched, post):
    """A dead feed: there is no state, and so no sign of a market, but the estimators stand."""
    watched.calm()
    watched.world.wait(25 * HOUR)
    _, lines = seen(post)
    assert lines[-1]["why"] == "PriceTooOld"
    assert "MarketEstimator" in [line.get("estimator") for line in lines]


def test_a_vault_without_a_variance_has_classes_alone(watched, post):
    world, observer = watched.world, watched.observer.functions
    known = observer.market().call(), *[NOBODY] * 4
    bare = deploy(world.w3, "SignalObserver", observer.inner().call(), known)
    world.send(world.vault.functions.setObserver(bare.address))
    watched.calm()
    report = post.vault.report()
    assert report.state is not None and report.state.signals == (0,)
    assert post.mirror.state(report.state, report.block) == report.state
    assert [it.volatility for it in reading(post).seen(0)] == [0, 0, 0]
