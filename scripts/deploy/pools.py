"""Pools by the names that a parameter file gives them: where each stands, and what it must have."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from counterpoise.math.fixed_point import ONE
from scripts.deploy.assets import Asset
from scripts.deploy.book import require_code
from scripts.deploy.checks import check_price, pair_in, pool_price
from scripts.deploy.parameters import Fields, Mismatch
from scripts.deploy.project import interface_at, now
from scripts.deploy.uniswap import NO_ADDRESS, pair_at

WINDOW = (1_800, 86_400)  # {s}, as contracts/observer/oracle/TwapOracle.sol has them
MAX_DEVIATION = ONE // 10  # D18{1}, as PoolOracle.sol has it
COMMON = ("version", "base", "quote", "factory", "window", "deviation")
KEYS = {2: (*COMMON, "maxAge"), 3: (*COMMON, "fee", "blockTime", "minLiquidity")}
Q96 = 2**96  # One, in V3's square roots of prices.


@dataclass(frozen=True)
class Pool(ABC):
    """A pool of an asset and another one. `kind` begins the names of its oracles."""

    kind: ClassVar[str]
    name: str
    base: Asset
    quote: Asset
    factory: str
    window: int  # {s}, of the mean
    deviation: int  # D18{1}, how far the market may be from what the pool says

    @property
    def field(self) -> str:
        return f"pools.{self.name}"

    @property
    def key(self) -> list[Any]:
        """What the factory knows it by."""
        return [self.factory, self.base.address, self.quote.address]

    @property
    @abstractmethod
    def memory(self) -> list[int]:
        """What its mean is told beside that."""

    @abstractmethod
    def find(self) -> str:
        """Where it stands. Raises `Mismatch` where the factory is none, or knows no such pool."""

    @abstractmethod
    def check(self, tolerance: int) -> None:
        """It stands, at the feeds' price within a tolerance D18{1}, and its mean can be told."""

    @abstractmethod
    def require_grown(self, mean: Any) -> None:
        """The mean, an oracle, is old enough to be told. Raises `Mismatch`."""

    def require_known(self, place: str) -> str:
        if place == NO_ADDRESS:
            pair = f"a pool of {self.base.symbol} and {self.quote.symbol}"
            raise Mismatch(self.field, f"{pair} at {self.factory}", "none")
        return place


@dataclass(frozen=True)
class V2Pool(Pool):
    """A Uniswap V2 pair."""

    kind = "UniswapV2"
    max_age: int  # {s}: a mean over more is not told

    @property
    def memory(self) -> list[int]:
        return [self.window, self.max_age]

    def find(self) -> str:
        return self.require_known(pair_in(self.factory, self.base.address, self.quote.address))

    def check(self, tolerance: int) -> None:
        require_code(f"{self.field}.factory", self.factory)
        price = pool_price(self.field, self.base, self.quote, pair_at(self.find()))
        check_price(f"{self.field}.price", self.base, self.quote, price, tolerance)

    def require_grown(self, mean: Any) -> None:
        """It has no past but its oracle's; so a vault that is priced with it waits for a window."""
        require_age(self.field, now() - min(mean.checkpoints(i)[1] for i in (0, 1)), self.window)


@dataclass(frozen=True)
class V3Pool(Pool):
    """A Uniswap V3 pool."""

    kind = "UniswapV3"
    fee: int  # {1e-6}
    block_time: int  # {s}: it keeps one observation a block at most
    min_liquidity: int  # {unit}, geometric mean of both sides

    @property
    def key(self) -> list[Any]:
        return [*super().key, self.fee]

    @property
    def memory(self) -> list[int]:
        return [self.window, self.block_time, self.min_liquidity]

    def find(self) -> str:
        factory = interface_at("IUniswapV3Factory", self.factory)
        return self.require_known(str(factory.getPool(*self.key[1:])))

    def check(self, tolerance: int) -> None:
        require_code(f"{self.field}.factory", self.factory)
        pool = interface_at("IUniswapV3Pool", self.find())
        root, _, index, cardinality, *_ = pool.slot0()
        least = -(-self.window // self.block_time) + 1
        if cardinality < least:
            raise Mismatch(f"{self.field}.cardinality", f"at least {least}", cardinality)
        self._check_age(pool, (index + 1) % cardinality)
        check_price(
            f"{self.field}.price", self.base, self.quote, self._price(pool, root), tolerance
        )

    def require_grown(self, mean: Any) -> None:
        """It is: the past is the pool's own, and `check` has asked for it."""

    def _check_age(self, pool: Any, oldest: int) -> None:
        time, _, _, written = pool.observations(oldest)
        start = time if written else pool.observations(0)[0]
        require_age(self.field, now() - start, self.window)

    def _price(self, pool: Any, root: int) -> int:
        """D18{quote/base}, of whole tokens."""
        base_is_first = pool.token0() == self.base.address
        over, under = (root**2, Q96**2) if base_is_first else (Q96**2, root**2)
        return int(over * ONE * 10**self.base.decimals // (under * 10**self.quote.decimals))


def require_age(field: str, age: int, least: int) -> None:
    """Raises `Mismatch` where a pool's past {s} is too short."""
    if age < least:
        raise Mismatch(f"{field}.age", f"at least {least} s", f"{age} s; run again later")


def read_pools(
    fields: Fields, assets: Sequence[Asset], hub: Asset, factory: str
) -> dict[str, Pool]:
    """The pools of a file by their names; V2's are at the venue's factory unless they say so."""
    known = {asset.symbol: asset for asset in assets}
    return {name: _pool(name, fields.group(name), known, hub, factory) for name in fields.data}


def _pool(name: str, item: Fields, known: dict[str, Asset], hub: Asset, factory: str) -> Pool:
    item.require_known(KEYS[item.whole_within("version", 2, 3)])
    base = known[item.choice("base", known)]
    quote = known[item.choice("quote", known)] if "quote" in item.data else hub
    if base is quote:
        raise Mismatch(item.name("base"), f"another asset than {quote.symbol}", base.symbol)
    window = item.whole_within("window", *WINDOW)
    deviation = item.fraction_within("deviation", MAX_DEVIATION)
    if item.whole("version") == 2:
        named = "factory" in item.data or not factory
        place = item.address("factory") if named else factory
        max_age = item.whole_within("maxAge", 2 * window, 2 * WINDOW[1])
        return V2Pool(name, base, quote, place, window, deviation, max_age)
    place, fee = item.address("factory"), item.whole("fee")
    time, least = item.whole_within("blockTime", 1, WINDOW[0]), item.amount("minLiquidity", 0)
    return V3Pool(name, base, quote, place, window, deviation, fee, time, least)
