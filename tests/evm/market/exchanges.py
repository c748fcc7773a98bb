"""Uniswap's own pools of one token with another, V2 and V3, and who trades them to a price."""

from __future__ import annotations

from dataclasses import dataclass
from math import isqrt

from tests.evm.in_process import Chain

FEE = 3_000  # {1e-6}, of V3's middle tier as of every V2 pair
FULL = -887_220, 887_220  # {tick}, all of that tier
ROOM = 200  # observations, for half an hour of blocks and more
FINE = 10**12  # a price {tok} in whole parts of itself


@dataclass(frozen=True, slots=True)
class Token:
    """A token and its {unit/tok}."""

    address: str
    unit: int


@dataclass(frozen=True, slots=True)
class Market:
    """Where everything is traded, and who trades: mints what it owes."""

    chain: Chain
    factory: str
    v3_factory: str
    trader: str


@dataclass(frozen=True, slots=True)
class Pair:
    """A V2 pair of base and quote."""

    market: Market
    base: Token
    quote: Token
    address: str

    @property
    def reserves(self) -> tuple[int, int]:
        """{unit} of base and of quote."""
        first, second, _ = self.market.chain.ask("UniswapV2Pair", self.address, "getReserves")
        return (first, second) if is_first(self.base, self.quote) else (second, first)

    @property
    def price(self) -> float:
        """{tok} of quote for a whole base."""
        base, quote = self.reserves
        return quote * self.base.unit / (base * self.quote.unit)

    def push(self, price: float) -> None:
        """Somebody trades until base costs so much."""
        base, quote = self.reserves
        worth = round(price * FINE) * self.quote.unit
        wanted = isqrt(base * quote * self.base.unit * FINE // worth)
        after = -(-base * quote // wanted)
        if wanted > base:
            self._swap(self.base, wanted - base, 0, quote - after - 1)
        elif after > quote:
            self._swap(self.quote, after - quote, base - wanted - 1, 0)

    def fill(self, base: int, quote: int) -> None:
        """Brings liquidity {unit}."""
        chain = self.market.chain
        for token, amount in ((self.base, base), (self.quote, quote)):
            chain.tell("MockToken", token.address, "mint", self.address, amount)
        chain.tell("UniswapV2Pair", self.address, "mint", chain.caller)

    def drain(self, percent: int) -> None:
        """So much of what was brought leaves."""
        chain, name = self.market.chain, "UniswapV2Pair"
        amount = chain.ask(name, self.address, "balanceOf", chain.caller) * percent // 100
        chain.tell(name, self.address, "transfer", self.address, amount)
        chain.tell(name, self.address, "burn", chain.caller)

    def _swap(self, token: Token, paid: int, base: int, quote: int) -> None:
        chain, fee = self.market.chain, paid * 3 // 997 + 1
        chain.tell("MockToken", token.address, "mint", self.address, paid + fee)
        out = (base, quote) if is_first(self.base, self.quote) else (quote, base)
        if any(it > 0 for it in out):
            chain.tell("UniswapV2Pair", self.address, "swap", *out, chain.caller, b"")


@dataclass(frozen=True, slots=True)
class Pool:
    """A V3 pool of base and quote, with liquidity over all prices."""

    market: Market
    base: Token
    quote: Token
    address: str

    @property
    def price(self) -> float:
        """{tok} of quote for a whole base."""
        ratio = (self.present / 2**96) ** 2
        forward = ratio if is_first(self.base, self.quote) else 1 / ratio
        return float(forward * self.base.unit / self.quote.unit)

    @property
    def present(self) -> int:
        """X96, the root of the pool's own price."""
        return int(self.market.chain.ask("UniswapV3Pool", self.address, "slot0")[0])

    def root(self, price: float) -> int:
        """X96, where base costs so much."""
        over, under = round(price * FINE) * self.quote.unit, FINE * self.base.unit
        if not is_first(self.base, self.quote):
            over, under = under, over
        return isqrt((over << 192) // under)

    def push(self, price: float) -> None:
        """Somebody trades until base costs so much."""
        root = self.root(price)
        if root != self.present:  # The pool refuses to be traded to where it is.
            self._trade("push", root)

    def fill(self, base: int, quote: int) -> None:
        """Brings liquidity of these amounts {unit}."""
        self._trade("mint", *FULL, isqrt(base * quote))

    def drain(self, percent: int) -> None:
        """So much of the liquidity leaves."""
        present = self.market.chain.ask("UniswapV3Pool", self.address, "liquidity")
        self._trade("burn", *FULL, present * percent // 100)

    def _trade(self, act: str, *numbers: int) -> None:
        self.market.chain.tell("MockV3Trader", self.market.trader, act, self.address, *numbers)


def is_first(base: Token, quote: Token) -> bool:
    return int(base.address, 16) < int(quote.address, 16)


def create_market(chain: Chain) -> Market:
    factory = chain.deploy("UniswapV2Factory", chain.caller)
    return Market(chain, factory, chain.deploy("UniswapV3Factory"), chain.deploy("MockV3Trader"))


def create_pair(market: Market, base: Token, quote: Token, amounts: tuple[int, int]) -> Pair:
    """With these reserves {unit}."""
    ends = base.address, quote.address
    made = market.chain.tell("UniswapV2Factory", market.factory, "createPair", *ends)
    pair = Pair(market, base, quote, made)
    pair.fill(*amounts)
    return pair


def create_pool(market: Market, base: Token, quote: Token, amounts: tuple[int, int]) -> Pool:
    """With these amounts {unit}; it remembers half an hour of blocks and more."""
    chain, ends = market.chain, (base.address, quote.address)
    made = chain.tell("UniswapV3Factory", market.v3_factory, "createPool", *ends, FEE)
    pool = Pool(market, base, quote, made)
    price = amounts[1] * base.unit / (amounts[0] * quote.unit)
    chain.tell("UniswapV3Pool", made, "initialize", pool.root(price))
    chain.tell("UniswapV3Pool", made, "increaseObservationCardinalityNext", ROOM)
    pool.fill(*amounts)
    return pool
