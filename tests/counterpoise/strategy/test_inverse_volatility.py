"""The strategy that wants less of what moves more."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpoise.errors import NothingToWeigh, VolatilityNotObserved, VolatilityOutOfDomain
from counterpoise.math.signals import signals_of
from counterpoise.strategy.inverse_volatility import InverseVolatilityStrategy
from counterpoise.types import Asset, MarketClass, State

ONE = 10**18
MOST = 10 * ONE
VECTORS = [  # V3.4
    ((800, 400), (333_333_333_333_333_333, 666_666_666_666_666_667)),
    ((800, 600, 100), (96_774_193_548_387_096, 129_032_258_064_516_128, 774_193_548_387_096_776)),
    (
        (1_200, 900, 700, 50),
        (
            35_653_650_254_668_930,
            47_538_200_339_558_573,
            61_120_543_293_718_166,
            855_687_606_112_054_331,
        ),
    ),
]
volatilities = st.lists(st.integers(10**12, MOST), min_size=1, max_size=20)


def state_of(sigmas):
    """A state of which nothing but the volatilities D18{1/sqrt(year)} matters."""
    assets = tuple(Asset(f"0x{i:040x}", 1, 0, ONE, 0) for i in range(len(sigmas)))
    return State(0, ONE, 0, assets, signals_of([MarketClass.NORMAL] * len(sigmas), sigmas))


def wanted(*sigmas):
    return InverseVolatilityStrategy().target(state_of(sigmas))


@pytest.mark.parametrize("thousandths, weights", VECTORS)
def test_the_vectors_of_the_formula(thousandths, weights):
    """C2, V3.4 What is rounded off is the largest weight's."""
    assert wanted(*[it * 10**15 for it in thousandths]) == weights


def test_the_first_of_equal_ones_gets_what_is_rounded_off():
    third = ONE // 3
    assert wanted(ONE, ONE, ONE) == (third + 1, third, third)


@given(volatilities)
def test_who_moves_less_weighs_more_and_all_is_one(sigmas):
    """I-15, ST-02 For 1 to 20 assets over the whole domain, within a unit an asset of the truth."""
    weights = wanted(*sigmas)
    assert sum(weights) == ONE
    pairs = sorted(zip(sigmas, weights, strict=True))
    assert all(a[1] >= b[1] for a, b in zip(pairs, pairs[1:]) if a[0] < b[0])
    whole = sum(10**54 // it for it in sigmas)
    off = [abs(it - 10**54 // sigma * ONE // whole) for sigma, it in zip(sigmas, weights)]
    assert max(off) <= len(sigmas) + 40


def test_what_nobody_remembers_is_told_by_its_place():
    with pytest.raises(VolatilityNotObserved) as refused:
        wanted(ONE, 0)
    assert refused.value.fields == {"index": 1}
    with pytest.raises(VolatilityNotObserved) as refused:
        InverseVolatilityStrategy().target(replace(state_of((ONE,)), signals=()))
    assert refused.value.fields == {"index": 0}


@pytest.mark.parametrize("sigma", [1, 10**12 - 1, MOST + 1, 2**256 - 1])
def test_what_no_price_does_is_refused(sigma):
    with pytest.raises(VolatilityOutOfDomain) as refused:
        wanted(ONE, sigma)
    token = f"0x{1:040x}"
    expected = {"asset": token, "volatility": sigma, "least": 10**12, "most": MOST}
    assert refused.value.fields == expected


def test_of_nothing_there_are_no_weights():
    with pytest.raises(NothingToWeigh):
        wanted()
