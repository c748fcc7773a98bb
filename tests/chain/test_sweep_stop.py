"""A sweep of the real vault that is stopped from the keyboard: its rows stay, its processes go."""

import math
import os
import signal
import subprocess
import sys
from pathlib import Path

import psutil
import pyarrow.parquet as pq
import pytest

from counterpoise.backtest.clock import clock
from counterpoise.backtest.paths import jump_diffusion
from counterpoise.backtest.prices import ONE
from tests.waiting import PATIENCE, until

HOURS, CELLS = 400, 600  # Many more than are played before the first row is seen.
SECONDS = 400  # {s} for Ray and the deployment, half a minute where nothing else runs


@pytest.fixture
def config(tmp_path):
    """A file of drawn prices, and the back-test of it."""
    prices = jump_diffusion(seed=7, steps=HOURS)
    lines = [
        ",".join([clock(time).isoformat(), *(f"{price / ONE:.8f}" for price in closes)])
        for time, closes in zip(prices.times, prices.closes)
    ]
    header = ",".join(["timestamp", *prices.assets])
    (tmp_path / "prices.csv").write_text("\n".join([header, *lines]) + "\n")
    path = tmp_path / "run.toml"
    path.write_text('[prices]\nfile = "prices.csv"\n')
    return path


def begun(config: Path, out: Path) -> "subprocess.Popen[str]":
    """In a group of its own, as a shell starts it."""
    command = [sys.executable, "-m", "counterpoise", "sweep", str(config), "--out", str(out)]
    grid = f"--grid=market.lag=0..{10 * CELLS - 10}..10"
    pipe = subprocess.PIPE
    return subprocess.Popen(
        [*command, grid], start_new_session=True, stdout=pipe, stderr=pipe, text=True
    )


def test_ctrl_c_keeps_the_rows_and_leaves_no_process(config, tmp_path):
    """Ctrl-C goes to the whole group at once, Ray's processes among it."""
    out = tmp_path / "sweep.parquet"
    sweep = begun(config, out)
    until(lambda: out.exists() or sweep.poll() is not None, SECONDS)
    assert sweep.poll() is None, sweep.communicate()
    begot = psutil.Process(sweep.pid).children(recursive=True)
    os.killpg(sweep.pid, signal.SIGINT)
    said, told = sweep.communicate(timeout=PATIENCE)
    _, alive = psutil.wait_procs(begot, timeout=PATIENCE)
    rows = pq.read_table(out).to_pylist()
    assert (sweep.returncode, len(begot) >= 4, alive) == (1, True, []), told
    assert f"Stopped. The same command goes on from the {len(rows)} rows in" in said
    assert 1 <= len(rows) < CELLS
    assert all(row["error"] is None and math.isfinite(row["ahead"]) for row in rows)
