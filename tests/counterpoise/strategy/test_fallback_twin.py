"""The strategy that has another one ready."""

from dataclasses import dataclass

import pytest
from hypothesis import given

from counterpoise.errors import VolatilityNotObserved
from counterpoise.strategy.fallback import FallbackStrategy
from counterpoise.strategy.fixed_weight import FixedWeightStrategy
from counterpoise.strategy.inverse_volatility import InverseVolatilityStrategy
from tests.counterpoise.drawn import states
from tests.counterpoise.strategy.test_inverse_volatility import state_of

ONE, GAS = 10**18, 500_000
HALVES = FixedWeightStrategy((ONE // 2, ONE // 2))
SAFE = FallbackStrategy(InverseVolatilityStrategy(), HALVES, GAS)


@dataclass(frozen=True)
class Babble:
    """Wants whatever it is told, be it a vector of weights or not."""

    weights: tuple[int, ...]

    def target(self, state):
        return self.weights


def test_the_first_is_asked_first():
    assert SAFE.target(state_of((ONE, ONE // 4))) == (ONE // 5, ONE * 4 // 5)


def test_where_a_volatility_is_unknown_the_second_acts():
    """K5"""
    assert SAFE.target(state_of((ONE, 0))) == HALVES.weights


@given(states(count=2))
def test_where_nothing_is_remembered_the_second_acts(state):
    assert SAFE.target(state) == HALVES.weights


@pytest.mark.parametrize(
    "babble", [(), (ONE,), (ONE, 0, 0), (ONE, 1), (0, ONE - 1), (2 * ONE, -ONE)]
)
def test_what_are_no_weights_count_as_a_refusal(babble):
    """ST-01"""
    assert FallbackStrategy(Babble(babble), HALVES, GAS).target(state_of((1, 1))) == HALVES.weights


def test_where_both_refuse_it_refuses_as_the_second():
    both = FallbackStrategy(FixedWeightStrategy((ONE,)), InverseVolatilityStrategy(), GAS)
    with pytest.raises(VolatilityNotObserved) as refused:
        both.target(state_of((ONE, 0)))
    assert refused.value.fields == {"index": 1}
