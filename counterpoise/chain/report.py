"""What VaultLens says of a vault in one call, in the package's own words."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from counterpoise.chain.reverts import decode
from counterpoise.errors import Refusal
from counterpoise.types import Asset, Curve, Holdings, Order, State


@dataclass(frozen=True, slots=True)
class Report:
    """A vault at one block. Where the observer refused, `state` is None and `reason` says why."""

    block: int
    holdings: Holdings
    state: State | None
    share_price: int  # D18{USD/share}
    weights: tuple[int, ...]  # D18{1}
    target: tuple[int, ...]  # D18{1}
    max_drift: int  # D18{1}
    total_drift: int  # D18{1}
    due: bool  # a rebalance would succeed now,
    reason: Refusal | None  # or what it would revert with
    orders: tuple[Order, ...]  # exactly those that it would make
    end: State | None  # what it would lead to
    paused_until: int  # {s}
    max_mint: int  # {share}


@dataclass(frozen=True, slots=True)
class Preview:
    """What `rebalance` would do now, as the vault itself says."""

    start: State
    target: tuple[int, ...]  # D18{1}
    orders: tuple[Order, ...]
    end: State


def report_of(raw: Any, block: int) -> Report:
    """The report, of the lens's struct as named tuples."""
    return Report(
        block=block,
        holdings=holdings_of(raw.holdings),
        state=state_of(raw.state) if raw.observed else None,
        share_price=raw.sharePrice,
        weights=tuple(raw.weights),
        target=tuple(raw.target),
        max_drift=raw.maxDrift,
        total_drift=raw.totalDrift,
        due=raw.due,
        reason=None if raw.due else decode(bytes(raw.reason)),
        orders=tuple(map(order_of, raw.orders)),
        end=state_of(raw.end) if raw.due else None,
        paused_until=raw.pausedUntil,
        max_mint=raw.maxMint,
    )


def preview_of(raw: Sequence[Any]) -> Preview:
    """The preview, of the vault's four answers."""
    start, target, orders, end = raw
    return Preview(state_of(start), tuple(target), tuple(map(order_of, orders)), state_of(end))


# Each struct of Types.sol has the fields of its namesake here, in the same order.


def state_of(raw: Sequence[Any]) -> State:
    """The state, of its struct."""
    time, supply, value, assets, signals = raw
    return State(time, supply, value, tuple(Asset(*asset) for asset in assets), tuple(signals))


def holdings_of(raw: Sequence[Any]) -> Holdings:
    """The holdings, of their struct."""
    assets, balances, supply = raw
    return Holdings(tuple(assets), tuple(balances), supply)


def order_of(raw: Sequence[Any]) -> Order:
    """The order, of its struct."""
    return Order(*raw)


def curve_of(raw: Sequence[Any]) -> Curve:
    """The curve, of its struct."""
    return Curve(*raw)
