"""What an order costs, against its size: over each pool, over the split, and as its curve says."""

from __future__ import annotations

from pathlib import Path

import matplotlib

matplotlib.use("Agg")  # Before pyplot: no screen is needed.

import matplotlib.pyplot as plt

from counterpoise.execution.place import Place
from counterpoise.math.constant_product import bought
from tools.leakage.world import COIN, HUB, VALUE, World

WORLD = World(assets=2, size=10_000)  # a pair as deep as the vault's value, so that sizes are parts
DECADES, STEPS = (-5, -1), 60  # of the pair's depth, by powers of ten; points a decade
RESOLUTION, SIZE = 110, (7.2, 4.2)  # dots an inch, inches
STYLES = {
    "V2 0.30 %": ("#868e96", "-"),
    "V3 0.05 %, a fourth as deep": ("#e8590c", "-"),
    "split": ("#3b5bdb", "-"),
    "what the split's curve says": ("#3b5bdb", ":"),
}


def draw(file: Path) -> None:
    """One panel, both scales by powers of ten."""
    figure, axes = plt.subplots(figsize=SIZE, layout="constrained")
    for name, costs in lines().items():
        color, dashes = STYLES[name]
        width = 2.4 if name == "split" else 1.4
        axes.loglog(sizes(), costs, label=name, color=color, linestyle=dashes, linewidth=width)
    axes.set_xlabel("order, as a part of the pair's depth")
    axes.set_ylabel("cost, 1e-4 of the order")
    axes.set_title("What an order costs: fee and impact", loc="left", fontsize=10)
    axes.legend(frameon=False)
    axes.margins(x=0)
    file.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(file, dpi=RESOLUTION)
    plt.close(figure)


def sizes() -> list[float]:
    """Parts of the pair's depth."""
    low, high = DECADES
    return [10 ** (low + k / STEPS) for k in range((high - low) * STEPS + 1)]


def lines() -> dict[str, list[float]]:
    """The cost {1e-4} of each size, by the style's names."""
    venues = WORLD.venues()
    pair, pool, split = (
        [cost(size, quoted(venues[it], size)) for size in sizes()] for it in ("V2", "V3", "split")
    )
    curve = venues["split"].curve(COIN, HUB)
    said = [cost(size, bought(curve, amount(size))) for size in sizes()]
    return dict(zip(STYLES, (pair, pool, split, said), strict=True))


def amount(size: float) -> int:
    """{unit} of the hub."""
    return round(size * VALUE)


def quoted(venue: Place, size: float) -> int:
    """What {unit} an order of that size brings."""
    return venue.quote(COIN, HUB, amount(size))


def cost(size: float, brought: int) -> float:
    """{1e-4} of the order."""
    return (1 - brought / amount(size)) * 10_000
