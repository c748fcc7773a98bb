"""The whole surface in figures, tables and pictures."""

import io
import itertools

import pytest
from rich.console import Console

from counterpoise.sweep import pictures, table
from counterpoise.sweep.rows import Row
from counterpoise.sweep.surface import frame, plane, quantiles, share, slices, sway, varied

KEYS = ("market.lag", "keeper.latency")
NAMES = ("ahead", "a_figure_of_a_long_name", "cost")


def rows():
    """Ahead is lag / 100 - 2 + latency; the last of them failed."""
    cells = itertools.product((0, 100, 200, 300, 400), (0, 1))
    found = [
        Row("", dict(zip(KEYS, (lag, latency))), dict(zip(NAMES, figures)))
        for lag, latency in cells
        for figures in [(lag / 100 - 2 + latency, -0.000976, 4e11)]
    ]
    return [*found, Row("", dict(zip(KEYS, (500, 1))), {}, "ValueError: no")]


@pytest.fixture
def cells():
    return frame(rows(), KEYS)


def test_what_failed_is_no_cell(cells):
    assert len(cells) == 10


def test_all_cells_are_counted(cells):
    assert list(quantiles(cells, ["ahead"])["ahead"]) == pytest.approx(
        [-2, -1.55, -0.75, 0.5, 1.75, 2.55, 3]
    )
    assert share(cells, "ahead") == 0.5  # 1, 1, 2, 2, 3; nothing is not ahead


def test_a_slice_is_over_all_other_keys(cells):
    assert list(slices(cells, "keeper.latency", "ahead").loc[1]) == pytest.approx([-0.8, 1, 2.8])
    assert list(slices(cells, "market.lag", "ahead")[0.5]) == [-1.5, -0.5, 0.5, 1.5, 2.5]


def test_two_keys_that_only_add_up_explain_all_together(cells):
    """The variances are 2 and 1/4."""
    parts = [sway(cells, key, "ahead") for key in KEYS]
    assert parts == pytest.approx([2 / 2.25, 0.25 / 2.25])
    assert sway(cells, "market.lag", "cost") == 0


def test_a_plane_is_empty_where_nothing_was_played(cells):
    found = plane(cells.drop(index=0), *KEYS, "ahead")
    assert found.shape == (2, 5)
    assert list(found.loc[1]) == [-1, 0, 1, 2, 3]
    assert found.loc[0].isna().tolist() == [True, False, False, False, False]


def test_the_tables_fit_eighty_columns(cells):
    screen = Console(width=80, record=True, file=io.StringIO())
    for part in (
        table.spread(cells, NAMES),
        table.by_key(cells, KEYS, "ahead"),
        table.errors(rows()),
    ):
        screen.print(part)
    said = screen.export_text()
    assert max(map(len, said.splitlines())) <= 80
    assert "…" not in said
    assert "-0.00098" in said and "4e+11" in said
    assert "1  ValueError: no" in said


def test_each_pair_of_keys_has_its_picture(cells, tmp_path):
    more = cells.assign(**{"run.seed": [1, 2] * 5, "market.noise": 0.5})
    keys = varied(more, (*KEYS, "run.seed", "market.noise"))
    files = pictures.draw(more, keys, "ahead", tmp_path)
    assert [it.name for it in files] == [
        "ahead.market.lag.keeper.latency.png",
        "ahead.market.lag.run.seed.png",
        "ahead.keeper.latency.run.seed.png",
    ]
    (one,) = pictures.draw(cells, KEYS[:1], "ahead", tmp_path)
    assert one.name == "ahead.market.lag.png"
    assert all(it.read_bytes().startswith(b"\x89PNG") for it in [*files, one])
