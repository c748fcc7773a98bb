"""CovarianceEstimator: its twin to the unit, when it looks, and what that costs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpoise.observer.estimator.covariance import CovarianceEstimator
from tests.counterpoise.real_prices import FIVE, real
from tests.depth import sharing
from tests.evm.in_process import said
from tests.evm.observer.estimator.feeds import gas

NAME = "CovarianceEstimator"
ONE, HOUR, DAY = 10**18, 3_600, 86_400
TAU = 7 * DAY
USD = f"0x{840:040x}"
DOMAIN = 2**128 - 1
COSTS = {2: 35_604, 3: 49_514, 4: 63_681, 5: 80_349, 6: 100_354, 7: 115_548, 8: 136_125}
READING = 5_035  # {gas} of each price, from an oracle of one slot, whoever asks it


@pytest.fixture(scope="module")
def tokens(evm):
    return [evm.deploy("MockToken", "Token", "TOK", decimals) for decimals in (18, 6, 8, 0) * 2]


@pytest.fixture(scope="module")
def oracles(evm, tokens):
    return [evm.deploy("MockOracle") for _ in tokens]


@pytest.fixture
def pair(evm, tokens, oracles):
    """A contract for so many assets, and its twin."""

    def make(n=3, spacing=HOUR, tau=TAU):
        contract = evm.deploy(NAME, USD, tokens[:n], oracles[:n], spacing, tau)
        return contract, CovarianceEstimator(tokens[:n], spacing, tau, contract)

    return make


def step(evm, oracles, both, wait, prices):
    """Prices so many seconds later, recorded by both."""
    contract, twin = both
    evm.evm.advance_block(wait)
    for oracle, price in zip(oracles, prices):
        evm.tell("MockOracle", oracle, "set", price)
    answer = said(evm.tell, NAME, contract, "record")
    assert answer == said(twin.record, prices, evm.time())
    return answer


def both_say(evm, both):
    """Everything that is said, the same by both."""
    contract, twin = both

    def ask(*question):
        return said(evm.ask, NAME, contract, *question)

    assert ask("updatedAt") == twin.time
    assert (ask("samples"), ask("needed")) == (twin.samples, twin.needed)
    assert (ask("isWarm"), ask("ridge")) == (twin.is_warm, twin.ridge)
    assert ask("matrix") == said(twin.matrix)
    for assets in (twin.assets, twin.assets[:2], twin.assets[:1]):
        assert ask("correlationsOf", assets) == said(twin.correlations_of, assets)
    for i in range(len(twin.assets)):
        for j in range(len(twin.assets)):
            assert ask("covariance", i, j) == said(twin.covariance, i, j)
            assert ask("correlation", i, j) == said(twin.correlation, i, j)


prices = st.integers(-60, 68).map(lambda power: int(10**18 * 2.0**power))
wild = st.lists(st.one_of(prices, st.integers(1, DOMAIN)), min_size=8, max_size=8)
tame = st.lists(st.integers(95 * ONE, 105 * ONE), min_size=8, max_size=8)


def test_correlations_are_of_its_own_assets_in_their_order(pair, evm, tokens, oracles):
    both = pair(2)
    for price in (ONE, 2 * ONE):
        step(evm, oracles, both, HOUR, [price, price])
    for asked, wrong in ((tokens[1::-1], 1), (tokens[:3], 2), ([tokens[0], USD], None)):
        answer = said(evm.ask, NAME, both[0], "correlationsOf", asked)
        assert answer == said(both[1].correlations_of, asked)
        assert answer == ("AssetNotObserved", [USD if wrong is None else tokens[wrong].lower()])
    assert evm.ask(NAME, both[0], "correlationsOf", tokens[:2]) == (ONE,)


@sharing(8)
@given(
    n=st.integers(2, 8),
    rows=st.one_of(*(st.lists(row, min_size=2, max_size=9) for row in (tame, wild))),
    waits=st.lists(st.sampled_from([HOUR - 1, HOUR, 5 * HOUR, 40 * DAY]), min_size=9, max_size=9),
    tau=st.sampled_from([DAY, TAU, 365 * DAY]),
)
def test_the_twin_is_the_chain(evm, oracles, pair, n, rows, waits, tau):
    both = pair(n, HOUR, tau)
    for row, wait in zip(rows * 3, waits * 3):
        step(evm, oracles, both, wait, row[:n])
    both_say(evm, both)


def test_the_twin_is_the_chain_on_real_prices(evm, oracles, pair):
    """Five coins in 2024, 240 hours."""
    rows, both = real(FIVE, ("BTC", "ETH", "LINK", "SOL", "UNI")).closes[-240:], pair(5)
    for row in rows:
        assert step(evm, oracles, both, HOUR, row)
    both_say(evm, both)
    assert both[1].is_warm


def test_it_looks_no_sooner_than_its_spacing(evm, oracles, pair):
    """Whoever comes early changes nothing, and is not refused."""
    both, row = pair(), [ONE] * 3
    assert step(evm, oracles, both, HOUR, row) is True
    time = both[1].time
    assert step(evm, oracles, both, time + HOUR - 1 - evm.time(), [2 * ONE] * 3) is False
    assert step(evm, oracles, both, 1, row) is True
    assert both[1].time == time + HOUR
    assert said(evm.ask, NAME, both[0], "covariance", 0, 0) == 0


def test_nothing_is_said_before_the_first_return(evm, oracles, pair):
    both = contract, _ = pair()
    for waited in (0, HOUR):
        assert not waited or step(evm, oracles, both, waited, [ONE] * 3)
        for question in ("covariance", "correlation"):
            answer = said(evm.ask, NAME, contract, question, 0, 1)
            assert answer == ("NothingRemembered", [contract.lower()])
        assert said(evm.ask, NAME, contract, "samples") == 0


def test_a_matrix_needs_three_samples_an_asset(evm, oracles, pair):
    both = contract, twin = pair(2)
    for k in range(6):
        step(evm, oracles, both, HOUR, [(100 + k % 2) * ONE, (100 + k % 3) * ONE])
    assert 4 * ONE < twin.samples < 6 * ONE == twin.needed
    assert said(evm.ask, NAME, contract, "matrix") == ("SamplesTooFew", [twin.samples, 6 * ONE])
    both_say(evm, both)


def test_a_matrix_has_a_ridge_on_its_diagonal(evm, oracles, pair):
    """ST-02 More than rounding can have taken from an eigenvalue."""
    both = contract, twin = pair(2)
    for k in range(12):
        step(evm, oracles, both, HOUR, [(100 + k % 2) * ONE, (100 + k % 3) * ONE])
    rows = evm.ask(NAME, contract, "matrix")
    plain = [[evm.ask(NAME, contract, "covariance", i, j) for j in range(2)] for i in range(2)]
    assert twin.ridge > 0
    assert rows[0] == (plain[0][0] + twin.ridge, plain[0][1])
    assert rows[1] == (plain[1][0], plain[1][1] + twin.ridge)
    both_say(evm, both)


@pytest.mark.parametrize("price", [0, DOMAIN + 1])
def test_a_price_beyond_its_domain_is_refused(evm, oracles, pair, tokens, price):
    """I-24 With the asset's name, and nothing of the snapshot is kept."""
    both = pair()
    step(evm, oracles, both, HOUR, [ONE] * 3)
    answer = step(evm, oracles, both, HOUR, [2 * ONE, price, ONE])
    assert answer == ("PriceOutOfDomain", [tokens[1].lower(), price, 1, DOMAIN])
    assert step(evm, oracles, both, 1, [ONE, 1, DOMAIN]) is True
    both_say(evm, both)


