"""How the tests of twins and baselines begin: the demo's vault, beside pairs of stated depth."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from counterpoise.backtest.crowd.terms import Terms
from counterpoise.backtest.prices import ONE
from counterpoise.backtest.stage import Scene
from counterpoise.backtest.twin.opening import Opening
from counterpoise.backtest.twin.scene import held_at, opening_at, stage_at

DEMO = Path(__file__).parents[3] / "deployments/demo.params.json"
FIRST = {"WETH": 2_000 * ONE, "WBTC": 40_000 * ONE}  # D18{USD/tok}


def opening(terms: Terms | None = None, ranges: tuple[int, ...] = (), **changes: Any) -> Opening:
    """600,000 dollars, and pairs of 20 million a side."""
    scene = Scene(json.loads(DEMO.read_text()) | changes, FIRST, ranges=ranges)
    stage = stage_at(scene)
    return opening_at(scene, stage, held_at(scene, stage), terms or Terms(), 12)
