"""The rows of the table: each number of assets, and each size of the vault beside its pools."""

from __future__ import annotations

from dataclasses import dataclass

from tools.leakage.optimum import optimum
from tools.leakage.world import World, left

ASSETS = (2, 4, 8)  # the hub among them
SIZES = (10, 100, 500, 1_000)  # {1e-4} of a pair's depth
GAS = 56_000  # {gas} of one more V2 pair, as measured
FEE = 20e-9 * 2_000  # {USD/gas} at 20 gwei and 2,000 dollars for an ether


@dataclass(frozen=True)
class Row:
    """Leakage in {1e-4} of the vault's value."""

    name: str
    n: int
    size: float  # the vault's value over a pair's depth
    v2: float
    v3: float
    split: float
    optimum: float
    pays_from: float | None  # {USD} in the vault, from where the second pool pays for its gas

    @property
    def single(self) -> float:
        """Over the better one of both pools."""
        return min(self.v2, self.v3)


def rows() -> list[Row]:
    """All of them, in a few seconds."""
    return [row(World(n, size)) for n in ASSETS for size in SIZES]


def row(world: World) -> Row:
    """One world over each of its venues, and at best."""
    lost = {name: world.leakage(left(world, it)) for name, it in world.venues().items()}
    saved = min(lost["V2"], lost["V3"]) - lost["split"]
    from_ = GAS * FEE * (world.assets - 1) / (saved / 10_000) if saved > 1e-6 else None
    best = world.leakage(optimum(world))
    figures = lost["V2"], lost["V3"], lost["split"], best
    return Row("leakage", world.assets, world.size / 10_000, *figures, from_)
