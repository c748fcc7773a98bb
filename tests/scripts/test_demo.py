"""The main job in small: two days of hours, from prices to reports, through the real scripts."""

from __future__ import annotations

import csv
import json
import os
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from tests.waiting import PATIENCE, children, runs, until

ROOT = Path(__file__).parents[2]
LONGEST = 600  # {s} for two scripts and two days, which take half a minute where nothing else runs


def demo(*options: str) -> list[str]:
    return [sys.executable, "-m", "counterpoise.backtest", *options]


@pytest.fixture(scope="module")
def two_days(tmp_path_factory):
    reports = tmp_path_factory.mktemp("reports")
    done = subprocess.run(
        demo("--steps", "48", "--seed", "7", "--reports", str(reports)),
        cwd=ROOT,
        env=os.environ | {"COLUMNS": "80"},
        capture_output=True,
        text=True,
        timeout=LONGEST,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return reports, done.stdout.splitlines()


def test_the_demo_ends_with_tables_that_fit_the_screen(two_days):
    _, lines = two_days

    assert any("rebalances" in line for line in lines)
    assert any("Against buy-and-hold of the same start" in line for line in lines)
    written = next(i for i, line in enumerate(lines) if line.startswith("Written"))
    assert max(map(len, lines[3:written])) <= 80


def test_the_demo_writes_its_numbers(two_days):
    reports, _ = two_days

    outcome = json.loads((reports / "demo.json").read_text())
    rows = list(csv.DictReader((reports / "demo.csv").open()))

    assert outcome["steps"] == 48
    assert outcome["start_price"] == 100.0
    assert outcome["rebalances"] == len(rows) >= 1  # Single-asset entries alone cause one.
    assert outcome["gas"] == sum(int(row["gas"]) for row in rows)
    waits = sum(outcome["waits"].values())
    assert waits + outcome["rebalances"] >= 48
    for row in rows:
        assert float(row["drift"]) > 0.03
        assert float(row["turnover"]) <= 0.3
        assert float(row["cost_bps"]) <= 50
        after = [float(row[f"{symbol}_after"]) for symbol in ("WETH", "WBTC", "USDC")]
        assert after == pytest.approx([0.4, 0.3, 0.3], abs=0.002)


def test_the_demos_keeper_is_the_real_one_and_its_twin_agrees_with_every_decision(two_days):
    reports, lines = two_days
    outcome = json.loads((reports / "demo.json").read_text())

    said = [json.loads(line) for line in (reports / "keeper.jsonl").read_text().splitlines()]

    assert len(said) == outcome["looks"] == outcome["compared"] >= 48
    traded = [line for line in said if line["event"] == "traded"]
    assert [line["gas"] for line in traded] == [
        int(row["gas"]) for row in csv.DictReader((reports / "demo.csv").open())
    ]
    waited = Counter(line["why"] for line in said if line["event"] == "waited")
    assert waited == outcome["waits"]
    assert f"The keeper decided {len(said)} times; its twin was asked {len(said)} times" in lines


def test_every_depositor_leaves_with_about_what_the_price_made_of_it(two_days):
    reports, _ = two_days
    outcome = json.loads((reports / "demo.json").read_text())

    left = outcome["left"]

    assert list(left) == [
        "depositor 1, in kind",
        "depositor 2, with USDC",
        "depositor 3, with WETH",
        "depositor 4, in kind",
    ]
    growth = outcome["vault_price"] / outcome["start_price"]
    assert left["depositor 1, in kind"] == pytest.approx(200_000 * growth, rel=0.02)
    assert left["depositor 2, with USDC"] == pytest.approx(60_000 * 0.973 * growth, rel=0.02)


def test_the_pictures_are_pictures(two_days):
    reports, _ = two_days

    for name in ("weights.png", "value.png"):
        assert (reports / name).read_bytes().startswith(b"\x89PNG\r\n")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--from", "2020-03-01"], "--from and --to choose hours of a file: give --prices too"),
        (["--steps", "1"], "--steps must be at least 2"),
        (["--prices", "none.csv"], "Error: none.csv: cannot be read: No such file or directory"),
    ],
)
def test_what_cannot_be_played_is_refused_in_one_line(options, said):
    done = subprocess.run(
        demo(*options), cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE, check=False
    )

    assert done.returncode != 0
    assert said in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_demo_leaves_no_process_behind(tmp_path, sent):
    running = subprocess.Popen(
        demo("--steps", "48", "--reports", str(tmp_path)),
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    found = until(lambda: _both(running.pid))

    running.send_signal(sent)
    running.wait(timeout=PATIENCE)

    # At once, but for a script that was being started: it ends when it finds no node.
    assert until(lambda: not any(map(runs, found)))


def _both(pid: int) -> list[int]:
    """The node and the script, once there are both."""
    found = children(pid)
    return found if len(found) >= 2 else []
