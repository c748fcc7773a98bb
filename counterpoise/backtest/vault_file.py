"""What a back-test reads in a vault's parameter file, before anything is deployed."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from counterpoise.backtest.prices import ONE

PROPOSED = "proposed"  # the kind


def first_weights(params: dict[str, Any]) -> dict[str, int]:
    """D18{1} by symbol: as fixed weights behind all guards say where none is 0, else even parts."""
    symbols, strategy = [it["symbol"] for it in params["assets"]], params["strategy"]
    while "inner" in strategy:
        strategy = strategy["inner"]
    if strategy["kind"] == "fixed":
        weights = {it: int(Decimal(strategy["weights"][it]) * ONE) for it in symbols}
        if all(weights.values()):
            return weights
    even = {it: ONE // len(symbols) for it in symbols}
    return even | {symbols[-1]: ONE - (len(symbols) - 1) * (ONE // len(symbols))}


def proposed(strategy: Any) -> list[dict[str, Any]]:
    """The entries of a strategy that read what somebody signs, in it or in its parts."""
    return [entry for _, entry in entries(strategy, PROPOSED)]


def entries(part: Any, kind: str, path: str = "strategy") -> Iterator[tuple[str, dict[str, Any]]]:
    """Each of that kind in a part of the file, with its place as a deployment calls it."""
    if isinstance(part, list):
        for i, inner in enumerate(part):
            yield from entries(inner, kind, f"{path}[{i}]")
    if isinstance(part, dict):
        if part.get("kind") == kind:
            yield path, part
        for key, inner in part.items():
            yield from entries(inner, kind, f"{path}.{key}")
