"""Plays every strategy on both files, with either fee, with and without a market state."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any

from rich.progress import Progress

from counterpoise.backtest.prices import Prices, load
from tools.market.series import FILES
from tools.strategies import classes, setting
from tools.strategies.cases import CASES, NARROW, Ground
from tools.strategies.market import Market, market
from tools.strategies.metrics import BPS, DIGITS, figures
from tools.strategies.play import Play
from tools.strategies.promises import kept
from tools.strategies.setting import DAY, FEES, HOUR
from tools.strategies.ways import Way, way

SERIES = ("2018 to 2022", "2024")
DRAWN = ("0.30 %", False)  # The fee and the state of what the pictures show.
WORKERS = 2


@dataclass(frozen=True, slots=True)
class Task:
    """One play."""

    series: str
    fee: str
    watched: bool
    strategy: str


_markets: dict[str, Market] = {}  # of a worker


def measure(folder: Path, bar: Progress) -> tuple[dict[str, Any], dict[str, dict[str, Way]]]:
    """The figures, and the ways that are drawn: by series and strategy."""
    markets = {name: watched(name, folder, bar) for name in SERIES}
    rows: dict[str, list[dict[str, Any]]] = {name: [] for name in SERIES}
    ways: dict[str, dict[str, Way]] = {name: {} for name in SERIES}
    for task, row, drawn in played(markets, bar):
        rows[task.series].append(row)
        if (task.fee, task.watched) == DRAWN:
            ways[task.series][task.strategy] = drawn
    return {it.name: said(it) | {"plays": rows[it.name]} for it in markets.values()}, ways


def watched(name: str, folder: Path, bar: Progress) -> Market:
    """A file's market, with the classes that a keeper finds."""
    file, assets = FILES[name]
    prices: Prices = load(folder / file, assets)
    job = bar.add_task(f"looks at {name}", total=len(prices) * len(assets))
    found = classes.classes(prices, lambda count: bar.advance(job, count))
    return market(name, prices, found)


def played(
    markets: Mapping[str, Market], bar: Progress
) -> Iterator[tuple[Task, dict[str, Any], Way]]:
    """Every play, in the order of the tables."""
    tasks = [Task(*it) for it in product(markets, FEES, (False, True), CASES)]
    job = bar.add_task("plays", total=len(tasks))
    with ProcessPoolExecutor(WORKERS, initializer=_markets.update, initargs=(markets,)) as pool:
        for task, (row, drawn) in zip(tasks, pool.map(one, tasks), strict=True):
            bar.advance(job)
            yield task, row, drawn


def one(task: Task) -> tuple[dict[str, Any], Way]:
    """One play of a worker's."""
    it = Ground(_markets[task.series], FEES[task.fee])
    strategy = CASES[task.strategy](it)
    bands = setting.NARROW if task.strategy in NARROW else setting.BANDS
    record = Play(it.market, strategy, it.kept, task.watched, bands).run()
    names = {"strategy": task.strategy, "fee": task.fee, "watched": task.watched}
    promises = {"promises": kept(strategy, record, it.market)}
    return names | figures(record, it.market.years, bands[0]) | promises, way(record)


def said(it: Market) -> dict[str, Any]:
    """What was played."""
    gas = setting.RECORD_GAS[len(it.tokens)]
    recorded = sum(setting.gas_cost(gas, it.ether(look)) for look in it.looks)
    return {
        "assets": list(it.tokens),
        "start": it.looks[0].time,
        "end": it.looks[-1].time,
        "hours": (it.looks[-1].time - it.looks[0].time) // HOUR,
        "days": (it.looks[-1].time - it.looks[0].time) // DAY,
        "uneasy": sum(any(look.classes) for look in it.looks),
        "records": round(BPS * recorded / setting.VALUE / it.years, DIGITS),
    }
