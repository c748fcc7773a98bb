"""A vault whose planner nets, or whose assets take turns, mirrored from a real node."""

from dataclasses import astuple

from counterpoise.chain.contracts import contract_at
from counterpoise.chain.mirror import Mirror
from counterpoise.execution.netting import NettingPlanner
from counterpoise.execution.turn import TurnPlanner
from tests.chain.world import LIMITS, deploy


def test_a_planner_that_nets_is_mirrored(world):
    """E7 The keeper's twin plans what the chain does, and knows which planner it is."""
    own = contract_at(world.w3, "HubPlanner", world.vault.functions.planner().call())
    hub, venue = own.functions.hub().call(), own.functions.venue().call()
    planner = deploy(world.w3, "NettingPlanner", hub, venue, LIMITS, 300_000)
    world.send(world.vault.functions.setPlanner(planner.address))
    world.move(0, 2_600)
    report = world.client.report()
    twin = Mirror(world.client).engine(report).planner
    assert isinstance(twin, NettingPlanner)
    assert twin.market_gas == 300_000
    told = planner.functions.plan(astuple(report.state), report.target, b"").call()
    assert [tuple(it) for it in told] == [
        astuple(it) for it in twin.plan(report.state, report.target)
    ]
    assert len(told) > 0


def test_a_planner_of_turns_is_mirrored(world):
    """Over whatever venue there is: the keeper's twin plans what the chain does."""
    own = contract_at(world.w3, "HubPlanner", world.vault.functions.planner().call())
    hub, venue = own.functions.hub().call(), own.functions.venue().call()
    planner = deploy(world.w3, "TurnPlanner", hub, venue, LIMITS)
    world.send(world.vault.functions.setPlanner(planner.address))
    world.move(0, 2_600)
    report = world.client.report()
    twin = Mirror(world.client).engine(report).planner
    assert isinstance(twin, TurnPlanner)
    assert twin.after_sale == planner.functions.afterSale().call()
    told = planner.functions.plan(astuple(report.state), report.target, b"").call()
    assert [tuple(it) for it in told] == [
        astuple(it) for it in twin.plan(report.state, report.target)
    ]
    assert len(told) > 0
