"""Runs a local Anvil for as long as a `with` block lasts, on a port of the system's choice."""

import atexit
import ctypes
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import IO, Any

from counterpoise.errors import CounterpoiseError

START_SECONDS = 60.0  # A loaded machine takes a few; beyond that something is wrong.
ANSWER_SECONDS = 60.0  # Four hundred blocks in one request take two, on a loaded machine.
PR_SET_PDEATHSIG = 1  # Linux, prctl(2)
LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None  # Not after the fork: it may lock.
LOG_BYTES = 1 << 16  # Anvil's greeting and more; the log is turned off after it.
LISTENING = re.compile(r"Listening on \S+:(\d+)")


class AnvilMissing(CounterpoiseError):
    """No Anvil binary was found."""

    def __init__(self) -> None:
        super().__init__("no anvil found: run `npm ci` in the repository, or put anvil on the PATH")


class AnvilFailed(CounterpoiseError):
    """Anvil did not start; carries what it said."""


def find_anvil() -> Path:
    """The native binary of the running environment, the repository or the PATH.

    Raises `AnvilMissing`.
    """
    found = next(_candidates(), None)
    if found is None:
        raise AnvilMissing
    return found


def _candidates() -> Iterator[Path]:
    own = Path(sys.prefix) / "bin" / "anvil"
    if own.is_file():
        yield own
    for folder in Path(__file__).resolve().parents:
        yield from sorted(folder.glob("node_modules/@foundry-rs/anvil-*/bin/anvil"))
    on_path = shutil.which("anvil")
    if on_path:
        yield Path(on_path)


@dataclass(slots=True)
class Anvil:
    """A node of one's own: `with Anvil(args=["--base-fee", "0"]) as node: node.url`.

    `args` go to Anvil as they are. `port` 0 lets the system choose; another one is for a node that
    comes back to its old place. The node ends with the block, the program, or its death. What it
    writes of old blocks, gigabytes in a long run, goes with it: left to itself it stays in the
    home directory. Raises `AnvilMissing` or `AnvilFailed`.
    """

    args: Sequence[str] = ()
    port: int = 0
    _process: "subprocess.Popen[bytes] | None" = field(default=None, init=False, repr=False)
    _log: "IO[bytes] | None" = field(default=None, init=False, repr=False)
    _blocks: "tempfile.TemporaryDirectory[str] | None" = field(default=None, init=False, repr=False)
    _on_term: Any = field(default=None, init=False, repr=False)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process else None

    def __enter__(self) -> "Anvil":  # noqa: PYI034 - Self is younger than Python 3.10
        try:
            self.start()
        except BaseException:
            self.stop()
            raise
        self._on_term = _exit_on_sigterm()
        return self

    def __exit__(self, *trouble: object) -> None:
        self.stop()
        if self._on_term is not None:
            signal.signal(signal.SIGTERM, self._on_term)

    def start(self) -> None:
        """Starts the node and waits until it answers."""
        binary = find_anvil()
        self._log = tempfile.TemporaryFile()  # noqa: SIM115 - lives as long as the node
        self._blocks = tempfile.TemporaryDirectory(prefix="counterpoise-anvil-")
        place = ["--host", "127.0.0.1", "--port", str(self.port), "--cache-path", self._blocks.name]
        self._process = subprocess.Popen(
            [str(binary), *place, *self.args],
            stdin=subprocess.DEVNULL,
            stdout=self._log,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # Ctrl-C is for the program; it then ends the node in order.
            preexec_fn=_die_with_parent if LIBC else None,  # noqa: PLW1509 - one system call
        )
        atexit.register(self.stop)
        self._wait()

    def stop(self, *, gently: bool = False) -> None:
        """Ends the node; gently lets it write its `--state` file first. Twice is like once."""
        atexit.unregister(self.stop)
        process, self._process = self._process, None
        if process is not None:
            _end(process, gently)
        if self._log is not None:
            self._log.close()
            self._log = None
        if self._blocks is not None:
            self._blocks.cleanup()
            self._blocks = None

    def rpc(self, method: str, *params: Any, timeout: float = ANSWER_SECONDS) -> Any:
        """Asks the node; returns the result. Raises `AnvilFailed` where it answers an error."""
        body = {"jsonrpc": "2.0", "id": 1, "method": method, "params": list(params)}
        request = urllib.request.Request(
            self.url, json.dumps(body).encode(), {"Content-Type": "application/json"}
        )
        with urllib.request.urlopen(request, timeout=timeout) as response:
            answer = json.load(response)
        if "error" in answer:
            raise AnvilFailed(f"{method}: {answer['error'].get('message', answer['error'])}")
        return answer["result"]

    def _wait(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while not self._answers():
            if self._process is None or self._process.poll() is not None:
                raise AnvilFailed(f"anvil ended at once: {self._said()}")
            if time.monotonic() > deadline:
                raise AnvilFailed(f"anvil did not answer in {START_SECONDS:.0f} s: {self._said()}")
            time.sleep(0.02)
        self.rpc("anvil_setLoggingEnabled", False)

    def _answers(self) -> bool:
        """Reads the port from the node's own log, so no other node can answer in its place."""
        listening = LISTENING.search(self._text())
        if listening is None:
            return False
        self.port = int(listening[1])
        try:
            return bool(self.rpc("eth_chainId", timeout=1.0))
        except OSError:
            return False

    def _text(self) -> str:
        if self._log is None:
            return ""
        return os.pread(self._log.fileno(), LOG_BYTES, 0).decode(errors="replace")

    def _said(self) -> str:
        lines = [line.strip() for line in self._text().splitlines() if line.strip()]
        complaints = [line for line in lines if "error" in line.lower()]
        return " ".join(complaints or lines[-3:]) or "it said nothing"


def _end(process: "subprocess.Popen[bytes]", gently: bool) -> None:
    if gently:
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(timeout=START_SECONDS)
    if process.poll() is None:
        process.kill()
    process.wait()


def _exit_on_sigterm() -> Any:
    """Makes SIGTERM unwind the stack like Ctrl-C, unless the program minds it itself."""
    if threading.current_thread() is not threading.main_thread():
        return None
    if signal.getsignal(signal.SIGTERM) is not signal.SIG_DFL:
        return None
    return signal.signal(signal.SIGTERM, _leave)


def _leave(number: int, frame: FrameType | None) -> None:
    raise SystemExit(128 + number)


def _die_with_parent() -> None:
    if LIBC is not None:
        LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
