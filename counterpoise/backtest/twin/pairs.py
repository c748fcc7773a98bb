"""Uniswap V2 pairs in memory, each of a token with the hub, and the one who keeps them near."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from counterpoise.backtest.crowd.constant_product import PairTrader, Reserves
from counterpoise.backtest.prices import ONE
from counterpoise.execution.venue import UniswapV2Venue


@dataclass(slots=True)
class Pairs:
    """In the order of the prices; the venue's are the same pairs, for a vault to trade on."""

    hub: str
    tokens: Sequence[str]
    traders: Sequence[PairTrader | None]  # nobody where a token has no pair
    venue: UniswapV2Venue = field(default_factory=UniswapV2Venue)

    def fill(self, reserves: Sequence[Reserves | None]) -> None:
        """{unit} of each token and of the hub; None of a token that has no pair."""
        for token, held in zip(self.tokens, reserves, strict=True):
            if held is not None:
                self.venue.set_pool(token, self.hub, *held)

    def at(self, fee: int) -> UniswapV2Venue:
        """The same pairs, for who takes their fee for another one D18{1}."""
        return UniswapV2Venue(ONE - fee, self.venue.reserves)

    def follow(self, seen: Sequence[int]) -> None:
        """To the edge of the fee band around what the arbitrageur sees, D18{USD/tok}."""
        for token, trader, price in zip(self.tokens, self.traders, seen, strict=True):
            if trader is None:
                continue
            own, other = self.venue.reserves[token, self.hub]
            sale = trader.sale((own, other), price)
            if sale is None:
                continue
            if sale.is_token:
                own, other = own + sale.amount, other - sale.bought
            else:
                own, other = own - sale.bought, other + sale.amount
            self.venue.set_pool(token, self.hub, own, other)
