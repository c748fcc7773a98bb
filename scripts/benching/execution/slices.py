"""Rows of the benchmark: the first slice of a programme and a later one, beside their floors."""

from __future__ import annotations

from scripts.benching.rows import PAIRS, Row, alternating
from scripts.benching.switched import govern
from scripts.benching.world import PRICE, TOKEN, World, made, move, wait
from scripts.deploy.project import at

COUNT, INTERVAL = 3, 3_600  # slices; {s}: to post all prices takes ten minutes of it
LEAST = TOKEN // 100  # D18{1} of drift, above which a programme begins
NOBODY = "0x" + "00" * 20
NAMES = {  # by the number of the slice
    0: "rebalance, all assets, V2, the first of three slices",
    1: "rebalance, all assets, V2, the second of three slices",
}


def slices(world: World) -> list[Row]:
    """Of the second programme; then as it was before."""
    rules, planner = world.vault.constraint(), world.vault.planner()
    programme = made("SliceConstraint", world.user, COUNT, INTERVAL, 0, LEAST)
    members = [*at("ConstraintSet", rules).members(), programme]
    together = made("ConstraintSet", world.user, world.vault, members)
    sliced = made("SlicedPlanner", world.user, planner, together, NOBODY, NOBODY, programme)
    govern(world, ("setConstraint", together), ("setPlanner", sliced))
    _programme(world, alternating(world))
    level = dict.fromkeys(alternating(world), PRICE)
    rows = _programme(world, level)
    govern(world, ("setConstraint", rules), ("setPlanner", planner))
    return rows


def _programme(world: World, prices: dict[int, int]) -> list[Row]:
    """Prices move once, and every slice is made; those that have a name are told."""
    rows = []
    for k in range(COUNT):
        move(world, prices)
        ours = world.vault.rebalance({"from": world.user})
        trades = list(ours.events["Traded"])
        if len(trades) != world.n - 1:
            raise RuntimeError(f"slice {k}, n = {world.n}: {len(trades)} orders")
        move(world, prices)
        floor = PAIRS.floor(world, trades)
        if k in NAMES:
            gas = ours.gas_used
            rows.append(Row(NAMES[k], world.n, gas, floor, round(gas / floor, 4)))
        wait(INTERVAL)
    return rows
