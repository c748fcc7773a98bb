"""What an asset's price comes from, as the parameters say it: a feed, a mean, or more of them."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from brownie import web3

from scripts.deploy.book import require_code
from scripts.deploy.checks import Asset, Feed, check_feed
from scripts.deploy.parameters import Fields, Mismatch
from scripts.deploy.pools import Pool

USD = web3.to_checksum_address("0x" + f"{840:040x}")  # ISO 4217's number, as ERC-7726 wants it.
MAX_DEVIATION = 10**17  # D18{1}, as contracts/observer/oracle/CompositeOracle.sol has it
MAX_GAS = 10_000_000  # {gas}, the same
MAX_GRACE = 86_400  # {s}, as SequencerOracle.sol has it
SOURCES = (3, 9)  # as MedianOracle.sol has them


Trial = Callable[[Any], None] | None  # Raises where a new contract is not what it should be.


class Part(Protocol):
    """Deploys a contract by its name and inputs, or finds it in the book by its label."""

    def __call__(self, name: str, *inputs: Any, label: str = "", trial: Trial = None) -> Any: ...


class Price(ABC):
    """A price in dollars that can be checked, and made into an oracle."""

    @abstractmethod
    def check(self) -> None:
        """What it is made from is what the parameters say. Raises `Mismatch`."""

    @abstractmethod
    def build(self, part: Part, asset: Asset, label: str) -> Any:
        """The oracle; its label in the book begins with the one given."""


@dataclass(frozen=True)
class FeedPrice(Price):
    """A Chainlink feed; the asset's own where no other is named."""

    field: str = ""
    feed: Feed | None = None

    def check(self) -> None:
        if self.feed:
            check_feed(self.field, self.feed)

    def build(self, part: Part, asset: Asset, label: str) -> Any:
        if self.feed is None:
            return _chainlink(part, asset.address, asset.feed, asset.symbol)
        return _chainlink(part, asset.address, self.feed, label)


@dataclass(frozen=True)
class MeanPrice(Price):
    """A pool's mean in the pool's other asset, whose own feed makes dollars of it."""

    pool: Pool

    def check(self) -> None:
        """Pools are checked for themselves."""

    def build(self, part: Part, asset: Asset, label: str) -> Any:
        """Raises `Mismatch` while the mean is too young to be told."""
        mean = build_mean(part, self.pool)
        self.pool.require_grown(mean)
        return in_dollars(part, self.pool, mean)


@dataclass(frozen=True)
class MedianPrice(Price):
    """The middle of several prices, while enough of them answer and all are near each other."""

    sources: tuple[Price, ...]
    least: int
    max_deviation: int  # D18{1}
    source_gas: int  # {gas}

    def check(self) -> None:
        for source in self.sources:
            source.check()

    def build(self, part: Part, asset: Asset, label: str) -> Any:
        made = [
            source.build(part, asset, f"{label} source {i}").address
            for i, source in enumerate(self.sources, start=1)
        ]
        inputs = asset.address, USD, made, self.least, self.max_deviation, self.source_gas
        return part("MedianOracle", *inputs, label=f"{label} MedianOracle")


@dataclass(frozen=True)
class FallbackPrice(Price):
    """A second price where the first fails, and none where they contradict each other."""

    first: Price
    second: Price
    max_deviation: int  # D18{1}
    source_gas: int  # {gas}

    def check(self) -> None:
        self.first.check()
        self.second.check()

    def build(self, part: Part, asset: Asset, label: str) -> Any:
        first = self.first.build(part, asset, f"{label} first").address
        second = self.second.build(part, asset, f"{label} second").address
        inputs = asset.address, USD, first, second, self.max_deviation, self.source_gas
        return part("FallbackOracle", *inputs, label=f"{label} FallbackOracle")


@dataclass(frozen=True)
class SequencerPrice(Price):
    """On a second layer: none while its sequencer is down, or has only just come back."""

    field: str
    source: Price
    feed: str
    grace: int  # {s}

    def check(self) -> None:
        require_code(self.field, self.feed)
        self.source.check()

    def build(self, part: Part, asset: Asset, label: str) -> Any:
        source = self.source.build(part, asset, label).address
        inputs = asset.address, USD, source, self.feed, self.grace
        return part("SequencerOracle", *inputs, label=f"{label} SequencerOracle")


