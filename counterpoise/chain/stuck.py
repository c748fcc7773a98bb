"""Finds the tokens that a vault cannot send, so that who leaves can leave them behind."""

from collections.abc import Sequence

from counterpoise.chain.contracts import VaultClient
from counterpoise.chain.sender import Sender
from counterpoise.chain.token import Token
from counterpoise.errors import CounterpoiseError, Refusal


class CannotSend(CounterpoiseError):
    """Tokens that cannot be sent now, and the way around them."""

    def __init__(self, tokens: Sequence[Token], reason: Refusal) -> None:
        names = ", ".join(token.symbol for token in tokens)
        skips = " ".join(f"--skip {token.symbol}" for token in tokens)
        path = f"`redeem {skips}` keeps the claim, then `sell` takes the rest"
        super().__init__(f"{names} cannot be sent: {reason.name}; {path}")
        self.tokens = tuple(tokens)
        self.reason = reason


def require_sendable(
    vault: VaultClient, sender: Sender, shares: int, receiver: str, deadline: int
) -> None:
    """Raises `CannotSend` unless the sender's {share} could be redeemed in kind for the receiver.

    What stops every asset alike is raised as the `Refusal` that it is.
    """
    try:
        sender.simulate(vault.redeem(shares, receiver, deadline))
    except Refusal as refusal:
        assets = vault.assets()
        stuck = [
            Token(vault.w3, asset)
            for asset in assets
            if not _goes_alone(vault, sender, shares, receiver, deadline, asset)
        ]
        if len(stuck) in (0, len(assets)):
            raise
        raise CannotSend(stuck, refusal) from None


def _goes_alone(
    vault: VaultClient, sender: Sender, shares: int, receiver: str, deadline: int, asset: str
) -> bool:
    """Whether the asset is paid where all others are left behind."""
    rest = [other for other in vault.assets() if other != asset]
    try:
        sender.simulate(vault.redeem(shares, receiver, deadline, skip=rest))
    except Refusal:
        return False
    return True
