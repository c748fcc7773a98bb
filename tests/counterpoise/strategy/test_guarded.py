"""The guard: what another wants within walls and a pace, and the last weights where it fails."""

from dataclasses import dataclass

import pytest

from counterpoise.constraint.pace import PaceConstraint
from counterpoise.errors import (
    LimitOutOfRange,
    Refusal,
    StrategyFaulted,
    VolatilityNotObserved,
    WeightCount,
    WeightSum,
)
from counterpoise.strategy.guarded import GuardedStrategy
from tests.counterpoise.constraint.moves import HALVES, PERCENT, worth
from tests.counterpoise.math.test_corridor import plain

ONE, INNER, HOUR = 10**18, "0x" + "ab" * 20, 3_600


@dataclass
class Babble:
    """Wants whatever it is told, or refuses with it."""

    words: tuple[int, ...] | Refusal

    def target(self, state):
        if isinstance(self.words, Refusal):
            raise self.words
        return self.words


def guard(words, walls=None, stipend=500_000, step=10 * PERCENT):
    pace = PaceConstraint(step, PERCENT // HOUR)
    return GuardedStrategy(INNER, Babble(words), stipend, pace, walls or plain(2))


def accepted(words, walls=None):
    """A guard whose last target was halves, at 1000 s."""
    it = guard(words, walls)
    it.pace.check(worth(1, 1, time=1_000), HALVES, worth(1, 1))
    return it


def test_what_is_good_is_wanted():
    assert guard((ONE, 0)).target(worth(1, 1)) == (ONE, 0)
    assert guard((ONE, 0)).fault_of(worth(1, 1)) is None


def test_walls_and_pace_hold_it():
    """D1, ST-06 Sixty percent are the most; and a tenth is a step, however long it waits."""
    walls = plain(2, 0, 60 * PERCENT)
    assert guard((ONE, 0), walls).target(worth(1, 1)) == (60 * PERCENT, 40 * PERCENT)
    later = worth(1, 1, time=10**9)
    assert accepted((ONE, 0)).target(later) == (60 * PERCENT, 40 * PERCENT)
    assert accepted((0, ONE), walls).target(later) == (40 * PERCENT, 60 * PERCENT)


@pytest.mark.parametrize(
    "words, kind",
    [
        (VolatilityNotObserved(1), VolatilityNotObserved),
        ((), WeightCount),
        ((ONE,), WeightCount),
        ((ONE, 0, 0), WeightCount),
        ((ONE, 1), WeightSum),
        ((0, 0), WeightSum),
    ],
)
def test_however_it_fails_the_last_weights_stay(words, kind):
    """C5, ST-01, ST-08"""
    it, later = accepted(words), worth(1, 1, time=10**9)
    assert it.target(later) == HALVES
    assert isinstance(it.fault_of(later), kind)


def test_without_last_weights_it_refuses_with_the_reason():
    """C5"""
    with pytest.raises(StrategyFaulted) as refused:
        guard((ONE,)).target(worth(1, 1))
    assert refused.value.strategy == INNER
    assert refused.value.reason.fields == {"count": 1, "expected": 2}


def test_another_number_of_assets_is_refused():
    """ST-01"""
    with pytest.raises(WeightCount) as refused:
        guard((ONE, 0)).target(worth(1, 1, 1))
    assert refused.value.fields == {"count": 2, "expected": 3}


@pytest.mark.parametrize("stipend, bound", [(49_999, 50_000), (5_000_001, 5_000_000)])
def test_a_stipend_has_bounds(stipend, bound):
    with pytest.raises(LimitOutOfRange) as refused:
        guard((ONE, 0), stipend=stipend)
    assert list(refused.value.fields.values()) == ["stipend", stipend, bound]
