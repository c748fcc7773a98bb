"""What chain and twin say of one block, and where they differ."""

from dataclasses import replace

import pytest

from counterpoise.errors import IsPaused, VenueNotAllowed, VolatilityNotObserved, WithinBand
from counterpoise.explain.explanation import explain
from counterpoise.keeper.account import Account, differ
from counterpoise.keeper.decide import TwinDisagrees
from counterpoise.keeper.replay import Replay
from counterpoise.strategy.inverse_volatility import InverseVolatilityStrategy
from tests.counterpoise.explain.small import DRIFTED, ONE, PERCENT, VENUE, engine, owning, reported
from tests.counterpoise.keeper.test_replay import STEP

TRADES, WAITS = explain(engine(), DRIFTED), explain(engine(), owning(500_000, 250))
BLIND = explain(engine(InverseVolatilityStrategy()), DRIFTED)
EARLY = explain(engine(InverseVolatilityStrategy(), ready_at=10), DRIFTED)


@pytest.mark.parametrize("told", [TRADES, WAITS, BLIND], ids=["trades", "waits", "blind"])
def test_what_is_the_same_does_not_differ(told):
    assert differ(reported(told), told) is None


@pytest.mark.parametrize(
    "what, told, changes",
    [
        ("the signals", TRADES, {"state": replace(DRIFTED, signals=(1,))}),
        ("the target", TRADES, {"target": (ONE // 2 + 1, ONE // 2 - 1)}),
        ("the target", TRADES, {"target": (), "due": False, "reason": VolatilityNotObserved(0)}),
        ("the target", BLIND, {"target": (ONE // 2, ONE // 2)}),
        ("the target", BLIND, {"reason": VolatilityNotObserved(1)}),
        ("the orders", TRADES, {"orders": ()}),
        ("the end", TRADES, {"end": DRIFTED}),
        ("the reason", WAITS, {"reason": WithinBand(1, 5 * PERCENT)}),
        ("whether it is due", WAITS, {"due": True, "reason": None, "end": DRIFTED}),
    ],
)
def test_the_first_difference_is_named(what, told, changes):
    assert differ(reported(told, **changes), told).what == what


def test_a_strategy_that_refuses_is_compared_also_where_it_is_too_early():
    """The lens asks it before the clock, the engine after it."""
    report = reported(EARLY, reason=VolatilityNotObserved(0))
    assert differ(report, EARLY) is None


@pytest.mark.parametrize("reason", [IsPaused(10), VenueNotAllowed(VENUE)])
def test_a_pause_and_a_list_of_venues_are_the_vaults_own_affair(reason):
    report = reported(TRADES, due=False, reason=reason, orders=(), end=None)
    assert differ(report, TRADES) is None


def test_trouble_is_the_first_of_now_and_then():
    now, then = TwinDisagrees("the end", 1, 2), TwinDisagrees("the value", 3, 4)
    report, past = reported(TRADES), Replay(STEP, TRADES.decision, then)
    assert Account(report, TRADES, None, ()).trouble is None
    assert Account(report, TRADES, None, (past,)).trouble is then
    assert Account(report, TRADES, now, (past,)).trouble is now
