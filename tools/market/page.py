"""The generated part of docs/market-state.md, from nothing but the figures that were kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from counterpoise.types import MarketClass
from tools import figures
from tools.markdown import filled, table
from tools.market.choices import CHOICES
from tools.stamp import ROOT

PAGE = ROOT / "docs" / "market-state.md"
PICTURE = ROOT / "docs" / "images" / "market-state.png"
NAME = "market"
START = "<!-- Written by `python -m tools.market`; a change belongs into tools/market. -->\n"
END = "<!-- End of what `python -m tools.market` writes. -->\n"
Figures = Mapping[str, Any]


def page() -> str:
    """The whole page, with the figures between their marks."""
    return filled(PAGE.read_text(), START, END, block(figures.read(NAME)))


def block(kept: Figures) -> str:
    """What stands between the marks."""
    sections = [
        alarms(kept["alarms"]),
        classes(kept["alarms"]),
        delays([*kept["delays"], *kept["crashes"]]),
        choices(kept["choices"]),
        drawdown(kept["drawdown"]),
    ]
    return "\n" + "\n\n".join(sections) + "\n\n"


def alarms(rows: list[Figures]) -> str:
    """False alarms of each asset, and their signs."""
    heads = ["series", "asset", "hours:", "healthy:", "with an alarm:", "%:", "of the time, %:"]
    heads += ["began:", "class changed:", "leapt:"]
    return "### False alarms\n\n" + table(
        heads,
        (
            (
                row["series"],
                row["asset"],
                f"{row['hours']:,}",
                f"{row['healthy']:,}",
                f"{row['alarms']:,}",
                percent(row["alarms"], row["healthy"]),
                percent(row["alarmed"], row["looks"]),
                f"{row['episodes']:,}",
                f"{row['changes']:,}",
                f"{row['leaps']:,}",
            )
            for row in rows
        ),
    )


def classes(rows: list[Figures]) -> str:
    """Healthy hours by their worst class, and alarms by the signs that made them."""
    kinds = [it.name for it in MarketClass if any(it.name in row["classes"] for row in rows)]
    signs = sorted({sign for row in rows for sign in row["signs"]}, key=lambda it: (len(it), it))
    heads = ["series", "asset", *(f"{word(it)}:" for it in kinds), *(f"by {it}:" for it in signs)]
    return "Healthy hours by the worst class in them, then alarms by the signs.\n\n" + table(
        heads,
        (
            (
                row["series"],
                row["asset"],
                *(f"{row['classes'].get(kind, 0):,}" for kind in kinds),
                *(f"{row['signs'].get(sign, 0):,}" for sign in signs),
            )
            for row in rows
        ),
    )


def delays(rows: list[Figures]) -> str:
    """Delay in blocks, median / worst, with looks so far apart."""
    setups = list(dict.fromkeys(row["setup"] for row in rows))
    events = list(dict.fromkeys(row["event"] for row in rows))
    by = {(row["event"], row["setup"]): row for row in rows}
    heads = ["what is planted", *(f"looks every {it}:" for it in setups), "found to be"]
    return "### Delay, in blocks of 12 s\n\n" + table(
        heads,
        (
            (event, *(delay(by[event, it]) for it in setups), kinds(by[event, "5 min"]))
            for event in events
        ),
    )


def delay(row: Figures) -> str:
    """Median / worst, and how many of how many were not found."""
    found = "never" if row["median"] is None else f"{row['median']:,} / {row['worst']:,}"
    return f"{found}; {row['missed']} of {row['planted']}"


def kinds(row: Figures) -> str:
    """The classes it was first found to be, and how often."""
    often = sorted(row["kinds"].items(), key=lambda it: (-it[1], it[0]))
    return ", ".join(f"{word(kind)} {count}" for kind, count in often) or "-"


def choices(kept: Figures) -> str:
    """False alarms beside delays under other choices."""
    by = {(row["setup"], row["event"]): row for row in kept["delays"]}
    events = list(dict.fromkeys(event for _, event in by))
    heads = ["choice", "false alarms, %:", "of the time, %:", *(f"{it}:" for it in events)]
    rows = [(name, kept["alarms"][name]) for name in CHOICES if name in kept["alarms"]]
    return "### Other choices, ETH from 2018 to 2022\n\n" + table(
        heads,
        (
            (
                name,
                percent(row["alarms"], row["healthy"]),
                percent(row["alarmed"], row["looks"]),
                *(delay(by[name, event]) for event in events),
            )
            for name, row in rows
        ),
    )


def drawdown(rows: list[Figures]) -> str:
    """Hours beyond the share's largest drawdown."""
    heads = ["series", "hours:", "`tau` 0:", "%:", "`tau` 90 days:", "%:"]
    return "### The breaker of the share's drawdown\n\n" + table(
        heads,
        (
            (
                row["series"],
                f"{row['hours']:,}",
                *(
                    cell
                    for hours in row["tripped"].values()
                    for cell in (f"{hours:,}", percent(hours, row["hours"]))
                ),
            )
            for row in rows
        ),
    )


def word(kind: str) -> str:
    """A class as the table above has it: GENUINE_MOVE is GenuineMove."""
    return "".join(part.capitalize() for part in kind.split("_"))


def percent(part: int, whole: int) -> str:
    """With two decimals."""
    return f"{100 * part / whole:.2f}" if whole else "-"
