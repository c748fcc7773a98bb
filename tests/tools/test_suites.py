"""Both halves of the tests run, and neither hides how the other ended."""

from __future__ import annotations

import signal
import subprocess
import sys

import pytest

from tools.suites import NOTHING_CHOSEN, end, main, worse


@pytest.mark.parametrize(
    ("ends", "told"),
    [
        ([0, 0], 0),
        ([1, 0], 1),
        ([0, 1], 1),
        ([0, -15], -15),
        ([NOTHING_CHOSEN, 0], 0),
        ([0, NOTHING_CHOSEN], 0),
        ([NOTHING_CHOSEN, 2], 2),
        ([NOTHING_CHOSEN, NOTHING_CHOSEN], NOTHING_CHOSEN),
    ],
)
def test_the_worse_end_is_told(ends, told):
    assert worse(ends) == told


@pytest.fixture
def halves(tmp_path, monkeypatch):
    """A tree with one test in each half."""
    monkeypatch.setattr("tools.suites.ROOT", tmp_path)

    def write(pure: str, chained: str):
        (tmp_path / "tests" / "pure").mkdir(parents=True)
        (tmp_path / "tests" / "pure" / "test_a.py").write_text(f"def test_a(): {pure}\n")
        (tmp_path / "tests" / "test_b.py").write_text(f"def test_b(): {chained}\n")

    return write


OPTIONS = ["--", "-p", "no:pytest-brownie", "-p", "no:cacheprovider"]


@pytest.mark.parametrize(
    ("pure", "chained", "told"),
    [("pass", "pass", 0), ("assert 0", "pass", 1), ("pass", "assert 0", 1)],
)
def test_a_failure_of_either_half_fails_the_whole(halves, capfd, pure, chained, told):
    halves(pure, chained)
    assert main(["tests/pure", *OPTIONS]) == told
    words = capfd.readouterr().out
    assert "without Brownie:" in words
    assert words.count("1 passed") == [pure, chained].count("pass")
    assert words.count("1 failed") == [pure, chained].count("assert 0")


def test_what_still_runs_is_ended():
    run = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    end(run)
    assert run.poll() is not None


def test_who_does_not_listen_is_ended_too(monkeypatch):
    monkeypatch.setattr("tools.suites.PATIENCE", 0.1)
    deaf = "signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf', flush=True)"
    program = f"import signal, time; {deaf}; time.sleep(60)"
    run = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True)
    with run.stdout:
        assert run.stdout.readline() == "deaf\n"
        end(run)
    assert run.returncode == -signal.SIGKILL
