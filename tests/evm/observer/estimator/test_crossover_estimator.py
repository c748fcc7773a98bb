"""CrossoverEstimator: a short mean above a long one, its twin to the unit, and what it costs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpoise.observer.estimator.crossover import CrossoverEstimator
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

NAME = "CrossoverEstimator"
ONE, DAY, YEAR = 10**18, 86_400, 365 * 86_400
SHORT, LONG = 7 * DAY, 30 * DAY
COSTS = [31_815, 14_373, 14_373, 8_437, 114_120]  # {gas}: first, second, third, idle, all eight


def pair(evm, feeds, short=SHORT, long=LONG):
    """The contract and its twin."""
    contract = evm.deploy(NAME, feeds.listed, short, long)
    return contract, CrossoverEstimator(feeds.sources, short, long)


def trend(evm, both):
    """What is said of the first asset, the same by both."""
    contract, twin = both
    questions = {"trendOf": twin.trend_of, "updatedAt": twin.updated_at}
    return both_answer(evm, NAME, contract, questions, ASSETS[0])["trendOf"]


def step(evm, feeds, both, wait, answer, number, phase=1):
    """A round so many seconds later, recorded."""
    evm.evm.advance_block(wait)
    feeds.post(0, answer, evm.time(), number, phase)
    return both_record(evm, NAME, feeds, both)


moves = st.tuples(
    st.one_of(st.integers(1, 3 * DAY), st.just(10 * YEAR)),  # {s} since the last
    st.one_of(st.integers(-(2 * 10**17), 2 * 10**17), st.just(10**24)),  # D18{1}, of the price
    st.sampled_from([0] * 8 + [1, 256]),  # phases on
)


@sharing(20)
@given(
    walk=st.lists(moves, min_size=1, max_size=8),
    decimals=st.integers(0, 18),
    taus=st.sampled_from([(3_600, 7_200), (DAY, LONG), (SHORT, LONG), (182 * DAY, 365 * DAY)]),
)
def test_the_twin_is_the_chain(evm, walk, decimals, taus):
    """ST-06 On any walk, over aggregators that change, years of silence and a price times 1e6."""
    feeds = Feeds(evm, (decimals,))
    both = pair(evm, feeds, *taus)
    price, phase = 2_000 * 10**decimals, 1
    for number, (wait, change, replaced) in enumerate(walk, 1):
        price = min(max(price * (ONE + change) // ONE, 1), 2**127 - 1)
        phase += replaced
        step(evm, feeds, both, wait, price, number, phase)
        trend(evm, both)


def test_the_twin_is_the_chain_through_a_crash(evm):
    """The hours of 12 March 2020, four days before and after: the short mean far below."""
    prices = real(HOURLY, ("BTC", "ETH"), CRASH, AFTER)
    feeds = Feeds(evm, (8, 8))
    contract, twin = pair(evm, feeds)
    play(evm, NAME, feeds, (contract, twin), prices)
    trends = evm.ask(NAME, contract, "trendsOf", ASSETS[:2])
    assert list(trends) == twin.trends_of(ASSETS[:2]) and max(trends) < -ONE // 10


def test_a_rise_is_the_difference_of_what_two_means_keep(evm):
    """math 3.8: ln 1.05 in a day, kept to e^(-1/30) below the one mean and e^(-1/7) the other."""
    feeds = Feeds(evm, (8,))
    both = pair(evm, feeds)
    step(evm, feeds, both, 60, 2_000 * DOLLARS, 1)
    assert trend(evm, both) == 0
    step(evm, feeds, both, DAY - 1, 2_100 * DOLLARS, 2)
    assert trend(evm, both) == pytest.approx(4895_000_000_000_000, rel=1e-3)


@pytest.mark.parametrize("phase", [2, 0])
def test_another_aggregator_starts_a_new_series(evm, phase):
    """OR-03 Both means move with the price, and the trend stays what it was."""
    feeds = Feeds(evm, (8,))
    both = pair(evm, feeds)
    step(evm, feeds, both, 60, 2_000 * DOLLARS, 100)
    step(evm, feeds, both, 3_600, 2_050 * DOLLARS, 101)
    before = trend(evm, both)
    assert step(evm, feeds, both, 3_600, 20_500 * DOLLARS, 1, phase)
    assert trend(evm, both) == before > 0


def test_nothing_is_remembered_before_the_first_round(evm):
    contract, twin = pair(evm, Feeds(evm, (8, 8)))
    answer = said(evm.ask, NAME, contract, "trendsOf", ASSETS[1:2])
    assert answer == ("NothingRemembered", [ASSETS[1]]) == said(twin.trends_of, ASSETS[1:2])


@pytest.mark.parametrize(
    "taus, refused",
    [
        ((1, 7_200), ("shortTau", 1, 3_600)),
        ((365 * DAY // 2 + 1, 365 * DAY), ("shortTau", 365 * DAY // 2 + 1, 365 * DAY // 2)),
        ((3_600, 7_199), ("longTau", 7_199, 7_200)),
        ((3_600, 365 * DAY + 1), ("longTau", 365 * DAY + 1, 365 * DAY)),
    ],
)
def test_means_have_lengths_that_can_be_told_apart(evm, taus, refused):
    answer = said(evm.deploy, NAME, Feeds(evm, (8,)).listed, *taus)
    assert answer == ("LimitOutOfRange", [*refused])


def test_what_an_update_costs(evm):
    """docs/estimators.md: above the 21,000 of a transaction and its calldata."""
    feeds = Feeds(evm, (8,) * 8)
    contract, _ = pair(evm, feeds)
    *found, idle, together = costs(evm, NAME, contract, feeds)
    assert [*found, idle, together] == COSTS
    assert found[-1] - feeds.reading() <= 9_000 >= together // 8 - feeds.reading()
