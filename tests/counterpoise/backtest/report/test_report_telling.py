"""From courses to a story: each figure is the analytics', and what is compared is named."""

from __future__ import annotations

from dataclasses import replace

import pytest

from counterpoise.backtest.analytics.attribution import attribute
from counterpoise.backtest.analytics.intervals import difference
from counterpoise.backtest.analytics.metrics import measure
from counterpoise.backtest.analytics.rows import Statistic
from counterpoise.backtest.baselines.menu import all_courses
from counterpoise.backtest.course import Note, Topic
from counterpoise.backtest.crowd.replay import moments
from counterpoise.backtest.crowd.terms import Terms
from counterpoise.backtest.paths import jump_diffusion
from counterpoise.backtest.prices import ONE
from counterpoise.backtest.report.story import Band
from counterpoise.backtest.report.telling import Cast, story
from tests.counterpoise.backtest.openings import opening

BAND = Band(3 * ONE // 100, ONE // 100)


@pytest.fixture(scope="module")
def cast():
    """The demo's vault as its twin, six weeks of drawn hours, and three that it is held against."""
    start, seen = opening(), list(moments(jump_diffusion(seed=7, steps=1_008), 7, Terms()))
    weights = (4 * ONE // 10, 3 * ONE // 10, 3 * ONE // 10)
    hold, weekly, costless = all_courses(start, weights, seen, ("hold", "weekly", "costless"))
    return Cast(start.run("vault").play(seen), hold, (weekly,), costless)


@pytest.fixture(scope="module")
def told(cast):
    heard = []
    made = story("a title", cast, band=BAND, progress=lambda *it: heard.append(it))
    assert heard == [(k, 7) for k in range(1, 8)]
    return made


def test_the_figures_are_the_analytics_own(cast, told):
    assert [row.name for row in told.rows] == ["vault", "hold", "weekly", "costless"]
    for row, course in zip(told.rows, cast.courses, strict=True):
        assert row.figures == measure(course, band=BAND.outer).figures


def test_hold_is_compared_by_everything_and_the_others_by_what_they_made(cast, told):
    claims = [(it.other, it.figure) for it in told.differences]
    assert claims == [("hold", it.value) for it in Statistic] + [
        ("weekly", "annual_return"),
        ("costless", "annual_return"),
    ]
    first = difference(cast.vault, cast.hold, Statistic.ANNUAL_RETURN)
    assert told.differences[0].interval == first


def test_the_parts_are_told_by_names_and_none_that_is_nothing(cast, told):
    found = attribute(cast.vault, cast.hold, cast.costless)
    parts = {it.name: it.amount for it in told.attribution.parts}
    assert parts["venues' fees"] == found.parts.fees < 0
    assert parts["pools beside the market"] == found.parts.gap
    assert "entries" not in parts
    assert {it.name: it.amount for it in told.attribution.beside} == {
        "gain against hold": found.gain,
        "loss against a costless rebalancer": -found.loss,
        "gas, paid by who sent it": 0,
    }


def test_what_was_posted_is_told_beside_the_gas_of_all(cast):
    """100,000 gas at 50 gwei, at the ether's price of that step."""
    steps = [*cast.vault.steps]
    gas = 100_000, 50 * 10**9
    notes = Note(Topic.RECORDS, 0, *gas), Note(Topic.SOLUTIONS, 0, *gas)
    steps[2] = replace(steps[2], notes=notes)
    vault = replace(cast.vault, steps=steps)
    beside = {it.name: it.amount for it in story("a title", Cast(vault)).attribution.beside}
    price = steps[2].market[vault.symbols.index("WETH")]
    assert beside["of that, for what was posted"] == -price * 5 // 1_000
    assert beside["of that, for records"] == beside["of that, for what was posted"]
    assert beside["gas, paid by who sent it"] == 2 * beside["of that, for records"]


def test_of_a_few_days_no_interval_is_made(cast):
    short = [replace(it, steps=it.steps[:100]) for it in (cast.vault, cast.hold)]
    assert story("a title", Cast(*short)).differences == ()


def test_without_hold_the_first_of_the_others_is_compared_by_everything(cast):
    told = story("a title", Cast(cast.vault, others=cast.others))
    assert [it.other for it in told.differences] == ["weekly"] * len(Statistic)
    assert "gain against hold" not in [it.name for it in told.attribution.beside]
