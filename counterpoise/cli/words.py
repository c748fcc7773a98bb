"""Numbers and refusals as people read them, and as other programs do."""

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import datetime, timezone
from decimal import Decimal
from enum import IntEnum
from typing import Any

from counterpoise.errors import Refusal
from counterpoise.math.fixed_point import ONE
from counterpoise.types import MarketClass


def percent(fraction: int, places: int = 2) -> str:
    """A D18{1} as a percentage."""
    return f"{Decimal(fraction) / 10**16:.{places}f} %"


def drift(fraction: int) -> str:
    """A signed D18{1} as a percentage; what is less than shown has no sign."""
    text = f"{Decimal(fraction) / 10**16:+.2f} %"
    return text[1:] if text[1:] == percent(0) else text


def signed(value: int) -> str:
    """A signed D18."""
    return f"{Decimal(value) / ONE:+.4f}"


def rate(fraction: int) -> str:
    """A D18{1/year}, however small: 1.1e-10 a year."""
    return f"{Decimal(fraction) / ONE:.6g} a year"


def money(value: int) -> str:
    """A D18{USD} to the cent."""
    return f"{Decimal(value) / ONE:,.2f}"


def cost(start: int, end: int) -> str:
    """What a rebalance costs, of the values D18{USD} at the prices it started from."""
    lost = start - end
    return f"{Decimal(lost * 10**4) / start:.2f} bps of the value, {money(lost)} USD"


def market_class(kind: int) -> str:
    """A class as docs/market-state.md has it: GenuineMove."""
    return member(MarketClass(kind))


def member(value: IntEnum) -> str:
    """One of several, by its name."""
    return value.name.title().replace("_", "")


def words(name: str) -> str:
    """A name of the package's own as words: max impact."""
    return name.replace("_", " ")


def tokens(amount: int, decimals: int, places: int = 6) -> str:
    """An amount {unit} in whole tokens, cut to the places that a table has room for."""
    whole, part = divmod(amount, 10**decimals)
    digits = str(part).zfill(decimals)[:places].rstrip("0") if decimals else ""
    return f"{whole:,}.{digits}" if digits else f"{whole:,}"


def exact(amount: int, decimals: int) -> str:
    """An amount {unit} in whole tokens, every digit of it."""
    return tokens(amount, decimals, decimals)


def moment(time: int) -> str:
    """A time {s} in UTC."""
    try:
        return datetime.fromtimestamp(time, timezone.utc).strftime("%Y-%m-%d %H:%M:%S UTC")
    except (OverflowError, ValueError, OSError):
        return f"second {time}"


def seconds(time: int) -> str:
    """A span {s}."""
    return f"{time} s"


def shares(amount: int) -> str:
    """An amount {share}."""
    return f"{exact(amount, 18)} shares"


# What the numbers of an error are; what is not named here is shown as it came.
UNITS: Mapping[str, Mapping[str, Callable[[int], str]]] = {
    "GapTooWide": {"gap": rate, "tolerance": rate},
    "WithinBand": {"drift": percent, "band": percent},
    "TurnoverExceeded": {"turnover": percent, "max_turnover": percent},
    "NoProgress": {"start": percent, "end": percent},
    "Overshot": {"weight": percent, "target": percent, "tolerance": percent},
    "ValueLost": {"lost": percent, "allowed": percent},
    "ValueGained": {"gained": percent, "allowed": percent},
    "LossBudgetExceeded": {"used": percent, "capacity": percent},
    "TradeForbidden": {"kind": market_class},
    "SliceExceeded": {"kind": market_class, "traded": percent, "most": percent},
    "VolatilityOutOfDomain": {"volatility": percent, "least": percent, "most": percent},
    "CooldownActive": {"time": moment, "ready_at": moment},
    "IsPaused": {"until": moment},
    "Expired": {"deadline": moment, "time": moment},
    "DeadlineTooFar": {"deadline": moment, "latest": moment},
    "SignatureExpired": {"deadline": moment},
    "PriceTooOld": {"age": seconds, "max_age": seconds},
    "TooFewShares": {"shares": shares, "min_shares": shares},
    "SupplyCapExceeded": {"shares": shares, "room": shares},
}


def explained(refusal: Refusal, more: Mapping[str, Callable[[int], str]] | None = None) -> str:
    """The refusal's name, and its numbers in their units, of which the caller may know more."""
    units = {**UNITS.get(refusal.name, {}), **(more or {})}
    parts = [f"{words(key)} {units.get(key, str)(value)}" for key, value in refusal.fields.items()]
    return f"{refusal.name}: {', '.join(parts)}" if parts else refusal.name


def plain(value: Any) -> Any:
    """For JSON: data classes as objects, refusals with their name, integers as text."""
    if isinstance(value, Refusal):
        return {"error": value.name} | {key: plain(item) for key, item in value.fields.items()}
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, IntEnum):
        return member(value)
    return value if isinstance(value, bool | str | None) else str(value)
