"""What a back-test reads in a vault's parameter file, before anything is deployed."""

from __future__ import annotations

from collections.abc import Collection
from decimal import Decimal
from typing import Any

from counterpoise.backtest.prices import ONE

PROPOSED = ("proposed",)  # kinds


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
    return _entries(strategy, PROPOSED)


def _entries(strategy: Any, kinds: Collection[str]) -> list[dict[str, Any]]:
    if isinstance(strategy, list):
        return [it for part in strategy for it in _entries(part, kinds)]
    if not isinstance(strategy, dict):
        return []
    own = [strategy] if strategy.get("kind") in kinds else []
    return own + _entries([*strategy.values()], kinds)
