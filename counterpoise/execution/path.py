"""The twin of contracts/execution/venue/PathVenue.sol: a path of venues as one."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import reduce

from counterpoise.errors import HopsMissing, NoMarket, PathLength, TokenTwice
from counterpoise.execution.place import Place
from counterpoise.math import series
from counterpoise.types import Curve, Order

MIN_TOKENS, MAX_TOKENS = 2, 3


@dataclass(frozen=True, slots=True)
class Hop:
    """One trade of the way."""

    venue: Place
    sell: str
    buy: str


@dataclass(frozen=True, slots=True)
class PathVenue:
    """Any token with the end of a fixed path, by way of its other tokens.

    Raises `PathLength`, `HopsMissing` or `TokenTwice` where that is no path.
    """

    path: tuple[str, ...]
    hops: tuple[Place, ...]  # of any token with the first, then of each with the next

    def __post_init__(self) -> None:
        if not MIN_TOKENS <= len(self.path) <= MAX_TOKENS:
            raise PathLength(len(self.path), MIN_TOKENS, MAX_TOKENS)
        if len(self.hops) != len(self.path):
            raise HopsMissing(len(self.hops), len(self.path))
        for i, token in enumerate(self.path):
            if token in self.path[:i]:
                raise TokenTwice(token)

    def curve(self, sell: str, buy: str) -> Curve:
        """The hops as one constant product. Raises `NoMarket`."""
        return reduce(series.join, [it.venue.curve(it.sell, it.buy) for it in self.way(sell, buy)])

    def quote(self, sell: str, buy: str, sell_amount: int) -> int:
        """What {unit} of `buy` the sale would bring now. Raises `NoMarket`."""
        amount = sell_amount
        for it in self.way(sell, buy):
            amount = it.venue.quote(it.sell, it.buy, amount)
        return amount

    def apply(self, order: Order) -> int:
        """Trades all along the way, and returns the {unit} bought. Raises `NoMarket`."""
        amount = order.sell_amount
        for it in self.way(order.sell, order.buy):
            hop = replace(order, sell=it.sell, buy=it.buy, sell_amount=amount, min_buy_amount=0)
            amount = it.venue.apply(hop)
        return amount

    def way(self, sell: str, buy: str) -> Sequence[Hop]:
        """Forwards it is the path with its venues, backwards the same from its end."""
        end = self.path[-1]
        other = sell if buy == end else buy
        if end not in (sell, buy) or other in self.path:
            raise NoMarket(sell, buy)
        tokens = (other, *self.path)
        hops = [Hop(*it) for it in zip(self.hops, tokens, tokens[1:], strict=False)]
        return hops if buy == end else [Hop(it.venue, it.buy, it.sell) for it in reversed(hops)]
