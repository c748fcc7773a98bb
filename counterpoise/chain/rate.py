"""How often a keeper records: an estimator says when it last took something in."""

from collections.abc import Collection, Sequence

from counterpoise.chain.abi import abi, signature
from counterpoise.math.market import Standing
from counterpoise.observer.estimator.covariance import MAX_SPACING
from counterpoise.types import MarketClass

LONGEST = MAX_SPACING  # {s}, a week: no estimator asks for more between two records of its own.
GETTER = "updatedAt"


def view_of(kind: str) -> str:
    """The signature by which a kind of memory says when that was; empty where it does not.

    Then nothing holds it back: a mean is a price that ends, and a look at a market or a watch over
    a strategy has to see at once what there is to see.
    """
    found = (signature(it) for it in abi(kind) if it.get("name") == GETTER)
    return next(found, "")


def questions(kind: str, assets: Sequence[str]) -> list[tuple[str, ...]]:
    """What it is asked with, each time that it has to be: of each asset, of all at once, never."""
    view = view_of(kind)
    if not view:
        return []
    return [(it,) for it in assets] if "address" in view else [()]


def is_early(updated: int, spacing: int, time: int) -> bool:
    """Whether less than a spacing {s} has gone by at a time {s}; `updated` {s}, 0 for never."""
    return time < updated + spacing


def look_at(standings: Collection[Standing], spacing: int, max_age: int) -> int:
    """{s}, from when on a market is to be looked at though nothing is new.

    While one is not normal, that is when a look counts, a `spacing` {s} later; else when half of
    `max_age` {s} is gone.
    """
    troubled = any(it.kind > MarketClass.NORMAL for it in standings)
    return min(it.seen for it in standings) + (spacing if troubled else max_age // 2)
