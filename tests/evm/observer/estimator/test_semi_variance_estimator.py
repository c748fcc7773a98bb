"""SemiVarianceEstimator: the variance of falls, its twin to the unit."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpoise.observer.estimator.semi_variance import SemiVarianceEstimator
from tests.counterpoise.real_prices import AFTER, CRASH, HOURLY, real
from tests.depth import sharing
from tests.evm.in_process import said
from tests.evm.observer.estimator.feeds import ASSETS, Feeds

NAME = "SemiVarianceEstimator"
ONE, DAY = 10**18, 86_400
walks = st.lists(
    st.tuples(st.integers(1, 3 * DAY), st.integers(1_000, 4_000)), min_size=1, max_size=10
)


@sharing(10)
@given(walk=walks)
def test_the_twin_is_the_chain(evm, walk):
    play(evm, walk)


def test_the_twin_is_the_chain_through_a_crash(evm):
    """The hours of 12 March 2020, four days before and after."""
    prices = real(HOURLY, ("ETH",), CRASH, AFTER)
    twin = play(evm, [(prices.step, close // 10**10) for (close,) in prices.closes], 8)
    assert twin.variance_of(ASSETS[0]) == pytest.approx(4.3685 * ONE, rel=1e-4)


def play(evm, walk, decimals=0):
    """Waits {s} and prices, recorded by both; the twin."""
    feeds = Feeds(evm, (decimals,))
    contract = evm.deploy(NAME, feeds.listed, [ONE], 7 * DAY)
    twin = SemiVarianceEstimator(feeds.sources, [ONE], 7 * DAY)
    for number, (wait, price) in enumerate(walk, 1):
        evm.evm.advance_block(wait)
        feeds.post(0, price, evm.time(), number)
        assert evm.tell(NAME, contract, "record") is twin.record(feeds.rounds, evm.time())
        for question, answer in (
            ("varianceOf", twin.variance_of),
            ("lastReturn", twin.last_return),
            ("motionOf", twin.motion_of),
        ):
            assert said(evm.ask, NAME, contract, question, ASSETS[0]) == said(answer, ASSETS[0])
    return twin


def test_a_rise_counts_nothing_and_a_fall_counts_whole(evm):
    """math V2.2, after the design's path of 2,000, 2,050, 1,980."""
    feeds = Feeds(evm, (0,))
    contract = evm.deploy(NAME, feeds.listed, [0], 7 * DAY)
    found = []
    for number, (wait, price) in enumerate(((60, 2_000), (3_600, 2_050), (600, 1_980)), 1):
        evm.evm.advance_block(wait)
        feeds.post(0, price, evm.time(), number)
        evm.tell(NAME, contract, "recordAsset", ASSETS[0])
        found.append(evm.ask(NAME, contract, "varianceOf", ASSETS[0]))
    assert found[:2] == [0, 0] and abs(found[2] - 62908997166384976) <= 45
