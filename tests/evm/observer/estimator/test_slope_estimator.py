"""SlopeEstimator: its twin to the unit, what counts as new, and what an update costs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpoise.observer.estimator.slope import SlopeEstimator
from tests.counterpoise.real_prices import AFTER, CRASH, HOURLY, real
from tests.depth import sharing
from tests.evm.in_process import said
from tests.evm.observer.estimator.feeds import (
    ASSETS,
    DOLLARS,
    Feeds,
    both_answer,
    both_record,
    costs,
    play,
)

NAME = "SlopeEstimator"
ONE, DAY, YEAR = 10**18, 86_400, 365 * 86_400
TAU = 7 * DAY
COSTS = [31_832, 14_020, 14_020, 8_453, 111_472]  # {gas}: first, second, third, idle, all eight
STRANGER = "0x" + "5a" * 20

check = sharing(20)


def pair(evm, feeds, tau=TAU):
    """The contract and its twin."""
    return evm.deploy(NAME, feeds.listed, tau), SlopeEstimator(feeds.sources, tau)


@pytest.fixture
def feeds(evm):
    return Feeds(evm, (8, 18))


@pytest.fixture
def both(evm, feeds):
    return pair(evm, feeds)


def trend(evm, both, asset=ASSETS[0]):
    """What is said of an asset, the same by both."""
    contract, twin = both
    listed = said(evm.ask, NAME, contract, "trendsOf", [asset, asset])
    assert listed == said(twin.trends_of, [asset, asset])
    questions = {"trendOf": twin.trend_of, "updatedAt": twin.updated_at}
    return both_answer(evm, NAME, contract, questions, asset)["trendOf"]


def step(evm, feeds, both, wait, answer, number, phase=1, i=0):
    """A round so many seconds later, recorded."""
    evm.evm.advance_block(wait)
    feeds.post(i, answer, evm.time(), number, phase)
    return both_record(evm, NAME, feeds, both, i)


moves = st.tuples(
    st.one_of(st.integers(1, 3 * DAY), st.just(10 * YEAR)),  # {s} since the last
    st.one_of(st.integers(-(2 * 10**17), 2 * 10**17), st.just(10**24)),  # D18{1}, of the price
    st.sampled_from(
        [1] * 8 + [0, -1, 2**16]
    ),  # rounds: the next, the same, an older, one cut alike
    st.sampled_from([0] * 8 + [1, 256]),  # phases on
)


@check
@given(
    walk=st.lists(moves, min_size=1, max_size=8),
    decimals=st.integers(0, 18),
    tau=st.sampled_from([3_600, DAY, TAU, 365 * DAY]),
)
def test_the_twin_is_the_chain(evm, walk, decimals, tau):
    """ST-06 On any walk, over aggregators that change, years of silence and a price times 1e6."""
    feeds = Feeds(evm, (decimals,))
    both = pair(evm, feeds, tau)
    price, number, phase = 2_000 * 10**decimals, 1, 1
    for wait, change, on, replaced in walk:
        price = min(max(price * (ONE + change) // ONE, 1), 2**127 - 1)
        number, phase = max(number + on, 1), phase + replaced
        step(evm, feeds, both, wait, price, number, phase)
        trend(evm, both)


def test_the_twin_is_the_chain_through_a_crash(evm):
    """The hours of 12 March 2020, four days before and after: 47 % down, 5.2 a year at a week."""
    prices = real(HOURLY, ("BTC", "ETH"), CRASH, AFTER)
    feeds = Feeds(evm, (8, 8))
    contract, twin = pair(evm, feeds)
    play(evm, NAME, feeds, (contract, twin), prices)
    said_ = evm.ask(NAME, contract, "trendsOf", ASSETS[:2])
    assert list(said_) == twin.trends_of(ASSETS[:2]) and max(said_) < -5 * ONE


def test_a_rise_is_above_zero_and_a_fall_below(evm, feeds, both):
    """math 3.8: from 2,000 to 2,100 in 0.10536 of a tau: 0.01 of its slope, 0.2415 a year."""
    step(evm, feeds, both, 60, 2_000 * DOLLARS, 1)
    step(evm, feeds, both, 60, 2_000 * ONE, 1, i=1)
    assert trend(evm, both) == 0
    step(evm, feeds, both, 63_722, 2_100 * DOLLARS, 2)
    step(evm, feeds, both, 0, 1_900 * ONE, 2, i=1)
    assert trend(evm, both) == pytest.approx(0.2415 * ONE, rel=1e-3)
    assert trend(evm, both, ASSETS[1]) < 0


def test_a_new_round_counts_once(evm, feeds, both):
    """Whoever records again changes nothing, and is not refused."""
    step(evm, feeds, both, 60, 2_000 * DOLLARS, 1)
    assert step(evm, feeds, both, 3_600, 2_050 * DOLLARS, 2) is True
    before = trend(evm, both)
    evm.evm.advance_block(3_600)
    assert both_record(evm, NAME, feeds, both) is False
    assert trend(evm, both) == before > 0


@pytest.mark.parametrize(
    "number, later, new", [(3, 1, True), (2, 1, False), (3, 0, False), (3, -1, False)]
)
def test_a_round_is_new_by_number_and_by_time(evm, feeds, both, number, later, new):
    step(evm, feeds, both, 60, 2_000 * DOLLARS, 1)
    step(evm, feeds, both, 60, 2_000 * DOLLARS, 2)
    time = feeds.rounds[0].updated_at + later
    evm.evm.advance_block(60)
    feeds.post(0, 2_100 * DOLLARS, time, number)
    assert both_record(evm, NAME, feeds, both) is new
    assert (trend(evm, both) > 0) is new


@pytest.mark.parametrize("phase", [2, 7, 0])
def test_another_aggregator_starts_a_new_series(evm, feeds, both, phase):
    """OR-03 A jump from one aggregator to the next is no change; what is remembered stays."""
    step(evm, feeds, both, 60, 2_000 * DOLLARS, 100)
    step(evm, feeds, both, 3_600, 2_050 * DOLLARS, 101)
    before = trend(evm, both)
    assert step(evm, feeds, both, 3_600, 20_500 * DOLLARS, 1, phase)
    assert trend(evm, both) == before
    assert step(evm, feeds, both, 3_600, 21_000 * DOLLARS, 2, phase)
    assert trend(evm, both) > before


def test_the_first_round_makes_no_change_in_a_feed_without_phases_too(evm, feeds, both):
    """OR-03 Zero is a phase as any other."""
    assert step(evm, feeds, both, 60, 2_000 * DOLLARS, 1, phase=0)
    assert trend(evm, both) == 0
    assert step(evm, feeds, both, 3_600, 2_050 * DOLLARS, 2, phase=0)
    assert trend(evm, both) > 0


def test_no_series_of_aggregators_leaves_the_word(evm):
    """ST-06 Four ways up, from one end of the domain to the other, each of its own aggregator."""
    feeds = Feeds(evm, (18,))
    both = pair(evm, feeds, 365 * DAY)
    for phase in range(1, 5):
        step(evm, feeds, both, 60, 1, 1, phase)
        step(evm, feeds, both, 1, 2**127 - 1, 2, phase)
        assert 0 <= trend(evm, both) < 89 * ONE
    assert both[1]._past[ASSETS[0]].near == 2**63 - 1


class TestRefusals:
    """A new round that cannot be right is refused by name, as VarianceEstimator refuses it."""

    def test_a_price_that_is_none(self, evm, feeds, both):
        step(evm, feeds, both, 60, 2_000 * DOLLARS, 1)
        answer = step(evm, feeds, both, 60, 0, 2)
        assert answer == ("PriceNotPositive", [feeds.addresses[0], 0])
        assert trend(evm, both) == 0

    def test_a_price_that_is_too_old(self, evm, feeds, both):
        """OR-01"""
        evm.evm.advance_block(5 * DAY)
        feeds.post(0, 2_000 * DOLLARS, evm.time() - 2 * DAY - 1, 1)
        answer = both_record(evm, NAME, feeds, both)
        assert answer == ("PriceTooOld", [feeds.addresses[0], 2 * DAY + 1, 2 * DAY])

    def test_nothing_is_remembered_before_the_first_round(self, evm, feeds, both):
        """By the asset's name, one that nobody watches too."""
        contract, twin = both
        step(evm, feeds, both, 60, 2_000 * DOLLARS, 1)
        for asset in (ASSETS[1], STRANGER):
            for list_ in ([asset], [ASSETS[0], asset]):
                answer = said(evm.ask, NAME, contract, "trendsOf", list_)
                assert answer == ("NothingRemembered", [asset]) == said(twin.trends_of, list_)

    def test_a_stranger_is_not_recorded(self, evm, both):
        contract, twin = both
        for question in ("recordAsset", "updatedAt", "sourceOf"):
            answer = said(evm.ask, NAME, contract, question, STRANGER)
            assert answer == ("AssetNotObserved", [STRANGER]) == said(twin.source_of, STRANGER)

    @pytest.mark.parametrize("tau, limit", [(1, 3_600), (3_599, 3_600), (365 * DAY + 1, 365 * DAY)])
    def test_memories_fade_within_bounds(self, evm, feeds, tau, limit):
        answer = said(evm.deploy, NAME, feeds.listed, tau)
        assert answer == ("LimitOutOfRange", ["tau", tau, limit])


def test_what_an_update_costs(evm):
    """docs/estimators.md: above the 21,000 of a transaction and its calldata."""
    feeds = Feeds(evm, (8,) * 8)
    contract, _ = pair(evm, feeds)
    *found, idle, together = costs(evm, NAME, contract, feeds)
    assert [*found, idle, together] == COSTS
    assert found[-1] - feeds.reading() <= 9_000 >= together // 8 - feeds.reading()
