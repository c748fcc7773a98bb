"""The sequencer: an hour of grace, to the second."""

import pytest

from counterpoise.errors import (
    LimitOutOfRange,
    SequencerDown,
    SequencerGrace,
    SequencerUnknown,
    SourceFailed,
    refusal,
)
from counterpoise.observer.oracle.composite import SCALE, Rate, Source
from counterpoise.observer.oracle.sequencer import SequencerOracle, Status

NOW, HOUR = 1_700_000_000, 3_600
RATE = Rate(SCALE, 2 * SCALE, 3 * SCALE)


def oracle(answer, since, grace=HOUR):
    source = Source("source", RATE)
    return SequencerOracle("it", "b", "q", source, "feed", grace, Status(answer, since), NOW)


def test_at_3600_seconds_it_speaks_and_at_3599_it_does_not():
    """OR-07"""
    assert oracle(0, NOW - HOUR).rate(sides=True) == RATE
    with pytest.raises(SequencerGrace) as refused:
        oracle(0, NOW - HOUR + 1).rate(sides=True)
    assert refused.value.fields == {"feed": "feed", "up": 3_599, "grace": 3_600}


def test_while_it_is_down_it_does_not_speak():
    """OR-07"""
    with pytest.raises(SequencerDown) as refused:
        oracle(1, NOW - 86_400).rate(sides=True)
    assert refused.value.fields == {"feed": "feed", "since": NOW - 86_400}


@pytest.mark.parametrize("since", [0, NOW + 1])
def test_a_status_that_has_not_begun_is_none(since):
    """OR-07"""
    with pytest.raises(SequencerUnknown) as refused:
        oracle(0, since).rate(sides=True)
    assert refused.value.fields == {"feed": "feed", "since": since, "time": NOW}


def test_a_feed_that_fails_is_named():
    """OR-08"""
    why = refusal("NoAccess", {})
    source = Source("source", RATE)
    with pytest.raises(SourceFailed) as refused:
        SequencerOracle("it", "b", "q", source, "feed", HOUR, why, NOW).rate(sides=True)
    assert refused.value.fields == {"source": "feed", "reason": why}


@pytest.mark.parametrize("grace", [0, 86_401])
def test_the_grace_has_bounds(grace):
    with pytest.raises(LimitOutOfRange):
        oracle(0, NOW - HOUR, grace)
