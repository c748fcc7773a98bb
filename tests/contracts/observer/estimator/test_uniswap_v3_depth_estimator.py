"""UniswapV3DepthEstimator: its twin to the unit, on a pool that says what it is told."""

from dataclasses import dataclass
from math import isqrt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from counterpoise.observer.estimator import uniswap_v3_depth
from counterpoise.observer.estimator.depth import DepthEstimator
from tests.contracts.in_process import ROOT, Chain, said
from tests.depth import examples

NAME = "UniswapV3DepthEstimator"
ONE, MINUTE, HOUR, DAY = 10**18, 60, 3_600, 86_400
SPACING, FAST, SLOW = 30 * MINUTE, 4 * HOUR, 2 * DAY
MOST = 2**160 - 1

check = settings(max_examples=examples(10), deadline=None, suppress_health_check=list(HealthCheck))


@pytest.fixture
def pool(evm):
    return evm.deploy("MockV3Pool")


def estimator(evm, pool):
    return evm.deploy(NAME, pool, SPACING, FAST, SLOW)


def test_the_designs_vector_of_the_harmonic_mean(evm, pool):
    """math V2.5: 1e18 over half an hour."""
    contract = estimator(evm, pool)
    evm.evm.advance_block(SPACING)
    evm.tell("MockV3Pool", pool, "setObservations", 7, 7 + 612508260457689234234074)
    assert evm.tell(NAME, contract, "record") is True
    assert abs(evm.ask(NAME, contract, "means")[0] - 10**18) <= 1


