"""MarketConstraint: each asset is traded as its market's class permits."""

import pytest
from hypothesis import event, given
from hypothesis import strategies as st

from counterpoise.constraint.market import MarketConstraint
from counterpoise.engine import Engine
from counterpoise.execution.hub import HubPlanner, Limits
from counterpoise.execution.venue import UniswapV2Venue
from counterpoise.math.market import permits
from counterpoise.math.signals import signals_of
from counterpoise.strategy.fixed_weight import FixedWeightStrategy
from counterpoise.strategy.market import MarketStrategy
from counterpoise.types import MarketClass, State
from tests.counterpoise.drawn import VENUE, reserves, scales, targets, valued
from tests.depth import sharing
from tests.evm.in_process import said

NAME = "MarketConstraint"
ONE, PERCENT = 10**18, 10**16
ADDRESSES = [f"0x{i:040x}" for i in range(1, 4)]
HALTED = [it for it in MarketClass if it >= MarketClass.TRANSIENT]
REDUCING = [it for it in MarketClass if permits(it)[:2] == (False, True)]


@pytest.fixture(scope="module")
def constraint(chain):
    return chain.deploy(NAME, 10 * PERCENT)


def state(*values, kinds=()):
    assets = [(token, 1, it, ONE, it) for token, it in zip(ADDRESSES, values)]
    return 0, ONE, sum(values), assets, signals_of(kinds) if kinds else ()


def judge(chain, constraint, start, end, kind):
    """A trade between the first asset, of this class, and the second one, a normal hub."""
    normal = MarketClass.NORMAL
    before = state(start, 100 - start, 0, kinds=(kind, normal, normal))
    after = state(end, 100 - end, 0)
    return said(chain.ask, NAME, constraint, "judge", chain.caller, before, [], after)


@pytest.mark.parametrize("kind", HALTED)
@pytest.mark.parametrize("end", [51, 49])
def test_what_is_not_believed_is_not_traded(chain, constraint, kind, end):
    """K1 Neither way, by not a unit."""
    answer = judge(chain, constraint, 50, end, kind)
    assert answer == ("TradeForbidden", [ADDRESSES[0], kind, 50, end])
    assert judge(chain, constraint, 50, 50, kind) is None


@pytest.mark.parametrize("kind", REDUCING)
def test_in_a_crisis_less_may_be_held_and_not_more(chain, constraint, kind):
    """K2"""
    assert judge(chain, constraint, 50, 46, kind) is None
    answer = judge(chain, constraint, 50, 51, kind)
    assert answer == ("TradeForbidden", [ADDRESSES[0], kind, 50, 51])


@pytest.mark.parametrize("kind", [it for it in MarketClass if permits(it)[2] == ONE // 2])
def test_a_slice_is_half_and_no_more(chain, constraint, kind):
    """K2"""
    assert judge(chain, constraint, 50, 45, kind) is None
    answer = judge(chain, constraint, 50, 44, kind)
    assert answer == ("SliceExceeded", [ADDRESSES[0], kind, 6 * PERCENT, 5 * PERCENT])


@pytest.mark.parametrize("kind", [MarketClass.NORMAL, MarketClass.GENUINE_MOVE])
def test_a_market_that_moves_is_left_at_any_size(chain, constraint, kind):
    assert judge(chain, constraint, 50, 0, kind) is None


def test_a_slice_is_rounded_up(chain, constraint):
    kinds = MarketClass.THIN, MarketClass.NORMAL
    start, end = state(3 * ONE, 17 * ONE, kinds=kinds), state(2 * ONE - 1, 18 * ONE + 1)
    answer = said(chain.ask, NAME, constraint, "judge", chain.caller, start, [], end)
    assert answer == ("SliceExceeded", [ADDRESSES[0], 3, 5 * PERCENT + 1, 5 * PERCENT])


def test_one_halted_asset_does_not_stop_the_others(chain, constraint):
    """K4"""
    kinds = MarketClass.UNKNOWN, MarketClass.NORMAL, MarketClass.NORMAL
    start, end = state(50, 30, 20, kinds=kinds), state(50, 10, 40)
    assert said(chain.ask, NAME, constraint, "judge", chain.caller, start, [], end) is None


def test_a_state_without_a_market_is_refused(chain, constraint):
    """K1 An observer that remembers nothing stops trading, and tells why."""
    asked = chain.caller, state(50, 50), [], state(50, 50)
    assert said(chain.ask, NAME, constraint, "judge", *asked) == ("MarketNotObserved", [])


@pytest.mark.parametrize("most", [0, ONE + 1])
def test_a_slice_of_nothing_or_of_more_than_all_is_refused(chain, most):
    assert said(chain.deploy, NAME, most) == ("LimitOutOfRange", ["maxSlice", most, ONE])


# What the strategy wants the constraint accepts.


@st.composite
def ventures(draw):
    """A vault whose pools are near the market, as those are whose assets may be traded."""
    count = draw(st.integers(2, 6))
    seen, hub = draw(valued(count, 8, 18)), draw(st.integers(0, count - 1))
    kinds = draw(st.lists(st.sampled_from(MarketClass), min_size=count, max_size=count))
    kinds[hub] = draw(st.sampled_from([*[MarketClass.NORMAL] * 9, MarketClass.THIN]))
    venue = UniswapV2Venue()
    for i in range(count):
        if i != hub:
            pool = reserves(seen, i, hub, draw(scales(22, 28)), draw(st.integers(996, 1_004)))
            venue.set_pool(seen.tokens[i], seen.tokens[hub], *pool)
    marked = State(seen.time, seen.supply, seen.value, seen.assets, signals_of(kinds))
    return marked, kinds, hub, venue, draw(targets(count))


@sharing(60)
@given(venture=ventures(), most=scales(16, 18))
def test_what_the_strategy_wants_is_never_refused(venture, most):
    """K4 Its slice a hundredth below the constraint's; what is halted stands still."""
    start, kinds, hub, venue, target = venture
    token = start.tokens[hub]
    limits = Limits(ONE, ONE, PERCENT, PERCENT, ONE)
    planner = HubPlanner(token, VENUE, limits, venue.curve)
    strategy = MarketStrategy(FixedWeightStrategy(target), token, most * 99 // 100)
    engine = Engine(strategy, planner, venue, MarketConstraint(most))

    decision = engine.preview(start)

    assert decision.refusal is None and sum(decision.target) == ONE
    traded = {it for order in decision.orders for it in (order.sell, order.buy)}
    halted = {it for it, kind in zip(start.tokens, kinds) if kind in HALTED}
    assert not traded & halted
    event("trades" if traded else "stands still")
