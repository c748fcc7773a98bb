"""State files: JSON, packed where the name ends in .gz."""

from __future__ import annotations

import gzip
import json
import zlib
from pathlib import Path
from typing import Any

from counterpoise.errors import CounterpoiseError
from counterpoise.fork.quantity import NotWellFormed
from counterpoise.fork.shape import object_of_state, state_of
from counterpoise.fork.state import ChainState

PACKED = b"\x1f\x8b"  # How gzip begins.


class StateFileProblem(CounterpoiseError):
    """A file that is not there, not whole, or not of a state; says which and where."""


def read(file: Path) -> ChainState:
    """The state in a file, packed or not. Raises `StateFileProblem`."""
    try:
        return state_of(_json(file, _unpacked(file)))
    except NotWellFormed as wrong:
        raise StateFileProblem(f"not a state: {file}: {wrong}") from None


def write(file: Path, state: ChainState) -> None:
    """The file as a whole or not at all; the same state makes the same bytes.

    Raises `StateFileProblem`.
    """
    text = json.dumps(object_of_state(state), separators=(",", ":")) + "\n"
    raw = text.encode()
    draft = file.with_name(f"{file.name}.part")
    try:
        draft.write_bytes(gzip.compress(raw, mtime=0) if file.suffix == ".gz" else raw)
        draft.replace(file)
    except OSError as error:
        raise StateFileProblem(f"cannot write {file}: {error.strerror}") from None


def _unpacked(file: Path) -> bytes:
    try:
        raw = file.read_bytes()
        return gzip.decompress(raw) if raw.startswith(PACKED) else raw
    except EOFError:
        raise StateFileProblem(f"cut off: {file} ends after {len(raw)} bytes") from None
    except (gzip.BadGzipFile, zlib.error) as error:
        raise StateFileProblem(f"damaged: {file}: {error}") from None
    except OSError as error:
        raise StateFileProblem(f"cannot read {file}: {error.strerror}") from None


def _json(file: Path, raw: bytes) -> Any:
    try:
        return json.loads(raw)
    except json.JSONDecodeError as error:
        cut = error.pos >= len(error.doc.rstrip())
        if cut or error.msg.startswith("Unterminated"):
            raise StateFileProblem(f"cut off: {file} ends after {len(raw)} bytes") from None
        place = f"line {error.lineno}, column {error.colno}"
        raise StateFileProblem(f"not JSON: {file}, {place}: {error.msg}") from None
    except UnicodeDecodeError as error:
        raise StateFileProblem(f"not JSON: {file}, byte {error.start}: no text") from None
    except RecursionError:
        raise StateFileProblem(f"not a state: {file} is nested too deep") from None
