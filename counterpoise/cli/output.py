"""Where a command's answer goes: tables of at most 80 columns, or one JSON object."""

import json
import re
from collections.abc import Sequence
from textwrap import wrap
from typing import Any

import click
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from counterpoise.chain.receipt import Outcome
from counterpoise.cli.words import plain

WIDTH = 80
HARD_SPACE = "\N{NO-BREAK SPACE}"
UNIT = re.compile(r"(?<=\d) (?=%|(?:USD|bps|s)\b)")  # the space before one


def show_outcome(done: Outcome) -> None:
    """A transaction and its events, each under its name, as one object."""
    show_json(outcome_object(done))


def outcome_object(done: Outcome) -> dict[str, Any]:
    """The same, as a part of something larger."""
    events = [{"event": type(event).__name__, **plain(event)} for event in done.events]
    return {"block": done.block, "gas": done.gas, "tx": done.tx, "events": events}


def show_json(value: Any) -> None:
    """One object on one line."""
    click.echo(json.dumps(plain(value)))


def show_lines(rows: Sequence[tuple[str, str]]) -> None:
    """Names and what they are, side by side; what is too long goes on below itself."""
    left = max(len(name) for name, _ in rows) + 2
    for name, value in rows:
        click.echo(f"{name:<{left}}" + f"\n{'':{left}}".join(wrapped(value, WIDTH - left)))


def wrapped(text: str, width: int = WIDTH, head: str = "") -> list[str]:
    """Lines of at most a width, the first with a head, where no number goes without its unit."""
    held = UNIT.sub(HARD_SPACE, text)
    lines = wrap(held, width, initial_indent=head, subsequent_indent=" " * len(head))
    return [line.replace(HARD_SPACE, " ") for line in lines]


def show_table(headings: Sequence[str], rows: Sequence[Sequence[str]], texts: int = 1) -> None:
    """A table; its first `texts` columns are words, the others numbers."""
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    for i, heading in enumerate(headings):
        table.add_column(heading, justify="left" if i < texts else "right", no_wrap=True)
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))  # As text: a token's symbol is no markup.
    Console(width=WIDTH).print(table)


def lines(done: Outcome) -> list[tuple[str, str]]:
    """What every transaction leaves behind."""
    return [("Gas", f"{done.gas:,} in block {done.block}"), ("Tx", done.tx)]
