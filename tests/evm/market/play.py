"""Plays a scene block by block, and keeps what was found, traded and lost in each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from counterpoise.errors import Refusal
from tests.evm.in_process import said
from tests.evm.market.exchanges import Pair, Pool
from tests.evm.market.record import Record, Row
from tests.evm.market.scene import (
    ANSWER,
    BLOCK,
    FOREVER,
    MINUTE,
    NAMES,
    ONE,
    SUPPLY,
    Scene,
)

ACT = Callable[["Play"], None]
MARGIN = 0.003  # of a price: the pools' fee, within which nobody trades them back
QUOTED = {"HUB": "PEER", "ETH": "HUB", "BTC": "HUB"}  # what each asset is traded for
SHARES = SUPPLY // 1_000  # {share}, with which a holder would leave in each block


@dataclass(frozen=True, slots=True)
class Try:
    """What a rebalance lost, D18{1} of a share: nothing where it was refused."""

    lost: int = 0  # at the feeds' prices
    cost: int = 0  # at the true ones


@dataclass
class Play:
    """The truth, who follows it and how soon, and who looks."""

    scene: Scene
    beat: int = BLOCK  # {s}
    poll: int = MINUTE  # {s} between two looks of the keeper
    lag: int = 1  # rows by which arbitrageurs come late
    truth: dict[str, float] = field(default_factory=dict)  # {USD}
    rows: list[Row] = field(default_factory=list)
    past: list[dict[str, float]] = field(default_factory=list)
    looked: int = 0  # {s}
    start: int = 0  # {s}
    began: int = 0  # {s} since then
    ended: int = 0
    fair: dict[str, float] = field(default_factory=dict)  # where the pools were traded to
    held_off: frozenset[str] = frozenset()  # whose pools nobody trades back
    trading: bool = True
    books: tuple[int, ...] = ()  # {unit} that the vault owns

    def __post_init__(self) -> None:
        self.truth = self.truth or dict(self.scene.prices)
        self.start, self.books = self.scene.time, self.scene.books()

    def steps(self, count: int, *acts: ACT, after: Sequence[ACT] = ()) -> None:
        """The same again and again."""
        for _ in range(count):
            self.step(*acts, after=after)

    def begin(self) -> None:
        """From the next row on the market is disturbed."""
        self.began = self.now

    def end(self) -> None:
        """The last row was the last one of it."""
        self.ended = self.now

    @property
    def now(self) -> int:
        """{s} since the beginning."""
        return self.scene.time - self.start

    def step(self, *acts: ACT, after: Sequence[ACT] = ()) -> Row:
        """A block: the feeds, the arbitrageurs, what else is done, a rebalance, a look, another."""
        self.scene.chain.evm.advance_block(self.beat)
        self.publish()
        self.arbitrage()
        start = self.books
        tries = [self.after(acts, "outsider")]
        for act in after:
            act(self)
        if self.scene.time >= self.looked + self.poll:
            self.look()
            tries.append(self.rebalance("keeper"))
        self.leave()
        self.rows.append(self.row(start, tries))
        return self.rows[-1]

    def after(self, acts: Sequence[ACT], by: str) -> Try:
        """What comes of a rebalance when somebody has acted."""
        for act in acts:
            act(self)
        return self.rebalance(by)

    def row(self, start: Sequence[int], tries: Sequence[Try]) -> Row:
        return Row(
            time=self.now,
            classes=self.scene.classes(),
            traded=tuple(b - a for a, b in zip(start, self.books)),
            lost=sum(it.lost for it in tries),
            cost=sum(it.cost for it in tries),
        )

    def record(self) -> Record:
        return Record(tuple(self.rows), self.began, self.ended)

    @contextmanager
    def left_alone(self, *names: str) -> Iterator[None]:
        """Meanwhile nobody trades these assets' pools back."""
        self.held_off = frozenset(names)
        yield
        self.held_off = frozenset()

    def publish(self) -> None:
        time = self.scene.time
        for feeds in (self.scene.feeds, self.scene.others):
            for name, feed in feeds.items():
                feed.hear(self.truth[name], time)

    def arbitrage(self) -> None:
        """The pools come within their fee of what was true some rows ago."""
        self.past.append(dict(self.truth))
        then = self.past[max(len(self.past) - 1 - self.lag, 0)]
        for name, over in QUOTED.items():
            fair = then[name] / then[over]
            if name not in self.held_off and self.fair.get(name) != fair:
                self.fair[name] = fair
                for pool in self.venues(name):
                    near(pool, fair)

    def venues(self, name: str) -> list[Pair | Pool]:
        """The pools of an asset; the hub's trades it with another dollar."""
        pairs = [self.scene.pairs[name]] if name in self.scene.pairs else []
        return [*pairs, self.scene.pools[name]]

    def push(self, name: str, factor: float) -> None:
        """Somebody trades an asset's pools to so much of its true price."""
        self.fair.pop(name, None)
        for pool in self.venues(name):
            pool.push(self.truth[name] / self.truth[QUOTED[name]] * factor)

    def look(self) -> None:
        """The keeper brings all up to date that it can; what fails keeps nothing else from it."""
        watch, self.looked = self.scene.watch, self.scene.time
        records = [("UniswapV2TwapOracle", it) for it in watch.means]
        records += [*watch.depths.values(), ("DrawdownEstimator", watch.drawdown)]
        for name, account in records:
            said(self.scene.chain.tell, name, account, "record")
        for name in NAMES[1:]:
            token = self.scene.tokens[name].address
            said(self.scene.chain.tell, "VarianceEstimator", watch.variance, "recordAsset", token)
        self.glance()

    def glance(self) -> None:
        """Somebody looks at the markets, and at nothing else."""
        who = self.scene.people["outsider"]
        self.scene.chain.tell("MarketEstimator", self.scene.watch.market, "record", by=who)

    def rebalance(self, by: str) -> Try:
        """Somebody tries; what was refused has changed nothing."""
        start = self.books
        try:
            if self.trading:
                self.scene.tell("Vault", "rebalance", by=by)
        except Refusal:
            return Try()
        self.books = self.scene.books()
        self.fair.clear()  # What was traded is worth another look.
        told = [self.scene.feeds[it].answer for it in NAMES]
        true = [round(self.truth[it] * ANSWER) for it in NAMES]
        return Try(self.fall(start, told), self.fall(start, true))

    def fall(self, start: Sequence[int], prices: Sequence[int]) -> int:
        """D18{1} by which the books are worth less than at the start, rounded up."""
        units = [self.scene.tokens[it].unit for it in NAMES]
        rows = zip(start, self.books, prices, units)
        scaled = [(a * p * ONE // u, b * p * ONE // u) for a, b, p, u in rows]
        before, after = sum(it for it, _ in scaled), sum(it for _, it in scaled)
        return -((after - before) * ONE // before)

    def leave(self) -> None:
        """K1, EX-01 A holder could leave now, with its part of each asset."""
        vault, to = self.scene.vault, self.scene.holder
        got = self.scene.chain.ask("Vault", vault, "redeem", SHARES, to, [], [], FOREVER)
        assert list(got) == [it * SHARES // SUPPLY for it in self.books]


def near(pool: Pair | Pool, fair: float) -> None:
    """Trades a pool to within its fee of what is fair; nobody trades for less."""
    price = pool.price
    if price > fair * (1 + MARGIN):
        pool.push(fair * (1 + MARGIN))
    elif price < fair * (1 - MARGIN):
        pool.push(fair * (1 - MARGIN))
