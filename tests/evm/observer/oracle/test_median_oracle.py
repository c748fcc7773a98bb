"""MedianOracle: the middle of those that answer, while a quorum does and they agree."""

import pytest

from counterpoise.observer.oracle.composite import SCALE, Rate
from tests.evm.in_process import Chain
from tests.evm.observer.oracle.sources import (
    BASE,
    GAS,
    LIMITS,
    ONE,
    PERCENT,
    USD,
    beyond,
    heard,
    play,
    sources,
    whole,
)

UNWELL = ("Unwell", [3, 4])
MEAN = 1_997 * ONE + ONE // 2  # of the two that are left
FAILURES = ["Refuse", "Burn", "BombRefusal", "Mumble", "Bomb"]


@pytest.fixture
def chain():
    return Chain()


@pytest.fixture
def three(chain):
    return sources(chain, [whole(2_005), whole(1_995), whole(2_000)])


def median(chain, oracles, least=2, most=PERCENT):
    """A function that asks a new one."""
    oracle = chain.deploy("MedianOracle", BASE, USD, oracles, least, most, GAS)

    def ask(function="getQuote"):
        values = (ONE, BASE, USD) if function.startswith("get") else ()
        return heard(chain.ask, "MedianOracle", oracle, function, *values)

    return ask


def test_of_three_it_is_the_one_in_the_middle(chain, three):
    """B2 Its order in the list does not matter."""
    assert median(chain, three)() == median(chain, three[::-1])() == 2_000 * ONE


def test_of_four_it_is_the_mean_of_the_two_in_the_middle(chain, three):
    """B2"""
    assert median(chain, three + sources(chain, [whole(2_003)]), 3)() == 2_001 * ONE + ONE // 2


def test_one_that_lies_within_the_limit_moves_it_to_its_neighbour_at_most(chain, three):
    """B2"""
    ask = median(chain, three)
    play(chain, three[2], whole(2_010))
    assert ask() == 2_005 * ONE
    play(chain, three[2], whole(1_990))
    assert ask() == 1_995 * ONE


def test_each_side_is_the_median_of_its_kind(chain, three):
    """P10 One that knows nothing, and says so, widens neither."""
    ask = median(chain, three)
    play(chain, three[0], Rate(2_000 * SCALE, 2_005 * SCALE, 2_010 * SCALE))
    play(chain, three[1], Rate(10**17, 1_995 * SCALE, 10**60))
    play(chain, three[2], Rate(1_998 * SCALE, 2_000 * SCALE, 2_002 * SCALE))
    assert ask("getQuotes") == [1_998 * ONE, 2_010 * ONE]


@pytest.mark.parametrize("habit", FAILURES)
def test_one_that_fails_is_left_out_and_told_of(chain, three, habit):
    """OR-08 The others stay readable."""
    ask = median(chain, three)
    failed = play(chain, three[0], habit=habit)
    assert ask() == MEAN
    assert ask("getQuotes") == [MEAN, MEAN]
    assert ask("reasons") == heard(lambda: [failed.tried(False), "", ""])
    assert ask("sources") == [it.lower() for it in three]


@pytest.mark.parametrize("habit", FAILURES)
def test_fewer_than_the_quorum_are_not_believed(chain, three, habit):
    """OR-02, OR-08 Two of three fail: the last of them is named with its reason."""
    ask = median(chain, three)
    play(chain, three[0], habit="Refuse")
    reason = heard(lambda: play(chain, three[1], habit=habit).tried(False))
    assert ask() == ("QuorumMissed", [1, 2, three[1], reason])
    for oracle in three:
        play(chain, oracle, habit="Refuse")
    assert ask() == ask("getQuotes") == ("QuorumMissed", [0, 2, three[2], UNWELL])


def test_a_higher_quorum_is_missed_earlier(chain, three):
    """B2"""
    ask = median(chain, three, least=3)
    assert ask() == 2_000 * ONE
    play(chain, three[1], habit="Refuse")
    assert ask() == ("QuorumMissed", [2, 3, three[1], UNWELL])


@pytest.mark.parametrize("more, far", [(-1, False), (0, False), (1, True)])
def test_they_may_differ_by_the_limit_and_not_by_a_unit_more(chain, three, more, far):
    """OR-10 The highest from the lowest, of the lowest."""
    ask = median(chain, three)
    mids = [2_000 * SCALE, 2_020 * SCALE + more, 2_001 * SCALE]
    for oracle, mid in zip(three, mids, strict=True):
        play(chain, oracle, Rate(mid, mid, mid))
    refused = ("SourcesDisagree", [BASE, 2_000 * SCALE, mids[1], PERCENT])
    assert (ask() == refused) == (ask("getQuotes") == refused) == far


def test_one_that_fails_does_not_count_for_the_spread(chain, three):
    """OR-08"""
    ask = median(chain, three)
    play(chain, three[0], whole(3_000), "Refuse")
    assert ask() == MEAN


@pytest.mark.parametrize("count", [2, 10])
def test_it_has_three_to_nine_sources(chain, count):
    oracles = sources(chain, [whole(2_000)] * count)
    said = heard(chain.deploy, "MedianOracle", BASE, USD, oracles, count, PERCENT, GAS)
    assert said == ("SourceCount", [count, 3, 9])


@pytest.mark.parametrize("count, least", [(3, 1), (3, 4), (4, 2), (9, 4), (3, 2**255)])
def test_its_quorum_is_more_than_half(chain, count, least):
    """B2 So that no minority speaks for all."""
    oracles = sources(chain, [whole(2_000)] * count)
    said = heard(chain.deploy, "MedianOracle", BASE, USD, oracles, least, PERCENT, GAS)
    assert said == ("QuorumOutOfRange", [least, count])


def test_no_source_counts_twice(chain, three):
    said = heard(chain.deploy, "MedianOracle", BASE, USD, [*three, three[1]], 3, PERCENT, GAS)
    assert said == ("SourceTwice", [three[1]])


def test_it_is_listed_only_with_sources_that_answer(chain, three):
    """B2"""
    play(chain, three[2], habit="Refuse")
    said = heard(chain.deploy, "MedianOracle", BASE, USD, three, 2, PERCENT, GAS)
    assert said == ("SourceFailed", [three[2], UNWELL])


@pytest.mark.parametrize("limit, most, place", LIMITS)
def test_its_limits_have_bounds(chain, three, limit, most, place):
    """J1"""
    for value, limits in beyond(most, place):
        said = heard(chain.deploy, "MedianOracle", BASE, USD, three, 2, *limits)
        assert said == ("LimitOutOfRange", [limit, value, most])
