"""Measures every figure of the page, with a bar for what takes minutes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from rich.progress import Progress

from tools.market import alarms, choices, crashes, delays, drawdown
from tools.market.choices import CHOICES
from tools.market.crashes import CRASHES
from tools.market.delays import LOOKS, Delay
from tools.market.series import Series, every
from tools.market.watch import Setup

MOMENTS, SEEDS = 100, 10  # planted at; draws of each crash in each asset
HOURLY = ("2018 to 2022", "2024")
CHOSEN = 1  # Ether of 2018 to 2022
HOUR = 3_600  # {s}


def measure(folder: Path, bar: Progress) -> dict[str, Any]:
    """All of it, from the files of a folder."""
    hourly = list(every(folder, *HOURLY))
    return {
        "alarms": counted(hourly, bar),
        "delays": planted(hourly, bar),
        "crashes": fallen(folder, LOOKS, bar),
        "choices": chosen(hourly, folder, bar),
        "drawdown": [drawdown.measure(hourly[:2]), drawdown.measure(hourly[2:4])],
    }


def counted(rows: Sequence[Series], bar: Progress) -> list[dict[str, Any]]:
    told = _told(bar, "hours replayed", sum(map(hours, rows)))
    return [alarms.count(it, Setup(), told).said() for it in rows]


def planted(rows: Sequence[Series], bar: Progress) -> list[dict[str, Any]]:
    told = _told(bar, "moments planted at", MOMENTS)
    return [it.said() for it in delays.measure(delays.moments(rows, MOMENTS), told)]


def fallen(folder: Path, setups: Mapping[str, Setup], bar: Progress) -> list[dict[str, Any]]:
    assets = sum(len(list(every(folder, crash.file))) for crash in CRASHES)
    told = _told(bar, "crashes drawn", assets * SEEDS)
    rows: list[Delay] = []
    for crash in CRASHES:
        begun = crashes.moments(crash, folder, SEEDS)
        rows += delays.measure(begun, told, [crashes.event(crash)], setups)
    return [it.said() for it in rows]


def chosen(rows: Sequence[Series], folder: Path, bar: Progress) -> dict[str, Any]:
    told = _told(bar, "hours under other choices", hours(rows[CHOSEN]) * len(CHOICES))
    counts = choices.counted(rows[CHOSEN], told)
    told = _told(bar, "moments under other choices", MOMENTS)
    found = choices.delayed(delays.moments(rows, MOMENTS), told)
    fell = fallen(folder, CHOICES, bar)
    return {"alarms": counts, "delays": [*(it.said() for it in found), *fell]}


def hours(series: Series) -> int:
    """From its first close to its last."""
    return (len(series.closes) - 1) * series.bar // HOUR


def _told(bar: Progress, name: str, total: int) -> Callable[[int], None]:
    """What moves a bar of its own on."""
    return partial(bar.advance, bar.add_task(name, total=total))
