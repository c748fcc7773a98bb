"""A node of one's own: it is there inside the block, and gone after every way out of it."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from counterpoise.chain.anvil import Anvil, AnvilFailed
from tests.waiting import PATIENCE, until

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = """
import signal, sys, time
signal.signal(signal.SIGINT, signal.default_int_handler)
from counterpoise.chain.anvil import Anvil
with Anvil() as node:
    print(node.port, flush=True)
    time.sleep(60)
"""


def is_gone(port: int) -> bool:
    """Whether nothing listens there any more, at once or soon."""
    return until(lambda: not listens(port))


def listens(port: int) -> bool:
    with socket.socket() as caller:
        return caller.connect_ex(("127.0.0.1", port)) == 0


def test_it_answers_inside_the_block_and_ends_with_it():
    with Anvil() as node:
        assert int(node.rpc("eth_chainId"), 16) == 31337
    assert is_gone(node.port)


def test_what_it_keeps_of_old_blocks_goes_with_it(tmp_path, monkeypatch):
    """More blocks than it keeps in memory: the older states are files, and none in the home."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    with Anvil() as node:
        for _ in range(3):
            node.rpc("anvil_mine", hex(400))
        written = [it for it in tmp_path.rglob("*") if it.is_file()]
        assert written and not any("home" in it.parts for it in written)
    assert not list(tmp_path.rglob("*anvil*"))


def test_it_ends_with_an_exception():
    with pytest.raises(KeyError), Anvil() as node:
        raise KeyError
    assert is_gone(node.port)


def test_two_nodes_have_two_ports():
    with Anvil() as one, Anvil() as other:
        assert one.port != other.port


def test_a_taken_port_is_told():
    with (
        Anvil() as node,
        pytest.raises(AnvilFailed, match="anvil ended at once"),
        Anvil(port=node.port),
    ):
        pass


def test_a_wrong_argument_is_told():
    with pytest.raises(AnvilFailed, match="--no-such-option"), Anvil(args=["--no-such-option"]):
        pass


def test_an_error_of_the_node_is_told():
    with Anvil() as node, pytest.raises(AnvilFailed, match="eth_noSuchMethod"):
        node.rpc("eth_noSuchMethod")


# A program that is killed cannot tidy up; Linux alone ends its child for it.
KILLED = [signal.SIGKILL] if sys.platform == "linux" else []


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, *KILLED])
def test_no_signal_leaves_it_behind(number, tmp_path):
    program = subprocess.Popen(
        [sys.executable, "-c", PROGRAM],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env=os.environ | {"PYTHONPATH": str(ROOT), "TMPDIR": str(tmp_path)},
    )
    assert program.stdout is not None
    port = int(program.stdout.readline())
    program.send_signal(number)
    program.wait(timeout=PATIENCE)
    program.stdout.close()
    assert is_gone(port)
    assert number == signal.SIGKILL or not list(tmp_path.iterdir()), "nor its blocks"


def test_sigterm_is_the_programs_again_after_the_block():
    before = signal.getsignal(signal.SIGTERM)
    with Anvil():
        pass
    assert signal.getsignal(signal.SIGTERM) is before
