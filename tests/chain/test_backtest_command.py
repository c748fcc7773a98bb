"""A back-test that somebody stops: no process stays, and the same command goes on from there."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from tests.chain.world import ROOT

PRICES = 3_000  # some seconds of play
START = datetime(2024, 1, 1, tzinfo=timezone.utc)


@pytest.fixture(scope="module")
def config(tmp_path_factory):
    """A file for the demo's vault, beside prices that swing by a tenth and back."""
    folder = tmp_path_factory.mktemp("backtest")
    rows = ["timestamp,ETH,BTC"]
    for k in range(PRICES):
        moment = (START + timedelta(hours=k)).isoformat()
        rows.append(f"{moment},{2_000 + abs(k % 40 - 20) * 10},{40_000 - abs(k % 60 - 30) * 100}")
    (folder / "prices.csv").write_text("\n".join(rows) + "\n")
    path = folder / "run.toml"
    path.write_text(f'[prices]\nfile = "prices.csv"\n[run]\nreports = "{folder / "reports"}"\n')
    return path


def started(config):
    command = [sys.executable, "-m", "counterpoise", "backtest", str(config)]
    return subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def children(pid):
    return [int(it) for it in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def are_gone(processes):
    """At once, but for a script that was being started: it ends when it finds no node."""
    wait_for(lambda: not any(Path(f"/proc/{it}").exists() for it in processes))
    return True


def wait_for(what):
    for _ in range(1_200):
        if what():
            return
        time.sleep(0.05)
    raise AssertionError("it took more than a minute")


def test_what_is_stopped_while_it_plays_goes_on_from_there(config):
    """Without a second deployment: no child is ever seen."""
    first, state = started(config), config.parent / "reports/checkpoint/state"
    wait_for(lambda: children(first.pid))
    found = children(first.pid)
    wait_for(state.is_file)
    first.send_signal(signal.SIGINT)
    _, said = first.communicate(timeout=60)
    assert first.returncode == 2
    assert said.startswith("Error: stopped after ")
    assert said.endswith(f" of {PRICES} prices; the same command goes on there\n")
    assert are_gone(found)
    assert state.is_file()

    second = started(config)
    deployed = False
    while second.poll() is None:
        deployed = deployed or bool(children(second.pid))
        time.sleep(0.05)
    assert second.returncode == 0, second.communicate()[1]
    assert not deployed
    assert "3000 prices, 2024-01-01 00:00 to" in second.communicate()[0]
    assert not state.parent.exists()
