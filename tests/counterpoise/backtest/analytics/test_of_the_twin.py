"""A course as the twin plays it: every unit is told, and pools that trail the market cost."""

from __future__ import annotations

import pytest

from counterpoise.backtest.analytics.attribution import attribute
from counterpoise.backtest.course import Course
from counterpoise.backtest.crowd.replay import moments
from counterpoise.backtest.crowd.terms import Terms
from counterpoise.backtest.paths import jump_diffusion
from counterpoise.backtest.prices import ONE
from tests.counterpoise.backtest.openings import opening


@pytest.fixture(scope="module")
def course() -> Course:
    """The demo's vault of 600,000 dollars through a month of drawn hours."""
    prices = jump_diffusion(seed=7, steps=744)
    return opening().run("vault").play(moments(prices, 7, Terms()))


def test_no_unit_moves_without_a_swap(course):
    found = attribute(course)
    assert found.parts.total == found.end - found.start
    assert len(found.pieces) == 4
    for piece in found.pieces:
        assert piece.parts.other == 0
        assert -3 < piece.parts.dust < 2 * 3 + 4 * 2  # three assets, two swaps at most
        assert piece.drift_after < piece.drift_before


def test_the_fee_is_what_the_pairs_take_of_the_turnover(course):
    """0.3 % of what was sold; what passed through the hub pays twice and turns over once."""
    for piece in attribute(course).pieces:
        part = -piece.parts.fees * ONE // piece.value
        assert 0.0029 <= part / piece.turnover <= 0.0062


def test_pools_within_their_fee_of_the_market_trail_it(course):
    """What has risen is sold below the market's price, and what has fallen bought above it."""
    assert all(piece.parts.gap < 0 for piece in attribute(course).pieces)
