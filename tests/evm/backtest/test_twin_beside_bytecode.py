"""The twin beside the bytecode on real pairs: no step differs, and one that does is told."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpoise.backtest.config import Config, PriceTerms
from counterpoise.backtest.course import Course
from counterpoise.backtest.crowd.replay import moments
from counterpoise.backtest.crowd.terms import Terms
from counterpoise.backtest.prices import ONE, Prices
from counterpoise.backtest.twin.beside import Beside, Differs
from counterpoise.backtest.twin.mode import beside as beside_of
from counterpoise.backtest.twin.scene import opening_at
from tests.depth import sharing
from tests.evm.backtest.ground import (
    FIRST,
    HOUR,
    LATENCY,
    PRICES,
    SPLIT,
    SYMBOLS,
    UNITS,
    V3,
    Ground,
    lay,
)


@pytest.fixture(scope="module")
def ground() -> Ground:
    return lay()


@pytest.fixture(scope="module")
def alone() -> Ground:
    """On pools of Uniswap V3, without any pairs."""
    return lay(V3, has_pairs=False)


@pytest.fixture(scope="module")
def split() -> Ground:
    """On pools of Uniswap V3 and pairs of V2 as one."""
    return lay(SPLIT)


def wild(seed: int, count: int, step: int = HOUR, most: int = 40) -> Prices:
    """Prices that move by up to so many thousandths a step."""
    random, closes = Random(seed), [tuple(it * ONE for it in PRICES[:-1])]
    while len(closes) < count:
        moved = (it * random.randint(1_000 - most, 1_000 + most) // 1_000 for it in closes[-1])
        closes.append(tuple(moved))
    return Prices(("ETH", "BTC"), tuple(FIRST + step * k for k in range(count)), tuple(closes))


def beside(ground, prices, seed=7, terms=None):
    """Plays both; the bytecode's steps, and what has compared them."""
    terms = terms or Terms()
    player = ground.begin(seed, terms)
    opening = opening_at(ground.scene, ground.stage, player.holdings(), terms, LATENCY)
    twin = opening.run("twin").steps(moments(prices, seed, terms))
    both, steps = Beside(twin), []
    for step in player.steps(prices):
        both.hear(step)
        steps.append(step)
    return steps, both


def test_three_hundred_hours_are_the_same_to_the_unit(ground):
    steps, both = beside(ground, wild(11, 300))

    assert both.compared == 300
    assert Counter(it.wait for it in steps) == {"WithinBand": 290, None: 10}
    assert sum(len(change.swaps) for it in steps for change in it.changes) == 20


TERMS = st.builds(
    Terms,
    lag=st.integers(0, HOUR),
    noise=st.integers(0, ONE // 100),
    heartbeat=st.integers(1, 3 * HOUR),
    deviation=st.integers(1, ONE // 20),
    cost=st.integers(0, 100 * ONE),
)


@sharing(12)
@given(st.integers(0, 2**32), st.sampled_from((60, HOUR, 6 * HOUR)), st.integers(1, 90), TERMS)
def test_no_prices_and_no_terms_make_them_differ(ground, seed, step, most, terms):
    """Calm or wild, each minute or four times a day, with feeds that are too old, too."""
    _, both = beside(ground, wild(seed, 40, step, most), seed % 97, terms)

    assert both.compared == 40


def test_pools_of_v3_are_the_same_to_the_unit_too(alone):
    """Three hundred hours, with an arbitrageur who does not move for less than two dollars."""
    steps, both = beside(alone, wild(11, 300), terms=Terms(cost=2 * ONE))

    assert both.compared == 300
    assert Counter(it.wait for it in steps) == {"WithinBand": 292, None: 8}
    assert all(len(change.swaps) == 2 for it in steps for change in it.changes)


def test_an_order_that_is_split_over_both_kinds_is_the_same_to_the_unit(split):
    steps, both = beside(split, wild(11, 300), terms=Terms(cost=2 * ONE))

    assert both.compared == 300
    assert Counter(it.wait for it in steps) == {"WithinBand": 291, None: 9}


@sharing(8)
@given(st.integers(0, 2**32), st.integers(1, 90), TERMS)
def test_no_terms_make_them_differ_on_pools_of_v3(split, seed, most, terms):
    _, both = beside(split, wild(seed, 30, HOUR, most), seed % 97, terms)

    assert both.compared == 30


def test_a_run_that_goes_on_is_compared_from_its_first_step_on(ground):
    """Ten steps have been played before; the eleventh is the first that is heard."""
    prices, config = wild(11, 40), Config(prices=PriceTerms(file=Path("prices.csv")))
    player = ground.begin(7, Terms())
    course = Course("vault", SYMBOLS, UNITS, player.holdings())
    steps = list(player.steps(prices))
    course.steps.extend(steps[:10])

    both = beside_of(ground.scene, ground.stage, course, prices, config)
    for it in steps[10:]:
        both.hear(it)

    assert both.compared == 40


def test_who_comes_to_one_of_the_two_alone_ends_it(ground):
    """Twice as much of all after the fifth step, of which the twin knows nothing."""
    prices = wild(11, 60)
    player = ground.begin(7, Terms())
    opening = opening_at(ground.scene, ground.stage, player.holdings(), Terms(), LATENCY)
    both = Beside(opening.run("twin").steps(moments(prices, 7, Terms())))
    *steps, last = (next(played) for played in [player.steps(prices)] for _ in range(6))
    for step in steps:
        both.hear(step)

    came = player.enter(last.time + LATENCY + 1)
    with pytest.raises(Differs, match=r"changes differ: bytecode \['entry'\], twin \[\]"):
        both.hear(replace(last, changes=(*last.changes, came)))

    assert came.after.supply == 2_000 * ONE
    assert both.compared == 5


def test_the_first_difference_ends_it_with_both_sides(ground):
    """A unit too much in one balance, at the first rebalance after the tenth step."""
    steps, _ = beside(ground, wild(11, 60))
    k, right = next((k, it) for k, it in enumerate(steps) if k > 10 and it.changes)
    (change,) = right.changes
    first, *others = change.after.balances
    after = replace(change.after, balances=(first + 1, *others))
    wrong = [*steps[:k], replace(right, changes=(replace(change, after=after),)), *steps[k + 1 :]]

    both = Beside(iter(wrong))
    with pytest.raises(Differs) as refused:
        for it in steps:
            both.hear(it)

    said = refused.value
    assert (said.step, said.time, said.what) == (k, right.time, "balances")
    assert (said.bytecode, said.twin) == (change.after.balances, after.balances)
    assert str(said).startswith(f"step {k}, 2096-10-0")
    assert both.compared == k


@pytest.mark.parametrize(
    ("part", "value"),
    [("wait", "NoProgress"), ("prices", (1, 2, 3)), ("target", ()), ("market", (1, 2, 3))],
)
def test_a_reason_a_price_or_a_target_that_differs_is_named(ground, part, value):
    steps, _ = beside(ground, wild(11, 3))
    both = Beside(iter([steps[0], replace(steps[1], **{part: value})]))
    both.hear(steps[0])

    with pytest.raises(Differs, match=f"{part} differ"):
        both.hear(steps[1])
