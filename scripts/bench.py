"""Gas of a vault beside its physical floor, in one run: reports/bench.json and a table.

brownie run bench --network counterpoise
"""

from __future__ import annotations

import io
import json
from contextlib import redirect_stdout
from dataclasses import asdict
from pathlib import Path
from typing import Any

from brownie import accounts, web3
from rich.console import Console
from rich.progress import track
from rich.table import Table

from scripts.benching.memory import markets, observation, remembered
from scripts.benching.rows import DOWN, UP, Row, alternating, create, entries_and_exits, rebalance
from scripts.benching.switched import switched_on
from scripts.benching.world import World, build
from scripts.patience import be_patient_if_local

SIZES = (2, 3, 4, 6, 8, 10, 20)  # Assets, the hub among them.
REMEMBERED = (2, 4, 8)  # Assets: of more than eight no estimator keeps variances.
BARS = {  # At eight assets, how many times the floor this project set itself at most.
    "mint in kind, later": 1.50,
    "redeem in kind": 1.40,
    "rebalance, all assets, V2": 1.50,
    "rebalance, all assets, V2, with markets": 1.75,
    "rebalance, all assets, V2, with markets and volatilities": 1.75,
    "rebalance, all assets, V2, with markets, volatilities and correlations": 1.75,
}
MOST = {  # {gas} at eight assets.
    "update a variance": 9_000,
    "update covariances": 100_000,
    "update a market": 45_000,
    "update a market, without a second oracle": 45_000,
    "update a market, in dollars by way of the hub": 45_000,
    "observe, update variances, weigh by their inverse": 276_500,
}


def main(output: str = "reports/bench.json") -> None:
    """Measure every size and write the figures down."""
    be_patient_if_local()
    rows: list[Row] = []
    with redirect_stdout(io.StringIO()):  # Brownie has three lines to say of each transaction.
        for n in track(SIZES, description="measuring", console=Console(stderr=True)):
            rows += measure(build(n, *_unlocked(2)))
    path = Path(output)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps([asdict(row) for row in rows], indent=1) + "\n")
    show(rows)


def _unlocked(count: int) -> list[Any]:
    """The node's own first accounts."""
    return [accounts.at(address, force=True) for address in web3.eth.accounts[:count]]


def measure(world: World) -> list[Row]:
    """All rows of one size; each is of the steady state, so that no slot is new."""
    rows = [create(world), *entries_and_exits(world)]
    if world.n > 2:
        pair = {1: UP, 2: DOWN}
        rows.append(rebalance(world, "rebalance, one sell one buy, V2", pair, len(pair)))
    rows.append(rebalance(world, "rebalance, all assets, V2", alternating(world), world.n - 1))
    rows.append(observation(world))
    if world.n in REMEMBERED:
        updates, memories = remembered(world)
        rows += [*updates, *markets(world), *switched_on(world, memories)]
    return rows


def show(rows: list[Row]) -> None:
    """The figures as a table, and the bars at eight assets beside what was reached."""
    title = "gas, and how many times the floor it is"
    table = Table("measured", *[f"N={n}" for n in SIZES], title=title)
    for name in dict.fromkeys(row.name for row in rows):
        mine = [row for row in rows if row.name == name]
        cells = {row.n: f"{row.gas / 1000:,.0f}k\n{row.ratio:.2f}" for row in mine}
        table.add_row(name, *[cells.get(n, "–") for n in SIZES])
    console = Console(width=100)
    console.print(table)
    for row in (it for it in rows if it.n == 8):
        if row.name in BARS:
            said = f"{row.ratio:.3f} x floor, bar {BARS[row.name]:.2f}"
            console.print(f"{row.name}: {said}: {_verdict(row.ratio, BARS[row.name])}")
        if row.name in MOST:
            beside = f"{row.gas:,} gas, {row.gas - row.floor:,} beside its floor"
            console.print(
                f"{row.name}: {beside}, bar {MOST[row.name]:,}: {_verdict(row.gas, MOST[row.name])}"
            )


def _verdict(reached: float, bar: float) -> str:
    return "holds" if reached <= bar else "falls short"
