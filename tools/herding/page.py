"""The tables of docs/herd.md, of the figures that are kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from tools.herding.scenes import MANNERS, Row
from tools.markdown import table

WORDS = {
    "together": "one moment for all",
    "salts": "salts",
    "slices": "six slices",
    "both": "salts and six slices",
}
NAMES = {"halves": "half and half", "floor": "a floor (CPPI)"}
SEEN = {0: "the market", 50: "half the pool", 100: "the pool"}
GOING = {6: "rises on by 6 %", 0: "stands", -6: "falls by 6 %"}


def sizes(rows: Sequence[Row]) -> str:
    """A line for each number of vaults: peak, blocks and loss in each manner."""
    head = ["vaults", *WORDS.values()]
    return table(head, ([str(it), *cells] for it, cells in _lines(rows, "vaults", _three)))


def cascades(rows: Sequence[Row]) -> str:
    """A line for each strategy and what it hears: how many moved besides."""
    lines = []
    for name, told in NAMES.items():
        mine = [it for it in rows if it["strategy"] == name]
        found = _lines(mine, "heard", lambda it: f"{it['moved']}: {_three(it)}")
        lines += [[told, SEEN[int(heard)], *cells] for heard, cells in found]
    return table(["vaults", "see the price of", *WORDS.values()], lines)


def trends(rows: Sequence[Row]) -> str:
    """A line for each strategy and what the price does then: the loss alone."""
    lines = []
    for name, told in NAMES.items():
        mine = [it for it in rows if it["strategy"] == name]
        found = _lines(mine, "trend", lambda it: _signed(it["loss"]))
        lines += [[told, GOING[int(trend)], *cells] for trend, cells in found]
    return table(["vaults", "then the price", *WORDS.values()], lines)


def _lines(
    rows: Sequence[Row], key: str, tell: Callable[[Row], str]
) -> Iterator[tuple[int, list[str]]]:
    """What each value of a key has, manner by manner."""
    for value in dict.fromkeys(int(it[key]) for it in rows):
        mine = {it["manner"]: tell(it) for it in rows if it[key] == value}
        yield value, [mine[manner] for manner in MANNERS]


def _three(it: Row) -> str:
    return f"{it['peak']:.2f} %, {it['blocks']}, {_signed(it['loss'])}"


def _signed(number: str | float) -> str:
    return f"{float(number):.2f}".replace("-", "−")
