"""Where a file of prices is from: a small JSON file beside it."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from counterpoise.data.problem import BadPrices
from counterpoise.data.source import Tell, silent
from counterpoise.data.steady import print_of


@dataclass(frozen=True, slots=True)
class Origin:
    """Who was asked for what, and the file that it became."""

    exchange: str
    ccxt: str  # its version
    url: str | None  # of another server that was asked in the exchange's place
    symbols: tuple[str, ...]
    step: str
    first: str  # the time of the first and the last price, as the file has them
    last: str
    count: int  # {row}
    sha256: str  # of the file


def beside(path: Path) -> Path:
    """prices.parquet: prices.parquet.json."""
    return path.with_name(f"{path.name}.json")


def write_origin(path: Path, origin: Origin) -> None:
    """The sidecar as a whole or not at all. Raises `BadPrices`."""
    draft = path.with_name(f"{path.name}.part")
    try:
        draft.write_text(json.dumps(asdict(origin), indent=2) + "\n", encoding="utf-8")
        draft.replace(path)
    except OSError as error:
        raise BadPrices(path, 0, f"cannot be written: {error.strerror or error}") from None


def origin_of(path: Path, tell: Tell = silent) -> Origin | None:
    """Where a file is from; None without a sidecar. Raises `BadPrices` if it is another one now."""
    sidecar = beside(path)
    if not sidecar.exists():
        return None
    origin = _read(sidecar)
    if print_of(path, tell).content != origin.sha256:
        raise BadPrices(
            path, 0, f"was changed since it was fetched: {sidecar.name} has its SHA-256"
        )
    return origin


def _read(sidecar: Path) -> Origin:
    try:
        known: dict[str, Any] = json.loads(sidecar.read_text(encoding="utf-8"))
        return Origin(**known | {"symbols": tuple(known["symbols"])})
    except OSError as error:
        raise BadPrices(sidecar, 0, f"cannot be read: {error.strerror or error}") from None
    except (ValueError, TypeError, KeyError) as error:
        raise BadPrices(sidecar, 0, f"does not tell where a file is from: {error}") from None
