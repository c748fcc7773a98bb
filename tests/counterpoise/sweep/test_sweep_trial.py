"""What a trial plays is what its configuration says: its window, its files, and one deployment."""

from datetime import datetime
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterpoise.backtest.config import Config, read
from counterpoise.backtest.demo.summary import clock
from counterpoise.backtest.inputs import DEMO
from counterpoise.backtest.paths import jump_diffusion
from counterpoise.backtest.prices import ONE
from counterpoise.sweep.grid import axis
from counterpoise.sweep.inside import BadKey
from counterpoise.sweep.plan import Plan
from counterpoise.sweep.trial import FIGURES, Backtest
from counterpoise.sweep.vary import Base, having, identity
from tests.depth import examples

HOURS = 120
PRICES = jump_diffusion(seed=7, steps=HOURS)


def rows(first, end):
    """A file of those hours of the drawn prices."""
    head = ",".join(["timestamp", *PRICES.assets])
    lines = [
        ",".join([clock(time).isoformat(), *(f"{price / ONE:.8f}" for price in closes)])
        for time, closes in zip(PRICES.times[first:end], PRICES.closes[first:end])
    ]
    return "\n".join([head, *lines]) + "\n"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A configuration that the twin plays, beside its prices."""
    folder = tmp_path_factory.mktemp("trial")
    (folder / "prices.csv").write_text(rows(0, HOURS))
    (folder / "run.toml").write_text('[prices]\nfile = "prices.csv"\n[run]\nmode = "twin"\n')
    return folder


def window(config, first, end):
    """Of the hour `first` and those before the hour `end`."""
    ends = (clock(PRICES.times[0] + 3_600 * hour) for hour in (first, end))
    return having(config, dict(zip(("prices.from", "prices.to"), ends)))


@settings(max_examples=examples(6))
@given(first=st.integers(0, HOURS - 50), length=st.integers(48, HOURS))
def test_a_window_is_played_as_a_file_of_its_rows_alone(folder, first, length):
    """No trial sees a price from before its window or after it."""
    config, end = read(folder / "run.toml"), min(first + length, HOURS)
    (folder / "cut.csv").write_text(rows(first, end))
    backtest = Backtest(folder)
    alone = backtest.figures(having(config, {"prices.file": "cut.csv"}), None)
    figures = backtest.figures(window(config, first, end), None)
    assert figures == pytest.approx(alone, rel=0, abs=0, nan_ok=True)
    assert figures.keys() == set(FIGURES)


def test_its_span_is_its_windows(folder):
    config = window(read(folder / "run.toml"), 10, 60)
    begin, end = Backtest(folder).span(config)
    assert (begin, end) == (clock(PRICES.times[10]), clock(PRICES.times[60]))
    assert isinstance(begin, datetime)


FILES = {
    "prices.file": ("prices.csv", rows(0, HOURS), rows(1, HOURS)),
    "vault.parameters": ("vault.json", DEMO.read_text(), DEMO.read_text().replace("0.03", "0.04")),
    "gas.series": ("gas.csv", "timestamp,gwei\n2020-01-01,20\n", "timestamp,gwei\n2020-01-01,30\n"),
    "posting.proposals": ("proposals.csv", "timestamp,ETH\n2020-01-01,1\n", "timestamp,ETH\n"),
}
DEPLOYED = ("prices.file", "vault.parameters")


@pytest.fixture
def named(tmp_path):
    """A configuration that names one file of each kind."""
    for name, text, _ in FILES.values():
        (tmp_path / name).write_text(text)
    split = ((*key.split("."), file) for key, (file, *_) in FILES.items())
    path = tmp_path / "run.toml"
    path.write_text("".join(f'[{table}]\n{key} = "{file}"\n' for table, key, file in split))
    return path


@pytest.mark.parametrize("key", FILES)
def test_a_trial_is_another_when_a_file_that_it_names_holds_something_else(named, key):
    """By whatever name; and what a deployment reads makes another scene."""
    config, folder = read(named), named.parent
    trial, scene = identity(folder, config), Backtest(folder).place(config)
    name, same, other = FILES[key]
    (folder / "copy").write_text(same)
    renamed = having(config, {key: "copy"})
    assert (identity(folder, renamed), Backtest(folder).place(renamed)) == (trial, scene)
    (folder / name).write_text(other)
    assert identity(folder, config) != trial
    assert (Backtest(folder).place(config) != scene) == (key in DEPLOYED)


@pytest.mark.parametrize("key", FILES)
def test_a_file_that_is_not_there_is_told_by_its_key_before_anything_runs(named, key):
    plan = Plan(Base(named.parent, read(named), named.parent), (axis(f"{key}=none"),), "ahead")
    with pytest.raises(BadKey, match=rf"^{key}: no file .*none$"):
        plan.check(FIGURES)


def test_every_file_that_a_configuration_can_name_is_among_these():
    """But for the folder that is written."""
    parts = {table: field.annotation.model_fields for table, field in Config.model_fields.items()}
    paths = {
        f"{table}.{it}" for table, fields in parts.items() for it in fields if _is_path(fields[it])
    }
    assert paths == {*FILES, "run.reports"}


def _is_path(field):
    return Path in (field.annotation, *get_args(field.annotation))
