"""`counterpoise sweep`: play a back-test over a grid of configurations, on all cores."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from rich.console import Console

from counterpoise.cli.failures import reported
from counterpoise.cli.whole import Whole

if TYPE_CHECKING:
    from counterpoise.sweep.plan import Plan


@click.command
@click.argument("config", type=click.Path(path_type=Path))
@click.option(
    "--grid",
    multiple=True,
    required=True,
    metavar="KEY=V,V",
    help="A key of CONFIG and its values; FIRST..LAST..STEP for many. Again for another key.",
)
@click.option(
    "--search",
    type=click.Choice(["tpe", "random"]),
    help="Play what this search of the grid proposes, not all of it.",
)
@click.option("--trials", type=Whole(1), default=100, show_default=True, help="Of a search.")
@click.option("--seed", type=Whole(0), default=7, show_default=True, help="Of a search.")
@click.option(
    "--ahead",
    type=Whole(1),
    default=8,
    show_default=True,
    help="Proposals of a search that are under way at once.",
)
@click.option("--objective", default="ahead", show_default=True, help="The figure that matters.")
@click.option("--least", is_flag=True, help="Less of it is better.")
@click.option(
    "--walk-forward",
    "walk",
    metavar="TRAIN/TEST",
    help="Choose in one window, judge in the next: 12mo/3mo.",
)
@click.option("--purge", default="0d", show_default=True, help="Between the two windows.")
@click.option("--embargo", default="0d", show_default=True, help="Between one test and the next.")
@click.option("--address", help="A Ray cluster: auto, HOST:PORT or ray://HOST:PORT.")
@click.option("--workers", type=Whole(1), help="Processes here; as many as there are cores.")
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    default="reports/sweep.parquet",
    show_default=True,
    help="The rows; a sweep that was stopped goes on from them.",
)
def sweep(config: Path, **asked: Any) -> None:
    """Play CONFIG, a back-test's TOML file, once for each cell of a grid.

    A key is named by its table and a dot: --grid market.lag=60,300,900. The summary shows the whole
    surface, not the best cell of it. In the repository's root, as a back-test is.
    """
    with reported(as_json=False):
        _sweep(config, Asked(**asked), Console())


@dataclass(frozen=True, slots=True)
class Asked:
    """The options."""

    grid: tuple[str, ...]
    search: str | None
    trials: int
    seed: int
    ahead: int
    objective: str
    least: bool
    walk: str | None
    purge: str
    embargo: str
    address: str | None
    workers: int | None
    out: Path


def _sweep(path: Path, asked: Asked, console: Console) -> None:
    """What it needs takes a second to import, which no other command waits for."""
    from counterpoise.sweep.run import Crew, run
    from counterpoise.sweep.workers import cores

    crew = Crew(asked.address, asked.workers or cores())
    run(_plan(path, asked), crew, asked.out, console)


def _plan(path: Path, asked: Asked) -> "Plan":
    from counterpoise.backtest.config import read
    from counterpoise.sweep.grid import axis
    from counterpoise.sweep.plan import Plan
    from counterpoise.sweep.search import Search
    from counterpoise.sweep.vary import Base
    from counterpoise.sweep.windows import Walk

    terms = asked.objective, asked.least
    search = asked.search and Search(asked.search, asked.trials, asked.seed, asked.ahead, *terms)
    walk = asked.walk and Walk.of(asked.walk, asked.purge, asked.embargo)
    axes = tuple(map(axis, asked.grid))
    base = Base(path.parent, read(path), asked.out.with_suffix("") / "made")
    return Plan(base, axes, *terms, search or None, walk or None)
