"""Real pools, feeds that publish as Chainlink's do, and a vault that all the real parts guard."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from simular import PyEvm

from counterpoise.types import MarketClass
from tests.evm.in_process import Chain
from tests.evm.market.exchanges import Market, Pair, Pool, Token, create_market

NAMES = ("HUB", "ETH", "BTC")  # the vault's, in its order; the hub is a dollar
ONE, PERCENT, ANSWER = 10**18, 10**16, 10**8
BLOCK, MINUTE, HOUR, DAY = 12, 60, 3_600, 86_400  # {s}
USD, NOBODY = f"0x{840:040x}", f"0x{0:040x}"
FOREVER = 2**40
SUPPLY = 10**6 * ONE  # {share}, a dollar each at first
THRESHOLDS = {"HUB": 25 * ONE // 10_000, "ETH": ONE // 200, "BTC": ONE // 200}  # D18{1}
HEARTBEATS = {"HUB": DAY, "ETH": HOUR, "BTC": HOUR}  # {s}
GRACE = HOUR  # {s}, beyond a heartbeat
SLICE = ONE // 500  # D18{1}, the most that one rebalance trades of an asset
COOLDOWN = 5 * MINUTE  # {s}
REST = 30 * MINUTE  # {s}, after which a class may be left
MAX_LOSS = PERCENT  # D18{1} of a trade, below its worth at the oracles' prices


@dataclass
class Feed:
    """Publishes what moves by its threshold, and otherwise as often as its heart beats."""

    chain: Chain
    address: str
    threshold: int  # D18{1}
    heartbeat: int  # {s}
    stuck: bool = False
    factor: float = 1.0  # by which what it says is wrong
    answer: int = 0
    time: int = 0  # {s}

    def hear(self, price: float, time: int) -> None:
        """The true price {USD}, at {s}."""
        answer = max(round(price * self.factor * ANSWER), 1)
        moved = abs(answer - self.answer) * ONE >= self.threshold * self.answer
        if not self.stuck and (moved or time >= self.time + self.heartbeat):
            self.answer, self.time = answer, time
            self.chain.tell("MockFeed", self.address, "post", answer)


@dataclass
class Watch:
    """What anybody may bring up to date, by the name of its contract."""

    variance: str = ""
    drawdown: str = ""
    market: str = ""
    depths: dict[str, tuple[str, str]] = field(default_factory=dict)  # by asset: kind, address
    means: list[str] = field(default_factory=list)  # V2's, which need checkpoints


@dataclass
class Scene:
    """Everything that was deployed. ETH is watched in its V2 pair, BTC and the hub in V3 pools."""

    prices: dict[str, float]  # {USD}, at first
    slice: int = SLICE
    cooldown: int = COOLDOWN
    belief: int = 0  # times a price at first, or a part of it, beyond which no feed is believed
    chain: Chain = field(default_factory=Chain)
    tokens: dict[str, Token] = field(default_factory=dict)
    feeds: dict[str, Feed] = field(default_factory=dict)
    others: dict[str, Feed] = field(default_factory=dict)  # the second source of each
    oracles: dict[str, str] = field(default_factory=dict)
    pairs: dict[str, Pair] = field(default_factory=dict)
    pools: dict[str, Pool] = field(default_factory=dict)
    watch: Watch = field(default_factory=Watch)
    vault: str = ""
    observer: str = ""
    holder: str = ""
    people: dict[str, str] = field(default_factory=dict)
    photo: str = field(default="", repr=False)
    said: list[tuple[int, int]] = field(default_factory=list)  # by each feed, at the photo

    @cached_property
    def market(self) -> Market:
        return create_market(self.chain)

    @property
    def time(self) -> int:
        """{s}, the block's."""
        return self.chain.time()

    def keep(self) -> None:
        """Makes the photo that `begin` goes back to."""
        self.photo = str(self.chain.evm.create_snapshot())
        self.said = [(it.answer, it.time) for it in self.every_feed]

    def begin(self) -> None:
        """As it was when the photo was made, in a hundredth of the time that it took to build."""
        self.chain.evm = PyEvm.from_snapshot(self.photo)
        for feed, (answer, time) in zip(self.every_feed, self.said, strict=True):
            feed.stuck, feed.factor, feed.answer, feed.time = False, 1.0, answer, time

    @property
    def every_feed(self) -> list[Feed]:
        return [*self.feeds.values(), *self.others.values()]

    def oracle_of(self, name: str, feed: Feed) -> str:
        token, first = self.tokens[name].address, feed.answer
        bounds = (first // self.belief, first * self.belief) if self.belief else (1, 10**20)
        rule = HEARTBEATS[name] + GRACE, *bounds, THRESHOLDS[name]
        return self.chain.deploy("ChainlinkOracle", feed.address, token, USD, *rule)

    def cross(self, name: str, kind: str, *values: Any, over: str = "HUB") -> str:
        """An asset's price in dollars by one of its pools."""
        base, quote = self.tokens[name].address, self.tokens[over].address
        factory = self.market.v3_factory if "V3" in kind else self.market.factory
        first = self.chain.deploy(kind, factory, base, quote, *values)
        if kind == "UniswapV2TwapOracle":
            self.watch.means.append(first)
        return self.chain.deploy("CrossOracle", base, quote, USD, first, self.oracles[over])

    def tell(self, name: str, function: str, *values: Any, by: str = "outsider") -> Any:
        """Somebody calls the vault."""
        who = self.people[by]
        return self.chain.tell(name, self.vault, function, *values, by=who)

    def books(self) -> tuple[int, ...]:
        """{unit}, what the vault says it owns."""
        return tuple(self.chain.ask("Vault", self.vault, "holdings")[1])

    def classes(self) -> tuple[MarketClass, ...]:
        """What a rebalance of this block would see."""
        listed = [self.tokens[it].address for it in NAMES]
        word = self.chain.ask("SignalObserver", self.observer, "signalsOf", listed)[0]
        return tuple(MarketClass(word >> 4 * i & 15) for i in range(len(NAMES)))
