"""UniswapV3DepthEstimator on Uniswap's own pool: its twin to the unit, and what a moment can do."""

from dataclasses import dataclass, field
from math import isqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpoise.observer.estimator import uniswap_v3_depth
from counterpoise.observer.estimator.depth import DepthEstimator
from tests.depth import sharing
from tests.evm.in_process import Chain, said

NAME, POOL, TRADER = "UniswapV3DepthEstimator", "UniswapV3Pool", "MockV3Trader"
ONE, MINUTE, HOUR, DAY = 10**18, 60, 3_600, 86_400
SPACING, FAST, SLOW = 30 * MINUTE, 4 * HOUR, 2 * DAY
FULL = (-887_220, 887_220)  # {tick}, of a pool whose ticks are 60 apart
PARITY = 2**96  # X96, the root of a price of one
MOST = 10**34  # {unit}, about what such a pool takes at one tick

check = sharing(10)


@dataclass
class Market:
    """A pool of two tokens, somebody who trades in it, and an estimator beside its twin."""

    evm: Chain
    root: int = PARITY
    room: int = 12  # observations
    pool: str = field(init=False)
    trader: str = field(init=False)
    contract: str = field(init=False)
    twin: DepthEstimator = field(init=False)

    def __post_init__(self):
        factory = self.evm.deploy("UniswapV3Factory")
        tokens = [self.evm.deploy("MockToken", "Token", "TOK", 18) for _ in range(2)]
        self.pool = self.evm.tell("UniswapV3Factory", factory, "createPool", *tokens, 3_000)
        self.trader = self.evm.deploy(TRADER)
        self.evm.tell(POOL, self.pool, "initialize", self.root)
        self.evm.tell(POOL, self.pool, "increaseObservationCardinalityNext", self.room)
        self.contract = self.evm.deploy(NAME, self.pool, SPACING, FAST, SLOW)
        self.twin = DepthEstimator(self.pool, SPACING, FAST, SLOW)

    def trade(self, act, *numbers):
        self.evm.tell(TRADER, self.trader, act, self.pool, *numbers)

    def mint(self, amount):
        self.trade("mint", *FULL, amount)

    def burn(self, amount):
        self.trade("burn", *FULL, amount)

    def later(self):
        self.evm.evm.advance_block(SPACING)
        return self.record()

    def record(self):
        """By both; what they say, which is the same."""
        answer = said(self.evm.tell, NAME, self.contract, "record")
        assert answer == self.twin.record(self.seen(), self.evm.time())
        assert self.ask("means") == [self.twin.fast, self.twin.slow]
        assert self.ask("ratio") == said(lambda: self.twin.ratio)
        return answer

    def seen(self):
        """{unit}, by the pool's own sums."""
        _, sums = self.evm.ask(POOL, self.pool, "observe", [SPACING, 0])
        return uniswap_v3_depth.seen(*sums, SPACING)

    def ask(self, *question):
        return said(self.evm.ask, NAME, self.contract, *question)


@pytest.fixture
def market(evm):
    return Market(evm)


@check
@given(amounts=st.lists(st.integers(0, MOST), min_size=1, max_size=8))
def test_the_twin_is_the_chain(evm, amounts):
    """While liquidity comes and goes; what lasts for a whole spacing is seen to the digits kept."""
    market, present = Market(evm), 0
    for wanted in amounts:
        if wanted > present:
            market.mint(wanted - present)
        elif wanted < present:
            market.burn(present - wanted)
        present = wanted
        assert market.later() is True
        assert abs(market.seen() - present) <= 1 + present**2 // ((SPACING << 128) - present)


def test_a_pools_sums_may_run_over(evm):
    """After 136 years without liquidity, which is as long as the sum and the clock of a pool go."""
    market = Market(evm, room=1)
    evm.evm.advance_block(2**32 - 1)
    market.mint(1_000)
    assert market.later() is True
    _, (older, newer) = evm.ask(POOL, market.pool, "observe", [SPACING, 0])
    assert older == 2**160 - 2**128 and newer < older
    assert market.ask("means") == [1_000, 1_000]


def test_the_designs_vector_of_the_harmonic_mean(market):
    """math V2.5: 1e18 over half an hour."""
    market.mint(10**18)
    market.evm.evm.advance_block(SPACING)
    older, newer = market.evm.ask(POOL, market.pool, "observe", [SPACING, 0])[1]
    assert newer - older == 612508260457689234234074
    assert market.record() is True
    assert abs(market.ask("means")[0] - 10**18) <= 1


@check
@given(
    liquidity=st.integers(0, MOST),
    root=st.integers(2**64, 2**128),
    impact=st.integers(0, ONE // 2),
)
def test_its_depth_is_the_twins(evm, liquidity, root, impact):
    market = Market(evm, root)
    if liquidity:
        market.mint(liquidity)
    for way in (True, False):
        sale = uniswap_v3_depth.depth(liquidity, root, way, impact)
        assert market.ask("depth", way, impact) == sale


def test_the_designs_vector_of_the_depth(evm):
    """math V2.9: a million of liquidity at 2,000, one percent: 112.649 of the first token."""
    market = Market(evm, isqrt(2_000 << 192))
    market.mint(10**24)
    sale = market.ask("depth", True, ONE // 100)
    assert sale == pytest.approx(112.64897377683924412 * ONE, rel=1e-14)


def test_it_looks_no_sooner_than_its_spacing(market):
    market.mint(10**24)
    assert market.later() is True
    market.evm.evm.advance_block(SPACING - 1)
    assert market.record() is False
    market.evm.evm.advance_block(1)
    assert market.record() is True


def test_a_pool_that_is_too_young_says_so_itself(market):
    """No sample is made up."""
    market.mint(10**24)
    answer = said(market.evm.tell, NAME, market.contract, "record")
    assert answer == ("Error", ["OLD"])


def test_the_liquidity_of_a_quiet_pool_is_its_own(market):
    market.mint(10**24)
    assert market.later() is True
    assert market.ask("means")[0] == pytest.approx(10**24, rel=1e-12)


def test_nothing_within_a_block_counts(market):
    """A thousand times as much for a moment, and a push of the price to its end."""
    market.mint(10**24)
    market.later()
    market.evm.evm.advance_block(SPACING)
    before = market.ask("means")
    market.mint(10**27)
    market.trade("push", 2**97)
    assert market.record() is True
    market.trade("push", PARITY)
    market.burn(10**27)
    assert market.ask("means") == pytest.approx(before, rel=1e-12)


def test_much_for_one_block_counts_next_to_nothing(market):
    """A harmonic mean: a thousand times as much for 12 of 1,800 seconds is 0.7 % more."""
    market.mint(10**24)
    market.later()
    before = market.ask("means")[0]
    market.evm.evm.advance_block(SPACING - 12)
    market.mint(10**27)
    market.evm.evm.advance_block(12)
    assert market.record() is True
    assert market.ask("means")[0] / before == pytest.approx(1 + 0.0067 * 0.1175, abs=1e-4)


def test_liquidity_that_leaves_is_seen(market):
    """Four fifths of it: below a half after eight samples, four hours, with tau of four."""
    market.mint(10**24)
    market.later()
    market.burn(8 * 10**23)
    found = 1
    while market.later() and market.ask("ratio") >= ONE // 2:
        found += 1
    assert found in (8, 9, 10)
