"""The oracles over pools, and their mathematics, equal their twins to the unit."""

from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterpoise.math import ticks, twap
from counterpoise.observer.oracle.uniswap_v2_spot import Reserves, UniswapV2SpotOracle
from counterpoise.observer.oracle.uniswap_v2_twap import Pair, UniswapV2TwapOracle
from counterpoise.observer.oracle.uniswap_v3_spot import Slot, UniswapV3SpotOracle
from counterpoise.observer.oracle.uniswap_v3_twap import Observed, UniswapV3TwapOracle
from tests.depth import examples, sharing
from tests.evm.in_process import Chain, said
from tests.evm.observer.oracle.pool_stage import (
    BLOCK,
    FEE,
    FULL,
    HALF_HOUR,
    ONE,
    Pools,
    build,
)

PERCENT = ONE // 100
MAX_AGE = 3 * HALF_HOUR

check = sharing(30)
words = st.integers(0, 2**256 - 1)
prices = st.sampled_from([1, 1_000, 1_999, 2_000, 2_001, 3_000, 100_000])


@pytest.fixture(scope="module")
def math():
    chain = Chain()
    account = chain.deploy("MockMath")
    return lambda function, *values: chain.ask("MockMath", account, function, *values)


# math/


@check
@given(tick=st.one_of(st.integers(-ticks.MOST, ticks.MOST), st.sampled_from([2**20, -(2**255)])))
def test_ticks_are_the_same(math, tick):
    assert said(math, "sqrtPriceAt", tick) == said(ticks.sqrt_price_at, tick)


def test_every_power_of_two_and_both_ends_are_the_same(math):
    for size in [0, ticks.MOST, *(2**k for k in range(20))]:
        for tick in (size, -size):
            root = math("sqrtPriceAt", tick)
            assert root == ticks.sqrt_price_at(tick)
            assert math("priceOf", root) == ticks.price_of(root)


def test_a_tick_too_far_is_refused_with_its_number(math):
    most = ticks.MOST
    assert said(math, "sqrtPriceAt", most + 1) == ("TickOutOfRange", [most + 1, most])
    assert said(math, "sqrtPriceAt", -most - 1) == ("TickOutOfRange", [-most - 1, most])


@check
@given(root=st.one_of(st.integers(0, 2**160 - 1), st.integers(2**128 - 9, 2**128 + 9)))
def test_prices_of_roots_are_the_same(math, root):
    assert math("priceOf", root) == ticks.price_of(root)


@check
@given(older=words, newer=words, elapsed=st.integers(0, 2**32 - 1))
def test_means_are_the_same(math, older, newer, elapsed):
    at = older % 2**56 - 2**55, newer % 2**56 - 2**55, elapsed
    rates = older % 2**160, newer % 2**160, elapsed
    assert said(math, "meanPrice", older, newer, elapsed) == said(
        twap.mean_price, older, newer, elapsed
    )
    assert said(math, "meanTick", *at) == said(twap.mean_tick, *at)
    assert said(math, "meanLiquidity", *rates) == said(twap.mean_liquidity, *rates)


# the vectors of math 2.5, on chain


