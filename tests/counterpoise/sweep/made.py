"""A sweep of which all is real but what is played: a figure in closed form of two keys."""

import os
import signal
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path

from counterpoise.backtest.config import Config, read
from counterpoise.sweep.conduct import Conductor
from counterpoise.sweep.grid import axis
from counterpoise.sweep.ledger import Ledger
from counterpoise.sweep.plan import Plan
from counterpoise.sweep.vary import Base
from counterpoise.sweep.workers import _row

FIGURES = ("height", "cost")
TOP = (300, 60)  # market.lag and keeper.latency of the highest point


def written(folder: Path, more: str = "") -> Path:
    """A configuration beside a price file of three lines."""
    rows = [f"2024-01-01T0{hour}:00:00Z,2000,40000\n" for hour in range(3)]
    (folder / "prices.csv").write_text("timestamp,ETH,BTC\n" + "".join(rows))
    path = folder / "run.toml"
    path.write_text(f'[prices]\nfile = "prices.csv"\n{more}')
    return path


def planned(path: Path, *grid: str, **more) -> Plan:
    base = Base(path.parent, read(path), path.parent / "made")
    return Plan(base, tuple(map(axis, grid)), "height", **more)


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=timezone.utc)


@dataclass(frozen=True)
class Hill:
    """Highest at `TOP`. A seed of 13 is refused; 98 and 99 kill their worker, 99 only twice."""

    mark: Path | None = None
    scenes: Path | None = None  # who has set one leaves a line there

    def place(self, config: Config) -> str:
        return f"{config.market.heartbeat}"

    def scene(self, config: Config) -> int:
        if self.scenes:
            with self.scenes.open("a") as file:
                file.write(f"{os.getpid()}\n")
        if config.market.heartbeat == 1:
            raise ValueError("no such place")
        return config.market.heartbeat

    def figures(self, config: Config, scene: int) -> dict[str, float]:
        assert scene == config.market.heartbeat
        if config.run.seed == 13:
            raise ValueError("thirteen\nis refused")
        if config.run.seed in (98, 99):
            _die(self.mark, 2 if config.run.seed == 99 else 99)
        lag, latency = config.market.lag - TOP[0], config.keeper.latency - TOP[1]
        return {"height": -float(lag * lag + latency * latency), "cost": float(scene)}


def _die(mark: Path, times: int) -> None:
    """Kills its process so many times; each time leaves a line."""
    with mark.open("a") as file:
        file.write(f"{os.getpid()}\n")
    if len(mark.read_text().splitlines()) <= times:
        os.kill(os.getpid(), signal.SIGKILL)


class Tally:
    """A bar that counts."""

    def __init__(self) -> None:
        self.expected = self.done = 0

    def expect(self, count: int) -> None:
        self.expected += count

    def advance(self) -> None:
        self.done += 1


class Here:
    """One worker, in this process; a late one hands back first what came last."""

    def __init__(self, late: bool = False) -> None:
        self.player, self.late, self.queue, self.played = Hill(), late, [], []

    @property
    def is_full(self) -> bool:
        return len(self.queue) >= 5

    @property
    def is_idle(self) -> bool:
        return not self.queue

    def submit(self, trial) -> None:
        self.queue.append(trial)
        self.played.append(trial.id)

    def next(self):
        trial = self.queue.pop(-1 if self.late else 0)
        return _row(self.player, trial, self.player.scene(trial.config))[0]


def conducted(folder: Path, workers, *grid: str):
    """What the workers make of a grid: the rows, and the ledger that has them."""
    plan = planned(written(folder), *grid)
    ledger = Ledger.at(folder / f"{type(workers).__name__}.parquet", plan.mark, plan.keys, FIGURES)
    conductor = Conductor(plan, ledger, workers, Tally())
    rows = conductor.rows(conductor.sweep())
    ledger.write()
    return rows, ledger
