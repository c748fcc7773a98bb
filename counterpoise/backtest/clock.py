"""Times on chain as people read them."""

from __future__ import annotations

from datetime import datetime, timezone


def clock(time: int) -> datetime:
    """A time on chain {s}, in UTC."""
    return datetime.fromtimestamp(time, timezone.utc)