def test_the_chain_says_what_the_vectors_say(math):
    """V2.5"""
    x112, word = 2**112, 2**256
    older = word - 5_000 * x112
    newer = (older + 8125 * x112 // 4 * 1_800) % word
    assert math("meanPrice", older, newer, 1_800) == 10546852993898868620452570668728320000
    assert math("meanTick", 0, -355_512_345, 1_800) == -197_507
    assert math("meanTick", 0, -1, 600) == -1
    assert math("meanTick", 0, 51_105_600, 600) == 85_176
    assert math("sqrtPriceAt", -197_507) == 4076467630115511283401167
    assert math("sqrtPriceAt", 85_176) == 5602223755577321903022134995689
    assert math("meanLiquidity", 0, 612508260457689234234074, 1_800) == ONE


# Uniswap's own


@pytest.fixture(scope="module")
def unborn():
    """A V3 pool without a price, and how it names the tick of its first."""
    pools = build()
    tokens = pools.base, pools.quote
    pool = pools.chain.tell("UniswapV3Factory", pools.v3_factory, "createPool", *tokens, 500)
    return lambda root: pools.chain.ask("MockV3Trader", pools.trader, "tickAt", pool, root)


@settings(check, max_examples=examples(150))
@given(tick=st.integers(-ticks.MOST + 1, ticks.MOST - 1))
def test_a_ticks_root_is_where_the_pools_own_tick_begins(unborn, tick):
    """One unit less has the tick before: so it is the pool's own number, to the unit."""
    root = ticks.sqrt_price_at(tick)
    assert (unborn(root - 1), unborn(root)) == (tick - 1, tick)


def test_so_do_the_powers_of_two_and_both_ends(unborn):
    for tick in [0, *(sign * 2**k for k in range(20) for sign in (1, -1))]:
        root = ticks.sqrt_price_at(tick)
        assert (unborn(root - 1), unborn(root)) == (tick - 1, tick)
    assert unborn(ticks.sqrt_price_at(-ticks.MOST)) == -ticks.MOST
    last = ticks.sqrt_price_at(ticks.MOST)
    assert unborn(last - 1) == ticks.MOST - 1
    assert said(unborn, last) == ("Error", ["R"])


# observer/oracle/


@dataclass
class Both:
    """Each oracle on the chain, and its twin beside it."""

    pools: Pools
    chains: dict[str, str]
    twins: dict[str, object]

    def seen(self, kind):
        """What a twin is told: read from the pools as the oracle reads them."""
        return {
            "UniswapV2SpotOracle": lambda: Reserves(*self.pools.reserves()),
            "UniswapV2TwapOracle": self._pair,
            "UniswapV3SpotOracle": lambda: Slot(self._slot()[0], self._ask("liquidity")),
            "UniswapV3TwapOracle": self._observed,
        }[kind]()

    def answers(self, kind, function, amount, way):
        """What the chain says and what its twin says."""
        name = {"getQuote": "get_quote", "getQuotes": "get_quotes"}[function]
        values = amount, *way
        told = said(self.pools.chain.ask, kind, self.chains[kind], function, *values)
        return told, said(getattr(self.twins[kind], name), *values, self.seen(kind))

    def _ask(self, function, *values):
        return self.pools.chain.ask("UniswapV3Pool", self.pools.pool, function, *values)

    def _slot(self):
        return self._ask("slot0")

    def _pair(self):
        chain, pair = self.pools.chain, self.pools.pair
        *_, traded = chain.ask("UniswapV2Pair", pair, "getReserves")
        which = "price0CumulativeLast" if self.pools.is_first else "price1CumulativeLast"
        cumulative = chain.ask("UniswapV2Pair", pair, which)
        return Pair(*self.pools.reserves(), cumulative, traded, self.pools.time)

    def _observed(self):
        _, _, index, cardinality, *_ = self._slot()
        time, _, _, is_written = self._ask("observations", (index + 1) % cardinality)
        if not is_written:
            time = self._ask("observations", 0)[0]
        age = self.pools.time - time
        if age < HALF_HOUR:
            return Observed(age, (0, 0), (0, 0))
        told, rates = self._ask("observe", [HALF_HOUR, 0])
        return Observed(age, tuple(told), tuple(rates))


def both(decimals, first):
    pools = build(decimals, first)
    least, pair, pool = 10**9, (pools.pair, pools.base, pools.quote), pools.pool
    v3 = pool, *pair[1:]
    chains = {
        "UniswapV2SpotOracle": pools.oracle("UniswapV2SpotOracle", PERCENT),
        "UniswapV2TwapOracle": pools.oracle("UniswapV2TwapOracle", HALF_HOUR, MAX_AGE, PERCENT),
        "UniswapV3SpotOracle": pools.oracle("UniswapV3SpotOracle", FEE, PERCENT),
        "UniswapV3TwapOracle": pools.oracle(
            "UniswapV3TwapOracle", FEE, HALF_HOUR, BLOCK, least, PERCENT
        ),
    }
    twins = {
        "UniswapV2SpotOracle": UniswapV2SpotOracle(*pair, PERCENT),
        "UniswapV2TwapOracle": UniswapV2TwapOracle(*pair, PERCENT, HALF_HOUR, MAX_AGE),
        "UniswapV3SpotOracle": UniswapV3SpotOracle(*v3, PERCENT),
        "UniswapV3TwapOracle": UniswapV3TwapOracle(*v3, PERCENT, HALF_HOUR, least),
    }
    same = Both(pools, chains, twins)
    twins["UniswapV2TwapOracle"].start(same.seen("UniswapV2TwapOracle"))
    return same


def drain(pools):
    """All of V3's liquidity leaves."""
    left = pools.chain.ask("UniswapV3Pool", pools.pool, "liquidity")
    if left > 0:
        pools.chain.tell("MockV3Trader", pools.trader, "burn", pools.pool, *FULL, left)


acts = st.lists(
    st.tuples(
        st.sampled_from(["push", "push", "record", "record", "drain"]),
        prices,
        st.sampled_from([0, 1, BLOCK, 700, HALF_HOUR, 2 * HALF_HOUR + 1]),
    ),
    min_size=2,
    max_size=6,
)


@check
@given(
    decimals=st.sampled_from([0, 6, 8, 18, 24]),
    first=st.booleans(),
    age=st.sampled_from([0, HALF_HOUR, HALF_HOUR]),
    path=acts,
    amount=st.one_of(st.integers(0, 2**112), st.just(2**250)),
)
def test_the_oracles_say_the_same(decimals, first, age, path, amount):
    """Through pushes, checkpoints and waits: the same answers, the same refusals."""
    same = both(decimals, first)
    pools = same.pools
    straight = pools.base, pools.quote
    pools.wait(age)
    for act, price, seconds in path:
        if act == "record":
            twin = same.twins["UniswapV2TwapOracle"]
            wanted = twin.record(same.seen("UniswapV2TwapOracle"))
            account = same.chains["UniswapV2TwapOracle"]
            assert pools.chain.tell("UniswapV2TwapOracle", account, "record") is wanted
        elif act == "push":
            said(pools.push_pair, price)
            said(pools.push_pool, price)
        else:
            drain(pools)
        pools.wait(seconds)
        for kind in same.chains:
            for way in (straight, straight[::-1], (pools.base, pools.pool)):
                told, twins = same.answers(kind, "getQuote", amount, way)
                assert told == twins
                told, twins = same.answers(kind, "getQuotes", amount, way)
                assert told == twins
