"""Slices, strides and buckets: the chain and its twin tell the same."""

from dataclasses import astuple
from random import Random

from counterpoise.math import slices, stride
from counterpoise.math.slices import MOST_URGENT, Cut, Programme
from counterpoise.math.token_bucket import Bucket
from tests.counterpoise.math.test_slices import HOUR, NOW, ONE, REMAINING, drawn
from tests.counterpoise.math.test_token_bucket import VECTORS
from tests.depth import examples

NAME = "MockSlices"


def test_the_chain_has_the_same_vectors(ask):
    """V1.10, V5.4"""
    for urgency, part, left in REMAINING:
        assert ask("remaining", urgency, part) == left
    for left, cap, rate, time, wanted, budget, share in VECTORS:
        assert ask("budgetAt", (left, NOW), cap, rate, NOW + time) == budget
        assert ask("part", budget, wanted) == share


def test_what_remains_is_the_same_and_cheap(ask):
    """math 5.4 Without urgency there is no such curve."""
    draw = Random(17)
    for _ in range(examples(100)):
        values = drawn(draw)
        assert ask("remaining", *values) == slices.remaining(*values)
    assert ask("remaining", 0, ONE // 2) == ("Panic", [0x12])
    assert ask("gasOfRemaining", 2 * ONE, ONE // 2) < 5_500


def test_random_slices_are_the_same(ask):
    """Whatever is left and was spent, early or late."""
    draw = Random(18)
    for _ in range(examples(100)):
        cut = Cut(draw.randint(2, 100), draw.choice((1, HOUR)), draw.choice((0, MOST_URGENT, ONE)))
        distance = draw.randint(1, ONE)
        left = draw.randint(0, distance)
        spent = draw.choice((0, draw.randint(0, left)))
        it = Programme(distance, left, spent, NOW, draw.randrange(cut.slices))
        time = NOW + draw.randrange(cut.slices * cut.interval)
        rolled = it.roll(cut, time)
        assert ask("roll", astuple(it), astuple(cut), time) == list(astuple(rolled))
        assert ask("allowed", astuple(rolled), astuple(cut)) == rolled.allowed(cut)


def test_random_strides_are_the_same(ask):
    draw = Random(19)
    for _ in range(examples(60)):
        held, goal = (weights(draw, 2 + draw.randrange(19)) for _ in range(2))
        goal = (goal + (0,) * len(held))[: len(held)]
        goal = (*goal[:-1], ONE - sum(goal[:-1]))
        step = draw.choice((0, 1, ONE - 1, ONE, draw.randint(0, ONE)))
        assert ask("towards", held, goal, step) == list(stride.towards(held, goal, step))
        assert ask("wayTo", held, goal) == stride.way_to(held, goal)
        values = draw.randint(0, ONE), draw.choice((0, draw.randint(0, ONE)))
        assert ask("part", *values) == stride.part(*values)


def weights(draw, n):
    """Some of them nothing, the last one the rest."""
    found = tuple(draw.choice((0, draw.randint(0, ONE // n))) for _ in range(n - 1))
    return (*found, ONE - sum(found))


def test_random_budgets_are_the_same(ask):
    draw = Random(20)
    for _ in range(examples(60)):
        bucket = Bucket(draw.randint(0, ONE), draw.choice((0, NOW)))
        values = draw.randint(0, ONE), draw.randint(0, 24 * ONE), NOW + draw.randint(-9, 10**6)
        assert ask("budgetAt", astuple(bucket), *values) == bucket.budget_at(*values)
