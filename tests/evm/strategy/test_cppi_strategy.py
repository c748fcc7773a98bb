"""CppiStrategy: keeps a share above a floor, on the chain as in its twin."""

from dataclasses import astuple, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpoise.strategy.cppi import CppiStrategy, Terms
from counterpoise.strategy.fixed_weight import FixedWeightStrategy
from tests.counterpoise.drawn import ADDRESSES, scales, targets
from tests.counterpoise.strategy.test_cppi import (
    CASH,
    CPPI,
    DAY,
    MILLI,
    ONE,
    SOUND,
    TIPP,
    UNSOUND,
    YEAR,
    state_of,
    terms_of,
)
from tests.depth import sharing
from tests.evm.in_process import said

NAME = "CppiStrategy"
PLAIN = terms_of(ONE, 4 * ONE)
RATCHET = terms_of(ONE, 4 * ONE, ratchet=800 * MILLI)


@pytest.fixture(scope="module")
def risky(chain):
    """All of it in the second asset; the first is cash."""
    return chain.deploy("FixedWeightStrategy", [0, ONE])


@pytest.fixture(scope="module")
def ask(chain, risky):
    """What a strategy of some terms says to a state so many seconds after its start."""

    def ask(function, terms, state, time=0, inner=risky, cash=CASH):
        strategy = chain.deploy(NAME, inner, cash, astuple(terms))
        state = replace(state, time=chain.ask(NAME, strategy, "start") + time)
        return said(chain.ask, NAME, strategy, function, astuple(state))

    return ask


@pytest.mark.parametrize("price, floor, multiplier, exposure", CPPI)
def test_the_vectors_without_a_ratchet(ask, price, floor, multiplier, exposure):
    """C3, V3.6"""
    terms, state = terms_of(floor * MILLI, multiplier * MILLI), state_of(price * MILLI)
    assert ask("exposure", terms, state) == exposure
    assert ask("target", terms, state) == [ONE - exposure, exposure]


@pytest.mark.parametrize("row, time, floor, exposure", TIPP)
def test_the_vectors_with_a_ratchet(ask, row, time, floor, exposure):
    """C3, V3.6"""
    price, peak, ratchet, multiplier, first, rate = (it * MILLI for it in row)
    terms, state = terms_of(first, multiplier, rate, ratchet), state_of(price, peak)
    assert ask("floorOf", terms, state, time) == floor
    assert ask("exposure", terms, state, time) == exposure


