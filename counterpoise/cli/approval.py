"""Letting the vault take what a command pays: only where that is asked for."""

from counterpoise.chain.sender import Sender
from counterpoise.chain.token import Token
from counterpoise.cli.failures import Insufficient
from counterpoise.cli.session import Session
from counterpoise.cli.words import exact


def require_allowance(
    session: Session, sender: Sender, token: Token, amount: int, approve: bool
) -> None:
    """Approves exactly the amount where that is asked for, else raises `Insufficient`."""
    vault = session.vault.address
    allowed = token.allowance(sender.signer.address, vault)
    if allowed >= amount:
        return
    if not approve:
        numbers = f"{exact(allowed, token.decimals)}, needs {exact(amount, token.decimals)}"
        raise Insufficient(
            f"insufficient allowance: the vault may take {numbers} {token.symbol}; add --approve"
        )
    sender.send(token.approve(vault, amount))
