"""What of a fetch is already here: a file of lines for each symbol, which only grows."""

from __future__ import annotations

from pathlib import Path

from counterpoise.data.exchange import Candle, FetchProblem


class Kept:
    """The candles of one symbol, one after another without a gap."""

    def __init__(self, file: Path, terms: str, start: int, step: int) -> None:
        """Begins the file, or goes on with it. Raises `FetchProblem` if it is of other terms."""
        self._file, self._start, self._step = file, start, step
        self.closes: list[str] = []
        try:
            self._open(terms)
        except OSError as error:
            raise FetchProblem(f"{file}: cannot be kept: {error.strerror or error}") from None

    @property
    def next(self) -> int:
        """{s}: the time of the first candle that is not here."""
        return self._start + self._step * len(self.closes)

    @property
    def last(self) -> Candle | None:
        """The last one that is here."""
        return Candle(self.next - self._step, self.closes[-1]) if self.closes else None

    def add(self, candles: list[Candle]) -> None:
        """Keeps them, whatever happens next. Raises `FetchProblem`."""
        try:
            with self._file.open("a", encoding="utf-8") as file:
                file.writelines(f"{it.time},{it.close}\n" for it in candles)
        except OSError as error:
            raise FetchProblem(f"{self._file}: cannot be kept: {error.strerror}") from None
        self.closes += [it.close for it in candles]

    def _open(self, terms: str) -> None:
        self._file.parent.mkdir(exist_ok=True)
        if not self._file.exists():
            self._file.write_text(f"{terms}\n", encoding="utf-8")
            return
        whole, _, torn = self._file.read_text(encoding="utf-8", errors="replace").rpartition("\n")
        head, *lines = whole.split("\n")
        if head != terms:
            raise FetchProblem(f"{self._file}:1: is of {head!r}, not of {terms!r}: delete it")
        if torn:  # A line that was being written when the run was ended.
            self._file.write_text(f"{whole}\n", encoding="utf-8")
        for number, line in enumerate(lines, 2):
            self._take(number, line)

    def _take(self, number: int, line: str) -> None:
        time, _, close = line.partition(",")
        if time != str(self.next) or not close:
            raise FetchProblem(f"{self._file}:{number}: was changed: {line!r}: delete the file")
        self.closes.append(close)
