"""Proposals for a ProposalBook: signed by a key as EIP-712 has it, and brought by anyone."""

from __future__ import annotations

from dataclasses import astuple

from eth_abi.abi import encode
from eth_account import Account
from eth_utils.crypto import keccak

from counterpoise.chain.node import Call, call_of
from counterpoise.chain.parts import Read
from counterpoise.math.proposals import FIELDS, WeightProposal, digest_of

DOMAIN = "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"
SUBMIT = f"submit(({','.join(FIELDS.values())}),bytes)"


def address_of(key: bytes) -> str:
    """Whose key that is."""
    return str(Account.from_key(key).address)


def submission(sender: str, read: Read, book: str, proposal: WeightProposal, key: bytes) -> Call:
    """What brings a proposal to a book, which `read` reads, with that key's signature."""
    signed = Account.unsafe_sign_hash(digest_of(_separator(read), proposal), key)
    return call_of(sender, book, SUBMIT, astuple(proposal), bytes(signed.signature))


def _separator(read: Read) -> bytes:
    """Of the domain that a book says it signs in, this chain's id among it."""
    _, name, version, chain_id, contract, _, _ = read("eip712Domain")
    words = [keccak(text=it) for it in (DOMAIN, name, version)]
    kinds = ["bytes32", "bytes32", "bytes32", "uint256", "address"]
    return keccak(encode(kinds, [*words, chain_id, contract]))
