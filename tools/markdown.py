"""Tables in Markdown, and the pages that they are written into."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

Row = Sequence[object]


def table(heads: Sequence[str], rows: Iterable[Row]) -> str:
    """A table; a head that ends with a colon is of numbers, which stand to the right."""
    rule = ["--:" if head.endswith(":") else "---" for head in heads]
    return "\n".join(map(line, [[head.rstrip(":") for head in heads], rule, *rows]))


def line(row: Row) -> str:
    return f"| {' | '.join(str(cell) for cell in row)} |"


def share(part: int, whole: int) -> str:
    """`3 of 4, 75 %`, rounded down, so that 100 % is all of them."""
    return f"{part:,} of {whole:,}, {100 * part // whole} %" if whole else "none"


def filled(page: str, begin: str, end: str, text: str) -> str:
    """The page with a text in the place of what stands between two marks."""
    before, _, rest = page.partition(begin)
    _, _, after = rest.partition(end)
    return before + begin + text + end + after
