"""solady's exponential and logarithm in integers: how near they are, and where they end."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mpmath import mp, mpf

from counterpoise.errors import ExpOverflow, LnWadUndefined
from counterpoise.math.exponential import EXP_MOST, EXP_ZERO, exp_wad, ln_wad

ONE = 10**18
LN_2 = 693_147_180_559_945_309


@pytest.fixture(autouse=True)
def many_digits():
    with mp.workdps(60):
        yield


@given(x=st.integers(EXP_ZERO, 0))
def test_a_decay_is_rounded_down(x):
    """math 9.1: less than a unit too low, and next to nothing too high."""
    assert -1 < exp_wad(x) - mp.exp(mpf(x) / ONE) * ONE < 0.01


@given(x=st.integers(0, EXP_MOST - 1))
def test_a_growth_is_near_in_proportion(x):
    exact = mp.exp(mpf(x) / ONE) * ONE
    assert abs(exp_wad(x) - exact) <= exact * mpf("1.01e-18")


@given(x=st.one_of(st.integers(1, 2**255 - 1), st.integers(1, 2**128), st.integers(1, 10**20)))
def test_a_logarithm_is_a_unit_too_low_at_most(x):
    """math 0.8: so the difference of two is off by 1.1 units."""
    assert -1.05 < ln_wad(x) - mp.log(mpf(x) / ONE) * ONE < 0.05


@pytest.mark.parametrize(
    ("x", "result"),
    [(-(2**255), 0), (EXP_ZERO, 0), (EXP_ZERO + 1, 1), (0, ONE), (ONE, 2_718281828459045235)],
)
def test_exponentials_with_numbers(x, result):
    assert exp_wad(x) == result


@pytest.mark.parametrize(
    ("x", "result"),
    [(1, -41_446531673892822313), (ONE, 0), (2 * ONE, LN_2), (2**255 - 1, 135_305999368893231589)],
)
def test_logarithms_with_numbers(x, result):
    assert ln_wad(x) == result


def test_an_exponential_that_no_word_holds_is_refused():
    assert exp_wad(EXP_MOST - 1) > 2**254
    with pytest.raises(ExpOverflow):
        exp_wad(EXP_MOST)


@pytest.mark.parametrize("x", [0, -1, -(2**255)])
def test_nothing_has_no_logarithm(x):
    with pytest.raises(LnWadUndefined):
        ln_wad(x)
