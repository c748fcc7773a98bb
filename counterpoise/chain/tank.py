"""A KeeperTank on a chain: by what it pays, what is in it, and what it would pay now."""

from dataclasses import dataclass
from functools import cached_property

from eth_typing import ChecksumAddress
from eth_utils.address import to_checksum_address
from web3 import Web3
from web3.contract import Contract
from web3.contract.contract import ContractFunction
from web3.logs import DISCARD
from web3.types import TxParams, TxReceipt, Wei

from counterpoise.chain.asking import asking
from counterpoise.chain.contracts import contract_at
from counterpoise.errors import CounterpoiseError

TERMS = ("margin", "overhead", "rate", "least", "most", "capacity", "maxGas")


class WrongTank(CounterpoiseError):
    """A tank that pays for another vault."""

    def __init__(self, tank: str, has: str, expected: str) -> None:
        super().__init__(f"the tank {tank} pays for the vault {has}, not for {expected}")
        self.tank, self.has, self.expected = tank, has, expected


@dataclass(frozen=True, slots=True)
class Prices:
    """Of gas, {wei/gas}."""

    price: int  # that a transaction pays now, as the node says
    base: int  # that is burnt of it, in a block


@dataclass(frozen=True)
class TankClient:
    """One vault's tank, found to be one by `open_tank`."""

    w3: Web3
    address: ChecksumAddress
    terms: tuple[int, ...]  # what it was deployed with, in the order of `TERMS`

    @cached_property
    def tank(self) -> Contract:
        return contract_at(self.w3, "KeeperTank", self.address)

    def bucket(self, block: int) -> tuple[int, int]:
        """{wei} that were in the bucket, and when {s}, at a block."""
        with asking(f"a keeper tank: {self.address}"):
            used, time = self.tank.functions.bucket().call(block_identifier=block)
        return used, time

    def balance(self, block: int) -> int:
        """{wei} at a block."""
        with asking("an account"):
            return int(self.w3.eth.get_balance(self.address, block))

    def prices(self, block: int) -> Prices:
        """The node's price of gas, and the base fee of a block; 0 where a chain has none.

        A base fee that has fallen since makes the price no less: a node asked of that block would
        refuse it.
        """
        with asking("a block"):
            base = int(self.w3.eth.get_block(block).get("baseFeePerGas", 0))
            return Prices(max(int(self.w3.eth.gas_price), base), base)

    def perform(self) -> ContractFunction:
        """Rebalances the vault, and pays who asked for it."""
        return self.tank.functions.performUpkeep(b"")

    def paid(self, sender: str, price: int, gas: int, block: int) -> int:
        """{wei} that it would pay at a block for a price of gas {wei/gas}, of which there is {gas}.

        Raises the `Refusal` of the vault.
        """
        with asking(f"a keeper tank: {self.address}"):
            origin = _origin(sender, price) | {"gas": gas}
            return int(self.perform().call(origin, block_identifier=block))

    def estimate(self, call: ContractFunction, sender: str, price: int) -> int:
        """{gas} of a transaction that pays such a price {wei/gas}, payment included."""
        with asking("a contract that takes this call"):
            return int(call.estimate_gas(_origin(sender, price)))

    def rewarded(self, receipt: TxReceipt) -> int:
        """{wei} that it did pay."""
        logs = self.tank.events.Rewarded().process_receipt(receipt, errors=DISCARD)
        return sum(int(it["args"]["paid"]) for it in logs if it["address"] == self.address)


def open_tank(w3: Web3, address: ChecksumAddress, vault: str) -> TankClient:
    """The tank there, which pays for the vault.

    Raises `NotAContract` where none answers, `WrongTank` where it is another vault's.
    """
    functions = contract_at(w3, "KeeperTank", address).functions
    with asking(f"a keeper tank: {address}"):
        has = functions.vault().call()
        terms = tuple(int(functions[name]().call()) for name in TERMS)
    if has != vault:
        raise WrongTank(address, has, vault)
    return TankClient(w3, address, terms)


def _origin(sender: str, price: int) -> TxParams:
    return {"from": to_checksum_address(sender), "gasPrice": Wei(price)}
