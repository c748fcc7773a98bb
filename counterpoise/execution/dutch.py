"""The twin of contracts/execution/auction/DutchAuction.sol, of one vault."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from counterpoise.errors import (
    AuctionTooSoon,
    BidOfNothing,
    BidUnanswered,
    LimitExceeded,
    NoAuction,
    PriceOutOfDomain,
)
from counterpoise.math.bounds import require_at_most, require_between, require_some
from counterpoise.math.descent import span
from counterpoise.math.fixed_point import ONE, full_mul_div_up, mul_div
from counterpoise.math.valuation import index_of, revalue
from counterpoise.types import Order, State

MAX_RATIO = 100  # of the first price and the last (cases LM-02)
MAX_PRICE = 10**30  # D18{USD/tok}, as the observer has it (cases I-24)
MIN_DURATION, MAX_DURATION = 120, 86_400  # {s}
MIN_REST, MAX_REST = 120, 7 * 86_400  # {s}
WARM_UP = 30  # {s} between opening and the first bid
ALL = 2**256 - 1  # {unit} of a bid that takes whatever there is.

Plan = Callable[[State, Sequence[int]], Sequence[Order]]
Judge = Callable[[State, Sequence[int], State], None]


@dataclass(frozen=True, slots=True)
class Terms:
    """How the price falls. Raises `LimitOutOfRange` where that is no auction."""

    premium: int  # D18{1}, above the oracle at first
    discount: int  # D18{1}, below the oracle at last
    jump: int  # D18{1} beyond these two, where an asset's price is nobody's any more
    duration: int  # {s}
    rest: int  # {s} after it

    def __post_init__(self) -> None:
        require_at_most("discount", self.discount, ONE // 2)
        require_at_most("premium", self.premium, MAX_RATIO * (ONE - self.discount) - ONE)
        require_some("jump", self.jump, ONE // 2)
        require_between("duration", self.duration, MIN_DURATION, MAX_DURATION)
        require_between("rest", self.rest, MIN_REST, MAX_REST)

    @property
    def first(self) -> int:
        """D18{1} of the price at the opening."""
        return ONE + self.premium

    @property
    def last(self) -> int:
        """D18{1} of the price at the opening."""
        return ONE - self.discount

    @property
    def fall(self) -> int:
        """D18{1}, from the first to the last."""
        return span(self.first, self.last)


@dataclass(frozen=True, slots=True)
class Bid:
    """What somebody asks for."""

    sell: str
    buy: str
    amount: int  # {unit} of sell, at most
    max_pay: int = ALL  # {unit} of buy for all of it, and in proportion for a part


@dataclass(slots=True)
class DutchAuction:
    """What is remembered of the auctions of one vault, and the bid that is under way."""

    address: str
    vault: str
    terms: Terms
    prices: tuple[int, ...] = ()  # D18{USD/tok}, of the opening
    start: int = 0  # {s}, of the bids
    under_way: Bid | None = None

    @property
    def end(self) -> int:
        """{s}, after which there are no bids; 0 where there has been no auction."""
        return self.start + self.terms.duration if self.start else 0

    def require_free(self, time: int) -> None:
        """Raises `AuctionTooSoon` while an auction or the rest after it lasts, at {s}."""
        ready_at = self.end + self.terms.rest
        if time < ready_at:
            raise AuctionTooSoon(self.vault, ready_at)

    def require_open(self, bid: Bid, time: int) -> None:
        """Raises `BidOfNothing`, or `NoAuction` where nobody can bid at {s}."""
        if bid.amount == 0:
            raise BidOfNothing
        if not self.start <= time <= self.end:
            raise NoAuction(self.vault, time, self.start, self.end)

    def open(
        self, state: State, target: Sequence[int], pair: tuple[str, str], plan: Plan, judge: Judge
    ) -> None:
        """Fixes the prices, where a bid for all of the pair would pass now.

        Raises `AuctionTooSoon`, `PriceOutOfDomain`, or as the planner and the constraints do.
        """
        self.require_free(state.time)
        for asset in state.assets:
            if not 0 < asset.price <= MAX_PRICE:
                raise PriceOutOfDomain(asset.token, asset.price, 1, MAX_PRICE)
        before = self.prices, self.start
        self.prices, self.start = state.prices, state.time + WARM_UP
        try:
            order = self._answer(Bid(*pair, ALL), state, target, plan)
            fair = mul_div(order.min_buy_amount, ONE, self.terms.first)
            judge(state, target, _after(state, order, fair))
        except BaseException:
            self.prices, self.start = before
            raise

    def bid(
        self, bid: Bid, state: State, target: Sequence[int], plan: Plan, check: Judge
    ) -> tuple[Order, State]:
        """What the vault sells for what, and what it then holds.

        Raises `BidOfNothing`, `NoAuction`, `LimitExceeded`, or as planner and constraints do.
        """
        self.require_open(bid, state.time)
        order = self._answer(bid, state, target, plan)
        most = full_mul_div_up(bid.max_pay, order.sell_amount, bid.amount)
        if order.min_buy_amount > most:
            raise LimitExceeded(order.min_buy_amount, most)
        end = _after(state, order, order.min_buy_amount)
        check(state, target, end)
        return order, end

    def _answer(self, bid: Bid, state: State, target: Sequence[int], plan: Plan) -> Order:
        self.under_way = bid
        try:
            orders = plan(state, target)
        finally:
            self.under_way = None
        if len(orders) != 1 or orders[0].venue != self.address:
            raise BidUnanswered(self.vault)
        return orders[0]


def _after(state: State, order: Order, paid: int) -> State:
    """The state when {unit} have been paid, at the same prices."""
    balances = list(state.balances)
    balances[index_of(state.tokens, order.sell)] -= order.sell_amount
    balances[index_of(state.tokens, order.buy)] += paid
    return revalue(state, balances)
