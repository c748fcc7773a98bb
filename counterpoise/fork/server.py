"""A node's JSON-RPC over HTTP, as far as another node needs it that forks."""

from __future__ import annotations

import json
import socket
import sys
import threading
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from counterpoise.errors import CounterpoiseError
from counterpoise.fork.methods import NoAnswer, answer
from counterpoise.fork.source import Source

HOST = "127.0.0.1"  # The file is nobody else's business.
PAUSE = 0.02  # {s} between two looks whether it is to end
MOST_BYTES = 1 << 20  # of a request: a thousand times what a node sends
AT_ONCE = 1 << 16  # {bytes} of a longer one, which is read away
PARSE_ERROR, INVALID_REQUEST = -32700, -32600
METHOD_NOT_FOUND, INVALID_PARAMS, REFUSED = -32601, -32602, -32000


class PortTaken(CounterpoiseError):
    """Nothing can listen at that port."""

    def __init__(self, port: int, reason: str) -> None:
        super().__init__(f"cannot listen at port {port}: {reason}")


@dataclass(slots=True)
class StateServer:
    """Answers for a source while a `with` block lasts: `with StateServer(source) as it: it.url`.

    `asked` counts the requests by method, `unanswered` those among them that it does not know.
    Raises `PortTaken`.
    """

    source: Source
    port: int = 0  # The system's choice.
    asked: Counter[str] = field(default_factory=Counter, init=False)
    unanswered: Counter[str] = field(default_factory=Counter, init=False)
    _server: _Patient | None = field(default=None, init=False, repr=False)

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self.port}"

    def __enter__(self) -> StateServer:  # noqa: PYI034 - Self is younger than Python 3.10
        try:
            self._server = _Patient((HOST, self.port), self.reply)
        except OSError as error:
            raise PortTaken(self.port, str(error.strerror)) from None
        self.port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, args=(PAUSE,), daemon=True).start()
        return self

    def __exit__(self, *trouble: object) -> None:
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
            self._server = None

    def reply(self, body: bytes) -> Any:
        """The answer to a request's body, or to each in a list of them."""
        try:
            request = json.loads(body)
        except ValueError:
            return _error(None, PARSE_ERROR, "not JSON")
        if isinstance(request, list):
            return [self._one(it) for it in request]
        return self._one(request)

    def _one(self, request: Any) -> dict[str, Any]:
        if not isinstance(request, dict) or not isinstance(request.get("method"), str):
            return _error(None, INVALID_REQUEST, "no request: it names no method")
        number, method, params = request.get("id"), request["method"], request.get("params") or []
        if not isinstance(params, list):
            return _error(number, INVALID_PARAMS, f"the parameters of {method} are no list")
        self.asked[method] += 1
        try:
            return {"jsonrpc": "2.0", "id": number, "result": answer(self.source, method, params)}
        except NoAnswer as error:
            self.unanswered[method] += 1
            return _error(number, METHOD_NOT_FOUND, str(error))
        except CounterpoiseError as error:
            return _error(number, REFUSED, str(error))


class _Connection(BaseHTTPRequestHandler):
    """One connection; it stays open, as a node asks hundreds of times."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # Else each answer waits 40 ms for the next.
    server: _Patient

    def do_POST(self) -> None:  # noqa: N802 - the library's name
        length = int(self.headers.get("Content-Length", 0))
        if length > MOST_BYTES:
            self._read_away(length)
            self.send_error(413)
            return
        body = json.dumps(self.server.reply(self.rfile.read(length))).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _read_away(self, left: int) -> None:
        """Else who still sends finds the connection broken, and never reads the refusal."""
        while left > 0 and (part := self.rfile.read(min(left, AT_ONCE))):
            left -= len(part)

    def log_message(self, format: str, *args: Any) -> None:
        """Says nothing."""


class _Patient(ThreadingHTTPServer):
    """A thread for each connection, which ends with the server; a node that has left is no news."""

    daemon_threads = True
    request_queue_size = 128  # A node's threads all come at once; the library's own is 5.

    def __init__(self, place: tuple[str, int], reply: Callable[[bytes], Any]) -> None:
        self.reply = reply
        self._open: set[socket.socket] = set()
        super().__init__(place, _Connection)

    def process_request(self, request: Any, client_address: Any) -> None:
        self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        self._open.discard(request)
        super().shutdown_request(request)

    def server_close(self) -> None:
        super().server_close()
        for connection in tuple(self._open):
            with suppress(OSError):  # It may have gone by itself just now.
                connection.shutdown(socket.SHUT_RDWR)

    def handle_error(self, request: Any, client_address: Any) -> None:
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


def _error(number: Any, code: int, message: str) -> dict[str, Any]:
    return {"jsonrpc": "2.0", "id": number, "error": {"code": code, "message": message}}
