"""A sweep as it is conducted: each trial once, and who was first leaves no trace."""

import pytest

from counterpoise.sweep.conduct import Conductor
from counterpoise.sweep.ledger import Ledger
from counterpoise.sweep.search import Search
from counterpoise.sweep.windows import Walk
from tests.counterpoise.sweep.made import FIGURES, Here, Tally, moment, planned, written

GRID = ("market.lag=0..900..100", "keeper.latency=12,60,120")


@pytest.fixture
def conduct(tmp_path):
    """A conductor over a file of that name."""
    path = written(tmp_path)

    def conduct(name="one", late=False, grid=GRID, **more):
        plan = planned(path, *grid, **more)
        ledger = Ledger.at(tmp_path / f"{name}.parquet", plan.mark, plan.keys, FIGURES)
        return Conductor(plan, ledger, Here(late), Tally())

    return conduct


def finished(conductor):
    trials = conductor.sweep()
    conductor.ledger.write()
    assert conductor.bar.done == conductor.bar.expected
    return trials


def test_every_cell_is_played_once(conduct):
    conductor = conduct()
    trials = finished(conductor)
    assert sorted(conductor.workers.played) == sorted(trial.id for trial in trials)
    assert len(set(conductor.workers.played)) == 30 == conductor.bar.expected
    heights = {tuple(row.values.values()): row.figures["height"] for row in conductor.rows(trials)}
    assert heights[300, 60] == 0 and heights[0, 12] == -92_304


def test_rows_are_the_same_whoever_is_first(conduct):
    files = []
    for name, late in (("one", False), ("two", True)):
        conductor = conduct(name, late)
        finished(conductor)
        files.append(conductor.ledger.file.read_bytes())
    assert files[0] == files[1]


@pytest.mark.parametrize("search", [None, Search("tpe", 40, 7, 8, "height", False)])
def test_a_sweep_that_was_stopped_goes_on_and_ends_as_if_it_was_not(conduct, search):
    whole = conduct("whole", search=search)
    finished(whole)
    stopped = conduct("stopped", search=search)
    take, stopped.workers.next = (
        stopped.workers.next,
        lambda: take() if len(stopped.ledger.rows) < 11 else 1 / 0,
    )
    with pytest.raises(ZeroDivisionError), stopped.ledger:
        stopped.sweep()
    again = conduct("stopped", search=search)
    assert len(again.ledger.rows) == 11
    finished(again)
    assert len(again.workers.played) == len(whole.workers.played) - 11
    assert again.ledger.file.read_bytes() == whole.ledger.file.read_bytes()


def test_a_search_is_the_same_whoever_is_first_and_asks_nothing_twice(conduct):
    search = Search("tpe", 60, 7, 8, "height", False)
    found = [finished(conduct(name, late, search=search)) for name, late in (("a", 0), ("b", 1))]
    assert [it.id for it in found[0]] == [it.id for it in found[1]]
    assert len({it.id for it in found[0]}) == len(found[0]) <= 30


def test_a_trial_that_fails_is_a_row_and_not_the_end(conduct):
    conductor = conduct(grid=("run.seed=12,13,14",))
    rows = conductor.rows(finished(conductor))
    assert [row.error for row in rows] == [None, "ValueError: thirteen is refused", None]
    assert rows[1].figures == {} and not rows[1].is_lost


def test_a_walk_plays_each_cell_in_both_windows_of_each_fold(conduct):
    conductor = conduct(walk=Walk.of("10d/5d", "1d", "0d"), grid=("market.lag=0..900..100",))
    folds = conductor.plan.walk.folds(moment("2024-01-01"), moment("2024-01-27"))
    played = conductor.walk(folds)
    assert conductor.bar.done == conductor.bar.expected == 60
    for it in played:
        for trials, window in ((it.train, it.fold.train), (it.test, it.fold.test)):
            ends = {(trial.config.prices.start, trial.config.prices.end) for trial in trials}
            assert ends == {(window.start, window.end)}
            assert [trial.values["market.lag"] for trial in trials] == list(range(0, 901, 100))
    verdicts = conductor.verdicts(played)
    assert [it.chosen["market.lag"] for it in verdicts] == [300, 300, 300]
    assert [it.place for it in verdicts] == [1, 1, 1]


def test_a_walk_that_searches_judges_what_it_has_seen(conduct):
    search = Search("tpe", 12, 7, 4, "height", False)
    walk = Walk.of("10d/5d", "1d", "0d")
    conductor = conduct(walk=walk, search=search)
    played = conductor.walk(walk.folds(moment("2024-01-01"), moment("2024-01-27")))
    assert conductor.bar.done == conductor.bar.expected
    for it in played:
        assert [trial.cell for trial in it.test] == [trial.cell for trial in it.train]
        assert 6 <= len(it.train) <= 12
