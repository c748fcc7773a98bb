"""Anvil is the reference: the same transactions cost the same gas and lead to the same balances."""

from collections.abc import Iterator

import pytest
from replay import Replay, mined

from counterpoise.chain.anvil import Anvil
from tests.chain.world import ARGUMENTS, DAY, HOUR, MOST, ONE, World, build, deploy
from tests.evm.in_process import Chain, encoded

LATE = 2**40  # {s}
BLOCK_TIME = 12  # {s}


@pytest.fixture
def world() -> Iterator[World]:
    """On a node of its own, whose clock is ahead of the one in process."""
    clock = str(Chain().time() + HOUR)
    with Anvil(args=(*ARGUMENTS, "--timestamp", clock)) as node:
        node.rpc("anvil_setBlockTimestampInterval", BLOCK_TIME)
        yield build(node.url)


def play(world: World) -> None:
    """Everybody does everything once, and what is refused is refused inside of a transaction."""
    enter(world)
    trade(world)
    leave(world)


def enter(world: World) -> None:
    vault, depositor = world.vault, world.depositor
    for token in world.tokens:
        world.send(token.functions.approve(vault.address, MOST), depositor)
    world.send(vault.functions.mint(10 * ONE, [MOST] * 3, depositor, LATE), depositor)
    usdc = world.tokens[2]
    world.send(vault.functions.deposit(usdc.address, 10**9, 0, depositor, LATE), depositor)
    world.send(usdc.functions.mint(vault.address, 10**9))
    world.send(vault.functions.sync(usdc.address))
    world.send(vault.functions.transfer(world.deployer, ONE), depositor)


def trade(world: World) -> None:
    vault, caller = world.vault.functions, deploy(world.w3, "MockCaller")
    too_early = world.vault.address, encoded("Vault", "rebalance", ())
    for price, send in ((3_000, vault.rebalance()), (2_000, vault.performUpkeep(b"hint"))):
        world.wait(HOUR)
        world.move(0, price)
        world.send(send)
        world.send(caller.functions.attempt(*too_early))
    world.wait(HOUR)
    world.move(1, 60_000)
    orders = world.client.preview().orders
    deadline = world.w3.eth.get_block("latest")["timestamp"] + 5 * BLOCK_TIME
    world.send(world.client.execute(orders, deadline))


def leave(world: World) -> None:
    vault, depositor, (weth, wbtc, _) = world.vault.functions, world.depositor, world.tokens
    world.send(vault.pause())
    skip = [weth.address, wbtc.address]
    world.send(vault.redeem(2 * ONE, depositor, skip, [], LATE), depositor)
    world.send(vault.claim(weth.address, depositor), depositor)
    world.wait(7 * DAY)
    world.send(vault.mint(ONE, [MOST] * 3, depositor, LATE), depositor)
    world.send(vault.redeem(3 * ONE, depositor, [], [], LATE), depositor)


def test_in_process_is_the_same_balances_and_the_same_gas_as_on_anvil(world):
    play(world)
    replay, played = Replay([world.deployer, world.depositor]), mined(world.w3)
    came = [replay.repeat(tx) if tx.to else replay.create(tx) for tx in played]
    assert came == [tx.gas if tx.to else tx.created for tx in played]
    people = [world.deployer, world.depositor, world.vault.address]
    accounts = people + [pair.address for pair in world.pairs]
    for token in (*world.tokens, world.vault):
        for account in accounts:
            here = token.functions.balanceOf(account).call()
            assert replay.balance(token.address, account) == here


def test_the_sequence_trades_and_leaves_a_claim_behind(world):
    """Or the comparison would compare little."""
    play(world)
    assert len([tx for tx in mined(world.w3) if tx.to]) == 55
    assert len(world.vault.events.Traded.get_logs(from_block=0)) == 6
    owed = world.vault.functions.claimOf(world.depositor, world.tokens[1].address).call()
    assert owed == 1_347_061
