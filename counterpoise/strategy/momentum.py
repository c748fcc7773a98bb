"""The twin of contracts/strategy/MomentumStrategy.sol: more of what rises more."""

from dataclasses import dataclass, field

from counterpoise.errors import KappasOpposed, WeightCount
from counterpoise.math.bounds import require_at_most, require_between
from counterpoise.math.exponential import exp_wad, ln_wad
from counterpoise.math.fixed_point import ONE, sdiv
from counterpoise.math.projection import project
from counterpoise.math.signals import trend_of
from counterpoise.math.weights import require_valid
from counterpoise.strategy.strategy import Strategy
from counterpoise.types import State

MAX_KAPPA = 10**24  # D18{1}
MAX_POWER = 4 * ONE  # D18{1}
MAX_TREND = 10**24  # D18; a larger one counts as this
MAX_PUSH = 4 * ONE  # D18{1}


@dataclass(frozen=True, slots=True)
class MomentumStrategy:
    """Wants more than another strategy of what has been rising more than the others."""

    inner: Strategy
    kappas: tuple[int, ...]  # D18{1}, the weight for each unit of the powered trend
    power: int  # D18{1}, of each trend's size
    low: tuple[int, ...]  # D18{1}
    high: tuple[int, ...]  # D18{1}
    _sum: int = field(init=False)  # D18{1}, of all sensitivities

    def __post_init__(self) -> None:
        require_between("power", self.power, ONE, MAX_POWER)
        object.__setattr__(self, "_sum", _summed(self.kappas))
        project([0] * len(self.kappas), self.low, self.high)

    def target(self, state: State) -> tuple[int, ...]:
        """D18{1}. Raises `WeightCount`, `WeightSum` or `TrendNotObserved`."""
        base = self.inner.target(state)
        if len(state.assets) != len(self.kappas):
            raise WeightCount(len(self.kappas), len(state.assets))
        require_valid(base, len(self.kappas))
        pushes = [self._push(state, i) for i in range(len(base))]
        total = sum(pushes)
        rows = zip(base, pushes, self.kappas, strict=True)
        wanted = [w + push - sdiv(kappa * total, self._sum) for w, push, kappa in rows]
        return project(wanted, self.low, self.high)

    def _push(self, state: State, i: int) -> int:
        """The sensitivity times the signed power of the trend, D18{1}, as far as it counts."""
        if self.kappas[i] == 0:
            return 0
        trend = trend_of(state.signals, len(self.kappas), i)
        push = sdiv(self.kappas[i] * powered(trend, self.power), ONE)
        return max(-MAX_PUSH, min(push, MAX_PUSH))


def powered(trend: int, power: int) -> int:
    """A trend's size to a power D18{1}, with its sign, D18 to D18."""
    trend = max(-MAX_TREND, min(trend, MAX_TREND))
    if power == ONE or trend == 0:
        return trend
    size = exp_wad(sdiv(ln_wad(abs(trend)) * power, ONE))
    return size if trend > 0 else -size


def _summed(kappas: tuple[int, ...]) -> int:
    """Raises `KappasOpposed` unless all are of the sum's sign."""
    for kappa in kappas:
        require_at_most("kappa", abs(kappa), MAX_KAPPA)
    total = sum(kappas)
    if total == 0:
        raise KappasOpposed(0, 0)
    for kappa in kappas:
        if kappa * total < 0:
            raise KappasOpposed(kappa, total)
    return total
