"""What is drawn of a course, against the vault's own arithmetic, and what thinning leaves."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpoise.backtest.course import Change, Course, Kind, Note, Step, Swap, Topic
from counterpoise.backtest.prices import ONE
from counterpoise.backtest.report.series import (
    Series,
    ahead,
    costs,
    drift,
    fall,
    growth,
    rebalances,
    runs,
    targets,
    times,
    weights,
)
from counterpoise.backtest.report.thin import BUCKETS, POINTS, buckets_for, thin
from counterpoise.math.weights import max_drift, weigh
from counterpoise.observer.spot import observe
from counterpoise.types import Holdings
from tests.counterpoise.backtest.report.told import drawn, story

HALF = ONE // 2
ASSETS = ("USDC", "WETH")
UNITS = (10**6, 10**18)
START = Holdings(ASSETS, (1_000 * 10**6, 10**18), 10 * ONE)
END = Holdings(ASSETS, (1_090 * 10**6, 9 * 10**17), 10 * ONE)
# A tenth of a WETH at 1,000 USD: a dollar of fee, nine of impact.
SWAP = Swap(sold=1, bought=0, paid=10**17, got=90 * 10**6, fee=10**15, fair=99 * 10**6)
TARGET = (HALF, HALF)
NUMBERS = st.lists(
    st.one_of(st.floats(-1e6, 1e6), st.just(float("nan"))), min_size=1, max_size=3_000
)


def course() -> Course:
    first = (ONE, 1_000 * ONE)
    deal = Change(Kind.REBALANCE, 160, END, (SWAP,), gas=400_000, gas_price=20 * 10**9)
    steps = [
        Step(100, first, first, TARGET, (), "WithinBand"),
        Step(160, first, first, TARGET, (deal,)),
        Step(220, (ONE, 500 * ONE), first, TARGET),
    ]
    return Course("vault", ASSETS, UNITS, START, steps)


def series(values, step: int = 1) -> Series:
    return Series(np.arange(len(values), dtype=np.int64) * step, np.array(values, dtype=float))


def test_a_step_shows_what_was_held_before_and_after_what_was_done():
    grown = growth(course())

    assert grown.times.tolist() == [100, 160, 160, 220]
    assert grown.values.tolist() == pytest.approx([100, 100, 99.5, 77])


def test_weights_and_drift_are_those_that_the_vault_sees():
    usdc, weth = weights(course())

    assert usdc.values.tolist() == pytest.approx([50, 50, 100 * 1_090 / 1_990, 100 * 1_090 / 1_990])
    assert (usdc.values + weth.values).tolist() == pytest.approx([100] * 4)
    assert targets(course())[0].values.tolist() == [50] * 4
    assert drift(course()).values[:2].tolist() == pytest.approx([0, 0], abs=1e-9)


def test_costs_add_up_at_the_markets_prices():
    paid = costs(course())

    assert paid["fees"].times.tolist() == [100, 160, 220]
    assert paid["fees"].values.tolist() == pytest.approx([0, 1, 1])
    assert paid["price impact"].values.tolist() == pytest.approx([0, 9, 9])
    assert paid["gas"].values.tolist() == pytest.approx([0, 0.008, 0.008])


def test_gas_of_a_post_is_drawn_when_it_is_spent():
    """Before the rebalance of its step: a thousandth of an ether, then eight more."""
    it, post = course(), Note(Topic.SOLUTIONS, 148, gas=50_000, gas_price=20 * 10**9)
    it.steps[1] = replace(it.steps[1], notes=(post,))
    paid = costs(it)

    assert paid["gas"].times.tolist() == [100, 148, 160, 220]
    assert paid["gas"].values.tolist() == pytest.approx([0, 0.001, 0.009, 0.009])
    assert paid["fees"].values.tolist() == pytest.approx([0, 0, 1, 1])


def test_an_entry_costs_nothing_and_is_no_rebalance():
    entered = replace(course().steps[1].changes[0], kind=Kind.ENTRY)
    steps = [replace(it, changes=(entered,) if it.changes else ()) for it in course().steps]

    it = replace(course(), steps=steps)

    assert costs(it)["fees"].values.tolist() == [0, 0]
    assert rebalances(it).tolist() == []
    assert rebalances(course()).tolist() == [2]


def test_a_share_is_what_grows_when_somebody_enters():
    doubled = Holdings(ASSETS, tuple(2 * it for it in START.balances), 2 * START.supply)
    entry = Change(Kind.ENTRY, 160, doubled)
    steps = [replace(it, changes=(entry,) if it.changes else ()) for it in course().steps]

    assert growth(replace(course(), steps=steps)).values.tolist() == pytest.approx(
        [100, 100, 100, 75]
    )


def test_nothing_left_is_no_weight_and_a_whole_fall():
    nothing = Change(Kind.REBALANCE, 160, Holdings(ASSETS, (0, 0), START.supply))
    steps = [replace(it, changes=(nothing,) if it.changes else ()) for it in course().steps]

    lost = replace(course(), steps=steps)

    assert growth(lost).values.tolist() == [100, 100, 0, 0]
    assert fall(growth(lost)).values.tolist() == [0, 0, -100, -100]
    assert np.isnan(drift(lost).values[2:]).all()


def test_nobody_left_is_no_share():
    gone = Change(Kind.EXIT, 160, Holdings(ASSETS, (0, 0), 0))
    steps = [replace(it, changes=(gone,) if it.changes else ()) for it in course().steps]

    grown = growth(replace(course(), steps=steps)).values

    assert grown[:2].tolist() == [100, 100]
    assert np.isnan(grown[2:]).all()


def test_one_growth_is_ahead_of_another_where_both_are():
    one = Series(np.array([0, 10, 10, 20]), np.array([100.0, 110, 120, 150]))
    other = Series(np.array([0, 10, 20, 30]), np.array([100.0, 100, 100, 100]))

    it = ahead(one, other)

    assert it.times.tolist() == [0, 10, 20]
    assert it.values.tolist() == pytest.approx([0, 20, 50])


def test_drift_is_the_constraints_own():
    told = story(drawn(200), [])
    run = told.vault.course
    seen = dict(zip(times(run).tolist(), drift(run).values.tolist(), strict=True))

    quiet = [(it, held) for it, held in zip(run.steps, run.held(), strict=True) if not it.changes]
    for step, held in quiet:
        state = observe(held, run.units, step.prices, step.time)
        exact = max_drift(state, step.target)
        assert seen[step.time] == pytest.approx(100 * exact / ONE, abs=1e-6)
        assert sum(weigh(state)) == ONE
    assert len(quiet) > 100


@given(NUMBERS, st.integers(1, 40))
def test_thinning_keeps_every_extreme_of_every_bucket(values, buckets):
    whole = series(values)

    kept = thin(whole, buckets)

    assert len(kept.times) <= max(4 * buckets, min(len(values), 4 * buckets))
    assert kept.times[[0, -1]].tolist() == whole.times[[0, -1]].tolist()
    assert (np.diff(kept.times) > 0).all()
    for low, high in zip(*_edges(whole, buckets), strict=True):
        part, left = (it.values[(it.times >= low) & (it.times < high)] for it in (whole, kept))
        if not np.isnan(part).all():
            assert (np.nanmin(part), np.nanmax(part)) == (np.nanmin(left), np.nanmax(left))


def _edges(whole: Series, buckets: int):
    inner = np.linspace(whole.times[0], whole.times[-1], buckets + 1)[1:-1]
    return [-np.inf, *inner], [*inner, np.inf]


def test_a_short_series_is_left_whole_and_a_spike_of_a_long_one_stays():
    long = np.zeros(100_000)
    long[54_321] = 9

    assert thin(series([1, 2, 3])).values.tolist() == [1, 2, 3]
    assert thin(series(long)).values.max() == 9
    assert len(thin(series(long)).times) <= 4 * BUCKETS


@given(st.integers(0, 10_000))
def test_many_lines_share_the_points_of_a_plot(lines):
    assert 1 <= buckets_for(lines) <= BUCKETS
    assert lines > POINTS // 4 or 4 * lines * buckets_for(lines) <= max(POINTS, 4 * BUCKETS)


def test_a_level_stretch_keeps_its_ends():
    it = runs(series([1, 1, 1, 2, 2, 2, 2, 3]))

    assert it.times.tolist() == [0, 2, 3, 6, 7]
    assert it.values.tolist() == [1, 1, 2, 2, 3]


@given(st.lists(st.integers(0, 2), min_size=1, max_size=60))
def test_a_level_line_is_drawn_the_same_without_its_middle(values):
    whole = series(values)
    kept = runs(whole)

    assert np.interp(whole.times, kept.times, kept.values).tolist() == values
