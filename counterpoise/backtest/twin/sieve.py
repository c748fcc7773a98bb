"""Most looks end at the drift band: who asks that first need not plan what will not be done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from counterpoise.backtest.prices import ONE
from counterpoise.constraint.cooldown import CooldownConstraint
from counterpoise.constraint.drift import DriftConstraint
from counterpoise.constraint.set import Constraint, ConstraintSet


@dataclass(frozen=True, slots=True)
class Sieve:
    """The drift constraint that judges before all others but cooldowns, where there is one.

    What it refuses here it would refuse after the plan too; no decision depends on being asked.
    A cooldown judges the clock alone, and whoever is ready has passed it.
    """

    drift: DriftConstraint | None

    @classmethod
    def of(cls, constraint: Constraint) -> Sieve:
        """The first to judge; a sieve that lets everything through where it is of another kind."""
        members = constraint.members if isinstance(constraint, ConstraintSet) else (constraint,)
        first = next((it for it in members if not isinstance(it, CooldownConstraint)), None)
        return cls(first if isinstance(first, DriftConstraint) else None)

    def holds(
        self,
        balances: Sequence[int],
        prices: Sequence[int],
        units: Sequence[int],
        target: Sequence[int],
    ) -> bool:
        """Whether all are within the band; not where that is not known: no target D18{1} yet."""
        if self.drift is None or not target:
            return False
        drift = drift_of(balances, prices, units, target)
        band = self.drift.inner if self.drift.is_active else self.drift.outer
        return drift is not None and drift <= band


def drift_of(
    balances: Sequence[int],
    prices: Sequence[int],
    units: Sequence[int],
    target: Sequence[int],
) -> int | None:
    """`max_drift` D18{1} without a state: {unit}, D18{USD/tok}, {unit/tok}; None of nothing."""
    rows = zip(balances, prices, units, strict=True)
    values = [balance * price // unit for balance, price, unit in rows]
    total = sum(values)
    if total == 0 or len(values) != len(target):
        return None
    gaps = [value * ONE - part * total for value, part in zip(values, target, strict=True)]
    return max(max(gaps), -min(gaps)) // total
