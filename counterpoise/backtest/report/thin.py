"""As much of a series as a screen can show: the first, last, lowest and highest of each bucket.

M4 of Jugel, Jerzak, Hackenbroich and Markl, VLDB 2014: a line through these four looks the same as
one through all, where a bucket is no wider than a pixel; no extreme is lost where it is.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from counterpoise.backtest.report.series import Series

BUCKETS = 600  # about as many as a plot of a page has pixels across
POINTS = 60_000  # {point} of all lines of a plot: 16 bytes each as text, seven plots, under 3 MB


def buckets_for(lines: int) -> int:
    """How many buckets each of so many lines of a plot may have."""
    return max(min(BUCKETS, POINTS // (4 * max(lines, 1))), 1)


def thin(series: Series, buckets: int = BUCKETS) -> Series:
    """At most four points a bucket of equal time, in their order; short series stay whole."""
    if len(series.times) <= 4 * buckets:
        return series
    edges = np.linspace(series.times[0], series.times[-1], buckets + 1)[1:-1]
    cuts = np.searchsorted(series.times, edges)
    spans = zip([0, *cuts], [*cuts, len(series.times)], strict=True)
    kept = np.unique(np.concatenate([_four(series.values, *span) for span in spans]))
    return Series(series.times[kept], series.values[kept])


def _four(values: NDArray[np.float64], start: int, stop: int) -> NDArray[np.int64]:
    """The places of the first, last, lowest and highest; of an empty span none."""
    if start == stop:
        return np.empty(0, dtype=np.int64)
    part = values[start:stop]
    ends = [start, stop - 1]
    if np.isnan(part).all():
        return np.array(ends)
    return np.array([*ends, start + np.nanargmin(part), start + np.nanargmax(part)])
