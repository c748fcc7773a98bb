"""Authority: the governor's one seat is handed on in two steps, and never left empty."""

import brownie
import pytest
from world import DAY, DELAY, NOBODY, Settings, at, build, hand_over, plain

ADMIN, GOVERNOR, GUARDIAN, KEEPER = range(4)


@pytest.fixture(scope="module")
def world(module_isolation):
    return build()


@pytest.fixture
def authority(world):
    return world.authority


def word(account):
    return account.address.lower()


def seats(world, account):
    return [plain(world.authority.hasRole(role, account)) for role in (ADMIN, GOVERNOR)]


def test_a_successor_takes_the_seat_when_it_accepts(world, authority):
    """GV-07 Until then the governor keeps it; afterwards it holds nothing."""
    named = world.govern(authority, "nameSuccessor", world.outsider)
    assert named.events["SuccessorNamed"]["successor"] == world.outsider
    assert (authority.governor(), authority.successor()) == (world.governor, world.outsider)
    assert seats(world, world.governor) == [(True, DELAY)] * 2
    assert seats(world, world.outsider) == [(False, 0)] * 2
    authority.accept({"from": world.outsider})
    assert (authority.governor(), authority.successor()) == (world.outsider, NOBODY)
    assert seats(world, world.governor) == [(False, 0)] * 2
    assert seats(world, world.outsider) == [(True, DELAY)] * 2


def test_the_delay_is_handed_on_with_the_seat():
    """I-21 Whatever it was, a successor cannot begin with less."""
    world = build(Settings(handed_over=False))
    hand_over(world, 3 * DAY)
    data = world.authority.nameSuccessor.encode_input(world.outsider)
    tx = world.authority.schedule(world.authority, data, 0, {"from": world.governor})
    at(tx.timestamp + 3 * DAY)
    world.authority.execute(world.authority, data, {"from": world.governor})
    world.authority.accept({"from": world.outsider})
    assert seats(world, world.outsider) == [(True, 3 * DAY)] * 2


def test_nobody_but_the_successor_accepts(world, authority):
    """GV-07"""
    for who in world.people.values():
        with brownie.reverts(f"NotTheSuccessor: {word(who)}, {NOBODY}"):
            authority.accept({"from": who})
    world.govern(authority, "nameSuccessor", world.outsider)
    with brownie.reverts(f"NotTheSuccessor: {word(world.governor)}, {word(world.outsider)}"):
        authority.accept({"from": world.governor})


def test_a_name_is_taken_back_before_it_is_accepted(world, authority):
    world.govern(authority, "nameSuccessor", world.outsider)
    world.govern(authority, "nameSuccessor", NOBODY)
    with brownie.reverts(f"NotTheSuccessor: {word(world.outsider)}, {NOBODY}"):
        authority.accept({"from": world.outsider})


def test_a_seat_is_accepted_once(world, authority):
    world.govern(authority, "nameSuccessor", world.outsider)
    authority.accept({"from": world.outsider})
    with brownie.reverts(f"NotTheSuccessor: {word(world.outsider)}, {NOBODY}"):
        authority.accept({"from": world.outsider})


def test_a_governor_may_succeed_itself(world, authority):
    world.govern(authority, "nameSuccessor", world.governor)
    authority.accept({"from": world.governor})
    assert seats(world, world.governor) == [(True, DELAY)] * 2


def test_what_the_last_governor_has_scheduled_ends_with_it(world, authority):
    """I-21 Nobody can execute it, not even in time."""
    data = world.vault.setEntrySpread.encode_input(0)
    world.govern(authority, "nameSuccessor", world.outsider)
    ready = authority.schedule(world.vault, data, 0, {"from": world.governor}).timestamp + DELAY
    authority.accept({"from": world.outsider})
    at(ready)
    selector = bytes.fromhex(data[2:10])
    operation = authority.hashOperation(world.outsider, world.vault, data)
    with brownie.reverts(f"AccessManagerNotScheduled: {bytes.fromhex(str(operation)[2:])}"):
        authority.execute(world.vault, data, {"from": world.outsider})
    refused = f"{word(world.governor)}, {world.vault.address.lower()}, {selector}"
    with brownie.reverts(f"AccessManagerUnauthorizedCall: {refused}"):
        authority.execute(world.vault, data, {"from": world.governor})
    assert world.vault.entrySpread() == 10**15


