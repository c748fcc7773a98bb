"""What is wrong with a price file, and where."""

from __future__ import annotations

from pathlib import Path

from counterpoise.errors import CounterpoiseError

SHOWN = 60  # {characters} of an offending text; more would hide what is said about it.


class BadPrices(CounterpoiseError):
    """A price file that cannot be played: where, what is wrong, and the offending text.

    The line is that of a text file, or with `unit` "row" the row of a table; 0 is all of it.
    """

    def __init__(
        self,
        path: Path,
        line: int,
        problem: str,
        text: str = "",
        column: str = "",
        unit: str = "line",
    ) -> None:
        place = _place(path, line, unit) + (f": {column}" if column else "")
        super().__init__(f"{place}: {problem}" + (f": {_short(text)!r}" if text else ""))
        self.path, self.line, self.problem, self.text = path, line, problem, text
        self.column, self.unit = column, unit


def _place(path: Path, line: int, unit: str) -> str:
    if not line:
        return str(path)
    return f"{path}:{line}" if unit == "line" else f"{path}, {unit} {line}"


def _short(text: str) -> str:
    return text if len(text) <= SHOWN else f"{text[: SHOWN - 3]}..."
