"""The vaults of a herd with their rules, and the pool that they share, at its price."""

from counterpoise.backtest.herd.play import COIN, HUB, Herd, place
from counterpoise.backtest.herd.setting import Manner, Setting
from counterpoise.constraint.calendar import LEAST as CRUMB
from counterpoise.constraint.drift import DriftConstraint
from counterpoise.constraint.jitter import Calendar, JitterConstraint
from counterpoise.constraint.set import Constraint, ConstraintSet
from counterpoise.constraint.slice import SliceConstraint
from counterpoise.engine import Engine
from counterpoise.execution.hub import HubPlanner, Limits
from counterpoise.execution.planner import Planner
from counterpoise.execution.sliced import SlicedPlanner
from counterpoise.execution.venue import UniswapV2Venue
from counterpoise.math.fixed_point import ONE
from counterpoise.types import Holdings

VENUE = f"0x{3:040x}"
INNER, LEAST = (
    ONE // 1_000,
    2 * ONE // 1_000,
)  # D18{1} of drift, at which slices have done their work


def herd(setting: Setting, manner: Manner) -> Herd:
    """The vaults of a setting, that trade in a manner."""
    pool = UniswapV2Venue()
    pool.set_pool(COIN, HUB, setting.depth, setting.depth)
    place(pool, setting.price)
    limits = Limits(ONE, ONE, setting.limit, setting.limit, 0)
    planner = HubPlanner(HUB, VENUE, limits, pool.curve)
    held = Holdings((HUB, COIN), (setting.value // 2,) * 2, ONE)
    members = [(_vault(setting, manner, k, planner, pool), held) for k in range(setting.vaults)]
    return Herd(setting, members, pool)


def _vault(
    setting: Setting, manner: Manner, k: int, planner: Planner, pool: UniswapV2Venue
) -> Engine:
    """The one with the number k."""
    slot = setting.period // manner.slices
    salt = (k if manner.salted else 0).to_bytes(32, "big")
    calendar = Calendar(0, slot, min(manner.window, slot // 2), salt, CRUMB)
    rules: list[Constraint] = [JitterConstraint(calendar, VENUE)]
    rules.append(DriftConstraint(setting.outer + k * setting.step, INNER))
    if manner.slices > 1:
        programme = SliceConstraint(manner.slices, slot, 0, LEAST)
        rules, planner = [*rules, programme], SlicedPlanner(planner, programme=programme)
    return Engine(setting.strategy, planner, pool, ConstraintSet(tuple(rules)))
