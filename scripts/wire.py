"""Brownie's wire to a local node: one connection that stays, and nothing asked that is known."""

from __future__ import annotations

import http.client
from threading import Lock
from typing import Any
from urllib.parse import urlsplit

from web3 import HTTPProvider, Web3
from web3.providers import JSONBaseProvider
from web3.types import RPCEndpoint, RPCResponse

from counterpoise.chain.rewind import settle

HEADERS = {"Content-Type": "application/json"}
TIMEOUT = 120  # {s}; a busy machine deploys slowly.
# What web3 asks or recounts at every call although a script for a local node has said it all: the
# chain's id, the last block for a fee that is given, and names of a registry that is not there.
IDLE = ("gas_price_strategy", "ens_name_to_address", "validation", "gas_estimate")


class Wire(JSONBaseProvider):
    """Web3's own opens a connection for each of Brownie's threads, that is for each transaction."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self.endpoint_uri = url
        self._taken = Lock()
        self._connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=TIMEOUT)

    def make_request(self, method: RPCEndpoint, params: Any) -> RPCResponse:
        """Raises `OSError` where there is no node; the next request connects again.

        Brownie undoes blocks in places of its own, so the wire lets the node settle before.
        """
        if method == "evm_revert":
            settle(self.make_request)
        question = self.encode_rpc_request(method, params)
        with self._taken:
            try:
                self._connection.request("POST", "/", question, HEADERS)
                answer = self._connection.getresponse().read()
            except BaseException:
                self._connection.close()
                raise
        return self.decode_rpc_response(answer)


def rewire(web3: Web3) -> None:
    """Once is enough for each connection; a second time changes nothing."""
    if isinstance(web3.provider, HTTPProvider):
        web3.provider = Wire(str(web3.provider.endpoint_uri))
    for name in IDLE:
        if name in web3.middleware_onion:
            web3.middleware_onion.remove(name)
