"""Tells manipulation from crisis: the table, its thresholds, how a class is left."""

from dataclasses import replace
from math import log

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mpmath import mp, mpf

from counterpoise.math.fixed_point import ONE
from counterpoise.math.market import (
    Patience,
    Prices,
    Standing,
    Tolerances,
    advance,
    is_jump,
    is_off,
    judge,
    permits,
    spread,
    tolerances,
)
from counterpoise.types import MarketClass
from tests.depth import examples

PERCENT = ONE // 100
MINUTE, HOUR = 60, 3_600
TRUE, OFF = 2_000 * ONE, 2_100 * ONE
EVEN = Tolerances(PERCENT, 2 * PERCENT)
PATIENCE = Patience(streak=3, spacing=5 * MINUTE, rest=HOUR)
# What the second oracle, the average and the pool say, whether it is thin, and what that is.
TABLE = [
    (TRUE, TRUE, TRUE, False, MarketClass.NORMAL),
    (TRUE, TRUE, TRUE, True, MarketClass.THIN),
    (TRUE, TRUE, OFF, False, MarketClass.TRANSIENT),
    (TRUE, TRUE, OFF, True, MarketClass.MANIPULATION),
    (TRUE, OFF, TRUE, False, MarketClass.GENUINE_MOVE),
    (TRUE, OFF, TRUE, True, MarketClass.CRISIS),
    (TRUE, OFF, OFF, False, MarketClass.DISLOCATION),
    (TRUE, OFF, OFF, True, MarketClass.BROKEN_VENUE),
    (OFF, TRUE, TRUE, False, MarketClass.SECONDARY_FAULT),
    (OFF, TRUE, TRUE, True, MarketClass.DOUBT),
    (OFF, TRUE, OFF, False, MarketClass.UNKNOWN),
    (OFF, TRUE, OFF, True, MarketClass.UNKNOWN),
    (OFF, OFF, TRUE, False, MarketClass.DOUBT),
    (OFF, OFF, TRUE, True, MarketClass.DOUBT),
    (OFF, OFF, OFF, False, MarketClass.PRIMARY_FAULT),
    (OFF, OFF, OFF, True, MarketClass.UNKNOWN),
]
# The class, whether more may be held, whether less, and the part of the largest trade.
PERMITS = [
    (MarketClass.NORMAL, True, True, ONE),
    (MarketClass.SECONDARY_FAULT, True, True, ONE // 2),
    (MarketClass.GENUINE_MOVE, False, True, ONE),
    (MarketClass.THIN, False, True, ONE // 2),
    (MarketClass.CRISIS, False, True, ONE // 2),
    (MarketClass.DOUBT, False, True, ONE // 2),
    (MarketClass.TRANSIENT, False, False, 0),
    (MarketClass.MANIPULATION, False, False, 0),
    (MarketClass.DISLOCATION, False, False, 0),
    (MarketClass.BROKEN_VENUE, False, False, 0),
    (MarketClass.PRIMARY_FAULT, False, False, 0),
    (MarketClass.UNKNOWN, False, False, 0),
]
CRISIS, NORMAL, THIN = MarketClass.CRISIS, MarketClass.NORMAL, MarketClass.THIN


@given(volatility=st.integers(0, 3 * ONE), time=st.integers(0, 365 * 86_400))
def test_a_spread_is_exact_arithmetic_rounded_down(volatility, time):
    """math 7.1: a unit, and the root's own times the volatility."""
    with mp.workdps(50):
        exact = volatility * mp.sqrt(mpf(time) / (365 * 86_400))
        assert 0 <= exact - spread(volatility, time) <= 1 + mpf(volatility) / ONE


@given(
    a=st.integers(10**6, 10**35),
    change=st.integers(-ONE // 2, ONE),
    near=st.one_of(st.integers(-9, 9), st.integers(-ONE, ONE)),
)
def test_a_difference_is_that_of_the_logarithms_to_three_units(a, change, near):
    """Also where the limit is as close to it as can be."""
    b = a * (ONE + change) // ONE
    with mp.workdps(60):
        size = abs(mp.log(mpf(a) / b)) * ONE
        most = max(int(size) + near, 0)
        if abs(size - most) > 3:
            assert is_off(a, b, most) == (size > most)


@pytest.mark.parametrize("second, twap, spot, thin, kind", TABLE)
def test_the_table_has_sixteen_rows(second, twap, spot, thin, kind):
    assert judge(Prices(TRUE, second, spot, twap), EVEN, thin) == kind


def test_where_all_differ_but_do_not_agree_nobody_is_believed():
    assert judge(Prices(TRUE, OFF, 2_200 * ONE, OFF), EVEN, False) == MarketClass.UNKNOWN
    assert judge(Prices(TRUE, OFF, OFF, 2_200 * ONE), EVEN, False) == MarketClass.UNKNOWN


def test_every_class_but_one_is_found_by_the_table_and_permits_a_row():
    assert {row[4] for row in TABLE} == set(MarketClass) == {row[0] for row in PERMITS}


@pytest.mark.parametrize("kind, grow, shrink, part", PERMITS)
def test_what_a_class_permits(kind, grow, shrink, part):
    assert permits(kind) == (grow, shrink, part)


@pytest.mark.parametrize(
    "spot, oracle, second, twap, thin, kind",
    [
        (1_960, 2_000, 2_000, 2_001, False, MarketClass.TRANSIENT),
        (1_800, 1_805, 1_805, 1_940, True, MarketClass.CRISIS),
        (1.002, 1.0001, 1.0001, 0.9995, False, MarketClass.NORMAL),
    ],
)
def test_the_vectors_of_7_1(spot, oracle, second, twap, thin, kind):
    """V7.1 A push, a crisis, and a day like any other."""
    prices = Prices(*(round(it * 10**4) * 10**14 for it in (oracle, second, spot, twap)))
    most = tolerances(5 * PERCENT // 10, 8 * ONE // 10, 600, 1_800)

    assert most == Tolerances(15 * PERCENT // 10, 4 * spread(8 * ONE // 10, 600))
    assert most.twap / ONE == pytest.approx(0.0140, abs=1e-4)
    assert judge(prices, most, thin) == kind


def test_the_vectors_of_7_3():
    """V7.3 11 per cent in an hour is a jump, 2.5 are none; the threshold is 3.4 per cent."""
    volatility = 8 * ONE // 10
    assert 4 * spread(volatility, HOUR) / ONE == pytest.approx(0.0341899074537, rel=1e-9)
    assert is_jump(round(log(2_000 / 1_790) * ONE), HOUR, volatility, PERCENT)
    assert not is_jump(round(log(2_000 / 1_950) * ONE), HOUR, volatility, PERCENT)


def test_a_jump_is_beyond_its_threshold_and_not_at_it():
    most = 4 * spread(ONE, HOUR)
    assert not is_jump(most, HOUR, ONE, 0) and is_jump(most + 1, HOUR, ONE, 0)
    assert not is_jump(most + 1, HOUR, ONE, most + 1)


def test_the_tolerances_follow_the_feed_and_the_price():
    assert tolerances(PERCENT, 0, HOUR, HOUR) == Tolerances(3 * PERCENT, 2 * PERCENT)
    assert tolerances(0, 0, HOUR, HOUR) == Tolerances(0, PERCENT)
    wild = tolerances(0, 3 * ONE, HOUR, HOUR)
    assert wild == Tolerances(3 * spread(3 * ONE, HOUR), 4 * spread(3 * ONE, 20 * MINUTE))


@pytest.mark.parametrize("silent", ["oracle", "second", "spot", "twap"])
def test_who_does_not_answer_differs(silent):
    prices = replace(Prices(TRUE, TRUE, TRUE, TRUE), **{silent: 0})
    assert judge(prices, EVEN, False) != MarketClass.NORMAL
    assert is_off(0, TRUE, ONE) and is_off(TRUE, 0, ONE) and is_off(0, 0, ONE)


def test_without_the_oracle_nothing_is_known():
    assert judge(Prices(0, TRUE, TRUE, TRUE), EVEN, False) == MarketClass.PRIMARY_FAULT
    assert judge(Prices(0, TRUE, TRUE, TRUE), EVEN, True) == MarketClass.UNKNOWN
    assert judge(Prices(0, 0, TRUE, TRUE), EVEN, False) == MarketClass.UNKNOWN


def test_a_price_beyond_its_domain_says_nothing():
    assert not is_off(10**36, 10**36, 0)
    assert is_off(10**36 + 1, 10**36 + 1, ONE) and is_off(10**36, 10**36 + 1, ONE)


# How a class is left.


def walk(standing, *looks):
    for found, wait in looks:
        standing = advance(standing, found, standing.seen + wait, PATIENCE)
    return standing


START = Standing(seen=1_000, last=1_000, since=1_000)
IN_CRISIS = walk(START, (CRISIS, 60))


def test_what_is_worse_holds_at_once():
    assert Standing(CRISIS, since=1_060, last=1_060, seen=1_060) == IN_CRISIS
    worse = advance(IN_CRISIS, MarketClass.UNKNOWN, 1_061, PATIENCE)
    assert worse == Standing(MarketClass.UNKNOWN, since=1_061, last=1_061, seen=1_061)


def test_the_same_again_begins_the_rest_anew():
    calmer = walk(IN_CRISIS, (NORMAL, HOUR), (NORMAL, 300))
    assert calmer.streak == 2
    again = advance(calmer, CRISIS, calmer.seen + 1, PATIENCE)
    assert again == Standing(CRISIS, since=1_060, last=calmer.seen + 1, seen=calmer.seen + 1)


def test_a_class_is_left_after_the_streak_and_the_rest():
    two = walk(IN_CRISIS, (NORMAL, 300), (NORMAL, 300))
    assert (two.kind, two.streak) == (CRISIS, 2)
    early = advance(two, NORMAL, IN_CRISIS.last + HOUR - 1, PATIENCE)
    assert (early.kind, early.streak) == (CRISIS, 3)
    late = IN_CRISIS.last + HOUR
    assert advance(two, NORMAL, late, PATIENCE) == Standing(since=late, last=late, seen=late)


def test_the_rest_alone_is_not_enough():
    assert walk(IN_CRISIS, (NORMAL, 10 * HOUR), (NORMAL, 10 * HOUR)).kind == CRISIS


def test_it_steps_down_to_the_worst_of_the_streak():
    left = walk(IN_CRISIS, (NORMAL, HOUR), (THIN, 300), (NORMAL, 300))
    assert left.kind == THIN


def test_looks_closer_than_the_spacing_count_once():
    one = walk(IN_CRISIS, (NORMAL, HOUR))
    assert advance(one, NORMAL, one.seen + 299, PATIENCE) == one
    assert advance(one, NORMAL, one.seen + 300, PATIENCE).streak == 2


def test_a_streak_ends_at_what_fits_its_byte():
    endless = Patience(streak=1, spacing=1, rest=10**6)
    standing = IN_CRISIS
    for _ in range(300):
        standing = advance(standing, NORMAL, standing.seen + 1, endless)
    assert (standing.kind, standing.streak) == (CRISIS, 255)


noise = st.lists(
    st.tuples(st.sampled_from(MarketClass), st.integers(1, 2_000)), min_size=20, max_size=120
)
patiences = st.builds(Patience, st.integers(1, 5), st.integers(1, 900), st.integers(0, 4 * HOUR))


@settings(max_examples=examples(60), deadline=None)
@given(series=noise, patience=patiences)
def test_a_noisy_series_does_not_flicker(series, patience):
    """Between two steps down lie the streak, its spacings and the rest; nothing else lowers."""
    standing, time, calm, lowered = START, START.seen, [], None
    for found, wait in series:
        time += wait
        end = advance(standing, found, time, patience)
        if found >= standing.kind:
            assert end.kind == found
            calm = []
        elif time >= standing.seen + patience.spacing:
            calm.append(found)
        if end.kind < standing.kind:
            assert len(calm) >= patience.streak
            assert end.kind == max(calm)
            assert time >= standing.last + patience.rest
            assert lowered is None or time >= lowered + patience.rest
            assert lowered is None or time >= lowered + patience.streak * patience.spacing
            calm, lowered = [], time
        standing = end
