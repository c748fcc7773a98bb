"""Recording a vault's chain and serving it again, as typed: the same answers without the node."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from counterpoise.chain.provider import connect
from counterpoise.cli import main
from counterpoise.fork.file import read
from counterpoise.fork.node import fork_of
from counterpoise.fork.server import StateServer
from counterpoise.fork.source import Recorded
from tests.chain.screen import require_one_line, words
from tests.waiting import PATIENCE

ROOT = Path(__file__).resolve().parents[2]
NEW = "0x" + 20 * "cc"
# A run of somebody's: it asks a fork of the node that it is told of for a call's answer.
PROGRAM = """
import json, os, sys
from counterpoise.fork.node import fork_of
with fork_of(os.environ["MAINNET_RPC_URL"]) as node:
    assert int(node.rpc("eth_blockNumber"), 16) == int(os.environ["MAINNET_BLOCK"])
    print(node.rpc("eth_call", json.loads(sys.argv[1]), "latest"))
"""


@pytest.fixture
def report(world):
    """The call with which everything is read of a vault: pipeline, pools and feeds."""
    data = world.lens.functions.report(world.vault.address)._encode_transaction_data()
    return {"to": world.lens.address, "data": data}


@pytest.fixture
def calls(report, tmp_path):
    file = tmp_path / "calls.json"
    file.write_text(json.dumps([report, {"to": NEW, "data": "0x"}]), encoding="utf-8")
    return file


@pytest.fixture
def run(monkeypatch, tmp_path):
    for name in ("MAINNET_RPC_URL", "MAINNET_BLOCK"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    return lambda *line: CliRunner().invoke(main, ["fork", *map(str, line)])


def replayed(file, call):
    """What a node says that knows the file alone, and what it asked in vain."""
    source = Recorded(read(file))
    with StateServer(source) as server, fork_of(server.url) as node:
        return connect(node.url).eth.call(call), source.absent_slots


@pytest.mark.parametrize("packed", ["", ".gz"])
def test_a_call_is_recorded_and_replayed_the_same(run, world, report, calls, tmp_path, packed):
    out, block = tmp_path / f"state.json{packed}", world.client.block()
    done = run("record", "--rpc", world.url, "--calls", calls, "--out", out)
    assert done.exit_code == 0, done.output
    assert words(done.stdout)[0][:5] == ["Block", str(block), "of", "chain", "31337,"]
    assert words(done.stdout)[-1] == ["Reverted", "0"]
    assert max(map(len, done.stdout.splitlines())) <= 80 + len(str(out))
    assert replayed(out, report) == (world.w3.eth.call(report, block), set())


def test_a_recorded_block_stays_when_the_chain_goes_on(run, world, report, calls, tmp_path):
    block, before = world.client.block(), world.w3.eth.call(report)
    world.move(0, 2_600)
    line = ("record", "--rpc", world.url, "--block", block, "--calls", calls, "--json")
    done = run(*line, "--out", tmp_path / "then.json")
    known = json.loads(done.stdout)
    assert (known["chain_id"], known["block"], known["reverted"]) == ("31337", str(block), "0")
    assert int(known["slots"]) > 10
    assert replayed(tmp_path / "then.json", report) == (before, set())
    assert world.w3.eth.call(report) != before


def test_a_command_is_told_where_to_fork_from(run, world, report, tmp_path):
    out = tmp_path / "state.json"
    command = (sys.executable, "-c", PROGRAM, json.dumps(report))
    done = run("record", "--rpc", world.url, "--out", out, "--", *command)
    assert done.exit_code == 0, done.output
    assert replayed(out, report) == (world.w3.eth.call(report), set())


def test_a_call_that_reverts_is_counted_and_recorded(run, world, tmp_path):
    """The lens asked about what is no vault."""
    data = world.lens.functions.report(world.lens.address)._encode_transaction_data()
    file, out = tmp_path / "calls.json", tmp_path / "state.json"
    file.write_text(json.dumps([{"to": world.lens.address, "data": data}]), encoding="utf-8")
    done = run("record", "--rpc", world.url, "--calls", file, "--out", out)
    assert words(done.stdout)[-1] == ["Reverted", "1"]
    assert world.lens.address.lower() in read(out).accounts


def test_a_run_that_fails_leaves_no_file(run, world, tmp_path):
    out = tmp_path / "state.json"
    command = (sys.executable, "-c", "raise SystemExit(7)")
    done = run("record", "--rpc", world.url, "--out", out, "--", *command)
    require_one_line(done, 1, f"{sys.executable} ended with 7: nothing is recorded")
    assert not out.exists()


def test_a_run_that_asks_for_no_contract_is_told_so(run, world, tmp_path):
    done = run("record", "--rpc", world.url, "--out", tmp_path / "state.json", "--", "true")
    require_one_line(done, 1, "nothing to record: the run asked for no contract")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("more", "code", "message"),
    [
        ([], 2, "one run: give --calls FILE, or a command behind --"),
        (["--calls", "absent.json"], 2, "cannot read the calls absent.json: No such file"),
        (["--calls", "empty.json"], 2, "not a list of calls: empty.json holds none"),
        (["--calls", "bad.json"], 2, "not a list of calls: bad.json: call 1.to is not an address"),
        (["--calls", "calls.json", "--block", "99999"], 3, "no block 99999 at this node: its la"),
        (["--calls", "calls.json", "--block", "-1"], 2, "'--block': -1 is not in the range x>=0"),
        (["--calls", "calls.json", "--rpc", "http://127.0.0.1:1"], 3, "no node at http://127.0"),
        (["--calls", "calls.json", "--out", "no/state.json"], 2, "there is no folder no"),
        (["--", "no-such-program"], 1, "cannot run no-such-program: No such file"),
    ],
)
def test_what_cannot_be_recorded_is_one_line_and_a_code(run, world, calls, more, code, message):
    Path("empty.json").write_text("[]", encoding="utf-8")
    Path("bad.json").write_text('[{"data": "0x"}]', encoding="utf-8")
    line = ["record", "--rpc", world.url, "--out", "state.json", *more]
    require_one_line(run(*line), code, message)
    assert not Path("state.json").exists()


def test_a_record_needs_a_node_and_says_so(run):
    require_one_line(run("record", "--out", "state.json"), 2, "Missing option '--rpc'")


def test_a_file_is_served_until_it_is_told_to_stop(run, world, report, calls, tmp_path):
    out = tmp_path / "state.json"
    run("record", "--rpc", world.url, "--calls", calls, "--out", out)
    served = subprocess.Popen(
        [sys.executable, "-m", "counterpoise", "fork", "serve", str(out), "--port", "0", "--json"],
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )
    assert served.stdout is not None
    url = json.loads(served.stdout.readline())["url"]
    with fork_of(url) as node:
        got = connect(node.url).eth.call(report)
    served.send_signal(signal.SIGINT)
    last = json.loads(served.stdout.readline())
    assert served.wait(timeout=PATIENCE) == 0
    assert got == world.w3.eth.call(report)
    assert (last["absent_slots"], last["unanswered"]) == ("0", {})
    assert int(last["asked"]) > 50


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "cannot read state.json: No such file or directory"),
        ('{"chain_id": 1, "blo', "cut off: state.json ends after 20 bytes"),
        ('{"chain_id": 1}', "not a state: state.json: block is missing"),
    ],
)
def test_what_cannot_be_served_is_one_line_and_a_code(run, content, message):
    if content is not None:
        Path("state.json").write_text(content, encoding="utf-8")
    require_one_line(run("serve", "state.json"), 2, message)
