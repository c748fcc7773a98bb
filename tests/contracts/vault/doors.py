"""Every door of every contract: who may pass, a call that knocks, and what a refusal says."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from brownie import web3
from brownie.exceptions import VirtualMachineError
from world import FOREVER, NOBODY, ONE, World, now

HERE = Path(__file__).parent
ARTIFACTS = HERE.parents[2] / "build" / "contracts"
PERMISSIONS: dict[str, dict[str, Any]] = json.loads((HERE / "permissions.json").read_text())

GOVERNOR, GUARDIAN, KEEPER = 1, 2, 3
EARLY = "AccessManagerNotScheduled: {operation}"
ADMINS = ("grantRole", "revokeRole", "labelRole", "handOver")  # The governor's, as admin.
UNSEATED = "AccessManagerUnauthorizedAccount: {caller}"
UNPLANNED = "AccessManagerUnauthorizedCall: {caller}, {vault}, {inner}"
# What each door says to whom it does not let in.
REFUSALS = {
    "Vault": "AccessManagedUnauthorized: {caller}",
    "ConstraintSet": "NotTheVault: {caller}, {vault}",
    "DepositorList": "OwnableUnauthorizedAccount: {caller}",
    "ImpliedVolatilityGrid": "AccessManagedUnauthorized: {caller}",
    "ProposalBook": "AccessManagedUnauthorized: {caller}",
    "SplitVenue": "NotItself: {caller}",
    "Authority": "OutOfReach: {authority}, {selector}",
    "Authority.accept": "NotTheSuccessor: {caller}, " + NOBODY,
    "Authority.cancel": "AccessManagerUnauthorizedCancel: {caller}, {governor}, {vault}, {inner}",
    "Authority.consumeScheduledOp": "None",  # It asks its caller first, who is no contract.
    "Authority.dismiss": f"{UNSEATED}, {GUARDIAN}",
    "Authority.nameSuccessor": f"{UNSEATED}, {GOVERNOR}",
    "Authority.renounceRole": f"RenounceDisabled: {KEEPER}, {{keeper}}",
    "Authority.schedule": UNPLANNED,
    "Authority.execute": UNPLANNED,
    **{f"Authority.{function}": f"{UNSEATED}, 0" for function in ADMINS},
}
# What is said behind a door, to a call that does nothing there; the others succeed.
BEHIND = {
    "seed": "AlreadySeeded: ",
    "redeem": "ZeroShares: ",
    "claim": "NothingToClaim: {caller}, {token}",
    "rebalance": "WithinBand: 0, 50000000000000000",
    "renounceOwnership": "OwnerStays: {caller}",
    "performUpkeep": "WithinBand: 0, 50000000000000000",
    "Vault.execute": "WithinBand: 0, 50000000000000000",
    "permit": "ERC2612ExpiredSignature: 0",
    "swap": "UniswapV2: INSUFFICIENT_OUTPUT_AMOUNT",
    "bid": "BidOfNothing: ",
    "open": "VenueNotAllowed: {auction}",
    "DutchAuction.swap": "NoMarket: {other}, {token}",  # Nobody bids.
    "SplitVenue.swap": "",  # Nothing is split into nothing.
    "UniswapV3Venue.swap": "NoMarket: {other}, {token}",  # Its factory has no such pool.
    "uniswapV3SwapCallback": "CallbackNotExpected: {caller}",
    "PathVenue.swap": "NoMarket: {other}, {token}",  # Its path ends elsewhere.
    "BandConstraint.check": "WithinBand: 0, 50000000000000000",
    "DriftConstraint.check": "WithinBand: 0, 50000000000000000",
    "MarketConstraint.check": "MarketNotObserved: ",  # Nothing is remembered in what it is shown.
    "submit": "ProposalTooLong: 1099511627775, 86400",  # It would hold for ever.
    "write": "WeightSum: 0",
    "UniswapV3DepthEstimator.record": "OLD",  # The pool, which is too young.
}


# No role, no right, and no part of a vault: strangers' contracts.
POWERLESS = {"VaultGateway", "TokenProbe", "KeeperTank"}


@cache
def artifacts() -> dict[str, dict[str, Any]]:
    """The contracts that make a vault and have functions, the mocks and the powerless aside."""
    found = [json.loads(path.read_text()) for path in ARTIFACTS.glob("*.json")]
    return {
        it["contractName"]: it
        for it in found
        if it["bytecode"]
        and it["sourcePath"].startswith("contracts/")
        and not it["sourcePath"].startswith("contracts/mocks/")
        and functions(it["abi"])
        and it["contractName"] not in POWERLESS
    }


def doors(kind: str | None = None) -> list[tuple[str, str]]:
    """Contract and function: those that `kind` may pass, or without one those not for everyone."""
    return [
        (contract, signature)
        for contract, functions in PERMISSIONS.items()
        for signature, said in functions.items()
        if (kind in said["may"] if kind else "anyone" not in said["may"])
    ]


def deployed(world: World) -> dict[str, Any]:
    """One of each contract that stands on the chain, by its name."""
    return (
        world.members
        | world.beside
        | {
            "Vault": world.vault,
            "Authority": world.authority,
            "ConstraintSet": world.constraint,
            "HubPlanner": world.planner,
            "SpotObserver": world.observer,
            "ChainlinkOracle": world.oracles[0],
            "FixedWeightStrategy": world.strategy,
            "UniswapV2Venue": world.venue,
            "VaultLens": world.lens,
            "VaultUpkeep": world.upkeep,
            "DepositorList": world.depositors,
        }
    )


def functions(abi: list[dict[str, Any]]) -> dict[str, str]:
    """The signatures of an ABI, and whether a call changes anything."""
    return {
        f"{it['name']}({','.join(_type(value) for value in it['inputs'])})": it["stateMutability"]
        for it in abi
        if it["type"] == "function"
    }


def _type(value: dict[str, Any]) -> str:
    kind: str = value["type"]
    if not kind.startswith("tuple"):
        return kind
    parts = ",".join(_type(part) for part in value["components"])
    return f"({parts}){kind.removeprefix('tuple')}"


def is_view(contract: str, door: str) -> bool:
    return functions(artifacts()[contract]["abi"])[door] in ("view", "pure")


def pending(world: World) -> tuple[Any, str]:
    """What the governor has scheduled."""
    return world.vault, world.vault.setEntrySpread.encode_input(0)


def planned(world: World) -> tuple[Any, str]:
    """What the governor has in mind, but has not scheduled."""
    return world.vault, world.vault.setEntrySpread.encode_input(1)


def arguments(world: World, contract: str, function: str) -> tuple[Any, ...]:
    """A valid call of a function that is not a view."""
    return (_powers if contract == "Authority" else _rest)(world)[function]


def _powers(world: World) -> dict[str, tuple[Any, ...]]:
    authority, vault, outsider = world.authority, world.vault, world.outsider
    return {
        "accept": (),
        "cancel": (world.governor, *pending(world)),
        "consumeScheduledOp": (world.governor, pending(world)[1]),
        "dismiss": (world.keeper,),
        "execute": planned(world),
        "grantRole": (KEEPER, outsider, 0),
        "handOver": (vault, outsider, outsider, outsider, 2**31),
        "labelRole": (KEEPER, "keeper"),
        "multicall": ([],),
        "nameSuccessor": (outsider,),
        "renounceRole": (KEEPER, world.keeper),
        "revokeRole": (KEEPER, world.keeper),
        "schedule": (*planned(world), 0),
        "setGrantDelay": (KEEPER, 0),
        "setRoleAdmin": (KEEPER, GUARDIAN),
        "setRoleGuardian": (GOVERNOR, KEEPER),
        "setTargetAdminDelay": (vault, 0),
        "setTargetClosed": (vault, True),
        "setTargetFunctionRole": (vault, [vault.setObserver.signature], KEEPER),
        "updateAuthority": (vault, authority),
    }


def _rest(world: World) -> dict[str, tuple[Any, ...]]:
    token, someone = world.tokens[0], world.outsider
    state = (now(), ONE, ONE, [(token, 10**6, 10**6, ONE, ONE)], [])
    return {
        "acceptOwnership": (),
        "approve": (someone, 1),
        "bid": (world.vault, token, world.tokens[1], 0, 0, False),
        "check": (state, [ONE], state),
        "claim": (token, someone),
        "deposit": (token, 10**6, 0, someone, FOREVER),
        "execute": ([(world.venue, world.tokens[1], token, 8 * ONE, 0)], now() + 300),
        "list": ([someone], True),
        "mint": (ONE, [2**256 - 1] * world.n, someone, FOREVER),
        "open": (world.vault, token, world.tokens[1]),
        "pause": (),
        "performUpkeep": (b"",),
        "post": ([ONE // 2], now() + 60),
        "permit": (someone, someone, 1, 0, 27, "0x00", "0x00"),
        "rebalance": (),
        "record": (),
        "recordAsset": (token,),
        "renounceOwnership": (),
        "revoke": (),
        "redeem": (0, someone, [], [], FOREVER),
        "seed": (10**15, [1, 1, 1], someone),
        "setAuthority": (world.tokens[0],),
        "setConstraint": (world.constraint,),
        "setEntrySpread": (10**16,),
        "setObserver": (world.observer,),
        "setPlanner": (world.planner,),
        "setStrategy": (world.strategy,),
        "setSupplyCap": (7 * ONE,),
        "setVenue": (world.venue, False),
        "settle": ((world.venue, world.tokens[1], token, 0, 0), someone),
        "sweep": (world.vault, someone),
        "submit": ((0, 1, 0, 2**40 - 1, 0, "0x00"), b""),
        "swap": ((world.venue, world.tokens[1], token, 0, 0), someone),
        "sync": (token,),
        "transfer": (someone, 0),
        "transferFrom": (someone, someone, 0),
        "transferOwnership": (someone,),
        "uniswapV3SwapCallback": (0, 0, b""),
        "unpause": (),
        "write": (world.beside["MinimumVarianceStrategy"], 0),
    }


def knock(world: World, contract: str, function: str, who: Any) -> str:
    """Calls it as that account; what the refusal says, or nothing."""
    values = arguments(world, contract, function)
    try:
        getattr(deployed(world)[contract], function)(*values, {"from": who})
    except VirtualMachineError as error:
        return str(error.revert_msg)
    return ""


def refusal(world: World, contract: str, function: str, role: str) -> str:
    """What the door says to a role that may not pass, or not yet."""
    said = PERMISSIONS[contract][signature(contract, function)]
    early = role in said["may"] or (role == "governor" and function in ADMINS)
    general = REFUSALS.get(f"{contract}.{function}", REFUSALS[contract])
    return (EARLY if early else general).format(**_words(world, contract, function, role))


def behind(world: World, contract: str, function: str, role: str) -> str:
    """What is said to a role that has passed; nothing where the call succeeds."""
    said = BEHIND.get(f"{contract}.{function}", BEHIND.get(function, ""))
    return said.format(**_words(world, contract, function, role))


def signature(contract: str, function: str) -> str:
    """A function's whole signature; no contract here has two of one name."""
    (found,) = [it for it in PERMISSIONS[contract] if it.split("(")[0] == function]
    return found


