"""Days in their order fall as deep as all of their steps."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpoise.backtest.analytics import risk
from counterpoise.backtest.analytics.days import DAY, cut, drawdown

moves = st.tuples(st.integers(1, DAY), st.floats(-0.3, 0.3))  # {s}, ln


def path(rows):
    times, logs = [0], [0.0]
    for span, move in rows:
        times.append(times[-1] + span)
        logs.append(logs[-1] + move)
    return times, np.array(logs)


def deepest(days):
    return drawdown(days.closes, days.highs, days.lows, days.falls)


def test_a_peak_at_noon_and_a_bottom_at_noon_are_seen():
    """Each day closes where it began: closes alone would say that nothing happened."""
    times = [hour * 3_600 for hour in (0, 12, 24, 36, 48)]
    found = cut("path", times, np.log([1.0, 1.25, 1.0, 0.75, 1.0]))
    assert deepest(found) == pytest.approx(0.4)
    assert found.returns == pytest.approx([0, 0])


def test_a_part_of_a_day_at_the_end_is_no_whole_day():
    found = cut("path", [0, DAY, DAY + 60], np.log([1.0, 1.1, 1.21]))
    assert (found.whole, len(found.closes), len(found.returns)) == (1, 2, 1)
    assert found.years == (DAY + 60) / (365 * DAY)


@given(st.lists(moves, min_size=1, max_size=60))
def test_the_days_fall_as_deep_as_all_their_steps(rows):
    times, logs = path(rows)
    found = deepest(cut("path", times, logs))
    assert found == pytest.approx(risk.drawdown(np.expm1(np.diff(logs))), rel=1e-9, abs=1e-12)


@given(st.lists(moves, min_size=1, max_size=60))
def test_the_days_together_are_the_whole_path(rows):
    times, logs = path(rows)
    found = cut("path", times, logs)
    assert found.closes.sum() == pytest.approx(logs[-1], abs=1e-12)
    assert len(found.returns) == found.whole == times[-1] // DAY
