"""Drawdown: peaks that two records have seen, and how far below them a share is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mpmath import mp, mpf

from counterpoise.errors import NothingRemembered
from counterpoise.observer.estimator.drawdown import DrawdownEstimator, share_price
from counterpoise.types import State
from tests.counterpoise.real_prices import HOURLY, real

ONE, HOUR, DAY, START = 10**18, 3_600, 86_400, 1_700_000_000


def play(prices, tau=0, step=HOUR):
    """An estimator after prices D18, one every so many seconds."""
    estimator = DrawdownEstimator("vault", HOUR, tau)
    for k, price in enumerate(prices):
        assert estimator.record(price, START + k * step)
    return estimator


@pytest.mark.parametrize(
    ("peak", "price", "drawdown"),
    [
        (2_400 * ONE, 1_980 * ONE, 175 * 10**15),
        (105 * 10**16, 9_975 * 10**14, 5 * 10**16),
        (100 * ONE, 100 * ONE, 0),
        (100 * ONE, 101 * ONE, 0),
        (3, 2, 333_333_333_333_333_334),
    ],
)
def test_the_designs_vectors(peak, price, drawdown):
    """math V2.7, and one that shows that it is rounded up."""
    assert play([peak, peak, price]).drawdown(price, START + 2 * HOUR) == drawdown


def test_one_record_makes_no_peak():
    """OR-04 A feed that was wrong by a million for an hour leaves nothing behind."""
    estimator = play([ONE, ONE, 10**6 * ONE, ONE, ONE])
    assert estimator.peak(estimator.time) == ONE
    assert play([ONE, 3 * ONE, 2 * ONE]).peak(START) == 2 * ONE


@given(prices=st.lists(st.integers(1, 10**30), min_size=2, max_size=30))
def test_a_peak_is_what_two_records_have_seen(prices):
    pairs = zip(prices, prices[1:], strict=False)
    assert play(prices).peak(START) == max(min(pair) for pair in pairs)


@given(
    price=st.integers(10**6, 10**30),
    waits=st.lists(st.integers(HOUR, 30 * DAY), min_size=1, max_size=10),
    tau=st.integers(7 * DAY, 3_650 * DAY),
)
def test_a_peak_fades_as_exact_arithmetic_says(price, waits, tau):
    """A unit is lost with each record, and 2e-18 of it."""
    estimator, now = play([price, price], tau), START + HOUR
    for wait in waits:
        now += wait
        estimator.record(1, now)
    with mp.workdps(60):
        exact = price * mp.exp(-mpf(sum(waits)) / tau)
        assert abs(estimator.peak(now) - exact) <= len(waits) * (1 + price * mpf("2e-18"))


def test_through_the_real_crash_it_is_the_price_over_its_highest():
    """Ether, 8 to 16 March 2020, hour by hour."""
    closes = [row[0] for row in real(HOURLY, ("ETH",)).closes[15_900:16_200]]
    estimator = play(closes)
    highest = max(min(pair) for pair in zip(closes, closes[1:], strict=False))
    exact = 1 - closes[-1] / highest
    assert estimator.drawdown(closes[-1], estimator.time) == pytest.approx(exact * ONE, abs=10**4)


def test_nothing_is_said_before_the_second_record():
    for prices in ([], [ONE]):
        with pytest.raises(NothingRemembered):
            play(prices).drawdown(ONE, START + HOUR)


def test_the_price_of_a_share_rounds_down():
    assert share_price(State(time=1, supply=3 * ONE, value=10 * ONE, assets=())) == 10 * ONE // 3
