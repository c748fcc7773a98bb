"""A configuration, line by line as its file has it, each number with its unit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import BaseModel

from counterpoise.backtest.report.story import Assumption

UNITS = {
    "prices.file": "",
    "prices.from": "UTC",
    "prices.to": "UTC",
    "prices.jump": "times from row to row, up or down, that are an error",
    "vault.parameters": "",
    "vault.value": "USD that it begins with",
    "market.lag": "s by which pools trail the market",
    "market.noise": "of a price, one standard deviation of the arbitrageur's view",
    "market.heartbeat": "s after which a feed speaks anyway",
    "market.hub_heartbeat": "s, the same for the hub's feed",
    "market.deviation": "of a price, after which a feed speaks at once",
    "market.depth": "USD on each side of each pool at the start",
    "market.cost": "USD of an arbitrageur's transaction",
    "market.ranges": "millionths, fees of the pools of Uniswap V3",
    "keeper.latency": "s from a price to what is done about it",
    "keeper.record_spacing": "s from what an estimator last took in to its next record, at least",
    "posting.solutions": "whether the keeper solves for what reads a solution book",
    "posting.spacing": "s from one solution to the next, at least",
    "posting.proposals": "",
    "flows.entries": "depositors a day",
    "flows.size": "USD of a depositor, on average",
    "flows.stay": "days, on average",
    "flows.single": "of them bring one asset",
    "gas.price": "gwei",
    "gas.series": "",
    "baselines.play": "",
    "run.mode": "",
    "run.seed": "of what is drawn",
    "run.reports": "",
}
UNSAID = "not set"


def echoed(config: BaseModel, units: Mapping[str, str] = UNITS) -> tuple[Assumption, ...]:
    """Every key of a configuration, also those that its file leaves out, in their order.

    `units` says by `table.key` what a number is of; a list's entries are `table[0].key`, and
    share the unit of `table.key`.
    """
    lines = _lines("", config.model_dump(mode="json", by_alias=True))
    return tuple(Assumption(name, value, units.get(_plain(name), "")) for name, value in lines)


def _lines(name: str, it: Any) -> Iterator[tuple[str, str]]:
    if isinstance(it, dict):
        for key, inner in it.items():
            yield from _lines(f"{name}.{key}" if name else str(key), inner)
    elif isinstance(it, list) and any(isinstance(inner, dict) for inner in it):
        for place, inner in enumerate(it):
            yield from _lines(f"{name}[{place}]", inner)
    else:
        yield name, _text(it)


def _text(it: Any) -> str:
    if isinstance(it, list):
        return ", ".join(map(_text, it))
    return UNSAID if it is None else str(it).lower() if isinstance(it, bool) else str(it)


def _plain(name: str) -> str:
    """A name without the places in it."""
    return "".join(part.partition("]")[2] if i else part for i, part in enumerate(name.split("[")))
