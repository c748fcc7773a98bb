"""The observer: prices in, a state out, nothing outside its domain."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpoise.errors import AssetNotObserved, PriceOutOfDomain, ValueOutOfDomain
from counterpoise.math.valuation import shares_for, sides
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


QUOTES = {"dollar": (99 * ONE // 100, ONE), "coin": (39_000 * ONE, 41_000 * ONE)}
OBSERVER = SpotObserver({"dollar": 10**6, "coin": 10**8})


def test_each_side_is_valued_against_who_enters():
    """P10"""
    assert OBSERVER.appraise(HELD, QUOTES, "coin", 10**8) == (39_000 * ONE, 10_253 * ONE)
    assert OBSERVER.appraise(HELD, QUOTES, "dollar", 10**6) == (99 * ONE // 100, 10_253 * ONE)


def test_both_sides_stay_in_their_domain():
    for quotes in ((0, ONE), (ONE, 10**30 + 1)):
        with pytest.raises(PriceOutOfDomain):
            OBSERVER.appraise(HELD, QUOTES | {"coin": quotes}, "coin", 1)
    with pytest.raises(ValueOutOfDomain):
        OBSERVER.appraise(HELD, QUOTES, "coin", 2**128)
    with pytest.raises(AssetNotObserved):
        SpotObserver({"dollar": 10**6}).appraise(HELD, QUOTES, "coin", 1)


@given(
    books=st.tuples(st.integers(1, 2**80), st.integers(1, 2**80)),
    prices=st.tuples(st.integers(1, 10**24), st.integers(1, 10**24)),
    deviation=st.integers(0, ONE // 10),
    true=st.tuples(st.integers(0, 8), st.integers(0, 8)),
    amount=st.integers(0, 2**80),
)
def test_at_any_prices_between_the_sides_who_enters_gains_nothing(
    books, prices, deviation, true, amount
):
    """P10, I-06 Its part of everything is worth no more than what it paid, whatever is true."""
    tokens = ("dollar", "coin")
    quotes = {t: sides(p, deviation) for t, p in zip(tokens, prices, strict=True)}
    real = [bid + (ask - bid) * k // 8 for (bid, ask), k in zip(quotes.values(), true, strict=True)]
    held = Holdings(tokens, books, ONE)
    observer = SpotObserver(dict.fromkeys(tokens, 1))
    try:
        shares = shares_for(*observer.appraise(held, quotes, "coin", amount), ONE, 0)
    except (PriceOutOfDomain, ValueOutOfDomain):
        return  # There is no entry.
    after = books[0], books[1] + amount
    out = [shares * book // (ONE + shares) for book in after]
    assert out[0] * real[0] + out[1] * real[1] <= amount * real[1]
