"""The report on the screen: 80 columns, nothing cut off, the numbers of the page."""

from __future__ import annotations

from dataclasses import replace
from io import StringIO

from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from counterpoise.backtest.report.columns import COLUMNS, shown
from counterpoise.backtest.report.story import Difference
from counterpoise.backtest.report.tables import tables
from tests.counterpoise.backtest.report.told import Bounds, drawn, story

TOLD = story(drawn(200), ["hold", "daily"])


def lines(told) -> list[str]:
    console = Console(width=80, file=StringIO(), record=True)
    for it in tables(told):
        console.print(it)
    return [line.rstrip() for line in console.export_text().splitlines()]


def line(told, start: str) -> list[str]:
    return next(it for it in lines(told) if it.strip().startswith(start)).split()


def test_all_there_is_fits_80_columns_whole():
    figures = {name: 123_456.789 for name in COLUMNS} | {"gas": 1e12}
    vault = replace(TOLD.vault, name="a vault of a long name, as people give", figures=figures)
    told = replace(TOLD, vault=vault)

    text = lines(told)

    assert max(map(len, text)) <= 80
    assert not any("…" in it for it in text)
    assert any("1,000,000,000,000" in it for it in text)


def test_each_difference_stands_below_its_figure_and_level():
    sure = Difference("vault", "daily", "sharpe", Bounds(0.5, 1.0, 1.5, level=0.9))
    open_ = Difference("vault", "hold", "annual_return", Bounds(-0.01, 0.02, 0.05))

    text = lines(replace(TOLD, differences=(open_, sure)))

    assert "Differences in return a year, 95% intervals" in text
    assert "Differences in Sharpe, 90% intervals" in text
    row = " vault − hold  -1.00     +2.00  +5.00  no difference can be told"
    assert row in text


def test_the_attribution_and_the_waits_have_their_lines():
    assert line(TOLD, "start") == ["start", "1,000,000.00"]
    waits = sum(step.wait == "WithinBand" for step in TOLD.vault.course.steps)
    assert line(TOLD, "WithinBand") == ["WithinBand", f"{waits}"]


def test_brackets_in_a_name_are_no_markup():
    vault = replace(TOLD.vault, name="[red]vault")

    assert line(replace(TOLD, vault=vault, others=(), differences=()), "[red]vault")


@given(st.floats(0, 1e6), st.sampled_from(sorted(COLUMNS)))
def test_the_screen_shows_the_pages_numbers(number, name):
    vault = replace(TOLD.vault, figures={name: number})

    bare = replace(TOLD, vault=vault, others=(), differences=(), attribution=None)
    row = line(bare, "vault")

    assert row == ["vault", shown(name, {name: number})]
