"""A vault's parameters with the addresses of the market that they name."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from scripts.deploy.parameters import Fields, read


def with_market(params: dict[str, Any], folder: Path) -> dict[str, Any]:
    """The parameters with the addresses of the market's book that they name, if they name one.

    Wrapped ether may be named by its symbol.
    """
    if "market" not in params:
        return params
    fields = Fields(params)
    name = f"{fields.text('market')}.json"
    book = Fields(read(folder / name), name).group("addresses")
    tokens, feeds = book.group("tokens"), book.group("feeds")
    placed: dict[str, Any] = {
        "venue": _placed_venue(fields, book),
        "assets": [_placed(asset, tokens, feeds) for asset in fields.groups("assets")],
    }
    gateway = fields.group_if_any("gateway")
    if "weth" in gateway.data and (weth := gateway.text("weth")) in tokens.data:
        placed["gateway"] = {**gateway.data, "weth": tokens.address(weth)}
    return params | placed


def _placed_venue(fields: Fields, book: Fields) -> dict[str, Any]:
    """Its pairs where no other venue is named; within others, where they name no factory."""
    venue = dict(fields.group("venue").data) if "venue" in fields.data else {"kind": "uniswapV2"}
    known = {"uniswapV2": {key: book.text(key) for key in ("factory", "pairCodeHash")}}
    if "ranges" in book.data:
        ranges = book.group("ranges")
        known["uniswapV3"] = {key: ranges.text(key) for key in ("factory", "poolCodeHash")}
    kind = str(venue.get("kind"))
    return venue | known[kind] if kind == "uniswapV2" else _placed_within(venue, known)


def _placed_within(venue: Any, known: dict[str, dict[str, Any]]) -> Any:
    if not isinstance(venue, dict):
        return venue  # What it should have been is told where it is read.
    kind = str(venue.get("kind"))
    if kind in known:
        return known[kind] | venue
    parts = {key: venue[key] for key in ("venues", "hops") if isinstance(venue.get(key), list)}
    return venue | {key: [_placed_within(it, known) for it in its] for key, its in parts.items()}


def _placed(asset: Fields, tokens: Fields, feeds: Fields) -> dict[str, Any]:
    symbol = asset.choice("symbol", tokens.data)
    placed = {"address": tokens.address(symbol), **asset.data}
    if "feed" in asset.data:
        placed["feed"] = {"address": feeds.address(symbol), **asset.group("feed").data}
    return placed
