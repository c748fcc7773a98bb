"""The one seam to web3's exceptions: inside `asking()`, they become this package's own."""

from collections.abc import Iterator
from contextlib import contextmanager

from web3.exceptions import (
    BadFunctionCallOutput,
    ContractLogicError,
    Web3Exception,
    Web3RPCError,
)

from counterpoise.chain.provider import NodeProblem
from counterpoise.chain.reverts import decode, revert_data
from counterpoise.errors import CounterpoiseError


class NotAContract(CounterpoiseError):
    """What stands at an address does not answer as it should."""


class NodeRefused(NodeProblem):
    """The node answers, but not with what was asked for."""


@contextmanager
def asking(what: str) -> Iterator[None]:
    """Names what goes wrong while a contract is asked; `what` says whom, as in "a vault at 0x…".

    Raises the `Refusal` of a revert, `NotAContract` where nothing answers, or `NodeRefused`.
    """
    try:
        yield
    except ContractLogicError as error:
        data = revert_data(error.data)
        if not data:
            raise NotAContract(f"not {what}") from None
        raise decode(data) from None
    except (BadFunctionCallOutput, OverflowError):
        raise NotAContract(f"not {what}") from None
    except Web3RPCError as error:
        raise NodeRefused(f"the node refused: {_message(error)}") from None
    except Web3Exception as error:
        raise NodeRefused(f"the node answers oddly: {error}") from None


def _message(error: Web3RPCError) -> str:
    problem = (error.rpc_response or {}).get("error", {})
    return str(problem.get("message", error)) if isinstance(problem, dict) else str(problem)
