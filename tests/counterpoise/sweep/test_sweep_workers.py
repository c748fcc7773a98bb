"""Real workers on Ray: all rows come, a killed worker's too, and nothing stays behind."""

import os
import signal
from pathlib import Path

import psutil
import pytest

from counterpoise.sweep.ledger import Ledger
from counterpoise.sweep.rows import Row
from counterpoise.sweep.run import AllFailed, _require_some
from counterpoise.sweep.workers import ClusterMissing, Workers, _undisturbed
from tests.counterpoise.sweep.made import FIGURES, Here, Hill, conducted
from tests.waiting import PATIENCE


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("sweep")


@pytest.fixture(scope="module")
def home(folder):
    """An empty one, in which Ray would write its token, and a second Ray its own over it."""
    with pytest.MonkeyPatch.context() as changed:
        changed.setenv("HOME", str(folder / "home"))
        yield folder / "home"


@pytest.fixture(scope="module")
def workers(folder, home):
    """Two of them for all tests here; then no process is left, no folder, and no token."""
    before = set(psutil.Process().children(recursive=True))
    with Workers(Hill(folder / "killed"), count=2) as found:
        yield found
        begun = set(psutil.Process().children(recursive=True)) - before
    assert len(begun) >= 4  # Ray's own, and the workers
    _, alive = psutil.wait_procs(begun, timeout=PATIENCE)
    assert alive == []
    assert not Path(found._folder).exists()
    assert not (home / ".ray").exists()


def test_they_come_to_the_same_rows_as_one_alone(tmp_path, workers):
    grid = "market.lag=0..900..100", "market.heartbeat=2,3,4"
    (rows, many), (_, one) = (conducted(tmp_path, it, *grid) for it in (workers, Here()))
    assert len(rows) == 30 and not any(row.error for row in rows)
    assert many.file.read_bytes() == one.file.read_bytes()


def test_a_killed_worker_is_replaced_and_its_trial_played_again(tmp_path, folder, workers):
    """Not one of the others is lost by it."""
    rows, _ = conducted(tmp_path, workers, "run.seed=1,2,3,99")
    assert [row.error for row in rows] == [None] * 4
    killed = (folder / "killed").read_text().splitlines()
    assert len(killed) == len(set(killed)) == 3


def test_a_trial_that_kills_each_worker_is_a_row_that_another_run_tries_again(tmp_path, workers):
    rows, ledger = conducted(tmp_path, workers, "run.seed=1,98")
    assert [row.error for row in rows] == [None, "WorkerLost: WorkerCrashedError"]
    again = Ledger.at(ledger.file, ledger.mark, ledger.keys, FIGURES)
    assert list(again.rows) == [rows[0].trial]


def test_an_error_of_a_scene_is_that_of_its_trials_alone(tmp_path, workers):
    rows, _ = conducted(tmp_path, workers, "market.heartbeat=1,2", "run.seed=12,13")
    assert [row.error for row in rows] == [
        "WorkerLost: ValueError: no such place",
        "WorkerLost: ValueError: no such place",
        None,
        "ValueError: thirteen is refused",
    ]


@pytest.mark.parametrize("address", ["127.0.0.1:1", "ray://127.0.0.1:1"])
def test_a_cluster_that_is_not_there_is_told_at_once(address):
    """Nobody listens on port 1."""
    with pytest.raises(ClusterMissing, match=f"--address {address}: no Ray cluster there"):
        Workers(Hill(), address=address).__enter__()


def test_ctrl_c_waits_until_ray_stands():
    """In the middle of its start nobody could end all that it has begun."""
    done = []
    with pytest.raises(KeyboardInterrupt), _undisturbed():
        os.kill(os.getpid(), signal.SIGINT)
        done.append("the rest of it")
    assert done == ["the rest of it"]
    assert signal.getsignal(signal.SIGINT) == signal.default_int_handler


def test_a_sweep_of_which_nothing_came_is_an_error():
    failed, well = Row("", {}, error="ValueError: no"), Row("", {}, {"height": 1.0})
    _require_some([failed, well])
    with pytest.raises(AllFailed, match="all 2 trials failed, the first with ValueError: no"):
        _require_some([failed, failed])
