"""The twin's parts: feeds, receipts, the sieve before the engine, and what cannot be played."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpoise.backtest.course import Swap
from counterpoise.backtest.crowd.replay import moments
from counterpoise.backtest.crowd.terms import Terms
from counterpoise.backtest.paths import jump_diffusion
from counterpoise.backtest.prices import ONE
from counterpoise.backtest.twin.entry import Assets, NotPlayed
from counterpoise.backtest.twin.feeds import Feed, require_good
from counterpoise.backtest.twin.sieve import Sieve
from counterpoise.backtest.twin.strategies import Strategies
from counterpoise.backtest.twin.till import Till
from counterpoise.constraint.cooldown import CooldownConstraint
from counterpoise.constraint.drift import DriftConstraint
from counterpoise.constraint.pace import PaceConstraint
from counterpoise.constraint.set import ConstraintSet
from counterpoise.constraint.turnover import TurnoverConstraint
from counterpoise.errors import PriceNotPositive, PriceOutOfBounds, PriceTooOld, WithinBand
from counterpoise.execution.venue import UniswapV2Venue
from counterpoise.math.group_projection import Groups
from counterpoise.observer.spot import observe
from counterpoise.types import Holdings, Order
from tests.counterpoise.backtest.openings import opening

FIXED = {"kind": "fixed", "weights": {"WETH": "0.5", "WBTC": "0.5", "USDC": "0"}}
CPPI = {"kind": "cppi", "inner": FIXED, "floor": "80", "multiplier": "3", "maxGap": "0.3"}
BAND = DriftConstraint(3 * ONE // 100, ONE // 100)


def test_a_run_opens_as_the_scripts_would_deploy_it():
    """40/30/30 of 600,000 dollars, at a hundred dollars a share."""
    it = opening()

    assert it.held.balances == (120 * 10**18, 45 * 10**7, 180_000 * 10**6)
    assert it.held.supply == 6_000 * ONE
    assert it.reserves == ((10_000 * 10**18, 2 * 10**13), (500 * 10**8, 2 * 10**13))
    assert (it.places, it.units) == ((0, 1, 2), (10**18, 10**8, 10**6))


def test_a_month_of_hours_is_the_same_month_again():
    prices = jump_diffusion(seed=7, steps=744)
    first, again = (opening().run("vault").play(moments(prices, 7, Terms())) for _ in range(2))

    assert first == again
    assert len(first.steps) == 744
    assert [step.time for step in first.steps] == list(prices.times)


def test_what_is_held_follows_from_the_swaps():
    """Each balance is what it was, less what was paid, and what was got on top."""
    course = opening().run("vault").play(moments(jump_diffusion(seed=7, steps=744), 7, Terms()))
    changes = [change for step in course.steps for change in step.changes]
    balances = list(course.start.balances)

    assert len(changes) > 3
    for change in changes:
        for swap in change.swaps:
            balances[swap.sold] -= swap.paid
            balances[swap.bought] += swap.got
            assert 0 < swap.fee < swap.paid
            assert swap.got <= swap.fair
        assert change.after.balances == tuple(balances)


def test_a_pool_without_noise_and_lag_stays_within_its_fee_of_the_market():
    """0.30 % on either side, and a unit of rounding."""
    terms = Terms(lag=0, noise=0)
    run, units = opening(terms=terms).run("vault"), (10**18, 10**8)
    for moment in moments(jump_diffusion(seed=3, steps=200), 7, terms):
        run.pools.follow(moment.seen)
        for token, unit, price in zip(("WETH", "WBTC"), units, moment.market):
            own, other = run.pools.pairs.venue.reserves[token, "USDC"]
            told = other * unit * ONE // (own * 10**6)
            assert price * 996_999 // 1_000_000 <= told <= price * 1_000_000 // 996_999


@given(
    st.lists(st.integers(1, 10**20), min_size=3, max_size=3),
    st.lists(st.integers(10**10, 10**22), min_size=3, max_size=3),
    st.booleans(),
)
def test_the_sieve_says_what_the_drift_constraint_says(balances, prices, is_active):
    target, units = (ONE // 2, ONE // 4, ONE // 4), (10**18, 10**8, 10**6)
    band = replace(BAND, is_active=is_active)
    state = observe(Holdings(("a", "b", "c"), tuple(balances), ONE), units, prices, 0)
    sieve = Sieve.of(ConstraintSet((band, CooldownConstraint(3_600, 0))))

    if sieve.holds(balances, prices, units, target):
        with pytest.raises(WithinBand):
            band.judge(state, target, state)
    elif state.value:
        band.judge(state, target, state)


def test_a_sieve_lets_through_what_it_does_not_know():
    whole = (1, 1), (ONE, ONE), (1, 1)
    timed = Sieve.of(ConstraintSet((CooldownConstraint(60, 0), BAND)))
    judged = Sieve.of(ConstraintSet((TurnoverConstraint(ONE), BAND)))
    still = Sieve.of(ConstraintSet((CooldownConstraint(60, 0),)))

    for banded in (Sieve.of(BAND), timed):
        assert banded.holds(*whole, (ONE // 2, ONE // 2))
        assert not banded.holds(*whole, ())
        assert not banded.holds((0, 0), *whole[1:], (ONE // 2, ONE // 2))
    assert not judged.holds(*whole, (ONE // 2, ONE // 2))
    assert not still.holds(*whole, (ONE // 2, ONE // 2))


@pytest.mark.parametrize(
    ("price", "age", "refusal"),
    [
        (2 * ONE, 61, PriceTooOld),
        (10**10 - 1, 0, PriceNotPositive),
        (ONE // 2, 0, PriceOutOfBounds),
        (4 * ONE, 0, PriceOutOfBounds),
    ],
)
def test_a_feed_is_believed_within_its_bounds_alone(price, age, refusal):
    feed = Feed("ETH / USD", 60, 10**8, 3 * 10**8)
    require_good((feed, feed), (ONE, 3 * ONE), (40, 100), 100)

    with pytest.raises(refusal):
        require_good((feed, feed), (ONE, price), (100, 100 - age), 100)


def test_a_till_keeps_each_trade_with_its_fee_and_what_would_be_fair():
    """1,000 and 2,000,000: 10 in, of which 0.03 are the fee; 9.97 would be 19,940 at its price."""
    venue = UniswapV2Venue()
    venue.set_pool("a", "b", 1_000 * 10**6, 2_000_000 * 10**6)
    till = Till(venue, ("b", "a"))

    got = till.apply(Order("", "a", "b", 10 * 10**6, 0))

    assert till.empty() == (Swap(1, 0, 10 * 10**6, got, 30_000, 19_940 * 10**6),)
    assert got == 19_743_160_687
    assert till.empty() == ()


@pytest.mark.parametrize(
    ("part", "kind"),
    [
        ("strategy", {"kind": "guarded", "inner": CPPI}),
        ("planner", {"kind": "auction"}),
        ("planner", {"kind": "sliced", "inner": {"kind": "auction"}}),
        ("constraints", [{"kind": "tides"}]),
        ("signals", {"variance": {"kind": "impliedVolatility"}}),
        ("signals", {"depth": {"kind": "uniswapV2"}}),
    ],
)
def test_what_has_no_twin_without_a_chain_is_named(part, kind):
    whole = opening()
    parameters = {**whole.parameters, part: kind}

    with pytest.raises(NotPlayed, match='use mode = "bytecode"'):
        replace(whole, parameters=parameters).run("vault")


def test_an_asset_without_a_feed_is_named():
    whole = opening()
    assets = [{k: v for k, v in it.items() if k != "feed"} for it in whole.parameters["assets"]]

    with pytest.raises(NotPlayed, match="price of WETH"):
        replace(whole, parameters={**whole.parameters, "assets": assets}).run("vault")


def test_while_a_strategy_refuses_it_wants_what_it_wanted_last():
    """Nobody remembers a peak before the second hour: till then it is what the vault began with."""
    drawdown = {"drawdown": {"kind": "drawdown", "spacing": 3_600, "tau": 0}}
    run = opening(strategy=CPPI | {"ratchet": "0.9"}, signals=drawdown).run("vault")
    first, second, *_ = run.play(moments(jump_diffusion(seed=7, steps=48), 7, Terms())).steps

    assert (first.wait, second.wait == "PeakNotObserved") == ("PeakNotObserved", False)
    assert first.target == (ONE // 3, ONE // 3, ONE - 2 * (ONE // 3)) != second.target


def test_a_group_of_no_assets_is_left_away():
    """Who is in no group is in one that bounds nothing; there is none where all are in groups."""
    assets = Assets({"WETH": "a", "WBTC": "b", "USDC": "c"}, "USDC")
    pace, inner = PaceConstraint(ONE, ONE), {"kind": "inverseVolatility"}

    def groups(*names):
        rows = [{"assets": it, "low": "0.2", "high": "0.8"} for it in names]
        entry = {"kind": "guarded", "inner": inner, "stipend": 60_000, "groups": rows}
        return Strategies(assets, pace).read(entry).walls.groups

    fifth, most = ONE // 5, ONE * 4 // 5
    assert groups() == Groups((0, 0, 0), (0,), (ONE,))
    assert groups(["WBTC"]) == Groups((1, 0, 1), (fifth, 0), (most, ONE))
    assert groups(["WBTC"], ["USDC", "WETH"]) == Groups((1, 0, 1), (fifth,) * 2, (most,) * 2)
