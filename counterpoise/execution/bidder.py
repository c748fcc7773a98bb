"""A reference bidder: buys in an auction what a pool pays more for, and pays out of that."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import permutations

from counterpoise.errors import NoMarket, PriceJumped, WrongWay
from counterpoise.execution.auction import AuctionPlanner
from counterpoise.execution.dutch import Bid
from counterpoise.math.constant_product import bought
from counterpoise.math.fixed_point import ONE, sqrt
from counterpoise.math.valuation import value_of
from counterpoise.types import Curve, State

Markets = Callable[[str, str], Curve]  # What is sold, what is bought; raises `NoMarket`.


@dataclass(frozen=True, slots=True)
class Offer:
    """A bid that pays, and what it leaves."""

    bid: Bid  # its limit is what is due
    brings: int  # {unit} of what is paid, by selling on the pool what was bought
    gain: int  # D18{USD}, after gas

    @property
    def left(self) -> int:
        """{unit} of what is paid, before gas."""
        return self.brings - self.bid.max_pay


@dataclass(frozen=True, slots=True)
class Bidder:
    """Bids as soon as a bid pays, for the amount that pays most."""

    planner: AuctionPlanner
    markets: Markets
    gas: int  # D18{USD}, what a bid costs in all

    def best(self, state: State, target: Sequence[int]) -> Offer | None:
        """The bid that gains most now, over all pairs; None where none gains anything."""
        offers = self._offers(state, target)
        return max(offers, key=lambda offer: offer.gain, default=None)

    def consider(self, state: State, target: Sequence[int], i: int, j: int) -> Offer | None:
        """What to bid for asset i with j; None where that gains nothing or is not to be had."""
        try:
            most = self.planner.most(state, target, i, j)
            curve = self.markets(state.tokens[i], state.tokens[j])
        except (PriceJumped, WrongWay, NoMarket):
            return None
        amount = min(self._fitting(state, i, j, curve), most, curve.limit)
        asset, paid = state.assets[i], state.assets[j]
        if value_of(amount, asset.price, asset.unit) < self.planner.limits.min_trade:
            return None
        due, brings = self.planner.due(state, i, j, amount), bought(curve, amount)
        gain = value_of(brings, paid.price, paid.unit) - value_of(due, paid.price, paid.unit)
        bid = Bid(asset.token, paid.token, amount, due)
        return Offer(bid, brings, gain - self.gas) if gain > self.gas else None

    def _offers(self, state: State, target: Sequence[int]) -> Iterator[Offer]:
        for i, j in permutations(range(len(target)), 2):
            offer = self.consider(state, target, i, j)
            if offer is not None:
                yield offer

    def _fitting(self, state: State, i: int, j: int, curve: Curve) -> int:
        """{unit} of asset i, whose last one brings on the pool exactly what it costs.

        With reserves x, y and fee 1 - phi, at a price p: (sqrt(x*y*phi/p) - x) / phi.
        """
        asset, factor = state.assets[i], self.planner.factor(state, i, j)
        worth = asset.price * factor * state.assets[j].unit
        price = state.prices[j] * asset.unit * ONE  # p = worth / price, {unit} for {unit}
        root = sqrt(curve.sell_reserve * curve.buy_reserve * curve.kept * price // (worth * ONE))
        return max(root - curve.sell_reserve, 0) * ONE // curve.kept
