"""`counterpoise backtest`: play the bytecode that would be deployed through years of prices."""

from pathlib import Path

import click
from rich.console import Console

from counterpoise.cli.failures import reported


@click.command
@click.argument("config", type=click.Path(path_type=Path))
def backtest(config: Path) -> None:
    """Play prices against a vault of CONFIG, a TOML file; tell what became of it.

    In the repository's root: the vault is deployed on a local Anvil by the scripts that everybody
    uses, and then played in this process.
    """
    with reported(as_json=False):
        _run(config)


def _run(config: Path) -> None:
    """What it needs takes a second to import, which no other command waits for."""
    from counterpoise.backtest.config import read
    from counterpoise.backtest.years import run

    run(config, read(config), Console())
