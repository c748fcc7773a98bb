"""What Brownie hears of a local node over its own wire is what web3's own provider hears."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from brownie import web3
from hypothesis import given
from hypothesis import strategies as st
from web3 import HTTPProvider

from counterpoise.chain.anvil import Anvil
from scripts.wire import IDLE, Wire, rewire

ECHO = "0x" + 39 * "0" + "4"  # the precompiled contract that answers what it is asked
RICH = 2**255  # {wei}, more than anybody has


@pytest.fixture(scope="module")
def wire():
    return Wire(web3.provider.endpoint_uri)


@pytest.fixture(scope="module")
def usual(wire):
    return HTTPProvider(wire.endpoint_uri)


def echo(wire, data):
    return wire.make_request("eth_call", [{"to": ECHO, "data": "0x" + data.hex()}, "latest"])


def test_brownie_speaks_through_it():
    assert isinstance(web3.provider, Wire)
    assert not [name for name in IDLE if name in web3.middleware_onion]
    assert web3.middleware_onion["attrdict"]


def test_a_second_time_changes_nothing():
    before = web3.provider, web3.middleware_onion.as_tuple_of_middleware()
    rewire(web3)
    assert (web3.provider, web3.middleware_onion.as_tuple_of_middleware()) == before


@pytest.mark.parametrize(
    "method, params",
    [
        ("eth_chainId", []),
        ("eth_accounts", []),
        ("eth_getBlockByNumber", ["latest", True]),
        ("eth_getTransactionReceipt", ["0x" + 64 * "1"]),
        ("eth_call", [{"to": ECHO, "value": hex(RICH)}, "latest"]),
        ("eth_noSuchThing", []),
        ("eth_getBalance", ["nobody", "latest"]),
    ],
)
def test_it_hears_what_web3s_own_hears(wire, usual, method, params):
    """Refusals too: the id of the question aside, word for word."""
    mine, its = (it.make_request(method, params) for it in (wire, usual))
    assert {**mine, "id": 0} == {**its, "id": 0}
    assert set(mine) & {"result", "error"}


@given(data=st.binary(max_size=1_000), times=st.sampled_from([1, 100]))
def test_whatever_is_asked_comes_back_whole(wire, data, times):
    """From nothing to a hundred thousand bytes."""
    assert bytes.fromhex(echo(wire, data * times)["result"][2:]) == data * times


def test_it_lets_the_node_settle_before_blocks_are_undone():
    """However Brownie undoes them; else the next of a nonce is refused now and then."""
    with Anvil() as node:
        wire = Wire(node.url)
        mark = wire.make_request("evm_snapshot", [])["result"]
        node.rpc("evm_setAutomine", False)
        giver = node.rpc("eth_accounts")[0]
        node.rpc("eth_sendTransaction", {"from": giver, "to": giver})
        assert wire.make_request("evm_revert", [mark])["result"] is True
        assert int(node.rpc("txpool_status")["pending"], 16) == 0


def test_each_thread_gets_its_own_answer(wire):
    """Brownie waits for a transaction in a thread while another one asks."""
    questions = [bytes([i]) * 32 for i in range(200)]
    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(lambda it: echo(wire, it)["result"], questions))
    assert answers == ["0x" + it.hex() for it in questions]


def test_a_node_that_comes_back_is_heard_again():
    with Anvil() as node:
        wire = Wire(node.url)
        assert wire.is_connected()
    for _ in range(2):
        with pytest.raises(OSError):
            wire.make_request("eth_chainId", [])
    assert not wire.is_connected()
    with Anvil(port=node.port):
        assert int(wire.make_request("eth_chainId", [])["result"], 16) == 31_337
