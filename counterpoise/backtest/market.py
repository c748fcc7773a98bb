"""Plays market prices into feeds and pools, as reporters and arbitrageurs would."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import isqrt

import numpy as np

from counterpoise.backtest.prices import ONE
from counterpoise.chain.local import Call, LocalNode, call_of

LAG = 300  # {s} by which pools trail the market: minutes, as gas wars and settlement take.
NOISE = 5 * ONE // 10_000  # D18{1}, 5 bps: one standard deviation of the arbitrageur's view.
HEARTBEAT = 3_600  # {s}, Chainlink's for ETH / USD and BTC / USD on mainnet.
HUB_HEARTBEAT = 86_400  # {s}, its one for USDC / USD.
DEVIATION = 5 * ONE // 1_000  # D18{1}, 0.5 %: the move that makes a feed report at once.
KEPT, WHOLE = 997, 1_000  # Uniswap V2's fee of 0.30 %, as its pairs count it.
FEED_SCALE = 10**10  # D18 over a feed's 8 decimals


@dataclass(frozen=True, slots=True)
class Listing:
    """One token of the market, with its feed and, but for the hub, its pool."""

    token: str
    decimals: int
    feed: str
    pair: str | None


@dataclass(slots=True)
class Post:
    """What a feed last reported."""

    price: int = 0  # D18{USD/tok}
    time: int = 0  # {s}


def lagged(before: int, now: int, step: int, lag: int = LAG) -> int:
    """The price `lag` {s} ago, on a straight line between the last two closes."""
    return now + (before - now) * min(lag, step) // step


def sale_to_price(sold: int, bought: int, numerator: int, denominator: int) -> int:
    """The sale that moves a pool to a price, fee included; 0 where it would not pay.

    `sold` x and `bought` y are the reserves {unit}, the price is numerator / denominator {unit of y
    per unit of x}. The last unit sold earns it exactly: x + phi*d = sqrt(phi*x*y / price).
    """
    wanted = isqrt(KEPT * sold * bought * denominator // (WHOLE * numerator))
    return max(wanted - sold, 0) * WHOLE // KEPT


def bought_for(amount: int, sold: int, bought: int) -> int:
    """What a sale brings, to the unit as the pair allows it."""
    traded = amount * KEPT
    return traded * bought // (sold * WHOLE + traded)


@dataclass(slots=True)
class Market:
    """The tokens, feeds and pools of one local chain, and the one who moves them."""

    node: LocalNode
    maker: str
    listings: Sequence[Listing]  # in the order of the prices
    hub: Listing
    seed: int
    _posts: dict[str, Post] = field(default_factory=dict)
    _before: tuple[int, ...] = ()
    _random: np.random.Generator = field(init=False)

    def __post_init__(self) -> None:
        self._random = np.random.default_rng(self.seed)

    def calls(self, time: int, prices: tuple[int, ...], step: int) -> list[Call]:
        """What reporters and arbitrageurs send when the market stands at these prices."""
        before, self._before = self._before or prices, prices
        sent = self._report(self.hub, time, ONE, HUB_HEARTBEAT)
        for listing, reserves, was, now in zip(
            self.listings, self._reserves(), before, prices, strict=True
        ):
            sent += self._report(listing, time, now, HEARTBEAT)
            sent += self._arbitrage(listing, reserves, lagged(was, now, step))
        return sent

    def catch_up(self, prices: tuple[int, ...]) -> list[Call]:
        """What arbitrageurs send once the lag is over."""
        rows = zip(self.listings, self._reserves(), prices, strict=True)
        return [call for it, held, price in rows for call in self._arbitrage(it, held, price)]

    def _reserves(self) -> list[tuple[int, int]]:
        """{unit} of the token and of the hub in each pool."""
        views = [call_of(self.maker, it.pair or "", "getReserves()") for it in self.listings]
        answers = self.node.read(["uint112", "uint112", "uint32"], *views)
        return [
            (a, b) if self._is_first(it) else (b, a)
            for it, (a, b, _) in zip(self.listings, answers, strict=True)
        ]

    def _is_first(self, listing: Listing) -> bool:
        return int(listing.token, 16) < int(self.hub.token, 16)

    def _noisy(self, price: int) -> int:
        return price + price * int(NOISE * self._random.standard_normal()) // ONE

    def _report(self, listing: Listing, time: int, price: int, heartbeat: int) -> list[Call]:
        """A feed speaks where the price has moved enough, or it has been silent for long."""
        last = self._posts.setdefault(listing.feed, Post())
        moved = abs(price - last.price) * ONE >= DEVIATION * last.price
        if not moved and time - last.time < heartbeat:
            return []
        self._posts[listing.feed] = Post(price, time)
        return [call_of(self.maker, listing.feed, "post(int128)", price // FEED_SCALE)]

    def _arbitrage(self, listing: Listing, reserves: tuple[int, int], price: int) -> list[Call]:
        """A trade to the edge of the fee band, from whichever side of it the pool is."""
        numerator, denominator = (
            price * 10**self.hub.decimals,
            ONE * 10**listing.decimals,
        )
        own, other = reserves
        sale = sale_to_price(own, other, numerator, denominator)
        if sale:
            return self._swap(listing, listing.token, sale, bought_for(sale, own, other))
        sale = sale_to_price(other, own, denominator, numerator)
        if sale:
            return self._swap(listing, self.hub.token, sale, bought_for(sale, other, own))
        return []

    def _swap(self, listing: Listing, sold: str, amount: int, bought: int) -> list[Call]:
        """Push the tokens to the pair, then take what they bring."""
        if bought == 0:
            return []
        pair, first = (
            listing.pair or "",
            self._is_first(listing) == (sold == listing.token),
        )
        outs = (0, bought) if first else (bought, 0)
        swap = "swap(uint256,uint256,address,bytes)"
        return [
            call_of(self.maker, sold, "mint(address,uint256)", pair, amount),
            call_of(self.maker, pair, swap, *outs, self.maker, b""),
        ]
