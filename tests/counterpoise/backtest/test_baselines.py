"""Baselines: who trades when, at what cost, and what those come to that pay nothing."""

from __future__ import annotations

from datetime import datetime, timezone
from math import prod

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpoise.backtest.baselines.basket import GAS, GAS_ASSET, GAS_SWAP
from counterpoise.backtest.baselines.costless import ConstantWeights, Continuous
from counterpoise.backtest.baselines.menu import all_courses
from counterpoise.backtest.baselines.names import NAMES, in_order
from counterpoise.backtest.baselines.policy import Calendar, Threshold, day, month, week
from counterpoise.backtest.crowd.replay import moments
from counterpoise.backtest.crowd.terms import Terms
from counterpoise.backtest.paths import jump_diffusion
from counterpoise.backtest.prices import ONE
from tests.counterpoise.backtest.openings import opening

WEIGHTS = (4 * ONE // 10, 3 * ONE // 10, 3 * ONE // 10)
UNITS = (10**18, 10**8, 10**6)
MONTH = jump_diffusion(seed=7, steps=800)  # and a few days more: the first of the next one
amounts = st.integers(10**7, 10**14)  # {unit}
dollars = st.integers(ONE, 10**5 * ONE)  # D18{USD/tok}


@pytest.fixture(scope="module")
def courses():
    seen = list(moments(MONTH, 7, Terms()))
    return {it.name: it for it in all_courses(opening(), WEIGHTS, seen, gas_price=lambda _: 7)}


def at(text: str) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=timezone.utc).timestamp())


