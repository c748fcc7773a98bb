"""Who sets the scenes: the first one whoever starts the workers, the others a worker."""

import os

import pytest

from counterpoise.sweep.workers import Workers
from tests.counterpoise.sweep.made import Hill, conducted, planned, written


@pytest.mark.parametrize("beat", [1, 2])
def test_the_first_scene_is_set_here_while_the_workers_start(tmp_path, beat):
    """Once, and also one that cannot be set; the next one is a worker's."""
    config = planned(written(tmp_path, f"[market]\nheartbeat = {beat}\n")).base.config
    scenes = tmp_path / "scenes"
    with Workers(Hill(scenes=scenes), count=1, first=config) as workers:
        here = scenes.read_text().splitlines()
        rows, _ = conducted(tmp_path, workers, f"market.heartbeat={beat},3", "run.seed=1,2")
    begun, *others = scenes.read_text().splitlines()
    assert here == [begun] == [str(os.getpid())]
    assert len(others) == 1 and others != here
    lost = "WorkerLost: ValueError: no such place" if beat == 1 else None
    assert [row.error for row in rows] == [lost, lost, None, None]
