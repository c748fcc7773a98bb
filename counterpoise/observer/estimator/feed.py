"""The twin of contracts/observer/estimator/FeedEstimator.sol: who remembers the rounds of feeds."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, field

from counterpoise.errors import (
    AssetNotObserved,
    DecimalsTooMany,
    FeedDecimalsChanged,
    PriceFromFuture,
    PriceNotPositive,
    PriceOutOfDomain,
    PriceTooOld,
    SourceUnusable,
    TooManySources,
)
from counterpoise.math.exponential import ln_wad
from counterpoise.math.fixed_point import MAX

MAX_SOURCES = 8
MAX_DECIMALS = 18
MAX_PRICE = 2**128 - 1  # D18{USD/tok} (math 0.4)
NOBODY = "0x" + 40 * "0"


@dataclass(frozen=True, slots=True)
class Source:
    """Where an asset's price comes from."""

    asset: str
    feed: str
    max_age: int  # {s}
    decimals: int = 8  # of the feed's answers, as it has them when it is listed


@dataclass(frozen=True, slots=True)
class Round:
    """What a feed says."""

    id: int  # phase << 64 | the aggregator's own number
    answer: int
    updated_at: int  # {s}
    decimals: int = 8

    @property
    def phase(self) -> int:
        """The aggregator behind the feed, cut to a byte."""
        return self.id >> 64 & 0xFF

    @property
    def number(self) -> int:
        """The aggregator's own number of the round."""
        return self.id & (2**64 - 1)


@dataclass(slots=True)
class FeedEstimator(ABC):
    """Up to eight assets, each with its own feed and age limit."""

    sources: Sequence[Source]
    _source_of: dict[str, Source] = field(init=False)

    def __post_init__(self) -> None:
        if not 0 < len(self.sources) <= MAX_SOURCES:
            raise TooManySources(len(self.sources), MAX_SOURCES)
        self._source_of = {}
        for source in self.sources:
            usable = source.asset != NOBODY and source.max_age > 0
            if not usable or source.asset in self._source_of:
                raise SourceUnusable(source.asset, source.feed, source.max_age)
            if source.decimals > MAX_DECIMALS:
                raise DecimalsTooMany(source.asset, source.decimals, MAX_DECIMALS)
            self._source_of[source.asset] = source

    @abstractmethod
    def record_asset(self, asset: str, round_: Round, now: int) -> bool:
        """Takes in what an asset's feed says at a time {s}; whether that was new."""

    def record(self, rounds: Sequence[Round], now: int) -> bool:
        """All assets, each with what its feed says."""
        pairs = zip(self.sources, rounds, strict=True)
        return any([self.record_asset(source.asset, it, now) for source, it in pairs])

    def source_of(self, asset: str) -> Source:
        """Raises `AssetNotObserved`."""
        if asset not in self._source_of:
            raise AssetNotObserved(asset)
        return self._source_of[asset]

    def log_price_of(self, asset: str, round_: Round, now: int) -> int:
        """The logarithm D18{1} of a new round's price.

        Raises `PriceFromFuture`, `PriceTooOld`, `PriceNotPositive`, `FeedDecimalsChanged` or
        `PriceOutOfDomain`.
        """
        source = self.source_of(asset)
        feed, age = source.feed, now - round_.updated_at
        if age < 0:
            raise PriceFromFuture(feed, round_.updated_at, now)
        if age > source.max_age:
            raise PriceTooOld(feed, age, source.max_age)
        if round_.answer <= 0:
            raise PriceNotPositive(feed, round_.answer)
        if round_.decimals != source.decimals:
            raise FeedDecimalsChanged(feed, round_.decimals, source.decimals)
        price = min(round_.answer * 10 ** (MAX_DECIMALS - round_.decimals), MAX)
        if price > MAX_PRICE:
            raise PriceOutOfDomain(asset, price, 1, MAX_PRICE)
        return ln_wad(price)