def worth(balances, prices, units=UNITS):
    rows = zip(balances, prices, units, strict=True)
    return sum(balance * price // unit for balance, price, unit in rows)


def changes(course):
    return [change for step in course.steps for change in step.changes]


def test_all_have_the_same_start_and_the_same_prices(courses):
    assert tuple(courses) == NAMES
    first = courses["hold"]
    for it in courses.values():
        assert (it.symbols, it.units, it.start) == (first.symbols, UNITS, first.start)
        assert [(s.time, s.market, s.prices) for s in it.steps] == [
            (s.time, s.market, s.prices) for s in first.steps
        ]


def test_who_holds_never_trades_and_a_calendar_does_at_each_new_page(courses):
    """Thirty-three days from a first of January, a Monday, on."""
    assert f"{datetime.fromtimestamp(MONTH.times[0], timezone.utc):%a %d %b}" == "Mon 01 Jan"
    assert courses["hold"].end == courses["hold"].start
    assert len(changes(courses["daily"])) == 33
    assert len(changes(courses["weekly"])) == 4
    assert len(changes(courses["monthly"])) == 1


def test_the_narrower_a_threshold_the_more_it_trades(courses):
    counts = [len(changes(courses[f"{it} %"])) for it in (1, 2, 5, 10)]

    assert counts == sorted(counts, reverse=True)
    assert counts[0] > counts[2]


def test_each_pays_fees_gas_and_waits_for_the_same_latency(courses):
    for name in ("daily", "weekly", "monthly", "1 %", "2 %"):
        for step in courses[name].steps:
            for change in step.changes:
                assert change.time == step.time + 12
                assert change.gas == GAS + 3 * GAS_ASSET + len(change.swaps) * GAS_SWAP
                assert change.gas_price == 7
                assert all(it.fee > 0 and it.got < it.fair for it in change.swaps)


def test_what_is_held_follows_from_the_swaps_of_each(courses):
    for name in set(NAMES) - {"pool"}:
        balances = list(courses[name].start.balances)
        for change in changes(courses[name]):
            for it in change.swaps:
                balances[it.sold] -= it.paid
                balances[it.bought] += it.got
            assert change.after.balances == tuple(balances)


def test_names_that_are_chosen_come_in_their_order():
    seen, done = list(moments(MONTH, 7, Terms()))[:3], []
    made = all_courses(opening(), WEIGHTS, seen, ["5 %", "hold"], told=done.append)

    assert done == []  # Each is played when it is asked for.
    assert next(made).name == "5 %"
    assert [it.name for it in made] == ["hold"]
    assert done == ["5 %", "hold"]


@given(st.lists(st.sampled_from(NAMES), unique=True))
def test_they_are_told_from_hold_to_what_is_costless(names):
    told = in_order(names)

    assert sorted(told) == sorted(names)
    assert "hold" not in told[1:] and "costless" not in told[:-1]
    rest = {"hold", "costless"}
    assert [it for it in told if it not in rest] == [it for it in names if it not in rest]


def test_pages_of_a_calendar_turn_at_midnight_on_mondays_and_on_the_first():
    daily, weekly, monthly = map(Calendar, (day, week, month))

    assert daily.is_due(at("2020-03-02T00:00"), at("2020-03-01T23:59"), 0)
    assert not daily.is_due(at("2020-03-01T23:59"), at("2020-03-01T00:00"), ONE)
    assert weekly.is_due(at("2020-03-02T00:00"), at("2020-03-01T23:59"), 0)
    assert not weekly.is_due(at("2020-03-08T23:59"), at("2020-03-02T00:00"), ONE)
    assert monthly.is_due(at("2020-03-01T00:00"), at("2020-02-29T23:59"), 0)
    assert not monthly.is_due(at("2020-03-31T23:59"), at("2020-03-01T00:00"), ONE)


def test_a_threshold_is_passed_and_not_met():
    band = Threshold(ONE // 100)

    assert band.is_due(0, 0, ONE // 100 + 1)
    assert not band.is_due(0, 0, ONE // 100)


@given(st.tuples(amounts, amounts, amounts), st.tuples(dollars, dollars, st.just(ONE)))
def test_costless_comes_to_its_weights_and_loses_less_than_its_units(balances, prices):
    """For each swap a unit of what is bought, and what a price of one unit is in another's."""
    rule = Continuous(UNITS, WEIGHTS, 2)
    before, (after, swaps) = worth(balances, prices), rule.move(balances, prices)
    grain = sum(price // unit + 2 for price, unit in zip(prices, UNITS, strict=True))

    assert 0 <= before - worth(after, prices) + 3 <= 3 * grain + 3
    for balance, price, unit, weight in list(zip(after, prices, UNITS, WEIGHTS, strict=True))[:2]:
        assert abs(balance * price // unit - before * weight // ONE) <= 2 * grain
    assert all(it.fee == 0 and it.got == it.fair for it in swaps)


def test_costless_at_its_weights_has_nothing_to_do():
    balances = (2 * 10**18, 75 * 10**5, 3_000 * 10**6)
    rule = Continuous(UNITS, WEIGHTS, 2)

    assert rule.move(balances, (2_000 * ONE, 40_000 * ONE, ONE)) == (balances, ())


def test_a_pool_keeps_its_product_and_so_follows_the_mean_of_prices():
    """10,000 dollars at weights 40/30/30; ether four times as dear: 4**0.4 times as much."""
    pool = ConstantWeights(UNITS, WEIGHTS)
    balances = (2 * 10**18, 75 * 10**5, 3_000 * 10**6)
    same, _ = pool.move(balances, (2_000 * ONE, 40_000 * ONE, ONE))
    dearer, swaps = pool.move(same, (8_000 * ONE, 40_000 * ONE, ONE))

    assert worth(same, (2_000 * ONE, 40_000 * ONE, ONE)) / ONE == pytest.approx(10_000, rel=1e-7)
    assert worth(dearer, (8_000 * ONE, 40_000 * ONE, ONE)) / ONE == pytest.approx(
        10_000 * 4**0.4, rel=1e-7
    )
    assert swaps == ()


@given(
    st.tuples(*(st.integers(10**12, 10**16) for _ in range(3))),
    st.tuples(dollars, dollars, dollars),
    st.tuples(dollars, dollars, dollars),
)
def test_no_way_of_prices_changes_what_a_pool_keeps(balances, one, other):
    """To a millionth, as balances are whole units: a ten-millionth of the least at these prices."""
    units = (10**10,) * 3
    pool = ConstantWeights(units, WEIGHTS)
    kept = [
        prod((it / 10**10) ** (w / ONE) for it, w in zip(held, WEIGHTS, strict=True))
        for held in (pool.move(balances, one)[0], pool.move(balances, other)[0])
    ]

    assert kept[0] == pytest.approx(kept[1], rel=1e-6)
