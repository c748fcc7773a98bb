"""The pool's arithmetic against the vectors V2.8 and V5.1, and against a 50-digit reference."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mpmath import mp, mpf, sqrt

from counterpoise.math.constant_product import bought, depth, sale_to_weight
from counterpoise.math.fixed_point import MAX
from counterpoise.types import Curve

ONE = 10**18
KEPT = 997 * 10**15

mp.dps = 60


def test_a_sale_brings_what_the_pair_pays():
    assert bought(Curve(1_000 * ONE, 2_000_000 * 10**6, KEPT), ONE) == 1992013962


def test_a_sale_of_nothing_brings_nothing():
    assert bought(Curve(1, 1, KEPT), 0) == 0


@pytest.mark.parametrize(
    ("reserve", "kept", "impact", "gross"),
    [
        (1_000, KEPT, 5 * 10**15, 5040246367242430810),
        (1_000, KEPT, 10**16, 10131404313951956880),
        (52_000, 9995 * 10**14, 10**16, 525515282893972238644),
    ],
)
def test_depth_is_that_of_the_vectors(reserve, kept, impact, gross):
    assert depth(Curve(reserve * ONE, 1, kept), impact) == gross


@given(
    st.integers(10**6, 10**30),
    st.integers(10**6, 10**30),
    st.integers(1, ONE // 2),
    st.integers(ONE // 2, ONE),
)
def test_a_sale_of_the_depth_keeps_the_impact(sell, buy, impact, kept):
    curve = Curve(sell, buy, kept)
    amount = depth(curve, impact)

    traded = amount * kept
    assert traded * ONE <= impact * (sell * ONE + traded)


@pytest.mark.parametrize(
    ("held", "rest", "weight", "kept", "ratio", "delta"),
    [
        (1000, 500, 5000, 9970, 10000, 25349525887911226),
        (200, 100, 4000, 9995, 10020, 8041593392839624),
        (15000, 5000, 2500, 9970, 9900, 1151683451419564477),
    ],
)
def test_the_sale_is_to_the_unit_that_of_the_vectors(held, rest, weight, kept, ratio, delta):
    values = (number * 10**14 for number in (held, rest, weight, kept, ratio))

    assert sale_to_weight(*values) == delta


def exact(held, rest, weight, kept, ratio):
    alpha, rho, tau, phi, kappa = (mpf(x) / ONE for x in (held, rest, weight, kept, ratio))
    c = kappa * (1 - tau) * alpha - tau * rho
    a = phi * kappa * (1 - tau)
    b = kappa * (1 - tau) * (1 - phi * alpha) + tau * phi * (rho + 1)
    return 2 * c / (b + sqrt(b * b + 4 * a * c)) * ONE


@given(
    held=st.integers(10**13, 3 * ONE),
    rest=st.integers(10**13, 3 * ONE),
    weight=st.integers(ONE // 20, ONE - ONE // 20),
    kept=st.integers(ONE - ONE // 20, ONE),
    ratio=st.integers(ONE // 2, 2 * ONE),
)
def test_the_sale_is_within_a_hundred_wei_of_the_exact_root(held, rest, weight, kept, ratio):
    delta = sale_to_weight(held, rest, weight, kept, ratio)

    assert abs(delta - max(exact(held, rest, weight, kept, ratio), 0)) <= 100


def test_what_weighs_too_little_is_not_sold():
    assert sale_to_weight(ONE // 10, ONE, ONE // 2, KEPT, ONE) == 0


def test_a_weight_of_nothing_asks_for_everything():
    assert sale_to_weight(ONE // 10, ONE, 0, ONE, ONE) == ONE // 10


def test_a_root_that_rounds_away_asks_for_all_there_is():
    assert sale_to_weight(10**24, 0, 0, KEPT, 1) == MAX
