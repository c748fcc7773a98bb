"""What happened, of a receipt's logs: dataclasses of the events' own names and fields."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

from web3.contract import Contract
from web3.logs import DISCARD
from web3.types import TxReceipt


@dataclass(frozen=True, slots=True)
class Seeded:
    """The first shares, {share}, and the {unit} of each asset behind them."""

    receiver: str
    shares: int
    amounts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Minted:
    """An entry in kind: {share} for {unit} of each asset, in the vault's order."""

    caller: str
    receiver: str
    shares: int
    amounts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Deposited:
    """An entry with {unit} of one asset, for {share}."""

    caller: str
    receiver: str
    asset: str
    amount: int
    shares: int


@dataclass(frozen=True, slots=True)
class Redeemed:
    """An exit: {share} for {unit} of each asset, in the vault's order."""

    caller: str
    receiver: str
    shares: int
    amounts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ClaimKept:
    """{unit} that could not be sent to a leaver, and stay promised."""

    owner: str
    asset: str
    amount: int


@dataclass(frozen=True, slots=True)
class Claimed:
    """{unit} that were promised, paid later."""

    owner: str
    receiver: str
    asset: str
    amount: int


@dataclass(frozen=True, slots=True)
class Synced:
    """The books take over what there is of an asset, {unit}."""

    asset: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Traded:
    """One order: {unit} that were sold and that came."""

    venue: str
    sell: str
    buy: str
    sold: int
    bought: int


@dataclass(frozen=True, slots=True)
class Rebalanced:
    """One rebalance, at the prices it started from."""

    caller: str
    start_value: int  # D18{USD}
    end_value: int  # D18{USD}
    prices: tuple[int, ...]  # D18{USD/tok}
    target: tuple[int, ...]  # D18{1}


@dataclass(frozen=True, slots=True)
class Paused:
    """No entry and no rebalance until a time {s}."""

    until: int


Event = (
    Seeded
    | Minted
    | Deposited
    | Redeemed
    | ClaimKept
    | Claimed
    | Synced
    | Traded
    | Rebalanced
    | Paused
)
KINDS: tuple[type[Event], ...] = Event.__args__
E_ = TypeVar("E_", bound=Event)


def events_of(vault: Contract, receipt: TxReceipt) -> tuple[Event, ...]:
    """The vault's events in the receipt, in the logs' order; other contracts' are left out."""
    return tuple(event for _, event in sorted(_decoded(vault, receipt), key=lambda pair: pair[0]))


def only(kind: type[E_], events: tuple[Event, ...]) -> tuple[E_, ...]:
    """Those of one kind."""
    return tuple(event for event in events if isinstance(event, kind))


def _decoded(vault: Contract, receipt: TxReceipt) -> Iterator[tuple[int, Event]]:
    for kind in KINDS:
        for log in vault.events[kind.__name__]().process_receipt(receipt, errors=DISCARD):
            if log["address"] == vault.address:
                yield log["logIndex"], kind(*map(_plain, log["args"].values()))


def _plain(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
