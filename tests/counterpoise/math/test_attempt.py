"""Gas that arrives: a stipend is whole behind the 63/64 of EIP-150, or nobody is asked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpoise.errors import GasTooLow
from counterpoise.math.attempt import OVERHEAD, forwarded, gas_needed, require_gas

stipends = st.integers(0, 10_000_000)


@given(stipends, st.integers(0, OVERHEAD), st.integers(0, 10**9))
def test_what_is_needed_lets_the_stipend_arrive(stipend, spent, more):
    """Whatever up to the overhead is spent on the way to the call."""
    assert forwarded(gas_needed(stipend) + more - spent) >= stipend


@given(stipends)
def test_it_needs_hardly_more_than_that(stipend):
    """Two units less than the overhead allows, and the stipend might not arrive."""
    assert forwarded(gas_needed(stipend) - OVERHEAD - 2) < max(stipend, 1)


def test_it_is_refused_a_unit_below():
    require_gas(309_761, 300_000)
    with pytest.raises(GasTooLow) as refused:
        require_gas(309_760, 300_000)
    assert refused.value.fields == {"left": 309_760, "needed": 309_761}


@pytest.mark.parametrize("left, most", [(64, 63), (63, 63), (127, 126), (6_400_000, 6_300_000)])
def test_a_call_gets_all_but_a_64th(left, most):
    assert forwarded(left) == most
