"""What a venue that is made of venues asks of each of them."""

from typing import Protocol

from counterpoise.types import Curve, Order


class Place(Protocol):
    """A place to trade; each word raises a refusal where it cannot be had."""

    def curve(self, sell: str, buy: str) -> Curve: ...

    def quote(self, sell: str, buy: str, sell_amount: int) -> int: ...

    def apply(self, order: Order) -> int: ...
