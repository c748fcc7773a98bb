"""Uniswap's own V3 pools in process, each beside the twin's, and a venue that trades on them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from eth_utils.crypto import keccak
from hypothesis import strategies as st

from counterpoise.execution.uniswap_v3 import UniswapV3Venue
from counterpoise.math.pool_walk import Pool
from counterpoise.math.ticks import sqrt_price_at, tick_at
from counterpoise.types import Order
from tests.evm.in_process import Chain, artifact

NAME, POOL, FACTORY = "UniswapV3Venue", "UniswapV3Pool", "UniswapV3Factory"
SPACINGS = {100: 1, 500: 10, 3_000: 60, 10_000: 200}  # {tick}, of each fee {1e-6}
ODD = 50_000, 16_000  # a fee and a spacing that no factory has, near the widest that one may
CODE = keccak(hexstr=artifact(POOL)["bytecode"])

Position = tuple[int, int, int]  # its lower and its upper tick, and L between them


@dataclass
class Exchange:
    """A factory of pools at every fee, and who lays liquidity into them."""

    chain: Chain
    factory: str
    trader: str

    def venue(self, fee: int, reach: int) -> str:
        return self.chain.deploy(NAME, self.factory, CODE, fee, reach)


@dataclass
class Market:
    """One pool, on the chain and in memory, and a venue on each side."""

    exchange: Exchange
    tokens: tuple[str, str]  # the first and the second
    pool: Pool
    venue: str
    twin: UniswapV3Venue

    @property
    def chain(self) -> Chain:
        return self.exchange.chain

    def ends(self, is_down: bool) -> tuple[str, str]:
        """What is sold and what is bought."""
        return self.tokens if is_down else (self.tokens[1], self.tokens[0])

    def lay(self, *positions: Position) -> None:
        trader = self.exchange.trader
        for lower, upper, amount in positions:
            self.pool.lay(lower, upper, amount)
            act, size = ("mint", amount) if amount > 0 else ("burn", -amount)
            self.chain.tell("MockV3Trader", trader, act, self.pool.address, lower, upper, size)

    def push(self, price: int) -> None:
        """Somebody trades the pool to that root, X96; the twin's is told where it stands then."""
        self.chain.tell("MockV3Trader", self.exchange.trader, "push", self.pool.address, price)
        self.pool.price, self.pool.tick, self.pool.liquidity = self.state()

    def order(self, is_down: bool, amount: int) -> Order:
        return Order(self.venue, *self.ends(is_down), amount, 0)

    def quote(self, is_down: bool, amount: int) -> int:
        return self.chain.ask(NAME, self.venue, "quote", *self.ends(is_down), amount)

    def curve(self, is_down: bool) -> tuple[int, int, int, int]:
        return self.chain.ask(NAME, self.venue, "curve", *self.ends(is_down))

    def swap(self, is_down: bool, amount: int) -> int:
        """Pushes and swaps; what came is measured."""
        sell, buy = self.ends(is_down)
        receiver = self.chain.person()
        inlet = self.chain.ask(NAME, self.venue, "inlet", sell, buy)
        self.chain.tell("MockToken", sell, "mint", inlet, amount)
        order = (self.venue, sell, buy, amount, 0)
        self.chain.tell(NAME, self.venue, "swap", order, receiver)
        return self.held(buy, receiver)

    def held(self, token: str, who: str) -> int:
        return self.chain.ask("MockToken", token, "balanceOf", who)

    def state(self) -> tuple[int, int, int]:
        """The real pool's root X96, tick and liquidity."""
        price, tick = self.chain.ask(POOL, self.pool.address, "slot0")[:2]
        return price, tick, self.chain.ask(POOL, self.pool.address, "liquidity")


def open_exchange(chain: Chain) -> Exchange:
    """With a fee of 0.01 % and an odd one beside the three that a factory begins with."""
    factory = chain.deploy(FACTORY)
    for tier in ((100, SPACINGS[100]), ODD):
        chain.tell(FACTORY, factory, "enableFeeAmount", *tier)
    return Exchange(chain, factory, chain.deploy("MockV3Trader"))


def open_pool(exchange: Exchange, tokens: tuple[str, str], fee: int, price: int) -> Pool:
    """A pool at that root, X96, with no liquidity yet."""
    address = exchange.chain.tell(FACTORY, exchange.factory, "createPool", *tokens, fee)
    exchange.chain.tell(POOL, address, "initialize", price)
    return Pool(address, fee, (SPACINGS | dict([ODD]))[fee], price, tick_at(price))


def open_market(
    exchange: Exchange,
    fee: int,
    price: int,
    positions: Sequence[Position],
    reach: int = 20,
    decimals: tuple[int, int] = (18, 18),
    kind: str = "MockToken",
) -> Market:
    """A pool at that root, X96, with liquidity, and venues that trade on it."""
    made = [exchange.chain.deploy(kind, "Token", "TOK", it) for it in decimals]
    first, second = sorted(made, key=lambda it: int(it, 16))
    pool = open_pool(exchange, (first, second), fee, price)
    twin = UniswapV3Venue(reach, {(first, second): pool})
    market = Market(exchange, (first, second), pool, exchange.venue(fee, reach), twin)
    market.lay(*positions)
    return market


@dataclass(frozen=True)
class Scene:
    """What is drawn: a pool, and a sale in it."""

    fee: int
    price: int  # X96
    positions: tuple[Position, ...]
    reach: int
    is_down: bool
    amount: int


@st.composite
def scenes(draw: st.DrawFn) -> Scene:
    """Up to six positions, near the price or over all ticks, and a sale of what they bear or more.

    A fifth of the prices stand on a tick that positions may begin or end at.
    """
    fee = draw(st.sampled_from(list(SPACINGS)))
    spacing, tick = SPACINGS[fee], draw(st.integers(-200_000, 200_000))
    tick = tick if draw(st.integers(0, 4)) else tick // spacing * spacing
    low, high = sqrt_price_at(tick), sqrt_price_at(tick + 1)
    price = draw(st.one_of(st.just(low), st.integers(low, high - 1)))
    center = tick // spacing
    slots = st.one_of(st.integers(-4, 5), st.integers(-300, 300), st.integers(-4_000, 4_000))
    count, positions = draw(st.integers(1, 6)), []
    for _ in range(count):
        a, b = draw(slots), draw(slots)
        size = draw(st.integers(1, 10 ** draw(st.integers(3, 28))))
        positions.append(_within(spacing, center + min(a, b), center + max(a, b) + (a == b), size))
    amount = draw(st.integers(1, 10 ** draw(st.integers(0, 33))))
    return Scene(
        fee, price, tuple(positions), draw(st.integers(1, 1_000)), draw(st.booleans()), amount
    )


def _within(spacing: int, lower: int, upper: int, size: int) -> Position:
    """The slots in ticks, cut to those that a pool has, with one between them at least."""
    most = 887_272 // spacing
    lower = min(max(lower, -most), most - 1)
    return lower * spacing, min(max(upper, lower + 1), most) * spacing, size
