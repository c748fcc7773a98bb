"""What the governor may change in the machine's vault, each with what it does to the twin."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from counterpoise.engine import Engine
from counterpoise.execution.hub import HubPlanner, Limits
from counterpoise.execution.venue import UniswapV2Venue
from counterpoise.strategy.fixed_weight import FixedWeightStrategy
from tests.evm.building import deploy_set
from tests.evm.stateful.lawful_twin import LawfulTwin
from tests.evm.stateful.market_twin import FeedTwin, HostilePlace, PoolPlace, refuse
from tests.evm.stateful.stage import HOLDERS
from tests.evm.stateful.vault_twin import constraints_of
from tests.evm.world import World
from tests.founding import ONE, PERCENT

OTHER_WEIGHTS = (20 * PERCENT, 30 * PERCENT, 50 * PERCENT)
GENTLE = (ONE // 2, ONE // 4, 5 * PERCENT, 5 * PERCENT, ONE)


@dataclass(frozen=True)
class Change:
    """A governed call, and the same for the twin."""

    function: str
    values: tuple[Any, ...]
    apply: Callable[[LawfulTwin], None]
    heals: bool = False  # It brings back what was at first.


class BrokenStrategy:
    """MockBroken's answer to everything."""

    def target(self, state: Any) -> tuple[int, ...]:
        refuse("Broken")


@dataclass(frozen=True)
class Wish:
    """MockStrategy: weights that nobody has looked at."""

    weights: tuple[int, ...]

    def target(self, state: Any) -> tuple[int, ...]:
        return self.weights


def twin_of(stage: World) -> LawfulTwin:
    """Starts where the stage was when its photo was made."""
    settings, tokens = stage.settings, tuple(stage.tokens)
    _, books, supply = stage.ask("holdings")
    pools, hostile = PoolPlace(_pools(stage)), HostilePlace()
    places = {stage.parts["venue"]: pools, stage.parts["hostile"]: hostile}
    answers = [price * 10**8 for price in settings.prices]
    return LawfulTwin(
        assets=tokens,
        units=tuple(10**d for d in settings.decimals),
        prices=[price * ONE for price in settings.prices],
        books=list(books),
        held=list(books),
        supply=supply,
        spread=settings.spread,
        deviation=settings.deviation,
        shares={stage.people[who]: stage.ask("balanceOf", stage.people[who]) for who in HOLDERS},
        claims={},
        engine=_engine(stage, pools.pools),
        vault=stage.vault,
        cap=settings.cap,
        feeds=[FeedTwin(f, settings.max_age, a, stage.time) for f, a in zip(stage.feeds, answers)],
        pools=pools,
        hostile=hostile,
        places=places,
        allowed=set(places),
        fresh=constraints_of(settings),
    )


def _pools(stage: World) -> UniswapV2Venue:
    """As they are."""
    venue = UniswapV2Venue()
    for i in (1, 2):
        venue.set_pool(stage.tokens[0], stage.tokens[i], *stage.reserves(i))
    return venue


def _engine(stage: World, venue: UniswapV2Venue) -> Engine:
    settings = stage.settings
    planner = planner_of(stage, venue, settings.limits)
    return Engine(FixedWeightStrategy(settings.weights), planner, venue, constraints_of(settings))


def planner_of(stage: World, venue: UniswapV2Venue, limits: tuple[int, ...]) -> HubPlanner:
    return HubPlanner(stage.tokens[0], stage.parts["venue"], Limits(*limits), venue.curve)


def changes_of(stage: World) -> list[Change]:
    """Deploys what may take a part's place; each change that harms has one that heals."""
    return [*_strategies(stage), *_planners(stage), *_sets(stage), *_numbers(), *_places(stage)]


def _strategies(stage: World) -> list[Change]:
    other = stage.chain.deploy("FixedWeightStrategy", OTHER_WEIGHTS)
    wishful = stage.chain.deploy("MockStrategy")
    stage.chain.tell("MockStrategy", wishful, "set", OTHER_WEIGHTS[:2] + (ONE,))
    rows: list[tuple[str, Any]] = [
        (stage.parts["strategy"], FixedWeightStrategy(stage.settings.weights)),
        (other, FixedWeightStrategy(OTHER_WEIGHTS)),
        (wishful, Wish((*OTHER_WEIGHTS[:2], ONE))),
        (stage.parts["broken"], BrokenStrategy()),
    ]
    return [
        Change("setStrategy", (part,), engine_with(strategy=twin), heals=k == 0)
        for k, (part, twin) in enumerate(rows)
    ]


def engine_with(**parts: Any) -> Callable[[LawfulTwin], None]:
    def change(twin: LawfulTwin) -> None:
        twin.engine = replace(twin.engine, **parts)

    return change


def _planners(stage: World) -> list[Change]:
    hub, venue = stage.tokens[0], stage.parts["venue"]
    gentle = stage.chain.deploy("HubPlanner", hub, venue, GENTLE)
    rows = [(stage.parts["planner"], stage.settings.limits), (gentle, GENTLE)]

    def planning(limits: tuple[int, ...]) -> Callable[[LawfulTwin], None]:
        def change(twin: LawfulTwin) -> None:
            planner = planner_of(stage, twin.pools.pools, limits)
            twin.engine = replace(twin.engine, planner=planner)

        return change

    return [
        Change("setPlanner", (part,), planning(limits), heals=k == 0)
        for k, (part, limits) in enumerate(rows)
    ]


def _sets(stage: World) -> list[Change]:
    """A set of the same constraints that remembers nothing yet."""
    fresh = deploy_set(stage, stage.settings)

    def change(twin: LawfulTwin) -> None:
        if twin.engine.constraint is not twin.fresh:
            twin.engine = replace(twin.engine, constraint=twin.fresh)
            twin.record = []

    return [Change("setConstraint", (fresh,), change)]


def _numbers() -> list[Change]:
    def cap(most: int, heals: bool = False) -> Change:
        return Change("setSupplyCap", (most,), lambda twin: setattr(twin, "cap", most), heals)

    def spread(part: int) -> Change:
        return Change("setEntrySpread", (part,), lambda twin: setattr(twin, "spread", part))

    open_again = Change("unpause", (), lambda twin: setattr(twin, "paused_until", 0), True)
    return [
        cap(2**128 - 1, heals=True),
        cap(1_100_000 * ONE),
        spread(0),
        spread(5 * PERCENT),
        open_again,
    ]


def _places(stage: World) -> list[Change]:
    def venue(name: str, allowed: bool) -> Change:
        place = stage.parts[name]

        def change(twin: LawfulTwin) -> None:
            (twin.allowed.add if allowed else twin.allowed.discard)(place)

        return Change("setVenue", (place, allowed), change, heals=allowed)

    def observer(name: str) -> Change:
        broken = name == "broken"

        def change(twin: LawfulTwin) -> None:
            twin.observer_broken = broken

        return Change("setObserver", (stage.parts[name],), change, heals=not broken)

    venues = [venue(name, allowed) for name in ("venue", "hostile") for allowed in (True, False)]
    return [*venues, observer("observer"), observer("broken")]
