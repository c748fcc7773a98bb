"""The kinds of venues and planners that a parameter file can name."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from counterpoise.execution import auction, dutch, netting, path, split
from counterpoise.execution.venue import KEPT, LEAST_KEPT
from counterpoise.math.fixed_point import ONE
from scripts.deploy.checks import check_tier
from scripts.deploy.constraints import PROGRAMMES, first_of, waits
from scripts.deploy.ground import Ground, Priced, Token
from scripts.deploy.kinds import Entry, Key, Kind, Nested, Several, Values, most_of, read
from scripts.deploy.markets import LOOK, is_shared, look_gas
from scripts.deploy.node import Node, Place
from scripts.deploy.oracles import MIDDLE, Source
from scripts.deploy.parameters import Fields, Mismatch
from scripts.deploy.uniswap import NO_ADDRESS
from scripts.deploy.units import (
    NOBODY,
    SMALLEST,
    Address,
    Fraction,
    Otherwise,
    Whole,
    Word,
    nothing,
)

MOST_TRADE = 10**36  # D18{USD}, more than there is
MOST_GAS = 1_000_000  # {gas} of one more venue, as contracts/execution/venue/SplitVenue.sol has it
CUTTING = 3  # The first of a sliced planner's inputs that bounds what is traded: bucket, programme.
BANDS = ("BandConstraint", "DriftConstraint")
BUCKETS = ("TurnoverBucketConstraint",)

# WHAT ONLY VENUES SAY


@dataclass(frozen=True)
class Way:
    """Tokens in the order of a path, each by the symbol of an asset or by its address."""

    says = f"{path.MIN_TOKENS} to {path.MAX_TOKENS} of: an asset's symbol or an address, each once"

    def read(self, item: Fields, key: str, ground: Ground) -> list[str]:
        names = item.names(key)
        if not path.MIN_TOKENS <= len(names) <= path.MAX_TOKENS:
            raise Mismatch(item.name(key), self.says, len(names))
        places = [self._place(f"{item.name(key)}[{i}]", it, ground) for i, it in enumerate(names)]
        if len(set(places)) < len(places):
            raise Mismatch(item.name(key), self.says, ", ".join(names))
        return places

    def _place(self, field: str, name: str, ground: Ground) -> str:
        if name in ground.known:
            return ground.known[name].address
        return Fields({field: name}).address(field)


def _of_ether(item: Fields, ground: Ground) -> Priced:
    """Wrapped ether in the hub, which is what most orders buy or sell."""
    hub = Token(ground.hub.address, ground.hub.decimals)
    return Priced(MIDDLE.read(item, "weth", ground), hub, f"{item.path} gas")


NO_ETHER = Otherwise("none", lambda ground: Token(NO_ADDRESS, 18))
VENUE = Nested("venue", lambda: VENUES)
PLANNER = Nested("planner", lambda: PLANNERS)
AUCTION = Nested("auction", lambda: AUCTIONS)

# HOW THEIR CONSTRUCTORS TAKE IT


def _tiered(entry: Entry, values: Values) -> Node:
    """Its factory knows the fee."""
    check = partial(check_tier, entry.item.path, values["factory"], values["fee"])
    return entry.node("UniswapV3Venue", *values.values(), checks=(check,))


def _together(entry: Entry, values: Values) -> tuple[Any, ...]:
    return values["venues"], values["swapGas"], values["oracle"], values["weth"].address


def _are_heard(entry: Entry, values: Values) -> None:
    """Each can tell of its market with the gas that it gets; a split within a split cannot."""
    for i, it in enumerate(values["venues"]):
        if look_gas(it) > LOOK:
            field = f"{entry.item.name('venues')}[{i}]"
            raise Mismatch(field, f"at most {LOOK} gas for telling of a market", look_gas(it))


def _differ(entry: Entry, values: Values) -> None:
    """No venue stands for two: an order that is split has a pool once."""
    made = [(it.contract, it.inputs) for it in values["venues"]]
    for i, it in enumerate(made):
        if it in made[:i]:
            raise Mismatch(f"{entry.item.name('venues')}[{i}]", "another venue", "one twice")


def _counted_in_ether(entry: Entry, values: Values) -> None:
    """Gas is counted in what ether is wrapped as."""
    if values["swapGas"] and values["weth"].address == NO_ADDRESS:
        raise Mismatch(entry.item.name("weth"), "what ether is wrapped as, beside swapGas", "none")


def _hop_each(entry: Entry, values: Values) -> None:
    """One venue leads to each token."""
    tokens, hops = len(values["path"]), len(values["hops"])
    if hops != tokens:
        raise Mismatch(entry.item.name("hops"), f"{tokens}, one to each of path", hops)


def _alone(entry: Entry, values: Values) -> None:
    """No two orders of a plan meet in a pool: the second would find it moved."""
    kind = entry.item.text("kind")
    if is_shared(entry.ground, straight=kind == "netting"):
        allowed = "turn, as orders of several assets share the pools of a path"
        raise Mismatch(entry.item.name("kind"), allowed, kind)


def _is_heard(entry: Entry, values: Values) -> None:
    """The venue can tell of a market with the gas that it gets."""
    needed = max(map(look_gas, entry.ground.venues), default=0)
    if values["marketGas"] < needed:
        allowed = f"at least {needed}, which the venue needs to tell of a market"
        raise Mismatch(entry.item.name("marketGas"), allowed, values["marketGas"])


def _limited(entry: Entry, values: Values) -> tuple[Any, ...]:
    return entry.ground.hub.address, Place("venue"), tuple(values.values())


def _netted(entry: Entry, values: Values) -> tuple[Any, ...]:
    *limits, gas = values.values()
    return entry.ground.hub.address, Place("venue"), tuple(limits), gas


def _sliced(entry: Entry, values: Values) -> tuple[Any, ...]:
    """The members of the set remember for the set, so that is whom they are asked about."""
    asked = [first_of(entry.ground, it) for it in (BANDS, BUCKETS, PROGRAMMES)]
    if not any(isinstance(it, Node) for it in asked):
        allowed = "a constraint of kind band, drift, turnoverBucket or slice beside it"
        raise Mismatch(entry.item.name("kind"), allowed, "sliced")
    return values["inner"], Place("constraint"), *asked


def _outlasts(entry: Entry, values: Values) -> None:
    """Or a rest could be over before the other planner had a chance."""
    longest = waits(entry.ground)
    if values["rest"] <= longest:
        allowed = f"above {longest}, the longest wait of the constraints"
        raise Mismatch(entry.item.name("rest"), allowed, values["rest"])


def _within_the_slice(entry: Entry, values: Values) -> None:
    """Behind the auction nobody cuts a bid: an opening for more than a slice would be refused."""
    sliced = [it for it in values["inner"].all() if it.contract == "SlicedPlanner"]
    if any(isinstance(asked, Node) for it in sliced for asked in it.inputs[CUTTING:]):
        allowed = "sliced before the auction, which cuts its bids too"
        raise Mismatch(entry.item.name("inner"), allowed, "it behind the auction")


def _highest(values: Values) -> int:
    return dutch.MAX_RATIO * (ONE - int(values["discount"])) - ONE


def _bid_for(entry: Entry, values: Values) -> tuple[Any, ...]:
    going, inner, *limits = values.values()
    return Place("vault"), going, inner, tuple(limits)


def _kept(entry: Entry, values: Values) -> tuple[Any, ...]:
    """What is traded of what goes in: all but the fee."""
    return values["factory"], values["pairCodeHash"], ONE - values["fee"]


VENUES: dict[str, Kind] = {
    "uniswapV2": Kind(
        "UniswapV2Venue",
        (
            Key("factory", Address()),
            Key("pairCodeHash", Word()),
            Key("fee", Fraction(ONE - LEAST_KEPT), nothing("0.003", ONE - KEPT)),
        ),
        "the pairs of a Uniswap V2 factory, or of a fork with another fee",
        inputs=_kept,
    ),
    "uniswapV3": Kind(
        "UniswapV3Venue",
        (
            Key("factory", Address()),
            Key("poolCodeHash", Word()),
            Key("fee", Whole(1, 999_999, "1e-6")),
            Key("reach", Whole(1, 1_000, "tick"), nothing("20", 20)),
        ),
        "the pools of a Uniswap V3 factory at one fee",
        make=_tiered,
    ),
    "split": Kind(
        "SplitVenue",
        (
            Key("venues", Several(VENUE, split.MAX_VENUES, split.MIN_VENUES)),
            Key("swapGas", Whole(0, MOST_GAS, "gas"), nothing("0: gas is not counted")),
            Key("oracle", Source(_of_ether), NOBODY),
            Key("weth", MIDDLE, NO_ETHER),
        ),
        "several as one: an order is split so that it brings most; "
        "the oracle is of `weth` in the hub",
        inputs=_together,
        rules=(_differ, _are_heard, _counted_in_ether),
    ),
    "path": Kind(
        "PathVenue",
        (Key("path", Way()), Key("hops", Several(VENUE, path.MAX_TOKENS, path.MIN_TOKENS))),
        "any token with the end of a path, by way of its others; a venue leads to each",
        rules=(_hop_each,),
    ),
}
LIMITS = (
    Key("damping", Fraction(ONE, SMALLEST)),
    Key("maxTurnover", Fraction(ONE, SMALLEST)),
    Key("maxImpact", Fraction(ONE // 2, SMALLEST)),
    Key("maxLoss", Fraction(ONE // 2, SMALLEST)),
    Key("minTrade", Fraction(MOST_TRADE, unit="USD")),
)
SHARE = Fraction(ONE // 2)
AUCTIONS: dict[str, Kind] = {
    "dutch": Kind(
        "DutchAuction",
        (
            Key("premium", Fraction((dutch.MAX_RATIO - 1) * ONE)),
            Key("discount", SHARE),
            Key("jump", replace(SHARE, least=SMALLEST)),
            Key("duration", Whole(dutch.MIN_DURATION, dutch.MAX_DURATION)),
            Key("rest", Whole(dutch.MIN_REST, dutch.MAX_REST)),
        ),
        "from above the oracle's price to below it; a venue of the vault like the other",
        inputs=lambda entry, values: (tuple(values.values()),),
        rules=(
            most_of("premium", "at most 100 times the last price, less 1", _highest),
            _outlasts,
        ),
    ),
}
PLANNERS: dict[str, Kind] = {
    "hub": Kind(
        "HubPlanner", LIMITS, "all trades against the hub", inputs=_limited, rules=(_alone,)
    ),
    "turn": Kind(
        "TurnPlanner",
        LIMITS,
        "one sale for the hub and one purchase with it, the largest: for pools that assets share",
        inputs=_limited,
    ),
    "netting": Kind(
        "NettingPlanner",
        (*LIMITS, Key("marketGas", Whole(netting.MIN_GAS, netting.MAX_GAS, "gas"))),
        "straight from one asset to another where that brings more, the rest against the hub",
        inputs=_netted,
        rules=(_alone, _is_heard),
    ),
    "sliced": Kind(
        "SlicedPlanner",
        (Key("inner", PLANNER),),
        "no farther than the constraints permit that are beside it: "
        "band or drift, turnoverBucket, slice",
        inputs=_sliced,
    ),
    "auction": Kind(
        "AuctionPlanner",
        (
            Key("auction", AUCTION),
            Key("inner", PLANNER),
            Key("maxTurnover", Fraction(ONE, SMALLEST)),
            Key("minTrade", Fraction(auction.MAX_LEAST, SMALLEST, "USD")),
        ),
        "a bid while it is under way; another planner where no auction is open",
        inputs=_bid_for,
        rules=(_within_the_slice,),
    ),
}


def read_venue(fields: Fields, ground: Ground) -> Node:
    """Raises `Mismatch`."""
    ground.venues.append(read(VENUES, fields.group("venue"), ground))
    return ground.venues[-1]


def read_planner(fields: Fields, ground: Ground) -> Node:
    """Raises `Mismatch`."""
    return read(PLANNERS, fields.group("planner"), ground)
