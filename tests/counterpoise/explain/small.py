"""A vault of dollars and ether, as its twin has it."""

from dataclasses import dataclass, replace

from counterpoise.chain.report import Report
from counterpoise.cli.named import Names
from counterpoise.constraint.cooldown import CooldownConstraint
from counterpoise.constraint.drift import DriftConstraint
from counterpoise.constraint.progress import ProgressConstraint
from counterpoise.constraint.set import ConstraintSet
from counterpoise.engine import Engine
from counterpoise.execution.hub import HubPlanner, Limits
from counterpoise.execution.venue import UniswapV2Venue
from counterpoise.math.weights import weigh
from counterpoise.observer.spot import observe
from counterpoise.strategy.fixed_weight import FixedWeightStrategy
from counterpoise.types import Holdings

ONE = 10**18
PERCENT = ONE // 100
DOLLAR, ETHER, VENUE = (f"0x{it:040x}" for it in (0xD, 0xE, 0xF))
HALVES = FixedWeightStrategy((ONE // 2, ONE // 2))
LIMITS = Limits(ONE, ONE, 2 * PERCENT, PERCENT, ONE)


@dataclass(frozen=True)
class Coin:
    """A token's name."""

    symbol: str
    decimals: int


NAMES = Names({DOLLAR: Coin("USDC", 6), ETHER: Coin("WETH", 18)})


def owning(dollars, ether, time=0, signals=()):
    """A state: an ether is 2,000 dollars, and there is a thousand shares."""
    held = Holdings((DOLLAR, ETHER), (dollars * 10**6, ether * ONE), 1_000 * ONE)
    state = observe(held, (10**6, ONE), (ONE, 2_000 * ONE), time)
    return replace(state, signals=signals)


DRIFTED = owning(400_000, 300)


def engine(strategy=HALVES, ready_at=0, **limits):
    """Five percent may drift, and an hour is between two rebalances."""
    venue = UniswapV2Venue()
    venue.set_pool(ETHER, DOLLAR, 10_000 * ONE, 20_000_000 * 10**6)
    rules = (
        DriftConstraint(5 * PERCENT, PERCENT),
        ProgressConstraint(PERCENT // 10),
        CooldownConstraint(3_600, PERCENT, ready_at),
    )
    planner = HubPlanner(DOLLAR, VENUE, replace(LIMITS, **limits), venue.curve)
    return Engine(strategy, planner, venue, ConstraintSet(rules))


def reported(told, **changes):
    """What the chain would say, were it to say the same as the twin."""
    start, refusal = told.decision.start, told.decision.refusal
    report = Report(
        block=7,
        holdings=Holdings(start.tokens, start.balances, start.supply),
        state=start,
        share_price=start.value * ONE // start.supply,
        weights=weigh(start),
        target=told.proposal.weights if told.proposal.refusal is None else (),
        max_drift=0,
        total_drift=0,
        due=refusal is None,
        reason=refusal,
        orders=told.decision.orders if refusal is None else (),
        end=told.decision.end if refusal is None else None,
        paused_until=0,
        max_mint=0,
    )
    return replace(report, **changes)
