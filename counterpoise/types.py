"""The words that every room shares, as interfaces/Types.sol has them.

Dimensions: {s} seconds, {share} vault shares, {unit} the smallest unit of a token, {tok} a whole
token, {USD} the unit of account; D18{x} is x with 18 decimals. Sequences run in parallel.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Holdings:
    """What a vault owns, by its own books."""

    assets: tuple[str, ...]
    balances: tuple[int, ...]  # {unit}
    supply: int  # {share}


@dataclass(frozen=True, slots=True)
class State:
    """What is true at one moment."""

    time: int  # {s}
    supply: int  # {share}
    value: int  # D18{USD}, exactly the sum of `values`
    assets: tuple[str, ...]
    units: tuple[int, ...]  # {unit/tok}, 10 ** decimals
    balances: tuple[int, ...]  # {unit}
    prices: tuple[int, ...]  # D18{USD/tok}
    values: tuple[int, ...]  # D18{USD}, rounded down


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
