"""A pair of tokens in process, with Uniswap's own pools of it, V2 and V3, and who trades there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from math import isqrt
from typing import Any

from simular import PyEvm

from tests.evm.in_process import Chain

ONE = 10**18
HALF_HOUR, BLOCK = 1_800, 12  # {s}
FEE = 3_000  # {1e-6}, of V3's middle tier as of every V2 pair
FULL = -887_220, 887_220  # all the ticks of that tier
DEPTH = 1_000  # {tok} of base in each pool
ROOM = 200  # observations, for half an hour of blocks and more


@dataclass
class Pools:
    """Base at 2,000 quote in both pools, as deep as each other; quote has 18 decimals."""

    chain: Chain
    base: str
    quote: str
    unit: int  # {unit/tok} of base
    factory: str
    pair: str
    v3_factory: str
    pool: str
    trader: str

    @property
    def is_first(self) -> bool:
        return int(self.base, 16) < int(self.quote, 16)

    @property
    def time(self) -> int:
        """{s}, the block's."""
        return self.chain.time()

    def wait(self, seconds: int = BLOCK) -> None:
        self.chain.evm.advance_block(seconds)

    def until(self, moment: int) -> None:
        """To a time {s} that is to come."""
        self.wait(moment - self.time)

    @contextmanager
    def dreamt(self) -> Iterator[None]:
        """What happens inside has not happened afterwards."""
        photo = self.chain.evm.create_snapshot()
        yield
        self.chain.evm = PyEvm.from_snapshot(photo)

    def root(self, price: float) -> int:
        """X96: the root of V3's price where base costs so much {tok} of quote."""
        worth = round(price * 10**12) * ONE // 10**12
        over, under = (worth, self.unit) if self.is_first else (self.unit, worth)
        return isqrt((over << 192) // under)

    def push_pool(self, price: float) -> None:
        """Somebody trades the V3 pool to a price."""
        self.chain.tell("MockV3Trader", self.trader, "push", self.pool, self.root(price))

    def push_pair(self, price: float) -> None:
        """Somebody trades the V2 pair to a price: pays one side in, takes the other side out."""
        base, quote = self.reserves()
        wanted = isqrt(base * quote * self.unit // round(price * ONE))
        after = -(-base * quote // wanted)
        if wanted > base:
            self._swap(self.base, wanted - base, 0, quote - after - 1)
        elif wanted < base:
            self._swap(self.quote, after - quote, base - wanted - 1, 0)

    def _swap(self, token: str, paid: int, base: int, quote: int) -> None:
        fee = paid * 3 // 997 + 1
        self.chain.tell("MockToken", token, "mint", self.pair, paid + fee)
        out = (base, quote) if self.is_first else (quote, base)
        self.chain.tell("UniswapV2Pair", self.pair, "swap", *out, self.chain.caller, b"")

    def reserves(self) -> tuple[int, int]:
        """{unit} of base and of quote in the V2 pair."""
        first, second, _ = self.chain.ask("UniswapV2Pair", self.pair, "getReserves")
        return (first, second) if self.is_first else (second, first)

    def oracle(self, kind: str, *values: Any, turned: bool = False) -> str:
        """One of base in quote, or turned round, by the factory that its pools come from."""
        factory = self.v3_factory if "V3" in kind else self.factory
        tokens = (self.quote, self.base) if turned else (self.base, self.quote)
        return self.chain.deploy(kind, factory, *tokens, *values)

    def quote_of(self, kind: str, oracle: str, amount: int | None = None) -> int:
        """{unit} of quote for {unit} of base, or for a whole one."""
        whole = self.unit if amount is None else amount
        return int(self.chain.ask(kind, oracle, "getQuote", whole, self.base, self.quote))


def build(decimals: int = 18, first: bool = True) -> Pools:
    """Deploys the tokens, both factories and both pools; base is the pools' first token or not."""
    chain = Chain()
    quote = chain.deploy("MockToken", "Quote", "Q", 18)
    base = chain.deploy("MockToken", "Base", "B", decimals)
    while (int(base, 16) < int(quote, 16)) != first:
        base = chain.deploy("MockToken", "Base", "B", decimals)
    factory = chain.deploy("UniswapV2Factory", chain.caller)
    pair = chain.tell("UniswapV2Factory", factory, "createPair", base, quote)
    v3_factory = chain.deploy("UniswapV3Factory")
    pool = chain.tell("UniswapV3Factory", v3_factory, "createPool", base, quote, FEE)
    trader = chain.deploy("MockV3Trader")
    pools = Pools(chain, base, quote, 10**decimals, factory, pair, v3_factory, pool, trader)
    _fill(pools)
    return pools


def _fill(pools: Pools) -> None:
    chain, amounts = pools.chain, (DEPTH * pools.unit, 2_000 * DEPTH * ONE)
    for token, amount in zip((pools.base, pools.quote), amounts, strict=True):
        chain.tell("MockToken", token, "mint", pools.pair, amount)
    chain.tell("UniswapV2Pair", pools.pair, "mint", chain.caller)
    chain.tell("UniswapV3Pool", pools.pool, "initialize", pools.root(2_000))
    chain.tell("UniswapV3Pool", pools.pool, "increaseObservationCardinalityNext", ROOM)
    liquidity = isqrt(amounts[0] * amounts[1])
    chain.tell("MockV3Trader", pools.trader, "mint", pools.pool, *FULL, liquidity)
