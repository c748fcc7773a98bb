"""Whether a strategy kept what it is for: a volatility, a floor under the share, an option."""

from __future__ import annotations

from typing import Any

from counterpoise.math.fixed_point import ONE
from counterpoise.math.normal_distribution import cdf
from counterpoise.strategy.option_replication import OptionReplicationStrategy
from counterpoise.strategy.strategy import Strategy
from tools.strategies.cases import floor_in, volatility_in
from tools.strategies.market import Look, Market
from tools.strategies.metrics import DIGITS, HOURS, volatility
from tools.strategies.record import Record
from tools.strategies.rolled import Rolled

WINDOW = 90  # {day}
THIRD = 1 / 3  # by which a volatility may miss what is meant


def kept(strategy: Strategy, record: Record, market: Market) -> dict[str, Any]:
    """Each promise that it makes."""
    found: dict[str, Any] = {}
    target, floored = volatility_in(strategy), floor_in(strategy)
    if target:
        found["volatility"] = meant(record, target.volatility / ONE)
    if floored:
        found["floor"] = floor(record, floored.terms.multiplier / ONE)
    if isinstance(strategy, Rolled):
        found["payoff"] = payoffs(strategy, record, market)
    return found


def meant(record: Record, target: float) -> dict[str, Any]:
    """How volatile it was in each quarter of a year, against what is meant."""
    values = [it.value / ONE for it in record.hours]
    length = WINDOW * HOURS
    starts = range(0, len(values) - length, HOURS)
    found = [volatility(values[k : k + length + 1]) for k in starts]
    missed = sum(abs(it / target - 1) > THIRD for it in found)
    ends = {"least": round(min(found), DIGITS), "most": round(max(found), DIGITS)}
    return {"meant": target, "windows": len(found), "missed": missed, **ends}


def floor(record: Record, multiplier: float) -> dict[str, Any]:
    """The hours below it, and whether a fall that the multiplier cannot bear led there."""
    hours, falls, parts = record.hours, *risks(record)
    below = [k for k, it in enumerate(hours) if it.price < it.floor]
    begun = [k for k in below if k == 0 or hours[k - 1].price >= hours[k - 1].floor]
    found = {
        "short": max((1 - hours[k].price / hours[k].floor for k in below), default=0.0),
        "at_risk": max((parts[k] for k in begun), default=0.0),
        "fall": max(falls),
        "bearable": 1 / multiplier,
    }
    gaps = sum(falls[k] * multiplier > 1 for k in begun)
    counts = {"hours": len(below), "breaches": len(begun), "gaps": gaps}
    return counts | {name: round(it, DIGITS) for name, it in found.items()}


def risks(record: Record) -> tuple[list[float], list[float]]:
    """In each hour, how far fell what had been risky, and what part of the value that had been."""
    after = {it.time: it.risky for it in record.deals}
    falls, parts = [0.0], [0.0]
    for was, now in zip(record.hours, record.hours[1:], strict=False):
        risky = after.get(was.time, was.risky)
        falls.append(1 - now.risky / risky if risky else 0.0)
        parts.append(risky / was.value)
    return falls, parts


def payoffs(it: Rolled, record: Record, market: Market) -> list[dict[str, Any]]:
    """What each contract would have paid for its price at the start, and what was made."""
    at = {hour.time: k for k, hour in enumerate(record.hours)}
    rows = zip(it.starts, it.contracts, strict=True)
    spans = [(at[start], at[contract.expiry], contract) for start, contract in rows]
    return [_payoff(record, market, *span) for span in spans if span[0] < span[1]]


def _payoff(
    record: Record, market: Market, first: int, last: int, contract: OptionReplicationStrategy
) -> dict[str, Any]:
    looks, hours = market.looks, record.hours
    assumed, price = looks[first].volatilities[0], looks[last].prices[0]
    promised = max(price, contract.strike) / worth(contract, looks[first])
    seen = [look.prices[0] / ONE for look in looks[first : last + 1]]
    found = {
        "promised": promised - 1,
        "made": hours[last].value / hours[first].value - 1,
        "asset": price / looks[first].prices[0] - 1,
        "assumed": assumed / ONE,
        "realised": volatility(seen),
    }
    return {"start": hours[first].time} | {name: round(x, DIGITS) for name, x in found.items()}


def worth(contract: OptionReplicationStrategy, look: Look) -> int:
    """D18{USD}, of the asset and its put, by Leland's variance of what is observed."""
    price, term = look.prices[0], contract.expiry - look.time
    d1, d2 = contract.distances(price, contract.variance_of(look.volatilities[0]), term)
    return (price * cdf(d1) + contract.strike * cdf(-d2)) // ONE
