"""The strategies of a vault's file as twins: a composite with all that it composes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from counterpoise.backtest.placed import START
from counterpoise.backtest.prices import ONE
from counterpoise.backtest.twin.books import Books
from counterpoise.backtest.twin.entry import Assets, Entry, NotPlayed, d18
from counterpoise.constraint.pace import PaceConstraint
from counterpoise.math.corridor import Walls
from counterpoise.math.group_projection import Groups
from counterpoise.observer.estimator.proposal_book import ProposalBook, ProposalLimits
from counterpoise.strategy.arc_glide import ArcGlideStrategy
from counterpoise.strategy.blend import BlendStrategy
from counterpoise.strategy.cppi import CppiStrategy, Terms
from counterpoise.strategy.fallback import FallbackStrategy
from counterpoise.strategy.fixed_weight import FixedWeightStrategy
from counterpoise.strategy.geometric_glide import GeometricGlideStrategy
from counterpoise.strategy.glide_path import GlidePathStrategy
from counterpoise.strategy.guarded import GuardedStrategy
from counterpoise.strategy.inverse_volatility import InverseVolatilityStrategy
from counterpoise.strategy.linear_glide import LinearGlideStrategy
from counterpoise.strategy.market import MarketStrategy
from counterpoise.strategy.maximum_sharpe import MAX_WEIGHT, guessed
from counterpoise.strategy.maximum_sharpe import Terms as Guess
from counterpoise.strategy.minimum_variance import Descent, MinimumVarianceStrategy
from counterpoise.strategy.momentum import MomentumStrategy
from counterpoise.strategy.option_replication import Kind, OptionReplicationStrategy
from counterpoise.strategy.overlay import OverlayStrategy
from counterpoise.strategy.proposed_weight import ProposedWeightStrategy
from counterpoise.strategy.risk_parity import RiskParityStrategy
from counterpoise.strategy.solved import SolvedStrategy
from counterpoise.strategy.strategy import Strategy
from counterpoise.strategy.volatility_target import VolatilityTargetStrategy

INNER = "inner"  # There is one behind a guard, so its name decides nothing.
OPTIONS = {"protectivePut": Kind.PROTECTIVE_PUT, "coveredCall": Kind.COVERED_CALL}


@dataclass(frozen=True, slots=True)
class Strategies:
    """Reads entries on a vault's assets; a guard keeps the pace of a constraint."""

    assets: Assets
    pace: PaceConstraint | None = None
    books: Books = field(default_factory=Books)

    def read(self, it: Entry) -> Strategy:
        """Raises `NotPlayed`."""
        if it["kind"] not in STRATEGIES:
            raise NotPlayed("strategy", it["kind"])
        return STRATEGIES[it["kind"]](it, self)

    def seeking(self, strategy: SolvedStrategy) -> SolvedStrategy:
        """It is remembered as one for which somebody may solve."""
        self.books.seekers.append(strategy)
        return strategy

    def low(self, it: Entry, key: str) -> tuple[int, ...]:
        """The least of each asset, D18{1}; 0 of one that is left out."""
        return self.assets.each(it.get(key, {}))

    def high(self, it: Entry, key: str, most: int = ONE) -> tuple[int, ...]:
        """The most of each asset, D18{1}."""
        return self.assets.each(it.get(key, {}), most)


def _glide(way: type[GlidePathStrategy]) -> Callable[[Entry, Strategies], Strategy]:
    def read(it: Entry, of: Strategies) -> Strategy:
        first, last = (of.assets.each(it[key]) for key in ("first", "last"))
        return way(first, last, it["start"], it["end"])

    return read


def _parity(it: Entry, of: Strategies) -> Strategy:
    return RiskParityStrategy(of.assets.each(it["budgets"]), d18(it["tolerance"]))


def _volatility_target(it: Entry, of: Strategies) -> Strategy:
    numbers = (d18(it[key]) for key in ("volatility", "band", "maxRise"))
    return VolatilityTargetStrategy(of.read(it["inner"]), of.assets.named(it, "cash"), *numbers)


def _cppi(it: Entry, of: Strategies) -> Strategy:
    """A floor grows from its contract's deployment on, which a placed file has."""
    terms = Terms(
        d18(it["floor"]),
        d18(it.get("rate", 0)),
        d18(it.get("ratchet", 0)),
        d18(it["multiplier"]),
        d18(it["maxGap"]),
        d18(it.get("cap", 1)),
    )
    return CppiStrategy(of.read(it["inner"]), of.assets.named(it, "cash"), terms, it[START])


