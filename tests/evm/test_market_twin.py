"""The market's twins equal the bytecode to the unit: what it is, and what it permits."""

from collections.abc import Callable
from dataclasses import astuple, replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpoise.constraint.market import MarketConstraint
from counterpoise.math import market, signals
from counterpoise.math.market import Patience, Prices, Standing, Tolerances
from counterpoise.strategy.fixed_weight import FixedWeightStrategy
from counterpoise.strategy.market import MarketStrategy
from counterpoise.types import MarketClass, State
from tests.counterpoise.drawn import ONE, fractions, moves, scales, states, targets
from tests.counterpoise.math.test_market import EVEN, PERMITS, TABLE, TRUE
from tests.counterpoise.math.test_signals import remembered
from tests.depth import sharing
from tests.evm.in_process import Chain, said

few = sharing(40)
classes = st.sampled_from(MarketClass)


@pytest.fixture(scope="module")
def mock(chain: Chain) -> Callable[..., Any]:
    account = chain.deploy("MockMarket")
    return lambda function, *values: chain.ask("MockMarket", account, function, *values)


# math/


@pytest.mark.parametrize("second, twap, spot, thin, kind", TABLE)
def test_the_chain_has_the_same_table(mock, second, twap, spot, thin, kind):
    assert mock("judge", (TRUE, second, spot, twap), astuple(EVEN), thin) == kind


@pytest.mark.parametrize("kind, grow, shrink, part", PERMITS)
def test_the_chain_permits_the_same(mock, kind, grow, shrink, part):
    assert mock("permits", kind) == (grow, shrink, part)


near = st.integers(950, 1_050).map(lambda it: 2 * it * ONE)
quotes = st.one_of(near, near, near, st.just(0), scales(0, 37))


@few
@given(
    prices=st.builds(Prices, quotes, quotes, quotes, quotes),
    most=st.builds(Tolerances, scales(14, 18), scales(14, 18)),
    thin=st.booleans(),
)
def test_a_market_is_judged_the_same(mock, prices, most, thin):
    assert mock("judge", astuple(prices), astuple(most), thin) == market.judge(prices, most, thin)
    pair = prices.oracle, prices.spot, most.spot
    assert mock("isOff", *pair) == market.is_off(*pair)


@few
@given(
    deviation=fractions,
    volatility=st.one_of(st.integers(0, 3 * ONE), st.just(2**64)),
    lag=st.integers(0, 2**40),
    window=st.integers(0, 2**40),
    size=st.integers(0, ONE),
)
def test_the_tolerances_are_the_same(mock, deviation, volatility, lag, window, size):
    values = deviation, volatility, lag, window
    assert mock("tolerances", *values) == astuple(market.tolerances(*values))
    jump = size, lag, volatility, deviation
    assert mock("isJump", *jump) == market.is_jump(*jump)
    assert mock("spread", volatility, lag) == market.spread(volatility, lag)


seconds = st.integers(0, 2**40 - 1)
standings = st.builds(Standing, classes, classes, st.integers(0, 255), seconds, seconds, seconds)


@few
@given(
    now=standings,
    found=classes,
    wait=st.integers(0, 10**6),
    patience=st.builds(
        Patience, st.integers(1, 300), st.integers(0, 86_400), st.integers(0, 7 * 86_400)
    ),
)
def test_a_look_is_taken_in_the_same(mock, now, found, wait, patience):
    time = min(now.seen + wait, 2**40 - 1)
    look = astuple(now), found, time, astuple(patience)
    assert mock("advance", *look) == astuple(market.advance(now, found, time, patience))


words = st.lists(st.one_of(st.integers(0, ONE), st.integers(2**256 - ONE, 2**256 - 1)), max_size=9)