def test_an_index_beyond_the_list_is_refused(evm, pair):
    contract, twin = pair()
    for i, j in ((3, 0), (0, 3)):
        for question in ("covariance", "correlation"):
            answer = said(evm.ask, NAME, contract, question, i, j)
            if question == "covariance":
                assert answer == ("IndexOutOfRange", [3, 3]) == said(twin.covariance, i, j)


class TestDeployment:
    def test_it_knows_its_sources(self, evm, tokens, oracles, pair):
        contract, _ = pair()
        units = 10**18, 10**6, 10**8
        listed = [
            list(it)
            for it in zip([it.lower() for it in tokens], units, [it.lower() for it in oracles])
        ]
        assert said(evm.ask, NAME, contract, "sources") == listed

    @pytest.mark.parametrize("n", [0, 1, 9])
    def test_there_are_two_to_eight_assets(self, evm, tokens, oracles, n):
        listed = (tokens + tokens)[:n], (oracles + oracles)[:n]
        answer = said(evm.deploy, NAME, USD, *listed, HOUR, TAU)
        assert answer == ("AssetCountOutOfRange", [n, 2, 8])

    def test_each_has_an_oracle(self, evm, tokens, oracles):
        answer = said(evm.deploy, NAME, USD, tokens[:3], oracles[:2], HOUR, TAU)
        assert answer == ("OraclesMissing", [2, 3])

    def test_twenty_seven_decimals_are_the_most(self, evm, tokens, oracles):
        fussy = evm.deploy("MockToken", "Token", "TOK", 28)
        answer = said(evm.deploy, NAME, USD, [tokens[0], fussy], oracles[:2], HOUR, TAU)
        assert answer == ("DecimalsTooMany", [fussy.lower(), 28, 27])

    @pytest.mark.parametrize("spacing, bound", [(HOUR - 1, HOUR), (7 * DAY + 1, 7 * DAY)])
    def test_snapshots_lie_an_hour_to_a_week_apart(self, pair, spacing, bound):
        answer = said(pair, 2, spacing, 365 * DAY)
        assert answer == ("LimitOutOfRange", ["spacing", spacing, bound])

    @pytest.mark.parametrize("tau, bound", [(9 * HOUR - 1, 9 * HOUR), (365 * DAY + 1, 365 * DAY)])
    def test_a_memory_is_long_enough_to_get_warm(self, pair, tau, bound):
        assert said(pair, 3, HOUR, tau) == ("LimitOutOfRange", ["tau", tau, bound])


def test_what_an_update_costs(evm, oracles, pair):
    """docs/estimators.md: above the 21,000 of a transaction and its calldata."""
    found = {}
    for n in COSTS:
        both = contract, _ = pair(n)
        for k in range(4):
            step(evm, oracles, both, HOUR, [(100 + k * i) * ONE for i in range(1, n + 1)])
        evm.evm.advance_block(HOUR)
        found[n] = gas(evm, NAME, contract, "record")
    assert found == COSTS
    assert 2_600 + gas(evm, "MockOracle", oracles[0], "getQuote", 1, USD, USD) == READING
    assert found[8] - 8 * READING <= 100_000
