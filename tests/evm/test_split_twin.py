"""The arithmetic of several markets equals the bytecode to the unit, and what a split costs."""

from dataclasses import astuple
from random import Random
from statistics import median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpoise.math import parallel, series
from counterpoise.math.water_filling import MOST, fill, is_sound
from counterpoise.types import Curve
from tests.counterpoise.drawn import scales
from tests.counterpoise.math import splits
from tests.counterpoise.math.test_series import curves
from tests.counterpoise.math.test_water_filling import TWO, VECTORS
from tests.depth import examples
from tests.evm.in_process import Chain, said

NAME = "MockSplit"
words = st.one_of(st.sampled_from([0, 1, MOST, MOST + 1, 2**196, 2**256 - 1]), scales(0, 37))
any_curves = st.builds(Curve, words, words, words, words)


@pytest.fixture(scope="module")
def ask(evm: Chain):
    account = evm.deploy(NAME)
    return lambda function, *values: said(evm.ask, NAME, account, function, *values)


def drawn(count: int, seed: int) -> list[splits.Order]:
    """Of one market to four, some with limits, of fine tokens and of coarse ones."""
    random = Random(seed)
    return [splits.order(random, k % 4 + 1, k % 3 > 0, k % 5 > 0) for k in range(count)]


def test_random_splits_are_the_same(ask):
    orders, random = drawn(examples(200), seed=6), Random(7)
    costs = [random.choice((0, random.randint(0, it.curves[0].buy_reserve))) for it in orders]
    cases = [(list(map(astuple, it.curves)), it.amount, c) for it, c in zip(orders, costs)]

    found = [parts for parts, _ in ask("fillAll", cases)]

    assert found == [list(fill(it.curves, it.amount, c)) for it, c in zip(orders, costs)]


def test_the_chain_has_the_same_vectors(ask):
    for vector, amount, parts in VECTORS:
        assert ask("fill", (list(map(astuple, vector)), amount, 0))[0] == list(parts)


def test_an_amount_beyond_the_domain_is_refused_alike(ask):
    refused = said(fill, TWO, MOST + 1)
    assert ask("fill", (list(map(astuple, TWO)), MOST + 1, 0)) == refused


@given(curve=any_curves)
def test_what_is_sound_is_the_same(ask, curve):
    assert ask("isSound", astuple(curve)) == is_sound(curve)


def test_several_markets_are_the_same_one(ask):
    for it in drawn(examples(100), seed=8):
        found = ask("parallel", list(map(astuple, it.curves)))
        assert Curve(*found) == parallel.join(it.curves)


@given(first=curves, second=curves)
def test_one_market_after_the_other_is_the_same_one(ask, first, second):
    assert ask("series", astuple(first), astuple(second)) == list(
        astuple(series.join(first, second))
    )


def test_a_split_over_two_costs_less_than_15000_gas(ask):
    """The arithmetic alone, its arguments in memory, whatever the sizes."""
    orders = [it for it in drawn(800, seed=9) if len(it.curves) == 2]

    gas = [
        it
        for _, it in ask("fillAll", [(list(map(astuple, o.curves)), o.amount, 0) for o in orders])
    ]

    assert median(gas) < 13_500
    assert max(gas) < 15_000