@few
@given(
    kinds=st.lists(classes, min_size=1, max_size=20),
    rest=words,
    sections=st.integers(0, 7),
    peak=st.integers(0, 2**105),
    n=st.integers(0, 20),
    i=st.integers(0, 19),
    j=st.integers(0, 20),
)
def test_signals_are_read_the_same(mock, kinds, rest, sections, peak, n, i, j):
    """Whatever the words say that there is, and whatever of it there is."""
    (word,) = signals.signals_of(kinds, peak=peak)
    for kept in ((), (word | sections << 184, *rest)):
        assert said(mock, "isCalm", kept) == said(signals.is_calm, kept)
        assert said(mock, "peakOf", kept) == said(signals.peak_of, kept)
        assert said(mock, "trendOf", kept, n, i) == said(signals.trend_of, kept, n, i)
        assert said(mock, "marketOf", kept, i) == said(signals.market_of, kept, i)
        assert said(mock, "volatilityOf", kept, i) == said(signals.volatility_of, kept, i)
        place = kept, n, i, j
        assert said(mock, "correlationOf", *place) == said(signals.correlation_of, *place)


@few
@given(remembered())
def test_signals_are_laid_down_the_same(mock, known):
    n, kinds, moves, pairs, ways, peak = known
    (word,) = signals.signals_of(kinds)
    laid = said(mock, "lay", word, peak, moves, [it % 2**256 for it in ways], pairs)
    assert laid == list(signals.signals_of(kinds, moves, pairs, ways, peak))


def test_what_nobody_remembers_is_told(mock):
    kept = (7 << 184, ONE, 0)
    assert said(mock, "peakOf", kept) == ("PeakNotObserved", [])
    assert said(mock, "trendOf", kept, 2, 0) == ("TrendNotObserved", [0])
    assert said(mock, "trendOf", kept, 2, 2) == ("TrendNotObserved", [2])
    assert said(mock, "marketOf", (), 0) == ("MarketNotObserved", [])
    for i in (1, 2):
        assert said(mock, "volatilityOf", kept, i) == ("VolatilityNotObserved", [i])
    for i, j in ((0, 1), (1, 0), (1, 1), (0, 2)):
        answer = said(mock, "correlationOf", kept, 2, i, j)
        assert answer == ("CorrelationNotObserved", [i, j])


# constraint/ and strategy/


def seen(state: State, kinds: list[MarketClass]) -> State:
    """The same state with a class for each asset, or with no signals where none is named."""
    count = len(state.assets)
    return replace(state, signals=signals.signals_of((kinds * count)[:count]) if kinds else ())


kinds_of = st.one_of(
    st.lists(classes, min_size=1, max_size=20),
    st.lists(st.sampled_from(list(MarketClass)[:6]), min_size=1, max_size=5),
    st.just([]),
)


@few
@given(move=moves(), kinds=kinds_of, most=st.one_of(scales(14, 18), st.integers(0, ONE + 1)))
def test_the_constraint_says_the_same(chain, move, kinds, most):
    contract, twin = said(chain.deploy, "MarketConstraint", most), said(MarketConstraint, most)
    if isinstance(contract, tuple):
        assert contract == twin
        return
    start, target, end = seen(move[0], kinds), move[1], move[2]
    asked = astuple(start), target, astuple(end)
    answer = said(MarketConstraint(most).judge, start, target, end)
    for verb, who in (("judge", [chain.caller]), ("check", [])):
        assert said(chain.ask, "MarketConstraint", contract, verb, *who, *asked) == answer


@few
@given(state=states(), kinds=kinds_of, data=st.data(), most=scales(14, 18))
def test_the_strategy_wants_the_same(chain, state, kinds, data, most):
    vector = data.draw(targets(len(state.assets)))
    hub = data.draw(st.sampled_from([*state.tokens, chain.caller.lower()]))
    inner = chain.deploy("FixedWeightStrategy", vector)
    contract = chain.deploy("MarketStrategy", inner, hub, most)
    twin, state = MarketStrategy(FixedWeightStrategy(vector), hub, most), seen(state, kinds)

    answer = said(chain.ask, "MarketStrategy", contract, "target", astuple(state))

    assert answer == said(twin.target, state)
