"""The kinds of constraints that a parameter file can name; a new one is one entry here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from counterpoise.constraint import (
    band,
    base_fee,
    calendar,
    cooldown,
    drift,
    gain,
    loss_budget,
    own_impact,
    pace,
    progress,
    slippage,
    turnover_bucket,
    value,
    volatility_cooldown,
)
from counterpoise.constraint import slice as slices
from counterpoise.math.covariance import MAX_VOLATILITY
from counterpoise.math.fixed_point import ONE
from counterpoise.math.slices import MOST_URGENT
from scripts.deploy.ground import Ground
from scripts.deploy.kinds import Entry, Key, Kind, Need, Values, least_of, most_of, read
from scripts.deploy.node import Node
from scripts.deploy.parameters import Fields, Mismatch
from scripts.deploy.uniswap import NO_ADDRESS
from scripts.deploy.units import (
    HUB,
    NOBODY,
    SMALLEST,
    Fraction,
    Instant,
    Otherwise,
    Symbol,
    Whole,
    Word,
    nothing,
)

VOLATILE = "1/sqrt(year)"
FREE = Fraction(ONE)
WAIT = Whole(1, volatility_cooldown.MAX_INTERVAL)
LONGEST = slices.MAX_TIME // 2  # {s}, between the fewest slices
PROGRAMMES = ("SliceConstraint",)
INTERVAL = 1  # of a programme's inputs
THOUSANDTH = nothing("0.001", ONE // 1_000)
# {s}, of a constraint's inputs: until the next rebalance is due, whatever this one has traded.
WAITS: dict[str, Callable[[Any], int]] = {
    "CooldownConstraint": lambda inputs: int(inputs[0]),
    "VolatilityCooldownConstraint": lambda inputs: int(inputs[0][1]),
    "ScheduleConstraint": lambda inputs: int(inputs[1]),
    "JitterConstraint": lambda inputs: int(inputs[0][1]),
}
WHOLE_VAULT = Otherwise("the whole vault", NOBODY.value)


def _other_assets(values: Values, ground: Ground) -> Sequence[str]:
    return [it for it in ground.tokens if it != values["hub"]]


def _named(values: Values, ground: Ground) -> Sequence[str]:
    return [] if values["asset"] == NO_ADDRESS else [values["asset"]]


def _any(values: Values, ground: Ground) -> Sequence[str]:
    return ()


def _all(values: Values, ground: Ground) -> Sequence[str]:
    return ground.tokens


def _as_one(entry: Entry, values: Values) -> tuple[Any, ...]:
    """A constructor that takes all of them together."""
    return (tuple(values.values()),)


def _beside_hub(entry: Entry, values: Values) -> tuple[Any, ...]:
    hub, *bands = values.values()
    return hub, tuple(bands)


def waits(ground: Ground) -> int:
    """{s}, for how long the constraints may keep a vault from its next rebalance, trade or none."""
    asked = [it for it in ground.constraints if it.contract in WAITS]
    return max((WAITS[it.contract](it.inputs) for it in asked), default=0)


def _beside_programme(entry: Entry, values: Values) -> tuple[Any, ...]:
    """With the programme whose slices go one way on purpose, if there is one."""
    return values["hub"], values["wait"], first_of(entry.ground, PROGRAMMES), values["least"]


def first_of(ground: Ground, contracts: Sequence[str]) -> Node | str:
    """The first constraint of these contracts; address 0 where there is none."""
    found = (it for it in ground.constraints if it.contract in contracts)
    return next(found, NO_ADDRESS)


def _apart(entry: Entry, values: Values) -> None:
    """Or every slice but the first would be refused."""
    programme = first_of(entry.ground, PROGRAMMES)
    if isinstance(programme, Node) and values["wait"] > programme.inputs[INTERVAL]:
        allowed = f"at most the interval of the slices, {programme.inputs[INTERVAL]}"
        raise Mismatch(entry.item.name("wait"), allowed, values["wait"])


def _not_too_late(entry: Entry, values: Values) -> None:
    """Who asks about the slices is made of them."""
    if any(it.contract == "OwnImpactConstraint" for it in entry.ground.constraints):
        kind = entry.item.name("kind")
        raise Mismatch(kind, "slice before ownImpact, which asks about it", "slice")


def _aversion_to_a_cost(entry: Entry, values: Values) -> None:
    if (values["cost"] or values["fixedCost"]) and values["aversion"] < band.LEAST_AVERSION:
        least = Fraction(band.MAX_AVERSION, band.LEAST_AVERSION).allowed
        given = entry.item.data.get("aversion", "nothing")
        raise Mismatch(entry.item.name("aversion"), f"{least} beside a cost", given)


def _yearly(values: Values) -> int:
    return -(-int(values["cap"]) // turnover_bucket.YEAR)


def _longest(values: Values) -> int:
    return slices.MAX_TIME // int(values["slices"])


CONSTRAINTS: dict[str, Kind] = {
    "drift": Kind(
        "DriftConstraint",
        (
            Key("outer", Fraction(drift.MAX_OUTER)),
            Key("inner", Fraction(drift.MAX_OUTER, SMALLEST)),
        ),
        "not before the largest drift is beyond the outer band, then until within the inner one",
        rules=(most_of("inner", "at most 0.8 of outer", lambda it: int(it["outer"]) * 4 // 5),),
    ),
    "cooldown": Kind(
        "CooldownConstraint",
        (Key("cooldown", Whole(0, cooldown.MAX_COOLDOWN)), Key("pace", FREE)),
        "a wait after each rebalance, in proportion to the drift that it closed",
    ),
    "market": Kind(
        "MarketConstraint",
        (Key("maxSlice", Fraction(ONE, SMALLEST)),),
        "nothing that an asset's market does not permit",
        needs=(Need("classes", _all),),
    ),
    "turnover": Kind(
        "TurnoverConstraint", (Key("maxTurnover", FREE),), "the most that a rebalance trades"
    ),
    "turnoverBucket": Kind(
        "TurnoverBucketConstraint",
        (
            Key("cap", Fraction(ONE, SMALLEST)),
            Key("rate", Fraction(turnover_bucket.MAX_RATE, SMALLEST, "1/day")),
        ),
        "the most that all rebalances trade, of what runs in by and by",
        rules=(least_of("rate", "what fills it in a year, cap / 365", _yearly),),
    ),
    "slice": Kind(
        "SliceConstraint",
        (
            Key("slices", Whole(2, slices.MOST_SLICES, "1")),
            Key("interval", Whole(1, LONGEST)),
            Key("urgency", Fraction(MOST_URGENT), nothing("0: all slices are the same")),
            Key("least", Fraction(slices.MOST, slices.LEAST)),
        ),
        "a long way in slices, one in each interval",
        rules=(
            most_of("interval", f"at most {slices.MAX_TIME} / slices", _longest),
            _not_too_late,
        ),
    ),
    "ownImpact": Kind(
        "OwnImpactConstraint",
        (
            Key("hub", Symbol(), HUB),
            Key("wait", Whole(1, own_impact.MAX_WAIT)),
            Key("least", Fraction(own_impact.MOST, own_impact.LEAST), THOUSANDTH),
        ),
        "no asset the same way again until its price has had time to come back",
        inputs=_beside_programme,
        rules=(_apart,),
    ),
    "slippage": Kind(
        "SlippageConstraint",
        (Key("maxSlippage", Fraction(slippage.MOST)),),
        "the most that trades lose, of what they part with",
    ),
    "progress": Kind(
        "ProgressConstraint",
        (Key("tolerance", Fraction(progress.MAX_TOLERANCE)),),
        "no asset further from its target than before",
    ),
    "value": Kind(
        "ValueConstraint",
        (Key("maxLoss", Fraction(value.MOST)), Key("maxGain", Fraction(value.MOST))),
        "the most that one rebalance loses, or seems to gain",
    ),
    "lossBudget": Kind(
        "LossBudgetConstraint",
        (Key("dailyBudget", Fraction(loss_budget.MAX_BUDGET, 2 * SMALLEST)),),
        "the most that all rebalances of a day lose",
    ),
    "pace": Kind(
        "PaceConstraint",
        (
            Key("maxStep", Fraction(ONE, pace.LEAST)),
            Key("pace", Fraction(ONE, pace.LEAST, "1/s")),
        ),
        "how fast the target's weights may move",
    ),
    "band": Kind(
        "BandConstraint",
        (
            Key("hub", Symbol(), HUB),
            Key("absolute", Fraction(band.MAX_BAND, SMALLEST)),
            Key("least", Fraction(band.MAX_BAND, SMALLEST)),
            Key("inner", Fraction(band.MAX_INNER, SMALLEST)),
            Key("relative", FREE, nothing("0: not asked")),
            Key("risk", Fraction(ONE, unit=VOLATILE), nothing("0: not asked")),
            Key("cost", Fraction(band.MAX_COST), nothing("0: not asked")),
            Key("fixedCost", Fraction(band.MAX_FIXED_COST, unit="USD"), nothing("0: not asked")),
            Key("aversion", Fraction(band.MAX_AVERSION), nothing()),
        ),
        "each asset its band: absolute, of its target, of its risk, of what trading costs",
        needs=(Need("volatilities", _other_assets, when="risk"),),
        inputs=_beside_hub,
        rules=(
            most_of("least", "at most absolute", lambda it: int(it["absolute"])),
            _aversion_to_a_cost,
        ),
    ),
    "gain": Kind(
        "GainConstraint",
        (
            Key("aversion", Fraction(gain.MAX_AVERSION, gain.LEAST_AVERSION)),
            Key("horizon", Whole(1, gain.YEAR)),
            Key("margin", Fraction(gain.MAX_MARGIN, SMALLEST)),
            Key("hardDrift", Fraction(gain.MAX_HARD_DRIFT, SMALLEST)),
            Key("gas", Whole(0, gain.MAX_GAS, "gas")),
            Key("native", Symbol(), NOBODY),
            Key("nativePrice", Fraction(gain.MAX_PRICE, unit="USD/tok"), nothing()),
        ),
        "a rebalance is worth what it costs",
        needs=(Need("volatilities", _any),),
        inputs=_as_one,
    ),
    "volatilityCooldown": Kind(
        "VolatilityCooldownConstraint",
        (
            Key("least", WAIT),
            Key("most", WAIT),
            Key("usual", WAIT),
            Key("ref", Fraction(MAX_VOLATILITY, volatility_cooldown.MIN_VOLATILITY, VOLATILE)),
            Key(
                "halves",
                Whole(-volatility_cooldown.MAX_HALVES, volatility_cooldown.MAX_HALVES, "1/2", 0),
            ),
            Key("asset", Symbol(), WHOLE_VAULT),
            Key("pace", FREE),
        ),
        "a wait that follows the volatility",
        needs=(Need("volatilities", _named),),
        inputs=_as_one,
        rules=(
            least_of("most", "at least least", lambda it: int(it["least"])),
            least_of("usual", "at least least", lambda it: int(it["least"])),
            most_of("usual", "at most most", lambda it: int(it["most"])),
        ),
    ),
    "baseFee": Kind(
        "BaseFeeConstraint",
        (
            Key("maxBaseFee", Whole(1, base_fee.MAX_BASE_FEE, "wei/gas")),
            Key("hardDrift", Fraction(base_fee.MAX_HARD_DRIFT, SMALLEST)),
        ),
        "what is not urgent waits while gas is dear",
    ),
    "jitter": Kind(
        "JitterConstraint",
        (
            Key("anchor", Instant(None, 0)),
            Key("period", Whole(calendar.LEAST_PERIOD, calendar.MAX_PERIOD)),
            Key("window", Whole(1, calendar.MAX_PERIOD // 2)),
            Key("salt", Word(), nothing("0", "0x" + "00" * 32)),
            Key("least", Fraction(calendar.MOST, calendar.LEAST), THOUSANDTH),
        ),
        "once a period, from a moment within a window that is the vault's own",
        inputs=_as_one,
        rules=(most_of("window", "at most half of period", lambda it: int(it["period"]) // 2),),
    ),
    "schedule": Kind(
        "ScheduleConstraint",
        (
            Key("anchor", Instant(None, 0)),
            Key("period", Whole(calendar.LEAST_PERIOD, calendar.MAX_PERIOD)),
            Key("least", Fraction(calendar.MOST, calendar.LEAST), THOUSANDTH),
        ),
        "once a period of a calendar",
    ),
}


def read_constraints(fields: Fields, ground: Ground) -> list[Node]:
    """The constraints of a vault in the order they speak. Raises `Mismatch`."""
    items = fields.groups("constraints")
    if not items:
        raise Mismatch(fields.name("constraints"), "at least one", "none")
    for it in items:  # One by one: some ask about those before them.
        ground.constraints.append(read(CONSTRAINTS, it, ground))
    return ground.constraints
