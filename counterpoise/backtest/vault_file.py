"""What a back-test reads in a vault's parameter file, before anything is deployed."""

from __future__ import annotations

from collections.abc import Collection
from decimal import Decimal
from typing import Any

from counterpoise.backtest.prices import ONE
from counterpoise.errors import CounterpoiseError

PROPOSED = ("proposed",)  # kinds


class NotPlayable(CounterpoiseError):
    """A vault's file that no market of a back-test can be made for: which key, and why."""

    def __init__(self, key: str, problem: str) -> None:
        super().__init__(f"{key}: {problem}")
        self.key, self.problem = key, problem


def require_playable(params: dict[str, Any]) -> None:
    """A market has a feed for each asset, and a dollar as its hub. Raises `NotPlayable`."""
    for key in ("name", "hub", "assets", "strategy", "constraints"):
        if key not in params:
            raise NotPlayable(key, "it is missing")
    symbols = [it.get("symbol") for it in params["assets"]]
    if params["hub"] not in symbols:
        raise NotPlayable("hub", f"expected one of {', '.join(map(str, symbols))}")
    for i, asset in enumerate(params["assets"]):
        if not {"description", "decimals"} <= set(asset.get("feed", {})):
            raise NotPlayable(f"assets[{i}].feed", "an asset of a back-test needs a feed")


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
