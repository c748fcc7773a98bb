"""Twenty vaults with moments in windows of several lengths: the table of docs/constraints.md."""

from __future__ import annotations

from counterpoise.backtest.herd.gather import herd
from counterpoise.backtest.herd.setting import TOGETHER, Manner, Setting
from counterpoise.backtest.herd.wake import Wake
from counterpoise.math.fixed_point import ONE

WINDOWS = (0, 60, 300, 900, 1_800)  # {s}; 0: the same moment for all


def play(window: int) -> Wake:
    """The herd with moments in a window {s}, or all at the same one."""
    return herd(Setting(), Manner(window) if window else TOGETHER).play()


def row(window: int, it: Wake) -> dict[str, float | int]:
    """What is told of it: percents of the price, and hundredths of a percent of all value."""
    peak, loss = round(100 * it.peak / ONE, 2), round(10_000 * it.loss / ONE, 1)
    return {"window": window, "peak": peak, "loss": loss, "rebalanced": sum(it.rebalanced)}
