"""The memories of a vault's market, and which of them have something new to take in."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from web3.contract.contract import ContractFunction

from counterpoise.chain.asking import NotAContract, asking
from counterpoise.chain.parts import reader
from counterpoise.chain.rate import GETTER, is_early, look_at, questions
from counterpoise.chain.watch import NOBODY, Watch
from counterpoise.errors import Refusal

# Each oracle by a getter that no one before it has, and the getters that lead on to its sources.
ORACLES = {
    "CrossOracle": "middle",
    "ChainlinkOracle": "feedDecimals",
    "UniswapV2TwapOracle": "MAX_AGE",
    "MedianOracle": "least",
    "FallbackOracle": "primary",
    "SequencerOracle": "grace",
    "PeggedOracle": "peg",
    "Erc4626Oracle": "listedRate",
}
SOURCES = {
    "CrossOracle": ("first", "second"),
    "FallbackOracle": ("primary", "secondary"),
    "SequencerOracle": ("source",),
    "PeggedOracle": ("source",),
    "Erc4626Oracle": ("source",),
}
# What a vault's observer asks of its prices, by the getter that leads there.
MEMORIES = {
    "VarianceEstimator": "variance",
    "CovarianceEstimator": "covariance",
    "TrendEstimator": "trend",
}


@dataclass(frozen=True, slots=True)
class Memory:
    """Something that anybody may bring up to date: its kind, where it is, and the call."""

    kind: str
    address: str
    call: ContractFunction
    asset: str | None = None  # of which alone, where the call is about one


@dataclass(frozen=True, slots=True)
class Memories:
    """All that anybody may bring up to date behind a vault's observer, at the watch's block."""

    watch: Watch
    spacing: int = 0  # {s} from what an estimator last took in to its next record, at least

    def stale(self, time: int) -> Iterator[Memory]:
        """Those that have something new to take in at a time {s}, or refuse to.

        Where a spacing is kept to, who has taken something in within it has nothing. A look at the
        market is apart.
        """
        for memory in self._all():
            if self._is_early(memory, time):
                continue
            news = self._news(memory)
            if news is None:  # One asset's feed must not keep the others' rounds from being seen.
                yield from (it for it in self._each(memory) if self._news(it) is not False)
            elif news:
                yield memory

    def is_look_due(self, time: int) -> bool:
        """Whether to look though nothing is new.

        Half of `maxAge` is gone; or the market is not normal, and a look would count; or a class
        would change.
        """
        market = self.watch.market()
        if market is None:
            return False
        limits = market.limits
        if time >= look_at(market.standings.values(), limits.spacing, limits.max_age):
            return True
        return bool(self._news(self.look))

    @property
    def has_market(self) -> bool:
        """Whether anybody looks at a market at all."""
        return bool(self.watch.read("market") != NOBODY)

    @property
    def look(self) -> Memory:
        """A look at every asset's market."""
        return self._memory("MarketEstimator", self.watch.read("market"))

    def _all(self) -> Iterator[Memory]:
        sources = self._of_market("sources", ())
        oracles = [it for row in sources for it in (row.oracle, row.second, row.spot, row.twap)]
        for mean in dict.fromkeys(mean for it in oracles for mean in self._means(it)):
            yield self._memory("UniswapV2TwapOracle", mean)
        for kind, getter in MEMORIES.items():
            yield from self._each_once(kind, [self.watch.read(getter)])
        yield from self._each_once("DepthEstimator", [row.depth for row in sources])
        falls = [self.watch.read("drawdown"), self._of_market("drawdown", NOBODY)]
        yield from self._each_once("DrawdownEstimator", falls)

    def _each_once(self, kind: str, addresses: Sequence[str]) -> Iterator[Memory]:
        for address in dict.fromkeys(it for it in addresses if it != NOBODY):
            yield self._memory(kind, address)

    def _of_market(self, getter: str, otherwise: Any) -> Any:
        """What the estimator of the market says of itself; something else where there is none."""
        watch = self.watch
        address = watch.read("market")
        if address == NOBODY:
            return otherwise
        return watch.parts.reader("MarketEstimator", address, watch.block)(getter)

    def _means(self, oracle: str) -> Iterator[str]:
        """The means below an oracle that need somebody to record them."""
        kind = self.watch.parts.kind(oracle, ORACLES)
        if kind == "UniswapV2TwapOracle":
            yield oracle
        if kind is None:
            return
        read = self.watch.parts.reader(kind, oracle, self.watch.block)
        below = [read(it) for it in SOURCES.get(kind, ())]
        for source in read("sources") if kind == "MedianOracle" else below:
            yield from self._means(source)

    def _each(self, memory: Memory) -> Iterator[Memory]:
        """The same for each asset alone, where it can be."""
        if memory.kind != "VarianceEstimator":
            yield memory
            return
        record = self.watch.parts.at(memory.kind, memory.address).functions.recordAsset
        for asset in self.watch.assets:
            yield Memory(memory.kind, memory.address, record(asset), asset)

    def _is_early(self, memory: Memory, time: int) -> bool:
        spacing = self.spacing
        return spacing > 0 and is_early(self._updated(memory), spacing, time)

    def _updated(self, memory: Memory) -> int:
        """{s}, of the latest that it has taken in; 0 for nothing, and where it does not say."""
        read = reader(self.watch.parts.at(memory.kind, memory.address), self.watch.block)
        updated = 0
        for inputs in questions(memory.kind, self.watch.assets):
            with suppress(Refusal):  # It does not watch that asset.
                updated = max(updated, int(read(GETTER, *inputs)))
        return updated

    def _news(self, memory: Memory) -> bool | None:
        """Whether there is something new; None where the estimator refuses to take it in."""
        try:
            with asking(f"an estimator: {memory.address}"):
                return bool(memory.call.call(block_identifier=self.watch.block))
        except (Refusal, NotAContract):
            return None

    def _memory(self, kind: str, address: str) -> Memory:
        return Memory(kind, address, self.watch.parts.at(kind, address).functions.record())
