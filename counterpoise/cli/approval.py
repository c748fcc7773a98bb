"""Letting somebody take what a command pays: only where that is asked for."""

from collections.abc import Sequence

from counterpoise.chain.permit import Permit, permit
from counterpoise.chain.sender import Sender
from counterpoise.chain.token import Token
from counterpoise.cli.failures import Insufficient
from counterpoise.cli.words import exact

Asks = Sequence[tuple[Token, int]]  # {unit} of each token that may be taken at most.


def allow(sender: Sender, asks: Asks, spender: tuple[str, str], approve: bool) -> None:
    """Approves exactly the amounts where that is asked for, else raises `Insufficient`.

    `spender`: what to call it, and its address.
    """
    name, address = spender
    for token, amount in asks:
        allowed = token.allowance(sender.signer.address, address)
        if allowed >= amount:
            continue
        if not approve:
            numbers = f"{exact(allowed, token.decimals)}, needs {exact(amount, token.decimals)}"
            raise Insufficient(
                f"insufficient allowance: {name} may take {numbers} {token.symbol}; add --approve"
            )
        sender.send(token.approve(address, amount))


def permits(sender: Sender, asks: Asks, spender: str, deadline: int) -> tuple[Permit, ...]:
    """One for each token of which the spender may take too little until now."""
    signer = sender.signer
    return tuple(
        permit(token, signer, spender, amount, deadline)
        for token, amount in asks
        if token.allowance(signer.address, spender) < amount
    )
