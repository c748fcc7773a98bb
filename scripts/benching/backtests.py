"""Rows of the benchmark: how long back-tests and sweeps take, whole, and how much memory."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from subprocess import DEVNULL
from time import perf_counter, process_time, sleep

import psutil
from rich.console import Console
from rich.table import Table

from counterpoise.backtest import ground
from counterpoise.backtest.clock import clock
from counterpoise.backtest.config import BadConfig, read
from counterpoise.backtest.deployment import deploy
from counterpoise.backtest.inputs import DEMO, Inputs
from counterpoise.backtest.paths import jump_diffusion
from counterpoise.backtest.prices import ONE, Prices
from counterpoise.backtest.roles import EVE
from counterpoise.backtest.twin import mode
from counterpoise.chain.anvil import Anvil
from counterpoise.chain.local import LocalNode
from counterpoise.chain.node import Node
from counterpoise.chain.process import ProcessNode
from counterpoise.sweep.workers import cores

YEARS = Path("deployments/backtest.toml")  # four years of hours
QUIET = 50_000  # prices that do not move
INSIDE, OUTSIDE = 4_000, 400  # prices, in process and on Anvil
LONG, MONTH = 100_000, 720  # prices
CELLS = 200  # of a sweep
OFTEN = 0.1  # {s} from one look at a program's processes to the next


@dataclass(frozen=True)
class Figure:
    """One measurement, and its bar where it has one."""

    name: str
    value: float
    unit: str
    bar: float | None = None
    is_least: bool = True  # whether the bar is the least that holds, or the most

    @property
    def verdict(self) -> str:
        """Nothing where there is no bar."""
        if self.bar is None:
            return ""
        holds = self.value >= self.bar if self.is_least else self.value <= self.bar
        return "holds" if holds else "falls short"


@dataclass(frozen=True)
class Spent:
    """What a program took, with all that it began."""

    wall: float  # {s}
    processor: float  # {s}
    memory: float  # {MB}, the most of the program's own

    @property
    def share(self) -> float:
        """{1} of all cores over that time."""
        return self.processor / (self.wall * cores())


def figures() -> list[Figure]:
    """All of them; those of the four years where their prices are."""
    with tempfile.TemporaryDirectory() as folder:
        return [*_of_years(Path(folder)), _long(Path(folder)), *_sweep(Path(folder))]


def _of_years(folder: Path) -> Iterator[Figure]:
    try:
        inputs = Inputs(YEARS, read(YEARS))
    except BadConfig as error:
        Console(stderr=True).print(f"{error}: nothing is told of those years", soft_wrap=True)
        return
    prices = inputs.prices()
    yield _twin(inputs, prices)
    yield from _engines(inputs, prices)
    yield from _years(folder, inputs, prices)


def _twin(inputs: Inputs, prices: Prices) -> Figure:
    """Hours in which nothing is due, of three assets."""
    times = tuple(prices.times[0] + prices.step * k for k in range(QUIET))
    quiet = Prices(prices.assets, times, prices.closes[:1] * QUIET)
    began = process_time()
    mode.play(inputs.scene(prices), quiet, inputs.config, lambda done: None)
    return Figure("twin, quiet hours", QUIET / (process_time() - began), "steps/s", 20_000)


def _engines(inputs: Inputs, prices: Prices) -> Iterator[Figure]:
    """The first of the four years' hours, by the same player on both."""
    args = ["--timestamp", str(prices.times[0] - EVE), "--base-fee", "0"]
    with Anvil(args=args) as anvil, tempfile.TemporaryDirectory() as folder:
        stage = deploy(anvil.url, inputs.scene(prices), Path(folder))
        with closing(LocalNode(anvil.url)) as local:

            def rate(node: Node, count: int) -> float:
                player = ground.player_on(node, stage, inputs, prices)
                part = Prices(prices.assets, prices.times[:count], prices.closes[:count])
                course = player.begin("bench")
                began = perf_counter()
                player.play(part, course, lambda: None)
                return count / (perf_counter() - began)

            inside, outside = rate(ProcessNode.of(local), INSIDE), rate(local, OUTSIDE)
    yield Figure("bytecode in process, hours", inside, "steps/s")
    yield Figure("bytecode on Anvil, the same hours", outside, "steps/s")


