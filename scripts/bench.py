"""Gas of a vault beside its physical floor, in one run: reports/bench.json and a table.

brownie run bench --network counterpoise             everything
brownie run bench execution --network counterpoise   how trades are made, alone
brownie run bench whole --network counterpoise       how long back-tests and sweeps take, alone
"""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import redirect_stdout
from dataclasses import asdict
from pathlib import Path
from typing import Any

from brownie import accounts, history, web3
from rich.console import Console
from rich.progress import track
from rich.table import Table

from scripts.benching import backtests, speed
from scripts.benching.execution.auctions import auctions
from scripts.benching.execution.netting import netting
from scripts.benching.execution.reward import reward
from scripts.benching.execution.slices import slices
from scripts.benching.execution.splits import QUOTE, SPLIT, splits
from scripts.benching.memory import markets, observation, remembered
from scripts.benching.ranges import through_ranges
from scripts.benching.rows import DOWN, UP, Row, alternating, create, entries_and_exits, rebalance
from scripts.benching.strategies import ABOVE, strategies
from scripts.benching.switched import switched_on
from scripts.benching.world import World, build
from scripts.patience import be_patient_if_local
from tools.leakage import table as leakage

SIZES = (2, 3, 4, 6, 8, 10, 20)  # Assets, the hub among them.
TIMED = 4  # Assets, of the vault whose speed is told.
REMEMBERED = (2, 4, 8)  # Assets: of more than eight no estimator keeps variances.
BARS = {  # At eight assets, how many times the floor this project set itself at most.
    "mint in kind, later": 1.50,
    "redeem in kind": 1.40,
    "rebalance, all assets, V2": 1.50,
    "rebalance, all assets, V3": 1.50,
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
    "open an auction": 300_000,
    "bid in an auction": 220_000,
    SPLIT: 15_000,
}
BESIDE = ABOVE | {QUOTE: 15_000}  # {gas} above the floor, at eight assets
PEERS = {"open an auction": 671_102, "bid in an auction": 264_002}  # {gas} of Reserve Folio

LEAKAGE = 0.01  # {1e-4} of the vault's value above the optimum


def main(output: str = "reports/bench.json") -> None:
    """Measure every size and write the figures down."""
    be_patient_if_local()
    timed = _timed()
    rows = [*_over(SIZES, measure), *_over(REMEMBERED, trades)]
    leaks, figures = leakage.rows(), backtests.figures()
    _write(Path(output), [*rows, *leaks, *timed, *figures])
    show(rows)
    show_leakage(leaks)
    show_speed(timed)
    Console(width=100).print(backtests.table(figures))


def execution(output: str = "reports/execution.json") -> None:
    """Measure how trades are made, and nothing else."""
    be_patient_if_local()
    rows = list(_over(REMEMBERED, trades))
    _write(Path(output), rows)
    show(rows)


def whole(output: str = "reports/whole.json") -> None:
    """Measure how long back-tests and sweeps take, and nothing else."""
    figures = backtests.figures()
    _write(Path(output), figures)
    Console(width=100).print(backtests.table(figures))


def _timed() -> list[Any]:
    """First of all, as the rows make a node ten times slower; undone, so that they find it new."""
    start = web3.provider.make_request("evm_snapshot", [])["result"]
    timed = [*_over([TIMED], speed.speeds)]
    web3.provider.make_request("evm_revert", [start])
    history.clear()  # Or Brownie waits for a nonce that was used once.
    return timed


def _over(sizes: Sequence[int], part: Callable[[World], list[Any]]) -> Iterator[Any]:
    """A part of the rows, in a world of its own for each number of assets."""
    for n in track(sizes, description="measuring", console=Console(stderr=True)):
        with redirect_stdout(io.StringIO()):  # Brownie has three lines to say of each transaction.
            rows = part(build(n, *_unlocked(2)))
        yield from rows


def _write(path: Path, rows: Sequence[Row | leakage.Row | speed.Speed | backtests.Figure]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps([asdict(row) for row in rows], indent=1) + "\n")


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
    rows.append(through_ranges(world))
    rows.append(observation(world))
    if world.n in REMEMBERED:
        updates, memories = remembered(world)
        rows += [*updates, *markets(world), *switched_on(world, memories)]
    return [*rows, *strategies(world.user, world.n)]


def trades(world: World) -> list[Row]:
    """How trades are made, beside a rebalance over pairs by way of the hub."""
    return [
        reward(world),
        *netting(world),
        *slices(world),
        *auctions(world),
        *splits(world),
    ]


def show(rows: list[Row]) -> None:
    """The figures as a table, and the bars at eight assets beside what was reached."""
    title = "gas, and how many times the floor it is"
    table = Table("measured", *[f"N={n}" for n in SIZES], title=title)
    for name in dict.fromkeys(row.name for row in rows):
        mine = [row for row in rows if row.name == name]
        cells = {row.n: _cell(row) for row in mine}
        table.add_row(name, *[cells.get(n, "–") for n in SIZES])
    console = Console(width=100)
    console.print(table)
    for row in (it for it in rows if it.n == 8):
        for said in _beside_bars(row):
            console.print(f"{row.name}: {said}")


def show_leakage(rows: list[leakage.Row]) -> None:
    """What a rebalance loses to its pools, beside the optimum and its bar."""
    title = "leakage, 1e-4 of the vault's value"
    table = Table("assets", "vault / depth", "V2", "V3", "split", "optimum", title=title)
    for row in rows:
        figures = (f"{it:.3f}" for it in (row.v2, row.v3, row.split, row.optimum))
        table.add_row(str(row.n), f"{row.size:.1%}", *figures)
    console, short = Console(width=100), max(row.split - row.optimum for row in rows)
    console.print(table)
    console.print(f"{short:.5f} above the optimum, bar {LEAKAGE}: {_verdict(short, LEAKAGE)}")


def show_speed(rows: list[speed.Speed]) -> None:
    """How often a second a back-test does what it does, beside its bars."""
    console = Console(width=100)
    console.print(speed.table(rows))
    for row in rows:
        bar, least = speed.BARS[row.name], speed.TIMES
        beside = f"{row.process:,.0f} a second, bar {bar:,}: {_least(row.process, bar)}"
        times = f"{row.ratio:.1f} x Anvil, bar {least}: {_least(row.ratio, least)}"
        console.print(f"{row.name}: {beside}; {times}")


def _cell(row: Row) -> str:
    times = f"{row.ratio:.2f}" if row.floor else ""
    return f"{row.gas / 1000:,.0f}k\n{times}"


def _beside_bars(row: Row) -> Iterator[str]:
    """What was reached at eight assets, beside each bar that there is."""
    name, above = row.name, row.gas - row.floor
    if name in BARS:
        bar = BARS[name]
        yield f"{row.ratio:.3f} x floor, bar {bar:.2f}: {_verdict(row.gas / row.floor, bar)}"
    if name in MOST:
        beside = f"{row.gas:,} gas, {above:,} beside its floor"
        yield f"{beside}, bar {MOST[name]:,}: {_verdict(row.gas, MOST[name])}"
    if name in BESIDE:
        bar = BESIDE[name]
        yield f"{above:,} gas above its floor, bar {bar:,}: {_verdict(above, bar)}"
    if name in PEERS:
        yield f"{PEERS[name]:,} gas is the peer's"


def _least(reached: float, bar: float) -> str:
    return "holds" if reached >= bar else "falls short"


def _verdict(reached: float, bar: float) -> str:
    return "holds" if reached <= bar else "falls short"
