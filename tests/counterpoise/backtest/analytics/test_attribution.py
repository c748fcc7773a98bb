"""O3 Where a change of value came from: integers that sum to it, to the wei."""

from __future__ import annotations

import itertools
from dataclasses import replace
from fractions import Fraction
from operator import attrgetter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterpoise.backtest.analytics.attribution import attribute
from counterpoise.backtest.analytics.errors import CoursesApart, NothingToMeasure, TooShort
from counterpoise.backtest.analytics.parts import Parts
from counterpoise.backtest.analytics.value import worth
from counterpoise.backtest.course import Change, Course, Kind, Note, Topic
from counterpoise.types import Holdings
from tests.counterpoise.backtest.analytics import by_hand
from tests.counterpoise.backtest.analytics.by_hand import ENTRY, ONE, REBALANCE, basket
from tests.counterpoise.backtest.analytics.drawn_courses import courses
from tests.counterpoise.backtest.analytics.played import hold, threshold
from tests.counterpoise.real_prices import HOURLY, real
from tests.depth import examples

CENT = ONE // 100  # D18{USD}
PIECE = [
    attrgetter(it)
    for it in ("kind", "time", "value", "parts", "gain", "drift_before", "drift_after", "turnover")
] + [attrgetter("gas", "gas_cost")]


def untouched(course: Course) -> Course:
    """The same start and prices, and nothing done."""
    steps = [replace(step, changes=()) for step in course.steps]
    return replace(course, name="hold", steps=steps)


def walked(course: Course):
    """Each change with its step and what was held before it, found without the package's help."""
    held = course.start
    for step in course.steps:
        for change in step.changes:
            yield step, held, change
            held = change.after


def exact(course: Course, held: Holdings, market) -> Fraction:
    rows = zip(held.balances, market, course.units, strict=True)
    return sum((Fraction(b * p, u) for b, p, u in rows), Fraction(0))


def test_every_part_is_what_one_counts_by_hand():
    found = attribute(by_hand.whole())
    assert (found.start, found.end) == (2_000 * ONE, 1_194 * ONE)
    assert found.parts == Parts(
        market=245 * ONE,  # 1 ether by 200, then 0.45 by 100
        entries=9_891 * CENT,  # 90 shares of 1.099
        exits=-1_149 * ONE,  # half of 2,298
        spread=109 * CENT,  # a hundred dollars less 98.91
        fees=-36 * CENT,  # 0.0003 ether
        impact=-643 * ONE // 1_000,  # 118 of 118.643
        gap=-997 * ONE // 1_000,  # 0.0997 ether at 1,190, not at 1,200
    )
    assert found.parts.flows == (9_891 - 114_900) * CENT
    assert found.parts.cost == 2 * ONE


def test_each_transaction_has_its_own_parts():
    rebalance, entry, leave = attribute(by_hand.whole()).pieces
    assert rebalance.value == 2_200 * ONE
    assert rebalance.parts.total == -2 * ONE
    assert rebalance.turnover == 120 * ONE // 2_200
    assert rebalance.drift_before == 100 * ONE // 2_200
    assert rebalance.drift_after == 19 * ONE // 2_198
    assert (entry.kind, entry.parts.spread) == (Kind.ENTRY, 109 * CENT)
    assert (leave.kind, leave.parts.spread) == (Kind.EXIT, 0)


def test_gas_stands_beside_the_sum():
    """200,000 gas at 50 gwei are a hundredth of an ether, at 1,200 dollars."""
    found = attribute(by_hand.whole())
    assert (found.gas, found.gas_cost) == (200_000, 12 * ONE)
    dearer = attribute(by_hand.whole(), ether=(2_000 * ONE,) * 4)
    assert (dearer.gas_cost, dearer.parts) == (20 * ONE, found.parts)


