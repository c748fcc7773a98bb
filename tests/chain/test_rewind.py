"""What is undone leaves nothing behind: no block, and nothing in the node's pool."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from web3 import HTTPProvider

from counterpoise.chain import rewind
from counterpoise.chain.anvil import Anvil

ROUNDS = 20


@pytest.fixture(scope="module")
def ask():
    with Anvil() as node:
        yield HTTPProvider(node.url).make_request


def pay(ask):
    """One ether from one account to another; what the node answers."""
    giver, taker = ask("eth_accounts", [])["result"][:2]
    return ask("eth_sendTransaction", [{"from": giver, "to": taker, "value": hex(10**18)}])


def waiting(ask):
    return int(ask("txpool_status", [])["result"]["pending"], 16)


def test_the_same_nonce_is_free_again_each_time(ask):
    """As often as one likes, and nobody has paid anything."""
    start = ask("eth_getBlockByNumber", ["latest", False])["result"]
    for _ in range(ROUNDS):
        with rewind.rewound(ask):
            assert "result" in pay(ask)
    assert ask("eth_getBlockByNumber", ["latest", False])["result"] == start


def test_it_is_undone_after_an_error_too(ask):
    start = ask("eth_blockNumber", [])["result"]
    with pytest.raises(KeyError), rewind.rewound(ask):
        pay(ask)
        raise KeyError
    assert ask("eth_blockNumber", [])["result"] == start


def test_what_nobody_mines_is_dropped(ask):
    """Where blocks are made by hand a transaction would outlive what is undone."""
    ask("evm_setAutomine", [False])
    with rewind.rewound(ask):
        pay(ask)
        assert waiting(ask) == 1
    assert waiting(ask) == 0
    ask("evm_setAutomine", [True])


class Pool:
    """A node that mines by itself and empties its pool after so many questions."""

    def __init__(self, late):
        self.late, self.asked = late, []

    def ask(self, method, _):
        self.asked.append(method)
        if method == "txpool_status":
            self.late -= 1
            return {"result": {"pending": hex(max(0, self.late + 1)), "queued": "0x0"}}
        return {"result": True}


@given(late=st.integers(0, 20))
def test_it_waits_for_a_pool_that_is_late(late):
    """And only then goes back."""
    pool = Pool(late)
    rewind.revert(pool.ask, "0x1")
    assert pool.asked == ["anvil_getAutomine", *(late + 1) * ["txpool_status"], "evm_revert"]


def test_it_does_not_wait_for_ever(monkeypatch):
    monkeypatch.setattr(rewind, "TRIES", 3)
    pool = Pool(100)
    rewind.settle(pool.ask)
    assert pool.asked[-2:] == ["txpool_status", "anvil_dropAllTransactions"]
    assert pool.asked.count("txpool_status") == 3
