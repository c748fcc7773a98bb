"""An auction that runs from block to block while a bidder watches one pool."""

from dataclasses import dataclass, field, replace

from counterpoise.execution.auction import AuctionPlanner, Limits
from counterpoise.execution.bidder import Bidder, Offer
from counterpoise.execution.dutch import WARM_UP, Bid, DutchAuction, Terms
from counterpoise.execution.venue import UniswapV2Venue
from counterpoise.math.constant_product import bought
from counterpoise.math.valuation import revalue
from counterpoise.observer.spot import observe
from counterpoise.types import Holdings, State
from tests.counterpoise.drawn import ONE

PERCENT, BLOCK = ONE // 100, 12  # {s}
TOKENS = "dollar", "coin"
TARGET = ONE // 2, ONE // 2
VALUE = 10**6  # {USD}
RISE = 110  # {%}, the coin's price once it has risen


class Whole(Bidder):
    """Bids for all that there is, as soon as all of it pays."""

    def best(self, state, target):
        curve, pair = self.markets(*reversed(TOKENS)), (1, 0)
        if state.values[1] - state.values[0] < self.planner.limits.min_trade:
            return None
        amount = self.planner.most(state, target, *pair)
        due, brings = self.planner.due(state, *pair, amount), bought(curve, amount)
        return Offer(Bid("coin", "dollar", amount, due), brings, 0) if brings >= due else None


class Nobody:
    """Plans where there is no auction."""

    max_cost = 0

    def plan(self, state, target, hint=b""):
        return ()


@dataclass
class Crossing:
    """A vault of two halves of which one has risen by a tenth; the pool is at the new price."""

    terms: Terms
    share: float  # of the vault in its pool's depth, both sides
    kind: type[Bidder] = Bidder
    gas: int = 0  # D18{USD} of a bid
    offers: list[Offer] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.venue = UniswapV2Venue()
        side = round(VALUE / self.share / 2) * ONE
        self.venue.set_pool(*TOKENS, side, side * 100 // RISE)
        self.planner = AuctionPlanner(
            DutchAuction("auction", "vault", self.terms), Nobody(), Limits(ONE, ONE)
        )
        half = VALUE * ONE // 2
        held = Holdings(TOKENS, (half, half), ONE)
        self.state = observe(held, (ONE, ONE), (ONE, RISE * PERCENT), 10**9)

    def run(self, phase: int = 0) -> State:
        """Opened so many {s} before a block; at each block the bidder takes what pays."""
        auction, opened = self.planner.auction, self.state.time
        bidder = self.kind(self.planner, self.venue.curve, self.gas)
        auction.open(self.state, TARGET, ("coin", "dollar"), self.planner.plan, lambda *_: None)
        blocks = range(opened + phase, auction.end + 1, BLOCK)
        for time in (it for it in blocks if it >= opened + WARM_UP):
            self.state = replace(self.state, time=time)
            offer = bidder.best(self.state, TARGET)
            if offer is not None:
                self._fill(offer)
        return self.state

    def _fill(self, offer: Offer) -> None:
        auction, state = self.planner.auction, self.state
        order, end = auction.bid(offer.bid, state, TARGET, self.planner.plan, lambda *_: None)
        assert (order.sell_amount, order.min_buy_amount) == (offer.bid.amount, offer.bid.max_pay)
        assert self.venue.apply(order) == offer.brings
        self.state = revalue(state, end.balances)
        self.offers.append(offer)


def leakage(terms: Terms, share: float, kind: type[Bidder]) -> tuple[float, float]:
    """{bps} of the vault's value that it loses, and {bps} of it that stay to be sold.

    The means over every second of a block.
    """
    lost, left = 0, 0
    for phase in range(BLOCK):
        crossing = Crossing(terms, share, kind)
        start, end = crossing.state.value, crossing.run(phase)
        lost, left = lost + start - end.value, left + end.values[1] - end.value // 2
    return tuple(round(1e4 * it / BLOCK / start, 3) for it in (lost, left))
