"""A gateway before the world's vault, with the real Permit2, and a depositor who has a key."""

import json
from dataclasses import dataclass
from pathlib import Path

from eth_account import Account
from web3.contract import Contract

from counterpoise.chain.gateway import GatewayClient
from counterpoise.chain.keys import LocalKey
from counterpoise.chain.sender import Sender
from counterpoise.chain.token import Token
from tests.chain.world import ONE, Market, World, deploy

PERMIT2 = json.loads(
    (Path(__file__).parents[1] / "contracts/permit2.json").read_text(encoding="utf-8")
)
WALLET = "0x" + "22" * 32
FUNDS = (100 * ONE, 2 * 10**8, 10**11)  # {unit} of each asset
# Wrapped ether, a bitcoin that knows permits, and a dollar that its issuer may freeze.
WRAPPED = Market(kinds=("MockWETH", "MockPermitToken", "MockFreezingToken"))


@dataclass(frozen=True, slots=True)
class Door:
    """The gateway of a world."""

    world: World
    contract: Contract

    @property
    def client(self) -> GatewayClient:
        return GatewayClient(self.world.w3, self.contract.address)

    @property
    def tokens(self) -> tuple[Token, ...]:
        return tuple(Token(self.world.w3, token.address) for token in self.world.tokens)

    @property
    def share(self) -> Token:
        return Token(self.world.w3, self.world.vault.address)

    @property
    def owner(self) -> Sender:
        """Has a key here, 100 ether, `FUNDS`, and ten shares; has allowed nothing."""
        return Sender(self.world.w3, LocalKey(Account.from_key(WALLET)))

    def allow(self, *tokens: Token, spender: str = "") -> None:
        """The owner allows the gateway, or somebody else, everything."""
        for token in tokens:
            self.owner.send(token.approve(spender or self.contract.address, 2**256 - 1))

    def left(self) -> tuple[list[int], int, int]:
        """I-18 What lies in it: tokens, shares, ether."""
        here = self.contract.address
        held = [token.balance(here) for token in self.tokens]
        return held, self.share.balance(here), self.world.w3.eth.get_balance(here)


EMPTY = ([0, 0, 0], 0, 0)


def set_ether(world: World, account: str, amount: int) -> None:
    """Gives {wei}."""
    world.w3.provider.make_request("anvil_setBalance", [account, hex(amount)])  # type: ignore[arg-type]


def open_door(world: World) -> Door:
    """Deploys it, and fills the owner's purse and the wrapper."""
    code = [PERMIT2["address"], PERMIT2["deployedBytecode"]]
    world.w3.provider.make_request("anvil_setCode", code)  # type: ignore[arg-type]
    inputs = world.vault.address, world.tokens[0].address, PERMIT2["address"]
    door = Door(world, deploy(world.w3, "VaultGateway", *inputs))
    owner = door.owner.signer.address
    set_ether(world, world.tokens[0].address, 1_000_000 * ONE)
    set_ether(world, owner, 100 * ONE)
    for token, amount in zip(world.tokens, FUNDS, strict=True):
        world.send(token.functions.mint(owner, amount))
    world.send(world.vault.functions.transfer(owner, 10 * ONE))
    return door