@pytest.mark.parametrize("role", [ADMIN, GOVERNOR])
def test_the_last_governor_is_neither_revoked_nor_renounced(world, authority, role):
    """GV-07 Not at once, and not after the delay."""
    governor, sender = word(world.governor), {"from": world.governor}
    with brownie.reverts(f"LastGovernor: {role}, {governor}"):
        authority.revokeRole(role, world.governor, sender)
    with brownie.reverts(f"RenounceDisabled: {role}, {governor}"):
        authority.renounceRole(role, world.governor, sender)
    with brownie.reverts(f"LastGovernor: {role}, {governor}"):
        world.govern(authority, "revokeRole", role, world.governor)
    assert seats(world, world.governor) == [(True, DELAY)] * 2


@pytest.mark.parametrize("role", [ADMIN, GOVERNOR])
@pytest.mark.parametrize("delay", [0, DELAY - 1, DELAY])
def test_the_seat_is_not_granted_whatever_the_delay(world, authority, role, delay):
    """I-21, GV-09 A governor without delay is two of its steps away from nowhere."""
    with brownie.reverts(f"LastGovernor: {role}, {word(world.governor)}"):
        world.govern(authority, "grantRole", role, world.outsider, delay)


@pytest.mark.parametrize("role", [GUARDIAN, KEEPER])
def test_a_role_is_not_renounced(world, authority, role):
    """A guardian's key cannot disarm the guardian; a keeper's is taken by dismissal."""
    who = {GUARDIAN: world.guardian, KEEPER: world.keeper}[role]
    with brownie.reverts(f"RenounceDisabled: {role}, {word(who)}"):
        authority.renounceRole(role, who, {"from": who})


def test_the_guardian_dismisses_a_keeper_at_once(world, authority):
    """KP-12 One transaction, and the key is worth nothing."""
    authority.dismiss(world.keeper, {"from": world.guardian})
    assert plain(authority.hasRole(KEEPER, world.keeper)) == (False, 0)
    with brownie.reverts(f"AccessManagedUnauthorized: {word(world.keeper)}"):
        world.vault.execute([], 2**40, {"from": world.keeper})


@pytest.mark.parametrize("role", ["governor", "guardian", "depositor"])
def test_a_dismissal_takes_no_role_but_the_keepers(world, authority, role):
    who = world.people[role]
    start = [plain(authority.hasRole(it, who)) for it in range(4)]
    authority.dismiss(who, {"from": world.guardian})
    assert [plain(authority.hasRole(it, who)) for it in range(4)] == start


def test_the_governor_appoints_and_removes_guardians_and_keepers(world, authority):
    """J1 Each behind the delay."""
    for role in (GUARDIAN, KEEPER):
        world.govern(authority, "grantRole", role, world.outsider, 0)
        assert plain(authority.hasRole(role, world.outsider)) == (True, 0)
        world.govern(authority, "revokeRole", role, world.outsider)
        assert plain(authority.hasRole(role, world.outsider)) == (False, 0)


@pytest.mark.parametrize(
    "function, values",
    [
        ("setTargetFunctionRole", lambda w: (w.vault, [w.vault.setObserver.signature], 3)),
        ("setTargetAdminDelay", lambda w: (w.vault, 0)),
        ("setTargetClosed", lambda w: (w.vault, True)),
        ("setRoleAdmin", lambda w: (KEEPER, GUARDIAN)),
        ("setRoleGuardian", lambda w: (GOVERNOR, KEEPER)),
        ("setGrantDelay", lambda w: (KEEPER, 0)),
        ("updateAuthority", lambda w: (w.vault, w.tokens[0])),
        ("labelRole", lambda w: (KEEPER, "keeper")),
    ],
)
def test_no_governor_changes_what_a_role_may(world, authority, function, values):
    """I-21, GV-09 So the delay has no way round: not by another role, nor by another authority."""
    data = getattr(authority, function).encode_input(*values(world))
    refused = f"OutOfReach: {authority.address.lower()}, {bytes.fromhex(data[2:10])}"
    with brownie.reverts(refused):
        authority.schedule(authority, data, 0, {"from": world.governor})


def test_no_governor_gives_the_vault_another_authority(world, authority):
    """I-21 By `updateAuthority`, or by `setAuthority` as a scheduled call."""
    data = world.vault.setAuthority.encode_input(world.tokens[0])
    refused = f"OutOfReach: {world.vault.address.lower()}, {bytes.fromhex(data[2:10])}"
    with brownie.reverts(refused):
        authority.schedule(world.vault, data, 0, {"from": world.governor})
    operation = authority.hashOperation(world.governor, world.vault, data)
    with brownie.reverts(f"AccessManagerNotScheduled: {bytes.fromhex(str(operation)[2:])}"):
        authority.execute(world.vault, data, {"from": world.governor})
