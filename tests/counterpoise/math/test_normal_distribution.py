"""The normal distribution in integers: how near it is, and that it never falls."""

from random import Random

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from mpmath import mp, mpf

from counterpoise.math.normal_distribution import END, cdf
from tests.depth import examples

ONE = 10**18
WORST = mpf("0.78")  # {unit}: half for rounding, a quarter for the exponential, the rest the fit's
VECTORS = [  # V6.1
    (0, 500_000_000_000_000_000),
    (ONE, 841_344_746_068_542_949),
    (-ONE, 158_655_253_931_457_051),
    (1_960_000_000_000_000_000, 975_002_104_851_779_566),
    (-3 * ONE, 1_349_898_031_630_095),
    (-8_500_000_000_000_000_000, 9),
]
words = st.integers(-(2**255), 2**255 - 1)
near = st.integers(-END, END)


@pytest.mark.parametrize("z, part", VECTORS)
def test_the_vectors_of_the_formula(z, part):
    assert cdf(z) == part


def numbers(count):
    """z D18{1}, a third each over the whole, within a hundredth of 0, and in the tail."""
    draw = Random(61)
    spans = ((-END, END), (-ONE // 100, ONE // 100), (-END, -6 * ONE))
    return [draw.randint(*spans[k % 3]) for k in range(count)]


def test_it_is_less_than_a_unit_off():
    """math 6.1"""
    with mp.workdps(50):
        off = [cdf(z) - mp.ncdf(mpf(z) / ONE) * ONE for z in numbers(examples(2_000, 100_000))]
        assert max(map(abs, off)) < WORST


def test_where_the_last_unit_of_the_exponential_counts_most_it_is_no_further_off():
    """z^2/2 just below a unit: there a plain exponential would make it 1.02 units off."""
    draw = Random(62)
    with mp.workdps(50):
        for _ in range(examples(500)):
            z = 1_414_213_562 - draw.randrange(10**6)
            assert abs(cdf(z) - mp.ncdf(mpf(z) / ONE) * ONE) < WORST


@given(st.one_of(near, words))
@example(END)
@example(2**255 - 1)
def test_both_sides_are_the_same_exactly(z):
    assert cdf(z) + cdf(-z) == ONE


@given(st.one_of(near, words), st.one_of(st.integers(0, 5), st.integers(0, 2 * END)))
@example(-END, 1)
@example(-1, 1)
@example(0, 1)
@example(END - 1, 1)
def test_it_never_falls(z, step):
    assert 0 <= cdf(z) <= cdf(z + step) <= ONE


@pytest.mark.parametrize("z", [END, END + 1, 2**255 - 1])
def test_far_away_there_is_nothing_left(z):
    assert (cdf(-z), cdf(z)) == (0, ONE)
