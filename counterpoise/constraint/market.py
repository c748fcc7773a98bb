"""The twin of contracts/constraint/MarketConstraint.sol."""

from collections.abc import Sequence
from dataclasses import dataclass

from counterpoise.constraint.stateless import StatelessConstraint
from counterpoise.errors import SliceExceeded, TradeForbidden
from counterpoise.math.bounds import require_some
from counterpoise.math.fixed_point import ONE
from counterpoise.math.market import permits
from counterpoise.math.signals import market_of
from counterpoise.math.valuation import part_up
from counterpoise.types import Asset, MarketClass, State


@dataclass(frozen=True, slots=True)
class MarketConstraint(StatelessConstraint):
    """Each asset is traded as its market's class permits."""

    max_slice: int  # D18{1} of the starting value, of which a class permits a part

    def __post_init__(self) -> None:
        require_some("maxSlice", self.max_slice, ONE)

    def judge(self, start: State, target: Sequence[int], end: State) -> None:
        """Raises `TradeForbidden`, `SliceExceeded` or `MarketNotObserved`."""
        for i, (asset, after) in enumerate(zip(start.assets, end.assets, strict=True)):
            kind = market_of(start.signals, i)
            if kind != MarketClass.NORMAL:
                self._judge(kind, start.value, asset, after)

    def _judge(self, kind: MarketClass, total: int, start: Asset, end: Asset) -> None:
        grow, shrink, part = permits(kind)
        grown, shrunk = end.balance > start.balance, end.balance < start.balance
        if (grown and not grow) or (shrunk and not shrink):
            raise TradeForbidden(start.token, kind, start.balance, end.balance)
        most = self.max_slice * part // ONE
        traded = part_up(abs(end.value - start.value), total)
        if part != ONE and traded > most:
            raise SliceExceeded(start.token, kind, traded, most)
