"""What a twin remembers without a chain: rounds by their numbers, numbers as a file says them."""

from __future__ import annotations

from decimal import Inexact
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpoise.backtest.crowd.replay import moments
from counterpoise.backtest.crowd.terms import Terms
from counterpoise.backtest.paths import jump_diffusion
from counterpoise.backtest.prices import ONE
from counterpoise.backtest.twin.entry import Assets, d18
from counterpoise.backtest.twin.memories import Rounds
from tests.counterpoise.backtest.openings import opening

DAY = 86_400  # {s}
SIGNALS = {
    "variance": {"kind": "variance", "tau": 7 * DAY, "volatilities": {"WBTC": "0.6"}},
    "drawdown": {"kind": "drawdown", "spacing": 3_600, "tau": 0},
}


@given(st.lists(st.sets(st.integers(0, 2)), min_size=1))
def test_a_round_is_numbered_when_its_feed_speaks(spoke):
    """A deployment has posted the first, and with the first price all speak again."""
    rounds, times = Rounds(), [60] * 3
    numbers = [it.number for it in rounds.told((ONE,) * 3, tuple(times))]
    assert numbers == [2, 2, 2]

    for k, who in enumerate(spoke, start=2):
        times = [60 * k if i in who else it for i, it in enumerate(times)]
        told = rounds.told((ONE,) * 3, tuple(times))
        numbers = [number + (i in who) for i, number in enumerate(numbers)]
        assert [it.number for it in told] == numbers
        assert [it.updated_at for it in told] == times
        assert {it.answer for it in told} == {10**8}


def test_a_vault_of_fixed_weights_may_remember():
    """What the file names and no more; a share has never been as dear as at the beginning."""
    run = opening(signals=SIGNALS).run("vault")
    memories, terms = run.vault.memories, Terms()
    first, *_ = run.play(moments(jump_diffusion(seed=7, steps=48), 7, terms)).steps
    state = memories.observe(run.vault.held, first.prices, first.time + 12)

    assert (memories.trend, memories.covariance) == (None, None)
    assert memories.variance.updated_at("WBTC") > first.time
    assert [bool(it) for it in state.signals[1:]] == [False, True, False]
    assert memories.drawdown.peak(first.time) == 100 * ONE


def test_a_vault_without_signals_remembers_nothing():
    assert opening().run("vault").vault.memories is None


@given(st.integers(-(10**60), 10**60))
def test_a_number_is_read_to_its_last_digit(units):
    whole, rest = divmod(abs(units), ONE)
    text = f"{'-' if units < 0 else ''}{whole}.{rest:018d}"

    assert d18(text) == units == Fraction(text) * ONE


def test_a_number_of_too_many_digits_is_not_cut():
    with pytest.raises(Inexact):
        d18("9" * 101)


def test_each_asset_has_its_number_and_the_hub_is_meant_where_none_is_named():
    assets = Assets({"WETH": "a", "USDC": "b"}, "USDC")

    assert assets.each({"USDC": "0.25"}) == (0, ONE // 4)
    assert assets.each({"USDC": "0.25"}, ONE) == (ONE, ONE // 4)
    assert (assets.named({}, "cash"), assets.named({"cash": "WETH"}, "cash")) == ("b", "a")
