"""Colours that stand out from their paper, and from each other also to the colour-blind."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from counterpoise.backtest.report.colours import DARK, DASHES, HUES, INK, PAPER, SOFT, dash, hue

# Machado, Oliveira and Fernandes 2009, severity 1, on linear RGB.
SIGHT = {
    "all": np.eye(3),
    "no red": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
    "no green": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
    "no blue": np.array(
        [
            [1.255528, -0.076749, -0.178779],
            [-0.078411, 0.930809, 0.147602],
            [0.004733, 0.691367, 0.303900],
        ]
    ),
}
TO_XYZ = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
WHITE = TO_XYZ.sum(axis=1)
APART = 30  # CIE 1976; an eye can just tell about 2.3
CONTRAST = 3  # WCAG 2.1, 1.4.11, of what is drawn; of text it is 4.5


def linear(colour: str):
    parts = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    return np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)


def lab(light):
    scaled = TO_XYZ @ np.clip(light, 0, 1) / WHITE
    bent = np.where(scaled > 216 / 24389, np.cbrt(scaled), (24389 / 27 * scaled + 16) / 116)
    x, y, z = bent
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def contrast(one: str, other: str) -> float:
    low, high = sorted(TO_XYZ[1] @ linear(it) for it in (one, other))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("night", [0, 1])
@pytest.mark.parametrize("sight", SIGHT)
def test_all_hues_tell_apart_for_every_eye(night, sight):
    seen = [lab(SIGHT[sight] @ linear(pair[night])) for pair in HUES]

    gaps = [np.linalg.norm(a - b) for a, b in itertools.combinations(seen, 2)]

    assert min(gaps) > APART


@pytest.mark.parametrize("night", [0, 1])
def test_lines_and_words_stand_out_from_their_paper(night):
    assert min(contrast(pair[night], PAPER[night]) for pair in HUES) >= CONTRAST
    assert min(contrast(it[night], PAPER[night]) for it in (INK, SOFT)) >= 4.5


def test_two_dozen_lines_have_each_a_look_of_their_own():
    looks = {(hue(place), dash(place)) for place in range(len(HUES) * len(DASHES))}

    assert len(looks) == 24


def test_every_colour_of_the_day_has_one_for_the_night():
    assert {hue(place) for place in range(6)} <= DARK.keys()
    assert not DARK.keys() & set(DARK.values())
