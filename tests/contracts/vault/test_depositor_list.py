"""DepositorList: who comes in; nobody is kept from going out."""

import brownie
import pytest
from world import FOREVER, NOBODY, ONE, Settings, build


@pytest.fixture(scope="module")
def world(module_isolation):
    """A private vault, whose list an outsider to its funds keeps."""
    world = build(Settings(listed=True, handed_over=False))
    world.depositors.list([world.depositor], True, {"from": world.deployer})
    return world


def deposit(world, receiver, payer):
    sender = {"from": payer}
    return world.vault.deposit(world.tokens[0], 10**6, 0, receiver, FOREVER, sender)


def test_who_is_listed_comes_in_and_goes_out(world):
    """P9"""
    world.mint(world.depositor, ONE)
    deposit(world, world.depositor, world.depositor)
    world.redeem(world.depositor, world.vault.balanceOf(world.depositor))


def test_who_is_not_listed_gets_no_new_shares(world):
    """P9 In kind or with one asset, by whomever it is paid."""
    outsider, words = world.outsider, f"NotADepositor: {world.outsider.address.lower()}"
    world.fund(outsider)
    for payer in (outsider, world.depositor):
        with brownie.reverts(words):
            deposit(world, outsider, payer)
        with brownie.reverts(words):
            world.vault.mint(ONE, [2**255] * 3, outsider, FOREVER, {"from": payer})


def test_a_list_closes_no_exit(world):
    """P9, EX-04 Who is taken off the list, or bought its shares, leaves in kind to the unit."""
    world.mint(world.depositor, 2 * ONE)
    world.vault.transfer(world.outsider, ONE, {"from": world.depositor})
    world.depositors.list([world.depositor], False, {"from": world.deployer})
    for who in (world.depositor, world.outsider):
        start = world.held(who)
        world.redeem(who, ONE)
        assert [end - begin for end, begin in zip(world.held(who), start)] == [
            300_000,
            2 * 10**14,
            750,
        ]


def test_its_owner_alone_keeps_it_and_hands_it_on_in_two_steps(world):
    """P9, GV-07 Whoever keeps the list has no power over the vault."""
    for stranger in (world.governor, world.outsider, world.keeper):
        refused = f"OwnableUnauthorizedAccount: {stranger.address.lower()}"
        with brownie.reverts(refused):
            world.depositors.list([stranger], True, {"from": stranger})
        with brownie.reverts(refused):
            world.depositors.renounceOwnership({"from": stranger})
    world.depositors.transferOwnership(world.keeper, {"from": world.deployer})
    assert world.depositors.owner() == world.deployer
    with brownie.reverts(f"OwnableUnauthorizedAccount: {world.outsider.address.lower()}"):
        world.depositors.acceptOwnership({"from": world.outsider})
    world.depositors.acceptOwnership({"from": world.keeper})
    assert world.depositors.owner() == world.keeper
    with brownie.reverts(f"OwnerStays: {world.keeper.address.lower()}"):
        world.depositors.renounceOwnership({"from": world.keeper})


def test_it_tells_of_each_in_their_order(world, accounts):
    for allowed in (True, False):
        people = accounts[2:5]
        tx = world.depositors.list(people, allowed, {"from": world.deployer})
        told = [(event["account"], event["allowed"]) for event in tx.events["Listed"]]
        assert told == [(who, allowed) for who in people]


def test_a_vault_without_a_list_is_open():
    """P9"""
    world = build(Settings(handed_over=False))
    assert world.vault.depositors() == NOBODY
    world.mint(world.depositor, ONE)
