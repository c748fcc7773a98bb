"""The twin of a vault on the node, with its engine and its pools."""

from __future__ import annotations

from world import ONE, World, plain

from counterpoise.engine import Engine
from counterpoise.execution.hub import HubPlanner, Limits
from counterpoise.execution.venue import UniswapV2Venue
from counterpoise.strategy.fixed_weight import FixedWeightStrategy
from tests.evm.stateful.vault_twin import VaultTwin, constraints_of


def twin_of(world: World) -> VaultTwin:
    """A twin that knows what the vault's parts were made with, and starts where it is."""
    assets, books, supply = plain(world.vault.holdings())
    return VaultTwin(
        assets=assets,
        units=tuple(10**d for d in world.settings.decimals),
        prices=[price * ONE for price in world.settings.prices],
        books=list(books),
        held=list(books),
        supply=supply,
        spread=world.settings.spread,
        deviation=world.settings.deviation,
        shares={world.deployer.address: plain(world.vault.balanceOf(world.deployer))},
        claims={},
        engine=engine_of(world, assets),
    )


def engine_of(world: World, assets: tuple[str, ...]) -> Engine:
    """The pipeline's twin, with the pools as they are."""
    settings, venue = world.settings, UniswapV2Venue()
    for i in range(1, world.n):
        venue.set_pool(assets[0], assets[i], *world.reserves(i))
    planner = HubPlanner(assets[0], world.venue.address, Limits(*settings.limits), venue.curve)
    strategy = FixedWeightStrategy(settings.weights)
    return Engine(strategy, planner, venue, constraints_of(settings))
