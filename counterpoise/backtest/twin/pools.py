"""All the pools of one run, and the venue that a vault's file makes of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from counterpoise.backtest.twin.entry import NotPlayed, d18
from counterpoise.backtest.twin.pairs import Pairs
from counterpoise.backtest.twin.ranges import Ranges
from counterpoise.execution.path import PathVenue
from counterpoise.execution.place import Place
from counterpoise.execution.split import SplitVenue

REACH = 20  # {tick}, where a file says nothing, as the scripts have it


@dataclass(slots=True)
class Pools:
    """Pairs of Uniswap V2 and pools of Uniswap V3."""

    pairs: Pairs
    ranges: Ranges

    def follow(self, seen: Sequence[int]) -> None:
        """Each to the edge of its fee band, pairs first; D18{USD/tok}, hub aside."""
        self.pairs.follow(seen)
        self.ranges.follow(seen)

    def venue(self, entry: Mapping[str, Any], tokens: Mapping[str, str]) -> Place:
        """What the file's `venue` is here; `tokens` by their symbols. Raises `NotPlayed`.

        A chain of a back-test has no base fee, so what a split counts for its gas is nothing.
        """
        match entry["kind"]:
            case "uniswapV2":
                return self.pairs.at(d18(entry["fee"])) if "fee" in entry else self.pairs.venue
            case "uniswapV3":
                return self.ranges.venue(entry["fee"], entry.get("reach", REACH))
            case "split":
                return SplitVenue(tuple(self.venue(it, tokens) for it in entry["venues"]))
            case "path":
                way = tuple(tokens.get(it, it) for it in entry["path"])
                return PathVenue(way, tuple(self.venue(it, tokens) for it in entry["hops"]))
        raise NotPlayed("venue", entry["kind"])
