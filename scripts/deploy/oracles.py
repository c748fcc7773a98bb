"""The kinds of prices that a parameter file can name: feeds, means, and what is made of others."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from counterpoise.math.fixed_point import ONE
from counterpoise.observer.oracle import composite, erc4626, median, pegged, sequencer
from scripts.deploy.assets import USD, Asset, Feed
from scripts.deploy.book import require_code
from scripts.deploy.checks import check_decimals, check_feed, check_share
from scripts.deploy.ground import Ground, Priced, Token
from scripts.deploy.kinds import Entry, Key, Kind, Values, read
from scripts.deploy.node import Node, Trial
from scripts.deploy.parameters import Fields, Mismatch, shown
from scripts.deploy.pools import Pool
from scripts.deploy.units import (
    SMALLEST,
    Address,
    Answer,
    Fraction,
    Otherwise,
    PoolOf,
    Text,
    Whole,
)

DIGITS = 36  # of composite.SCALE
MOST_RATE = 10**24  # D18{tok/tok}, far beyond any peg or share
GIVING = ("MedianOracle", "FallbackOracle")  # Their last input is the stipend of each source.
DOLLARS = Token(USD, 18)  # As ChainlinkOracle counts what has no code.


def own_oracle(asset: Asset) -> Node:
    """By the asset's own feed, in dollars; `check_feed` is the asset's."""
    return _chainlink(asset.address, USD, asset.own_feed, f"{asset.symbol} ChainlinkOracle")


def mean_of(pool: Pool, ripe: Trial = None) -> Node:
    """A pool's mean, in its other asset."""
    kind = f"{pool.kind}TwapOracle"
    inputs = *pool.key, *pool.memory, pool.deviation
    return Node(kind, inputs, f"{pool.name} {kind}", ripe=ripe)


def spot_of(pool: Pool) -> Node:
    """A pool's price of the moment, by which nothing is valued."""
    kind = f"{pool.kind}SpotOracle"
    return Node(kind, (*pool.key, pool.deviation), f"{pool.name} {kind}")


def in_dollars(pool: Pool, oracle: Node) -> Node:
    """What one of a pool's oracles says, by the own feed of the pool's other asset."""
    inputs = pool.base.address, pool.quote.address, USD, oracle, own_oracle(pool.quote)
    return Node("CrossOracle", inputs, f"{pool.name} {oracle.contract} CrossOracle")


def _chainlink(base: str, quote: str, feed: Feed, label: str, **hooks: Any) -> Node:
    limits = feed.max_age, feed.min_answer, feed.max_answer, feed.deviation
    return Node("ChainlinkOracle", (feed.address, base, quote, *limits), label, **hooks)


# WHAT ONLY ORACLES SAY


@dataclass(frozen=True)
class Other:
    """A token by the symbol of one of the vault's assets, or by its address and decimals."""

    says = 'an asset\'s symbol, or {"address": …, "decimals": …}'

    def read(self, item: Fields, key: str, ground: Ground) -> Token:
        if isinstance(item.data.get(key), str):
            asset = ground.known[item.choice(key, ground.known)]
            return Token(asset.address, asset.decimals)
        place = item.group(key)
        place.require_known(["address", "decimals"])
        return Token(place.address("address"), place.whole_within("decimals", 0, DIGITS))


@dataclass(frozen=True)
class Source:
    """A price below a key. `of` says of which tokens it is, from what is asked of the outer one."""

    of: Callable[[Fields, Ground], Priced] = lambda item, ground: ground.pair
    says = "an oracle"

    def read(self, item: Fields, key: str, ground: Ground) -> Node:
        pair = self.of(item, ground)
        below = replace(ground, priced=replace(pair, label=f"{pair.label} {key}"))
        return read(ORACLES, item.group(key), below)


@dataclass(frozen=True)
class Sources:
    """Several prices of the same tokens."""

    says = f"{median.MIN_SOURCES} to {median.MAX_SOURCES} of: an oracle"

    def read(self, item: Fields, key: str, ground: Ground) -> list[Node]:
        items = item.groups(key)
        if not median.MIN_SOURCES <= len(items) <= median.MAX_SOURCES:
            allowed = f"{median.MIN_SOURCES} to {median.MAX_SOURCES} of them"
            raise Mismatch(item.name(key), allowed, len(items))
        return [self._one(it, f"source {i}", ground) for i, it in enumerate(items, start=1)]

    def _one(self, item: Fields, name: str, ground: Ground) -> Node:
        label = f"{ground.pair.label} {name}"
        return read(ORACLES, item, replace(ground, priced=replace(ground.pair, label=label)))


