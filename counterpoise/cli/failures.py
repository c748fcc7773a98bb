"""How a command fails: one line on stderr, and an exit code that a script can read."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields, is_dataclass
from typing import Any

import click

from counterpoise.chain.keys import KeyProblem
from counterpoise.chain.provider import NodeProblem
from counterpoise.chain.sender import SendProblem
from counterpoise.chain.stuck import CannotSend
from counterpoise.cli.words import explained, plain
from counterpoise.data.pages import Unanswered
from counterpoise.errors import CounterpoiseError, Refusal
from counterpoise.fork.run import RunFailed
from counterpoise.keeper.decide import TwinDisagrees

REFUSED, BAD_INPUT, NO_NODE, NO_KEY = 1, 2, 3, 4


class BadInput(CounterpoiseError):
    """What was typed cannot be meant."""


class Insufficient(CounterpoiseError):
    """The account has, or allows, less than the command needs."""


class NoWay(CounterpoiseError):
    """It cannot be done this way; the message names another."""


OF_THE_CHAIN = (Refusal, Insufficient, NoWay, CannotSend, SendProblem, TwinDisagrees, RunFailed)


def exit_code(error: Exception) -> int:
    """1 refused by the chain, 2 bad input, 3 no node or exchange or the wrong chain, 4 key."""
    if isinstance(error, OF_THE_CHAIN):
        return REFUSED
    if isinstance(error, NodeProblem | Unanswered):
        return NO_NODE
    return NO_KEY if isinstance(error, KeyProblem) else BAD_INPUT


@contextmanager
def reported(as_json: bool) -> Iterator[None]:
    """Inside, an error of this package becomes its line and ends the program with its code."""
    try:
        yield
    except CounterpoiseError as error:
        click.echo(json.dumps(_object(error)) if as_json else f"Error: {_line(error)}", err=True)
        raise SystemExit(exit_code(error)) from None


def _line(error: CounterpoiseError) -> str:
    if isinstance(error, Refusal):
        return f"refused by the chain: {explained(error)}"
    return " ".join(str(error).split())


def _object(error: CounterpoiseError) -> dict[str, Any]:
    known = {"error": type(error).__name__, "message": " ".join(str(error).split())}
    if not is_dataclass(error):
        return known
    return known | {field.name: plain(getattr(error, field.name)) for field in fields(error)}
