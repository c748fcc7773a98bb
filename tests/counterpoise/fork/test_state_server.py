"""A state served over HTTP: every method's answer, what is counted, and what is refused."""

import http.client
import json
from urllib.parse import urlsplit

import pytest
from hypothesis import given, settings

from counterpoise.fork.server import PortTaken, StateServer
from counterpoise.fork.source import Recorded
from counterpoise.fork.state import Account
from tests.counterpoise.fork.states import HEADER, NEW, OWNER, STATE, TOKEN, states
from tests.depth import examples
from tests.waiting import PATIENCE

WORD = "0x" + 63 * "0" + "7"
FEES = {"oldestBlock": "0x10", "baseFeePerGas": ["0x7", "0x7"], "gasUsedRatio": [0]}
BLOCK = HEADER | {"transactions": [], "uncles": []}


@pytest.fixture
def server():
    with StateServer(Recorded(STATE)) as server:
        yield server


def request(method, *params):
    return {"jsonrpc": "2.0", "id": 5, "method": method, "params": params}


def post(server, body):
    """What comes for a body, over a connection of its own."""
    connection = http.client.HTTPConnection(urlsplit(server.url).netloc, timeout=PATIENCE)
    connection.request("POST", "/", body if isinstance(body, bytes) else json.dumps(body))
    answer = connection.getresponse()
    read = answer.read()
    connection.close()
    return json.loads(read) if answer.status == 200 else answer.status


def result(server, method, *params):
    return post(server, request(method, *params))["result"]


def refusal(server, method, *params):
    error = post(server, request(method, *params))["error"]
    return error["code"], error["message"]


@pytest.mark.parametrize(
    ("method", "params", "expected"),
    [
        ("eth_chainId", [], "0x1"),
        ("net_version", [], "1"),
        ("eth_blockNumber", [], "0x10"),
        ("eth_getBlockByNumber", ["latest", False], BLOCK),
        ("eth_getBlockByNumber", ["0x10", True], BLOCK),
        ("eth_getBlockByNumber", ["0xf", False], None),
        ("eth_getBlockByHash", [HEADER["hash"], False], BLOCK),
        ("eth_getBlockByHash", ["0x" + 64 * "0", False], None),
        ("eth_gasPrice", [], "0x7"),
        ("eth_maxPriorityFeePerGas", [], "0x0"),
        ("eth_feeHistory", ["0x1", "latest", []], FEES),
        ("eth_getBalance", [OWNER, "latest"], hex(10**18)),
        ("eth_getBalance", [OWNER.upper().replace("0X", "0x"), "0x10"], hex(10**18)),
        ("eth_getBalance", [NEW, "latest"], "0x0"),
        ("eth_getTransactionCount", [OWNER, "0x10"], "0x3"),
        ("eth_getCode", [TOKEN, {"blockNumber": "0x10"}], "0x6001"),
        ("eth_getCode", [OWNER], "0x"),
        ("eth_getStorageAt", [TOKEN, "0x0", "latest"], WORD),
        ("eth_getStorageAt", [TOKEN, "0x00", {"blockHash": HEADER["hash"]}], WORD),
        ("eth_getStorageAt", [TOKEN, "0x1", "latest"], "0x" + 64 * "0"),
        ("eth_getStorageAt", [TOKEN, hex(2**256 - 1), "latest"], "0x8" + 63 * "0"),
        ("eth_getAccountInfo", [TOKEN, "latest"], None),
        ("eth_getTransactionByHash", [HEADER["hash"]], None),
        ("eth_getTransactionReceipt", [HEADER["hash"]], None),
    ],
)
def test_a_method_is_answered(server, method, params, expected):
    assert post(server, request(method, *params)) == {
        "jsonrpc": "2.0",
        "id": 5,
        "result": expected,
    }
    assert not server.unanswered


@pytest.mark.parametrize(
    ("method", "params", "code", "message"),
    [
        ("eth_call", [{}], -32601, "the state server does not answer eth_call"),
        ("eth_getBalance", [OWNER, "0xf"], -32000, "no state of block 0xf: only block 16 is here"),
        ("eth_getBalance", [], -32000, "the address is not an address: None"),
        ("eth_getStorageAt", [TOKEN, "one"], -32000, "the slot is not a number of 256 bits: 'one'"),
        ("eth_getCode", [TOKEN, []], -32000, "the block is not a number of 256 bits: []"),
    ],
)
def test_what_it_does_not_know_it_refuses_by_name(server, method, params, code, message):
    assert refusal(server, method, *params) == (code, message)


def test_it_answers_several_at_once(server):
    answers = post(server, [request("eth_chainId"), request("eth_call"), 7])
    assert [set(it) - {"jsonrpc"} for it in answers] == [
        {"id", "result"},
        {"id", "error"},
        {"id", "error"},
    ]
    assert answers[2]["error"] == {"code": -32600, "message": "no request: it names no method"}


def test_what_is_no_request_is_refused(server):
    assert post(server, b"{")["error"] == {"code": -32700, "message": "not JSON"}
    assert post(server, request("eth_getBalance") | {"params": "all"})["error"]["code"] == -32602


@pytest.mark.parametrize("length", [2**20 + 1, 2**24])
def test_who_sends_too_much_hears_so(server, length):
    """Also where the refusal is there before the last byte is sent."""
    assert post(server, b" " * length) == 413
    assert post(server, request("eth_chainId"))["result"] == "0x1"


def test_it_counts_what_was_asked_and_what_was_not_there(server):
    for _ in range(2):
        result(server, "eth_getBalance", NEW, "latest")
        result(server, "eth_getStorageAt", TOKEN, "0x9", "latest")
    result(server, "eth_getStorageAt", NEW, "0x9", "latest")
    result(server, "eth_getStorageAt", TOKEN, "0x0", "latest")
    refusal(server, "eth_call")
    assert server.asked == {"eth_getBalance": 2, "eth_getStorageAt": 4, "eth_call": 1}
    assert server.unanswered == {"eth_call": 1}
    assert server.source.absent_accounts == {NEW}
    assert server.source.absent_slots == {(TOKEN, 9)}


def test_a_taken_port_is_told(server):
    with (
        pytest.raises(PortTaken, match=f"cannot listen at port {server.port}: "),
        StateServer(server.source, server.port),
    ):
        pass


@given(states)
@settings(max_examples=examples(20))
def test_everything_that_is_in_a_state_is_served(state):
    source = Recorded(state)
    server = StateServer(source)  # Not started: its answers are the same.
    for address, account in state.accounts.items():
        asked = [("eth_getBalance", hex(account.balance)), ("eth_getCode", account.code)]
        for method, expected in asked:
            answer = server.reply(json.dumps(request(method, address, "latest")).encode())
            assert answer["result"] == expected
        for slot, value in account.storage.items():
            body = json.dumps(request("eth_getStorageAt", address, hex(slot), "latest"))
            assert int(server.reply(body.encode())["result"], 16) == value
    assert (source.absent_accounts, source.absent_slots) == (set(), set())


def test_an_account_that_is_not_there_is_empty():
    source = Recorded(STATE)
    assert source.account(NEW) == Account()
    assert source.slot(NEW, 3) == 0