def operation(world: World, contract: str, function: str) -> tuple[Any, str]:
    """Target and data of what must be scheduled for a call to pass."""
    if (contract, function) == ("Authority", "execute"):
        return planned(world)
    target = deployed(world)[contract]
    values = arguments(world, contract, function)
    return target, getattr(target, function).encode_input(*values)


def _words(world: World, contract: str, function: str, role: str) -> dict[str, object]:
    who = world.people[role]
    target, data = operation(world, contract, function)
    return {
        "caller": who.address.lower(),
        "selector": bytes.fromhex(data[2:10]),
        "inner": bytes.fromhex(world.vault.setEntrySpread.signature[2:]),
        "operation": bytes(world.authority.hashOperation(who, target, data)),
        "authority": world.authority.address.lower(),
        "vault": world.vault.address.lower(),
        "governor": world.governor.address.lower(),
        "keeper": world.keeper.address.lower(),
        "token": world.tokens[0].address.lower(),
        "other": world.tokens[1].address.lower(),
        "auction": world.beside["DutchAuction"].address.lower(),
    }


def stored(contracts: Iterable[Any]) -> dict[str, str]:
    """The root of everything that each contract stores."""
    return {it.address: str(_proof(it.address)["storageHash"]) for it in contracts}


def _proof(address: str) -> Any:
    return web3.provider.make_request("eth_getProof", [address, [], "latest"])["result"]
