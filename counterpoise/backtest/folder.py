"""A folder that a run will write into, tried before it begins."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryFile

from counterpoise.errors import CounterpoiseError


class NotWritable(CounterpoiseError):
    """What a run finds could not be kept there: which folder, and why."""

    def __init__(self, folder: Path, why: str) -> None:
        super().__init__(f"cannot write into {str(folder)!r}: {why}")
        self.folder, self.why = folder, why


def writable(folder: Path) -> Path:
    """The folder, made where it is not there yet. Raises `NotWritable`."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with TemporaryFile(dir=folder):
            return folder
    except FileExistsError:
        raise NotWritable(folder, "it is no folder") from None
    except OSError as error:
        raise NotWritable(folder, str(error.strerror)) from None
    except ValueError:  # A name with a byte of zero.
        raise NotWritable(folder, "no folder can be called that") from None
