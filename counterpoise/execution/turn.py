"""The twin of contracts/execution/TurnPlanner.sol: one sale and one purchase a plan."""

from dataclasses import dataclass, replace

from counterpoise.execution.hub import HubPlanner, Leg
from counterpoise.math.fixed_point import ONE


@dataclass(frozen=True, slots=True)
class TurnPlanner(HubPlanner):
    """For a venue over which the orders of several assets share a pool: they take turns."""

    @property
    def after_sale(self) -> int:
        """D18{1} of its gap that a purchase closes after a sale, the fee aside."""
        left = ONE - self.limits.max_impact
        return left * left // ONE

    def _chosen(self, legs: list[Leg]) -> list[Leg]:
        """The largest sale and the largest purchase, this one the smaller for what that moves."""
        sales = sorted((it for it in legs if it.sold), key=lambda it: -it.sold)[:1]
        buys = sorted((it for it in legs if it.bought), key=lambda it: -it.bought)[:1]
        if not sales:
            return buys
        part = self.after_sale * sales[0].curve.kept // ONE
        return sales + [replace(it, bought=it.bought * part // ONE) for it in buys]
