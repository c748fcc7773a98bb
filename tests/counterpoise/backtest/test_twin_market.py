"""A market's state without a chain: what a pair keeps for its mean, who looks, what is refused."""

from __future__ import annotations

import json
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpoise.backtest.crowd.replay import moments
from counterpoise.backtest.crowd.terms import Terms
from counterpoise.backtest.paths import jump_diffusion
from counterpoise.backtest.prices import ONE
from counterpoise.backtest.twin.entry import NotPlayed
from counterpoise.backtest.twin.feeds import Feed
from counterpoise.backtest.twin.sight import Sight, Token, price_by, second_of
from counterpoise.backtest.twin.tally import Tally
from counterpoise.execution.venue import UniswapV2Venue
from counterpoise.math.market import Prices
from tests.counterpoise.backtest.openings import opening

FILE = Path(__file__).parents[3] / "deployments/hourly.params.json"
HOUR = 3_600  # {s}
X112 = 2**112
RESERVES = st.tuples(st.integers(1, 2**112 - 1), st.integers(1, 2**112 - 1))
FEED = Feed("ether", HOUR, 10**8, 10**12)
ETHER = Token("a", 10**18, FEED)
OWN = {"kind": "feed"}
NEAR = {"kind": "pegged", "peg": "2000", "maxDepeg": "0.1"}


def hourly(**changes: Any):
    """A vault that knows its market, from its file; what is given of `marketState` is changed."""
    told = json.loads(FILE.read_text())
    keys = "strategy", "constraints", "pools", "assets", "planner"
    state = told["marketState"] | changes
    return opening(**{key: told[key] for key in keys}, marketState=state)


@given(st.lists(st.tuples(RESERVES, st.integers(1, 10**6)), min_size=1, max_size=8))
def test_a_pairs_sum_is_each_price_for_as_long_as_it_stood(trades):
    """From the first time on, and to a moment after the last; a look alone adds nothing."""
    venue, time, expected = UniswapV2Venue(), 50, 0
    venue.set_pool("a", "b", 3, 7)
    tally, price = Tally(venue, "a", "b", time), 7 * X112 // 3
    for held, wait in trades:
        expected, time = expected + price * wait, time + wait
        assert tally.seen(time).now.cumulative == expected % 2**256
        venue.set_pool("a", "b", *held)
        tally.settle(time)
        tally.settle(time + 1)
        price = held[1] * X112 // held[0]

    seen = tally.seen(time + 9)
    assert (seen.base, seen.quote) == venue.reserves["a", "b"]
    assert seen.now.cumulative == (expected + 9 * price) % 2**256


@given(RESERVES, st.integers(1, 10**6), st.integers(1, 10**6))
def test_a_pair_turned_round_sums_the_other_price(held, first, then):
    venue = UniswapV2Venue()
    venue.set_pool("a", "b", *held)
    tally = Tally(venue, "b", "a", 0)
    assert tally.seen(first + then).now.cumulative == held[0] * X112 // held[1] * (first + then)


def sight(price: int, age: int = 0) -> Sight:
    """Of ether alone, at dollars."""
    return Sight.of((ETHER,), (price * ONE,), (1_000 - age,), 1_000)


def told(it: dict[str, Any], price: int, age: int = 0) -> int:
    return price_by(second_of(it, ETHER)(sight(price, age)), ETHER.unit)


@pytest.mark.parametrize(
    ("it", "price", "age", "expected"),
    [
        (OWN, 1_700, HOUR, 1_700),
        (OWN, 1_700, HOUR + 1, 0),  # too old
        (OWN, 10_001, 0, 0),  # out of bounds
        (NEAR, 1_800, 0, 1_800),
        (NEAR, 1_799, 0, 0),  # off its peg
        (NEAR | {"source": NEAR | {"maxDepeg": "0.05"}}, 1_850, 0, 0),
    ],
)
def test_a_price_is_told_or_nothing_is(it, price, age, expected):
    assert told(it, price, age) == expected * ONE


