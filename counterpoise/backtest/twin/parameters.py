"""What a vault's file says of its feeds, and of what entering costs."""

from __future__ import annotations

from decimal import Decimal

from counterpoise.backtest.twin.door import Toll
from counterpoise.backtest.twin.entry import Entry, NotPlayed, d18
from counterpoise.backtest.twin.feeds import Feed
from counterpoise.execution.planner import Planner


def feeds_of(parameters: Entry) -> tuple[Feed, ...]:
    """The bounds of each asset's oracle, in the vault's order. Raises `NotPlayed`."""
    return tuple(_feed(asset["symbol"], asset) for asset in parameters["assets"])


def toll_of(parameters: Entry, planner: Planner) -> Toll:
    """What is asked of who enters; of one asset, what trading it may cost where that is more."""
    deviations = tuple(d18(it["feed"]["deviation"]) for it in parameters["assets"])
    spread = max(planner.max_cost, d18(parameters["entrySpread"]))
    return Toll(spread, d18(parameters["supplyCap"]), deviations)


def _feed(symbol: str, asset: Entry) -> Feed:
    if "feed" not in asset or "oracle" in asset:
        raise NotPlayed(f"price of {symbol}", "oracle")
    it = asset["feed"]
    scale = 10 ** it["decimals"]
    bounds = (int(Decimal(it[key]) * scale) for key in ("minAnswer", "maxAnswer"))
    return Feed(symbol, it["maxAge"], *bounds)
