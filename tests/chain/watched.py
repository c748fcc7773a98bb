"""A market's state around the world's vault: real estimators on its real pairs and feeds."""

from dataclasses import dataclass

from web3.contract import Contract

from counterpoise.types import MarketClass
from tests.chain.world import (
    DAY,
    FEED_LIMITS,
    HOUR,
    MEMBERS,
    NOBODY,
    ONE,
    PERCENT,
    USD,
    World,
    deploy,
)

HALF_HOUR, SPACING = 1_800, 300  # {s}
MAX_AGE, REST, STREAK = HOUR, HALF_HOUR, 3
LIMITS = (600, HALF_HOUR, ONE // 2, 5 * PERCENT, 15 * PERCENT, MAX_AGE, STREAK, SPACING, REST)
PRIORS = (64 * PERCENT, 36 * PERCENT, PERCENT // 100)  # D18{1/year}: 80 %, 60 % and 1 %
DEPTH = (SPACING, HOUR, DAY)


@dataclass(frozen=True, slots=True)
class Watched:
    """What was put around the vault."""

    world: World
    observer: Contract
    market: Contract
    variance: Contract
    drawdown: Contract
    depths: tuple[Contract, ...]
    means: tuple[Contract, ...]

    def record(self) -> None:
        """Somebody looks at the market."""
        self.world.send(self.market.functions.record())

    def calm(self) -> None:
        """Three looks after the means have grown, so that every market is normal."""
        self.world.wait(HALF_HOUR)
        self.refresh()
        for _ in range(STREAK):
            self.record()
            self.world.wait(SPACING)

    def refresh(self) -> None:
        """Every feed says its price again, as a new round."""
        for feed in self.world.feeds:
            answer = feed.functions.latestRoundData().call()[1]
            self.world.send(feed.functions.post(answer))

    def push(self, i: int) -> None:
        """Somebody doubles what a pair has of an asset, and no feed says so."""
        pair = self.world.pairs[i]
        amount = self.world.tokens[i].functions.balanceOf(pair.address).call()
        self.world.send(self.world.tokens[i].functions.mint(pair.address, amount))
        self.world.send(pair.functions.sync())

    def classes(self) -> list[MarketClass]:
        tokens = self.world.tokens
        return [MarketClass(self.market.functions.classOf(it.address).call()) for it in tokens]


def watch(world: World) -> Watched:
    """Deploys the estimators, and points the vault to who asks them."""
    w3, vault = world.w3, world.vault
    observer = vault.functions.observer().call()
    spots, means = (_pool_oracles(world, kind) for kind in ("Spot", "Twap"))
    held = [token.address for token in world.tokens]
    feeds = [(it, feed.address, DAY) for it, feed in zip(held, world.feeds, strict=True)]
    variance = deploy(w3, "VarianceEstimator", feeds, list(PRIORS), 7 * DAY)
    drawdown = deploy(w3, "DrawdownEstimator", vault.address, HOUR, 0)
    depths = tuple(deploy(w3, "UniswapV2DepthEstimator", it.address, *DEPTH) for it in world.pairs)
    rows = _sources(world, spots, means, depths)
    memories = variance.address, drawdown.address
    market = deploy(w3, "MarketEstimator", USD, rows, *memories, LIMITS)
    asked = market.address, variance.address, NOBODY, NOBODY, drawdown.address
    signals = deploy(w3, "SignalObserver", observer, asked)
    _point(world, signals)
    return Watched(world, signals, market, variance, drawdown, depths, tuple(m for m, _ in means))


def _pool_oracles(world: World, kind: str) -> list[tuple[Contract, str]]:
    """Each pair's own oracle, and where it is told in dollars."""
    hub = world.tokens[world.market.hub].address
    more = (HALF_HOUR, 2 * HOUR) if kind == "Twap" else ()
    dollars = _feed_oracle(world, world.market.hub)
    made = []
    for i, pair in enumerate(world.pairs):
        base, factory = world.tokens[i].address, pair.functions.factory().call()
        own = deploy(world.w3, f"UniswapV2{kind}Oracle", factory, base, hub, *more, PERCENT)
        path = base, hub, USD, own.address, dollars
        made.append((own, deploy(world.w3, "CrossOracle", *path).address))
    return made


def _feed_oracle(world: World, i: int) -> str:
    feed, token = world.feeds[i].address, world.tokens[i].address
    return str(deploy(world.w3, "ChainlinkOracle", feed, token, USD, *FEED_LIMITS).address)


def _sources(world: World, spots, means, depths) -> list[tuple]:
    rows = []
    for i, token in enumerate(world.tokens):
        oracle = _feed_oracle(world, i)
        unit = 10 ** world.market.decimals[i]
        prices = (
            [oracle] * 4 if i == world.market.hub else [oracle] * 2 + [spots[i][1], means[i][1]]
        )
        depth = NOBODY if i == world.market.hub else depths[i].address
        rows.append((token.address, unit, FEED_LIMITS[-1], *prices, depth))
    return rows


def _point(world: World, signals: Contract) -> None:
    w3, vault = world.w3, world.vault
    hub, inner = world.tokens[world.market.hub].address, vault.functions.strategy().call()
    strategy = deploy(w3, "MarketStrategy", inner, hub, 99 * PERCENT // 10)
    limit = ("MarketConstraint", (10 * PERCENT,))  # After those that say whether it is due.
    rows = (*MEMBERS[:2], limit, *MEMBERS[2:])
    members = [deploy(w3, name, *inputs).address for name, inputs in rows]
    chosen = deploy(w3, "ConstraintSet", vault.address, members)
    parts = {"setObserver": signals, "setStrategy": strategy, "setConstraint": chosen}
    for setter, part in parts.items():
        world.send(vault.functions[setter](part.address))
