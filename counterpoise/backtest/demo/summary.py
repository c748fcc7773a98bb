"""The numbers of a run; floats begin here."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from counterpoise.backtest.clock import clock
from counterpoise.backtest.demo.record import Rebalance, Record
from counterpoise.backtest.prices import ONE


@dataclass(frozen=True, slots=True)
class Summary:
    """A run against buy-and-hold of the same start, a share each. Fractions, {USD}, gas."""

    steps: int
    start_price: float  # {USD/share}
    vault_price: float  # {USD/share} at the end
    hold_price: float
    vault_return: float
    hold_return: float
    vault_drawdown: float  # the deepest fall from a peak
    hold_drawdown: float
    rebalances: int
    cost: float  # {USD} in all
    cost_bps: float  # of the value, summed over the rebalances
    turnover: float  # of the value, summed
    worst_drift: float
    hold_drift: float  # the worst of the first basket
    gas: int
    mean_gas: float
    looks: int
    compared: int  # looks at which the twin came to the chain's decision, to the unit
    waits: dict[str, int]
    left: dict[str, float]  # {USD} that each depositor received


def summarise(record: Record) -> Summary:
    """The numbers of one run."""
    vault = [sample.share_price / ONE for sample in record.samples]
    hold = [sample.hold_price / ONE for sample in record.samples]
    deals = record.rebalances
    gas = sum(deal.gas for deal in deals)
    return Summary(
        steps=len(record.samples),
        start_price=vault[0],
        vault_price=vault[-1],
        hold_price=hold[-1],
        vault_return=vault[-1] / vault[0] - 1,
        hold_return=hold[-1] / hold[0] - 1,
        vault_drawdown=drawdown(vault),
        hold_drawdown=drawdown(hold),
        rebalances=len(deals),
        cost=sum(deal.lost for deal in deals) / ONE,
        cost_bps=sum(deal.cost for deal in deals),
        turnover=sum(deal.turnover for deal in deals) / ONE,
        worst_drift=max(sample.drift for sample in record.samples) / ONE,
        hold_drift=max(sample.hold_drift for sample in record.samples) / ONE,
        gas=gas,
        mean_gas=gas / len(deals) if deals else 0.0,
        looks=record.looks,
        compared=record.compared,
        waits=dict(record.waits.most_common()),
        left={name: value / ONE for name, value in record.left.items()},
    )


def drawdown(values: Sequence[float]) -> float:
    """The deepest fall from a peak, as a fraction of the peak."""
    peak, deepest = values[0], 0.0
    for value in values:
        peak = max(peak, value)
        deepest = max(deepest, 1 - value / peak)
    return deepest


def write(folder: Path, record: Record, summary: Summary, symbols: Sequence[str], run: Any) -> None:
    """demo.json: the summary and how it was made; demo.csv: each rebalance."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "demo.json").write_text(json.dumps({"run": run, **asdict(summary)}, indent=2) + "\n")
    sides = [f"{symbol}_{side}" for side in ("before", "after") for symbol in symbols]
    with (folder / "demo.csv").open("w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["time", *sides, "drift", "turnover", "cost_bps", "gas"])
        rows.writerows(map(_cells, record.rebalances))


def _cells(deal: Rebalance) -> list[object]:
    parts = [f"{it / ONE:.6f}" for it in (*deal.before, *deal.after, deal.drift, deal.turnover)]
    return [clock(deal.time).isoformat(), *parts, f"{deal.cost:.4f}", deal.gas]
