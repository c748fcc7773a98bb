"""Whether a market of a back-test can be made for a vault's file; its numbers the scripts judge."""

from __future__ import annotations

import json
from decimal import Decimal, InvalidOperation
from typing import Any

from counterpoise.errors import CounterpoiseError

MOST_DECIMALS = 27  # {1} SpotObserver takes no more, of a token.
MOST_FEED_DECIMALS = 18  # {1} as a deployment has it, of a feed
NEEDED = ("name", "hub", "assets", "strategy", "constraints")


class NotPlayable(CounterpoiseError):
    """A vault's file that no market of a back-test can be made for: which key, and why."""

    def __init__(self, key: str, problem: str) -> None:
        super().__init__(f"{key}: {problem}")
        self.key, self.problem = key, problem


def playable(params: Any) -> dict[str, Any]:
    """The same, where it has a feed for each asset and a dollar as its hub. Raises `NotPlayable`.

    Only what the market is made of is looked at: all else a deployment refuses by itself.
    """
    tree = _table("the file", params)
    for key in NEEDED:
        if key not in tree:
            raise NotPlayable(key, "it is missing")
    _text("name", tree["name"])
    symbols = _symbols(tree)
    for i, asset in enumerate(tree["assets"]):
        _require_feed(f"assets[{i}]", asset)
    for i, entry in enumerate(_list("constraints", tree["constraints"])):
        _require_kind(f"constraints[{i}]", entry)
    _require_strategy("strategy", tree["strategy"], symbols)
    _table("gateway", tree.get("gateway", {}))
    return tree


def _symbols(tree: dict[str, Any]) -> list[str]:
    assets = _list("assets", tree["assets"])
    rows = [_table(f"assets[{i}]", it) for i, it in enumerate(assets)]
    symbols = [_text(f"assets[{i}].symbol", it.get("symbol")) for i, it in enumerate(rows)]
    for i, symbol in enumerate(symbols):
        if symbol in symbols[:i]:
            raise NotPlayable(f"assets[{i}].symbol", f"{symbol} is there twice")
    if _text("hub", tree["hub"]) not in symbols:
        raise NotPlayable("hub", f"expected one of {', '.join(symbols)}")
    return symbols


def _require_feed(key: str, asset: dict[str, Any]) -> None:
    feed = _table(f"{key}.feed", asset.get("feed", {}))
    if not {"description", "decimals"} <= set(feed):
        raise NotPlayable(f"{key}.feed", "an asset of a back-test needs a feed")
    _text(f"{key}.feed.description", feed["description"])
    _whole(f"{key}.feed.decimals", feed["decimals"], MOST_FEED_DECIMALS)
    _whole(f"{key}.decimals", asset.get("decimals"), MOST_DECIMALS)


def _require_strategy(key: str, strategy: Any, symbols: list[str]) -> None:
    """Down to the innermost, whose fixed weights a vault begins with."""
    kind = _require_kind(key, strategy)
    if "inner" in strategy:
        _require_strategy(f"{key}.inner", strategy["inner"], symbols)
    elif kind == "fixed":
        weights = _table(f"{key}.weights", strategy.get("weights"))
        for symbol in symbols:
            _require_weight(f"{key}.weights.{symbol}", weights.get(symbol))


def _require_weight(key: str, said: Any) -> None:
    try:
        weight = Decimal(said) if isinstance(said, str) else Decimal("NaN")
    except InvalidOperation:
        weight = Decimal("NaN")
    if not weight.is_finite() or not 0 <= weight <= 1:
        raise _other(key, "a decimal string from 0 to 1", said)


def _require_kind(key: str, entry: Any) -> str:
    return _text(f"{key}.kind", _table(key, entry).get("kind"))


def _table(key: str, said: Any) -> dict[str, Any]:
    if not isinstance(said, dict):
        raise _other(key, "an object", said)
    return said


def _list(key: str, said: Any) -> list[Any]:
    if not isinstance(said, list):
        raise _other(key, "a list", said)
    return said


def _text(key: str, said: Any) -> str:
    if not isinstance(said, str):
        raise _other(key, "a string", said)
    return said


def _whole(key: str, said: Any, most: int) -> None:
    if isinstance(said, bool) or not isinstance(said, int) or not 0 <= said <= most:
        raise _other(key, f"a whole number from 0 to {most}", said)


def _other(key: str, expected: str, said: object) -> NotPlayable:
    shown = "nothing" if said is None else json.dumps(said, ensure_ascii=False)
    return NotPlayable(key, f"expected {expected}, got {shown[:80]}")
