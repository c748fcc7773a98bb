"""An asset of a vault and the feed that it is priced by, as a parameter file describes them."""

from __future__ import annotations

from dataclasses import dataclass

from eth_utils.address import to_checksum_address

from scripts.deploy.parameters import Mismatch

USD = to_checksum_address("0x" + f"{840:040x}")  # ISO 4217's number, as ERC-7726 wants it.


@dataclass(frozen=True)
class Feed:
    """A Chainlink feed, and what is believed of it."""

    address: str
    description: str
    decimals: int
    max_age: int  # {s}
    min_answer: int  # with `decimals`
    max_answer: int
    deviation: int  # D18{1}: it publishes a price that has moved by so much


@dataclass(frozen=True)
class Asset:
    """An asset of the vault."""

    symbol: str
    address: str
    decimals: int
    seed: int  # {unit}
    feed: Feed | None  # None for one whose oracle asks no feed of its own
    price: int = 0  # D18{USD/tok}, what it is believed to cost where it has no feed

    @property
    def own_feed(self) -> Feed:
        """Raises `Mismatch` where it has none."""
        if self.feed is None:
            raise Mismatch(f"{self.symbol}.feed", "a feed of its own", "none")
        return self.feed
