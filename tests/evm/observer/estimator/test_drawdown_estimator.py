"""DrawdownEstimator: its twin to the unit, and what it takes to move it on a real vault."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpoise.observer.estimator.drawdown import DrawdownEstimator
from tests.counterpoise.real_prices import AFTER, CRASH, HOURLY, real
from tests.depth import sharing
from tests.evm.in_process import said
from tests.evm.observer.estimator.feeds import gas
from tests.evm.stateful.stage import build
from tests.evm.world import MOST

NAME = "DrawdownEstimator"
ONE, HOUR, DAY = 10**18, 3_600, 86_400
DOMAIN = 2**104 - 1
COSTS = [36_695, 19_911]  # {gas}: the first and the others, of a vault of two slots
OF_THREE = (71_746, 78_846)  # {gas} of the price and of the record, of a vault of three assets
READING = 12_254  # {gas} of it, the price of a share


@pytest.fixture
def books(evm):
    return evm.deploy("MockBooks")


def pair(evm, books, spacing=HOUR, tau=0):
    contract = evm.deploy(NAME, books, spacing, tau)
    return contract, DrawdownEstimator(books, spacing, tau)


def step(evm, books, both, wait, value, supply=ONE):
    """A value so many seconds later, recorded by both."""
    contract, twin = both
    evm.evm.advance_block(wait)
    evm.tell("MockBooks", books, "set", value, supply)
    price = value * ONE // supply
    answer = said(evm.tell, NAME, contract, "record")
    assert answer == said(twin.record, price, evm.time())
    for question, what in (
        ("drawdown", said(twin.drawdown, price, evm.time())),
        ("peak", twin.peak(evm.time())),
        ("updatedAt", twin.time),
        ("sharePrice", price),
    ):
        assert said(evm.ask, NAME, contract, question) == what
    return answer


values = st.one_of(st.integers(0, 100 * ONE), st.integers(ONE // 2, ONE), st.just(DOMAIN + 1))


@sharing(15)
@given(
    walk=st.lists(st.tuples(st.integers(1, 4 * HOUR), values), min_size=1, max_size=12),
    supply=st.sampled_from([ONE, 10**15, 7 * ONE]),
    tau=st.sampled_from([0, 7 * DAY, 3_650 * DAY]),
)
def test_the_twin_is_the_chain(evm, walk, supply, tau):
    books = evm.deploy("MockBooks")
    both = pair(evm, books, HOUR, tau)
    for wait, value in walk:
        step(evm, books, both, wait, value, supply)


@pytest.mark.parametrize("tau, fall", [(0, 0.4688), (90 * DAY, 0.4213)])
def test_the_twin_is_the_chain_through_a_crash(evm, books, tau, fall):
    """A share of ether alone, the hours of 12 March 2020, four days before and after."""
    both = pair(evm, books, HOUR, tau)
    for (close,) in real(HOURLY, ("ETH",), CRASH, AFTER).closes:
        assert step(evm, books, both, HOUR, close) is True
    drawdown = both[1].drawdown(both[1].price, evm.time())
    assert drawdown == pytest.approx(fall * ONE, abs=ONE // 10_000)


def test_it_looks_no_sooner_than_its_spacing(evm, books):
    both = contract, twin = pair(evm, books)
    assert step(evm, books, both, HOUR, ONE) is True
    assert step(evm, books, both, twin.time + HOUR - 1 - evm.time(), 2 * ONE) is False
    assert step(evm, books, both, 1, 2 * ONE) is True
    assert said(evm.ask, NAME, contract, "peak") == ONE


def test_nothing_is_said_before_the_second_record(evm, books):
    both = contract, _ = pair(evm, books)
    step(evm, books, both, HOUR, ONE)
    answer = said(evm.ask, NAME, contract, "drawdownAt", ONE)
    assert answer == ("NothingRemembered", [books.lower()])


def test_a_price_beyond_its_domain_is_refused(evm, books):
    """I-24 Twenty million million dollars for a share."""
    both = pair(evm, books)
    assert step(evm, books, both, HOUR, DOMAIN) is True
    answer = step(evm, books, both, HOUR, DOMAIN + 1)
    assert answer == ("SharePriceOutOfDomain", [books.lower(), DOMAIN + 1, DOMAIN])


@pytest.mark.parametrize("spacing, bound", [(59, 60), (7 * DAY + 1, 7 * DAY)])
def test_records_lie_a_minute_to_a_week_apart(evm, books, spacing, bound):
    answer = said(pair, evm, books, spacing)
    assert answer == ("LimitOutOfRange", ["spacing", spacing, bound])


@pytest.mark.parametrize("tau, bound", [(1, 7 * DAY), (3_650 * DAY + 1, 3_650 * DAY)])
def test_a_peak_fades_within_bounds_or_never(evm, books, tau, bound):
    assert said(pair, evm, books, HOUR, tau) == ("LimitOutOfRange", ["tau", tau, bound])


@pytest.fixture(scope="module")
def stage():
    return build()


class TestOnAVault:
    """What an outsider can do to the peak of a real vault's share."""

    @pytest.fixture
    def world(self, stage):
        """A vault whose share has stood at one price for two records."""
        stage.begin()
        contract = stage.chain.deploy(NAME, stage.vault, HOUR, 0)
        for _ in range(2):
            self.later(stage, contract)
        return stage, contract

    @staticmethod
    def later(stage, contract):
        stage.wait(HOUR)
        assert stage.chain.tell(NAME, contract, "record")

    @staticmethod
    def ask(stage, contract, question):
        return stage.chain.ask(NAME, contract, question)

    def test_its_price_is_the_lens_own(self, world):
        stage, contract = world
        lens = stage.chain.deploy("VaultLens")
        price = stage.chain.ask("VaultLens", lens, "sharePrice", stage.vault)
        assert self.ask(stage, contract, "sharePrice") == price
        assert self.ask(stage, contract, "peak") == price
        assert self.ask(stage, contract, "drawdown") == 0

    def test_it_costs_the_observation_and_a_word(self, world):
        """docs/estimators.md: three assets with feeds of one slot."""
        stage, contract = world
        stage.wait(HOUR)
        price = gas(stage.chain, NAME, contract, "sharePrice")
        assert (price, gas(stage.chain, NAME, contract, "record")) == OF_THREE

    def test_who_comes_and_goes_moves_nothing(self, world):
        """In kind, and with as much as the vault is worth."""
        stage, contract = world
        peak = self.ask(stage, contract, "peak")
        stage.tell("mint", 10**6 * ONE, [MOST] * 3, stage.people["attacker"], MOST, by="attacker")
        self.later(stage, contract)
        stage.tell("redeem", 10**6 * ONE, stage.people["attacker"], [], [], MOST, by="attacker")
        self.later(stage, contract)
        assert self.ask(stage, contract, "peak") - peak in range(3)
        assert self.ask(stage, contract, "drawdown") <= 3

    def test_a_wrong_price_that_is_mended_makes_no_peak(self, world):
        """A feed of a million times the price, and right an hour later."""
        stage, contract = world
        peak = self.ask(stage, contract, "peak")
        self.post(stage, 2_000 * 10**6)
        self.later(stage, contract)
        self.post(stage, 2_000)
        self.later(stage, contract)
        assert self.ask(stage, contract, "peak") == peak
        assert self.ask(stage, contract, "drawdown") == 0

    def test_a_real_fall_is_seen_at_once(self, world):
        """Four tenths of the vault lose half: a fifth, to the last feed, without a record."""
        stage, contract = world
        self.post(stage, 1_000)
        assert self.ask(stage, contract, "drawdown") == pytest.approx(ONE // 5, rel=0.01)

    def test_a_dead_feed_stops_it_and_no_exit(self, world):
        """EX-01 Its refusal is the feed's; a holder leaves meanwhile."""
        stage, contract = world
        self.post(stage, 0)
        stage.wait(HOUR)
        answer = said(stage.chain.tell, NAME, contract, "record")
        assert answer == ("PriceNotPositive", [stage.feeds[1].lower(), 0])
        stage.tell("redeem", ONE, stage.people["founder"], [], [], MOST, by="founder")

    @staticmethod
    def post(stage, dollars):
        stage.chain.tell("MockFeed", stage.feeds[1], "post", dollars * 10**8)


def test_what_an_update_costs(evm, books):
    """docs/estimators.md: above the 21,000 of a transaction and its calldata."""
    contract, found = evm.deploy(NAME, books, HOUR, 30 * DAY), []
    for k in range(4):
        evm.evm.advance_block(HOUR)
        evm.tell("MockBooks", books, "set", (100 + k) * ONE, ONE)
        found.append(gas(evm, NAME, contract, "record"))
    assert [found[0], found[-1]] == COSTS
    assert gas(evm, NAME, contract, "sharePrice") == READING
