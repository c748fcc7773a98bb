"""A vault's parameters with the addresses of the market that they name."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from scripts.deploy.parameters import Mismatch, read


def with_market(params: dict[str, Any], folder: Path) -> dict[str, Any]:
    """The parameters with the addresses of the market's book that they name, if they name one.

    Wrapped ether may be named by its symbol.
    """
    if "market" not in params:
        return params
    book = read(folder / f"{params['market']}.json")["addresses"]
    placed = {
        "venue": _placed_venue(params, book),
        "assets": [_placed(asset, book) for asset in params["assets"]],
    }
    gateway = params.get("gateway", {})
    if gateway.get("weth") in book["tokens"]:
        placed["gateway"] = gateway | {"weth": book["tokens"][gateway["weth"]]}
    return params | placed


def _placed_venue(params: dict[str, Any], book: dict[str, Any]) -> dict[str, Any]:
    """Its pairs where no other venue is named; within others, where they name no factory."""
    venue: dict[str, Any] = params.get("venue", {"kind": "uniswapV2"})
    known = {"uniswapV2": {key: book[key] for key in ("factory", "pairCodeHash")}}
    if "ranges" in book:
        known["uniswapV3"] = {key: book["ranges"][key] for key in ("factory", "poolCodeHash")}
    kind = str(venue.get("kind"))
    return venue | known[kind] if kind == "uniswapV2" else _placed_within(venue, known)


def _placed_within(venue: dict[str, Any], known: dict[str, dict[str, Any]]) -> dict[str, Any]:
    if venue.get("kind") in known:
        return known[venue["kind"]] | venue
    parts = {key: venue[key] for key in ("venues", "hops") if isinstance(venue.get(key), list)}
    return venue | {key: [_placed_within(it, known) for it in its] for key, its in parts.items()}


def _placed(asset: dict[str, Any], book: dict[str, Any]) -> dict[str, Any]:
    symbol = asset["symbol"]
    if symbol not in book["tokens"]:
        raise Mismatch("assets.symbol", "one of " + ", ".join(book["tokens"]), symbol)
    placed = {"address": book["tokens"][symbol]} | asset
    if "feed" in asset:
        placed["feed"] = {"address": book["feeds"][symbol]} | asset["feed"]
    return placed
