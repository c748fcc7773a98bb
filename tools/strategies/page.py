"""The generated part of docs/strategies.md, from nothing but the figures that were kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from counterpoise.backtest.clock import clock
from tools import figures
from tools.markdown import filled, table
from tools.stamp import ROOT

PAGE = ROOT / "docs" / "strategies.md"
PICTURES = {
    "2018 to 2022": ROOT / "docs" / "images" / "strategies-2018.png",
    "2024": ROOT / "docs" / "images" / "strategies-2024.png",
}
NAME = "strategies"
START = (
    "<!-- Written by `python -m tools.strategies`; a change belongs into tools/strategies. -->\n"
)
END = "<!-- End of what `python -m tools.strategies` writes. -->\n"
Figures = Mapping[str, Any]
Told = Callable[[Figures], list[str]]

COLUMNS: Mapping[str, Callable[[Figures], str]] = {
    "return, %": lambda it: percent(it["return"]),
    "volatility, %": lambda it: percent(it["volatility"]),
    "worst drawdown, %": lambda it: percent(it["drawdown"]),
    "rebalances": lambda it: f"{it['rebalances']:,}",
    "turnover a year": lambda it: f"{it['turnover']:.2f}",
    "trades, bps a year": lambda it: f"{it['cost']:.0f}",
    "gas, bps a year": lambda it: f"{it['gas']:.1f}",
    "inside the band, %": lambda it: f"{100 * it['inside']:.2f}",
    "worst drift, %": lambda it: percent(it["worst"]),
}

MEANT = ("meant, %", "all along, %", "least of 90 days, %", "most, %", "days off by a third, %")
FLOORED = (
    "times below",
    "by a fall beyond 1/m",
    "hours below",
    "furthest below, % of it",
    "at risk when it fell below, %",
    "worst hour of what is risky, %",
    "1/m, %",
)
PAID = {
    "asset, %": "asset",
    "promised, %": "promised",
    "made, %": "made",
    "volatility when priced, %": "assumed",
    "while it ran, %": "realised",
}


def page() -> str:
    """The whole page, with the figures between their marks."""
    return filled(PAGE.read_text(), START, END, block(figures.read(NAME)))


def block(kept: Figures) -> str:
    """What stands between the marks."""
    return "\n" + "\n\n".join(part for name in kept for part in sections(name, kept[name])) + "\n\n"


def sections(name: str, it: Figures) -> Iterator[str]:
    """One file of prices."""
    yield f"### {name}: {', '.join(it['assets'])}"
    yield facts(it)
    yield f"![Each strategy's share price]({PICTURES[name].relative_to(PAGE.parent)})"
    for watched, title in ((False, "Without a market state."), (True, "With the market state.")):
        yield title + " Pools of 0.30 % / of 0.05 %.\n\n" + plays(it["plays"], watched)
    yield "Volatilities that are meant.\n\n" + promises(it["plays"], "volatility", volatile, MEANT)
    yield "Floors under a share.\n\n" + promises(it["plays"], "floor", floored, FLOORED)
    yield "Options that are replicated.\n\n" + payoffs(it["plays"])


def facts(it: Figures) -> str:
    """When it was, how much of it was uneasy, and what nobody was charged."""
    uneasy = 100 * it["uneasy"] / it["hours"]
    return (
        f"{day(it['start'])} to {day(it['end'])}, {it['hours']:,} hours; in {uneasy:.1f} % of them "
        "the market of an asset is not Normal. To record variances, covariances and the share's "
        f"price every hour would take {it['records']:.0f} bps a year of the first value in gas, "
        "which is in none of the figures."
    )


def plays(rows: Sequence[Figures], watched: bool) -> str:
    """A line for each strategy."""
    these = [it for it in rows if it["watched"] == watched]
    heads = ["strategy", *(f"{name}:" for name in COLUMNS)]
    lines = groupby(sorted(these, key=_place(rows)), _name)
    return table(heads, ([name, *cells(list(it), figured)] for name, it in lines))


def figured(row: Figures) -> list[str]:
    return [told(row) for told in COLUMNS.values()]


def promises(rows: Sequence[Figures], promise: str, told: Told, heads: Sequence[str]) -> str:
    """A line for each strategy that makes it, without and with the market state."""
    these = sorted((it for it in rows if promise in it["promises"]), key=_place(rows))
    lines = ((name, list(it)) for name, it in groupby(these, _kind))
    names = ["strategy", "market state", *(f"{head}:" for head in heads)]
    return table(names, ([*name, *cells(it, told)] for name, it in lines))


def volatile(row: Figures) -> list[str]:
    """What is meant, and what came."""
    it = row["promises"]["volatility"]
    found = (it["meant"], row["volatility"], it["least"], it["most"], it["missed"] / it["windows"])
    return [percent(each) for each in found]


def floored(row: Figures) -> list[str]:
    """What fell below a floor."""
    it = row["promises"]["floor"]
    counts = [f"{it[name]:,}" for name in ("breaches", "gaps", "hours")]
    parts = [percent(it[name]) for name in ("at_risk", "fall", "bearable")]
    return [*counts, f"{100 * it['short']:.2f}", *parts]


def payoffs(rows: Sequence[Figures]) -> str:
    """What options would have brought, and what their replication brought."""
    these = sorted((it for it in rows if "payoff" in it["promises"]), key=_place(rows))
    lines = [
        (name, k, list(it))
        for name, group in groupby(these, _kind)
        for it in [list(group)]
        for k in range(len(it[0]["promises"]["payoff"]))
    ]
    heads = ["strategy", "market state", "from", *(f"{head}:" for head in PAID)]
    return table(heads, ([*name, *cells(it, paid(k))] for name, k, it in lines))


def paid(k: int) -> Told:
    """One contract."""

    def told(row: Figures) -> list[str]:
        it = row["promises"]["payoff"][k]
        return [day(it["start"]), *(percent(it[name]) for name in PAID.values())]

    return told


def cells(rows: Sequence[Figures], told: Told) -> list[str]:
    """Each figure with either fee, or once where they are the same."""
    columns = zip(*map(told, rows), strict=True)
    return [" / ".join(dict.fromkeys(it)) for it in columns]


def day(time: int) -> str:
    """A date of UTC."""
    return clock(time).date().isoformat()


def percent(part: float) -> str:
    """With one decimal."""
    return f"{100 * part:.1f}"


def _name(row: Figures) -> str:
    return str(row["strategy"])


def _kind(row: Figures) -> tuple[str, str]:
    return _name(row), "on" if row["watched"] else "off"


def _place(rows: Iterable[Figures]) -> Callable[[Figures], tuple[int, bool]]:
    names = list(dict.fromkeys(map(_name, rows)))
    return lambda row: (names.index(_name(row)), row["watched"])
