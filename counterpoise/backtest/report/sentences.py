"""What happened, in three sentences from the figures; none says more than its interval."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

from counterpoise.backtest.clock import clock
from counterpoise.backtest.course import Course
from counterpoise.backtest.report.columns import column, shown
from counterpoise.backtest.report.story import Difference, Row, Story

YEAR = 365 * 86_400  # {s}; of less than that nothing is told by the year
VERDICTS = {1: "better", -1: "worse", 0: "not to be told apart"}


def sentences(story: Story) -> tuple[str, str, str]:
    """What became of the vault, how it compares, and what was done for it."""
    return became(story.vault), compared(story), kept(story.vault)


def became(row: Row) -> str:
    """What became of 100 USD; of a single price no return is told."""
    steps, gain = row.course.steps, row.figures.get("total_return", math.nan)
    if len(steps) == 1:
        return f"A single price was played, that of {_day(steps[0].time)}: it tells no return."
    over = f"From {_day(steps[0].time)} to {_day(steps[-1].time)}, over {len(steps):,} prices,"
    if not math.isfinite(gain):
        return f"{over} no return of {row.name} can be told."
    if gain <= -1:
        return f"{over} 100 USD in {row.name} became 0.00 USD: all of it was lost."
    return f"{over} 100 USD in {row.name} became {100 * (1 + gain):,.2f} USD: {_return(row)}."


def _return(row: Row) -> str:
    whole, year = shown("total_return", row.figures), shown("annual_return", row.figures)
    often = (
        f", {year} a year," if span(row.course) >= YEAR and "annual_return" in row.figures else ""
    )
    fall = shown("drawdown", row.figures)
    return f"a return of {whole}{often} with a worst fall of {fall} on the way"


def span(course: Course) -> int:
    """From its first price to its last, {s}."""
    return course.steps[-1].time - course.steps[0].time


def compared(story: Story) -> str:
    """The first difference, what its interval allows to be said of it, and a count of the rest."""
    if not story.differences:
        return "No interval of any difference was made, so no difference can be told."
    first, *rest = story.differences
    return f"{_comparison(first)}{_others(rest)}."


def _comparison(it: Difference) -> str:
    if not all(map(math.isfinite, bounds(it))):
        return (
            f"Between {it.one} and {it.other} no interval could be made: no difference can be told"
        )
    beside = f"Beside {it.other}, {it.one}'s {column(it.figure).head} differed by"
    if it.verdict == 0:
        return f"{beside} {interval(it)}, which holds 0: no difference can be told"
    return f"{beside} {interval(it)}: {judged(it)}"


def bounds(it: Difference) -> tuple[float, float, float]:
    """Low, estimate and high of a difference."""
    return it.interval.low, it.interval.estimate, it.interval.high


def interval(it: Difference) -> str:
    """A difference with its interval, in words."""
    low, estimate, high = map(column(it.figure).difference, bounds(it))
    return f"{estimate}, with a {it.interval.level:.0%} interval from {low} to {high}"


def judged(it: Difference) -> str:
    """A verdict in words; better or worse only of figures of which one knows which is which."""
    if it.verdict == 0:
        return "no difference can be told"
    good = it.verdict * column(it.figure).good
    return f"it did {VERDICTS[good]}" if good else ("more" if it.verdict > 0 else "less")


def _others(rest: Sequence[Difference]) -> str:
    if not rest:
        return ""
    counts = Counter(it.verdict * column(it.figure).good for it in rest)
    said = [f"{counts[it]} {VERDICTS[it]}" for it in (1, -1, 0) if counts[it]]
    return f" (of {len(rest)} more comparisons: {', '.join(said)})"


def kept(row: Row) -> str:
    """How often it was rebalanced and at which cost, or why it never was."""
    times = row.figures.get("rebalances", 0)
    if not times:
        return f"It was never rebalanced{_why(row.course)}."
    often = "once" if times == 1 else f"{times:,.0f} times"
    lost = "in fees, price impact and pools off the market"
    cost = f"{shown('cost', row.figures)} of its value a year {lost}"
    return f"It was rebalanced {often}, which cost {cost}{_outside(row)}."


def _outside(row: Row) -> str:
    """Nothing where there is no band."""
    part = shown("outside", row.figures)
    return f"; it was outside its band for {part} of the time" if "outside" in row.figures else ""


def _why(course: Course) -> str:
    reasons = waits(course)
    if not reasons:
        return ", and no reason was noted"
    reason, times = reasons[0]
    return f", most often because of {reason} ({times:,} of {len(course.steps):,} prices)"


def waits(course: Course) -> list[tuple[str, int]]:
    """Why nothing was rebalanced, and at how many prices; the most frequent first."""
    return Counter(step.wait for step in course.steps if step.wait).most_common()


def _day(time: int) -> str:
    return f"{clock(time):%d %B %Y}".lstrip("0")
