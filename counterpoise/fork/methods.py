"""What of JSON-RPC a node asks that forks: each method and its answer from a source."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from counterpoise.errors import CounterpoiseError
from counterpoise.fork.quantity import address_of, number_of, object_of, word
from counterpoise.fork.source import Source

Answer = Callable[[Source, Sequence[Any]], Any]
PRESENT = ("latest", "safe", "finalized", "pending")


class NoAnswer(CounterpoiseError):
    """A method that is not answered here."""

    def __init__(self, method: str) -> None:
        super().__init__(f"the state server does not answer {method}")


class OtherBlock(CounterpoiseError):
    """The state of a block that is not the one that is here."""

    def __init__(self, asked: Any, number: int) -> None:
        super().__init__(f"no state of block {asked}: only block {number} is here")


def answer(source: Source, method: str, params: Sequence[Any]) -> Any:
    """The result of a request. Raises `NoAnswer`, `OtherBlock`, `NotWellFormed` or the source's."""
    if method not in ANSWERS:
        raise NoAnswer(method)
    return ANSWERS[method](source, params)


def _number(source: Source) -> int:
    return int(source.block["number"], 16)


def _is_here(source: Source, block: Any) -> bool:
    """Whether the source is at that block: a tag, a number, or an object with its hash."""
    if block in PRESENT:
        return True
    if isinstance(block, dict) and "blockHash" in block:
        return bool(block["blockHash"] == source.block["hash"])
    named = object_of("the block", block).get("blockNumber") if isinstance(block, dict) else block
    return number_of("the block", named) == _number(source)


def _require_here(source: Source, params: Sequence[Any], place: int) -> None:
    block = params[place] if len(params) > place else "latest"
    if not _is_here(source, block):
        raise OtherBlock(block, _number(source))


def _block(source: Source, params: Sequence[Any]) -> Any:
    """None for another block, as nodes say it."""
    if not _is_here(source, _first(params)):
        return None
    return {**source.block, "transactions": [], "uncles": []}


def _block_by_hash(source: Source, params: Sequence[Any]) -> Any:
    return _block(source, [{"blockHash": _first(params)}])


def _fee_history(source: Source, params: Sequence[Any]) -> Any:
    """One block's; the next one's base fee is taken for the same."""
    fee = source.block.get("baseFeePerGas", "0x0")
    return {"oldestBlock": source.block["number"], "baseFeePerGas": [fee, fee], "gasUsedRatio": [0]}


def _account(source: Source, params: Sequence[Any]) -> Any:
    _require_here(source, params, 1)
    return source.account(address_of("the address", _first(params)))


def _slot(source: Source, params: Sequence[Any]) -> str:
    _require_here(source, params, 2)
    asked = params[1] if len(params) > 1 else None
    slot = number_of("the slot", asked)
    return word(source.slot(address_of("the address", _first(params)), slot))


def _nothing(source: Source, params: Sequence[Any]) -> None:
    return None


def _first(params: Sequence[Any]) -> Any:
    return params[0] if params else None


ANSWERS: dict[str, Answer] = {
    "eth_chainId": lambda source, _: hex(source.chain_id),
    "net_version": lambda source, _: str(source.chain_id),
    "eth_blockNumber": lambda source, _: source.block["number"],
    "eth_getBlockByNumber": _block,
    "eth_getBlockByHash": _block_by_hash,
    "eth_gasPrice": lambda source, _: source.block.get("baseFeePerGas", "0x0"),
    "eth_maxPriorityFeePerGas": lambda source, _: "0x0",
    "eth_feeHistory": _fee_history,
    "eth_getBalance": lambda source, params: hex(_account(source, params).balance),
    "eth_getTransactionCount": lambda source, params: hex(_account(source, params).nonce),
    "eth_getCode": lambda source, params: _account(source, params).code,
    "eth_getStorageAt": _slot,
    "eth_getAccountInfo": _nothing,  # Anvil then asks for the three one by one.
    "eth_getTransactionByHash": _nothing,  # It asks upstream for those that it has yet to mine.
    "eth_getTransactionReceipt": _nothing,
}
