"""VaultUpkeep: what an automation network calls, with no power of its own."""

import brownie
import pytest
from world import ONE, build, plain

ETHER = 1


@pytest.fixture(scope="module")
def world(module_isolation):
    return build()


def test_it_is_due_where_the_vault_is_and_rebalances_it(world):
    """I1 Anybody may call it; the vault sees no more than another outsider."""
    world.move(ETHER, 2_600)
    due, data = plain(world.upkeep.checkUpkeep(b"hint"))
    assert (due, data) == (True, "0x" + b"hint".hex())
    tx = world.upkeep.performUpkeep(data, {"from": world.outsider})
    assert tx.events["Rebalanced"]["caller"] == world.upkeep
    assert plain(world.upkeep.checkUpkeep(b""))[0] is False


def test_where_nothing_is_due_it_says_so_and_reverts_as_the_vault(world):
    assert plain(world.upkeep.checkUpkeep(b"")) == (False, "0x")
    with brownie.reverts(revert_pattern="WithinBand: [0-9]+, [0-9]+"):
        world.upkeep.performUpkeep(b"", {"from": world.outsider})


def test_it_is_bound_to_one_vault_and_one_lens(world):
    assert (world.upkeep.vault(), world.upkeep.lens()) == (world.vault, world.lens)
    changing = {
        item["name"]
        for item in world.upkeep.abi
        if item["type"] == "function" and item["stateMutability"] not in ("view", "pure")
    }
    assert changing == {"performUpkeep"}


def test_it_holds_nothing_and_may_take_nothing(world):
    """I-18"""
    world.move(ETHER, 2_600)
    world.upkeep.performUpkeep(b"", {"from": world.outsider})
    for token in (*world.tokens, world.vault):
        assert token.balanceOf(world.upkeep) == 0
        assert token.allowance(world.vault, world.upkeep) == 0
    assert world.vault.totalSupply() == 1_000_000 * ONE
