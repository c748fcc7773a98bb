"""UniswapV3DepthEstimator: its twin to the unit, on a pool that says what it is told."""

from math import isqrt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from counterpoise.observer.estimator import uniswap_v3_depth
from counterpoise.observer.estimator.depth import DepthEstimator
from tests.contracts.in_process import said
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
