"""Which memories can be recorded more seldom, and when one is too early."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpoise.backtest.deployment import MEMORIES as PLAYED
from counterpoise.chain.memories import MEMORIES as KEPT
from counterpoise.chain.rate import LONGEST, is_early, questions, view_of
from counterpoise.observer.estimator import covariance, drawdown

ASSETS = ("0x01", "0x02", "0x03")
# A price that ends, a market and a strategy that somebody has to see at once.
FREE = {"UniswapV2TwapOracle", "MarketEstimator", "FaultEstimator"}
TOGETHER = {"CovarianceEstimator", "DrawdownEstimator", "DepthEstimator", "UniswapV2DepthEstimator"}


@pytest.mark.parametrize("kind", sorted({*PLAYED, *KEPT, "DepthEstimator"}))
def test_an_estimator_is_asked_of_each_asset_or_of_all_and_what_must_see_at_once_never(kind):
    if kind in FREE:
        assert (view_of(kind), questions(kind, ASSETS)) == ("", [])
    elif kind in TOGETHER:
        assert (view_of(kind), questions(kind, ASSETS)) == ("updatedAt()", [()])
    else:
        each = [(it,) for it in ASSETS]
        assert (view_of(kind), questions(kind, ASSETS)) == ("updatedAt(address)", each)


def test_no_estimator_has_a_longer_spacing_of_its_own_than_a_keeper_may_keep_to():
    assert max(covariance.MAX_SPACING, drawdown.MAX_SPACING) == LONGEST


@given(st.integers(1, 2**40), st.integers(0, LONGEST), st.lists(st.integers(0, 2**20)))
def test_whoever_comes_later_records_at_most_once_a_spacing_and_as_soon_as_it_is_over(
    updated, spacing, waits
):
    """With no spacing each time; who was never recorded is so at once."""
    time, done = updated, [updated]
    for wait in waits:
        time += wait
        if not is_early(done[-1], spacing, time):
            done.append(time)
        assert time < done[-1] + spacing or time == done[-1]
    assert all(b - a >= spacing for a, b in zip(done, done[1:], strict=False))
    assert len(done) == len(waits) + 1 or spacing > 0
    assert not is_early(0, spacing, LONGEST + updated)
