"""The twins' exponential and logarithm are the library's, in every integer and refusal."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from counterpoise.math.exponential import EXP_MOST, EXP_ZERO, exp_wad, ln_wad
from tests.depth import sharing
from tests.evm.in_process import Chain, said

NAME = "MockExponential"
check = sharing(40)
words = st.integers(-(2**255), 2**255 - 1)


@pytest.fixture(scope="module")
def ask():
    chain = Chain()
    account = chain.deploy(NAME)
    return lambda function, x: said(chain.ask, NAME, account, function, x)


@check
@given(x=st.one_of(st.integers(EXP_ZERO, EXP_MOST), st.integers(-(10**20), 10**19), words))
@example(x=EXP_ZERO)
@example(x=EXP_ZERO + 1)
@example(x=EXP_MOST - 1)
@example(x=EXP_MOST)
def test_exponentials_are_the_same(ask, x):
    assert ask("expWad", x) == said(exp_wad, x)


@check
@given(x=st.one_of(st.integers(1, 2**128), st.integers(1, 10**20), words))
@example(x=0)
@example(x=1)
@example(x=2**255 - 1)
@example(x=-(2**255))
def test_logarithms_are_the_same(ask, x):
    assert ask("lnWad", x) == said(ln_wad, x)


def test_logarithms_are_the_same_around_each_power_of_two(ask):
    for power in range(0, 255, 5):
        for x in (2**power - 1, 2**power, 2**power + 1):
            assert ask("lnWad", x) == said(ln_wad, x)
