"""The twin of contracts/execution/venue/UniswapV2Venue.sol, with the pairs it trades on in it."""

from dataclasses import dataclass, field

from counterpoise.errors import NoMarket
from counterpoise.math.bounds import require_between
from counterpoise.math.constant_product import bought
from counterpoise.math.fixed_point import ONE
from counterpoise.types import Curve, Order

KEPT = 997 * 10**15  # D18{1}: the fee of Uniswap's own pairs is 0.30 %.
LEAST_KEPT = 9 * 10**17  # D18{1}: a fee of 10 % is ten times the dearest fork's.


@dataclass(slots=True)
class UniswapV2Venue:
    """Constant-product pairs in memory: quotes them, and moves them when a trade is applied.

    Raises `LimitOutOfRange` where they keep back more than a tenth of what goes in, or add to it.
    """

    kept: int = KEPT  # D18{1}
    reserves: dict[tuple[str, str], tuple[int, int]] = field(default_factory=dict)  # {unit}

    def __post_init__(self) -> None:
        require_between("kept", self.kept, LEAST_KEPT, ONE)

    def set_pool(self, a: str, b: str, reserve_a: int, reserve_b: int) -> None:
        """Sets both reserves {unit} of a pair, whichever way round it is named later."""
        self.reserves[a, b], self.reserves[b, a] = (reserve_a, reserve_b), (reserve_b, reserve_a)

    def curve(self, sell: str, buy: str) -> Curve:
        """The pair as it stands. Raises `NoMarket` where there is none."""
        if (sell, buy) not in self.reserves:
            raise NoMarket(sell, buy)
        return Curve(*self.reserves[sell, buy], self.kept)

    def quote(self, sell: str, buy: str, sell_amount: int) -> int:
        """What {unit} of `buy` the sale would bring now. Raises `NoMarket`."""
        return bought(self.curve(sell, buy), sell_amount)

    def apply(self, order: Order) -> int:
        """Trades: moves the pair's reserves, and returns the {unit} bought. Raises `NoMarket`."""
        curve = self.curve(order.sell, order.buy)
        out = bought(curve, order.sell_amount)
        sold_into, bought_from = curve.sell_reserve + order.sell_amount, curve.buy_reserve - out
        self.set_pool(order.sell, order.buy, sold_into, bought_from)
        return out