@given(st.integers(1, 10_000))
def test_what_falls_back_says_the_price_where_any_of_its_sources_does(price):
    care = {"maxDeviation": "0.01", "sourceGas": 30_000}
    either = {"kind": "fallback", "first": NEAR, "second": OWN} | care
    middle = {"kind": "median", "sources": [NEAR, OWN, either], "least": 2} | care
    assert told(either, price) == told(middle, price) == price * ONE
    none = {"kind": "median", "sources": [NEAR, OWN, either], "least": 3} | care
    assert told(none, price) == (price * ONE if 1_800 <= price <= 2_200 else 0)


def test_a_mean_is_none_before_a_window_and_one_from_then_on():
    """The first price comes half an hour after the deployment, and the window is an hour."""
    run = hourly().run("vault")
    prices = jump_diffusion(seed=7, steps=3)
    (ether, *_), asked = run.vault.memories.market.watched, list[Prices]()
    for moment in moments(prices, 7, Terms(noise=0, lag=0)):
        run.pools.follow(moment.seen)
        run.reminder.settle(moment.time)
        run.reminder.remember(moment.time + 12, run.pick(moment.said), run.pick(moment.spoken))
        told = Sight.of(
            [it.token for it in run.vault.memories.market.watched],
            run.pick(moment.said),
            run.pick(moment.spoken),
            moment.time + 12,
        )
        asked.append(ether.prices(told))

    assert [it.twap > 0 for it in asked] == [False, True, True]
    assert all(it.oracle == it.second for it in asked)
    for it in asked:
        assert abs(Fraction(it.spot, it.oracle) - 1) < Fraction(1, 100)


def test_a_month_of_jumps_meets_a_crisis_and_ends_it():
    """The first look finds no mean, and three end a class: those of the crisis find another one."""
    run = hourly().run("vault")
    steps = run.play(moments(jump_diffusion(seed=7, steps=744), 7, Terms())).steps
    bitcoin = [it.classes[1] for it in steps]
    worst = bitcoin.index(4)

    assert bitcoin[:4] == [2, 2, 2, 0]
    assert bitcoin.count(4) == 3
    assert (bitcoin[worst - 1], bitcoin[worst : worst + 3]) == (0, [4, 4, 4])
    assert bitcoin[worst + 3] < 4
    assert {it.classes[2] for it in steps} == {0}


def test_a_vault_that_watches_nothing_tells_no_class():
    steps = opening().run("vault").play(moments(jump_diffusion(seed=7, steps=3), 7, Terms())).steps
    assert {it.classes for it in steps} == {()}


POOL = {"version": 2, "base": "WETH", "window": HOUR, "maxAge": 3 * HOUR, "deviation": "0.01"}


@pytest.mark.parametrize(
    ("pool", "named"),
    [
        (POOL | {"version": 3, "fee": 500}, 'no pools.WETH pool of kind "version 3"'),
        (POOL | {"factory": "0x" + "5f" * 20}, 'no pools.WETH pool of kind "factory"'),
        (POOL | {"quote": "WBTC"}, 'no pools.WETH pool of kind "pair without the hub"'),
    ],
)
def test_a_pool_that_no_back_test_has_is_named(pool, named):
    whole = hourly()
    pools = whole.parameters["pools"] | {"WETH pool": pool}
    with pytest.raises(NotPlayed, match=named):
        replace(whole, parameters=whole.parameters | {"pools": pools}).run("vault")


@pytest.mark.parametrize("kind", ["mean", "chainlink", "cross", "sequencer", "erc4626"])
def test_a_second_price_that_no_back_test_has_is_named(kind):
    rows = hourly().parameters["marketState"]["assets"]
    rows |= {"WBTC": rows["WBTC"] | {"second": {"kind": kind}}}
    with pytest.raises(NotPlayed, match=f'second price of WBTC of kind "{kind}"'):
        hourly(assets=rows).run("vault")


def test_a_memory_that_the_market_has_already_is_named():
    whole = hourly()
    signals = {"drawdown": {"kind": "drawdown", "spacing": HOUR, "tau": 0}}
    with pytest.raises(NotPlayed, match="drawdown estimator beside marketState"):
        replace(whole, parameters=whole.parameters | {"signals": signals}).run("vault")
