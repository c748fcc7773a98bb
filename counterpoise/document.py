"""JSON that people write, read as it is meant or not at all."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NoReturn

from counterpoise.errors import CounterpoiseError


class NotJson(CounterpoiseError):
    """A text that is no JSON, or means two things: the line, 0 where none is known, and why."""

    def __init__(self, line: int, problem: str) -> None:
        super().__init__(f"{line}: {problem}" if line else problem)
        self.line, self.problem = line, problem


class Unreadable(CounterpoiseError):
    """A file of JSON that cannot be used: which one, where, and why."""

    def __init__(self, file: Path, line: int, problem: str) -> None:
        super().__init__(f"{file}:{line}: {problem}" if line else f"{file}: {problem}")
        self.file, self.line, self.problem = file, line, problem


def parse(text: str, number: Callable[[str], Any] | None = None) -> Any:
    """What the text says; `number` makes something else of each number's digits.

    Raises `NotJson`, also for a key that an object has twice, of which JSON would keep the last.
    """
    try:
        return json.loads(
            text,
            parse_float=number,
            parse_int=number,
            parse_constant=_no_number,
            object_pairs_hook=_each_once,
        )
    except json.JSONDecodeError as error:
        raise NotJson(error.lineno, error.msg) from None
    except RecursionError:
        raise NotJson(0, "it is nested too deep") from None
    except ValueError:  # Python reads no integer of more digits.
        raise NotJson(0, "a number has more than 4300 digits") from None


def read(file: Path) -> Any:
    """What the file says. Raises `Unreadable`."""
    try:
        return parse(file.read_text(encoding="utf-8"))
    except NotJson as error:
        problem = f"no JSON: {error.problem}" if error.line else error.problem
        raise Unreadable(file, error.line, problem) from None
    except UnicodeDecodeError:
        raise Unreadable(file, 0, "it is no UTF-8") from None
    except OSError as error:
        raise Unreadable(file, 0, f"cannot be read: {error.strerror}") from None


def _each_once(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise NotJson(0, f"the key {key!r} is there twice")
        found[key] = value
    return found


def _no_number(word: str) -> NoReturn:
    raise NotJson(0, f"{word} is no number")
