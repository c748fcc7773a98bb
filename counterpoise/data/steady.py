"""A file that is the same before and after it is read, or nothing is taken from it."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields
from pathlib import Path
from typing import BinaryIO

from counterpoise.data.problem import BadPrices
from counterpoise.data.source import Tell, silent

CHUNK = 2**22  # {byte} in memory at once


@dataclass(frozen=True, slots=True)
class Print:
    """By what two looks at a file are told apart."""

    place: tuple[int, int]  # device and inode: another file of the same name is another one
    size: int  # {byte}
    mtime: int  # {ns}
    content: str  # SHA-256: a clock of some milliseconds misses what is written in between


def print_of(path: Path, tell: Tell = silent) -> Print:
    """What a file is now. Raises `BadPrices`."""
    digest, done = hashlib.sha256(), 0
    with regular(path) as file:
        known = os.fstat(file.fileno())
        while chunk := file.read(CHUNK):
            digest.update(chunk)
            done += len(chunk)
            tell("looking", done, max(known.st_size, done))
    place = known.st_dev, known.st_ino
    return Print(place, known.st_size, known.st_mtime_ns, digest.hexdigest())


def regular(path: Path) -> BinaryIO:
    """The open file; a pipe or a folder has no before and after, and is not waited for.

    Raises `BadPrices`.
    """
    try:
        if stat.S_ISREG(os.stat(path).st_mode):
            return path.open("rb")
    except OSError as error:
        raise BadPrices(path, 0, f"cannot be read: {error.strerror or error}") from None
    raise BadPrices(path, 0, "is not a file")


@contextmanager
def unchanged(path: Path, tell: Tell = silent) -> Iterator[None]:
    """Raises `BadPrices` if the file is another one afterwards, whatever was wrong with it."""
    start = print_of(path, tell)
    try:
        yield
    except BadPrices:
        _require_same(path, start, print_of(path, tell))
        raise
    _require_same(path, start, print_of(path, tell))


def _require_same(path: Path, start: Print, end: Print) -> None:
    for field in fields(Print):
        was, now = getattr(start, field.name), getattr(end, field.name)
        if was != now:
            numbers = f" from {was} to {now} bytes" if field.name == "size" else ""
            raise BadPrices(path, 0, f"changed while it was read: its {field.name}{numbers}")
