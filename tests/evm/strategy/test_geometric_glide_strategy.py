"""GeometricGlideStrategy: the way of even growth, on the chain as in its twin."""

from dataclasses import astuple

import pytest

from tests.counterpoise.strategy.test_glide_path import state_at
from tests.evm.in_process import said

NAME = "GeometricGlideStrategy"
ONE = 10**18


def test_between_the_farthest_ends_no_digit_is_lost(chain):
    """There all parts are small at once; in fifty digits the second ends in 060.51 units."""
    strategy = chain.deploy(NAME, [ONE - 1, 1], [3, ONE - 3], 0, 5)
    told = chain.ask(NAME, strategy, "target", astuple(state_at(2, 2)))
    assert told == (999_838_161_737_585_939, 161_838_262_414_061)
    assert chain.ask(NAME, strategy, "way") == 1


@pytest.mark.parametrize(
    "first, last, index",
    [
        ([ONE, 0], [ONE - 1, 1], 1),
        ([ONE - 1, 1], [ONE, 0], 1),
        ([0, ONE], [ONE, 0], 0),
    ],
)
def test_a_weight_of_nothing_is_refused(chain, first, last, index):
    """It has no logarithm."""
    assert said(chain.deploy, NAME, first, last, 0, 1) == ("WeightZero", [index])


def test_times_that_are_none_are_refused(chain):
    answer = said(chain.deploy, NAME, [ONE - 1, 1], [1, ONE - 1], 9, 9)
    assert answer == ("LimitOutOfRange", ["end", 9, 10])
