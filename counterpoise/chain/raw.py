"""A node asked in JSON-RPC's own words, and answered in them."""

from dataclasses import dataclass, field
from typing import Any

from web3.types import RPCEndpoint

from counterpoise.chain.asking import NodeRefused
from counterpoise.chain.provider import Provider, connect


@dataclass(slots=True)
class RawNode:
    """The node there; many threads may ask it at once. Raises `NoNode`."""

    url: str
    _provider: Provider = field(init=False, repr=False)

    def __post_init__(self) -> None:
        connect(self.url)
        self._provider = Provider(self.url)

    def ask(self, method: str, *params: Any) -> Any:
        """The result. Raises `NoNode`, or `NodeRefused` with what the node says."""
        answer = self._provider.make_request(RPCEndpoint(method), params)
        if "result" in answer:
            return answer["result"]
        problem = answer.get("error", {})
        said = problem.get("message", problem) if isinstance(problem, dict) else problem
        raise NodeRefused(f"the node refused {method}: {said}")
