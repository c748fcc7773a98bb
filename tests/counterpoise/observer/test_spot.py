"""The observer: prices in, a state out, nothing outside its domain."""

import pytest
from hypothesis import given

from counterpoise.errors import AssetNotObserved, PriceOutOfDomain, ValueOutOfDomain
from counterpoise.observer.spot import SpotObserver, observe
from counterpoise.types import Asset, Holdings, State
from tests.counterpoise.drawn import states

ONE = 10**18
HELD = Holdings(("dollar", "coin"), (3_000_000, 25_000_000), 5 * ONE)


def test_it_values_what_is_held():
    state = observe(HELD, (10**6, 10**8), (ONE, 40_000 * ONE), 77)

    assert state == State(
        time=77,
        supply=5 * ONE,
        value=10_003 * ONE,
        assets=(
            Asset("dollar", 10**6, 3_000_000, ONE, 3 * ONE),
            Asset("coin", 10**8, 25_000_000, 40_000 * ONE, 10_000 * ONE),
        ),
    )


@given(states())
def test_the_value_is_exactly_the_sum_of_the_values(state):
    assert state.value == sum(state.values)


@pytest.mark.parametrize("price", [0, 10**30 + 1])
def test_a_price_outside_its_domain_is_refused(price):
    with pytest.raises(PriceOutOfDomain) as refused:
        observe(HELD, (10**6, 10**8), (ONE, price), 77)
    assert refused.value.fields == {"asset": "coin", "price": price, "least": 1, "most": 10**30}


@pytest.mark.parametrize("price", [1, 10**30])
def test_a_price_at_the_edge_of_its_domain_is_taken(price):
    assert observe(HELD, (10**6, 10**24), (ONE, price), 77).prices == (ONE, price)


def test_a_value_outside_its_domain_is_refused():
    with pytest.raises(ValueOutOfDomain) as refused:
        observe(Holdings(("coin",), (2**128,), ONE), (1,), (1,), 77)
    assert refused.value.fields == {"asset": "coin", "value": 2**128, "most": 2**128 - 1}


def test_an_asset_it_does_not_know_is_refused():
    with pytest.raises(AssetNotObserved) as refused:
        SpotObserver({"dollar": 10**6}).observe(HELD, {"dollar": ONE, "coin": ONE}, 77)
    assert refused.value.fields == {"asset": "coin"}