@check
@given(
    samples=st.lists(st.integers(1, 2**128 - 1), min_size=1, max_size=8),
    older=st.integers(0, MOST),
)
def test_the_twin_is_the_chain(evm, samples, older):
    """Also where the pool's accumulator runs over."""
    pool = evm.deploy("MockV3Pool")
    contract, twin = estimator(evm, pool), DepthEstimator(pool, SPACING, FAST, SLOW)
    for liquidity in samples:
        newer = (older + (SPACING << 128) // liquidity) & MOST
        evm.evm.advance_block(SPACING)
        evm.tell("MockV3Pool", pool, "setObservations", older, newer)
        seen = uniswap_v3_depth.seen(older, newer, SPACING)
        assert said(evm.tell, NAME, contract, "record") is twin.record(seen, evm.time())
        assert said(evm.ask, NAME, contract, "means") == [twin.fast, twin.slow]
        assert said(evm.ask, NAME, contract, "ratio") == said(lambda: twin.ratio)
        assert abs(seen - liquidity) <= 1 + liquidity**2 // ((SPACING << 128) - liquidity)
        older = newer


@check
@given(
    liquidity=st.integers(0, 2**128 - 1),
    sqrt_price=st.integers(2**64, 2**140),
    impact=st.integers(0, ONE // 2),
)
def test_its_depth_is_the_twins(evm, liquidity, sqrt_price, impact):
    pool = evm.deploy("MockV3Pool")
    contract = estimator(evm, pool)
    evm.tell("MockV3Pool", pool, "set", sqrt_price, liquidity)
    for way in (True, False):
        sale = uniswap_v3_depth.depth(liquidity, sqrt_price, way, impact)
        assert said(evm.ask, NAME, contract, "depth", way, impact) == sale


def test_the_designs_vector_of_the_depth(evm, pool):
    """math V2.9: a million of liquidity at 2,000, one percent: 112.649 of the first token."""
    contract = estimator(evm, pool)
    evm.tell("MockV3Pool", pool, "set", isqrt(2_000 << 192), 10**24)
    sale = evm.ask(NAME, contract, "depth", True, ONE // 100)
    assert sale == pytest.approx(112.64897377683924412 * ONE, rel=1e-14)


def test_it_looks_no_sooner_than_its_spacing(evm, pool):
    contract = estimator(evm, pool)
    evm.tell("MockV3Pool", pool, "setObservations", 0, 1 << 100)
    assert evm.tell(NAME, contract, "record") is True
    evm.evm.advance_block(SPACING - 1)
    assert evm.tell(NAME, contract, "record") is False
    evm.evm.advance_block(1)
    assert evm.tell(NAME, contract, "record") is True


PUBLISHED = ROOT / "node_modules/@uniswap/v3-core/artifacts/contracts/UniswapV3Pool.sol"
FULL = (-887_220, 887_220)  # {tick}, of a pool whose ticks are 60 apart
PARITY = 2**96  # D96, the root of a price of one


@pytest.mark.skipif(not PUBLISHED.is_dir(), reason=f"Uniswap V3 is not installed: {PUBLISHED}")
class TestOnUniswapsOwnPool:
    """The published bytecode: what a moment, a block and an hour of more or less can do."""

    @pytest.fixture
    def market(self, evm):
        factory = evm.deploy("UniswapV3Factory")
        tokens = [evm.deploy("MockToken", "Token", "TOK", 18) for _ in range(2)]
        pool = evm.tell("UniswapV3Factory", factory, "createPool", *tokens, 3_000)
        trader = evm.deploy("MockV3Trader")
        evm.tell("UniswapV3Pool", pool, "initialize", PARITY)
        evm.tell("UniswapV3Pool", pool, "increaseObservationCardinalityNext", 400)
        return Market(evm, pool, trader, evm.deploy(NAME, pool, SPACING, FAST, SLOW))

    def test_a_pool_that_is_too_young_says_so_itself(self, market):
        """No sample is made up."""
        market.mint(10**24)
        answer = said(market.evm.tell, NAME, market.contract, "record")
        assert answer == ("Error", ["OLD"])

    def test_the_liquidity_of_a_quiet_pool_is_its_own(self, market):
        market.mint(10**24)
        assert market.later() is True
        assert market.ask("means")[0] == pytest.approx(10**24, rel=1e-12)

    def test_nothing_within_a_block_counts(self, market):
        """A thousand times as much for a moment, and a push of the price to its end."""
        market.mint(10**24)
        market.later()
        market.evm.evm.advance_block(SPACING)
        before = market.ask("means")
        market.mint(10**27)
        market.trade("push", 2**97)
        assert market.record() is True
        market.trade("push", PARITY)
        market.trade("burn", *FULL, 10**27)
        assert market.ask("means") == pytest.approx(before, rel=1e-12)

    def test_much_for_one_block_counts_next_to_nothing(self, market):
        """A harmonic mean: a thousand times as much for 12 of 1,800 seconds is 0.7 % more."""
        market.mint(10**24)
        market.later()
        before = market.ask("means")[0]
        market.evm.evm.advance_block(SPACING - 12)
        market.mint(10**27)
        market.evm.evm.advance_block(12)
        assert market.record() is True
        assert market.ask("means")[0] / before == pytest.approx(1 + 0.0067 * 0.1175, abs=1e-4)

    def test_liquidity_that_leaves_is_seen(self, market):
        """Four fifths of it: below a half after eight samples, four hours, with tau of four."""
        market.mint(10**24)
        market.later()
        market.trade("burn", *FULL, 8 * 10**23)
        found = 1
        while market.later() and market.ask("ratio") >= ONE // 2:
            found += 1
        assert found in (8, 9, 10)


@dataclass
class Market:
    """A pool, somebody who trades in it, and its estimator."""

    evm: Chain
    pool: str
    trader: str
    contract: str

    def trade(self, act, *numbers):
        self.evm.tell("MockV3Trader", self.trader, act, self.pool, *numbers)

    def mint(self, amount):
        self.trade("mint", *FULL, amount)

    def later(self):
        self.evm.evm.advance_block(SPACING)
        return self.record()

    def record(self):
        return said(self.evm.tell, NAME, self.contract, "record")

    def ask(self, question):
        return said(self.evm.ask, NAME, self.contract, question)
