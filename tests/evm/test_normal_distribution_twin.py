"""The twin's normal distribution is the library's, in every integer."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpoise.math.normal_distribution import END, cdf
from tests.counterpoise.math.test_normal_distribution import VECTORS, numbers
from tests.depth import sharing
from tests.evm.in_process import Chain

NAME = "MockNormalDistribution"
MOST = 1_056  # {gas} (math 6.1)
words = st.integers(-(2**255), 2**255 - 1)


@pytest.fixture(scope="module")
def ask():
    chain = Chain()
    account = chain.deploy(NAME)
    return lambda function, *values: chain.ask(NAME, account, function, *values)


def test_the_vectors_of_the_formula(ask):
    """V6.1"""
    zs, parts = zip(*VECTORS)
    assert ask("cdfs", list(zs)) == parts


def test_thousands_are_the_same(ask):
    zs = numbers(2_000)
    assert ask("cdfs", zs) == tuple(map(cdf, zs))


@sharing(20)
@given(st.lists(st.one_of(words, st.integers(-END - 2, END + 2)), max_size=9))
def test_any_words_are_the_same(ask, zs):
    edges = [0, 1, -1, END - 1, END, END + 1, -END, 2**255 - 1, -(2**255)]
    assert ask("cdfs", zs + edges) == tuple(map(cdf, zs + edges))


@pytest.mark.parametrize("z", [0, 10**18, -(10**18), 5 * 10**18, -END + 1])
def test_one_costs_no_more_than_is_stated(ask, z):
    gas, part = ask("gasOf", z)
    assert gas <= MOST
    assert part == cdf(z)
