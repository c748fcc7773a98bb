"""A transaction that is not mined: when another one may take its place, and when not."""

import time
from dataclasses import dataclass

import pytest
from hexbytes import HexBytes

from counterpoise.chain.asking import NodeRefused
from counterpoise.chain.keys import NodeAccount
from counterpoise.chain.sender import RECEIPT_SECONDS, NotMined, Overtaken, Sender

SOON = 0.2  # {s}


@pytest.fixture
def held(world, node):
    """No block is made until somebody asks for one."""
    node.rpc("evm_setAutomine", False)
    yield world
    node.rpc("anvil_dropAllTransactions")
    node.rpc("evm_setAutomine", True)


def queue(world) -> list[str]:
    """The depositor's transactions that are not mined, in their order."""
    return [transaction["hash"] for transaction in world.pending(world.depositor)]


def approval(world, amount: int):
    return world.tokens[0].functions.approve(world.vault.address, amount)


def allowed(world) -> int:
    return int(world.tokens[0].functions.allowance(world.depositor, world.vault.address).call())


def test_one_who_is_not_alone_stands_in_line(held, node):
    by = Sender(held.w3, NodeAccount(held.depositor), SOON)
    for amount in (1, 2):
        with pytest.raises(NotMined):
            by.send(approval(held, amount))
    assert len(queue(held)) == 2
    node.rpc("evm_mine")
    assert allowed(held) == 2


def test_one_who_is_alone_takes_the_place_of_what_is_stuck(held, node):
    by = Sender(held.w3, NodeAccount(held.depositor), SOON, alone=True)
    sent = []
    for amount in (1, 2, 3):
        with pytest.raises(NotMined) as late:
            by.send(approval(held, amount))
        sent.append(late.value.transaction)
        assert queue(held) == [sent[-1]]
    assert len(set(sent)) == 3
    node.rpc("evm_mine")
    assert allowed(held) == 3


def test_another_process_takes_the_place_too(held, node):
    """It remembers nothing of the first one; the node says what is stuck."""
    for amount in (1, 2):
        with pytest.raises(NotMined):
            Sender(held.w3, NodeAccount(held.depositor), SOON, alone=True).send(
                approval(held, amount)
            )
    node.rpc("evm_mine")
    assert allowed(held) == 2


def test_no_fee_is_raised_for_ever(held):
    """What is stuck pays a hundred times what the node asks."""
    stuck = approval(held, 1)
    asked = held.w3.eth.max_priority_fee
    stuck.transact({"from": held.depositor, "gas": 100_000, "gasPrice": 100 * asked})
    by = Sender(held.w3, NodeAccount(held.depositor), SOON, alone=True)
    with pytest.raises(NodeRefused, match="underpriced"):
        by.send(approval(held, 2))
    assert len(queue(held)) == 1


@dataclass
class Late:
    """What it sends second never arrives, as the first one is mined in that moment."""

    address: str
    times: int = 0

    def send(self, w3, transaction):
        self.times += 1
        if self.times == 1:
            return w3.eth.send_transaction(transaction)
        w3.provider.make_request("evm_mine", [])
        return HexBytes(b"\x07" * 32)


def test_the_receipt_of_the_first_will_do(held):
    by = Sender(held.w3, Late(held.depositor), SOON, alone=True)
    with pytest.raises(NotMined) as late:
        by.send(approval(held, 1))
    receipt = by.send(approval(held, 1))
    assert receipt["transactionHash"].to_0x_hex() == late.value.transaction
    assert allowed(held) == 1


def test_the_receipt_of_another_call_will_not_do(held):
    """The first one is mined while the second takes its place: that is not what was asked for."""
    by = Sender(held.w3, Late(held.depositor), SOON, alone=True)
    with pytest.raises(NotMined) as late:
        by.send(approval(held, 1))
    with pytest.raises(Overtaken, match=late.value.transaction):
        by.send(approval(held, 2))
    assert allowed(held) == 1


def test_nothing_is_waited_for_once_it_is_stopped(held):
    by = Sender(held.w3, NodeAccount(held.depositor))
    by.stopped.set()
    begun = time.monotonic()
    with pytest.raises(NotMined):
        by.send(approval(held, 1))
    assert time.monotonic() - begun < RECEIPT_SECONDS