@dataclass(frozen=True)
class Quorum:
    """More than half of the sources."""

    says = "more than half of the sources, to all of them"

    def read(self, item: Fields, key: str, ground: Ground) -> int:
        count = len(item.groups("sources"))
        return item.whole_within(key, count // 2 + 1, count)


def _to_middle(item: Fields, ground: Ground) -> Priced:
    return replace(ground.pair, quote=MIDDLE.read(item, "middle", ground))


def _from_middle(item: Fields, ground: Ground) -> Priced:
    return replace(ground.pair, base=MIDDLE.read(item, "middle", ground))


def _of_what_is_shared(item: Fields, ground: Ground) -> Priced:
    return replace(ground.pair, base=MIDDLE.read(item, "asset", ground))


MIDDLE = Other()
CARE = (
    Key("maxDeviation", Fraction(composite.MAX_DEVIATION, SMALLEST)),
    Key("sourceGas", Whole(1, composite.MAX_GAS, "gas")),
)
OWN = Otherwise("its own feed", lambda ground: _own(_left_out(ground), {}))
FEED = (
    Key("address", Address()),
    Key("description", Text()),
    Key("decimals", Whole(0, 18, "1")),
    Key("maxAge", Whole(1, 2**32 - 1)),
    Key("minAnswer", Answer()),
    Key("maxAnswer", Answer()),
    Key("deviation", Fraction(composite.MAX_DEVIATION)),
)

# WHAT IS MADE OF IT


def _left_out(ground: Ground) -> Entry:
    """A source that a file does not name."""
    return Entry(Fields({}, f"{ground.pair.label}.source"), ground)


def read_feed(item: Fields) -> Feed:
    """A Chainlink feed, and what is believed of it. Raises `Mismatch`."""
    item.require_known([it.name for it in FEED])
    nowhere = Ground((), "", {})  # A feed speaks of no asset.
    return _feed(item, {it.name: it.read(item, nowhere) for it in FEED})


def _feed(item: Fields, values: Values) -> Feed:
    feed = Feed(*values.values())
    if not 0 < feed.min_answer < feed.max_answer:
        allowed = f"above 0, below maxAnswer, {item.text('maxAnswer')}"
        raise Mismatch(item.name("minAnswer"), allowed, item.text("minAnswer"))
    return feed


def _own(entry: Entry, values: Values) -> Node:
    """The asset's own, which is in dollars."""
    asset = entry.ground.asset
    if asset is None or asset.feed is None or entry.ground.pair.quote != DOLLARS:
        raise Mismatch(entry.item.name("kind"), "a feed of its own in dollars", "none")
    return own_oracle(asset)


def _other_feed(entry: Entry, values: Values) -> Node:
    pair, feed = entry.ground.pair, _feed(entry.item, values)
    check = partial(check_feed, entry.item.path, feed)
    label = f"{pair.label} other ChainlinkOracle"  # Its own is another contract.
    return _chainlink(pair.base.address, pair.quote.address, feed, label, checks=(check,))


def _mean(entry: Entry, values: Values) -> Node:
    """In dollars, or in the pool's other asset where that is asked."""
    pool, quote = values["pool"], entry.ground.pair.quote
    mean = mean_of(pool, pool.require_grown)
    if quote == DOLLARS:
        return in_dollars(pool, mean)
    if quote.address != pool.quote.address:
        allowed = "a pool with what the price is asked in"
        raise Mismatch(entry.item.name("pool"), allowed, entry.item.text("pool"))
    return mean


def _between(entry: Entry, *inputs: Any, **hooks: Any) -> Node:
    """A composite of the pair that is asked for."""
    pair, contract = entry.ground.pair, ORACLES[entry.item.text("kind")].contract
    tokens = pair.base.address, pair.quote.address
    return Node(contract, (*tokens, *inputs), f"{pair.label} {contract}", **hooks)


def _composite(entry: Entry, values: Values) -> Node:
    return _between(entry, *values.values())


def _cross(entry: Entry, values: Values) -> Node:
    pair, middle = entry.ground.pair, values["middle"]
    inputs = pair.base.address, middle.address, pair.quote.address
    sources = values["first"], values["second"]
    check = partial(check_decimals, entry.item.name("middle"), *_placed(middle))
    return Node("CrossOracle", (*inputs, *sources), f"{pair.label} CrossOracle", checks=(check,))


def _placed(token: Token) -> tuple[str, int]:
    return token.address, token.decimals


def _after(entry: Entry, values: Values) -> Node:
    source, feed, grace = values.values()
    check = partial(require_code, entry.item.name("feed"), feed)
    return _between(entry, source, feed, grace, checks=(check,))


def _pegged(entry: Entry, values: Values) -> Node:
    source, peg, most = values.values()
    return _between(entry, source, _scaled(entry, "peg", peg, entry.ground.pair.quote), most)


def _share(entry: Entry, values: Values) -> Node:
    """Of a vault's share, which is the base that is asked for."""
    asset, source, listed, growth, loss = values.values()
    pair = entry.ground.pair
    rate = _scaled(entry, "listedRate", listed, asset)
    place = entry.item.name("listedRate")
    bounds = -(-rate * (ONE - loss) // ONE), rate
    check = partial(check_share, place, pair.base.address, asset.address, bounds)
    label = f"{pair.label} Erc4626Oracle"
    inputs = pair.base.address, pair.quote.address, source, rate, growth, loss
    return Node("Erc4626Oracle", inputs, label, checks=(check,))


def _scaled(entry: Entry, key: str, rate: int, quote: Token) -> int:
    """{unit} of a token for composite.SCALE of the base, of a rate D18{tok/tok}."""
    digits = DIGITS - 18 + quote.decimals - entry.ground.pair.base.decimals
    scaled = rate * 10**digits if digits >= 0 else rate // 10**-digits
    if scaled < composite.LEAST:
        raise Mismatch(entry.item.name(key), "a rate that leaves 16 digits", shown(rate))
    return int(scaled)


def _differ(entry: Entry, values: Values) -> None:
    """No source stands for two."""
    labels = [it.label for it in _sources(values)]
    twice = [it for i, it in enumerate(labels) if it in labels[:i]]
    if twice:
        raise Mismatch(entry.item.path, "sources that differ", f"{twice[0]} twice")


def _enough_gas(entry: Entry, values: Values) -> None:
    """What a source gets is more than it gives to its own."""
    least = max(map(_gas_of, _sources(values)))
    if values["sourceGas"] <= least:
        above = f"above {least}, which its sources give to theirs"
        raise Mismatch(entry.item.name("sourceGas"), above, values["sourceGas"])


def _gas_of(node: Node) -> int:
    """{gas} that an oracle gives to those that it asks."""
    below = [it for value in node.inputs for it in _each(value) if isinstance(it, Node)]
    if node.contract in GIVING:
        return len(below) * int(node.inputs[-1])
    return sum(map(_gas_of, below))


def _each(value: Any) -> Sequence[Any]:
    return value if isinstance(value, list) else [value]


def _sources(values: Values) -> Sequence[Node]:
    return values["sources"] if "sources" in values else (values["first"], values["second"])


ORACLES: dict[str, Kind] = {
    "feed": Kind("ChainlinkOracle", (), "the asset's own feed", make=_own),
    "chainlink": Kind("ChainlinkOracle", FEED, "another feed", make=_other_feed),
    "mean": Kind("CrossOracle", (Key("pool", PoolOf()),), "a pool's mean", make=_mean),
    "median": Kind(
        "MedianOracle",
        (Key("sources", Sources()), Key("least", Quorum()), *CARE),
        "the middle of several, while enough of them answer and all are near each other",
        make=_composite,
        rules=(_differ, _enough_gas),
    ),
    "fallback": Kind(
        "FallbackOracle",
        (Key("first", Source()), Key("second", Source()), *CARE),
        "a second where the first fails, and none where they contradict each other",
        make=_composite,
        rules=(_differ, _enough_gas),
    ),
    "cross": Kind(
        "CrossOracle",
        (
            Key("middle", MIDDLE),
            Key("first", Source(_to_middle)),
            Key("second", Source(_from_middle)),
        ),
        "a price in something else, and that one's price",
        make=_cross,
    ),
    "pegged": Kind(
        "PeggedOracle",
        (
            Key("source", Source(), OWN),
            Key("peg", Fraction(MOST_RATE, SMALLEST, "tok/tok")),
            Key("maxDepeg", Fraction(pegged.MAX_DEPEG, SMALLEST)),
        ),
        "the market's price while it is near the peg",
        make=_pegged,
    ),
    "erc4626": Kind(
        "Erc4626Oracle",
        (
            Key("asset", Other()),
            Key("source", Source(_of_what_is_shared)),
            Key("listedRate", Fraction(MOST_RATE, SMALLEST, "tok/tok")),
            Key("maxGrowth", Fraction(erc4626.MAX_GROWTH, unit="1/year")),
            Key("maxLoss", Fraction(erc4626.MAX_LOSS)),
        ),
        "a vault's share: what it converts to, at that one's price",
        make=_share,
    ),
    "sequencer": Kind(
        "SequencerOracle",
        (
            Key("source", Source(), OWN),
            Key("feed", Address()),
            Key("grace", Whole(1, sequencer.MAX_GRACE)),
        ),
        "none while a second layer's sequencer is down, or has only just come back",
        make=_after,
    ),
}


def read_oracle(item: Fields, ground: Ground, asset: Asset) -> Node:
    """The price of an asset in dollars; its own feed where none is named. Raises `Mismatch`."""
    return oracle_below(item, "oracle", ground, asset, asset.symbol) or own_oracle(asset)


def oracle_below(item: Fields, key: str, ground: Ground, asset: Asset, label: str) -> Node | None:
    """The price of an asset in dollars that is named below a key; None where none is."""
    if key not in item.data:
        return None
    priced = Priced(Token(asset.address, asset.decimals), DOLLARS, label)
    return read(ORACLES, item.group(key), replace(ground, priced=priced))
