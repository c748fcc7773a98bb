"""A vault's gateway: entry with ether and signatures, exit into one asset, ready to be sent."""

from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass
from functools import cached_property
from typing import Any

from eth_typing import ChecksumAddress
from web3 import Web3
from web3.contract import Contract
from web3.contract.contract import ContractFunction

from counterpoise.chain.asking import NotAContract, asking
from counterpoise.chain.contracts import contract_at
from counterpoise.chain.permit import UNSIGNED, Permit, Signed
from counterpoise.types import Order

NOWHERE = "0x" + "00" * 20


@dataclass(frozen=True, slots=True)
class Payment:
    """How to be paid in one asset; what no order sells is paid in kind."""

    asset: str
    min_out: int  # {unit} of it
    orders: tuple[Order, ...]
    receiver: str
    unwrap: bool  # Pays wrapped ether as ether.
    deadline: int  # {s}


@dataclass(frozen=True)
class GatewayClient:
    """One gateway. Writes return a call for a `Sender`; ether goes along as the call's value."""

    w3: Web3
    address: ChecksumAddress

    @cached_property
    def contract(self) -> Contract:
        return contract_at(self.w3, "VaultGateway", self.address)

    @cached_property
    def weth(self) -> ChecksumAddress | None:
        """Wrapped ether; None where the gateway knows none."""
        return self._known("weth")

    @cached_property
    def permit2(self) -> ChecksumAddress | None:
        """Permit2; None where the gateway knows none."""
        return self._known("permit2")

    def require(self, vault: str) -> None:
        """Raises `NotAContract` unless a gateway of that vault answers."""
        with asking(f"a vault gateway: {self.address}"):
            there = self.contract.functions.vault().call()
        if there != vault:
            raise NotAContract(f"not the gateway of {vault}: {self.address} is that of {there}")

    def mint(
        self,
        shares: int,
        max_in: Sequence[int],
        receiver: str,
        deadline: int,
        signed: Signed = UNSIGNED,
    ) -> ContractFunction:
        """Enter in kind: {share}, the most {unit} of each asset, and a time {s}."""
        inputs = shares, list(max_in), receiver, deadline, astuple(signed)
        return self.contract.functions.mint(*inputs)

    def deposit(
        self,
        asset: str,
        amount: int,
        min_shares: int,
        receiver: str,
        deadline: int,
        signed: Signed = UNSIGNED,
    ) -> ContractFunction:
        """Enter with one asset: {unit} of it, the least {share}, and a time {s}."""
        inputs = asset, amount, min_shares, receiver, deadline, astuple(signed)
        return self.contract.functions.deposit(*inputs)

    def exit(self, shares: int, payment: Payment) -> ContractFunction:
        """Leave with {share} into one asset."""
        return self.contract.functions.exit(shares, astuple(payment))

    def sell(self, amounts: Sequence[int], payment: Payment) -> ContractFunction:
        """Sell {unit} of each asset, the sender's own, the same way."""
        return self.contract.functions.sell(list(amounts), astuple(payment))

    def after(self, permits: Iterable[Permit], call: ContractFunction) -> ContractFunction:
        """The call with permits before it, all in one transaction; it can take no ether then."""
        calls = [self.contract.functions.selfPermit(*astuple(permit)) for permit in permits]
        if not calls:
            return call
        return self.contract.functions.multicall(
            [self.contract.encode_abi(each.fn_name, each.args) for each in (*calls, call)]
        )

    def _known(self, getter: str) -> ChecksumAddress | None:
        with asking(f"a vault gateway: {self.address}"):
            there: ChecksumAddress = self.contract.functions[getter]().call()
        return None if there == NOWHERE else there


def answer(returned: Any) -> int:
    """What a simulated call says, also where permits came before it."""
    return int.from_bytes(returned[-1], "big") if isinstance(returned, list) else int(returned)
