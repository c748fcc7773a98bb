"""What a mined transaction left behind, without web3's types in the rest of the package."""

from dataclasses import dataclass

from web3.types import TxReceipt

from counterpoise.chain.contracts import VaultClient
from counterpoise.chain.events import Event, events_of


@dataclass(frozen=True, slots=True)
class Outcome:
    """One transaction that succeeded."""

    block: int
    gas: int
    tx: str
    events: tuple[Event, ...]
    cost: int = 0  # {wei}, of the gas


def outcome(vault: VaultClient, receipt: TxReceipt) -> Outcome:
    """The receipt's facts, with the vault's events decoded."""
    return mined(receipt, events_of(vault.vault, receipt))


def mined(receipt: TxReceipt, events: tuple[Event, ...] = ()) -> Outcome:
    """The receipt's facts, with events that were decoded before."""
    return Outcome(
        block=receipt["blockNumber"],
        gas=receipt["gasUsed"],
        tx=receipt["transactionHash"].to_0x_hex(),
        events=events,
        cost=receipt["gasUsed"] * receipt["effectiveGasPrice"],
    )
