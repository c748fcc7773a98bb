"""Where a run will write is tried before it plays: what cannot be kept is not played."""

from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from counterpoise.backtest.folder import NotWritable, writable
from counterpoise.cli import main

PRICES = "timestamp,ETH\n2020-01-01T00:00:00Z,1\n2020-01-01T01:00:00Z,1\n"


def test_a_folder_that_is_not_there_is_made_and_left_empty(tmp_path):
    folder = tmp_path / "a" / "b"
    assert writable(folder) == folder == writable(folder)
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("file", "it is no folder"),
        ("file/in", "Not a directory"),
        ("zero\0", "no folder can be called that"),
        ("x" * 300, "File name too long"),
    ],
)
def test_what_cannot_be_one_is_told_with_its_name(tmp_path, name, why):
    (tmp_path / "file").touch()
    with pytest.raises(NotWritable) as refused:
        writable(tmp_path / name)
    assert str(refused.value) == f"cannot write into {str(tmp_path / name)!r}: {why}"


@given(st.text(max_size=300))
def test_whatever_it_is_called_it_is_a_folder_or_one_line(tmp_path_factory, name):
    folder = tmp_path_factory.mktemp("any") / name.replace("/", "").replace("..", "")
    try:
        assert writable(folder).is_dir()
    except NotWritable as refused:
        assert len(str(refused).splitlines()) == 1


@pytest.mark.parametrize("mode", ["bytecode", "twin"])
def test_a_back_test_that_could_keep_nothing_is_not_played(tmp_path, mode):
    """Not a price is read: those of this file are no more than two."""
    (tmp_path / "prices.csv").write_text(PRICES)
    (tmp_path / "file").touch()
    config = tmp_path / "run.toml"
    said = f'reports = "{tmp_path / "file"}"\nmode = "{mode}"\n'
    config.write_text(f'[prices]\nfile = "prices.csv"\n[run]\n{said}')
    done = CliRunner().invoke(main, ["backtest", str(config)])
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr == f"Error: cannot write into {str(tmp_path / 'file')!r}: it is no folder\n"


def test_a_sweep_that_could_keep_nothing_is_not_played(tmp_path):
    (tmp_path / "prices.csv").write_text(PRICES)
    (tmp_path / "file").touch()
    config, out = tmp_path / "run.toml", Path(tmp_path, "file", "rows.parquet")
    config.write_text('[prices]\nfile = "prices.csv"\n')
    arguments = ["sweep", str(config), "--grid", "market.lag=60", "--out", str(out)]
    done = CliRunner().invoke(main, arguments)
    assert (done.exit_code, done.stderr.count("\n")) == (2, 1)
    assert "cannot write into" in done.stderr
