"""A back-test that somebody stops: no process stays, and the same command goes on from there."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
import time
from datetime import datetime, timedelta, timezone

import pytest

from tests.chain.world import ROOT
from tests.waiting import PATIENCE, POLL, children, command_of, runs, until

PRICES = 3_000  # some seconds of play
SECONDS = 400  # {s} for a deployment, half a minute where nothing else runs
START = datetime(2024, 1, 1, tzinfo=timezone.utc)


DEMO = json.loads((ROOT / "deployments/demo.params.json").read_text())
LIMITS = {key: it for key, it in DEMO["planner"].items() if key != "kind"}
FLOOR = {"kind": "cppi", "floor": "80", "multiplier": "3", "maxGap": "0.3", "rate": "0.05"}
VAULT = DEMO | {  # What only its deployment knows is in it: moments of its own, and two floors.
    "strategy": FLOOR | {"inner": FLOOR | {"inner": DEMO["strategy"], "floor": "60"}},
    "planner": {"kind": "sliced", "inner": {"kind": "turn"} | LIMITS},
    "constraints": [
        {"kind": "jitter", "anchor": 0, "period": 6 * 3_600, "window": 3 * 3_600},
        {"kind": "drift", "outer": "0.03", "inner": "0.01"},
        {"kind": "slice", "slices": 6, "interval": 3_600, "least": "0.01"},
        {"kind": "ownImpact", "wait": 3_600},
    ],
}


@pytest.fixture(scope="module")
def config(tmp_path_factory):
    """A file in mode both, beside prices that swing by a tenth and back."""
    folder = tmp_path_factory.mktemp("backtest")
    rows = ["timestamp,ETH,BTC"]
    for k in range(PRICES):
        moment = (START + timedelta(hours=k)).isoformat()
        rows.append(f"{moment},{2_000 + abs(k % 40 - 20) * 10},{40_000 - abs(k % 60 - 30) * 100}")
    (folder / "prices.csv").write_text("\n".join(rows) + "\n")
    path = folder / "run.toml"
    (folder / "vault.json").write_text(json.dumps(VAULT))
    path.write_text(
        '[prices]\nfile = "prices.csv"\n[vault]\nparameters = "vault.json"\n'
        f'[run]\nmode = "both"\nreports = "{folder / "reports"}"\n'
    )
    return path


def started(config):
    command = [sys.executable, "-m", "counterpoise", "backtest", str(config)]
    return subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def deploying(pid):
    """The node and the scripts of a deployment; what else a process starts is its own affair."""
    return [it for it in children(pid) if re.search(b"anvil|brownie", command_of(it))]


def test_what_is_stopped_while_it_plays_goes_on_from_there(config):
    """Without a second deployment: none of its processes is ever seen. No price differs."""
    first, state = started(config), config.parent / "reports/checkpoint/state"
    found = until(lambda: deploying(first.pid))
    until(state.is_file, SECONDS)
    first.send_signal(signal.SIGINT)
    _, said = first.communicate(timeout=PATIENCE)
    assert first.returncode == 2
    last = said.splitlines()[-1]  # Before it matplotlib may tell that it looks for fonts.
    assert last.startswith("Error: stopped after ")
    assert last.endswith(f" of {PRICES} prices; the same command goes on there")
    assert until(lambda: not any(map(runs, found)))
    assert state.is_file()

    second = started(config)
    deployed = False
    while second.poll() is None:
        deployed = deployed or bool(deploying(second.pid))
        time.sleep(POLL)
    assert second.returncode == 0, second.communicate()[1]
    assert not deployed
    assert "3000 prices, 2024-01-01 00:00 to" in second.communicate()[0]
    assert not state.parent.exists()
