"""How an arbitrageur trades a Uniswap V2 pair: to the edge of its fee band, to the unit."""

from __future__ import annotations

from dataclasses import dataclass
from math import isqrt

from counterpoise.backtest.prices import ONE

KEPT, WHOLE = 997, 1_000  # Uniswap V2's fee of 0.30 %, as its pairs count it.

Reserves = tuple[int, int]  # {unit} of a token and of the hub


def sale_to_price(sold: int, bought: int, numerator: int, denominator: int) -> int:
    """The sale that moves a pool to a price, fee included; 0 where it would not pay.

    `sold` x and `bought` y are the reserves {unit}, the price is numerator / denominator {unit of y
    per unit of x}. The last unit sold earns it exactly: x + phi*d = sqrt(phi*x*y / price).
    """
    wanted = isqrt(KEPT * sold * bought * denominator // (WHOLE * numerator))
    return max(wanted - sold, 0) * WHOLE // KEPT


def bought_for(amount: int, sold: int, bought: int) -> int:
    """What a sale brings, to the unit as the pair allows it."""
    traded = amount * KEPT
    return traded * bought // (sold * WHOLE + traded)


@dataclass(frozen=True, slots=True)
class Sale:
    """A token is sold for the hub, or the hub for the token."""

    is_token: bool  # that is sold
    amount: int  # {unit} of what is sold
    bought: int  # {unit} of the other


@dataclass(frozen=True, slots=True)
class PairTrader:
    """Who trades one token's pair with the hub; units are {unit/tok}."""

    unit: int
    hub_unit: int
    cost: int = 0  # D18{USD}, of a transaction

    def sale(self, reserves: Reserves, price: int) -> Sale | None:
        """From whichever side of the band the pool is, at a price D18{USD/tok}; None inside it."""
        own, other = reserves
        numerator, denominator = price * self.hub_unit, ONE * self.unit
        amount = sale_to_price(own, other, numerator, denominator)
        if amount:
            return self._worth(price, Sale(True, amount, bought_for(amount, own, other)))
        amount = sale_to_price(other, own, denominator, numerator)
        if amount:
            return self._worth(price, Sale(False, amount, bought_for(amount, other, own)))
        return None

    def _worth(self, price: int, sale: Sale) -> Sale | None:
        """What brings nothing, or less than it costs, is left."""
        if sale.bought == 0 or (self.cost and self._gain(price, sale) < self.cost):
            return None
        return sale

    def _gain(self, price: int, sale: Sale) -> int:
        """D18{USD}, at the price that he sees."""
        token, hub = sale.bought, sale.amount
        if sale.is_token:
            token, hub = -sale.amount, -sale.bought
        return token * price // self.unit - hub * ONE // self.hub_unit
