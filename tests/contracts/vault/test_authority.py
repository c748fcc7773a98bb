"""Authority: who may call what, and after which delay."""

import brownie
import pytest
from world import (
    DAY,
    DELAY,
    ONE,
    ROLES,
    USD,
    Settings,
    at,
    build,
    deploy,
    hand_over,
    now,
    plain,
)

GOVERNED = (
    "seed",
    "unpause",
    "setObserver",
    "setStrategy",
    "setPlanner",
    "setConstraint",
    "setVenue",
    "setSupplyCap",
    "setEntrySpread",
    "sweep",
)


@pytest.fixture(scope="module")
def world(module_isolation):
    return build()


@pytest.fixture
def vault(world):
    return world.vault


@pytest.fixture
def authority(world):
    return world.authority


def raw(hexadecimal):
    """Brownie prints the bytes of an error as Python does."""
    return bytes.fromhex(str(hexadecimal)[2:])


def arguments(world):
    """A valid call of each function that is the governor's."""
    return {
        "seed": (10**15, [1, 1, 1], world.deployer),
        "unpause": (),
        "setObserver": (world.observer,),
        "setStrategy": (world.strategy,),
        "setPlanner": (world.planner,),
        "setConstraint": (world.constraint,),
        "setVenue": (world.venue, False),
        "setSupplyCap": (7 * ONE,),
        "setEntrySpread": (10**16,),
        "sweep": (world.vault, world.outsider),
    }


@pytest.mark.parametrize("function", GOVERNED)
def test_the_governor_alone_and_after_the_delay(world, vault, authority, function):
    """GV-06, I-20 The authority's answer for each role."""
    selector = getattr(vault, function).signature
    may = {role: plain(authority.canCall(world.people[role], vault, selector)) for role in ROLES}
    assert may == {role: (False, DELAY if role == "governor" else 0) for role in ROLES}


@pytest.mark.parametrize("function, role", [("pause", "guardian"), ("execute", "keeper")])
def test_guardian_and_keeper_act_at_once(world, vault, authority, function, role):
    """GV-06"""
    selector = getattr(vault, function).signature
    may = {who: plain(authority.canCall(world.people[who], vault, selector)) for who in ROLES}
    assert may == {who: (who == role, 0) for who in ROLES}


def test_the_authority_is_not_changed_by_a_role(world, vault):
    """GV-01"""
    for who in world.people.values():
        with brownie.reverts(f"AccessManagedUnauthorized: {who.address.lower()}"):
            vault.setAuthority(world.outsider, {"from": who})


@pytest.mark.parametrize("function", sorted(set(GOVERNED) - {"seed"}))
def test_a_governed_call_waits_for_its_delay(world, vault, authority, function):
    """J1, GV-04, I-21 Refused one second early, done to the second."""
    values = arguments(world)[function]
    data = getattr(vault, function).encode_input(*values)
    tx = authority.schedule(vault, data, 0, {"from": world.governor})
    ready = tx.timestamp + DELAY
    operation = authority.hashOperation(world.governor, vault, data)
    assert authority.getSchedule(operation) == ready
    at(ready - 1)
    with brownie.reverts(f"AccessManagerNotReady: {raw(operation)}"):
        authority.execute(vault, data, {"from": world.governor})
    at(ready)
    authority.execute(vault, data, {"from": world.governor})
    assert authority.getSchedule(operation) == 0


def test_holders_can_leave_while_a_change_waits(world, vault, authority):
    """J1"""
    data = vault.setObserver.encode_input(deploy("MockBroken", world.outsider))
    authority.schedule(vault, data, 0, {"from": world.governor})
    world.redeem(world.deployer, 1_000_000 * ONE - 10**6)
    assert vault.totalSupply() == 10**6


def test_nobody_schedules_what_they_may_not_do(world, vault, authority):
    data = vault.setEntrySpread.encode_input(0)
    for role in ("deployer", "guardian", "keeper", "depositor", "outsider"):
        who = world.people[role]
        selector = vault.setEntrySpread.signature
        caller, target = who.address.lower(), vault.address.lower()
        reason = f"AccessManagerUnauthorizedCall: {caller}, {target}, {raw(selector)}"
        with brownie.reverts(reason):
            authority.schedule(vault, data, 0, {"from": who})


def test_the_guardian_cancels_what_the_governor_has_scheduled(world, vault, authority):
    """J2, I-21"""
    data = vault.setEntrySpread.encode_input(0)
    authority.schedule(vault, data, 0, {"from": world.governor})
    authority.cancel(world.governor, vault, data, {"from": world.guardian})
    at(now() + DELAY)
    operation = authority.hashOperation(world.governor, vault, data)
    with brownie.reverts(f"AccessManagerNotScheduled: {raw(operation)}"):
        authority.execute(vault, data, {"from": world.governor})
    assert vault.entrySpread() == 10**15


def test_the_guardian_cancels_what_the_governor_does_as_admin(world, authority):
    """J2, GV-09 A stolen governor cannot give itself a role past the guardian."""
    data = authority.grantRole.encode_input(2, world.outsider, 0)
    authority.schedule(authority, data, 0, {"from": world.governor})
    authority.cancel(world.governor, authority, data, {"from": world.guardian})
    operation = authority.hashOperation(world.governor, authority, data)
    assert authority.getSchedule(operation) == 0