def _minimum_variance(it: Entry, of: Strategies) -> Strategy:
    gains = of.assets.each(it["gains"]) if "gains" in it else ()
    limits = Descent(d18(it.get("aversion", 1)), d18(it["tolerance"]), it["steps"])
    least, most = of.low(it, "least"), of.high(it, "most")
    book = of.books.solutions
    return of.seeking(MinimumVarianceStrategy(book, least, most, gains, limits))


def _maximum_sharpe(it: Entry, of: Strategies) -> Strategy:
    terms = Guess(d18(it["kept"]), d18(it["tolerance"]))
    least, most = of.low(it, "least"), of.high(it, "most", MAX_WEIGHT)
    expected = of.assets.each(it["expected"])
    return of.seeking(guessed(of.books.solutions, least, most, expected, terms))


def _momentum(it: Entry, of: Strategies) -> Strategy:
    kappas, power = of.assets.each(it["kappas"]), d18(it.get("power", 1))
    low, high = of.low(it, "low"), of.high(it, "high")
    return MomentumStrategy(of.read(it["inner"]), kappas, power, low, high)


def _option(it: Entry, of: Strategies) -> Strategy:
    return OptionReplicationStrategy(
        OPTIONS[it["option"]],
        of.assets.tokens[it["risky"]],
        of.assets.named(it, "cash"),
        d18(it["strike"]),
        it["expiry"],
        d18(it.get("rate", 0)),
        it["interval"],
        d18(it["cost"]),
    )


def _proposed(it: Entry, of: Strategies) -> Strategy:
    limits = ProposalLimits(d18(it["step"]), it["spacing"], it["life"])
    box = of.low(it, "least"), of.high(it, "most")
    book = ProposalBook(it["signer"], *box, of.assets.each(it["start"]), limits)
    of.books.proposals.append(book)
    return ProposedWeightStrategy(book)


def _blend(it: Entry, of: Strategies) -> Strategy:
    parts = tuple(of.read(part["strategy"]) for part in it["parts"])
    shares = tuple(d18(part["share"]) for part in it["parts"])
    return BlendStrategy(parts, shares, of.read(it["secondary"]), it["partGas"])


def _overlay(it: Entry, of: Strategies) -> Strategy:
    scalars = tuple(map(of.read, it["scalars"]))
    hub = of.assets.named(it, "hub")
    return OverlayStrategy(of.read(it["inner"]), hub, scalars, it["scalarGas"])  # type: ignore[arg-type]


def _fallback(it: Entry, of: Strategies) -> Strategy:
    return FallbackStrategy(of.read(it["primary"]), of.read(it["secondary"]), it["primaryGas"])


def _market(it: Entry, of: Strategies) -> Strategy:
    return MarketStrategy(of.read(it["inner"]), of.assets.named(it, "hub"), d18(it["maxSlice"]))


def _guarded(it: Entry, of: Strategies) -> Strategy:
    if of.pace is None:
        raise NotPlayed("pace beside a strategy", "guarded")
    groups = _groups(it.get("groups", []), of.assets)
    walls = Walls(of.low(it, "low"), of.high(it, "high"), groups)
    return GuardedStrategy(INNER, of.read(it["inner"]), it["stipend"], of.pace, walls)


def _groups(rows: list[Entry], assets: Assets) -> Groups:
    """Those of no group are in a last one that bounds nothing."""
    found = ((k for k, row in enumerate(rows) if it in row["assets"]) for it in assets.tokens)
    places = tuple(next(it, len(rows)) for it in found)
    low, high = ([d18(row[key]) for row in rows] for key in ("low", "high"))
    rest = len(rows) in places
    return Groups(places, (*low, *[0] * rest), (*high, *[ONE] * rest))


STRATEGIES: dict[str, Callable[[Entry, Strategies], Strategy]] = {
    "fixed": lambda it, of: FixedWeightStrategy(of.assets.each(it["weights"])),
    "linearGlide": _glide(LinearGlideStrategy),
    "geometricGlide": _glide(GeometricGlideStrategy),
    "arcGlide": _glide(ArcGlideStrategy),
    "inverseVolatility": lambda it, of: InverseVolatilityStrategy(),
    "riskParity": _parity,
    "volatilityTarget": _volatility_target,
    "cppi": _cppi,
    "minimumVariance": _minimum_variance,
    "maximumSharpe": _maximum_sharpe,
    "momentum": _momentum,
    "optionReplication": _option,
    "proposed": _proposed,
    "blend": _blend,
    "overlay": _overlay,
    "fallback": _fallback,
    "market": _market,
    "guarded": _guarded,
}
