"""Plays market prices into feeds and pools of a chain, as reporters and arbitrageurs would."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from counterpoise.backtest.crowd.constant_product import PairTrader, Reserves
from counterpoise.backtest.crowd.crowd import Crowd
from counterpoise.backtest.crowd.ranges import RangeTrader
from counterpoise.backtest.crowd.terms import FEED_SCALE, Terms
from counterpoise.backtest.range_pool import RangeListing, RangePool
from counterpoise.chain.node import Call, Node, call_of


@dataclass(frozen=True, slots=True)
class Listing:
    """One token of the market, with its feed and, but for the hub, its pool."""

    token: str
    decimals: int
    feed: str
    pair: str | None
    ranges: tuple[RangeListing, ...] = ()  # its pools of Uniswap V3, where there are any


@dataclass(slots=True)
class Market:
    """The tokens, feeds and pools of one chain, and the one who moves them."""

    node: Node
    maker: str
    listings: Sequence[Listing]  # in the order of the prices
    hub: Listing
    seed: int
    terms: Terms = Terms()
    crowd: Crowd = field(init=False)
    _places: dict[str, int] = field(init=False)  # of each feed among the crowd's
    _traders: list[PairTrader] = field(init=False)
    ranges: list[list[RangePool]] = field(init=False)  # of each token

    def __post_init__(self) -> None:
        self.crowd = Crowd(len(self.listings), self.seed, self.terms)
        self._places = {it.feed: i for i, it in enumerate((*self.listings, self.hub))}
        unit, cost = 10**self.hub.decimals, self.terms.cost
        self._traders = [PairTrader(10**it.decimals, unit, cost) for it in self.listings]
        self.ranges = [[self._range(it, each) for each in it.ranges] for it in self.listings]

    def calls(self, time: int, prices: tuple[int, ...], step: int) -> list[Call]:
        """What reporters and arbitrageurs send when the market stands at these prices."""
        view = self.crowd.look(time, prices, step)
        *posts, hub = view.posts
        sent = self._report(self.hub, hub)
        rows = zip(self.listings, posts, self._trades(view.seen), strict=True)
        for listing, post, trade in rows:
            sent += self._report(listing, post) + trade
        return sent

    def catch_up(self, prices: tuple[int, ...]) -> list[Call]:
        """What arbitrageurs send once the lag is over."""
        return [call for trade in self._trades(self.crowd.seen(prices)) for call in trade]

    def posted(self, feed: str) -> int:
        """What a feed last said, D18{USD/tok}, to its own eight decimals."""
        return self.crowd.reporters.said[self._places[feed]]

    def _report(self, listing: Listing, post: int | None) -> list[Call]:
        if post is None:
            return []
        return [call_of(self.maker, listing.feed, "post(int128)", post // FEED_SCALE)]

    def _trades(self, seen: Sequence[int]) -> list[list[Call]]:
        """What is sent to each token's pools, its pair first."""
        rows = zip(self.listings, self._traders, self.reserves(), seen, strict=True)
        trades = [self._trade(*row) for row in rows]
        for trade, pools, price in zip(trades, self.ranges, seen, strict=True):
            trade += [call for pool in pools for call in pool.calls(price)]
        return trades

    def _trade(
        self, listing: Listing, trader: PairTrader, reserves: Reserves | None, price: int
    ) -> list[Call]:
        """Push the tokens to the pair, then take what they bring."""
        sale = trader.sale(reserves, price) if reserves else None
        if sale is None:
            return []
        pair, token = listing.pair or "", listing.token if sale.is_token else self.hub.token
        first = self._is_first(listing) == sale.is_token
        outs = (0, sale.bought) if first else (sale.bought, 0)
        swap = "swap(uint256,uint256,address,bytes)"
        return [
            call_of(self.maker, token, "mint(address,uint256)", pair, sale.amount),
            call_of(self.maker, pair, swap, *outs, self.maker, b""),
        ]

    def reserves(self) -> list[Reserves | None]:
        """{unit} of the token and of the hub in each pair; None of a token that has none."""
        views = [call_of(self.maker, it.pair, "getReserves()") for it in self.listings if it.pair]
        answers = iter(self.node.read(["uint112", "uint112", "uint32"], *views))
        return [self._ordered(it, *next(answers)[:2]) if it.pair else None for it in self.listings]

    def _ordered(self, listing: Listing, first: int, second: int) -> Reserves:
        return (first, second) if self._is_first(listing) else (second, first)

    def _range(self, listing: Listing, of: RangeListing) -> RangePool:
        units, is_first = (10**listing.decimals, 10**self.hub.decimals), self._is_first(listing)
        trader = RangeTrader(*units, is_first, self.terms.cost)
        return RangePool(self.node, self.maker, of, trader)

    def _is_first(self, listing: Listing) -> bool:
        return int(listing.token, 16) < int(self.hub.token, 16)
