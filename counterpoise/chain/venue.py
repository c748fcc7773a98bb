"""A vault's venue as the chain shows it at one block, of whatever kind it is."""

from dataclasses import dataclass, field

from counterpoise.chain.parts import NoTwin, Read
from counterpoise.chain.report import curve_of
from counterpoise.math.constant_product import bought
from counterpoise.types import Curve, Order

Ends = tuple[str, str]  # what is sold, what is bought


@dataclass(slots=True)
class SeenVenue:
    """Its curves in both directions, each read when it is asked for; `read` asks its getters.

    A pair of Uniswap V2 is its curve: it quotes and moves here. Any other market is asked itself,
    and once it has moved nobody knows it at this block any more.
    """

    read: Read
    is_pair: bool
    _curves: dict[Ends, Curve] = field(default_factory=dict, repr=False)
    _moved: set[Ends] = field(default_factory=set, repr=False)

    def curve(self, sell: str, buy: str) -> Curve:
        """The market near its price. Raises `NoMarket`, or `NoTwin` where it has moved."""
        ends = sell, buy
        if ends in self._moved:
            raise NoTwin(f"the market of {sell} and {buy} has moved within its block")
        if ends not in self._curves:
            self._curves[ends] = curve_of(self.read("curve", sell, buy))
        return self._curves[ends]

    def quote(self, sell: str, buy: str, sell_amount: int) -> int:
        """What {unit} of `buy` the sale would bring. Raises what the venue itself refuses with."""
        curve = self.curve(sell, buy)
        if self.is_pair:
            return bought(curve, sell_amount)
        return int(self.read("quote", sell, buy, sell_amount))

    def apply(self, order: Order) -> int:
        """Trades, and returns the {unit} bought."""
        ends, back = (order.sell, order.buy), (order.buy, order.sell)
        got, curve = self.quote(*ends, order.sell_amount), self.curve(*ends)
        if self.is_pair:
            reserves = curve.sell_reserve + order.sell_amount, curve.buy_reserve - got
            self._curves[back] = Curve(reserves[1], reserves[0], self.curve(*back).kept)
            self._curves[ends] = Curve(*reserves, curve.kept)
        else:
            self._moved |= {ends, back}
        return got
