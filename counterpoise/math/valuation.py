"""The twin of contracts/math/Valuation.sol: what amounts are worth at given prices."""

from collections.abc import Sequence
from dataclasses import replace

from counterpoise.errors import AssetUnknown
from counterpoise.math.fixed_point import ONE, full_mul_div_up, mul_div_up
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
