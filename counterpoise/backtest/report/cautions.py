"""What cannot be concluded from a run, told from the run itself."""

from __future__ import annotations

from collections.abc import Iterator

from counterpoise.backtest.report.columns import dollars
from counterpoise.backtest.report.sentences import YEAR, span
from counterpoise.backtest.report.story import SPREAD, Story

ALWAYS = (
    "One course of prices was played; another one would have given other figures. An interval "
    "draws anew from this one, and knows nothing of what never happened in it.",
    "The market is a model with the assumptions below: others' trades, and whoever trades ahead "
    "of a rebalance, are in it only as far as they are named there.",
    "Settings that were chosen by looking at these prices look better here than elsewhere.",
    "Gas was paid by whoever sent the transactions, not by the vault: it is in no return.",
)


def cautions(story: Story) -> tuple[str, ...]:
    """In whole sentences, those of this run first."""
    return (*_own(story), *ALWAYS)


def _own(story: Story) -> Iterator[str]:
    if span(story.vault.course) < YEAR:
        yield "Less than a year was played: what is told by the year is drawn out from less."
    spread = story.attribution.of(SPREAD) if story.attribution else 0
    if spread > 0:
        yield (
            f"Who came and went left {dollars(spread)} USD with the other holders. "
            "The alternatives have no depositors: that much of any lead is theirs, and not "
            "rebalancing's."
        )
    if not story.differences:
        yield "No interval was made: that one line of the table is above another says nothing yet."
        return
    equal = [f"{it.one} and {it.other}" for it in story.differences if it.verdict == 0]
    if equal:
        yield f"No difference can be told between {'; '.join(dict.fromkeys(equal))}."
    yield _chance(story)


def _chance(story: Story) -> str:
    missed = sum(1 - it.interval.level for it in story.differences)
    count = len(story.differences)
    noun = "interval" if count == 1 else "intervals"
    return f"Of {count} {noun}, {missed:.2g} are expected to miss the truth by chance alone."
