"""Which sales turn several assets into one: each straight, or by way of the hub."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from counterpoise.errors import NoMarket
from counterpoise.math.fixed_point import ONE
from counterpoise.types import Order

ALL = 2**256 - 1  # {unit} of an order that sells whatever there is.


@dataclass(frozen=True, slots=True)
class Offer:
    """What the best venue would pay for a sale."""

    venue: str
    bought: int  # {unit}


Market = Callable[[str, str, int], Offer | None]
"""The best offer for {unit} of the first token in the second; None where they have no market."""


@dataclass(frozen=True, slots=True)
class Leg:
    """One sale of everything that there is of a token."""

    venue: str
    sell: str
    buy: str
    amount: int  # {unit} of sell, as foreseen
    bought: int  # {unit} of buy, as foreseen

    def order(self, part: int) -> Order:
        """Accepts that part, D18{1}, of what is foreseen, rounded down."""
        return Order(self.venue, self.sell, self.buy, ALL, self.bought * part // ONE)


@dataclass(frozen=True, slots=True)
class Route:
    """The sales in their order, and what they lead to."""

    into: str
    held: Mapping[str, int]  # {unit} of each asset at the start
    legs: tuple[Leg, ...]

    @property
    def expected(self) -> int:
        """{unit} of the wanted asset: what was there, and what each last sale brings."""
        bought = sum(leg.bought for leg in self.legs if leg.buy == self.into)
        return self.held[self.into] + bought

    @property
    def kept(self) -> dict[str, int]:
        """{unit} of what is too little to bring anything; it stays as it is."""
        gone = {self.into, *(leg.sell for leg in self.legs)}
        return {
            asset: amount for asset, amount in self.held.items() if amount and asset not in gone
        }

    def least(self, part: int) -> int:
        """That part, D18{1}, of what is expected, {unit}, rounded down."""
        return self.expected * part // ONE

    def orders(self, part: int) -> tuple[Order, ...]:
        """The sales as orders that accept that part, D18{1}, of what is foreseen."""
        return tuple(leg.order(part) for leg in self.legs)


def find(market: Market, held: Mapping[str, int], into: str, hub: str | None) -> Route:
    """Sells by the hub what brings more that way, the rest straight; no pair is used twice.

    `held`: {unit} of each asset, the wanted one too. Raises `NoMarket` where neither way exists.
    """
    others = [asset for asset, amount in held.items() if amount and asset not in (into, hub)]
    straight = {asset for asset in others if not _goes_by(market, asset, into, hub, held[asset])}
    best = _route(market, held, into, hub, straight)
    for asset in others:
        if asset in straight or market(asset, into, held[asset]) is None:
            continue
        trial = _route(market, held, into, hub, straight | {asset})
        if trial.expected > best.expected:
            straight, best = straight | {asset}, trial
    return best


def _goes_by(market: Market, asset: str, into: str, hub: str | None, amount: int) -> bool:
    """Whether the hub is another token, with a market on both sides."""
    if hub is None or hub == into or market(asset, hub, amount) is None:
        return False
    return market(hub, into, 1) is not None


def _route(
    market: Market, held: Mapping[str, int], into: str, hub: str | None, straight: set[str]
) -> Route:
    """Everything for the hub but what goes straight, then the hub."""
    legs: list[Leg] = []
    center = held.get(hub, 0) if hub is not None else 0
    for asset, amount in held.items():
        if asset not in (into, hub):
            legs += _sale(market, asset, into if asset in straight else hub or into, amount)
    center += sum(leg.bought for leg in legs if leg.buy == hub)
    if hub is not None and hub != into:
        legs += _sale(market, hub, into, center)
    return Route(into, held, tuple(legs))


def _sale(market: Market, sell: str, buy: str, amount: int) -> list[Leg]:
    """One leg; none where there is nothing to sell, or nothing to be had for it."""
    if amount == 0:
        return []
    offer = market(sell, buy, amount)
    if offer is None:
        raise NoMarket(sell, buy)
    return [Leg(offer.venue, sell, buy, amount, offer.bought)] if offer.bought else []
