"""A thief without a key: whatever it enters with and pushes, who stays loses nothing."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.depth import examples
from tests.evm.building import build
from tests.evm.in_process import said

HUB, ETHER, BITCOIN = range(3)
RICH = 10**9  # {USD} of each asset: a flash loan larger than any
THIEF = "outsider"


@pytest.fixture(scope="module")
def world():
    """A vault on its target, and a rich thief."""
    world = build()
    world.fund(THIEF, RICH)
    world.photo = world.keep()
    return world


def share(world):
    """D18{USD} of the books for each unit of a share, at the oracle's prices."""
    _, supply, value, _, _ = world.observed()
    return Fraction(value, supply)


@settings(max_examples=examples(100))
@given(
    i=st.sampled_from([HUB, ETHER, BITCOIN]),
    dollars=st.integers(60_000, 3_000_000),
    push=st.integers(-30, 30),
)
def test_no_entry_and_exit_costs_who_stays(world, i, dollars, push):
    """RB-04, P10, I-06 Any asset, any size, pools pushed by up to 3 % before the vault trades."""
    world.begin()
    start, settings = share(world), world.settings
    world.deposit(THIEF, i, dollars * 10 ** settings.decimals[i] // settings.prices[i])
    world.set_pool(ETHER, settings.prices[ETHER] * (1_000 + push))
    said(lambda: world.tell("rebalance", by=THIEF))  # Or it is refused, and the thief leaves.
    world.redeem(THIEF, world.shares(THIEF))
    assert share(world) >= start
