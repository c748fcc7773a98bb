"""O1 Every figure equals an independent recomputation, from integers and plain Python."""

from __future__ import annotations

import math
import statistics
from dataclasses import fields, replace
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings

from counterpoise.backtest.analytics.errors import (
    CoursesApart,
    NothingToMeasure,
    TooCoarse,
    TooShort,
)
from counterpoise.backtest.analytics.intervals import Interval
from counterpoise.backtest.analytics.metrics import Metrics, measure
from counterpoise.backtest.analytics.parts import Parts
from counterpoise.backtest.analytics.value import values_of
from counterpoise.backtest.course import Change, Course, Kind, Note, Topic
from tests.counterpoise.backtest.analytics import by_hand
from tests.counterpoise.backtest.analytics.by_hand import DAY, ONE, START, basket
from tests.counterpoise.backtest.analytics.drawn_courses import courses
from tests.counterpoise.backtest.analytics.played import hold, threshold
from tests.counterpoise.real_prices import HOURLY, real
from tests.depth import examples

DOCS = Path(__file__).resolve().parents[4] / "docs" / "analytics.md"
YEAR = 365 * DAY
BAND = ONE // 5 + 10**9  # D18{1}: no drift of whole tenths is within a rounding of it.


def close(found, expected):
    """To 1e-9 of itself, or of one; None is None."""
    return found == expected or found == pytest.approx(expected, rel=1e-9, abs=1e-9)


def ether(*prices: int) -> Course:
    """Two ethers in two thousand shares, a price a day."""
    course = by_hand.course(prices)
    course.start = basket(0, 2 * ONE, 2_000 * ONE)
    return course


def test_a_course_of_four_days_counted_by_hand():
    """Up a tenth, down a tenth, up by two ninths."""
    found = measure(ether(1_000, 1_100, 990, 1_210))
    assert close(found.total_return, 0.21)
    assert close(found.annual_return, 1.21 ** (365 / 3) - 1)
    assert close(found.years, 3 / 365)
    assert close(found.volatility, statistics.stdev([0.1, -0.1, 2 / 9]) * math.sqrt(365))
    assert close(found.sharpe, statistics.mean([0.1, -0.1, 2 / 9]) * 365 / found.volatility)
    assert close(found.sortino, (2 / 9) / 3 * math.sqrt(365) / math.sqrt(0.01 / 3))
    assert close(found.drawdown, 0.1)
    assert (found.drawdown_from, found.drawdown_to) == (START + DAY, START + 2 * DAY)
    assert close(found.calmar, found.annual_return / 0.1)
    assert close(found.value_at_risk_95, 0.1 - 0.1 * 0.2)  # a tenth of the way from worst to next
    assert close(found.expected_shortfall_99, 0.1)
    assert close(found.mean_drift, 0.5) and close(found.worst_drift, 0.5)