def test_others_cancel_nothing(world, vault, authority):
    data = vault.setEntrySpread.encode_input(0)
    authority.schedule(vault, data, 0, {"from": world.governor})
    target, selector = vault.address.lower(), vault.setEntrySpread.signature
    for role in ("keeper", "outsider"):
        who = world.people[role]
        addresses = f"{who.address.lower()}, {world.governor.address.lower()}, {target}"
        with brownie.reverts(f"AccessManagerUnauthorizedCancel: {addresses}, {raw(selector)}"):
            authority.cancel(world.governor, vault, data, {"from": who})


def test_the_deployer_keeps_nothing(world, authority):
    """GV-07 After the hand-over the deployer holds no role at all."""
    for role in range(4):
        assert plain(authority.hasRole(role, world.deployer)) == (False, 0)


def test_the_roles_are_held_with_their_delays(world, authority):
    held = {
        role: [plain(authority.hasRole(i, world.people[role])) for i in range(4)] for role in ROLES
    }
    none = (False, 0)
    assert held["governor"] == [(True, DELAY), (True, DELAY), none, none]
    assert held["guardian"] == [none, none, (True, 0), none]
    assert held["keeper"] == [none, none, none, (True, 0)]
    assert held["depositor"] == held["outsider"] == [none] * 4


def test_handing_over_needs_a_delay_of_two_days():
    """I-21"""
    world = build(Settings(handed_over=False))
    with brownie.reverts(f"DelayTooShort: {DELAY - 1}, {DELAY}"):
        hand_over(world, DELAY - 1)
    caller = world.outsider.address.lower()
    roles = (world.governor, world.guardian, world.keeper)
    with brownie.reverts(f"AccessManagerUnauthorizedAccount: {caller}, 0"):
        world.authority.handOver(world.vault, *roles, DELAY, {"from": world.outsider})
    hand_over(world, 3 * DAY)
    assert plain(world.authority.hasRole(1, world.governor)) == (True, 3 * DAY)


class TestSetters:
    """J1: each setter writes its own value and no other, and knows its bounds."""

    @pytest.fixture(scope="class")
    def world(self, module_isolation):
        return build(Settings(handed_over=False))

    @staticmethod
    def values(world):
        vault = world.vault
        names = ("observer", "strategy", "planner", "constraint", "supplyCap", "entrySpread")
        read = {name: plain(getattr(vault, name)()) for name in names}
        return read | {
            "pausedUntil": plain(vault.pausedUntil()),
            "isVenue": vault.isVenue(world.venue),
        }

    @pytest.mark.parametrize(
        "setter, name, event",
        [
            ("setObserver", "observer", "ObserverReplaced"),
            ("setStrategy", "strategy", "StrategyReplaced"),
            ("setPlanner", "planner", "PlannerReplaced"),
            ("setConstraint", "constraint", "ConstraintReplaced"),
        ],
    )
    def test_a_part_is_replaced_alone(self, world, vault, setter, name, event):
        part = deploy("MockBroken", world.deployer)
        start = self.values(world)
        tx = getattr(vault, setter)(part, {"from": world.deployer})
        assert self.values(world) == start | {name: part.address}
        assert tx.events[event][name] == part

    @pytest.mark.parametrize(
        "setter", ["setObserver", "setStrategy", "setPlanner", "setConstraint", "setVenue"]
    )
    def test_a_part_has_code(self, world, vault, setter):
        """GV-08"""
        rest = (True,) if setter == "setVenue" else ()
        with brownie.reverts(f"NoCode: {world.outsider.address.lower()}"):
            getattr(vault, setter)(world.outsider, *rest, {"from": world.deployer})

    def test_a_venue_is_allowed_and_refused_alone(self, world, vault):
        start = self.values(world)
        tx = vault.setVenue(world.venue, False, {"from": world.deployer})
        assert self.values(world) == start | {"isVenue": False}
        assert plain(tx.events["VenueAllowed"]["allowed"]) is False
        vault.setVenue(world.venue, True, {"from": world.deployer})
        assert self.values(world) == start

    @pytest.mark.parametrize(
        "setter, name, event, most, error",
        [
            ("setSupplyCap", "supplyCap", "SupplyCapChanged", 2**128 - 1, "CapTooHigh"),
            ("setEntrySpread", "entrySpread", "EntrySpreadChanged", ONE // 20, "SpreadTooWide"),
        ],
    )
    def test_a_number_stays_within_its_bound(self, world, vault, setter, name, event, most, error):
        start, sender = self.values(world), {"from": world.deployer}
        for value in (0, 1, most):
            tx = getattr(vault, setter)(value, sender)
            assert self.values(world) == start | {name: value}
            assert tx.events[event][name] == value
        with brownie.reverts(f"{error}: {most + 1}, {most}"):
            getattr(vault, setter)(most + 1, sender)

    def test_the_pause_moves_nothing_else(self, world, vault):
        start, sender = self.values(world), {"from": world.deployer}
        tx = vault.pause(sender)
        assert self.values(world) == start | {"pausedUntil": tx.timestamp + 7 * DAY}
        vault.unpause(sender)
        assert self.values(world) == start

    def test_an_observer_of_other_assets_is_found_out_at_once(self, world, vault):
        """GV-08 It refuses what it does not know, rather than give it a price."""
        observer = deploy("SpotObserver", world.deployer, USD, [], [])
        vault.setObserver(observer, {"from": world.deployer})
        with brownie.reverts(f"AssetNotObserved: {world.tokens[0].address.lower()}"):
            world.deposit(world.depositor, 0, 10**6)
