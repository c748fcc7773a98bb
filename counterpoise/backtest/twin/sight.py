"""What the feeds of a vault's assets say at a time, and prices that are made of that."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from counterpoise.backtest.twin.entry import Entry, NotPlayed, d18
from counterpoise.backtest.twin.feeds import Feed
from counterpoise.errors import Refusal
from counterpoise.math.fixed_point import full_mul_div
from counterpoise.observer.oracle.composite import SCALE, CompositeOracle, Rate, Source
from counterpoise.observer.oracle.fallback import FallbackOracle
from counterpoise.observer.oracle.median import MedianOracle
from counterpoise.observer.oracle.pegged import PeggedOracle

USD = "USD"  # There is one unit of account, so its name decides nothing.
OWN = {"kind": "feed"}

Answer = Rate | Refusal


@dataclass(frozen=True, slots=True)
class Token:
    """An asset of the vault, and the feed that prices it."""

    name: str
    unit: int  # {unit/tok}
    feed: Feed

    def rate(self, price: int, age: int) -> Answer:
        """By a price D18{USD/tok} of that age {s}; the refusal of a feed that is not believed."""
        try:
            self.feed.require_good(price, age)
        except Refusal as refusal:
            return refusal
        return rate_of(price * SCALE // self.unit)


@dataclass(frozen=True, slots=True)
class Sight:
    """What each asset is worth by its own feed, or why that is not known."""

    time: int  # {s}
    said: dict[str, Answer]

    @classmethod
    def of(
        cls, tokens: Sequence[Token], prices: Sequence[int], spoken: Sequence[int], time: int
    ) -> Sight:
        """At a time {s}, by prices D18{USD/tok} and when each feed spoke {s}."""
        rows = zip(tokens, prices, spoken, strict=True)
        return cls(time, {it.name: it.rate(price, time - then) for it, price, then in rows})


Ask = Callable[[Sight], Answer]


def rate_of(amount: int) -> Rate:
    """That much {unit} for `SCALE`; nobody who looks at a market asks for its sides."""
    return Rate(amount, amount, amount)


def rate_by(oracle: CompositeOracle) -> Answer:
    """What a composite says, or why it does not."""
    try:
        return oracle.rate(sides=False).require_sound(oracle.address)
    except Refusal as refusal:
        return refusal


def price_by(answer: Answer, unit: int) -> int:
    """D18{USD/tok}, as a look at a market takes it: 0 where there is no answer."""
    return 0 if isinstance(answer, Refusal) else full_mul_div(unit, answer.mid, SCALE)


def second_of(it: Entry, token: Token) -> Ask:
    """Another price of an asset than its own. Raises `NotPlayed`."""
    if it["kind"] not in KINDS:
        raise NotPlayed(f"second price of {token.feed.name}", it["kind"])
    return KINDS[it["kind"]](it, token)


def _own(it: Entry, token: Token) -> Ask:
    return lambda sight: sight.said[token.name]


def _pegged(it: Entry, token: Token) -> Ask:
    source = second_of(it.get("source", OWN), token)
    peg, most = d18(it["peg"]) * SCALE // token.unit, d18(it["maxDepeg"])

    def ask(sight: Sight) -> Answer:
        said = Source("source", source(sight))
        return rate_by(PeggedOracle("pegged", token.name, USD, said, peg, most))

    return ask


def _fallback(it: Entry, token: Token) -> Ask:
    first, second = (second_of(it[key], token) for key in ("first", "second"))
    care = d18(it["maxDeviation"]), it["sourceGas"]

    def ask(sight: Sight) -> Answer:
        said = Source("first", first(sight)), Source("second", second(sight))
        return rate_by(FallbackOracle("fallback", token.name, USD, *said, *care))

    return ask


def _median(it: Entry, token: Token) -> Ask:
    asked = [second_of(row, token) for row in it["sources"]]
    care = it["least"], d18(it["maxDeviation"]), it["sourceGas"]

    def ask(sight: Sight) -> Answer:
        said = tuple(Source(f"source {k}", it(sight)) for k, it in enumerate(asked, start=1))
        return rate_by(MedianOracle("median", token.name, USD, said, *care))

    return ask


KINDS: dict[str, Callable[[Entry, Token], Ask]] = {
    "feed": _own,
    "pegged": _pegged,
    "fallback": _fallback,
    "median": _median,
}
