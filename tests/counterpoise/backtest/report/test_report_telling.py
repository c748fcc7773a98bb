"""From courses to a story: each figure is the analytics', and what is compared is named."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest

from counterpoise.backtest.analytics.attribution import attribute
from counterpoise.backtest.analytics.intervals import difference
from counterpoise.backtest.analytics.metrics import measure
from counterpoise.backtest.analytics.rows import Statistic
from counterpoise.backtest.baselines.menu import all_courses
from counterpoise.backtest.course import Course, Note, Topic
from counterpoise.backtest.crowd.replay import moments
from counterpoise.backtest.crowd.terms import Terms
from counterpoise.backtest.paths import jump_diffusion
from counterpoise.backtest.prices import ONE
from counterpoise.backtest.report.series import growth
from counterpoise.backtest.report.story import Band
from counterpoise.backtest.report.telling import story
from tests.counterpoise.backtest.openings import opening

BAND = Band(3 * ONE // 100, ONE // 100)


@dataclass(frozen=True)
class Cast:
    """Who is told of."""

    vault: Course
    others: tuple[Course, ...]

    @property
    def courses(self) -> tuple[Course, ...]:
        return (self.vault, *self.others)


class Watched(Course):
    """A course of which it can be seen whether anybody still has it."""

    __slots__ = ("__weakref__",)


@pytest.fixture(scope="module")
def cast():
    """The demo's vault as its twin, six weeks of drawn hours, and three that it is held against."""
    start, seen = opening(), list(moments(jump_diffusion(seed=7, steps=1_008), 7, Terms()))
    weights = (4 * ONE // 10, 3 * ONE // 10, 3 * ONE // 10)
    others = tuple(all_courses(start, weights, seen, ("hold", "weekly", "costless")))
    return Cast(start.run("vault").play(seen), others)


@pytest.fixture(scope="module")
def told(cast):
    return story("a title", cast.vault, cast.others, band=BAND)


def test_the_figures_are_the_analytics_own(cast, told):
    assert [row.name for row in told.rows] == ["vault", "hold", "weekly", "costless"]
    for row, course in zip(told.rows, cast.courses, strict=True):
        assert row.figures == measure(course, band=BAND.outer).figures
        assert row.growth.values.tolist() == growth(course).values.tolist()


def test_hold_is_compared_by_everything_and_the_others_by_what_they_made(cast, told):
    claims = [(it.other, it.figure) for it in told.differences]
    assert claims == [("hold", it.value) for it in Statistic] + [
        ("weekly", "annual_return"),
        ("costless", "annual_return"),
    ]
    hold, *rest = cast.others
    for it, found in zip(Statistic, told.differences):
        assert found.interval == difference(cast.vault, hold, it)
    for other, found in zip(rest, told.differences[len(Statistic) :], strict=True):
        assert found.interval == difference(cast.vault, other, Statistic.ANNUAL_RETURN)


def test_a_course_is_let_go_before_the_next_one_is_asked_for(cast, told):
    """So their memory is that of one, however many there are."""
    alive = list[weakref.ref[Watched]]()

    def others() -> Iterator[Course]:
        for it in cast.others:
            gc.collect()
            assert [ref() for ref in alive if ref()] == []
            course = Watched(it.name, it.symbols, it.units, it.start, it.steps)
            alive.append(weakref.ref(course))
            yield course
            del course

    again = story("a title", cast.vault, others(), band=BAND)

    assert len(alive) == 3
    assert (again.differences, again.attribution) == (told.differences, told.attribution)


def test_the_parts_are_told_by_names_and_none_that_is_nothing(cast, told):
    hold, _, costless = cast.others
    found = attribute(cast.vault, hold, costless)
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
    beside = {it.name: it.amount for it in story("a title", vault).attribution.beside}
    price = steps[2].market[vault.symbols.index("WETH")]
    assert beside["of that, for what was posted"] == -price * 5 // 1_000
    assert beside["of that, for records"] == beside["of that, for what was posted"]
    assert beside["gas, paid by who sent it"] == 2 * beside["of that, for records"]


def test_of_a_few_days_no_interval_is_made(cast):
    vault, *others = (replace(it, steps=it.steps[:100]) for it in cast.courses)
    assert story("a title", vault, others).differences == ()


def test_without_hold_the_first_of_the_others_is_compared_by_everything(cast):
    told = story("a title", cast.vault, cast.others[1:2])
    assert [it.other for it in told.differences] == ["weekly"] * len(Statistic)
    assert "gain against hold" not in [it.name for it in told.attribution.beside]
