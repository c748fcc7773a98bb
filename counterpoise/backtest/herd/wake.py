"""What a herd leaves behind: how far its pool was pushed, for how long, and at whose cost."""

from dataclasses import dataclass

from counterpoise.execution.venue import KEPT
from counterpoise.math.fixed_point import ONE

FEE = ONE - KEPT  # D18{1}: nobody wins by bringing a pool nearer to its price than that.


@dataclass(frozen=True, slots=True)
class Loss:
    """A vault at the end beside one that has traded for nothing at the first moment, D18{USD}."""

    meant: int
    left: int

    @property
    def part(self) -> int:
        """D18{1} of what was meant, rounded down; below nothing where waiting has paid."""
        return (self.meant - self.left) * ONE // self.meant


@dataclass(frozen=True, slots=True)
class Wake:
    """What came of it, block by block until the pool is back, and vault by vault."""

    impact: tuple[int, ...]  # D18{1}, how far the pool is below the price; above it, less than 0
    rebalanced: tuple[int, ...]  # rebalances in each block
    losses: tuple[Loss, ...]
    moved: int  # vaults that hold something else than at the start
    undone: int  # D18{1}, the drift of the vault that is the farthest from its target at the end

    @property
    def peak(self) -> int:
        """The farthest that the pool ever was from the price, D18{1}."""
        return max(map(abs, self.impact))

    @property
    def length(self) -> int:
        """{block} from the first trade until the pool is within its fee of the price for good."""
        first = next((k for k, it in enumerate(self.rebalanced) if it), len(self.rebalanced))
        away = [k for k, it in enumerate(self.impact) if abs(it) > FEE]
        return max(0, away[-1] + 1 - first) if away else 0

    @property
    def loss(self) -> int:
        """D18{1} of all that the vaults were meant to be worth."""
        meant = sum(it.meant for it in self.losses)
        return (meant - sum(it.left for it in self.losses)) * ONE // meant
