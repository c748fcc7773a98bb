"""The twin of contracts/observer/SpotObserver.sol: its pure part, with the prices given."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from counterpoise.errors import AssetNotObserved, PriceOutOfDomain, ValueOutOfDomain
from counterpoise.math.valuation import value_of
from counterpoise.types import Holdings, State

MAX_PRICE = 10**30  # D18{USD/tok}
MAX_VALUE = 2**128 - 1  # D18{USD} of one asset


@dataclass(frozen=True, slots=True)
class SpotObserver:
    """Knows each asset's unit, takes each asset's price, and remembers nothing."""

    units: Mapping[str, int]  # {unit/tok}

    def observe(self, holdings: Holdings, prices: Mapping[str, int], time: int) -> State:
        """The state at prices D18{USD/tok} and a time {s}.

        Raises `AssetNotObserved`, `PriceOutOfDomain` or `ValueOutOfDomain`.
        """
        rows = [self._price_of(asset, prices) for asset in holdings.assets]
        values = tuple(value_of(b, *row) for b, row in zip(holdings.balances, rows, strict=True))
        for asset, value in zip(holdings.assets, values, strict=True):
            if value > MAX_VALUE:
                raise ValueOutOfDomain(asset, value, MAX_VALUE)
        return State(
            time=time,
            supply=holdings.supply,
            value=sum(values),
            assets=holdings.assets,
            units=tuple(unit for _, unit in rows),
            balances=holdings.balances,
            prices=tuple(price for price, _ in rows),
            values=values,
        )

    def _price_of(self, asset: str, prices: Mapping[str, int]) -> tuple[int, int]:
        if asset not in self.units:
            raise AssetNotObserved(asset)
        if not 0 < prices[asset] <= MAX_PRICE:
            raise PriceOutOfDomain(asset, prices[asset], 1, MAX_PRICE)
        return prices[asset], self.units[asset]


def observe(holdings: Holdings, units: Sequence[int], prices: Sequence[int], time: int) -> State:
    """The state of holdings at units {unit/tok} and prices D18{USD/tok}, each in their order."""
    observer = SpotObserver(dict(zip(holdings.assets, units, strict=True)))
    return observer.observe(holdings, dict(zip(holdings.assets, prices, strict=True)), time)
