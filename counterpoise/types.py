"""The words that every room shares, as interfaces/Types.sol has them.

Dimensions: {s} seconds, {share} vault shares, {unit} the smallest unit of a token, {tok} a whole
token, {USD} the unit of account; D18{x} is x with 18 decimals.
"""

from dataclasses import dataclass
from enum import IntEnum

UNLIMITED = 2**256 - 1  # {unit}: a market that looks the same however much goes in.


@dataclass(frozen=True, slots=True)
class Holdings:
    """What a vault owns, by its own books; the sequences run in parallel."""

    assets: tuple[str, ...]
    balances: tuple[int, ...]  # {unit}
    supply: int  # {share}


@dataclass(frozen=True, slots=True)
class Asset:
    """One asset at one moment."""

    token: str
    unit: int  # {unit/tok}, 10 ** decimals
    balance: int  # {unit}
    price: int  # D18{USD/tok}
    value: int  # D18{USD}, rounded down


@dataclass(frozen=True, slots=True)
class State:
    """What is true at one moment."""

    time: int  # {s}
    supply: int  # {share}
    value: int  # D18{USD}, exactly the sum of the assets' values
    assets: tuple[Asset, ...]  # in the vault's order
    signals: tuple[int, ...] = ()  # what is remembered, as math/signals lays it out

    @property
    def tokens(self) -> tuple[str, ...]:
        """Each asset's token."""
        return tuple(asset.token for asset in self.assets)

    @property
    def units(self) -> tuple[int, ...]:
        """Each asset's unit, {unit/tok}."""
        return tuple(asset.unit for asset in self.assets)

    @property
    def balances(self) -> tuple[int, ...]:
        """Each asset's balance, {unit}."""
        return tuple(asset.balance for asset in self.assets)

    @property
    def prices(self) -> tuple[int, ...]:
        """Each asset's price, D18{USD/tok}."""
        return tuple(asset.price for asset in self.assets)

    @property
    def values(self) -> tuple[int, ...]:
        """Each asset's value, D18{USD}."""
        return tuple(asset.value for asset in self.assets)


class MarketClass(IntEnum):
    """What the market of one asset is like, the more severe the greater (math 7.1)."""

    NORMAL = 0
    SECONDARY_FAULT = 1
    GENUINE_MOVE = 2
    THIN = 3
    CRISIS = 4
    DOUBT = 5
    TRANSIENT = 6
    MANIPULATION = 7
    DISLOCATION = 8
    BROKEN_VENUE = 9
    PRIMARY_FAULT = 10
    UNKNOWN = 11


@dataclass(frozen=True, slots=True)
class Order:
    """One trade: sell at most `sell_amount`, receive at least `min_buy_amount`."""

    venue: str
    sell: str
    buy: str
    sell_amount: int  # {unit} of sell
    min_buy_amount: int  # {unit} of buy


@dataclass(frozen=True, slots=True)
class Curve:
    """What a venue looks like near its price: a constant product of (virtual) reserves."""

    sell_reserve: int  # {unit} of the token that goes in
    buy_reserve: int  # {unit} of the token that comes out
    kept: int  # D18{1}, the part of what goes in that is traded: 1 - fee
    limit: int = UNLIMITED  # {unit} of what goes in, up to which it looks like that
