"""Weights that somebody signs: to the byte as EIP-712 has it."""

import pytest
from eth_account import Account
from eth_account.messages import encode_typed_data

from counterpoise.math.proposals import FIELDS, TYPEHASH, WeightProposal, digest_of

SIGNER = Account.from_key((1).to_bytes(32, "big"))
DOMAIN = {
    "name": "RebalanceVault",
    "version": "1",
    "chainId": 1,
    "verifyingContract": "0x" + 40 * "1",
}
SEPARATOR = bytes.fromhex("ab439eb49b034f1b9a2727fa4f7c5a0521fb3ab77f3f7dc4e0aa1b885221bdff")
TENS = 0x773594007735940077359400773594007735940077359400773594007735940
# V3.10: the proposal, its digest, and v, r and s.
VECTORS = [
    (
        WeightProposal(0xBEBC20011E1A3001DCD6500, 1, 1700000000, 1700003600, 20000000, bytes(32)),
        "962453af63b86da87a62e59a598eab66a7190d336ef80b1eb2fa56510a461833",
        28,
        "e0c672f540e05577cfb2d15641bd6dc9c050a2d4b55f5667c1818e7f802c5f4f",
        "638e386b1fad0c52cc5367e558fea637b5d1d10c06a899fc763f803c2654111f",
    ),
    (
        WeightProposal(0x3B9ACA00, 2, 1700000000, 1700000600, 1000000000, b"\x11" * 32),
        "c8a7715dd2b4c7c5c67337f5fb541ec9e6cfba70d84514b09613aca7b082f7ff",
        27,
        "738f80a63d00e952d1cf45ba35b5065fcacfdd1ae127b4c0cf9b1e9a551beed9",
        "624938d20cfe96eb8056f6f4a5528c440c83ffbf628f3f5c91bffaca73519d2d",
    ),
    (
        WeightProposal(TENS, 3, 1700086400, 1700090000, 5000000, b"\xab" * 32),
        "0d3531f6967b233af800697b0a7df44b8b7c6a014a74c1f45fc3166c897c31a2",
        28,
        "b56b53f5d71e36489ffe010c3c7262e23ebbd2dac8fbb048c89225aca002ba4a",
        "0a4734dcc00ff8084b14a50191fc493ff962514f6de36b9e7f576393957c4013",
    ),
]


def typed(proposal):
    """As a wallet is asked to sign it."""
    values = (getattr(proposal, it) for it in WeightProposal.__slots__)
    kinds = [{"name": name, "type": kind} for name, kind in FIELDS.items()]
    return encode_typed_data(DOMAIN, {"WeightProposal": kinds}, dict(zip(FIELDS, values)))


def test_the_type_has_its_hash():
    """V3.10"""
    expected = "969dde86a7fe469ed918438d37a9a40cc0c8a364b2c355a2347586af6f820a47"
    assert TYPEHASH.hex() == expected


def test_a_struct_has_its_hash():
    """V3.10"""
    expected = "2690974e5281e45a129f4cd4ed4e837c19d746b27f072d78500f58b28aee5709"
    assert VECTORS[0][0].hash().hex() == expected


@pytest.mark.parametrize("proposal, digest, v, r, s", VECTORS)
def test_the_vectors_of_the_signature(proposal, digest, v, r, s):
    """V3.10 The digest, and what a wallet signs."""
    assert digest_of(SEPARATOR, proposal).hex() == digest
    signed = SIGNER.sign_message(typed(proposal))
    assert (signed.v, signed.r, signed.s) == (v, int(r, 16), int(s, 16))


def test_the_signer_is_the_vectors_one():
    assert SIGNER.address == "0x7E5F4552091A69125d5DfCb7b8C2659029395Bdf"
