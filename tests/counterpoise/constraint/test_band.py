"""The trigger with a band for each asset: the narrowest of those that are asked for."""

from dataclasses import replace
from random import Random

import pytest
from mpmath import cbrt, mp, mpf, root, sqrt

from counterpoise.constraint.band import BandConstraint, Bands
from counterpoise.errors import (
    AssetUnknown,
    CorrelationNotObserved,
    CorrelationOutOfDomain,
    LimitOutOfRange,
    NothingToWeigh,
    VolatilityTooHigh,
    WithinBand,
)
from counterpoise.math.fixed_point import ONE
from counterpoise.math.signals import WORD, signals_of
from counterpoise.types import Asset, MarketClass, State
from tests.counterpoise.constraint.moves import HALVES, PERCENT, worth
from tests.depth import examples

PLAIN = Bands(5 * PERCENT, PERCENT, 40 * PERCENT)
WIDE = Bands(25 * PERCENT, 1, 80 * PERCENT)
MOST = Bands(25 * PERCENT, 25 * PERCENT, 80 * PERCENT, ONE, ONE, ONE // 10, 10**22, 10**20)


def remembering(state, volatilities, together=()):
    signals = signals_of([MarketClass.NORMAL] * len(volatilities), volatilities, together)
    return replace(state, signals=signals)


def bands_of(bands, state, target, hub="b"):
    return BandConstraint(hub, bands).bands_of(state, target)


@pytest.mark.parametrize("below", [0, 1])
def test_at_the_band_nothing_is_due(below):
    """E1, RB-01"""
    start = worth(55 * ONE - below, 45 * ONE + below)
    drift = 5 * PERCENT - (below > 0)
    with pytest.raises(WithinBand) as refused:
        BandConstraint("b", PLAIN).judge(start, HALVES, start)
    assert refused.value.fields == {"drift": drift, "band": 5 * PERCENT}


def test_a_unit_of_the_value_beyond_the_band_it_is():
    """RB-01 Strictly beyond, before anything is rounded."""
    start = worth(55 * ONE + 1, 45 * ONE - 1)
    assert BandConstraint("b", PLAIN).judge(start, HALVES, start) is None


@pytest.mark.parametrize(("left", "active"), [(52 * ONE, False), (52 * ONE + 1, True)])
def test_it_stays_active_beyond_the_inner_part(left, active):
    """E1 Four tenths of five percent; inside means at it or below."""
    constraint = BandConstraint("b", PLAIN)
    constraint.check(worth(56, 44), HALVES, worth(left, 100 * ONE - left))
    assert constraint.is_active is active


def test_between_slices_the_inner_part_counts():
    """RB-01"""
    constraint, nearer, inside = BandConstraint("b", PLAIN), worth(53, 47), worth(52, 48)
    constraint.check(worth(56, 44), HALVES, nearer)
    constraint.check(nearer, HALVES, nearer)
    with pytest.raises(WithinBand) as refused:
        constraint.check(inside, HALVES, inside)
    assert refused.value.fields == {"drift": 2 * PERCENT, "band": 2 * PERCENT}
    constraint.check(nearer, HALVES, inside)
    with pytest.raises(WithinBand):
        constraint.check(nearer, HALVES, inside)


def test_judging_remembers_nothing():
    constraint = BandConstraint("b", PLAIN)
    constraint.judge(worth(56, 44), HALVES, worth(53, 47))
    assert constraint.is_active is False


def test_a_small_target_has_a_narrow_band_and_none_the_absolute_one():
    """E1 A fifth of each target; 4 % of it, clamped; what is not wanted has none of its own."""
    bands = Bands(5 * PERCENT, PERCENT, 40 * PERCENT, relative=20 * PERCENT)
    target = (76 * PERCENT, 20 * PERCENT, 4 * PERCENT, 0)
    expected = [5 * PERCENT, 4 * PERCENT, PERCENT, 5 * PERCENT]
    assert bands_of(bands, worth(1, 1, 1, 1), target) == expected


@pytest.mark.parametrize(
    ("risk", "volatility", "band"),
    [(200, 8_000, 25_000_000_000_000_000), (200, 3_000, 66_666_666_666_666_666)]
    + [(150, 11_000, 13_636_363_636_363_636)],
)
def test_a_budget_of_risk_narrows_the_band_as_volatility_grows(risk, volatility, band):
    """E1, V1.2 The hub is cash, and has the absolute band."""
    state = remembering(worth(1, 1), (volatility * ONE // 10_000, 0))
    bands = replace(WIDE, risk=risk * ONE // 10_000)
    assert bands_of(bands, state, HALVES) == [band, 25 * PERCENT]


@pytest.mark.parametrize(
    ("together", "band"),
    [((), 40_000), ((-ONE,), 40_000), ((0,), 56_568), ((ONE,), 200_000), ((ONE // 2,), 75_592)],
)
def test_a_correlation_that_nobody_remembers_is_the_worst(together, band):
    """E1 30 % against 20 %: 50 % together, 36.06 % apart, 10 % where both are one; in 1e-6."""
    state = remembering(worth(1, 1), (30 * PERCENT, 20 * PERCENT), together)
    found, still = bands_of(replace(WIDE, risk=2 * PERCENT), state, HALVES)
    assert still == 25 * PERCENT
    with mp.workdps(40):
        moved = sqrt(mpf("0.13") - mpf("0.12") * (together or (-ONE,))[0] / ONE)
        assert 0 <= mpf("0.02") / moved * ONE - found < 2
    assert together == (0,) or found // 10**12 == band


def test_a_volatility_that_nobody_remembers_is_the_greatest():
    """E1 1,000 % a year; a hub's is that of cash."""
    bands = replace(WIDE, risk=2 * PERCENT)
    for state in (worth(1, 1), remembering(worth(1, 1), (0, 0))):
        assert bands_of(bands, state, HALVES) == [PERCENT // 5, 25 * PERCENT]
    volatile_hub = remembering(worth(1, 1), (0, 10 * ONE))
    assert bands_of(bands, volatile_hub, HALVES) == [PERCENT // 10, 25 * PERCENT]


@pytest.mark.parametrize(
    ("cost", "weight", "aversion", "band"),
    [(30, 50, 3, 45_428_014_820_803_491), (100, 80, 2, 57_689_982_812_296_335)]
    + [(5, 30, 5, 18_771_974_237_027_920)],
)
def test_a_cost_in_proportion_widens_the_band_and_no_volatility_does(cost, weight, aversion, band):
    """E1, V1.3 The same for both of two, whatever is remembered."""
    bands = replace(WIDE, cost=cost * ONE // 10_000, aversion=aversion * ONE)
    target = (weight * PERCENT, (100 - weight) * PERCENT)
    for state in (worth(1, 1), remembering(worth(1, 1), (ONE, 5 * ONE))):
        assert bands_of(bands, state, target) == [band, band]


@pytest.mark.parametrize(
    ("value", "weight", "aversion", "band"),
    [(100_000, 50, 3, 39_763_536_438_352_533), (500_000, 50, 2, 29_428_309_563_827_118)],
)
def test_a_fixed_cost_widens_the_band_of_a_small_vault(value, weight, aversion, band):
    """E1, V1.4 One dollar of a vault's value: 1e-5 and 2e-6."""
    bands = replace(WIDE, fixed_cost=ONE, aversion=aversion * ONE)
    state = worth(value * ONE // 2, value * ONE // 2)
    assert bands_of(bands, state, (weight * PERCENT, (100 - weight) * PERCENT)) == [band, band]


def test_the_narrowest_of_all_counts_within_its_ends():
    """E1, ST-02 Of 2 to 20 assets, each in turn the hub, beside the formulas in 40 digits."""
    with mp.workdps(40):
        for n in range(2, 21):
            for hub in range(n):
                _narrowest(n, hub)


def _narrowest(n, hub):
    bands = Bands(4 * PERCENT, PERCENT, 1, 20 * PERCENT, PERCENT, ONE // 10_000, ONE, 2 * ONE)
    weights = [(i + 1) * 2 * ONE // (n * (n + 1)) for i in range(n)]
    weights[-1] += ONE - sum(weights)
    volatilities = [(i + 1) * 10 * PERCENT for i in range(n)]
    assets = tuple(Asset(str(i), 1, 10**22, 1, 10**22) for i in range(n))
    together = [ONE // 2] * (n * (n - 1) // 2)
    state = remembering(State(0, ONE, n * 10**22, assets), volatilities, together)
    for i, found in enumerate(bands_of(bands, state, weights, str(hub))):
        w, s, h = (mpf(it) / ONE for it in (weights[i], volatilities[i], volatilities[hub]))
        kinds = [mpf("0.04"), w / 5, cbrt(mpf("1.5e-4") * (w * (1 - w)) ** 2 / 2)]
        kinds.append(root(12 * (w * (1 - w)) ** 2 / (2 * n * 10_000), 4))
        if i != hub:
            kinds.append(mpf("0.01") / sqrt(s * s + h * h - s * h))
        assert 0 <= max(min(kinds), mpf("0.01")) * ONE - found < 10


def test_each_asset_is_judged_by_its_own_band():
    """E1 One percent off is nothing to the large ones, and too much for the small one."""
    bands = Bands(5 * PERCENT, PERCENT // 10, 40 * PERCENT, relative=20 * PERCENT)
    constraint, target = BandConstraint("b", bands), (48 * PERCENT, 48 * PERCENT, 4 * PERCENT)
    start = worth(4_752, 4_752, 496)
    assert constraint.judge(start, target, start) is None
    start = worth(4_900, 4_700, 400)
    with pytest.raises(WithinBand) as refused:
        constraint.judge(start, target, start)
    assert refused.value.fields == {"drift": 0, "band": 8 * PERCENT // 10}


@pytest.mark.parametrize(
    ("changes", "name", "limit", "most"),
    [
        ({"absolute": 25 * PERCENT + 1}, "absolute", 25 * PERCENT + 1, 25 * PERCENT),
        ({"absolute": 0}, "absolute", 0, 25 * PERCENT),
        ({"least": 25 * PERCENT + 1}, "least", 25 * PERCENT + 1, 25 * PERCENT),
        ({"least": 0}, "least", 0, 25 * PERCENT),
        ({"inner": 80 * PERCENT + 1}, "inner", 80 * PERCENT + 1, 80 * PERCENT),
        ({"inner": 0}, "inner", 0, 80 * PERCENT),
        ({"relative": ONE + 1}, "relative", ONE + 1, ONE),
        ({"risk": ONE + 1}, "risk", ONE + 1, ONE),
        ({"cost": ONE // 10 + 1}, "cost", ONE // 10 + 1, ONE // 10),
        ({"fixed_cost": 10**22 + 1}, "fixedCost", 10**22 + 1, 10**22),
        ({"aversion": 10**20 + 1}, "aversion", 10**20 + 1, 10**20),
        ({"aversion": 10**15 - 1}, "aversion", 10**15 - 1, 10**15),
        ({"aversion": 0, "cost": 0}, "aversion", 0, 10**15),
        ({"aversion": 0, "fixed_cost": 0}, "aversion", 0, 10**15),
    ],
)
def test_limits_out_of_range_are_refused(changes, name, limit, most):
    """J1"""
    with pytest.raises(LimitOutOfRange) as refused:
        replace(MOST, **changes)
    assert refused.value.fields == {"limit_name": name, "limit": limit, "most": most}


def test_without_a_cost_no_aversion_is_asked():
    assert replace(MOST, aversion=0, cost=0, fixed_cost=0).aversion == 0


def test_what_cannot_be_known_is_refused_by_name():
    bands = replace(WIDE, risk=PERCENT)
    with pytest.raises(NothingToWeigh):
        bands_of(bands, worth(0, 0), HALVES)
    with pytest.raises(AssetUnknown) as refused:
        bands_of(bands, worth(1, 1), HALVES, "z")
    assert refused.value.fields == {"token": "z"}
    with pytest.raises(VolatilityTooHigh):
        bands_of(bands, remembering(worth(1, 1), (10 * ONE + 1, 0)), HALVES)
    with pytest.raises(CorrelationOutOfDomain) as refused:
        bands_of(bands, remembering(worth(1, 1), (ONE, ONE), (WORD - ONE - 1,)), HALVES)
    assert refused.value.fields == {"first": 0, "second": 1, "correlation": -ONE - 1}
    cut = remembering(worth(1, 1), (ONE, ONE), (0,))
    with pytest.raises(CorrelationNotObserved):
        bands_of(bands, replace(cut, signals=cut.signals[:-1]), HALVES)
    with pytest.raises(NothingToWeigh):
        BandConstraint("b", PLAIN).check(worth(56, 44), HALVES, worth(0, 0))


def test_no_band_leaves_its_ends_whatever_is_remembered():
    """J3 No volatility and no correlation moves a band out of what is governed."""
    draw = Random(5)
    bands = Bands(5 * PERCENT, PERCENT, ONE // 2, 20 * PERCENT, 2 * PERCENT, ONE // 500, ONE, ONE)
    for _ in range(examples(300)):
        volatilities = [int(10 ** draw.uniform(0, 19)) for _ in range(3)]
        together = [draw.randint(-ONE, ONE) for _ in range(3)]
        values = [draw.randint(1, 10**24) for _ in range(3)]
        state = remembering(worth(*values), volatilities, together)
        cut = draw.randint(0, ONE), draw.randint(0, ONE)
        target = (min(cut), max(cut) - min(cut), ONE - max(cut))
        found = bands_of(bands, state, target)
        assert all(bands.least <= band <= bands.absolute for band in found)