def build_mean(part: Part, pool: Pool) -> Any:
    """The oracle of a pool's mean."""
    kind = f"{pool.kind}TwapOracle"
    return part(kind, *pool.key, *pool.memory, pool.deviation, label=f"{pool.name} {kind}")


def build_spot(part: Part, pool: Pool) -> Any:
    """The oracle of a pool's price of the moment, by which nothing is valued."""
    kind = f"{pool.kind}SpotOracle"
    return part(kind, *pool.key, pool.deviation, label=f"{pool.name} {kind}")


def in_dollars(part: Part, pool: Pool, oracle: Any) -> Any:
    """What one of a pool's oracles says, by the own feed of the pool's other asset."""
    middle = FeedPrice().build(part, pool.quote, "").address
    inputs = pool.base.address, pool.quote.address, USD, oracle.address, middle
    return part("CrossOracle", *inputs, label=f"{pool.name} {oracle._name} CrossOracle")


def read_feed(item: Fields) -> Feed:
    """A Chainlink feed, and what is believed of it."""
    decimals = item.whole("decimals")
    return Feed(
        item.address("address"),
        item.text("description"),
        decimals,
        item.whole("maxAge"),
        item.amount("minAnswer", decimals),
        item.amount("maxAnswer", decimals),
        item.fraction("deviation"),
    )


def read_price(item: Fields, asset: str, pools: Mapping[str, Pool]) -> Price:
    """The price of an asset, by what its `kind` is. Raises `Mismatch`."""
    return READERS[item.choice("kind", READERS)](item, asset, pools)


def price_if_any(fields: Fields, key: str, asset: str, pools: Mapping[str, Pool]) -> Price:
    """The same below a key; the asset's own feed where it is left out."""
    return read_price(fields.group(key), asset, pools) if key in fields.data else FeedPrice()


def pool_of(item: Fields, asset: str, pools: Mapping[str, Pool]) -> Pool:
    """The pool that is named, which must be one of the asset's. Raises `Mismatch`."""
    own = [name for name, pool in pools.items() if pool.base.symbol == asset]
    wanted = "one of " + ", ".join(own) if own else f"a pool of {asset}, of which there is none"
    if item.data.get("pool") not in own:
        raise Mismatch(item.name("pool"), wanted, item.data.get("pool", "nothing"))
    return pools[item.text("pool")]


def _feed(item: Fields, asset: str, pools: Mapping[str, Pool]) -> Price:
    return FeedPrice(item.path, read_feed(item)) if "address" in item.data else FeedPrice()


def _mean(item: Fields, asset: str, pools: Mapping[str, Pool]) -> Price:
    return MeanPrice(pool_of(item, asset, pools))


def _median(item: Fields, asset: str, pools: Mapping[str, Pool]) -> Price:
    sources = tuple(read_price(it, asset, pools) for it in item.groups("sources"))
    count, (fewest, most) = len(sources), SOURCES
    if not fewest <= count <= most:
        raise Mismatch(item.name("sources"), f"{fewest} to {most} of them", count)
    least = item.whole_within("least", count // 2 + 1, count)
    return MedianPrice(sources, least, *_care(item))


def _fallback(item: Fields, asset: str, pools: Mapping[str, Pool]) -> Price:
    first, second = (read_price(item.group(it), asset, pools) for it in ("first", "second"))
    return FallbackPrice(first, second, *_care(item))


def _sequencer(item: Fields, asset: str, pools: Mapping[str, Pool]) -> Price:
    source = price_if_any(item, "source", asset, pools)
    grace = item.whole_within("grace", 1, MAX_GRACE)
    return SequencerPrice(item.name("feed"), source, item.address("feed"), grace)


def _care(item: Fields) -> tuple[int, int]:
    deviation = item.fraction_within("maxDeviation", MAX_DEVIATION)
    return deviation, item.whole_within("sourceGas", 1, MAX_GAS)


def _chainlink(part: Part, asset: str, feed: Feed, label: str) -> Any:
    limits = feed.max_age, feed.min_answer, feed.max_answer, feed.deviation
    return part(
        "ChainlinkOracle", feed.address, asset, USD, *limits, label=f"{label} ChainlinkOracle"
    )


READERS = {
    "feed": _feed,
    "mean": _mean,
    "median": _median,
    "fallback": _fallback,
    "sequencer": _sequencer,
}
