"""The twin of contracts/math/Netting.sol: who sells to whom (math 1.4)."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Trade:
    """What one gives to another, by their places."""

    seller: int
    buyer: int
    amount: int  # in the unit of the needs, above 0


def net(needs: Sequence[int]) -> tuple[Trade, ...]:
    """The largest seller to the largest buyer, until one side has nothing left.

    `needs`: what each is to get, below 0 what it is to give. Where all together are 0 the trades
    meet each one exactly; otherwise all of the lesser side's. Of equal ones the last comes first.
    """
    left, trades = list(needs), []
    places = range(len(left))
    while left:
        seller = min(places, key=lambda i: (left[i], -i))
        buyer = max(places, key=lambda i: (left[i], i))
        amount = min(-left[seller], left[buyer])
        if amount <= 0:
            break
        left[seller] += amount
        left[buyer] -= amount
        trades.append(Trade(seller, buyer, amount))
    return tuple(trades)
