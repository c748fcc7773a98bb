"""The pipeline: what one step decides, moves and remembers, and where it stops."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpoise.constraint.cooldown import CooldownConstraint
from counterpoise.constraint.drift import DriftConstraint
from counterpoise.constraint.progress import ProgressConstraint
from counterpoise.constraint.set import ConstraintSet
from counterpoise.engine import Engine, settle
from counterpoise.errors import (
    AssetUnknown,
    BalanceCapExceeded,
    BoughtTooLittle,
    CooldownActive,
    NoProgress,
    WeightSum,
)
from counterpoise.execution.hub import HubPlanner, Limits
from counterpoise.execution.venue import UniswapV2Venue
from counterpoise.math.fixed_point import ONE
from counterpoise.observer.spot import observe
from counterpoise.strategy.fixed_weight import FixedWeightStrategy
from counterpoise.types import Holdings, Order

PERCENT = ONE // 100
UNITS, PRICES = (10**6, ONE), (ONE, 2_000 * ONE)
LIMITS = Limits(ONE, ONE, 2 * PERCENT, PERCENT, ONE)


def owning(dollars, ether, time=0):
    held = Holdings(("dollar", "ether"), (dollars * 10**6, ether * ONE), ONE)
    return observe(held, UNITS, PRICES, time)


@pytest.fixture
def engine():
    venue = UniswapV2Venue()
    venue.set_pool(*POOL)
    parts = DriftConstraint(5 * PERCENT, PERCENT), ProgressConstraint(PERCENT // 10)
    return Engine(
        strategy=FixedWeightStrategy((ONE // 2, ONE // 2)),
        planner=HubPlanner("dollar", "venue", LIMITS, venue.curve),
        venue=venue,
        constraint=ConstraintSet((*parts, CooldownConstraint(3600, PERCENT))),
    )


POOL = ("ether", "dollar", 10_000 * ONE, 20_000_000 * 10**6)
DRIFTED = owning(400_000, 300)


def test_a_step_decides_trades_and_says_what_it_leads_to(engine):
    decision = engine.step(DRIFTED)

    assert decision.refusal is None
    assert decision.target == (ONE // 2, ONE // 2)
    assert decision.orders == (
        Order("venue", "ether", "dollar", 50199922891875050000, 99395847326),
    )
    assert decision.end.balances == (499600154216, 249800077108124950000)
    assert decision.end.value == 999200308432249900000000
    assert engine.venue.reserves["ether", "dollar"][0] == 10_000 * ONE + 50199922891875050000


def test_a_preview_says_the_same_and_moves_nothing(engine):
    preview = engine.preview(DRIFTED)

    assert engine.venue.reserves["ether", "dollar"] == (10_000 * ONE, 20_000_000 * 10**6)
    assert engine.step(DRIFTED) == preview


def test_a_step_that_is_refused_moves_nothing_and_says_why(engine):
    decision = engine.step(owning(500_000, 250))

    assert decision.refusal.name == "WithinBand"
    assert decision.refusal.fields == {"drift": 0, "band": 5 * PERCENT}
    assert (decision.orders, decision.end) == ((), decision.start)
    assert engine.venue.reserves["ether", "dollar"] == (10_000 * ONE, 20_000_000 * 10**6)


def test_a_step_remembers(engine):
    engine.step(DRIFTED)
    engine.venue.set_pool(*POOL)

    assert engine.step(DRIFTED).refusal.fields == {"time": 0, "ready_at": 3600}
    assert engine.step(owning(400_000, 300, time=3600)).refusal is None


def test_a_pool_off_its_price_gets_no_trade_and_there_is_no_progress(engine):
    engine.venue.set_pool("ether", "dollar", 10_000 * ONE, 19_000_000 * 10**6)
    decision = engine.step(DRIFTED)

    assert isinstance(decision.refusal, NoProgress)
    assert decision.refusal.fields == {"start": 10 * PERCENT, "end": 10 * PERCENT}
    assert decision.orders == ()
    assert decision.end == decision.start


def test_a_step_that_comes_too_early_asks_no_strategy(engine):
    engine.step(DRIFTED)
    wrong = replace(engine, strategy=FixedWeightStrategy((ONE,)))

    decision = wrong.step(DRIFTED)

    assert isinstance(decision.refusal, CooldownActive)
    assert (decision.target, decision.orders) == ((), ())


def test_a_target_that_does_not_add_up_stops_the_step(engine):
    class Half:
        def target(self, state):
            return (ONE // 2, 0)

    decision = replace(engine, strategy=Half()).step(DRIFTED)

    assert isinstance(decision.refusal, WeightSum)
    assert (decision.target, decision.orders) == ((), ())


def test_an_order_sells_no_more_than_there_is():
    orders = [Order("venue", "ether", "dollar", 5 * ONE, 0)]

    filled, end = settle(owning(0, 3), orders, lambda sell, buy, amount: amount // 10**9)

    assert filled == (Order("venue", "ether", "dollar", 3 * ONE, 0),)
    assert end.balances == (3 * 10**9, 0)


class Given:
    """Plans what it is told."""

    def __init__(self, *orders):
        self.orders = orders

    def plan(self, state, target, hint=b""):
        return self.orders


@given(st.booleans(), st.integers(0, 2 * 10**21))
def test_a_pool_moves_by_what_the_vault_does(is_sale, amount):
    """Also where a plan would sell more than there is, of 300 ether or of 400,000 dollars."""
    venue, start = UniswapV2Venue(), owning(400_000, 300)
    venue.set_pool(*POOL)
    ends = ("ether", "dollar") if is_sale else ("dollar", "ether")
    order = Order("venue", *ends, amount if is_sale else amount // 10**9, 0)
    rules = ConstraintSet((CooldownConstraint(0, 0),))
    engine = Engine(FixedWeightStrategy((ONE // 2, ONE // 2)), Given(order), venue, rules)

    end = engine.step(start).end
    rows = zip(venue.reserves["dollar", "ether"], end.balances)
    assert [a + b for a, b in rows] == [20_400_000 * 10**6, 10_300 * ONE]


def test_an_order_of_what_is_not_held_is_refused():
    with pytest.raises(AssetUnknown) as refused:
        settle(owning(1, 1), [Order("venue", "stone", "dollar", 1, 0)], lambda *order: 0)
    assert refused.value.fields == {"token": "stone"}


def test_an_order_that_brings_more_than_the_books_hold_is_refused():
    room = 2**112 - 1 - 10**6
    orders = [Order("venue", "ether", "dollar", 1, 0)]

    _, end = settle(owning(1, 1), orders, lambda *order: room)
    assert end.balances[0] == 2**112 - 1
    with pytest.raises(BalanceCapExceeded) as refused:
        settle(owning(1, 1), orders, lambda *order: room + 1)
    assert refused.value.fields == {"asset": "dollar", "balance": 2**112, "cap": 2**112 - 1}


def test_an_order_that_brings_too_little_is_refused():
    with pytest.raises(BoughtTooLittle) as refused:
        settle(owning(1, 1), [Order("venue", "ether", "dollar", 1, 7)], lambda *order: 6)
    assert refused.value.fields == {"asset": "dollar", "bought": 6, "min_buy_amount": 7}
