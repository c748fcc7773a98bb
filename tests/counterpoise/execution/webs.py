"""Vaults whose assets have pools with the hub, and some with each other."""

from random import Random

from hypothesis import strategies as st

from counterpoise.execution.netting import NettingPlanner
from tests.counterpoise.drawn import VENUE, Scene, reserves, scenes

GAS = 300_000


@st.composite
def webs(draw: st.DrawFn, exact: bool = False) -> Scene:
    """A scene, and pools of a part of all pairs, each near the market; exact ones at it."""
    scene, part = draw(scenes(exact)), draw(st.sampled_from([0.0, 0.3, 1.0]))
    random, tokens = Random(draw(st.integers(0, 2**32))), scene.state.tokens
    for i in range(len(tokens)):
        for j in range(i):
            if scene.hub not in (i, j) and random.random() < part:
                skew = 1_000 if exact else random.randint(800, 1_250)
                pool = reserves(scene.state, i, j, int(10 ** random.uniform(20, 28)), skew)
                scene.venue.set_pool(tokens[i], tokens[j], *pool)
    return scene


def netting(scene: Scene, venue: str = VENUE) -> NettingPlanner:
    """The planner of such a scene."""
    hub = scene.state.tokens[scene.hub]
    return NettingPlanner(hub, venue, scene.limits, scene.venue.curve, GAS)
