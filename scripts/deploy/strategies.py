"""The kinds of strategies that a parameter file can name; a new one is one entry here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from counterpoise.math import corridor
from counterpoise.math.fixed_point import ONE
from counterpoise.math.group_projection import Groups
from counterpoise.observer.estimator import proposal_book
from counterpoise.strategy import (
    blend,
    cppi,
    fallback,
    glide_path,
    guarded,
    inverse_volatility,
    maximum_sharpe,
    minimum_variance,
    momentum,
    option_replication,
    overlay,
    risk_parity,
    solved,
    volatility_target,
)
from counterpoise.strategy.proposals import Proposal
from scripts.deploy.ground import Ground
from scripts.deploy.kinds import (
    Entry,
    Key,
    Kind,
    Need,
    Nested,
    Several,
    Values,
    above,
    most_of,
    read,
    twin,
)
from scripts.deploy.node import Node, Place
from scripts.deploy.parameters import Fields, Mismatch, shown
from scripts.deploy.units import (
    HUB,
    SMALLEST,
    Address,
    Choice,
    Fraction,
    Instant,
    Otherwise,
    PerAsset,
    Symbol,
    Whole,
    nothing,
)

OUTERMOST = "strategy"  # where a file says what a vault's own strategy is
YEARLY, VOLATILE = "1/year", "1/sqrt(year)"  # units
WHOLE = nothing("1", ONE)

# WHAT ONLY STRATEGIES SAY


@dataclass(frozen=True)
class Shares:
    """Strategies and how much of a vault each decides."""

    most: int

    @property
    def says(self) -> str:
        return f'1 to {self.most} of {{"share": {{1}} above 0, "strategy": a strategy}}, 1 in all'

    def read(self, item: Fields, key: str, ground: Ground) -> tuple[list[Node], list[int]]:
        rows = item.groups(key)
        if not 0 < len(rows) <= self.most:
            raise Mismatch(item.name(key), f"1 to {self.most} of them", len(rows))
        for row in rows:
            row.require_known(["share", "strategy"])
        shares = [Fraction(ONE, SMALLEST).read(it, "share", ground) for it in rows]
        if sum(shares) != ONE:
            raise Mismatch(item.name(key), "shares of 1 in all", f"{shown(sum(shares))} in all")
        return [INNER.read(it, "strategy", ground) for it in rows], shares


@dataclass(frozen=True)
class Grouped:
    """Bounds of what some assets are together; those of no group are in one that bounds nothing."""

    says = 'a list of {"assets": symbols, "low": {1} 0 to 1, "high": {1} 0 to 1}'

    def read(self, item: Fields, key: str, ground: Ground) -> tuple[list[int], ...]:
        rows, known = item.groups(key), list(ground.known)
        places = dict.fromkeys(known, len(rows))
        for k, row in enumerate(rows):
            row.require_known(["assets", "low", "high"])
            for name in row.names("assets"):
                if places.get(name) != len(rows):
                    raise Mismatch(row.name("assets"), "each asset once, in one group", name)
                places[name] = k
        bounds = [
            [FREE.read(row, name, ground) for row in rows] + last
            for name, last in (("low", [0]), ("high", [ONE]))
        ]
        return list(places.values()), *self._without_empty(bounds, places.values(), len(rows))

    def _without_empty(
        self, bounds: Sequence[list[int]], places: Any, rest: int
    ) -> Sequence[list[int]]:
        """The last group is there for an asset that is in no other."""
        return bounds if rest in places else [it[:-1] for it in bounds]


INNER = Nested("strategy", lambda: STRATEGIES)
SCALAR = Nested("strategy of kind cppi, overlay or volatilityTarget", lambda: SCALARS)
FREE = Fraction(ONE)
WEIGHTS = PerAsset(FREE, whole=True)
LOW, HIGH = PerAsset(FREE, otherwise=0), PerAsset(FREE, otherwise=ONE)
NO_LEAST = Otherwise("0 each", lambda ground: [0] * len(ground.assets))
NO_MOST = Otherwise("1 each", lambda ground: [ONE] * len(ground.assets))
ONE_GROUP = Otherwise("none", lambda ground: ([0] * len(ground.assets), [0], [ONE]))
TIME = Whole(0, glide_path.MAX_TIME, "s since 1970")
GAS = Whole(1, blend.MAX_GAS, "gas")
BOOK = Node("SolutionBook", (Place("vault"),), "SolutionBook")  # One for all that read it.
TOLERANCE = Fraction(solved.MAX_TOLERANCE, solved.MIN_TOLERANCE, YEARLY)
GAINS = PerAsset(Fraction(solved.MAX_GAIN, -solved.MAX_GAIN, YEARLY), 0)
BELIEVED = Fraction(maximum_sharpe.MAX_WEIGHT)
BELIEVED_EACH = Otherwise("0.6 each", lambda ground: [BELIEVED.most] * len(ground.assets))

# WHAT THEY NEED


def _all(values: Values, ground: Ground) -> Sequence[str]:
    return ground.tokens


def _some(values: Values, ground: Ground) -> Sequence[str]:
    return ()


def _risky(values: Values, ground: Ground) -> Sequence[str]:
    return [it for it in ground.tokens if it != values["cash"]]


def _budgeted(values: Values, ground: Ground) -> Sequence[str]:
    rows = zip(ground.tokens, values["budgets"], strict=True)
    return [it for it, budget in rows if budget]


def _sensitive(values: Values, ground: Ground) -> Sequence[str]:
    rows = zip(ground.tokens, values["kappas"], strict=True)
    return [it for it, kappa in rows if kappa]


# HOW THEIR CONSTRUCTORS TAKE IT


def _blended(entry: Entry, values: Values) -> tuple[Any, ...]:
    parts, shares = values["parts"]
    return parts, shares, values["secondary"], values["partGas"]


def _cushioned(entry: Entry, values: Values) -> tuple[Any, ...]:
    inner, cash, *terms = values.values()
    return inner, cash, tuple(terms)


def _solved(entry: Entry, values: Values) -> tuple[Any, ...]:
    least, most, gains, *limits = values.values()
    return BOOK, least, most, gains, tuple(limits)


def _guessed(entry: Entry, values: Values) -> tuple[Any, ...]:
    return BOOK, *values.values()


def _proposed(entry: Entry, values: Values) -> tuple[Any, ...]:
    signer, least, most, start, *limits = values.values()
    places = Place("vault"), Place("authority")
    book = entry.node("ProposalBook", *places, signer, least, most, start, tuple(limits))
    return (book,)


def _guarded(entry: Entry, values: Values) -> tuple[Any, ...]:
    """It stands outermost, and the pace is one of the vault's constraints."""
    kind = entry.item.name("kind")
    if entry.item.path != OUTERMOST:
        raise Mismatch(kind, "guarded as the outermost strategy alone", "guarded")
    paces = [it for it in entry.ground.constraints if it.contract == "PaceConstraint"]
    if not paces:
        raise Mismatch(kind, "a constraint of kind pace beside it", "guarded")
    walls = values["low"], values["high"], values["groups"]
    watch = entry.node("FaultEstimator", Place("vault"))
    return values["inner"], values["stipend"], paces[0], Place("constraint"), walls, watch


