"""What a command works with: a vault at a place, its tokens, and who signs."""

import os
import sys
from dataclasses import dataclass
from functools import cached_property

import click

from counterpoise.chain import keys
from counterpoise.chain.contracts import VaultClient, address_of
from counterpoise.chain.gateway import GatewayClient
from counterpoise.chain.keys import Signer
from counterpoise.chain.mirror import Mirror
from counterpoise.chain.provider import connect
from counterpoise.chain.sender import Sender
from counterpoise.chain.tank import TankClient, open_tank
from counterpoise.chain.token import Token
from counterpoise.cli.failures import BadInput, Insufficient
from counterpoise.cli.options import Key, Place, addresses
from counterpoise.cli.words import exact, tokens


@dataclass(frozen=True)
class Session:
    """One vault that was found to be one."""

    vault: VaultClient
    door: str | None = None  # where its gateway is
    purse: str | None = None  # where its tank is

    @cached_property
    def gateway(self) -> GatewayClient:
        """Raises `BadInput` where none is named, and what is wrong with one that is."""
        if self.door is None:
            raise BadInput("no gateway: give --gateway, or a --deployment that has one")
        client = GatewayClient(self.vault.w3, address_of(self.door))
        client.require(self.vault.address)
        return client

    def tank(self, named: str | None = None) -> TankClient | None:
        """The tank at that address, or at the file's; None where neither names one.

        Raises what is wrong with one that is named.
        """
        where = self.purse if named is None else named
        if where is None:
            return None
        return open_tank(self.vault.w3, address_of(where), self.vault.address)

    @cached_property
    def mirror(self) -> Mirror:
        return Mirror(self.vault)

    @cached_property
    def tokens(self) -> tuple[Token, ...]:
        """The vault's assets, in its order."""
        return tuple(Token(self.vault.w3, asset) for asset in self.vault.assets())

    @cached_property
    def share(self) -> Token:
        return Token(self.vault.w3, self.vault.address)

    def sender(self, signer: Signer) -> Sender:
        """Sends to this vault's chain."""
        return Sender(self.vault.w3, signer)

    def token(self, text: str) -> Token:
        """The asset of that symbol or address. Raises `BadInput`."""
        wanted = text.lower()
        found = [t for t in self.tokens if wanted in (t.symbol.lower(), t.address.lower())]
        if len(found) == 1:
            return found[0]
        held = ", ".join(token.symbol for token in self.tokens)
        if found:
            raise BadInput(f"asset ambiguous: {len(found)} are called {text}; give the address")
        raise BadInput(f"asset unknown: {text!r}; the vault holds {held}")

    @cached_property
    def by_address(self) -> dict[str, Token]:
        return {token.address: token for token in self.tokens}

    def names(self) -> dict[str, str]:
        """The symbols, by address."""
        return {address: token.symbol for address, token in self.by_address.items()}

    def shown(self, asset: str, amount: int) -> str:
        """An amount {unit} of an asset, cut for a table."""
        return tokens(amount, self.by_address[asset].decimals)

    def deadline(self, seconds: int) -> int:
        """A time {s} that far after the latest block's."""
        return self.vault.time() + seconds


def open_session(place: Place) -> Session:
    """Connects and looks. Raises what is wrong with the node, the chain or the addresses."""
    known = addresses(place)
    where = address_of(known.vault), address_of(known.lens)
    client = VaultClient(connect(place.rpc, known.chain_id), *where)
    client.require()
    return Session(client, known.gateway, known.tank)


def sender_of(session: Session, key: Key) -> Sender:
    """Sends in the name of the key. Raises `KeyProblem`."""
    return session.sender(signer_of(session, key))


def signer_of(session: Session, key: Key) -> Signer:
    """Who signs: the first of account, keystore and environment. Raises `KeyProblem`."""
    if key.account is not None:
        return keys.from_node(session.vault.w3, key.account)
    if key.keystore is not None:
        return keys.from_keystore(key.keystore, lambda: _password(key))
    if key.key_env in os.environ:
        return keys.from_environment(key.key_env)
    raise keys.KeyProblem(f"no key: give --account or --keystore, or set {key.key_env}")


def _password(key: Key) -> str:
    given = os.environ.get(key.password_env)
    if given is not None:
        return given
    missing = keys.KeyProblem(f"no password: set {key.password_env}, or type it at a terminal")
    if not sys.stdin.isatty():
        raise missing
    try:
        return str(click.prompt("Password", hide_input=True, err=True))
    except click.Abort:
        raise missing from None


def require_balance(token: Token, owner: str, amount: int) -> None:
    """Raises `Insufficient` unless the owner has the amount {unit}."""
    has = token.balance(owner)
    if has < amount:
        numbers = f"{owner} has {exact(has, token.decimals)}, needs {exact(amount, token.decimals)}"
        raise Insufficient(f"insufficient balance of {token.symbol}: {numbers}")


def require_ether(session: Session, owner: str, amount: int) -> None:
    """Raises `Insufficient` unless the owner has the amount {wei}, and gas aside."""
    has = session.vault.ether(owner)
    if has < amount:
        numbers = f"{owner} has {exact(has, 18)}, needs {exact(amount, 18)}"
        raise Insufficient(f"insufficient balance of ether: {numbers}")
