"""The door of a twin: who comes and goes changes its books, as on a chain, and pays no gas."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from counterpoise.backtest.course import Change, Kind
from counterpoise.backtest.people import Depositor, Money, amount_of_one, shares_in_kind
from counterpoise.backtest.twin.custody import deposited, minted, redeemed
from counterpoise.backtest.twin.feeds import require_good
from counterpoise.backtest.twin.vault import Vault
from counterpoise.errors import Refusal
from counterpoise.math.valuation import shares_for, sides
from counterpoise.observer.spot import SpotObserver
from counterpoise.types import Holdings


@dataclass(frozen=True, slots=True)
class Toll:
    """What a vault asks of who enters."""

    spread: int  # D18{1} of one asset
    cap: int  # {share} that there may be
    deviations: tuple[int, ...]  # D18{1}, by which each feed may trail the market unheard


@dataclass(slots=True)
class TwinDoor:
    """Of one vault."""

    vault: Vault
    toll: Toll
    spoken: Sequence[int] = ()  # {s}, when each feed did, in the vault's order
    account: str = field(default="", init=False)  # Nobody has one here.

    @property
    def units(self) -> dict[str, int]:
        """{unit/tok} by symbol, in the vault's order."""
        return dict(zip(self.vault.symbols, self.vault.units, strict=True))

    def enter(self, who: Depositor, money: Money, time: int, gas_price: int) -> Change | None:
        """None where it is refused."""
        try:
            return self._settled(Kind.ENTRY, time, self._entered(who, money, time))
        except Refusal:
            return None

    def leave(self, shares: int, time: int, gas_price: int) -> Change | None:
        """With so many {share}, in kind."""
        try:
            return self._settled(Kind.EXIT, time, redeemed(self.vault.held, shares))
        except Refusal:
            return None

    def _entered(self, who: Depositor, money: Money, time: int) -> Holdings:
        held, cap = self.vault.held, self.toll.cap
        if who.symbol is None:
            return minted(held, *shares_in_kind(who.value, money), cap)
        i = self.vault.symbols.index(who.symbol)
        amount, least = amount_of_one(who.value, money, i, self.vault.units[i])
        require_good(self.vault.feeds, money.prices, self.spoken, time)
        return deposited(held, i, amount, self._shares_for(i, amount, money.prices), least, cap)

    def _shares_for(self, i: int, amount: int, prices: Sequence[int]) -> int:
        """{share} for {unit} of the i-th asset, each side at its worse price D18{USD/tok}."""
        held, vault = self.vault.held, self.vault
        rows = zip(held.assets, prices, self.toll.deviations, strict=True)
        quotes = {token: sides(price, deviation) for token, price, deviation in rows}
        observer = SpotObserver(dict(zip(held.assets, vault.units, strict=True)))
        paid, worth = observer.appraise(held, quotes, held.assets[i], amount)
        return shares_for(paid, worth, held.supply, self.toll.spread)

    def _settled(self, kind: Kind, time: int, after: Holdings) -> Change:
        self.vault.held = after
        return Change(kind, time, after)
