"""Builds a world in process: what `tests/contracts/world.py` builds on a node."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from eth_utils.crypto import keccak

from counterpoise.execution.venue import KEPT
from tests.evm.in_process import Chain, artifact
from tests.evm.world import World
from tests.founding import ANSWER, DELAY, LIMITS, NOBODY, ONE, ROLES, USD, USUAL, Settings


def build(settings: Settings = USUAL) -> World:
    """Deploys it, opens it, seeds it, hands it over, and takes the photo; the deployer is rich."""
    chain = Chain()
    people = {role: chain.person() for role in ROLES} | {"deployer": chain.caller}
    world = deployed(chain, settings, people)
    world.fund("deployer", settings.value)
    seeded = settings.value * ONE, settings.amounts(), chain.caller
    world.tell("seed", *seeded, by="deployer")
    world.fund("depositor", 1_000_000)
    if settings.handed_over:
        hand_over(world)
    world.photo = world.keep()
    return world


def hand_over(world: World) -> None:
    """Gives the roles to their holders; the deployer can do nothing any more."""
    roles = [world.people[name] for name in ("governor", "guardian", "keeper")]
    world.chain.tell("Authority", world.authority, "handOver", world.vault, *roles, DELAY)


def constrain(world: World, **changes: Any) -> dict[str, str]:
    """Gives a vault that is not handed over new constraints, and returns them by name."""
    made = members(world.chain, replace(world.settings, **changes))
    chosen = world.chain.deploy("ConstraintSet", world.vault, list(made.values()))
    world.tell("setConstraint", chosen, by="deployer")
    return made


def plan_with(world: World, **changes: int) -> str:
    """Gives a vault that is not handed over a planner with other limits."""
    limits = dict(zip(LIMITS, world.settings.limits)) | changes
    parts = world.tokens[0], world.parts["venue"], tuple(limits.values())
    planner = world.chain.deploy("HubPlanner", *parts)
    world.tell("setPlanner", planner, by="deployer")
    return planner


def deployed(chain: Chain, settings: Settings, people: dict[str, str]) -> World:
    """A market and a vault with all its parts, as yet without anything in it."""
    tokens, feeds, parts = _market(chain, settings)
    authority = chain.deploy("Authority", chain.caller)
    parts["depositors"] = chain.deploy("DepositorList", chain.caller) if settings.listed else NOBODY
    named = "Counterpoise", "POISE", authority, tokens, parts["depositors"]
    vault = chain.deploy("Vault", *named)
    pairs = [_pool(chain, parts["factory"], settings, tokens, i) for i in range(1, len(tokens))]
    world = World(chain, settings, people, tokens, feeds, pairs, vault, authority, parts)
    _deploy_parts(world)
    _wire(world)
    return world


def members(chain: Chain, settings: Settings) -> dict[str, str]:
    """The constraints of a set, in the order in which they speak."""
    return {kind: chain.deploy(kind, *numbers) for kind, numbers in settings.members().items()}


def deploy_set(world: World, settings: Settings) -> str:
    """A set of all the constraints for this vault."""
    made = list(members(world.chain, settings).values())
    return world.chain.deploy("ConstraintSet", world.vault, made)


def _market(chain: Chain, settings: Settings) -> tuple[list[str], list[str], dict[str, str]]:
    rows = enumerate(zip(settings.tokens, settings.decimals))
    tokens = [chain.deploy(kind, f"Token {i}", f"T{i}", d) for i, (kind, d) in rows]
    feeds = [chain.deploy("MockFeed", f"T{i} / USD", 8) for i in range(len(tokens))]
    for feed, price in zip(feeds, settings.prices):
        chain.tell("MockFeed", feed, "post", price * ANSWER)
    limits = (settings.max_age, 1, 10**20, settings.deviation)
    oracles = [
        chain.deploy("ChainlinkOracle", feed, token, USD, *limits)
        for feed, token in zip(feeds, tokens)
    ]
    factory = chain.deploy("UniswapV2Factory", chain.caller)
    return (
        tokens,
        feeds,
        {"factory": factory, "observer": chain.deploy("SpotObserver", USD, tokens, oracles)},
    )


def _pool(chain: Chain, factory: str, settings: Settings, tokens: list[str], i: int) -> str:
    pair = chain.tell("UniswapV2Factory", factory, "createPair", tokens[0], tokens[i])
    for k in (0, i):
        amount = settings.depth * 10 ** settings.decimals[k] // settings.prices[k]
        chain.tell(settings.tokens[k], tokens[k], "mint", pair, amount)
    chain.tell("UniswapV2Pair", pair, "mint", chain.caller)
    return str(pair)


def _deploy_parts(world: World) -> None:
    chain, parts, settings = world.chain, world.parts, world.settings
    code = keccak(hexstr=artifact("UniswapV2Pair")["bytecode"])
    parts["venue"] = chain.deploy("UniswapV2Venue", parts["factory"], code, KEPT)
    parts["strategy"] = chain.deploy("FixedWeightStrategy", settings.weights)
    parts["planner"] = chain.deploy("HubPlanner", world.tokens[0], parts["venue"], settings.limits)
    parts["constraint"] = deploy_set(world, settings)
    parts["lens"] = chain.deploy("VaultLens")
    parts["upkeep"] = chain.deploy("VaultUpkeep", world.vault, parts["lens"])


def _wire(world: World) -> None:
    def govern(function: str, *values: Any) -> None:
        world.chain.tell("Vault", world.vault, function, *values)

    for part in ("observer", "strategy", "planner", "constraint"):
        govern(f"set{part.capitalize()}", world.parts[part])
    govern("setVenue", world.parts["venue"], True)
    govern("setSupplyCap", world.settings.cap)
    govern("setEntrySpread", world.settings.spread)
