"""The twin of contracts/math/Valuation.sol: what amounts are worth at given prices."""

from collections.abc import Sequence
from dataclasses import replace

from counterpoise.errors import AssetUnknown, NothingToWeigh
from counterpoise.math.fixed_point import (
    ONE,
    full_mul_div,
    full_mul_div_up,
    mul_div_up,
    zero_floor_sub,
)
from counterpoise.types import State


def value_of(balance: int, price: int, unit: int) -> int:
    """D18{USD}, rounded down, of {unit} at D18{USD/tok} and {unit/tok} (math 0.3)."""
    return balance * price // unit


def least_bought(worth: int, sell_unit: int, buy_price: int, buy_unit: int, loss: int) -> int:
    """The least {unit} to accept for a sale: its worth less `loss` D18{1}, rounded up (math 5.5).

    `worth` is {unit} sold times its price, units are {unit/tok}, the price is D18{USD/tok}.
    """
    return full_mul_div_up(worth, (ONE - loss) * buy_unit, buy_price * sell_unit * ONE)


def part_up(part: int, whole: int) -> int:
    """A part of a whole, D18{1}, rounded up. Raises `MulDivFailed` where the whole is 0."""
    return mul_div_up(part, ONE, whole)


def change(start: int, end: int) -> tuple[int, int]:
    """What was lost and what gained, D18{1} of the start, rounded up: one of the two is 0."""
    return (part_up(start - end, start), 0) if end < start else (0, part_up(end - start, start))


def turnover(start: State, end: State) -> int:
    """What the assets that fell have lost at the starting prices, D18{1} of the start, rounded up.

    What passes through the hub within one rebalance is not counted. Raises `MulDivFailed` where
    the start is worth nothing.
    """
    return part_up(sum(map(zero_floor_sub, start.values, end.values)), start.value)


def sides(price: int, deviation: int) -> tuple[int, int]:
    """The least and the most that a price may be, rounded apart (features P10).

    `price`: D18{USD/tok}. `deviation`: D18{1}, how far it may have moved unpublished.
    """
    return price * (ONE - deviation) // ONE, -(-price * (ONE + deviation) // ONE)


def shares_for(paid: int, held: int, supply: int, spread: int) -> int:
    """{share} for what is paid, less the spread D18{1}, rounded down, as `Vault.deposit` mints.

    `paid`, `held`: D18{USD}, by the observer's `appraise`. `supply`: {share}. Raises
    `NothingToWeigh` where nothing is held.
    """
    if held == 0:
        raise NothingToWeigh
    return full_mul_div(paid, zero_floor_sub(ONE, spread) * supply, held * ONE)


def revalue(state: State, balances: Sequence[int]) -> State:
    """The same state with other balances, at the same prices."""
    rows = zip(state.assets, balances, strict=True)
    assets = tuple(
        replace(asset, balance=balance, value=value_of(balance, asset.price, asset.unit))
        for asset, balance in rows
    )
    return replace(state, assets=assets, value=sum(asset.value for asset in assets))


def index_of(tokens: Sequence[str], token: str) -> int:
    """Where a token stands in the list. Raises `AssetUnknown` where it does not."""
    if token not in tokens:
        raise AssetUnknown(token)
    return tokens.index(token)
