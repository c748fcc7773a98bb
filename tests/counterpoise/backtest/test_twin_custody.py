"""A twin's books when somebody comes or goes: rounded for who stays, and refused by name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpoise.backtest.prices import ONE
from counterpoise.backtest.twin.custody import deposited, minted, redeemed
from counterpoise.engine import MAX_BALANCE
from counterpoise.errors import (
    BalanceCapExceeded,
    SlippageExceeded,
    SupplyCapExceeded,
    TooFewShares,
    ZeroShares,
)
from counterpoise.types import Holdings

HELD = Holdings(("a", "b"), (1_000, 3), 10 * ONE)
CAP = 100 * ONE
BALANCES = st.tuples(*[st.integers(0, 10**24)] * 2)
SHARES, SUPPLIES = st.integers(1, 10**21), st.integers(10**13, 10**21)


def test_what_is_bought_in_kind_is_rounded_up_and_what_is_sold_down():
    """A seventh of a share, and the same back: a unit of each asset stays."""
    came = minted(HELD, ONE // 7, (15, 1), CAP)
    left = redeemed(came, ONE // 7)

    assert came == Holdings(("a", "b"), (1_015, 4), 10 * ONE + ONE // 7)
    assert left == Holdings(("a", "b"), (1_001, 4), 10 * ONE)


def test_one_asset_is_taken_whole():
    assert deposited(HELD, 1, 7, ONE, ONE, CAP) == Holdings(("a", "b"), (1_000, 10), 11 * ONE)


@given(BALANCES, SUPPLIES, SHARES)
def test_nobody_who_stays_has_less_of_anything(balances, supply, shares):
    held = Holdings(("a", "b"), balances, supply)
    came = minted(held, shares, (MAX_BALANCE,) * 2, 10**30)
    gone = redeemed(held, min(shares, supply))

    assert came.supply - shares == supply == gone.supply + min(shares, supply)
    for after in (came, gone):
        for now, before in zip(after.balances, balances):
            assert now * supply >= before * after.supply


@given(BALANCES, SUPPLIES, SHARES)
def test_who_comes_and_goes_at_once_gains_nothing(balances, supply, shares):
    held = Holdings(("a", "b"), balances, supply)
    back = redeemed(minted(held, shares, (MAX_BALANCE,) * 2, 10**30), shares)

    assert back.supply == supply
    assert all(0 <= now - then <= 1 for now, then in zip(back.balances, balances))


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        (lambda: minted(HELD, 0, (0, 0), CAP), ZeroShares),
        (lambda: minted(HELD, 90 * ONE + 1, (MAX_BALANCE,) * 2, CAP), SupplyCapExceeded),
        (lambda: minted(HELD, ONE, (100, 0), CAP), SlippageExceeded),
        (lambda: minted(HELD, 10**60, (10**90,) * 2, 10**70), BalanceCapExceeded),
        (lambda: deposited(HELD, 0, MAX_BALANCE, ONE, 0, CAP), BalanceCapExceeded),
        (lambda: deposited(HELD, 0, 1, ONE, ONE + 1, CAP), TooFewShares),
        (lambda: deposited(HELD, 0, 1, 0, 0, CAP), ZeroShares),
        (lambda: deposited(HELD, 0, 1, 91 * ONE, 0, CAP), SupplyCapExceeded),
        (lambda: redeemed(HELD, 0), ZeroShares),
    ],
)
def test_what_a_vault_would_refuse_is_refused(change, refusal):
    with pytest.raises(refusal):
        change()
