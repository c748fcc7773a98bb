"""Memories that fade: what is left, what a return adds, and the root of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mpmath import mp, mpf

from counterpoise.math.decay import MAX_RETURN, YEAR, blend, clip, kept, root_up

ONE = 10**18
DAY = 86_400


@pytest.mark.parametrize(
    ("time", "tau", "left"),
    [
        (0, DAY, ONE),
        (3_600, 7 * DAY, 994065299369722121),
        (600, 7 * DAY, 999008428440233178),
        (86_400, 7 * DAY, 866877899750181627),
        (2**40, 3_600, 0),
    ],
)
def test_what_is_left_with_numbers(time, tau, left):
    """math V2.1: to a unit."""
    assert kept(time, tau) == left


@given(
    variance=st.integers(0, 100 * ONE),
    change=st.integers(-MAX_RETURN, MAX_RETURN),
    time=st.integers(1, 2**32),
    tau=st.integers(3_600, 365 * DAY),
)
def test_a_blend_is_within_its_error(variance, change, time, tau):
    """math 2.1: the new part is off by a unit of 1 - lambda, the old by a unit of lambda."""
    with mp.workdps(60):
        left = mp.exp(-mpf(time) / tau)
        new = mpf(change) ** 2 / ONE * YEAR / time
        exact = left * variance + (1 - left) * new
        assert abs(blend(variance, change, time, tau) - exact) <= 2 + (variance + new) * 2 / ONE


@pytest.mark.parametrize(
    ("change", "counted"),
    [(0, 0), (MAX_RETURN, MAX_RETURN), (MAX_RETURN + 1, MAX_RETURN), (-(2**200), -MAX_RETURN)],
)
def test_a_return_is_cut(change, counted):
    assert clip(change) == counted


@given(variance=st.integers(0, 2**100))
def test_a_root_is_rounded_up(variance):
    root = root_up(variance)
    assert root**2 >= variance * ONE > max(root - 1, 0) ** 2 or root == variance == 0


@pytest.mark.parametrize(("variance", "root"), [(0, 0), (1, 10**9), (2, 1_414_213_563), (ONE, ONE)])
def test_roots_with_numbers(variance, root):
    assert root_up(variance) == root