terms = st.builds(
    terms_of,
    floor=st.one_of(scales(16, 20), scales(0, 31)),
    multiplier=st.one_of(st.integers(ONE, 10 * ONE), st.integers(1, 10 * ONE)),
    rate=st.one_of(st.just(0), st.integers(0, ONE // 5)),
    ratchet=st.one_of(st.just(0), st.integers(0, 950 * MILLI)),
    cap=st.one_of(st.just(ONE), st.integers(1, ONE)),
)
times = st.one_of(st.integers(-DAY, YEAR), st.integers(0, 100 * YEAR))
prices = st.one_of(scales(16, 20), scales(0, 38), st.just(0))
peaks = st.one_of(scales(16, 20), st.integers(0, 2**104))


@sharing(30)
@given(st.integers(2, 20).flatmap(targets), terms, times, prices, peaks, st.data())
def test_the_twin_is_the_chain(ask, chain, weights, terms, time, price, peak, data):
    """ST-02 Weights, floors and refusals, for 2 to 20 assets and cash in every place."""
    n = len(weights)
    cash = ADDRESSES[data.draw(st.integers(0, n - 1))]
    state = state_of(price, peak, n=n, supply=data.draw(scales(15, 38)))
    twin = CppiStrategy(FixedWeightStrategy(weights), cash, terms, 0)
    inner = chain.deploy("FixedWeightStrategy", list(weights))
    late = replace(state, time=max(time, 0))
    asked = {"time": time, "inner": inner, "cash": cash}
    assert ask("target", terms, state, **asked) == said(lambda: list(twin.target(late)))
    assert ask("exposure", terms, state, **asked) == said(twin.exposure, late)
    assert ask("floorOf", terms, state, **asked) == said(twin.floor_of, late)


@pytest.mark.parametrize("n", range(2, 21))
def test_cash_may_stand_anywhere(ask, chain, n):
    """ST-02 What is rounded off is cash's; what the inner strategy wants of it says nothing."""
    inner = chain.deploy("FixedWeightStrategy", [ONE - (n - 1) * (ONE // n), *[ONE // n] * (n - 1)])
    for at in range(n):
        state = state_of(125 * ONE // 100, n=n)
        weights = ask("target", PLAIN, state, inner=inner, cash=ADDRESSES[at])
        assert sum(weights) == ONE
        assert 0 <= weights.pop(at) - 200 * MILLI < n
        assert max(weights) - 800 * MILLI // (n - 1) <= n


@pytest.mark.parametrize("years", [0, 10, 19, 20, 90])
def test_a_floor_grows_as_its_twin_says(ask, years):
    """ST-06 Through a gap of ten years, and past e^4, where it stands."""
    terms = terms_of(ONE, ONE, rate=ONE // 5)
    late = state_of(ONE, time=years * YEAR)
    twin = CppiStrategy(FixedWeightStrategy((0, ONE)), CASH, terms, 0)
    assert ask("floorOf", terms, state_of(ONE), years * YEAR) == twin.floor_of(late)


@pytest.mark.parametrize("price", [0, 1, 650 * MILLI, ONE])
def test_at_the_floor_and_below_it_all_is_cash(ask, price):
    """ST-07"""
    assert ask("target", PLAIN, state_of(price)) == [ONE, 0]


def test_a_unit_above_the_floor_is_a_cushion(ask):
    assert ask("exposure", PLAIN, state_of(ONE + 1)) == 3


@pytest.mark.parametrize("price", [4 * ONE // 3 + 1, 10**6 * ONE, 10**38])
def test_far_above_the_floor_there_is_no_leverage(ask, price):
    """ST-06"""
    assert ask("target", PLAIN, state_of(price)) == [0, ONE]
    capped = terms_of(ONE, 4 * ONE, cap=600 * MILLI)
    assert ask("target", capped, state_of(price)) == [400 * MILLI, 600 * MILLI]


def test_without_a_peak_there_is_no_ratchet(ask):
    """K5 The strategy that needs it says so."""
    for function in ("target", "exposure", "floorOf"):
        assert ask(function, RATCHET, state_of(ONE)) == ("PeakNotObserved", [])
        bare = replace(state_of(ONE), signals=())
        assert ask(function, RATCHET, bare) == ("PeakNotObserved", [])
    assert ask("floorOf", PLAIN, bare) == ONE


def test_a_vault_without_cash_is_refused(ask):
    stranger = ADDRESSES[2]
    assert ask("target", PLAIN, state_of(ONE), cash=stranger) == ("AssetUnknown", [stranger])


def test_a_vault_without_shares_is_refused(ask):
    empty = replace(state_of(ONE), supply=0)
    assert ask("exposure", PLAIN, empty) == ("NothingToWeigh", [])
    assert ask("target", PLAIN, empty) == ("NothingToWeigh", [])


@pytest.mark.parametrize("change", [{"value": 2**255}, {"time": 2**255}])
def test_numbers_that_no_observer_tells_do_not_wrap(chain, risky, change):
    strategy = chain.deploy(NAME, risky, CASH, SOUND[:2] + (0,) + SOUND[3:])
    state = replace(state_of(ONE), **change)
    assert said(chain.ask, NAME, strategy, "target", astuple(state)) == ("Panic", [0x11])
    twin = CppiStrategy(FixedWeightStrategy((0, ONE)), CASH, Terms(*SOUND[:2], 0, *SOUND[3:]), 0)
    assert said(twin.target, state) == ("Panic", [0x11])


@pytest.mark.parametrize(
    "weights, refusal",
    [
        ([ONE], ("WeightCount", [1, 2])),
        ([0, ONE, 0], ("WeightCount", [3, 2])),
        ([ONE, 1], ("WeightSum", [ONE + 1])),
        ([0, ONE - 1], ("WeightSum", [ONE - 1])),
        ([2**255, 2**255], ("Panic", [0x11])),
    ],
)
def test_what_are_no_weights_is_refused(chain, ask, weights, refusal):
    """ST-01"""
    inner = chain.deploy("MockStrategy")
    chain.tell("MockStrategy", inner, "set", weights)
    assert ask("target", PLAIN, state_of(2 * ONE), inner=inner) == refusal


def test_what_the_other_strategy_refuses_is_refused(chain, ask):
    inner = chain.deploy("InverseVolatilityStrategy")
    answer = ask("target", PLAIN, state_of(ONE), inner=inner)
    assert answer == ("VolatilityNotObserved", [0])


@pytest.mark.parametrize("at, name, number, bound", UNSOUND)
def test_terms_out_of_bounds_are_refused(chain, risky, at, name, number, bound):
    """J1"""
    terms = (*SOUND[:at], number, *SOUND[at + 1 :])
    assert said(chain.deploy, NAME, risky, CASH, terms) == (
        "LimitOutOfRange",
        [name, number, bound],
    )


def test_its_terms_are_there_to_be_read(chain, risky):
    before = chain.time()
    strategy = chain.deploy(NAME, risky, CASH, SOUND)
    names = ("floor", "rate", "ratchet", "multiplier", "maxGap", "cap")
    assert tuple(chain.ask(NAME, strategy, it) for it in names) == SOUND == astuple(Terms(*SOUND))
    assert chain.ask(NAME, strategy, "inner") == risky.lower()
    assert chain.ask(NAME, strategy, "cash") == CASH.lower()
    assert before <= chain.ask(NAME, strategy, "start") <= chain.time()