def test_what_was_posted_is_part_of_the_gas_and_of_nothing_else():
    """100,000 gas at 50 gwei are two hundredths of an ether, at 1,300 dollars a price later."""
    course = by_hand.whole()
    course.steps[3] = replace(course.steps[3], notes=(post(100_000),))
    found, without = attribute(course), attribute(by_hand.whole())
    assert (found.gas, found.gas_cost) == (300_000, 12 * ONE + 65 * ONE // 10)
    assert (found.posting.used, found.posting.cost) == (100_000, 65 * ONE // 10)
    assert found.parts == without.parts
    for figure in PIECE:
        assert [*map(figure, found.pieces)] == [*map(figure, without.pieces)]
    assert (without.posting.used, without.posting.count) == (0, 0)


@given(
    st.lists(
        st.tuples(
            st.integers(0, 3),
            st.integers(0, 10**7),
            st.integers(0, 10**12),
            st.sampled_from(Topic),
        )
    )
)
def test_gas_is_what_changed_and_what_was_written_down_together(drawn):
    course = by_hand.whole()
    for at, gas, price, topic in drawn:
        step = course.steps[at]
        it = replace(post(gas), gas_price=price, topic=topic)
        course.steps[at] = replace(step, notes=(*step.notes, it))
    found, without = attribute(course), attribute(by_hand.whole())
    parts = found.posting, found.recording
    assert found.gas == without.gas + sum(it.used for it in parts)
    assert found.gas_cost == without.gas_cost + sum(it.cost for it in parts)
    assert sum(it.count for it in parts) == len(drawn)
    assert found.recording.count == sum(topic is Topic.RECORDS for *_, topic in drawn)


def post(gas):
    return Note(Topic.SOLUTIONS, by_hand.START, gas, 50 * 10**9)


def test_without_a_price_of_ether_gas_has_no_price():
    course = replace(by_hand.whole(), symbols=("USDC", "BTC"))
    assert attribute(course).gas_cost is None
    assert attribute(untouched(course)).gas_cost == 0


def test_a_gain_against_hold_is_that_of_the_first_shares():
    """At 1,300 the first 2,000 shares are 1,194/1,045 dollars each; untouched they were 2,300."""
    course = by_hand.whole()
    found = attribute(course, hold=untouched(course), costless=untouched(course))
    assert found.gain == 2_000 * ONE * 1_194 // 1_045 - 2_300 * ONE
    assert found.loss == -found.gain


def test_a_gain_is_told_by_what_made_it():
    """A tenth of an ether for 118 dollars, that is worth 130 in the end; 90 shares more, in cash,
    leave the first ones less of the ether that rises; who leaves in kind changes nothing."""
    found = attribute(by_hand.whole())
    assert found.gained_by(Kind.REBALANCE) == -12 * ONE
    diluted = Fraction(2_000 * (1_218 + 1_170), 2_090) - (1_118 + 1_170)
    assert -2 < found.gained_by(Kind.ENTRY) - diluted * ONE <= 0
    assert found.gained_by(Kind.EXIT) == 0


def test_what_came_without_a_swap_is_told_apart():
    """Five dollars that nobody sold anything for."""
    gift = replace(REBALANCE, after=basket(1_123_000_000, 9 * ONE // 10, 2_000 * ONE))
    found = attribute(by_hand.course((1_000, 1_200), (), (gift,)))
    assert (found.parts.other, found.parts.cost, found.parts.dust) == (5 * ONE, 2 * ONE, 0)


def test_the_first_shares_of_all_are_what_they_brought():
    course = by_hand.course((1_200, 1_200), (ENTRY,))
    course.start = basket(0, 0, 0)
    found = attribute(course)
    assert found.parts == Parts(entries=2_298 * ONE)
    assert found.pieces[0].gain == 0


def test_courses_of_other_prices_or_another_start_are_not_compared():
    course = by_hand.course((1_000, 1_200))
    for other, what in (
        (by_hand.course((1_000, 1_201), name="other"), "prices"),
        (replace(course, name="other", start=basket(1, 1, 1)), "start"),
        (replace(course, name="other", symbols=("USDC", "BTC")), "assets"),
        (replace(course, name="other", steps=course.steps[:1]), "times"),
    ):
        with pytest.raises(CoursesApart, match=f"vault and other do not have the same {what}"):
            attribute(course, hold=other)


def test_a_course_without_a_step_or_a_share_is_refused():
    course = by_hand.course((1_000, 1_200))
    with pytest.raises(TooShort, match="vault: 0 prices, at least 1 are needed"):
        attribute(replace(course, steps=[]))
    gone = Change(Kind.EXIT, 0, basket(0, 0, 0))
    left = by_hand.course((1_000, 1_200), (gone,))
    with pytest.raises(NothingToMeasure, match="worth 0, 0 shares"):
        attribute(left, hold=untouched(left))
    assert attribute(left).parts == Parts(exits=-2_000 * ONE)


@settings(max_examples=examples(150))
@given(courses(least=1))
def test_the_parts_sum_to_the_change_of_value(course):
    """O3 To the wei, of the run and of each transaction."""
    found = attribute(course)
    first, last = course.steps[0].market, course.steps[-1].market
    assert found.start == worth(course.start.balances, first, course.units)
    assert found.end == worth(course.end.balances, last, course.units)
    assert found.parts.total == found.end - found.start
    for (step, held, change), piece in zip(walked(course), found.pieces, strict=True):
        was, now = (worth(it.balances, step.market, course.units) for it in (held, change.after))
        assert piece.parts.total == now - was
        assert piece.value == was


@settings(max_examples=examples(150))
@given(courses(least=1))
def test_each_part_is_what_fractions_say(course):
    """Each swap is rounded down four times, a value and what came without a swap once an asset."""
    count = len(course.units)
    for (step, held, change), piece in zip(walked(course), attribute(course).pieces, strict=True):
        price = [Fraction(p, u) for p, u in zip(step.market, course.units, strict=True)]
        fees = -sum(it.fee * price[it.sold] for it in change.swaps)
        impact = -sum((it.fair - it.got) * price[it.bought] for it in change.swaps)
        gap = sum(
            it.fair * price[it.bought] - (it.paid - it.fee) * price[it.sold] for it in change.swaps
        )
        swaps = len(change.swaps)
        assert 0 <= fees - piece.parts.fees <= swaps
        assert 0 <= impact - piece.parts.impact <= swaps
        assert 0 <= gap - piece.parts.gap <= 2 * swaps
        if change.kind is Kind.REBALANCE:
            moved = exact(course, change.after, step.market) - exact(course, held, step.market)
            other = moved - (fees + impact + gap)
            assert 0 <= other - piece.parts.other <= count
            assert -count < piece.parts.dust < 2 * count + 4 * swaps
        else:
            assert piece.parts.dust == 0
            moved = exact(course, change.after, step.market) - exact(course, held, step.market)
            made = change.after.supply - held.supply
            fair = made * exact(course, held, step.market) / held.supply
            slack = (count + 1) * (1 + Fraction(abs(made), held.supply))
            assert abs(piece.parts.spread - (moved - fair)) <= slack


@settings(max_examples=examples(100))
@given(courses(least=1))
def test_what_each_transaction_gained_by_the_end_sums_to_the_gain(course):
    """Each is rounded down once an asset; the two ends once an asset and once a share price."""
    found = attribute(course, hold=untouched(course))
    count, first, last = len(course.units), course.start.supply, course.end.supply
    ends = Fraction(count * first, last) + count + 2
    gains = sum(it.gain for it in found.pieces)
    assert abs(found.gain - gains) <= ends + count * len(found.pieces)


@given(courses(least=1, busy=False))
def test_who_does_nothing_has_only_the_market(course):
    found = attribute(course, hold=course, costless=course)
    assert found.parts == Parts(market=found.end - found.start)
    assert (found.gain, found.loss, found.gas, found.gas_cost) == (0, 0, 0, 0)


def test_on_real_prices_the_parts_sum_and_the_gain_is_told():
    """Thirds of cash, BTC and ETH, put back at 5 %, in pools of 20 million a side and 0.3 %."""
    prices = real(HOURLY, ("BTC", "ETH"))
    course, costless = threshold(prices), threshold(prices, fee=0, depth=None)
    found = attribute(course, hold(prices), costless)
    assert found.parts.total == found.end - found.start
    assert [it // ONE for it in (found.start, found.end)] == [999_999, 3_739_990]
    parts = found.parts
    assert [it // ONE for it in (parts.market, parts.fees, parts.impact)] == [
        2_798_793,
        -20_386,
        -38_418,
    ]
    assert (parts.entries, parts.exits, parts.spread, parts.other) == (0, 0, 0, 0)
    assert [it // ONE for it in (found.gain, found.loss, found.gas_cost)] == [760_029, 64_641, 602]
    assert len(found.pieces) == 62
    assert all(was.time < now.time for was, now in itertools.pairwise(found.pieces))
    assert all(it.drift_after < it.drift_before for it in found.pieces)
