"""A source that asks a node, and keeps what was asked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from counterpoise.chain.provider import NodeProblem
from counterpoise.chain.raw import RawNode
from counterpoise.errors import CounterpoiseError
from counterpoise.fork.quantity import NO_ADDRESS, bytes_of, number_of
from counterpoise.fork.shape import header_of
from counterpoise.fork.state import Account, ChainState, Header


class NoSuchBlock(NodeProblem):
    """A block that the node does not have."""

    def __init__(self, number: int, latest: int) -> None:
        super().__init__(f"no block {number} at this node: its latest is {latest}")


@dataclass(frozen=True, slots=True)
class Recorder:
    """A node's state at one block; each account and slot is asked for once, and then known."""

    node: RawNode
    chain_id: int
    block: Header
    troubles: list[CounterpoiseError] = field(default_factory=list)
    _accounts: dict[str, Account] = field(default_factory=dict, repr=False)
    _slots: defaultdict[str, dict[int, int]] = field(
        default_factory=lambda: defaultdict(dict), repr=False
    )

    def account(self, address: str) -> Account:
        """Balance, nonce and code. Raises what goes wrong with the node, and remembers it."""
        if address not in self._accounts:
            self._accounts[address] = Account(
                self._ask(number_of, "eth_getBalance", address),
                self._ask(number_of, "eth_getTransactionCount", address),
                self._ask(bytes_of, "eth_getCode", address),
            )
        return self._accounts[address]

    def slot(self, address: str, slot: int) -> int:
        """A storage word; its account becomes known as well."""
        self.account(address)
        known = self._slots[address]
        if slot not in known:
            known[slot] = self._ask(number_of, "eth_getStorageAt", address, hex(slot))
        return known[slot]

    def state(self) -> ChainState:
        """All that was asked so far. Raises the first trouble, if there was any."""
        if self.troubles:
            raise self.troubles[0]
        made = {
            address: replace(account, storage=dict(self._slots.get(address, {})))
            for address, account in dict(self._accounts).items()
        }
        return ChainState(self.chain_id, self.block, made)

    def _ask(self, kind: Callable[[str, Any], Any], method: str, *params: Any) -> Any:
        try:
            answer = self.node.ask(method, *params, self.block["number"])
            return kind(f"what the node says to {method}", answer)
        except CounterpoiseError as error:
            self.troubles.append(error)
            raise


def recorder_of(url: str, number: int | None = None) -> Recorder:
    """Records at a block of the node there, or at its latest.

    Raises `NoNode`, `NoSuchBlock`, `NodeRefused` where the node has not kept that block's state, or
    `NotWellFormed` where it tells odd things of it.
    """
    node = RawNode(url)
    latest = number_of("the latest block", node.ask("eth_blockNumber"))
    wanted = latest if number is None else number
    block = node.ask("eth_getBlockByNumber", hex(wanted), False)
    if block is None:
        raise NoSuchBlock(wanted, latest)
    chain_id = number_of("the chain's id", node.ask("eth_chainId"))
    made = Recorder(node, chain_id, header_of(block))
    made.node.ask(
        "eth_getBalance", NO_ADDRESS, block["number"]
    )  # Else it would fail only in the run.
    return made