def _walls(values: Values) -> Any:
    group_of, low, high = map(tuple, values["groups"])
    groups = Groups(group_of, low, high)
    return corridor.build(corridor.Walls(tuple(values["low"]), tuple(values["high"]), groups))


def _box(values: Values) -> tuple[tuple[int, ...], tuple[int, ...]]:
    return tuple(values["least"]), tuple(values["most"])


def _search(values: Values) -> Any:
    names = ("aversion", "tolerance", "steps")
    limits = minimum_variance.Descent(*(values[it] for it in names))
    gains = tuple(values["gains"])
    return minimum_variance.MinimumVarianceStrategy(None, *_box(values), gains, limits)


def _guess(values: Values) -> Any:
    terms = maximum_sharpe.Terms(values["kept"], values["tolerance"])
    expected = tuple(values["expected"])
    return maximum_sharpe.guessed(Proposal(0, 0), *_box(values), expected, terms)


def _book(values: Values) -> Any:
    limits = proposal_book.ProposalLimits(*(values[it] for it in ("step", "spacing", "life")))
    start = tuple(values["start"])
    return proposal_book.ProposalBook(values["signer"], *_box(values), start, limits)


def _pushed(values: Values) -> Any:
    kappas, low, high = (tuple(values[it]) for it in ("kappas", "low", "high"))
    return momentum.MomentumStrategy(values["inner"], kappas, values["power"], low, high)


def _most_multiplier(values: Values) -> int:
    return ONE * ONE // int(values["maxGap"])


def _two_assets(entry: Entry, values: Values) -> None:
    if values["risky"] == values["cash"]:
        expected = "another asset than cash"
        raise Mismatch(entry.item.name("risky"), expected, entry.item.text("risky"))


