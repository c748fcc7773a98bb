"""permissions.json: who may call what, compared with the chain door by door and role by role."""

from dataclasses import replace

import auctioning
import composites
import doors
import pools
import pytest
import remembering
import routes
from brownie import web3
from world import DELAY, ROLES, Settings, at, build

from tests.rewind import rewound

GUARDED = doors.doors()
OPEN = [it for it in doors.doors("anyone") if not doors.is_view(*it)]


@pytest.fixture(scope="module")
def world(module_isolation):
    """Everybody has funds, and the governor has scheduled something."""
    world = build(Settings(listed=True))
    world.depositors.list(list(world.people.values()), True, {"from": world.deployer})
    for who in set(world.people.values()) - {world.depositor}:
        world.fund(who)
    world.authority.schedule(*doors.pending(world), 0, {"from": world.governor})
    world = replace(world, beside=pools.oracles(world) | composites.oracles(world))
    world = replace(world, beside=world.beside | remembering.estimators(world))
    world = replace(world, beside=world.beside | routes.venues(world))
    return replace(world, beside=world.beside | auctioning.auctions(world))


def short(signature):
    return signature.split("(")[0]


def test_every_contract_that_can_be_deployed_is_in_the_file(world):
    """GV-06 So that a new contract fails here until its doors are written down."""
    assert set(doors.artifacts()) == set(doors.PERMISSIONS) == set(doors.deployed(world))


@pytest.mark.parametrize("contract", doors.PERMISSIONS)
def test_the_file_names_every_function_and_no_other(world, contract):
    """GV-06 Against the ABI, and against the selectors in the code on the chain."""
    target = doors.deployed(world)[contract]
    assert set(doors.functions(target.abi)) == set(doors.PERMISSIONS[contract])
    code = bytes(web3.eth.get_code(target.address))
    selectors = {web3.keccak(text=it)[:4].lstrip(b"\0") for it in doors.PERMISSIONS[contract]}
    assert {it for it in selectors if it not in code} == set()


@pytest.mark.parametrize("contract, door", GUARDED)
def test_a_role_without_the_right_is_refused_and_changes_nothing(world, contract, door):
    """GV-01, GV-06, I-20 By every role, with the exact error, and all that is stored stays."""
    said, function = doors.PERMISSIONS[contract][door], short(door)
    everything = [*doors.deployed(world).values(), *world.tokens]
    start = doors.stored(everything)
    for role in ROLES:
        if role in said["may"] and said["after"] == 0:
            continue
        refusal = doors.knock(world, contract, function, world.people[role])
        assert (role, refusal) == (role, doors.refusal(world, contract, function, role))
    assert doors.stored(everything) == start


@pytest.mark.parametrize("contract, door", GUARDED)
def test_a_role_with_the_right_gets_past_the_door(world, contract, door):
    """GV-06, I-21 At once, or to the second when its delay is over, and not one second before."""
    said, function = doors.PERMISSIONS[contract][door], short(door)
    for role in set(ROLES) & set(said["may"]):
        with rewound():
            if said["after"]:
                ready(world, contract, function)
            answer = doors.knock(world, contract, function, world.people[role])
            assert (role, answer) == (role, doors.behind(world, contract, function, role))


def ready(world, contract, function):
    """The governor schedules the call, knocks too early, and waits."""
    target, data = doors.operation(world, contract, function)
    planned = world.authority.hashOperation(world.governor, target, data)
    if not world.authority.getSchedule(planned):
        world.authority.schedule(target, data, 0, {"from": world.governor})
    when = world.authority.getSchedule(planned)
    at(when - 1)
    early = doors.knock(world, contract, function, world.governor)
    assert early == f"AccessManagerNotReady: {bytes(planned)}"
    at(when)


@pytest.mark.parametrize("contract, door", OPEN)
def test_everybody_gets_past_an_open_door(world, contract, door):
    """GV-06 What a role is told there, everybody is told."""
    for role in ROLES:
        with rewound():
            answer = doors.knock(world, contract, short(door), world.people[role])
            assert (role, answer) == (role, doors.behind(world, contract, short(door), role))


def test_what_nobody_may_is_refused_or_a_view():
    """A delay belongs to a door with a role; an open one has none."""
    for functions in doors.PERMISSIONS.values():
        for said in functions.values():
            assert said["after"] in ((0, DELAY) if said["may"] == ["governor"] else (0,))


class TestReach:
    """What each role can change in the vault and its authority that an outsider cannot."""

    @pytest.fixture(scope="class")
    def reach(self, world):
        """A rebalance is due, and something waits to be cancelled."""
        with rewound():
            world.move(1, 2_500)
            return {role: changed(world, role) for role in ROLES}

    @pytest.mark.parametrize(
        "role, powers",
        [
            ("guardian", {"pause", "cancel", "dismiss"}),
            ("keeper", {"execute"}),
            ("governor", {"schedule", "cancel"}),
            ("depositor", set()),
            ("deployer", set()),
        ],
    )
    def test_it_is_exactly_its_powers(self, reach, role, powers):
        """I-21 Shown by trying every function that is not a view."""
        assert reach[role] - reach["outsider"] == powers

    def test_an_outsider_reaches_what_is_everybodys(self, reach):
        entry = {"mint", "deposit", "approve", "transfer", "transferFrom"}
        assert reach["outsider"] == entry | {"sync", "rebalance", "performUpkeep"}


def changed(world, role):
    """The functions by which a role changes what vault or authority store."""
    found, watched = set(), (world.vault, world.authority)
    start = doors.stored(watched)
    for contract, door in [it for it in GUARDED + OPEN if it[0] in ("Vault", "Authority")]:
        with rewound():
            doors.knock(world, contract, short(door), world.people[role])
            if doors.stored(watched) != start:
                found.add(short(door))
    return found
