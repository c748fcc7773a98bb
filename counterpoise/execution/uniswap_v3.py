"""The twin of contracts/execution/venue/UniswapV3Venue.sol, with the pools it trades on in it."""

from dataclasses import dataclass, field

from counterpoise.errors import LiquidityExhausted, NoLiquidity, NoMarket, TooManySteps
from counterpoise.math.bounds import require_some
from counterpoise.math.pool_walk import Pool, Walk
from counterpoise.math.virtual_reserves import reserves_of
from counterpoise.types import Curve, Order

MOST_STEPS = 64  # that a quote goes
MOST_REACH = 1_000  # {tick}, a tenth of the price: no plan goes so far.
MOST_LOOKED = 8  # steps that a curve looks through
MOST_RESERVE = 2**112 - 1  # {unit}: no vault books more.
ENDLESS = 2**256 - 1  # steps: as many as it takes


@dataclass(slots=True)
class UniswapV3Venue:
    """Pools in memory: quotes them, and moves them when a trade is applied.

    Raises `LimitOutOfRange` where its curves reach nowhere or too far.
    """

    reach: int  # {tick}, how far the price is to go within one curve, where liquidity lets it
    pools: dict[tuple[str, str], Pool] = field(default_factory=dict)  # by first and second token

    def __post_init__(self) -> None:
        require_some("reach", self.reach, MOST_REACH)

    def curve(self, sell: str, buy: str) -> Curve:
        """The virtual reserves of the least liquidity within reach. Raises `NoMarket`."""
        walk = self._begin(sell, buy, 0)
        price, least, limit = walk.survey(self.reach, MOST_LOOKED)
        kept = (10**6 - walk.pool.fee) * 10**12
        if least == 0:
            return Curve(1, 0, kept, 0)
        first, second = _scaled(*reserves_of(least, price))
        given, taken = (first, second) if walk.is_down else (second, first)
        return Curve(given + 1, taken, kept, min(limit, MOST_RESERVE))

    def quote(self, sell: str, buy: str, sell_amount: int) -> int:
        """What {unit} of `buy` the sale would bring now.

        Raises `NoMarket`, `NoLiquidity`, `LiquidityExhausted` or `TooManySteps`.
        """
        walk = self._begin(sell, buy, sell_amount)
        walk.sell(MOST_STEPS)
        if 0 < walk.left < sell_amount and not walk.is_over:
            raise TooManySteps(walk.pool.address, MOST_STEPS)
        _require_sold(walk, sell_amount)
        return walk.bought

    def apply(self, order: Order) -> int:
        """Trades: moves the pool, and returns the {unit} bought, however many steps that takes.

        Raises `NoMarket`, `NoLiquidity` or `LiquidityExhausted`; then nothing has moved.
        """
        walk = self._begin(order.sell, order.buy, order.sell_amount)
        walk.sell(ENDLESS)
        _require_sold(walk, order.sell_amount)
        walk.enter()
        pool = walk.pool
        pool.price, pool.tick, pool.liquidity = walk.price, walk.tick, walk.liquidity
        return walk.bought

    def _begin(self, sell: str, buy: str, amount: int) -> Walk:
        for pair, is_down in (((sell, buy), True), ((buy, sell), False)):
            if pair in self.pools and self.pools[pair].price > 0:
                return Walk(self.pools[pair], is_down, amount)
        raise NoMarket(sell, buy)


def _scaled(first: int, second: int) -> tuple[int, int]:
    """Both {unit}, so that the larger one can be booked."""
    most = max(first, second, MOST_RESERVE)
    return first * MOST_RESERVE // most, second * MOST_RESERVE // most


def _require_sold(walk: Walk, amount: int) -> None:
    sold = amount - walk.left
    if sold == 0 < amount:
        raise NoLiquidity(walk.pool.address)
    if sold < amount:
        raise LiquidityExhausted(walk.pool.address, sold, amount)
