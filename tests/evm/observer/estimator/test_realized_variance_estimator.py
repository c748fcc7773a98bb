"""RealizedVarianceEstimator: its twin to the unit around the ring, and what an update costs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpoise.observer.estimator.realized_variance import RealizedVarianceEstimator
from tests.counterpoise.real_prices import AFTER, CRASH, HOURLY, real
from tests.depth import sharing
from tests.evm.in_process import said
from tests.evm.observer.estimator.feeds import ASSETS, Feeds, both_answer, both_record, gas

NAME = "RealizedVarianceEstimator"
ONE, DAY, DOLLARS = 10**18, 86_400, 10**8
COSTS = [32_067, 36_690, 19_590]  # {gas}: first, second, in the steady state


def pair(evm, feeds):
    return evm.deploy(NAME, feeds.listed), RealizedVarianceEstimator(feeds.sources)


def both_say(evm, both, asset=ASSETS[0]):
    """Everything that is said of an asset, the same by both."""
    contract, twin = both
    questions = {
        "varianceOf": twin.variance_of,
        "volatilityOf": twin.volatility_of,
        "updatedAt": twin.updated_at,
        "returnsOf": twin.returns_of,
    }
    return both_answer(evm, NAME, contract, questions, asset)


def step(evm, feeds, both, wait, answer, number, phase=1):
    """A round so many seconds later, recorded by both."""
    evm.evm.advance_block(wait)
    feeds.post(0, answer, evm.time(), number, phase)
    return both_record(evm, NAME, feeds, both)


moves = st.tuples(
    st.integers(1, 3 * DAY),
    st.integers(1, 4_000_000),
    st.sampled_from([1] * 8 + [0, 2**16]),
    st.sampled_from([0] * 20 + [1]),
)


@sharing(6)
@given(walk=st.lists(moves, min_size=5, max_size=20))
def test_the_twin_is_the_chain(evm, walk):
    """Five times round the same walk, so that the ring is full and goes on."""
    feeds = Feeds(evm, (3,))
    both, number, phase = pair(evm, feeds), 1, 1
    for wait, price, on, replaced in walk * 5:
        number, phase = number + on, phase + replaced
        step(evm, feeds, both, wait, price, number, phase)
        both_say(evm, both)


def test_the_twin_is_the_chain_through_a_crash(evm):
    """The hours of 12 March 2020, four days before and after."""
    prices = real(HOURLY, ("ETH",), CRASH, AFTER)
    feeds = Feeds(evm, (8,))
    both = pair(evm, feeds)
    for number, (close,) in enumerate(prices.closes, 1):
        step(evm, feeds, both, prices.step, close // 10**10, number)
        both_say(evm, both)


def test_a_round_counts_once_and_another_aggregator_starts_anew(evm):
    feeds = Feeds(evm, (8,))
    both = pair(evm, feeds)
    assert both_say(evm, both)["varianceOf"] == ("NothingRemembered", [ASSETS[0]])
    assert step(evm, feeds, both, 60, 2_000 * DOLLARS, 1)
    assert step(evm, feeds, both, 60, 2_100 * DOLLARS, 1) is False
    assert step(evm, feeds, both, 60, 9_999 * DOLLARS, 1, phase=2)
    assert both_say(evm, both)["returnsOf"] == 0
    assert step(evm, feeds, both, 3_600, 9_899 * DOLLARS, 2, phase=2)
    assert both_say(evm, both)["returnsOf"] == 1


def test_all_volatilities_are_told_at_once_and_what_is_not_known_is_0(evm):
    """As SignalObserver asks: of a second that has no return yet, and of a stranger."""
    feeds = Feeds(evm, (8, 8))
    both = contract, twin = pair(evm, feeds)
    step(evm, feeds, both, 60, 2_000 * DOLLARS, 1)
    step(evm, feeds, both, 3_600, 2_040 * DOLLARS, 2)
    asked = list(ASSETS[:3])

    told = list(evm.ask(NAME, contract, "volatilitiesOf", asked))

    assert told == twin.volatilities_of(asked) == [1_853_423_677_320_472_778, 0, 0]
    assert told[0] == evm.ask(NAME, contract, "volatilityOf", ASSETS[0])


def test_what_cannot_be_right_is_refused(evm):
    """OR-03"""
    feeds = Feeds(evm, (8,))
    both = pair(evm, feeds)
    step(evm, feeds, both, 60, 2_000 * DOLLARS, 1)
    assert step(evm, feeds, both, 60, 0, 2) == ("PriceNotPositive", [feeds.addresses[0], 0])


@pytest.mark.parametrize("question", ["varianceOf", "volatilityOf", "updatedAt", "returnsOf"])
def test_nothing_is_known_of_a_stranger(evm, question):
    contract, stranger = evm.deploy(NAME, Feeds(evm, (8,)).listed), ASSETS[1]
    answer = said(evm.ask, NAME, contract, question, stranger)
    assert answer == ("AssetNotObserved", [stranger])


def test_what_an_update_costs(evm):
    """docs/estimators.md: above the 21,000 of a transaction and its calldata."""
    feeds = Feeds(evm, (8,))
    contract, found = evm.deploy(NAME, feeds.listed), []
    for number in range(1, 40):
        evm.evm.advance_block(3_600)
        feeds.post(0, (2_000 + number) * DOLLARS, evm.time(), number)
        found.append(gas(evm, NAME, contract, "recordAsset", ASSETS[0]))
    assert [*found[:2], found[-1]] == COSTS
