"""The door of an entry: the vault's own, or the gateway's for ether and signatures."""

from collections.abc import Sequence
from dataclasses import dataclass

from counterpoise.chain.gateway import GatewayClient, answer
from counterpoise.chain.permit import UNSIGNED, Permit, Signed, batch
from counterpoise.chain.receipt import Outcome, outcome
from counterpoise.chain.sender import Call, Sender
from counterpoise.chain.token import Token
from counterpoise.cli.approval import Asks, allow, permits
from counterpoise.cli.failures import BadInput
from counterpoise.cli.options import Terms, Ways
from counterpoise.cli.session import Session, require_balance, require_ether


@dataclass(frozen=True, slots=True)
class Door:
    """Where an entry goes in, and what goes with it; without a gateway it is the vault's own."""

    session: Session
    sender: Sender
    deadline: int  # {s}
    gateway: GatewayClient | None = None
    value: int = 0  # {wei}
    permits: tuple[Permit, ...] = ()
    signed: Signed = UNSIGNED

    def mint(self, shares: int, most: Sequence[int]) -> Outcome:
        """Enters in kind with {share}, for at most {unit} of each asset."""
        inputs = shares, most, self.sender.signer.address, self.deadline
        if self.gateway is None:
            return self._sent(self.session.vault.mint(*inputs))
        return self._sent(self._behind(self.gateway, self.gateway.mint(*inputs, self.signed)))

    def deposit(self, asset: str, amount: int, least: int) -> Outcome:
        """Enters with {unit} of one asset, for at least {share}."""
        return self._sent(self._deposit(asset, amount, least))

    def expected(self, asset: str, amount: int) -> int:
        """{share} that such a deposit would bring now."""
        call = self._deposit(asset, amount, 0)
        return answer(self.sender.simulate(call, self.value))

    def _deposit(self, asset: str, amount: int, least: int) -> Call:
        inputs = asset, amount, least, self.sender.signer.address, self.deadline
        if self.gateway is None:
            return self.session.vault.deposit(*inputs)
        return self._behind(self.gateway, self.gateway.deposit(*inputs, self.signed))

    def _behind(self, gateway: GatewayClient, call: Call) -> Call:
        return gateway.after(self.permits, call)

    def _sent(self, call: Call) -> Outcome:
        return outcome(self.session.vault, self.sender.send(call, self.value))


def require_funds(session: Session, sender: Sender, ways: Ways, asks: Asks) -> None:
    """Raises `Insufficient` unless the account has it all, in ether what is paid with ether."""
    owner = sender.signer.address
    for token, amount in asks:
        if _is_ether(session, ways, token):
            require_ether(session, owner, amount)
        else:
            require_balance(token, owner, amount)


def open_door(session: Session, sender: Sender, terms: Terms, ways: Ways, asks: Asks) -> Door:
    """Allows or signs for what is to be taken, as the options say, once all else is in order."""
    end = session.deadline(terms.deadline)
    if ways == Ways(ether=False, permit=False, permit2=False):
        allow(sender, asks, ("the vault", session.vault.address), terms.approve)
        return Door(session, sender, end)
    gateway = session.gateway
    due = [(token, amount) for token, amount in asks if not _is_ether(session, ways, token)]
    value = sum(amount for token, amount in asks if _is_ether(session, ways, token))
    require_ether(session, sender.signer.address, value)
    if ways.permit:
        signatures = permits(sender, due, gateway.address, end)
        return Door(session, sender, end, gateway, permits=signatures)
    if not ways.permit2:
        allow(sender, due, ("the gateway", gateway.address), terms.approve)
        return Door(session, sender, end, gateway, value)
    permit2 = _permit2(gateway)
    allow(sender, due, ("Permit2", permit2), terms.approve)
    signed = batch(permit2, sender.signer, gateway.address, asks, end)
    return Door(session, sender, end, gateway, value, signed=signed)


def require_sense(session: Session, ways: Ways, tokens: Sequence[Token]) -> None:
    """Raises `BadInput` for ways that do not go together, or that the gateway does not know."""
    if ways.permit and (ways.ether or ways.permit2):
        other = "--permit2" if ways.permit2 else "--ether: several calls in one take no ether"
        raise BadInput(f"--permit does not go with {other}")
    if ways.ether and not any(_is_ether(session, ways, token) for token in tokens):
        held = ", ".join(token.symbol for token in tokens)
        raise BadInput(f"--ether is for wrapped ether, and this is paid in {held}")
    if ways.permit2:
        _permit2(session.gateway)


def _is_ether(session: Session, ways: Ways, token: Token) -> bool:
    return ways.ether and token.address == session.gateway.weth


def _permit2(gateway: GatewayClient) -> str:
    if gateway.permit2 is None:
        raise BadInput(
            f"no Permit2 behind the gateway {gateway.address}: use --permit or --approve"
        )
    return gateway.permit2
