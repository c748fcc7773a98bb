"""Descent.sol equals its twin in every integer."""

import pytest
from hypothesis import given

from counterpoise.math import descent
from tests.counterpoise.math.test_descent import VECTORS, descents, price
from tests.depth import sharing
from tests.evm.in_process import said

NAME = "MockDescent"


@pytest.mark.parametrize("high, low, elapsed, duration, expected", VECTORS)
def test_the_chain_has_the_vectors_too(ask, high, low, elapsed, duration, expected):
    """math V5.6"""
    assert ask("at", high, low, elapsed, duration) == expected


@sharing(60)
@given(descents())
def test_the_twin_is_the_chain(ask, drawn):
    high, low, elapsed, duration = drawn
    assert ask("span", high, low) == descent.span(high, low)
    assert ask("at", high, low, elapsed, duration) == price(high, low, elapsed, duration)


def test_a_price_of_nothing_is_refused_alike(ask):
    assert ask("span", 1, 0) == said(descent.span, 1, 0) == ("FullMulDivFailed", [])