def _room(entry: Entry, values: Values) -> None:
    """Amounts are whole units, so what is wanted is a little less than what is permitted."""
    for it in entry.ground.constraints:
        if it.contract == "MarketConstraint" and values["maxSlice"] >= it.inputs[0]:
            below = f"below the market constraint's, {shown(it.inputs[0])}"
            raise Mismatch(entry.item.name("maxSlice"), below, entry.item.text("maxSlice"))


def _glide(contract: str, says: str, least: int = 0) -> Kind:
    ends = PerAsset(Fraction(ONE, least), whole=True)
    keys = Key("first", ends), Key("last", ends), Key("start", TIME), Key("end", TIME)
    return Kind(contract, keys, says, rules=(above("end", "start"),))


STRATEGIES: dict[str, Kind] = {
    "fixed": Kind("FixedWeightStrategy", (Key("weights", WEIGHTS),), "always the same weights"),
    "linearGlide": _glide("LinearGlideStrategy", "from weights to others, evenly"),
    "geometricGlide": _glide("GeometricGlideStrategy", "the same, in proportion", least=SMALLEST),
    "arcGlide": _glide("ArcGlideStrategy", "the same, by the roots of the weights"),
    "inverseVolatility": Kind(
        "InverseVolatilityStrategy",
        (),
        "less of an asset the more its price moves",
        needs=(Need("volatilities", _all),),
    ),
    "riskParity": Kind(
        "RiskParityStrategy",
        (
            Key("budgets", WEIGHTS),
            Key("tolerance", Fraction(risk_parity.MAX_TOLERANCE, risk_parity.MIN_TOLERANCE)),
        ),
        "each asset its budget of the risk",
        needs=(Need("volatilities", _budgeted), Need("correlations", _all)),
    ),
    "volatilityTarget": Kind(
        "VolatilityTargetStrategy",
        (
            Key("inner", INNER),
            Key("cash", Symbol(), HUB),
            Key("volatility", Fraction(inverse_volatility.MAX_VOLATILITY, SMALLEST, VOLATILE)),
            Key("band", Fraction(volatility_target.MAX_BAND)),
            Key("maxRise", Fraction(ONE, SMALLEST)),
        ),
        "so much of what is risky that the vault is as volatile as it is meant to be",
        needs=(Need("volatilities", _risky),),
    ),
    "cppi": Kind(
        "CppiStrategy",
        (
            Key("inner", INNER),
            Key("cash", Symbol(), HUB),
            Key("floor", Fraction(cppi.MAX_FLOOR, SMALLEST, "USD/share")),
            Key("rate", Fraction(cppi.MAX_RATE, unit=YEARLY), nothing()),
            Key("ratchet", Fraction(cppi.MAX_RATCHET), nothing()),
            Key("multiplier", Fraction(ONE * ONE // cppi.MIN_GAP, SMALLEST)),
            Key("maxGap", Fraction(ONE, cppi.MIN_GAP)),
            Key("cap", Fraction(ONE, SMALLEST), WHOLE),
        ),
        "a floor under the price of a share; with a ratchet (TIPP) it follows the highest price",
        needs=(Need("peak", _some, when="ratchet"),),
        inputs=_cushioned,
        rules=(most_of("multiplier", "at most 1 / maxGap", _most_multiplier),),
    ),
    "minimumVariance": Kind(
        "MinimumVarianceStrategy",
        (
            Key("least", LOW, NO_LEAST),
            Key("most", HIGH, NO_MOST),
            Key("gains", GAINS, nothing("none: least variance", [])),
            Key(
                "aversion",
                Fraction(minimum_variance.MAX_AVERSION, minimum_variance.MIN_AVERSION),
                WHOLE,
            ),
            Key("tolerance", TOLERANCE),
            Key("steps", Whole(0, minimum_variance.MAX_STEPS, "1")),
        ),
        "the least variance, or with gains the best of both; reads a solution book",
        needs=(Need("volatilities", _all), Need("correlations", _all)),
        inputs=_solved,
        rules=(twin(_search),),
    ),
    "maximumSharpe": Kind(
        "MaximumSharpeStrategy",
        (
            Key("least", LOW, NO_LEAST),
            Key("most", PerAsset(BELIEVED, BELIEVED.most), BELIEVED_EACH),
            Key("expected", GAINS),
            Key("kept", Fraction(maximum_sharpe.MAX_KEPT, SMALLEST)),
            Key("tolerance", TOLERANCE),
        ),
        "the most return for its volatility, of which a part of a guess counts; "
        "reads a solution book",
        needs=(Need("volatilities", _all), Need("correlations", _all)),
        inputs=_guessed,
        rules=(twin(_guess),),
    ),
    "momentum": Kind(
        "MomentumStrategy",
        (
            Key("inner", INNER),
            Key("kappas", PerAsset(Fraction(momentum.MAX_KAPPA, -momentum.MAX_KAPPA), 0)),
            Key("power", Fraction(momentum.MAX_POWER, ONE), WHOLE),
            Key("low", LOW, NO_LEAST),
            Key("high", HIGH, NO_MOST),
        ),
        "more of what rises",
        needs=(Need("trends", _sensitive),),
        rules=(twin(_pushed),),
    ),
    "optionReplication": Kind(
        "OptionReplicationStrategy",
        (
            Key("option", Choice(("protectivePut", "coveredCall"))),
            Key("risky", Symbol()),
            Key("cash", Symbol(), HUB),
            Key("strike", Fraction(option_replication.MAX_PRICE, SMALLEST, "USD/tok")),
            Key("expiry", Instant(option_replication.MIN_TERM, option_replication.MAX_TERM)),
            Key(
                "rate",
                Fraction(option_replication.MAX_RATE, -option_replication.MAX_RATE, YEARLY),
                nothing(),
            ),
            Key(
                "interval",
                Whole(option_replication.MIN_INTERVAL, option_replication.MAX_INTERVAL),
            ),
            Key("cost", Fraction(option_replication.MAX_COST)),
        ),
        "what an option on an asset is worth, held in the asset and cash",
        needs=(Need("volatilities", lambda values, ground: [values["risky"]]),),
        rules=(_two_assets,),
    ),
    "proposed": Kind(
        "ProposedWeightStrategy",
        (
            Key("signer", Address()),
            Key("least", LOW, NO_LEAST),
            Key("most", HIGH, NO_MOST),
            Key("start", WEIGHTS),
            Key("step", Fraction(ONE, SMALLEST)),
            Key("spacing", Whole(1, proposal_book.MAX_LIFE)),
            Key("life", Whole(1, proposal_book.MAX_LIFE)),
        ),
        "what somebody has signed, within a box and by a step; reads a proposal book",
        inputs=_proposed,
        rules=(twin(_book),),
    ),
    "blend": Kind(
        "BlendStrategy",
        (Key("parts", Shares(blend.MAX_PARTS)), Key("secondary", INNER), Key("partGas", GAS)),
        "shares of several; where one fails, the second in its place",
        inputs=_blended,
    ),
    "overlay": Kind(
        "OverlayStrategy",
        (
            Key("inner", INNER),
            Key("hub", Symbol(), HUB),
            Key("scalars", Several(SCALAR, overlay.MAX_SCALARS)),
            Key("scalarGas", GAS),
        ),
        "the least exposure of several",
    ),
    "fallback": Kind(
        "FallbackStrategy",
        (
            Key("primary", INNER),
            Key("secondary", INNER),
            Key("primaryGas", Whole(fallback.MIN_GAS, fallback.MAX_GAS, "gas")),
        ),
        "where one refuses, another",
    ),
    "market": Kind(
        "MarketStrategy",
        (
            Key("inner", INNER),
            Key("hub", Symbol(), HUB),
            Key("maxSlice", Fraction(ONE, SMALLEST)),
        ),
        "as far as each asset's market permits",
        needs=(Need("classes", _all),),
        rules=(_room,),
    ),
    "guarded": Kind(
        "GuardedStrategy",
        (
            Key("inner", INNER),
            Key("stipend", Whole(guarded.MIN_STIPEND, guarded.MAX_STIPEND, "gas")),
            Key("low", LOW, NO_LEAST),
            Key("high", HIGH, NO_MOST),
            Key("groups", Grouped(), ONE_GROUP),
        ),
        "walls and a pace; where the inner one fails, the last good weights",
        inputs=_guarded,
        rules=(twin(_walls),),
    ),
}
SCALARS: dict[str, Kind] = {it: STRATEGIES[it] for it in ("cppi", "overlay", "volatilityTarget")}


def read_strategy(item: Fields, ground: Ground) -> Node:
    """A vault's own strategy, with all that it composes. Raises `Mismatch`."""
    return read(STRATEGIES, item, ground)
