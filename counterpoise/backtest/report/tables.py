"""The report on the screen: the three sentences and the page's tables, in at most 80 columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.box import SIMPLE_HEAD
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from counterpoise.backtest.report.columns import column, dollars, shown
from counterpoise.backtest.report.sentences import bounds, judged, sentences, waits
from counterpoise.backtest.report.story import Attribution, Difference, Story

SCREEN, GAP = 78, 2  # {character} of a line without its edges, and between two columns
NAME = 22  # {character} of a run's name; what is longer takes a second line


def tables(story: Story) -> Iterator[RenderableType]:
    """What there is to tell, in the page's order."""
    yield from (Text(sentence) for sentence in sentences(story))
    yield from runs(story)
    yield from differences(story.differences)
    if story.attribution:
        yield attribution(story.attribution)
    if waits(story.vault.course):
        yield waited(story)


def runs(story: Story) -> Iterator[Table]:
    """All figures of all runs, in as many tables as it takes, one below the other."""
    title = "All runs"
    for names in _fitting(story):
        table = _table(title, "run", *(column(name).head for name in names))
        for row in story.rows:
            table.add_row(Text(row.name), *(shown(name, row.figures) for name in names))
        yield table
        title = "All runs, further figures"


def _fitting(story: Story) -> list[list[str]]:
    """The figures, as many beside each other as there is room for."""
    lines: list[list[str]] = []
    room = 0
    for name in story.figures:
        cells = (shown(name, row.figures) for row in story.rows)
        width = GAP + max(map(len, (column(name).head, *cells)))
        room -= width
        if room < 0 or not lines:
            lines.append([])
            room = SCREEN - NAME - width
        lines[-1].append(name)
    return lines


def differences(told: Sequence[Difference]) -> Iterator[Table]:
    """Each with its interval and what can be told of it, a table for each figure and level."""
    kinds = dict.fromkeys((it.figure, it.interval.level) for it in told)
    for figure, level in kinds:
        title = f"Differences in {column(figure).head}, {level:.0%} intervals"
        table = _table(title, "", "low", "estimate", "high", "what can be told")
        for it in told:
            if (it.figure, it.interval.level) == (figure, level):
                numbers = map(column(figure).difference, bounds(it))
                short = (each.removesuffix(" points") for each in numbers)
                table.add_row(Text(f"{it.one} − {it.other}"), *short, judged(it))
        table.columns[-1].no_wrap = False
        yield table


def attribution(told: Attribution) -> Table:
    """Where the value went, {USD}."""
    table = _table("Where the value went", "part", "USD")
    rows = [("start", told.start), *((part.name, part.amount) for part in told.parts)]
    beside = ((f"beside it: {part.name}", part.amount) for part in told.beside)
    for name, amount in (*rows, ("end", told.end), *beside):
        table.add_row(Text(name), dollars(amount))
    return table


def waited(story: Story) -> Table:
    """Why nothing was rebalanced, and at how many prices."""
    table = _table("Waits, by reason", "reason", "prices")
    for reason, times in waits(story.vault.course):
        table.add_row(Text(reason), f"{times:,}")
    return table


def _table(title: str, first: str, *heads: str) -> Table:
    table = Table(
        title=title,
        title_justify="left",
        box=SIMPLE_HEAD,
        pad_edge=False,
        padding=(0, 1, 0, 0),
    )
    table.add_column(first, overflow="fold", max_width=NAME)
    for head in heads:
        table.add_column(head, justify="right", no_wrap=True)
    return table
