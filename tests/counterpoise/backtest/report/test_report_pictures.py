"""The pictures are there, of their size, and drawn on."""

from __future__ import annotations

from dataclasses import replace

import matplotlib.image as image

from counterpoise.backtest.report.pictures import value, write
from tests.counterpoise.backtest.report.told import drawn, story

TOLD = story(drawn(200), ["hold", "daily"])


def test_there_is_a_picture_of_each_and_something_on_it(tmp_path):
    files = write(TOLD, tmp_path / "deep")

    names = ["value.png", "drawdown.png", "drift.png", "attribution.png", "differences.png"]
    assert [it.name for it in files] == names
    pixels = {it.name: image.imread(it) for it in files}
    assert {it.shape[1] for it in pixels.values()} == {1300}
    for it in pixels.values():
        assert (it[:, :, :3].min(axis=2) < 0.9).mean() > 0.01


def test_what_was_not_made_is_not_drawn(tmp_path):
    bare = replace(TOLD, others=(), differences=(), attribution=None, band=None)

    files = write(bare, tmp_path)

    assert sorted(it.name for it in tmp_path.iterdir()) == [
        "drawdown.png",
        "drift.png",
        "value.png",
    ]
    assert len(files) == 3


def test_a_name_is_no_mathematics(tmp_path):
    """A dollar opens a formula, and one that is none cannot be drawn; `_` hides a line."""
    names = r"$\nonsense{$ of 50 %", "_hidden"
    vault, other = (replace(row, name=it) for row, it in zip(TOLD.rows, names))
    told = replace(TOLD, vault=vault, others=(other,))

    write(replace(told, differences=(), attribution=None), tmp_path)

    handles = value(told).legends[0].get_texts()
    assert [it.get_text() for it in handles] == [r"\$\nonsense{\$ of 50 %", " _hidden"]