def _years(folder: Path, inputs: Inputs, prices: Prices) -> Iterator[Figure]:
    """Deployed, played, compared and told."""
    file = inputs.path.parent / inputs.config.prices.file
    took = _run("backtest", str(_config(folder, file)))
    yield Figure("four years of hours, with report", took.wall, "s", 60, is_least=False)
    yield Figure("the same, of a core", took.processor, "s")
    yield Figure("the same, in prices", len(prices) / took.wall, "steps/s")
    yield Figure("the same, at most", took.memory, "MB", 500, is_least=False)


def _long(folder: Path) -> Figure:
    """Beside all baselines, and with a depositor a day, whom the vault remembers."""
    more = "[flows]\nentries = 1\n"
    took = _run("backtest", str(_config(folder, _drawn(folder, LONG), more)))
    return Figure(f"{LONG:,} prices, at most", took.memory, "MB", 500, is_least=False)


def _sweep(folder: Path) -> Iterator[Figure]:
    """Of a month each, deployed once."""
    config, out = _config(folder, _drawn(folder, MONTH)), folder / "sweep.parquet"
    took = _run("sweep", str(config), f"--grid=run.seed=1..{CELLS}..1", "--out", str(out))
    yield Figure(f"sweep of {CELLS} months", took.wall, "s")
    yield Figure(f"the same, of {cores()} cores", 100 * took.share, "%", 85)


def _config(folder: Path, file: Path, more: str = "") -> Path:
    """A file like `YEARS`, whose terms are the ones that are left out, with a report of its own."""
    path = folder / "run.toml"
    path.write_text(
        f'[prices]\nfile = "{file.resolve()}"\n[vault]\nparameters = "{DEMO.resolve()}"\n{more}'
        f'[run]\nreports = "{folder / "report"}"\n'
    )
    return path


def _drawn(folder: Path, count: int) -> Path:
    prices, path = jump_diffusion(seed=7, steps=count), folder / f"{count}.csv"
    rows = zip(prices.times, prices.closes, strict=True)
    lines = (f"{clock(t).isoformat()},{','.join(str(it / ONE) for it in row)}" for t, row in rows)
    path.write_text("\n".join([f"timestamp,{','.join(prices.assets)}", *lines]) + "\n")
    return path


def _run(*command: str) -> Spent:
    """A command of ours. Its processes are looked at often: not every one is waited for."""
    began, seen, memory = perf_counter(), dict[psutil.Process, float](), 0
    program = psutil.Popen([sys.executable, "-m", "counterpoise", *command], stdout=DEVNULL)
    while program.poll() is None:
        memory = max(memory, _look(program, seen))
        sleep(OFTEN)
    if program.returncode:
        raise RuntimeError(f"{' '.join(command)} ended with {program.returncode}")
    return Spent(perf_counter() - began, sum(seen.values()), memory / 2**20)


def _look(program: psutil.Process, seen: dict[psutil.Process, float]) -> int:
    """Notes the processor time {s} of each; returns the program's own memory {byte}."""
    with suppress(psutil.Error):  # It has just ended.
        for process in (program, *program.children(recursive=True)):
            with suppress(psutil.Error):
                spent = process.cpu_times()
                seen[process] = spent.user + spent.system
        return int(program.memory_info().rss)
    return 0


def table(rows: list[Figure]) -> Table:
    """The figures beside their bars."""
    shown = Table("back-tests and sweeps", "", "", "bar", "")
    for it in rows:
        bar = "" if it.bar is None else f"{it.bar:,.0f}"
        shown.add_row(it.name, f"{it.value:,.0f}", it.unit, bar, it.verdict)
    return shown
