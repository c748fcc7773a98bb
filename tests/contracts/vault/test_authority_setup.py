"""Authority before the hand-over: a deployer leaves nothing behind for itself or a friend."""

import brownie
import pytest
from world import DELAY, NOBODY, Settings, build, deploy, hand_over, plain

GOVERNOR, GUARDIAN, KEEPER = 1, 2, 3


@pytest.fixture(scope="module")
def world(module_isolation):
    return build(Settings(handed_over=False))


def roles(world):
    return world.governor, world.guardian, world.keeper


def test_a_hand_over_by_detour_takes_the_deployers_power_too(world):
    """GV-07 Through `execute` the authority itself is the caller; the deployer must still go."""
    authority = world.authority
    data = authority.handOver.encode_input(world.vault, *roles(world), DELAY)
    authority.execute(authority, data, {"from": world.deployer})
    assert plain(authority.hasRole(0, world.deployer)) == (False, 0)
    assert plain(authority.hasRole(0, world.governor)) == (True, DELAY)


@pytest.mark.parametrize("role", [0, GOVERNOR])
def test_the_deployer_seats_nobody_beside_the_governor(world, role):
    """GV-07"""
    nobody = "0x" + "00" * 20
    with brownie.reverts(f"LastGovernor: {role}, {nobody}"):
        world.authority.grantRole(role, world.outsider, 0, {"from": world.deployer})


@pytest.mark.parametrize("role", [GUARDIAN, KEEPER, 77])
def test_the_deployer_grants_nothing_but_by_the_hand_over(world, role):
    """GV-07"""
    with brownie.reverts("NotHandedOver: "):
        world.authority.grantRole(role, world.outsider, 0, {"from": world.deployer})


def test_the_wiring_is_the_hand_overs_alone(world):
    """GV-07 No selector can be opened in the set-up for later."""
    authority, sender = world.authority, {"from": world.deployer}
    selector = authority.updateAuthority.signature
    closed = bytes.fromhex(authority.setTargetFunctionRole.signature[2:])
    with brownie.reverts(f"OutOfReach: {authority.address.lower()}, {closed}"):
        authority.setTargetFunctionRole(authority, [selector], 2**64 - 1, sender)
    assert authority.getTargetFunctionRole(authority, selector) == 0


def test_it_hands_over_once(world):
    """GV-07 Neither the deployer nor the governor can hand over again."""
    hand_over(world)
    authority = world.authority
    again = authority.handOver.encode_input(world.vault, *[world.outsider] * 3, DELAY)
    with brownie.reverts(f"AccessManagerUnauthorizedAccount: {world.deployer.address.lower()}, 0"):
        hand_over(world)
    target, selector = authority.address.lower(), bytes.fromhex(again[2:10])
    with brownie.reverts(f"OutOfReach: {target}, {selector}"):
        authority.schedule(authority, again, 0, {"from": world.governor})


def test_it_does_not_hand_over_twice_in_one_call(world):
    """GV-07 The first takes the power that the second would need."""
    authority, deployer = world.authority, world.deployer
    data = authority.handOver.encode_input(world.vault, *roles(world), DELAY)
    with brownie.reverts(f"AccessManagerUnauthorizedAccount: {deployer.address.lower()}, 0"):
        authority.multicall([data, data], {"from": deployer})
    assert plain(authority.hasRole(0, deployer)) == (True, 0)


def test_a_governor_that_deployed_keeps_its_role_behind_the_delay(world):
    """GV-07 The deployer may be the governor; then it is bound as any governor."""
    authority = deploy("Authority", world.deployer, world.deployer)
    vault = deploy("Vault", world.deployer, "V", "V", authority, world.tokens, NOBODY)
    holders = (world.deployer, world.guardian, world.keeper)
    authority.handOver(vault, *holders, DELAY, {"from": world.deployer})
    may = authority.canCall(world.deployer, vault, vault.setObserver.signature)
    assert plain(may) == (False, DELAY)
    assert plain(authority.hasRole(0, world.deployer)) == (True, DELAY)
