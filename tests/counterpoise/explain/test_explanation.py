"""The whole way: what is seen, proposed, planned and judged, and who speaks in the end."""

from hypothesis import assume, given
from hypothesis import strategies as st

from counterpoise.errors import CooldownActive, NoMarket, VolatilityNotObserved, WithinBand
from counterpoise.explain.explanation import Way, explain
from counterpoise.strategy.fixed_weight import FixedWeightStrategy
from counterpoise.strategy.inverse_volatility import InverseVolatilityStrategy
from tests.counterpoise.explain.small import (
    DOLLAR,
    DRIFTED,
    ETHER,
    ONE,
    PERCENT,
    engine,
    owning,
)

TENTH = ONE // 10
EVEN = owning(500_000, 250)


def test_a_drift_is_told_with_what_the_plan_makes_of_it():
    told = explain(engine(), DRIFTED)
    ether = 500000000000125051  # of 499,600.15 dollars in 999,200.31
    assert told.ways == (
        Way(DOLLAR, 4 * TENTH, 5 * TENTH, -TENTH, ONE - ether),
        Way(ETHER, 6 * TENTH, 5 * TENTH, TENTH, ether),
    )
    assert told.orders == told.decision.orders
    assert [it.sell_amount for it in told.orders] == [50199922891875050000]
    assert (told.speaker, told.obstacle, told.decision.refusal) == (None, None, None)


def test_the_plan_is_told_although_it_is_too_early_for_it():
    """The engine stops at the clock; what it would have done is known all the same."""
    told = explain(engine(ready_at=10), DRIFTED)
    assert str(told.decision.refusal) == str(CooldownActive(0, 10))
    assert told.decision.orders == ()
    assert told.orders == explain(engine(), DRIFTED).orders
    assert told.speaker == "CooldownConstraint"


def test_who_refuses_first_speaks():
    told = explain(engine(), EVEN)
    assert str(told.decision.refusal) == str(WithinBand(0, 5 * PERCENT))
    assert (told.speaker, told.others) == ("DriftConstraint", ("ProgressConstraint",))


def test_where_the_strategy_refuses_nothing_is_planned():
    told = explain(engine(InverseVolatilityStrategy()), DRIFTED)
    assert str(told.decision.refusal) == str(VolatilityNotObserved(0))
    assert told.speaker == "InverseVolatilityStrategy"
    assert (told.ways, told.orders, told.cuts, told.obstacle) == ((), (), (), None)
    assert [it.asked for it in told.verdicts] == [False] * 3


def test_weights_that_are_none_lead_nowhere():
    told = explain(engine(FixedWeightStrategy((ONE,))), DRIFTED)
    assert told.speaker == "FixedWeightStrategy"
    assert told.ways == ()


def test_where_there_is_no_market_the_plan_fails():
    lost = engine()
    lost.venue.reserves.clear()
    told = explain(lost, DRIFTED)
    assert str(told.obstacle) == str(NoMarket(ETHER, DOLLAR))
    assert (told.speaker, told.orders) == ("the plan", ())
    assert [it.becomes for it in told.ways] == [None, None]


def test_to_be_explained_changes_nothing():
    one = engine()
    before = repr(one.constraint), dict(one.venue.reserves)
    assert explain(one, DRIFTED) == explain(one, DRIFTED)
    assert (repr(one.constraint), one.venue.reserves) == before


@given(st.integers(0, 10**7), st.integers(0, 5_000), st.sampled_from([0, 10]))
def test_it_ends_where_the_engine_ends(dollars, ether, ready_at):
    """The same decision; and the same refusal whether all are heard or only the first."""
    assume(dollars or ether)
    told = explain(engine(ready_at=ready_at), owning(dollars, ether))
    decision = engine(ready_at=ready_at).preview(owning(dollars, ether))
    assert told.decision.orders == decision.orders
    assert str(told.decision.refusal) == str(decision.refusal)
    refused = [it for it in told.verdicts if it.refusal]
    assert bool(refused or told.obstacle) == (decision.refusal is not None)
    if decision.refusal is None:
        assert told.orders == decision.orders
