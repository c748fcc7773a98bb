"""A recorder between a node and who forks from it: what was asked is kept, and nothing else."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterpoise.chain.asking import NodeRefused
from counterpoise.chain.provider import NoNode
from counterpoise.fork.quantity import NotWellFormed
from counterpoise.fork.recorder import NoSuchBlock, recorder_of
from counterpoise.fork.server import StateServer
from counterpoise.fork.source import Recorded
from counterpoise.fork.state import Account, ChainState
from tests.counterpoise.fork.states import HEADER, NEW, OWNER, STATE, TOKEN, states
from tests.depth import examples


class Pruned(Recorded):
    """Has forgotten the state of its block."""

    def account(self, address):
        raise NodeRefused("missing trie node")


class Odd(Recorded):
    """Has accounts that have sent less than nothing."""

    def account(self, address):
        return Account(nonce=-1)


@pytest.fixture
def server():
    with StateServer(Recorded(STATE)) as server:
        yield server


def test_it_keeps_what_was_asked(server):
    recorder = recorder_of(server.url, 16)
    assert recorder.slot(TOKEN, 0) == 7
    assert recorder.slot(TOKEN, 5) == 0
    assert recorder.account(NEW) == Account()
    made = recorder.state()
    assert made.accounts == {TOKEN: Account(0, 1, "0x6001", {0: 7, 5: 0}), NEW: Account()}
    assert (made.chain_id, made.block) == (1, HEADER)


def test_it_asks_for_nothing_twice(server):
    recorder = recorder_of(server.url)
    server.asked.clear()
    for _ in range(3):
        recorder.slot(TOKEN, 0)
        recorder.account(TOKEN)
    assert server.asked == {
        "eth_getBalance": 1,
        "eth_getTransactionCount": 1,
        "eth_getCode": 1,
        "eth_getStorageAt": 1,
    }


@given(states, st.data())
@settings(max_examples=examples(10))
def test_what_is_recorded_is_that_part_of_the_chain(state, data):
    """Whatever is asked, in any order, the record answers it as the chain did."""
    known = [(it, slot) for it in state.accounts for slot in [*state.accounts[it].storage, 3]]
    asked = data.draw(st.lists(st.sampled_from([*known, (NEW, 0)]), max_size=8))
    with StateServer(Recorded(state)) as server:
        recorder = recorder_of(server.url)
        answers = [(recorder.account(it), recorder.slot(it, slot)) for it, slot in asked]
    again = Recorded(recorder.state())
    bare = [(it.balance, it.nonce, it.code, slot) for it, slot in answers]
    replayed = [(again.account(it), again.slot(it, slot)) for it, slot in asked]
    assert [(it.balance, it.nonce, it.code, slot) for it, slot in replayed] == bare
    assert (again.absent_accounts, again.absent_slots) == (set(), set())
    assert set(again.state.accounts) == {it for it, _ in asked}


def test_a_recorder_may_stand_before_another_one(server):
    first = recorder_of(server.url)
    with StateServer(first) as between:
        second = recorder_of(between.url, 16)
        second.slot(TOKEN, 0)
    assert second.state().accounts[TOKEN] == first.state().accounts[TOKEN]


def test_a_block_that_is_not_there_is_named(server):
    with pytest.raises(NoSuchBlock) as caught:
        recorder_of(server.url, 17)
    assert str(caught.value) == "no block 17 at this node: its latest is 16"


def test_a_node_that_is_not_there_is_named():
    with pytest.raises(NoNode, match="no node at http://127.0.0.1:1: the connection failed"):
        recorder_of("http://127.0.0.1:1")


def test_a_node_that_has_forgotten_the_block_is_refused_at_once():
    with (
        StateServer(Pruned(STATE)) as server,
        pytest.raises(NodeRefused, match="the node refused eth_getBalance: missing trie node"),
    ):
        recorder_of(server.url)


def test_a_block_without_a_hash_is_refused_by_its_key():
    header = {key: value for key, value in HEADER.items() if key != "hash"} | {"hash": None}
    with (
        StateServer(Recorded(ChainState(1, header, {}))) as server,
        pytest.raises(NotWellFormed, match="block.hash is not whole bytes after 0x: None"),
    ):
        recorder_of(server.url)


def test_a_node_that_is_lost_on_the_way_leaves_no_record(server):
    recorder = recorder_of(server.url)
    recorder.account(OWNER)
    server.__exit__(None, None, None)
    with pytest.raises(NoNode):
        recorder.account(TOKEN)
    with pytest.raises(NoNode, match="no node at "):
        recorder.state()


def test_a_node_that_says_odd_things_on_the_way_leaves_no_record():
    with StateServer(Odd(STATE)) as server:
        recorder = recorder_of(server.url)
        with pytest.raises(NotWellFormed, match="eth_getTransactionCount is not a number of 256"):
            recorder.account(OWNER)
        with pytest.raises(NotWellFormed, match="what the node says to eth_getTransactionCount"):
            recorder.state()
