"""The figures of herds are what a play of them says (E9), and the pages tell them."""

import json

from tools.herding import page, scenes
from tools.herding.__main__ import FIGURES
from tools.herding.picture import SHOWN, draw_hour, draw_sizes
from tools.herding.scenes import MANNERS
from tools.herding.windows import WINDOWS, play, row
from tools.stamp import ROOT

HOUR = json.loads((FIGURES / "herding.json").read_text())
HERD = json.loads((FIGURES / "herd.json").read_text())


def test_the_figures_are_those_of_the_play(tmp_path):
    """The two ends of the table, and the picture of three plays."""
    told = {it["window"]: it for it in HOUR}
    assert tuple(told) == WINDOWS
    found = {window: play(window) for window in (WINDOWS[0], WINDOWS[-1])}
    assert {window: row(window, it) for window, it in found.items()} == {
        window: told[window] for window in found
    }
    draw_hour({window: found.get(window, found[0]) for window in SHOWN}, tmp_path / "herding.png")
    assert (tmp_path / "herding.png").stat().st_size > 5_000


def test_the_wider_the_window_the_lower_the_peak_and_the_cost():
    """E9"""
    for key in ("peak", "loss"):
        told = [it[key] for it in HOUR]
        assert told == sorted(told, reverse=True) and told[0] > 2 * told[-1]
    assert {it["rebalanced"] for it in HOUR} == {20}


def test_herds_of_every_size_are_those_of_the_play():
    """The smallest two in each manner; the picture is of all."""
    played = scenes.sizes()[: 2 * len(MANNERS)]
    assert [it.row() for it in played] == HERD["sizes"][: len(played)]
    assert [(it["vaults"], it["manner"]) for it in HERD["sizes"]] == [
        (vaults, manner) for vaults in scenes.SIZES for manner in MANNERS
    ]


def test_a_trend_is_that_of_the_play():
    """One of each strategy; its herd is of twenty."""
    scene = scenes.trends()[-1]
    assert scene.told == {"strategy": "floor", "trend": -6}
    assert scene.row() == HERD["trends"][-1]


def test_a_cascade_is_that_of_the_play():
    """Everybody sees the pool, and sells as it falls."""
    scene = next(it for it in scenes.cascades() if it.told == {"strategy": "floor", "heard": 100})
    found = scene.row()
    assert found == next(it for it in HERD["cascades"] if it.items() >= scene.told.items())
    assert (found["moved"], found["manner"]) == (20, "together")


def test_the_page_has_the_tables_of_the_figures():
    text = (ROOT / "docs" / "herd.md").read_text()
    for name in ("sizes", "cascades", "trends"):
        assert getattr(page, name)(HERD[name]) in text


def test_the_picture_of_sizes_is_drawn(tmp_path):
    draw_sizes(HERD["sizes"], tmp_path / "herd.png")
    assert (tmp_path / "herd.png").stat().st_size > 5_000
