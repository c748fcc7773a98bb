"""The chain in this process: balances, answers, refusals and gas are Anvil's, to the unit."""

from contextlib import closing
from random import Random

import pytest

from counterpoise.chain.abi import abi, types
from counterpoise.chain.anvil import Anvil
from counterpoise.chain.local import LocalNode
from counterpoise.chain.node import call_of
from counterpoise.chain.process import EngineMissing, ProcessNode, TimeWentBack
from counterpoise.errors import Refusal
from tests.chain.world import ARGUMENTS, MOST, ONE, build
from tests.depth import examples

FOREVER = 2**40  # {s}
BLOCKS = 60
POST, BALANCE, PAY = "post(int128)", "balanceOf(address)", "mint(address,uint256)"
MINT = "mint(uint256,uint256[],address,uint256)"
REPORT = next(types(it["outputs"]) for it in abi("VaultLens") if it.get("name") == "report")
REDEEM = "redeem(uint256,address,address[],uint256[],uint256)"


@pytest.fixture(scope="module")
def engines():
    """A vault on a node of its own, and all of it in process."""
    with Anvil(args=ARGUMENTS) as anvil:
        world = build(anvil.url)
        with closing(LocalNode(anvil.url)) as node:
            for token in world.tokens:
                approve = "approve(address,uint256)"
                held = call_of(world.depositor, token.address, approve, world.vault.address, MOST)
                node.must(_latest(node) + 1, held)
            yield world, node, ProcessNode.of(node)


def _latest(node):
    return int(node.ask(("eth_getBlockByNumber", ["latest", False]))[0]["timestamp"], 16)


def leaving(world, shares, skipped, deadline):
    who = world.depositor
    return call_of(who, world.vault.address, REDEEM, shares, who, skipped, [], deadline)


def moved(world, node, random):
    """All feeds speak, and each pool stands where its feed does."""
    calls = [call_of(world.deployer, world.feeds[-1].address, POST, 10**8)]
    for i, pair in enumerate(world.pairs):
        price = world.market.prices[i] * random.randint(70, 140)  # {cents}
        calls.append(call_of(world.deployer, world.feeds[i].address, POST, price * 10**6))
        balance = [
            call_of(world.deployer, it.address, BALANCE, pair.address) for it in world.tokens
        ]
        held = [amount for (amount,) in node.read(["uint256"], *balance)]
        per, hub_per = (10 ** world.market.decimals[k] for k in (i, world.market.hub))
        wanted, needed = (
            held[i] * price * hub_per // (100 * per),
            held[-1] * 100 * per // (price * hub_per),
        )
        k, more = (-1, wanted - held[-1]) if wanted > held[-1] else (i, needed - held[i])
        calls.append(call_of(world.deployer, world.tokens[k].address, PAY, pair.address, more))
        calls.append(call_of(world.deployer, pair.address, "sync()"))
    return calls


def drawn(world, random):
    """What somebody might send: prices, gifts, entries, exits, and keepers that come too early."""
    maker, depositor, keeper = world.deployer, world.depositor, world.w3.eth.accounts[2]
    i = random.randrange(world.market.hub)
    feed, price = world.feeds[i].address, world.market.prices[i] * random.randint(80, 120)
    pair, token = world.pairs[i].address, world.tokens[i].address
    vault, shares = world.vault.address, random.randint(1, 30) * ONE
    amount = 10 ** world.market.decimals[i] * random.randint(1, 20)
    most = [MOST] * len(world.tokens)
    return [
        call_of(maker, feed, POST, price * 10**6),
        call_of(maker, token, PAY, pair, amount),
        call_of(maker, pair, "sync()"),
        call_of(keeper, vault, "rebalance()"),
        call_of(keeper, vault, "performUpkeep(bytes)", b""),
        call_of(depositor, vault, MINT, shares, most, depositor, FOREVER),
        leaving(world, shares // 2, [token] if random.random() < 0.2 else [], FOREVER),
    ]


def seen(node, world):
    """Everybody's balances, and all that the lens says: books, prices, orders, reasons."""
    people = (world.vault.address, world.depositor, *(pair.address for pair in world.pairs))
    balances = [
        call_of(world.deployer, token.address, BALANCE, person)
        for token in (*world.tokens, world.vault)
        for person in people
    ]
    report = call_of(world.deployer, world.lens.address, "report(address)", world.vault.address)
    return [node.read(["uint256"], *balances), node.read(REPORT, report)]


def test_a_long_session_is_the_same_to_the_unit(engines):
    """Every receipt with its gas, reverted or not, and all that can be seen after every block."""
    world, anvil, process = engines
    random, time, outcomes = Random(7), process.time, set()
    for _ in range(examples(BLOCKS)):
        time += random.choice((1, 12, 300, 3_600, 20_000))
        calls = random.sample(drawn(world, random), random.randint(1, 4))
        if random.random() < 0.5:
            moves = moved(world, process, random)
            assert process.mine(time, *moves) == anvil.mine(time, *moves)
            time += 12
        receipts = anvil.mine(time, *calls)
        assert process.mine(time, *calls) == receipts
        assert seen(process, world) == seen(anvil, world)
        rows = zip(calls, receipts, strict=True)
        outcomes |= {(call.signature.partition("(")[0], it.succeeded) for call, it in rows}
    assert outcomes >= {("rebalance", True), ("rebalance", False), ("redeem", True), ("mint", True)}


def test_who_is_reverted_is_told_why(engines):
    world, anvil, process = engines
    time = process.time + 1
    early = leaving(world, ONE, [], 5)
    for node in (anvil, process):
        with pytest.raises(Refusal) as refused:
            node.must(time, early)
        assert (refused.value.name, refused.value.fields["deadline"]) == ("Expired", 5)


def test_views_see_the_block_that_is_expected(engines):
    _, _, process = engines
    time = process.time + 100
    process.expect(time)
    process.expect(time)
    block = process.block
    process.mine(time)
    assert (process.time, process.block) == (time, block)


def test_no_block_is_older_than_the_one_before(engines):
    _, _, process = engines
    latest = process.time
    with pytest.raises(TimeWentBack, match=f"a block at {latest} after one at {latest}"):
        process.mine(latest)


def test_a_python_without_the_engine_is_told_what_serves_instead(engines, monkeypatch):
    _, anvil, _ = engines
    monkeypatch.setattr("counterpoise.chain.process.PyEvm", None)
    with pytest.raises(EngineMissing, match="no EVM in process: simular-evm needs Python 3.10 or"):
        ProcessNode.of(anvil)
