"""VarianceEstimator: its twin to the unit, what counts as new, and what an update costs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpoise.observer.estimator.feed import Round
from counterpoise.observer.estimator.variance import MAX_VARIANCE, VarianceEstimator
from tests.counterpoise.real_prices import AFTER, CRASH, HOURLY, real
from tests.depth import sharing
from tests.evm.in_process import said
from tests.evm.observer.estimator.feeds import ASSETS, Feeds, both_answer, both_record, costs, play

NAME = "VarianceEstimator"
ONE, DAY = 10**18, 86_400
TAU = 7 * DAY
DOLLARS = 10**8
COSTS = [32_071, 14_436, 14_436, 8_488, 114_424]  # {gas}: first, second, third, idle, all eight
READING = 5_484  # {gas} of it in a feed of one slot, whoever asks it
STRANGER = "0x" + "5a" * 20

check = sharing(20)


def pair(evm, feeds, priors=None, tau=TAU):
    """The contract and its twin."""
    priors = priors or [0] * len(feeds.decimals)
    contract = evm.deploy(NAME, feeds.listed, priors, tau)
    return contract, VarianceEstimator(feeds.sources, priors, tau)


@pytest.fixture
def feeds(evm):
    return Feeds(evm, (8, 18))


@pytest.fixture
def both(evm, feeds):
    return pair(evm, feeds)


def record(evm, feeds, both, i=0):
    return both_record(evm, NAME, feeds, both, i)


def views(evm, both, asset):
    """Everything that is said of an asset, the same by both."""
    contract, twin = both
    questions = {
        "varianceOf": twin.variance_of,
        "volatilityOf": twin.volatility_of,
        "updatedAt": twin.updated_at,
        "lastReturn": twin.last_return,
        "motionOf": twin.motion_of,
    }
    list_ = [*ASSETS[:3], STRANGER, asset]
    assert list(evm.ask(NAME, contract, "volatilitiesOf", list_)) == twin.volatilities_of(list_)
    return both_answer(evm, NAME, contract, questions, asset)["varianceOf"]


def step(evm, feeds, both, wait, answer, number, phase=1, i=0):
    """A round so many seconds later, recorded."""
    evm.evm.advance_block(wait)
    feeds.post(i, answer, evm.time(), number, phase)
    return record(evm, feeds, both, i)


moves = st.tuples(
    st.integers(1, 3 * DAY),  # {s} since the last
    st.integers(-(2 * 10**17), 2 * 10**17),  # D18{1}, of the price
    st.sampled_from([1] * 8 + [0, -1, 2**40]),  # rounds: the next, the same, an older, a far one
    st.sampled_from([0] * 8 + [1, 256]),  # phases on
)


@check
@given(
    walk=st.lists(moves, min_size=1, max_size=8),
    decimals=st.integers(0, 18),
    prior=st.integers(0, 4 * ONE),
    tau=st.sampled_from([3_600, DAY, TAU, 365 * DAY]),
)
def test_the_twin_is_the_chain(evm, walk, decimals, prior, tau):
    """On any walk, over aggregators that change and rounds that come twice."""
    feeds = Feeds(evm, (decimals,))
    both = pair(evm, feeds, [prior], tau)
    price, number, phase = 2_000 * 10**decimals, 1, 1
    for wait, change, on, replaced in walk:
        price = max(price * (ONE + change) // ONE, 1)
        number, phase = max(number + on, 1), phase + replaced
        step(evm, feeds, both, wait, price, number, phase)
        views(evm, both, ASSETS[0])


def test_the_twin_is_the_chain_through_a_crash(evm):
    """The hours of 12 March 2020, four days before and after; all assets at once."""
    prices = real(HOURLY, ("BTC", "ETH"), CRASH, AFTER)
    feeds = Feeds(evm, (8, 8))
    contract, twin = pair(evm, feeds, [ONE, ONE])
    play(evm, NAME, feeds, (contract, twin), prices)
    for asset in ASSETS[:2]:
        assert views(evm, (contract, twin), asset) > 5 * ONE


def test_a_first_round_starts_a_series(evm, feeds, both):
    """There is nothing yet that the price could have come from."""
    assert step(evm, feeds, both, 60, 2_000 * DOLLARS, 1)
    assert both[1].last_return(ASSETS[0]) == (0, 0)
    assert views(evm, both, ASSETS[0]) == 0


def test_a_new_round_counts_once(evm, feeds, both):
    """Whoever records again changes nothing, and is not refused."""
    step(evm, feeds, both, 60, 2_000 * DOLLARS, 1)
    assert step(evm, feeds, both, 3_600, 2_050 * DOLLARS, 2) is True
    variance = views(evm, both, ASSETS[0])
    evm.evm.advance_block(3_600)
    assert record(evm, feeds, both) is False
    assert views(evm, both, ASSETS[0]) == variance == 31698375652718461  # math V2.1


@pytest.mark.parametrize(
    "number, later, new",
    [(3, 1, True), (2, 1, False), (1, 1, False), (3, 0, False), (3, -1, False)],
)
def test_a_round_is_new_by_number_and_by_time(evm, feeds, both, number, later, new):
    step(evm, feeds, both, 60, 2_000 * DOLLARS, 1)
    step(evm, feeds, both, 60, 2_000 * DOLLARS, 2)
    time = feeds.rounds[0].updated_at + later
    evm.evm.advance_block(60)
    feeds.post(0, 2_100 * DOLLARS, time, number)
    assert record(evm, feeds, both) is new
    assert (views(evm, both, ASSETS[0]) > 0) is new


@pytest.mark.parametrize("phase", [2, 7, 0])
def test_another_aggregator_starts_a_new_series(evm, feeds, both, phase):
    """OR-03 A jump from one aggregator to the next is no return; what is remembered stays."""
    step(evm, feeds, both, 60, 2_000 * DOLLARS, 100)
    step(evm, feeds, both, 3_600, 2_050 * DOLLARS, 101)
    variance = views(evm, both, ASSETS[0])
    assert step(evm, feeds, both, 3_600, 20_500 * DOLLARS, 1, phase)
    assert views(evm, both, ASSETS[0]) == variance
    assert both[1].last_return(ASSETS[0]) == (0, 0)
    assert step(evm, feeds, both, 3_600, 21_000 * DOLLARS, 2, phase)
    assert views(evm, both, ASSETS[0]) > variance


def test_the_last_return_is_told_uncut(evm, feeds, both):
    """math V7.3: 2,000 to 1,790 in an hour is 0.110932, told as 0.1110 in 60 minutes."""
    step(evm, feeds, both, 60, 2_000 * DOLLARS, 1)
    step(evm, feeds, both, 3_659, 1_790 * DOLLARS, 2)
    assert both[1].last_return(ASSETS[0]) == (1110 * 10**14, 3_600)
    step(evm, feeds, both, 3_600, 1_790 * DOLLARS * 10**6, 3)
    assert both[1].last_return(ASSETS[0]) == (65535 * 10**14, 3_600)
    views(evm, both, ASSETS[0])


class TestRefusals:
    """A new round that cannot be right is refused by name; one that is not new is not looked at."""

    @pytest.fixture(autouse=True)
    def begun(self, evm, feeds, both):
        step(evm, feeds, both, 60, 2_000 * DOLLARS, 1)

    def late(self, evm, feeds, both, age):
        """A round that is found so many seconds after it was published."""
        evm.evm.advance_block(5 * DAY)
        feeds.post(0, 2_000 * DOLLARS, evm.time() - age, 2)
        return record(evm, feeds, both)

    def test_at_its_age_limit_it_is_believed(self, evm, feeds, both):
        assert self.late(evm, feeds, both, 2 * DAY) is True

    def test_beyond_it_it_is_not(self, evm, feeds, both):
        """OR-01"""
        answer = self.late(evm, feeds, both, 2 * DAY + 1)
        assert answer == ("PriceTooOld", [feeds.addresses[0], 2 * DAY + 1, 2 * DAY])

    def test_nor_from_the_future(self, evm, feeds, both):
        """OR-03"""
        answer, now = self.late(evm, feeds, both, -1), evm.time()
        assert answer == ("PriceFromFuture", [feeds.addresses[0], now + 1, now])

    @pytest.mark.parametrize("price", [0, -1, -(2**127)])
    def test_nor_without_a_price(self, evm, feeds, both, price):
        """OR-03"""
        answer = step(evm, feeds, both, 60, price, 2)
        assert answer == ("PriceNotPositive", [feeds.addresses[0], price])

    def test_nor_in_other_decimals(self, evm, feeds, both):
        """OR-06"""
        evm.tell("MockFeed", feeds.addresses[0], "setDecimals", 18)
        feeds.rounds[0] = Round(0, 0, 0, 18)
        answer = step(evm, feeds, both, 60, 2_000 * ONE, 2)
        assert answer == ("FeedDecimalsChanged", [feeds.addresses[0], 18, 8])

    def test_nor_beyond_the_domain(self, evm, feeds, both):
        """I-24 3.4e20 dollars for one of it."""
        most = (2**128 - 1) // 10**10
        answer = step(evm, feeds, both, 60, most + 1, 2)
        beyond, domain = (most + 1) * 10**10, 2**128 - 1
        assert answer == ("PriceOutOfDomain", [ASSETS[0], beyond, 1, domain])
        assert step(evm, feeds, both, 60, most, 3) is True

    def test_a_dead_feed_stops_only_its_own_asset(self, evm, feeds, both):
        """OR-08"""
        contract, _ = both
        evm.evm.advance_block(60)
        feeds.post(0, 0, evm.time(), 2)
        feeds.post(1, ONE, evm.time(), 2)
        dead = said(evm.ask, NAME, contract, "record")
        assert dead == ("PriceNotPositive", [feeds.addresses[0], 0])
        assert record(evm, feeds, both, 1) is True

    def test_nothing_is_known_of_a_stranger(self, evm, feeds, both):
        contract, twin = both
        for question in ("recordAsset", "varianceOf", "volatilityOf", "updatedAt", "sourceOf"):
            for asset in (STRANGER, "0x" + 40 * "0"):
                answer = said(evm.ask, NAME, contract, question, asset)
                assert answer == ("AssetNotObserved", [asset]) == said(twin.source_of, asset)


class TestDeployment:
    def make(self, evm, feeds, listed=None, priors=(0, 0), tau=TAU):
        return said(evm.deploy, NAME, feeds.listed if listed is None else listed, priors, tau)

    def test_it_knows_its_sources(self, evm, feeds, both):
        contract, _ = both
        assert said(evm.ask, NAME, contract, "assets") == list(ASSETS[:2])
        assert said(evm.ask, NAME, contract, "sourceOf", ASSETS[1]) == [
            feeds.addresses[1],
            2 * DAY,
            18,
        ]

    def test_eight_assets_are_the_most(self, evm):
        feeds = Feeds(evm, (8,) * 8)
        contract, _ = pair(evm, feeds)
        assert said(evm.ask, NAME, contract, "assets") == list(ASSETS)
        last = said(evm.ask, NAME, contract, "sourceOf", ASSETS[7])
        assert last == [feeds.addresses[7], 2 * DAY, 8]
        listed = [*feeds.listed, (STRANGER, feeds.addresses[0], DAY)]
        assert self.make(evm, feeds, listed, [0] * 9) == ("TooManySources", [9, 8])
        assert self.make(evm, feeds, [], []) == ("TooManySources", [0, 8])

    def test_a_source_is_listed_once_and_has_an_age_limit(self, evm, feeds):
        (asset, feed, _), other = feeds.listed
        for bad in ((asset, feed, 0), ("0x" + 40 * "0", feed, DAY), (other[0], feed, DAY)):
            assert self.make(evm, feeds, [other, bad]) == ("SourceUnusable", [*bad])

    def test_each_asset_has_a_prior_within_bounds(self, evm, feeds):
        assert self.make(evm, feeds, priors=[0]) == ("PriorsMissing", [1, 2])
        beyond = self.make(evm, feeds, priors=[0, MAX_VARIANCE + 1])
        assert beyond == ("LimitOutOfRange", ["prior", MAX_VARIANCE + 1, MAX_VARIANCE])

    @pytest.mark.parametrize("tau, limit", [(3_599, 3_600), (365 * DAY + 1, 365 * DAY)])
    def test_memories_fade_within_bounds(self, evm, feeds, tau, limit):
        assert self.make(evm, feeds, tau=tau) == ("LimitOutOfRange", ["tau", tau, limit])

    def test_a_feed_has_eighteen_decimals_at_most(self, evm):
        answer = self.make(evm, Feeds(evm, (19,)), priors=[0])
        assert answer == ("DecimalsTooMany", [ASSETS[0], 19, 18])


def test_what_an_update_costs(evm):
    """docs/estimators.md: above the 21,000 of a transaction and its calldata."""
    feeds = Feeds(evm, (8,) * 8)
    contract, _ = pair(evm, feeds)
    *found, idle, together = costs(evm, NAME, contract, feeds)
    assert [*found, idle, together] == COSTS
    reading = feeds.reading()
    assert reading == READING
    assert found[-1] - reading <= 9_000 >= together // 8 - reading