def test_trading_is_told_by_the_year():
    found = measure(by_hand.whole(), band=ONE // 100)
    assert (found.rebalances, found.gas, found.gas_cost) == (1, 200_000, 12.0)
    assert close(found.turnover, 120 / 2_200 * 365 / 3)
    assert close(found.cost, 2 / 2_200 * 365 / 3)
    assert close(found.worst_drift, 100 / 2_200)  # before the rebalance
    assert close(found.mean_drift, (0 + 19 / 2_198 + 34.5 / 1_149) / 3)  # after it, and after both


def test_posts_are_counted_where_there_are_any_and_their_gas_is_part_of_all():
    """100,000 gas at 50 gwei and 1,300 dollars an ether."""
    course = by_hand.whole()
    post = Note(Topic.PROPOSALS, START, 100_000, 50 * 10**9)
    record = replace(post, topic=Topic.RECORDS, gas_price=0)
    course.steps[3] = replace(course.steps[3], notes=(record, post))
    found = measure(course)
    assert (found.posts, found.gas, found.gas_cost) == (1, 400_000, 18.5)
    assert measure(by_hand.whole()).posts is None
    assert "posts" not in measure(by_hand.whole()).figures


def test_outside_the_band_is_what_is_held_after_acting():
    """Half in ether; at 1,210 it is 4.75 % off, and nobody does anything for the last day."""
    course = by_hand.course((1_000, 1_000, 1_210, 1_210))
    assert measure(course, band=4 * ONE // 100).outside == pytest.approx(1 / 3)
    assert measure(course, band=5 * ONE // 100).outside == 0
    assert measure(course).outside is None


def test_who_follows_exactly_has_no_tracking_error():
    course = by_hand.whole()
    assert measure(course, against=course).tracking_error == 0
    half = by_hand.course((1_000, 1_200, 1_000))  # The target holds half in ether.
    held = (2_200 / 2_000 - 1, 2_000 / 2_200 - 1)
    wanted = (0.1, (1 + 1_000 / 1_200) / 2 - 1)
    apart = [a - b for a, b in zip(held, wanted, strict=True)]
    assert close(measure(half).tracking_error, statistics.stdev(apart) * math.sqrt(365))


def test_what_is_not_defined_is_none():
    """Cash has no Sharpe ratio, and a day no volatility."""
    cash = by_hand.course((1_000, 1_000, 1_000))
    found = measure(cash)
    assert (found.sharpe, found.sortino, found.calmar) == (None, None, None)
    assert (found.volatility, found.drawdown) == (0.0, 0.0)
    assert "sharpe" not in found.figures and found.figures["volatility"] == 0
    short = measure(ether(1_000, 1_100))
    assert (short.volatility, short.sharpe) == (None, None)
    hour = ether(1_000, 1_100)
    hour.steps[1] = replace(hour.steps[1], time=START + 3_600)
    found = measure(hour)
    assert (found.value_at_risk_95, found.expected_shortfall_95) == (None, None)
    hour.steps[1] = replace(hour.steps[1], time=START + 60)
    assert measure(hour).annual_return is None  # 1.1 to the 525,600th


def test_a_course_that_cannot_be_measured_is_refused():
    with pytest.raises(TooShort, match="vault: 1 prices, at least 2 are needed"):
        measure(ether(1_000))
    gone = Change(Kind.EXIT, START, basket(0, 0, 0))
    with pytest.raises(NothingToMeasure, match="at 1600086400 s: worth 0, 0 shares"):
        measure(by_hand.course((1_000, 1_000), (gone,)))
    with pytest.raises(CoursesApart):
        measure(ether(1_000, 1_000, 1_000), against=ether(1_000, 1_000, 1_001))
    late = ether(1_000, 1_100)
    late.steps[1] = replace(late.steps[1], time=START + 2 * DAY)
    with pytest.raises(TooCoarse, match="no price for 172800 s after 1600000000 s"):
        measure(late)


@given(courses())
def test_share_prices_are_values_by_share(course):
    values = values_of(course)
    held = [*course.held()]
    assert values.supplies == (*(it.supply for it in held[:-1]), course.end.supply)
    for value, supply, price in zip(
        values.values, values.supplies, values.share_prices, strict=True
    ):
        assert price * supply <= value * 10**18 < (price + 1) * supply


class Recomputed:
    """The same figures from the integers, without numpy, pandas or empyrical."""

    def __init__(self, course: Course) -> None:
        self.course = course
        self.times = [step.time for step in course.steps]
        held = [*course.held()]
        held[-1] = course.end
        self.shares = [
            Fraction(sum(map(self._floor, it.balances, step.market, course.units)), it.supply)
            for it, step in zip(held, course.steps, strict=True)
        ]
        self.after = [*[*course.held()][1:], course.end]
        self.years = (self.times[-1] - self.times[0]) / YEAR

    def _floor(self, balance, price, unit):
        return balance * price // unit

    def daily(self, path):
        """Of whole days: the last one at or before each 24 hours."""
        closes, mark = [], self.times[0]
        while mark <= self.times[-1]:
            closes.append(max(i for i, time in enumerate(self.times) if time <= mark))
            mark += DAY
        return [float(path[b] / path[a]) - 1 for a, b in zip(closes, closes[1:], strict=False)]

    def target(self):
        path = [1.0]
        steps = self.course.steps
        for was, now in zip(steps, steps[1:], strict=False):
            rows = zip(was.target, was.market, now.market, strict=True)
            path.append(path[-1] * math.fsum(t / 10**18 * b / a for t, a, b in rows))
        return path

    def fall(self):
        return max(
            float(1 - low / peak) for i, peak in enumerate(self.shares) for low in self.shares[i:]
        )

    def drift(self, held, step):
        rows = zip(held.balances, step.market, self.course.units, strict=True)
        values = [Fraction(b * p, u) for b, p, u in rows]
        whole = sum(values)
        return max(
            abs(float(v / whole) - t / 10**18) for v, t in zip(values, step.target, strict=True)
        )

    def drifts(self):
        return [self.drift(it, at) for it, at in zip(self.after, self.course.steps, strict=True)]

    def by_time(self, figures):
        spans = [b - a for a, b in zip(self.times, self.times[1:], strict=False)]
        return math.fsum(f * s for f, s in zip(figures, spans, strict=False)) / sum(spans)

    def trading(self):
        """Turnover and cost, {1} of the value, in all."""
        sold = cost = 0.0
        held = self.course.start
        for step in self.course.steps:
            price = [Fraction(p, u) for p, u in zip(step.market, self.course.units, strict=True)]
            for change in step.changes:
                value = sum(map(lambda b, p: b * p, held.balances, price))
                for swap in change.swaps:
                    paid, got = swap.paid * price[swap.sold], swap.got * price[swap.bought]
                    cost += float((paid - got) / value)
                if change.kind is Kind.REBALANCE:
                    rows = zip(held.balances, change.after.balances, price, strict=True)
                    sold += float(sum(max(a - b, 0) * p for a, b, p in rows) / value)
                held = change.after
        return sold, cost


def tail(daily, part):
    """The percentile between the two nearest, and the mean of the worst."""
    ranked = sorted(daily)
    place = (len(ranked) - 1) * part
    low = math.floor(place)
    high = min(low + 1, len(ranked) - 1)
    edge = ranked[low] + (ranked[high] - ranked[low]) * (place - low)
    worst = ranked[: int((len(ranked) - 1) * part) + 1]
    return -edge, -math.fsum(worst) / len(worst)


@settings(max_examples=examples(60))
@given(courses(least=8, most=40))
def test_returns_and_risk_are_what_plain_python_says(course):
    found, mine = measure(course), Recomputed(course)
    total = float(mine.shares[-1] / mine.shares[0])
    assert close(found.total_return, total - 1)
    assert close(found.annual_return, total ** (1 / mine.years) - 1)
    assert close(found.drawdown, mine.fall())
    daily = mine.daily(mine.shares)
    if len(daily) < 2:
        return
    spread = statistics.stdev(daily)
    below = math.sqrt(math.fsum(min(it, 0) ** 2 for it in daily) / len(daily))
    mean = math.fsum(daily) / len(daily)
    assert close(found.volatility, spread * math.sqrt(365))
    assert close(found.sharpe, mean / spread * math.sqrt(365))
    assert close(found.sortino, mean / below * math.sqrt(365) if below else None)
    assert close((found.value_at_risk_95, found.expected_shortfall_95), tail(daily, 0.05))
    assert close((found.value_at_risk_99, found.expected_shortfall_99), tail(daily, 0.01))
    apart = [a - b for a, b in zip(daily, mine.daily(mine.target()), strict=True)]
    assert close(found.tracking_error, statistics.stdev(apart) * math.sqrt(365))


@settings(max_examples=examples(60))
@given(courses(least=2, most=20))
def test_trading_and_drift_are_what_plain_python_says(course):
    found, mine = measure(course, band=BAND), Recomputed(course)
    sold, cost = mine.trading()
    assert close(found.turnover * mine.years, sold)
    assert close(found.cost * mine.years, cost)
    assert close(found.mean_drift, mine.by_time(mine.drifts()))
    before = [mine.drift(it, at) for it, at in zip(course.held(), course.steps, strict=True)]
    assert close(found.worst_drift, max(before + mine.drifts()))
    assert close(found.outside, mine.by_time([it > BAND / ONE for it in mine.drifts()]))
    assert found.rebalances == sum(
        it.kind is Kind.REBALANCE for step in course.steps for it in step.changes
    )


def test_entries_and_exits_are_no_return():
    """Who takes half of everything with half of the shares leaves each share as it was."""
    leave = Change(Kind.EXIT, START + DAY, basket(0, ONE, 1_000 * ONE))
    found = ether(1_000, 1_100, 990, 1_210)
    found.steps[1] = replace(found.steps[1], changes=(leave,))
    assert measure(found).total_return == measure(ether(1_000, 1_100, 990, 1_210)).total_return


def test_on_real_prices_hold_and_threshold_are_told():
    """Thirds of cash, BTC and ETH for 3.73 years of hours, held, and put back at 5 %."""
    prices = real(HOURLY, ("BTC", "ETH"))
    rows = [
        (it.total_return, it.annual_return, it.volatility, it.sharpe, it.drawdown, it.turnover)
        for it in (measure(hold(prices)), measure(threshold(prices)))
    ]
    assert rows[0] == pytest.approx((1.979962, 0.340293, 0.536342, 0.812297, 0.511131, 0), abs=1e-6)
    assert rows[1] == pytest.approx(
        (2.739991, 0.424504, 0.539535, 0.924706, 0.639382, 0.875526), abs=1e-6
    )


@pytest.mark.parametrize("kind", [Metrics, Parts, Interval])
def test_every_figure_is_explained(kind):
    """docs/analytics.md names each field."""
    said = DOCS.read_text()
    assert [it.name for it in fields(kind) if f"`{it.name}`" not in said] == []
