"""The demo: real or drawn prices played against a vault on a local chain.

python -m counterpoise.backtest --prices FILE --from 2020-03-01 --to 2020-04-01
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click
from rich.console import Console

from counterpoise.backtest.demo.run import run
from counterpoise.backtest.paths import jump_diffusion
from counterpoise.backtest.prices import Prices, load
from counterpoise.data.moment import Moment
from counterpoise.errors import CounterpoiseError

ASSETS = ("ETH", "BTC")
SEED, STEPS = 7, 744  # A month of hours.


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--prices",
    type=click.Path(path_type=Path),
    help="CSV, CSV.gz or Parquet: timestamp, ETH, BTC.",
)
@click.option("--from", "start", type=Moment(), help="First time that is played, UTC.")
@click.option("--to", "end", type=Moment(), help="First time that is not played any more, UTC.")
@click.option("--seed", default=SEED, show_default=True, help="Of the drawn path and the noise.")
@click.option("--steps", default=STEPS, show_default=True, help="Hours of a drawn path.")
@click.option("--reports", default="reports", type=click.Path(path_type=Path), show_default=True)
def main(
    prices: Path | None,
    start: datetime | None,
    end: datetime | None,
    seed: int,
    steps: int,
    reports: Path,
) -> None:
    """Play prices against a vault, and tell what became of it against buy-and-hold."""
    try:
        path = _path(prices, start, end, seed, steps)
        run(
            path,
            prices.name if prices else f"drawn with seed {seed}",
            seed,
            reports,
            Console(),
        )
    except CounterpoiseError as error:
        raise click.ClickException(str(error)) from None


def _path(
    file: Path | None,
    start: datetime | None,
    end: datetime | None,
    seed: int,
    steps: int,
) -> Prices:
    if file:
        return load(file, ASSETS, start, end)
    if start or end:
        raise click.UsageError("--from and --to choose hours of a file: give --prices too")
    if steps < 2:
        raise click.UsageError("--steps must be at least 2")
    return jump_diffusion(seed=seed, steps=steps)


if __name__ == "__main__":
    main(prog_name="demo")
