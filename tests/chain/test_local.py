"""A local node does what it is told, block by block, or what told it hears of it at once."""

from collections.abc import Iterator
from contextlib import closing

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterpoise.chain.anvil import Anvil
from counterpoise.chain.local import GAS, LocalNode, NotAsTold
from counterpoise.chain.node import call_of
from counterpoise.chain.provider import NodeProblem
from tests.chain.world import ARGUMENTS
from tests.depth import examples

START = 1_700_000_000  # {s}
USED = 21_000 + 4 * 16  # {gas} of four bytes to who is no contract


@pytest.fixture(scope="module")
def driven() -> Iterator[LocalNode]:
    """A node of its own, as its blocks are made small."""
    with (
        Anvil(args=[*ARGUMENTS, "--timestamp", str(START)]) as anvil,
        closing(LocalNode(anvil.url)) as node,
    ):
        yield node


def test_what_a_node_does_not_know_is_told_with_its_words_and_is_no_lost_node(driven):
    """A keeper waits for a node that is gone; this one is there, and was told wrongly."""
    with pytest.raises(NotAsTold, match="(?i)method|unknown") as told:
        driven.ask(("eth_blockNumber", []), ("evm_dance", []))
    assert not isinstance(told.value, NodeProblem)


@settings(max_examples=examples(8), deadline=None)
@given(st.integers(0, 5))
def test_as_many_questions_as_answers(driven, count):
    """Also of none: a node takes an empty batch for a request that it cannot read."""
    assert driven.ask(*[("eth_chainId", [])] * count) == ["0x7a69"] * count
    assert driven.read(["uint256"]) == []


@settings(max_examples=examples(12), deadline=None)
@given(st.integers(1, 4), st.integers(0, 4 * USED))
def test_all_calls_are_in_their_block_or_it_is_said_that_one_is_not(driven, count, more):
    """A node takes one while the block has all the gas left that it is given."""
    who, fits = driven.accounts()[1], (count - 1) * USED <= more
    (block,) = driven.ask(("eth_getBlockByNumber", ["latest", False]))
    time, calls = int(block["timestamp"], 16) + 12, [call_of(who, who, "record()")] * count
    driven.ask(("evm_setBlockGasLimit", [hex(GAS + more)]))
    try:
        if fits:
            receipts = driven.mine(time, *calls)
            assert [it.gas_used for it in receipts] == [USED] * count
            assert {it.block for it in receipts} == {int(block["number"], 16) + 1}
        else:
            with pytest.raises(NotAsTold, match="^a transaction was left out of its block$"):
                driven.mine(time, *calls)
    finally:
        empty(driven)


def empty(node):
    """Blocks with room for all, until nothing waits for one."""
    node.ask(("evm_setBlockGasLimit", [hex(9 * GAS)]))
    while int(node.ask(("txpool_status", []))[0]["pending"], 16):
        node.ask(("evm_mine", []))
