"""GlidePathStrategy: what every way from one vector of weights to another is on the chain."""

from dataclasses import astuple
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpoise.chain.strategies import WAYS
from tests.counterpoise.strategy.test_glide_path import VECTORS, hundredths, journey, state_at
from tests.depth import sharing
from tests.evm.in_process import said

check = sharing(20)
seeds = st.integers(0, 2**64)


@pytest.mark.parametrize("way, first, last, done, whole, weights", VECTORS)
def test_the_vectors_of_the_formula(chain, way, first, last, done, whole, weights):
    """C1, V3.2"""
    name = way.__name__
    strategy = chain.deploy(name, hundredths(first), hundredths(last), 1_000, 1_000 + whole)
    told = chain.ask(name, strategy, "target", astuple(state_at(1_000 + done, len(first))))
    assert tuple(told[: len(weights)]) == weights


@pytest.mark.parametrize("way", WAYS)
@check
@given(seeds)
def test_the_twin_is_the_chain(chain, way, seed):
    """ST-02 For 2 to 20 assets, before, on and behind the way, and for a state of another size."""
    random, name = Random(seed), way.__name__
    first, last, done, whole = journey(random)
    start = random.randint(0, 2**40 - 1 - whole)
    made = first, last, start, start + whole
    strategy, twin = chain.deploy(name, *made), way(*made)
    for time in (0, start, start + done, start + whole, 2**256 - 1):
        for n in (len(first), len(first) + 1):
            state = state_at(time, n)
            told = said(chain.ask, name, strategy, "target", astuple(state))
            assert told == said(lambda state=state: list(twin.target(state)))
