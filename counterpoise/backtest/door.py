"""The door of a vault on a chain: who comes and goes sends transactions, and pays for them."""

from __future__ import annotations

from dataclasses import dataclass

from counterpoise.backtest.course import Change, Kind
from counterpoise.backtest.keeper import Keeper
from counterpoise.backtest.people import Depositor, Money, enter, redeem
from counterpoise.chain.node import Call


@dataclass(slots=True)
class ChainDoor:
    """All go by one account of the chain."""

    keeper: Keeper
    account: str

    @property
    def units(self) -> dict[str, int]:
        """{unit/tok} by symbol, in the vault's order."""
        return {symbol: 10**it.decimals for symbol, it in self.keeper.stage.tokens.items()}

    def enter(self, who: Depositor, money: Money, time: int, gas_price: int) -> Change | None:
        """In a block of that time {s}; None where it was refused."""
        calls = enter(self.keeper.stage, who, money)
        return self._settled(Kind.ENTRY, time, calls, gas_price)

    def leave(self, shares: int, time: int, gas_price: int) -> Change | None:
        """With so many {share}, in kind."""
        calls = redeem(self.keeper.stage, self.account, shares)
        return self._settled(Kind.EXIT, time, calls, gas_price)

    def _settled(self, kind: Kind, time: int, calls: list[Call], gas_price: int) -> Change | None:
        """The change of the last call; none where it was refused."""
        last = self.keeper.node.mine(time, *calls)[-1]
        if not last.succeeded:
            return None
        return Change(kind, time, self.keeper.holdings(), (), last.gas_used, gas_price)
