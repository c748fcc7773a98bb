"""The projections' twins equal the bytecode to the unit, for all that may be wanted."""

from dataclasses import astuple
from statistics import median

import pytest

from counterpoise.math import group_projection
from counterpoise.math.group_projection import Groups
from counterpoise.math.projection import Box, project
from tests.counterpoise.math.boxes import FREE, boxes, grouped, ordinary
from tests.counterpoise.math.test_group_projection import VECTORS as GROUPED
from tests.counterpoise.math.test_group_projection import free
from tests.counterpoise.math.test_projection import (
    BEYOND,
    EDGES,
    MILLI,
    ONE,
    UNITS,
    VECTORS,
    around,
)
from tests.depth import examples
from tests.evm.in_process import said

NAME = "MockProjection"


def test_random_weights_are_the_same(ask):
    drawn = boxes(examples(200), seed=4)

    found = weights(ask("projectAll", [astuple(it) for it in drawn]))

    assert found == [list(project(*astuple(it))) for it in drawn]


def test_the_chain_has_the_same_vectors(ask):
    banded = [(held, *around(target, band * MILLI), edge) for held, target, band, edge in EDGES]
    *drawn, found = zip(*VECTORS, *BEYOND, *UNITS, *banded, strict=True)

    answers = ask("projectAll", list(zip(*drawn, strict=True)))

    assert weights(answers) == [list(it) for it in found]


REFUSED = [
    ((0, 0), (0,), (ONE, ONE)),
    ((0, 0), (0, 0), (ONE,)),
    ((0, 0), (0, 5), (ONE, 4)),
    ((0, 0), (6, FREE), (5, FREE)),
    ((0, 0), (0, 0), (ONE // 2, ONE // 2 - 1)),
    ((0, 0), (ONE // 2, ONE // 2 + 1), (ONE, ONE)),
    ((2**255 - 1, -(2**255)), (FREE, FREE), (FREE, FREE)),
    ((), (), ()),
]


@pytest.mark.parametrize("wanted, low, high", REFUSED)
def test_bounds_are_refused_alike(ask, wanted, low, high):
    refused = said(project, wanted, low, high)

    assert refused[0] in {"BoundCount", "BoundsCrossed", "BoundsInfeasible"}
    assert ask("project", wanted, low, high) == refused


def test_weights_of_eight_cost_less_than_35000_gas_in_the_median(ask):
    drawn = [astuple(it) for it in ordinary(1_000, n=8, seed=8)]

    gas = [gas for found, gas in ask("projectAll", drawn)]

    assert median(gas) < 35_000


# groups


def test_random_weights_of_groups_are_the_same(ask):
    drawn = grouped(examples(200), seed=5)

    assert weights(ask("projectAllGroups", *told(drawn))) == [
        list(group_projection.project(*it)) for it in drawn
    ]


def test_the_chain_has_the_same_vectors_of_groups(ask):
    answers = ask("projectAllGroups", *told([it[:2] for it in GROUPED]))

    assert weights(answers) == [list(found) for *_, found in GROUPED]


HALF = ONE // 2
UNKEPT = [
    (Box((0, 0), (0,), (ONE, ONE)), Groups((0, 0), (0,), (ONE,))),
    (Box((0, 0), (1, 1), (ONE, 0)), Groups((0, 0), (0,), (ONE,))),
    (free(50, 50), Groups((0, 0), (0, 0), (ONE,))),
    (free(50, 50), Groups((0, 0, 0), (0,), (ONE,))),
    (free(50, 50), Groups((0, 1), (0,), (ONE,))),
    (free(50, 50), Groups((0, 0), (), ())),
    (free(50, 50), Groups((0, 1), (0, HALF), (ONE, HALF - 1))),
    (free(50, 50), Groups((0, 0), (0, 1), (ONE, ONE))),
    (free(50, 50), Groups((0, 1), (FREE, 0), (FREE, ONE))),
    (Box((0, 0), (FREE, FREE), (FREE, FREE)), Groups((0, 0), (0,), (FREE,))),
    (free(50, 50), Groups((0, 1), (0, 0), (HALF, HALF - 1))),
    (free(50, 50), Groups((0, 1), (HALF, HALF + 1), (ONE, ONE))),
    (Box((), (), ()), Groups((), (), ())),
]
KINDS = {"BoundCount", "BoundsCrossed", "BoundsInfeasible", "GroupUnknown", "GroupInfeasible"}


@pytest.mark.parametrize("drawn, kept", UNKEPT)
def test_groups_are_refused_alike(ask, drawn, kept):
    refused = said(group_projection.project, drawn, kept)

    assert refused[0] in KINDS
    assert ask("projectGroups", astuple(drawn), astuple(kept)) == refused


def told(drawn):
    return [list(map(astuple, each)) for each in zip(*drawn, strict=True)]


def weights(answers):
    return [found for found, gas in answers]
