"""The file of a sweep: whole at every moment, the same whoever was first, and of one sweep."""

import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterpoise.sweep.ledger import BadLedger, Ledger
from counterpoise.sweep.rows import Row
from tests.depth import examples

KEYS, FIGURES = ("market.lag", "market.noise", "vault.name"), ("height", "cost")


def row(trial, values, *rest):
    return Row(trial, dict(zip(KEYS, values)), *rest)


ROWS = [
    row("c", (60, 0.5, "b"), {"height": 1.0, "cost": 2.0}),
    row("a", (60, 0.5, "a"), {}, "ValueError: no"),
    row("b", (5, 0.25, "b"), {"height": 0.1, "cost": 3.0}),
    row("d", (300, 0.5, "a"), {}, "WorkerLost: died"),
]


@pytest.fixture
def at(tmp_path):
    """A ledger over the same file, as another run would open it."""

    def at(mark="m", keys=KEYS, figures=FIGURES):
        return Ledger.at(tmp_path / "sweep.parquet", mark, keys, figures)

    return at


def test_what_is_kept_is_there_for_the_next_run_but_for_what_was_lost(at):
    ledger = at()
    for row in ROWS:
        ledger.keep(row)
    ledger.write()
    assert at().rows == {row.trial: row for row in ROWS[:3]}


def test_the_first_row_is_in_the_file_at_once(at):
    at().keep(ROWS[0])
    assert at().rows == {"c": ROWS[0]}


def test_the_file_is_plain_parquet_in_the_order_of_the_values(at, tmp_path):
    ledger = at()
    for row in ROWS:
        ledger.keep(row)
    ledger.write()
    table = pq.read_table(tmp_path / "sweep.parquet")
    assert table.column_names == ["trial", *KEYS, *FIGURES, "error"]
    assert [str(it) for it in table.schema.types[1:4]] == ["int64", "double", "string"]
    assert table["trial"].to_pylist() == ["b", "a", "c", "d"]
    assert table["cost"].to_pylist() == [3.0, None, 2.0, None]
    assert [it.name for it in tmp_path.iterdir()] == ["sweep.parquet"]


@settings(max_examples=examples(10))
@given(st.permutations(ROWS))
def test_who_was_first_leaves_no_trace(tmp_path_factory, order):
    """Byte for byte."""
    files = []
    for rows in (ROWS, order):
        ledger = Ledger.at(tmp_path_factory.mktemp("it") / "sweep.parquet", "m", KEYS, FIGURES)
        for row in rows:
            ledger.keep(row)
        ledger.write()
        files.append(ledger.file.read_bytes())
    assert files[0] == files[1]


def test_a_file_of_another_sweep_is_left_alone(at):
    at().keep(ROWS[0])
    for other in ({"mark": "n"}, {"keys": KEYS[:2]}, {"figures": ("height",)}):
        with pytest.raises(BadLedger, match="sweep.parquet: holds another sweep; give another"):
            at(**other)


def test_a_file_that_is_no_parquet_is_told(at, tmp_path):
    (tmp_path / "sweep.parquet").write_text("a,b\n")
    with pytest.raises(BadLedger, match="sweep.parquet: is no Parquet file"):
        at()
