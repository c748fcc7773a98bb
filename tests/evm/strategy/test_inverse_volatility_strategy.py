"""InverseVolatilityStrategy: wants less of what moves more, on the chain as in its twin."""

from dataclasses import astuple, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpoise.math.signals import VOLATILITIES
from counterpoise.strategy.inverse_volatility import InverseVolatilityStrategy
from tests.counterpoise.drawn import ONE, scales
from tests.counterpoise.strategy.test_inverse_volatility import MOST, VECTORS, state_of
from tests.depth import sharing
from tests.evm.in_process import said

NAME = "InverseVolatilityStrategy"
MOVES = VOLATILITIES  # A head that says no more than that they follow.


@pytest.fixture(scope="module")
def target(chain):
    strategy = chain.deploy(NAME)
    return lambda state: said(chain.ask, NAME, strategy, "target", astuple(state))


@pytest.mark.parametrize("thousandths, weights", VECTORS)
def test_the_vectors_of_the_formula(target, thousandths, weights):
    """C2, V3.4"""
    assert target(state_of([it * 10**15 for it in thousandths])) == list(weights)


sigmas = st.one_of(st.integers(10**12, MOST), st.integers(ONE // 100, ONE), scales(11, 20))


@sharing(30)
@given(told=st.lists(sigmas, min_size=0, max_size=20), rest=st.lists(st.integers(0, ONE)))
def test_the_twin_is_the_chain(target, told, rest):
    """ST-02 Weights and refusals, with correlations behind the volatilities and without."""
    state = state_of(told)
    state = replace(state, signals=(*state.signals, *rest))
    assert target(state) == said(lambda: list(InverseVolatilityStrategy().target(state)))


@pytest.mark.parametrize("sigma", [10**12 - 1, MOST + 1, 2**256 - 1])
def test_what_no_price_does_is_refused(target, sigma):
    answer = target(state_of((ONE, sigma)))
    assert answer == ("VolatilityOutOfDomain", [f"0x{1:040x}", sigma, 10**12, MOST])


@pytest.mark.parametrize(
    "signals, place", [((), 0), ((MOVES,), 0), ((MOVES, ONE), 1), ((MOVES, ONE, 0), 1)]
)
def test_what_nobody_remembers_is_told_by_its_place(target, signals, place):
    """K5 The strategy that needs it says so."""
    state = replace(state_of((ONE, ONE)), signals=signals)
    assert target(state) == ("VolatilityNotObserved", [place])


def test_of_nothing_there_are_no_weights(target):
    assert target(state_of(())) == ("NothingToWeigh", [])


def test_the_domain_is_there_to_be_read(chain):
    strategy = chain.deploy(NAME)
    names = ("MIN_VOLATILITY", "MAX_VOLATILITY")
    assert [chain.ask(NAME, strategy, it) for it in names] == [10**12, MOST]
