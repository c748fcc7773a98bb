"""A call's data, as the ABI packs it."""

import pytest
from eth_abi.abi import encode
from eth_utils.crypto import keccak
from hypothesis import given
from hypothesis import strategies as st

from counterpoise.chain.node import call_of


@pytest.mark.parametrize(
    ("signature", "kinds", "inputs"),
    [
        ("record()", [], ()),
        ("post(int128)", ["int128"], (-3,)),
        ("preview(address,bytes)", ["address", "bytes"], ("0x" + "11" * 20, b"\x01")),
        ("submit((uint256,bytes32),bytes)", ["(uint256,bytes32)", "bytes"], ((7, bytes(32)), b"")),
    ],
)
def test_the_inputs_follow_the_selector(signature, kinds, inputs):
    data = call_of("", "", signature, *inputs).data
    assert data == "0x" + (keccak(text=signature)[:4] + encode(kinds, inputs)).hex()


@given(st.lists(st.tuples(st.integers(0, 2**256 - 1), st.binary(max_size=40)), max_size=4))
def test_lists_of_structs_are_packed_too(rows):
    data = call_of("", "", "take((uint256,bytes)[],bool)", rows, True).data
    assert data[10:] == encode(["(uint256,bytes)[]", "bool"], [rows, True]).hex()
