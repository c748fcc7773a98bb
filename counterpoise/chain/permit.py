"""Allowances by signature: a token's own permit (EIP-2612), and a batch of Permit2."""

import secrets
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from eth_account.messages import SignableMessage, encode_typed_data

from counterpoise.chain.asking import NotAContract, asking
from counterpoise.chain.contracts import contract_at
from counterpoise.chain.keys import Signer, sign
from counterpoise.chain.token import Token
from counterpoise.errors import CounterpoiseError

Fields = dict[str, str]  # A struct's fields and their types, in order.
VERSIONS: tuple[dict[str, str], ...] = (
    {"version": "1"},
    {"version": "2"},
    {},
)  # Most tokens', USDC's, UNI's.
PERMIT: Fields = {
    "owner": "address",
    "spender": "address",
    "value": "uint256",
    "nonce": "uint256",
    "deadline": "uint256",
}
PART: Fields = {"token": "address", "amount": "uint256"}
BATCH: Fields = {
    "permitted": "TokenPermissions[]",
    "spender": "address",
    "nonce": "uint256",
    "deadline": "uint256",
}


class NoPermit(CounterpoiseError):
    """The token takes no signature."""


@dataclass(frozen=True, slots=True)
class Permit:
    """An EIP-2612 signature, as `selfPermit` takes it."""

    token: str
    amount: int  # {unit}
    deadline: int  # {s}
    v: int
    r: bytes
    s: bytes


@dataclass(frozen=True, slots=True)
class Signed:
    """A Permit2 batch signature of the caller's; where it is empty, allowances count."""

    nonce: int
    deadline: int  # {s}
    signature: bytes


UNSIGNED = Signed(0, 0, b"")


def permit(token: Token, signer: Signer, spender: str, amount: int, deadline: int) -> Permit:
    """Lets the spender take {unit} until a time {s}. Raises `NoPermit` or `KeyProblem`."""
    values = signer.address, spender, amount, _nonce(token, signer.address), deadline
    message = dict(zip(PERMIT, values, strict=True))
    separator = _separator(token)
    for domain in _domains(token):
        typed = _typed(domain, {"Permit": PERMIT}, message)
        if typed.header == separator:
            done = sign(signer, typed)
            r, s = done.r.to_bytes(32, "big"), done.s.to_bytes(32, "big")
            return Permit(token.address, amount, deadline, done.v, r, s)
    raise NoPermit(f"{token.symbol} takes permits of a form that is not known here")


def batch(
    permit2: str,
    signer: Signer,
    spender: str,
    asks: Sequence[tuple[Token, int]],
    deadline: int,
    nonce: int | None = None,
) -> Signed:
    """Lets the spender take, once, up to {unit} of each token until a time {s}, through Permit2.

    Permit2 keeps its nonces in no order; without one it is drawn. Raises `KeyProblem`.
    """
    once = secrets.randbits(256) if nonce is None else nonce
    domain = {
        "name": "Permit2",
        "chainId": asks[0][0].w3.eth.chain_id,
        "verifyingContract": permit2,
    }
    message = {
        "permitted": [{"token": token.address, "amount": amount} for token, amount in asks],
        "spender": spender,
        "nonce": once,
        "deadline": deadline,
    }
    kinds = {"TokenPermissions": PART, "PermitBatchTransferFrom": BATCH}
    return Signed(once, deadline, bytes(sign(signer, _typed(domain, kinds, message)).signature))


def _typed(
    domain: dict[str, Any], kinds: dict[str, Fields], message: dict[str, Any]
) -> SignableMessage:
    types = {
        kind: [{"name": name, "type": type_} for name, type_ in fields.items()]
        for kind, fields in kinds.items()
    }
    return encode_typed_data(domain, types, message)


def _domains(token: Token) -> Iterator[dict[str, Any]]:
    """What a token's domain may be, by its name and the versions that there are."""
    rest = {"chainId": token.w3.eth.chain_id, "verifyingContract": token.address}
    return ({"name": _ask(token, "name"), **version, **rest} for version in VERSIONS)


def _separator(token: Token) -> bytes:
    return bytes(_ask(token, "DOMAIN_SEPARATOR"))


def _nonce(token: Token, owner: str) -> int:
    return int(_ask(token, "nonces", owner))


def _ask(token: Token, getter: str, *arguments: Any) -> Any:
    """Raises `NoPermit` where the token does not know the question."""
    functions = contract_at(token.w3, "Vault", token.address).functions  # A share knows permits.
    with suppress(NotAContract), asking(f"a token with permits: {token.address}"):
        return functions[getter](*arguments).call()
    raise NoPermit(f"{token.symbol} knows no permit (EIP-2612)")
