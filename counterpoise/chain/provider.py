"""A connection to one node of one chain."""

from typing import Any
from urllib.parse import SplitResult, urlsplit

import requests
from web3 import HTTPProvider, Web3
from web3.exceptions import Web3Exception
from web3.types import RPCEndpoint, RPCResponse

from counterpoise.errors import CounterpoiseError

TIMEOUT = 10.0  # {s}; a local node answers in milliseconds, a remote one within a second or two.


class NodeProblem(CounterpoiseError):
    """The node is not there, or not the one that was meant."""


class NoNode(NodeProblem):
    """Nothing that speaks JSON-RPC answers there."""

    def __init__(self, url: str, reason: str) -> None:
        super().__init__(f"no node at {redacted(url)}: {reason}")


class WrongChain(NodeProblem):
    """The node follows another chain."""

    def __init__(self, url: str, got: int, expected: int) -> None:
        super().__init__(f"wrong chain at {redacted(url)}: its id is {got}, expected {expected}")


class Provider(HTTPProvider):
    """HTTP with a timeout and without retries: who calls decides what to do about a lost node."""

    def __init__(self, url: str, timeout: float = TIMEOUT) -> None:
        super().__init__(
            url,
            request_kwargs={"timeout": timeout},
            exception_retry_configuration=None,
            cache_allowed_requests=True,  # web3 asks for the chain's id twice with every call.
            cacheable_requests={RPCEndpoint("eth_chainId")},
        )
        self.global_ccip_read_enabled = False  # No contract sends this program to a web server.

    def make_request(self, method: RPCEndpoint, params: Any) -> RPCResponse:
        """Asks the node. Raises `NoNode` where no JSON-RPC answer comes."""
        url = str(self.endpoint_uri)
        try:
            answer = super().make_request(method, params)
        except requests.exceptions.InvalidURL:
            raise NoNode(url, "that is no address") from None
        except requests.Timeout:
            raise NoNode(url, "no answer in time") from None
        except requests.HTTPError as error:
            raise NoNode(url, f"it answers HTTP {error.response.status_code}") from None
        except requests.ConnectionError:
            raise NoNode(url, "the connection failed") from None
        except (requests.RequestException, ValueError):
            raise NoNode(url, "it does not speak JSON-RPC") from None
        if not isinstance(answer, dict):
            raise NoNode(url, "it does not speak JSON-RPC")
        return answer


def connect(url: str, chain_id: int | None = None, timeout: float = TIMEOUT) -> Web3:
    """A client of the node there. Raises `NoNode` or `WrongChain`."""
    if _parts(url).scheme not in ("http", "https"):
        raise NoNode(url, "the address must begin with http:// or https://")
    w3 = Web3(Provider(url, timeout))
    try:
        got = w3.eth.chain_id
    except (Web3Exception, TypeError, ValueError):
        raise NoNode(url, "it does not speak Ethereum's JSON-RPC") from None
    if chain_id is not None and got != chain_id:
        raise WrongChain(url, got, chain_id)
    return w3


def redacted(url: str) -> str:
    """The address without user, path and query, where providers keep their secrets."""
    parts = _parts(url)
    host = parts.netloc.rpartition("@")[2]
    return f"{parts.scheme}://{host}" if host else "<no host>"


def _parts(url: str) -> SplitResult:
    """Of an address, or of none where a text is not even in the form of one."""
    try:
        return urlsplit(url)
    except ValueError:
        return urlsplit("")
