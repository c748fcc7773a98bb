"""The clock that follows volatility: its vectors, and that it never leaves what is governed."""

from dataclasses import replace
from fractions import Fraction
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterpoise.constraint.volatility_cooldown import (
    NOBODY,
    Terms,
    VolatilityCooldownConstraint,
    Wait,
)
from counterpoise.errors import (
    AssetUnknown,
    CooldownActive,
    LimitOutOfRange,
    NothingToWeigh,
    VolatilityTooHigh,
)
from counterpoise.math.fixed_point import ONE
from counterpoise.math.signals import signals_of
from counterpoise.types import MarketClass
from tests.counterpoise.constraint.moves import HALVES, PERCENT, worth
from tests.depth import examples

HOUR = 3_600
FASTER = Terms(HOUR // 4, 4 * HOUR, HOUR, 60 * PERCENT, -2, "a")
SLOWER = replace(FASTER, halves=2)
VECTORS = [  # V7.4: usual, volatility, reference, halves of the exponent, times at most, interval
    (3_600, 120, 60, 2, 6, 7_200),
    (3_600, 30, 60, 2, 6, 3_600),
    (900, 240, 60, 3, 6, 5_400),
]


def seen(volatilities, values=(60, 40), together=(), time=1_000):
    """A state of halves or so, with these volatilities in percent."""
    classes = [MarketClass.NORMAL] * len(volatilities)
    signals = signals_of(classes, [it * PERCENT for it in volatilities], together)
    return replace(worth(*values, time=time), signals=signals)


def check(constraint, volatility, time, end=(50, 50)):
    constraint.check(seen((volatility, 0), time=time), HALVES, worth(*end))


@pytest.mark.parametrize(("usual", "volatility", "ref", "halves", "cap", "interval"), VECTORS)
def test_the_vectors_of_the_formula(usual, volatility, ref, halves, cap, interval):
    """V7.4 Never shorter than usual, and at most so many times as long."""
    terms = Terms(usual, cap * usual, usual, ref * PERCENT, halves)
    assert terms.interval(volatility * PERCENT) == interval


@pytest.mark.parametrize(
    ("volatility", "interval"), [(60, 3_600), (120, 1_800), (240, 900), (241, 900), (30, 7_200)]
)
def test_a_wild_market_is_rebalanced_sooner_and_never_before_the_least(volatility, interval):
    """E2 Twice as volatile, half the wait; above four times, the high mark, the least."""
    constraint = VolatilityCooldownConstraint(FASTER)
    assert constraint.interval_of(seen((volatility, 0))) == interval
    check(constraint, 60, 1_000)
    with pytest.raises(CooldownActive) as refused:
        check(constraint, volatility, 999 + interval)
    assert refused.value.fields == {"time": 999 + interval, "ready_at": 1_000 + interval}
    check(constraint, volatility, 1_000 + interval)


def test_the_volatility_of_the_moment_counts():
    """E2 Who waits is let go as soon as the market turns wild, and held as it calms down."""
    constraint = VolatilityCooldownConstraint(FASTER)
    check(constraint, 30, 1_000)
    with pytest.raises(CooldownActive):
        check(constraint, 30, 1_000 + 2 * HOUR - 1)
    check(constraint, 240, 1_000 + HOUR // 4)


def test_before_anything_is_read_the_least_is_asked():
    constraint = VolatilityCooldownConstraint(FASTER)
    assert constraint.require_ready(0) is None
    check(constraint, 30, 1_000)
    with pytest.raises(CooldownActive) as refused:
        constraint.require_ready(1_899)
    assert refused.value.fields == {"time": 1_899, "ready_at": 1_900}
    assert constraint.require_ready(1_900) is None


@pytest.mark.parametrize(
    ("values", "passes"), [((59, 41), True), ((60, 40), False), ((61, 39), False)]
)
def test_less_risk_waits_the_least_where_more_risk_waits_longer(values, passes):
    """7.4 Four hours at this volatility, a quarter for what lowers the vault's own."""
    constraint = VolatilityCooldownConstraint(SLOWER, Wait(1_000, ONE))
    start, end = seen((240, 0), time=1_900), worth(*values)
    if passes:
        assert constraint.judge(start, HALVES, end) is None
        with pytest.raises(CooldownActive) as refused:
            constraint.judge(replace(start, time=1_899), HALVES, end)
        assert refused.value.fields == {"time": 1_899, "ready_at": 1_000 + 4 * HOUR}
        return
    with pytest.raises(CooldownActive) as refused:
        constraint.judge(start, HALVES, end)
    assert refused.value.fields == {"time": 1_900, "ready_at": 1_000 + 4 * HOUR}


def test_where_the_wait_gets_shorter_less_risk_has_no_privilege():
    constraint = VolatilityCooldownConstraint(FASTER, Wait(1_000, ONE))
    with pytest.raises(CooldownActive):
        constraint.judge(seen((60, 0), time=1_900), HALVES, worth(59, 41))


@pytest.mark.parametrize(
    ("volatilities", "together", "found"),
    [((50, 0), (), 30), ((50, 30), (), 42), ((50, 40), (-ONE,), 14), ((50, 40), (0,), 34)],
)
def test_the_whole_vaults_volatility(volatilities, together, found):
    """60 and 40 percent; without correlations the sum of both, and cash moves nothing."""
    constraint = VolatilityCooldownConstraint(replace(FASTER, asset=NOBODY))
    assert constraint.volatility_of(seen(volatilities, together=together)) == found * PERCENT


def test_a_named_assets_volatility_is_its_own():
    constraint = VolatilityCooldownConstraint(replace(FASTER, asset="b"))
    assert constraint.volatility_of(seen((50, 30))) == 30 * PERCENT


@pytest.mark.parametrize("terms", [FASTER, SLOWER, replace(FASTER, asset=NOBODY)])
def test_where_no_volatility_is_known_it_is_the_usual_wait(terms):
    constraint = VolatilityCooldownConstraint(terms)
    for state in (seen((0, 0)), worth(60, 40)):
        assert constraint.interval_of(state) == HOUR


@pytest.mark.parametrize(
    ("end", "share"),
    [((60, 40), ONE), ((66, 34), ONE), ((69, 31), ONE // 4), ((70, 30), ONE), ((71, 29), ONE)],
)
def test_a_small_rebalance_waits_a_part_of_the_interval(end, share):
    """E2 Four percent of the value are the whole one; so are half of the drift, and none at all."""
    constraint = VolatilityCooldownConstraint(replace(FASTER, pace=4 * PERCENT))
    constraint.check(seen((60, 0), values=(70, 30)), HALVES, worth(*end))
    assert constraint.wait == Wait(1_000, share, HOUR)


def test_judging_starts_no_clock():
    constraint = VolatilityCooldownConstraint(FASTER)
    constraint.judge(seen((60, 0)), HALVES, worth(50, 50))
    assert constraint.wait == Wait()


volatility = st.one_of(st.just(0), st.integers(1, 1_000), st.integers(1, 10**19))
terms = st.builds(
    lambda marks, ref, halves, asset: Terms(marks[0], marks[2], marks[1], ref, halves, asset),
    st.lists(st.integers(1, 7 * 86_400), min_size=3, max_size=3).map(sorted),
    st.integers(10**12, 10**19),
    st.sampled_from([-4, -3, -2, -1, 1, 2, 3, 4]),
    st.sampled_from(["a", NOBODY]),
)


@settings(max_examples=examples(200))
@given(
    chosen=terms,
    looks=st.lists(st.tuples(volatility, st.integers(0, 8 * 86_400)), min_size=1, max_size=20),
)
def test_no_prices_push_the_interval_out_of_what_is_governed(chosen, looks):
    """E2, J3 None passes before the least is over, and none is refused once the most is."""
    constraint, time, last = VolatilityCooldownConstraint(chosen), 0, None
    for sigma, pause in looks:
        time += pause
        start = replace(
            worth(60, 40, time=time), signals=signals_of([MarketClass.NORMAL] * 2, (sigma, 0))
        )
        assert chosen.least <= constraint.interval_of(start) <= chosen.most
        waited = chosen.most if last is None else time - last
        try:
            constraint.check(start, HALVES, worth(60, 40))
        except CooldownActive:
            assert waited < chosen.most
            continue
        assert waited >= chosen.least
        last = time


def test_an_interval_is_the_power_rounded_up():
    """E2, 7.4 2,000 cases in fractions: the square of no smaller one reaches the power's."""
    draw = Random(74)
    for _ in range(examples(2_000)):
        usual, ref = draw.randint(1, 7 * 86_400), int(10 ** draw.uniform(12, 19))
        sigma, halves = int(10 ** draw.uniform(12, 19)), draw.choice((-4, -3, -2, -1, 1, 2, 3, 4))
        found = Terms(1, 7 * 86_400, usual, ref, halves).interval(sigma)
        square = Fraction(sigma, ref) ** halves * usual**2
        assert found**2 >= square or found == 7 * 86_400
        assert (found - 1) ** 2 < square or found == 1


@pytest.mark.parametrize(
    ("field", "numbers", "name"),
    [
        ("least", (0, 7 * 86_400 + 1), "least"),
        ("most", (HOUR // 4 - 1, 7 * 86_400 + 1), "most"),
        ("usual", (HOUR // 4 - 1, 4 * HOUR + 1), "usual"),
        ("ref", (10**12 - 1, 10**19 + 1), "ref"),
        ("pace", (ONE + 1,), "pace"),
    ],
)
def test_limits_out_of_range_are_refused(field, numbers, name):
    """J1"""
    for number in numbers:
        with pytest.raises(LimitOutOfRange) as refused:
            replace(FASTER, **{field: number})
        assert (refused.value.limit_name, refused.value.limit) == (name, number)


@pytest.mark.parametrize("halves", [0, 5, -5])
def test_an_exponent_of_nothing_or_beyond_two_is_refused(halves):
    with pytest.raises(LimitOutOfRange) as refused:
        replace(FASTER, halves=halves)
    assert refused.value.fields == {"limit_name": "halves", "limit": abs(halves), "most": 4}


def test_what_cannot_be_known_is_refused_by_name():
    with pytest.raises(AssetUnknown) as refused:
        VolatilityCooldownConstraint(replace(FASTER, asset="z")).interval_of(seen((60, 0)))
    assert refused.value.fields == {"token": "z"}
    whole = VolatilityCooldownConstraint(replace(FASTER, asset=NOBODY))
    with pytest.raises(NothingToWeigh):
        whole.interval_of(worth(0, 0))
    for constraint in (whole, VolatilityCooldownConstraint(FASTER)):
        with pytest.raises(VolatilityTooHigh):
            constraint.interval_of(seen((1_001, 0)))
