"""What the text of a cell means: a time in UTC, or a price, exactly."""

from __future__ import annotations

import re
from datetime import datetime, timezone
from decimal import ROUND_DOWN, Context, Decimal

from counterpoise.data.series import ONE

HIGHEST = 10**12  # {USD/tok}: what the observer on chain still believes.
# 31 digits before the point at most, as D18; what is below 1e-18 is cut, never rounded up.
EXACT = Context(prec=60, rounding=ROUND_DOWN)
UTC = {"Z", "+00:00", "-00:00", "+0000", "-0000"}

# The same on every Python: `datetime.fromisoformat` alone reads more from 3.11 on.
TIME = re.compile(
    r"(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d)?)(?:\.(\d+))?(Z|[+-]\d\d:?\d\d)?)?", re.ASCII
)
NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,4})?", re.ASCII)
GROUPED = re.compile(r"[+-]?\d{1,3}(?:[,.' _\N{NO-BREAK SPACE}]\d{3})+(?:[.,]\d*)?", re.ASCII)


class Unreadable(ValueError):
    """A cell that is not what it should be; says what is wrong with it."""


def seconds(text: str) -> int:
    """{s} since 1970 of an ISO 8601 time in UTC, which must say so. Raises `Unreadable`."""
    found = TIME.fullmatch(text)
    if not found:
        raise Unreadable("not an ISO 8601 time")
    date, clock, fraction, zone = found.groups()
    if zone is None:
        raise Unreadable("time names no zone, UTC is written as 2020-03-01T00:00:00Z")
    if zone not in UTC:
        raise Unreadable("time is not UTC")
    if fraction and fraction.strip("0"):
        raise Unreadable("time is between two seconds")
    return _since_1970(f"{date}T{clock}+00:00")


def _since_1970(text: str) -> int:
    try:
        time = int(datetime.fromisoformat(text).timestamp())
    except ValueError:
        raise Unreadable("not an ISO 8601 time") from None
    if time < 0:
        raise Unreadable("time is before 1970")
    return time


def price(text: str) -> int:
    """D18{USD/tok} of a decimal number, cut to 18 places. Raises `Unreadable`."""
    if not NUMBER.fullmatch(text):
        grouped = GROUPED.fullmatch(text)
        raise Unreadable("price has thousands separators" if grouped else "price is not a number")
    found = Decimal(text)
    if found <= 0:
        raise Unreadable("price is not positive")
    if found > HIGHEST:
        raise Unreadable(f"price is above {HIGHEST}")
    if not (whole := int(EXACT.multiply(found, ONE))):
        raise Unreadable("price is below 1e-18")
    return whole


def price_text(price: int) -> str:
    """Every digit of a D18{USD/tok}, and no more: what `price` reads as the same integer."""
    whole, part = divmod(price, ONE)
    digits = f"{part:018}".rstrip("0")
    return f"{whole}.{digits}" if digits else str(whole)


def time_text(time: int) -> str:
    """A time {s} as the files have it: 2020-03-01T00:00:00Z."""
    return datetime.fromtimestamp(time, timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def moment_of(text: str) -> datetime:
    """A date or time, UTC unless it says otherwise. Raises `ValueError`."""
    moment = datetime.fromisoformat(text.replace("Z", "+00:00"))
    return moment if moment.tzinfo else moment.replace(tzinfo=timezone.utc)
