"""The twin of contracts/observer/SpotObserver.sol: its pure part, with the prices given."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from counterpoise.errors import AssetNotObserved, PriceOutOfDomain, ValueOutOfDomain
from counterpoise.math.valuation import value_of
from counterpoise.types import Asset, Holdings, State

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
        rows = zip(holdings.assets, holdings.balances, strict=True)
        assets = tuple(self._value(token, balance, prices) for token, balance in rows)
        value = sum(asset.value for asset in assets)
        return State(time=time, supply=holdings.supply, value=value, assets=assets)

    def appraise(
        self, holdings: Holdings, quotes: Mapping[str, tuple[int, int]], asset: str, amount: int
    ) -> tuple[int, int]:
        """Both sides of an entry with {unit} of one asset, D18{USD}: what is paid, what is held.

        `quotes`: the least and the most that each price may be, D18{USD/tok}. Raises as `observe`.
        """
        paid = held = 0
        for token, balance in zip(holdings.assets, holdings.balances, strict=True):
            unit, (bid, ask) = self._unit(token), quotes[token]
            if token == asset:
                paid = _value_in_domain(token, amount * _price_in_domain(token, bid) // unit)
            worth = -(-balance * _price_in_domain(token, ask) // unit)
            held += _value_in_domain(token, worth)
        return paid, held

    def _value(self, token: str, balance: int, prices: Mapping[str, int]) -> Asset:
        unit, price = self._unit(token), prices[token]
        value = value_of(balance, _price_in_domain(token, price), unit)
        return Asset(token, unit, balance, price, _value_in_domain(token, value))

    def _unit(self, token: str) -> int:
        if token not in self.units:
            raise AssetNotObserved(token)
        return self.units[token]


def _price_in_domain(token: str, price: int) -> int:
    if not 0 < price <= MAX_PRICE:
        raise PriceOutOfDomain(token, price, 1, MAX_PRICE)
    return price


def _value_in_domain(token: str, value: int) -> int:
    if value > MAX_VALUE:
        raise ValueOutOfDomain(token, value, MAX_VALUE)
    return value


def observe(holdings: Holdings, units: Sequence[int], prices: Sequence[int], time: int) -> State:
    """The state of holdings at units {unit/tok} and prices D18{USD/tok}, each in their order."""
    observer = SpotObserver(dict(zip(holdings.assets, units, strict=True)))
    return observer.observe(holdings, dict(zip(holdings.assets, prices, strict=True)), time)
