"""LinearGlideStrategy: the straight way, and what every way refuses, on the chain."""

from dataclasses import astuple

import pytest

from tests.counterpoise.strategy.test_glide_path import LAST_SECOND, ONE, state_at
from tests.evm.in_process import said

NAME = "LinearGlideStrategy"
HALVES = [ONE // 2, ONE // 2]


@pytest.mark.parametrize(
    "first, last, weights",
    [
        ([ONE, 0, 0], [ONE - 2, 1, 1], (ONE - 1, 1, 0)),
        ([ONE - 2, 1, 1], [ONE, 0, 0], (ONE - 1, 0, 1)),
        ([1, ONE - 1, 0, 0], [1, ONE - 3, 1, 1], (1, ONE - 2, 1, 0)),
        ([1, ONE - 3, 1, 1], [1, ONE - 1, 0, 0], (1, ONE - 2, 0, 1)),
    ],
)
def test_what_is_rounded_off_goes_where_the_rounding_was(chain, first, last, weights):
    """ST-02 One of those that grow gets a unit back, one of those that shrink gives it."""
    strategy = chain.deploy(NAME, first, last, 0, 2)
    assert chain.ask(NAME, strategy, "target", astuple(state_at(1, len(first)))) == weights


def test_a_way_that_changes_nothing_succeeds(chain):
    """ST-03"""
    strategy = chain.deploy(NAME, HALVES, HALVES, 10, 20)
    for time in (9, 10, 11, 19, 20):
        assert list(chain.ask(NAME, strategy, "target", astuple(state_at(time, 2)))) == HALVES


@pytest.mark.parametrize(
    "first, last, start, end, refused",
    [
        ([ONE, 1], [ONE, 0], 0, 1, ("WeightSum", [ONE + 1])),
        ([ONE, 0], [ONE - 1, 0], 0, 1, ("WeightSum", [ONE - 1])),
        ([], [], 0, 1, ("WeightSum", [0])),
        ([ONE, 0], [ONE], 0, 1, ("WeightCount", [1, 2])),
        (HALVES, HALVES, 5, 5, ("LimitOutOfRange", ["end", 5, 6])),
        (HALVES, HALVES, 5, 4, ("LimitOutOfRange", ["end", 4, 6])),
        (
            *(HALVES, HALVES, 5, LAST_SECOND + 1),
            ("LimitOutOfRange", ["end", LAST_SECOND + 1, LAST_SECOND]),
        ),
        (
            *(HALVES, HALVES, 2**256 - 1, 0),
            ("LimitOutOfRange", ["start", 2**256 - 1, LAST_SECOND]),
        ),
    ],
)
def test_what_is_no_way_is_refused(chain, first, last, start, end, refused):
    """ST-01 Weights and times, with their numbers."""
    assert said(chain.deploy, NAME, first, last, start, end) == refused


def test_it_tells_its_way(chain):
    strategy = chain.deploy(NAME, HALVES, [0, ONE], 7, LAST_SECOND)
    assert said(chain.ask, NAME, strategy, "path") == [HALVES, [0, ONE]]
    assert chain.ask(NAME, strategy, "start") == 7
    assert chain.ask(NAME, strategy, "way") == 0
    assert chain.ask(NAME, strategy, "end") == LAST_SECOND
