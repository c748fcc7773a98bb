"""Nano.sol equals its twin: the words of weights, and the weights of words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpoise.math import nano
from tests.counterpoise.drawn import ONE, sizes, targets
from tests.counterpoise.math.test_nano import VECTORS
from tests.depth import sharing
from tests.evm.in_process import Chain

NAME = "MockNano"


@pytest.fixture(scope="module")
def ask():
    chain = Chain()
    library = chain.deploy(NAME)
    return lambda function, *values: chain.ask(NAME, library, function, *values)


def compare(ask, weights):
    words = ask("pack", weights)
    assert words == nano.pack(weights)
    assert ask("unpack", words, len(weights)) == nano.unpack(words, len(weights))


@pytest.mark.parametrize("weights, nanos", VECTORS)
def test_weights_are_rounded_with_numbers(ask, weights, nanos):
    """math 0.6"""
    answer = ask("unpack", ask("pack", weights), len(weights))
    assert answer == tuple(it * nano.UNIT for it in nanos)


@sharing(25)
@given(data=st.data(), n=sizes)
def test_the_twin_is_the_chain(ask, data, n):
    compare(ask, data.draw(targets(n)))


@pytest.mark.parametrize("n", range(2, 21))
def test_the_twin_is_the_chain_for_every_number_of_assets(ask, n):
    """ST-02 Each place in turn holds all, or all but what the others cannot do without."""
    for at in range(n):
        compare(ask, [ONE * (i == at) for i in range(n)])
        compare(ask, [ONE - n + 1 if i == at else 1 for i in range(n)])
