"""The twin of contracts/math/Weights.sol: D18{1}, their sum exactly 1e18 (math 0.3, 1.1)."""

from collections.abc import Sequence

from counterpoise.errors import NothingToWeigh, WeightCount, WeightSum
from counterpoise.math.fixed_point import ONE, plus
from counterpoise.types import State


def weigh(state: State) -> tuple[int, ...]:
    """The part of each asset in the total, rounded down; the largest gets the remainder.

    Raises `NothingToWeigh` where the total is 0.
    """
    _require_value(state)
    values = state.values
    weights = [value * ONE // state.value for value in values]
    weights[values.index(max(values))] += ONE - sum(weights)
    return tuple(weights)


def in_proportion(parts: Sequence[int]) -> tuple[int, ...]:
    """Weights in proportion to parts, rounded down; the first of the largest gets the remainder.

    Raises `NothingToWeigh` where all parts are 0.
    """
    total = sum(parts)
    if total == 0:
        raise NothingToWeigh
    weights = [part * ONE // total for part in parts]
    weights[parts.index(max(parts))] += ONE - sum(weights)
    return tuple(weights)


def scale(weights: Sequence[int], part: int, whole: int, center: int) -> tuple[int, ...]:
    """All but one so much of themselves, D18{1}, rounded down; that one gets the rest."""
    scaled = [it * part // max(whole, 1) for it in weights]
    scaled[center] = 0
    scaled[center] = ONE - sum(scaled)
    return tuple(scaled)


def is_whole(weights: Sequence[int]) -> bool:
    """Whether a list is a vector of weights: none above one, and their sum exactly 1e18."""
    return sum(weights) == ONE and all(weight >= 0 for weight in weights)


def require_valid(weights: Sequence[int], count: int) -> None:
    """Raises `WeightCount` or `WeightSum` unless there are `count` weights that sum to 1e18."""
    if len(weights) != count:
        raise WeightCount(len(weights), count)
    total = plus(*weights)
    if total != ONE:
        raise WeightSum(total)


def gap(value: int, wanted: int, total: int) -> int:
    """How far an asset is from its target, times the total: v*1e18 - t*V, D18{USD} (math 1.1).

    Value and total in D18{USD}, the target in D18{1}; above 0 where there is too much.
    """
    return value * ONE - wanted * total


def max_drift(state: State, target: Sequence[int]) -> int:
    """The largest distance of any asset from its target, D18{1}, rounded down (math 1.1, Dinf).

    Raises `NothingToWeigh` where the total is 0.
    """
    return max(map(abs, _gaps(state, target))) // state.value


def total_drift(state: State, target: Sequence[int]) -> int:
    """What has to be sold to reach the target, D18{1}, rounded down (math 1.1, L1).

    Half of sum|v/V - t|. Raises `NothingToWeigh` where the total is 0.
    """
    return sum(max(each, 0) for each in _gaps(state, target)) // state.value


def _gaps(state: State, target: Sequence[int]) -> list[int]:
    _require_value(state)
    rows = zip(state.assets, target, strict=True)
    return [gap(asset.value, wanted, state.value) for asset, wanted in rows]


def _require_value(state: State) -> None:
    if state.value == 0:
        raise NothingToWeigh
