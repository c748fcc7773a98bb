"""The twin of contracts/execution/NettingPlanner.sol: straight trades beside the hub's."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from counterpoise.errors import NoMarket
from counterpoise.execution.hub import Draft, HubPlanner, worth
from counterpoise.math.bounds import require_between
from counterpoise.math.constant_product import bought
from counterpoise.math.fixed_point import full_mul_div, zero_floor_sub
from counterpoise.math.netting import Trade, net
from counterpoise.math.valuation import index_of
from counterpoise.types import Asset, Order, State

MIN_GAS, MAX_GAS = 20_000, 2_000_000  # {gas}


@dataclass(slots=True)
class Table:
    """The assets and their goals D18{USD} as the orders run."""

    assets: list[Asset]
    goals: list[int]
    center: Asset


@dataclass(frozen=True, slots=True)
class NettingPlanner(HubPlanner):
    """Nets sellers against buyers; straight where that brings more than by way of the hub."""

    market_gas: int  # {gas} that the venue gets on the chain for telling of a market

    def __post_init__(self) -> None:
        require_between("marketGas", self.market_gas, MIN_GAS, MAX_GAS)

    def plan(self, state: State, target: Sequence[int], hint: bytes = b"") -> tuple[Order, ...]:
        """The orders towards a target D18{1}, straight ones first; the hint is ignored.

        Raises as HubPlanner does.
        """
        h = index_of(state.tokens, self.hub)
        center = state.assets[h]
        table = Table(list(state.assets), self._goals(state, target), center)
        draft = Draft(state.value, center.balance)
        for trade in net(self._needs(table, h)):
            if h not in (trade.seller, trade.buyer) and trade.amount > self.limits.min_trade:
                self._straight(draft, table, trade)
        return self._trade(draft, table.assets, h, table.goals)

    def _needs(self, table: Table, h: int) -> list[int]:
        """What each lacks D18{USD}: the hub as much as makes all together 0."""
        gaps = (goal - it.value for it, goal in zip(table.assets, table.goals, strict=True))
        needs = [gap if abs(gap) > self.limits.min_trade else 0 for gap in gaps]
        needs[h] = 0
        needs[h] = -sum(needs)
        return needs

    def _straight(self, draft: Draft, table: Table, trade: Trade) -> None:
        """Plans a straight trade where its market bears one that brings more than two."""
        sell, buy = table.assets[trade.seller], table.assets[trade.buyer]
        try:
            leg = self._sale(sell, buy, trade.amount)
        except NoMarket:
            return
        size = leg.sold
        if leg.brings > trade.amount:
            size = full_mul_div(size, trade.amount, leg.brings)
        amount = min(size * sell.unit // sell.price, leg.limit, sell.balance)
        if not amount or bought(leg.curve, amount) <= self._twice(sell, buy, table.center, amount):
            return
        got = self._push(draft, leg.curve, sell, buy, amount)
        gave, came = worth(sell, amount), worth(buy, got)
        table.assets[trade.seller] = moved(sell, -amount, -gave)
        table.assets[trade.buyer] = moved(buy, got, came)
        table.goals[trade.buyer] -= zero_floor_sub(gave, came)

    def _twice(self, sell: Asset, buy: Asset, center: Asset, amount: int) -> int:
        """{unit} of the last that a sale brings by way of the hub; 0 where there is no such way."""
        try:
            first = self.markets(sell.token, center.token)
            second = self.markets(center.token, buy.token)
        except NoMarket:
            return 0
        between = bought(first, amount)
        return bought(second, between) if between else 0


def moved(asset: Asset, units: int, value: int) -> Asset:
    """An asset with so much more of it, {unit} and D18{USD}."""
    return replace(asset, balance=asset.balance + units, value=asset.value + value)
