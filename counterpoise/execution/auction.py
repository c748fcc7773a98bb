"""The twin of contracts/execution/AuctionPlanner.sol: the one order of a bid."""

from collections.abc import Sequence
from dataclasses import dataclass

from counterpoise.errors import AuctionUnderWay, BidTooSmall, PriceJumped, WrongWay
from counterpoise.execution.dutch import Bid, DutchAuction
from counterpoise.execution.planner import Planner
from counterpoise.math.bounds import require_some
from counterpoise.math.descent import at
from counterpoise.math.fixed_point import ONE, full_mul_div_up, mul_div_up, zero_floor_sub
from counterpoise.math.valuation import index_of, value_of
from counterpoise.math.weights import gap
from counterpoise.types import Asset, Order, State

MAX_LEAST = 2**96  # D18{USD}, 8e10 dollars: no vault trades in larger pieces.


@dataclass(frozen=True, slots=True)
class Limits:
    """How large a bid may be. Raises `LimitOutOfRange`."""

    max_turnover: int  # D18{1} of the vault's value, sold in one bid
    min_trade: int  # D18{USD}, below which a bid is refused

    def __post_init__(self) -> None:
        require_some("maxTurnover", self.max_turnover, ONE)
        require_some("minTrade", self.min_trade, MAX_LEAST)


@dataclass(frozen=True, slots=True)
class AuctionPlanner:
    """Answers the bid that is under way, and plans as another does where no auction is open."""

    auction: DutchAuction
    inner: Planner
    limits: Limits

    @property
    def max_cost(self) -> int:
        """D18{1} of a sum, by the inner planner or in an auction, whichever is dearer."""
        return max(self.inner.max_cost, self.auction.terms.discount)

    def plan(self, state: State, target: Sequence[int], hint: bytes = b"") -> tuple[Order, ...]:
        """The order of the bid, or what the inner planner makes of the hint.

        Raises `AuctionUnderWay`, `PriceJumped`, `WrongWay`, `BidTooSmall` or `AssetUnknown`.
        """
        bid = self.auction.under_way
        if bid is None:
            self._require_none(state)
            return self.inner.plan(state, target, hint)
        return (self._order(state, target, bid),)

    def factor(self, state: State, i: int, j: int) -> int:
        """The auction's price of asset i in j, in parts of the oracle's now, D18{1}, rounded up.

        Raises `PriceJumped` where the price of one of them is nobody's any more.
        """
        sell, buy = self._opening(state, i), self._opening(state, j)
        terms, elapsed = self.auction.terms, zero_floor_sub(state.time, self.auction.start)
        part = at(terms.first, terms.last, terms.fall, elapsed, terms.duration)
        prices = state.prices
        return max(full_mul_div_up(part * sell, prices[j], buy * prices[i]), terms.last)

    def due(self, state: State, i: int, j: int, amount: int) -> int:
        """{unit} of asset j for {unit} of i, rounded up. Raises `PriceJumped`."""
        return _due(state.assets[i], state.assets[j], amount, self.factor(state, i, j))

    def most(self, state: State, target: Sequence[int], i: int, j: int) -> int:
        """{unit} of asset i that may be sold for j until one is at its target, or turned over.

        Rounded down. Raises `WrongWay` where one of them is there or beyond, and `PriceJumped`.
        """
        worth = self._worth(state, target, i, j, self.factor(state, i, j))
        asset = state.assets[i]
        return min(worth * asset.unit // asset.price, asset.balance)

    def _order(self, state: State, target: Sequence[int], bid: Bid) -> Order:
        i, j = index_of(state.tokens, bid.sell), index_of(state.tokens, bid.buy)
        amount = min(bid.amount, self.most(state, target, i, j))
        worth = value_of(amount, state.assets[i].price, state.assets[i].unit)
        if worth < self.limits.min_trade:
            raise BidTooSmall(worth, self.limits.min_trade)
        due = self.due(state, i, j, amount)
        return Order(self.auction.address, bid.sell, bid.buy, amount, due)

    def _worth(self, state: State, target: Sequence[int], i: int, j: int, factor: int) -> int:
        """D18{USD}; the algebra is the contract's."""
        above = gap(state.values[i], target[i], state.value)
        below = -gap(state.values[j], target[j], state.value)
        if above <= 0 or below <= 0:
            raise WrongWay(state.tokens[i], state.tokens[j])
        given = above // (ONE - target[i] + mul_div_up(target[i], factor, ONE))
        taken = below // (target[j] + mul_div_up(ONE - target[j], factor, ONE))
        return min(given, taken, self.limits.max_turnover * state.value // ONE)

    def _require_none(self, state: State) -> None:
        auction = self.auction
        if state.time > auction.end or any(map(self._has_jumped, state.prices, auction.prices)):
            return
        raise AuctionUnderWay(auction.vault, auction.end)

    def _opening(self, state: State, i: int) -> int:
        """D18{USD/tok}, what an asset cost when the auction was opened."""
        opening, asset = self.auction.prices[i], state.assets[i]
        if self._has_jumped(asset.price, opening):
            raise PriceJumped(asset.token, asset.price, opening)
        return opening

    def _has_jumped(self, price: int, opening: int) -> bool:
        terms = self.auction.terms
        low = terms.last * (ONE - terms.jump) // ONE
        high = terms.first * (ONE + terms.jump) // ONE
        return not opening * low <= price * ONE <= opening * high


def _due(sell: Asset, buy: Asset, amount: int, factor: int) -> int:
    return full_mul_div_up(amount * sell.price, factor * buy.unit, buy.price * sell.unit * ONE)
