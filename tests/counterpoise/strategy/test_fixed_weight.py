"""The strategy that always wants the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpoise.errors import WeightCount, WeightSum
from counterpoise.strategy.fixed_weight import FixedWeightStrategy
from tests.counterpoise.drawn import states

ONE = 10**18


@given(states(count=3))
def test_it_wants_the_same_of_every_state(state):
    assert FixedWeightStrategy((ONE // 2, ONE // 2, 0)).target(state) == (ONE // 2, ONE // 2, 0)


@given(st.integers(2, 20).filter(lambda n: n != 3).flatmap(states))
def test_a_state_of_another_size_is_refused(state):
    with pytest.raises(WeightCount) as refused:
        FixedWeightStrategy((ONE // 2, ONE // 2, 0)).target(state)
    assert refused.value.fields == {"count": 3, "expected": len(state.assets)}


def test_weights_that_do_not_add_up_are_refused():
    with pytest.raises(WeightSum) as refused:
        FixedWeightStrategy((ONE // 2, ONE // 2, 1))
    assert refused.value.fields == {"sum": ONE + 1}
