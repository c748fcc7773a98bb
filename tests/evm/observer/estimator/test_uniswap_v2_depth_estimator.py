"""UniswapV2DepthEstimator on a real pair: its twin to the unit, and what a flash loan can do."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpoise.observer.estimator import uniswap_v2_depth
from counterpoise.observer.estimator.depth import DepthEstimator
from tests.depth import sharing
from tests.evm.in_process import said
from tests.evm.observer.estimator.feeds import gas

NAME, PAIR = "UniswapV2DepthEstimator", "UniswapV2Pair"
ONE, MINUTE, HOUR, DAY = 10**18, 60, 3_600, 86_400
SPACING, FAST, SLOW = 5 * MINUTE, HOUR, DAY
DEEP = 10**24
COSTS = [31_094, 13_946]  # {gas}: the first, and the others
READING = 5_104  # {gas} of it, a pair's reserves


class Market:
    """A real pair with two tokens, and an estimator beside its twin."""

    def __init__(self, chain, first=DEEP, second=DEEP):
        self.chain = chain
        factory = chain.deploy("UniswapV2Factory", chain.caller)
        tokens = [chain.deploy("MockToken", "Token", "TOK", 18) for _ in range(2)]
        self.pair = chain.tell("UniswapV2Factory", factory, "createPair", *tokens)
        self.tokens = sorted(tokens, key=lambda it: int(it, 16))
        self.contract = chain.deploy(NAME, self.pair, SPACING, FAST, SLOW)
        self.twin = DepthEstimator(self.pair, SPACING, FAST, SLOW)
        if first:
            self.add(first, second)

    def tell(self, function, *values):
        return self.chain.tell(PAIR, self.pair, function, *values)

    def give(self, *amounts):
        for token, amount in zip(self.tokens, amounts):
            self.chain.tell("MockToken", token, "mint", self.pair, amount)

    def add(self, *amounts):
        """Liquidity comes."""
        self.give(*amounts)
        self.tell("mint", self.chain.caller)

    def take(self, part, whole):
        """That part of the caller's own liquidity leaves."""
        owned = self.chain.ask(PAIR, self.pair, "balanceOf", self.chain.caller)
        self.tell("transfer", self.pair, owned * part // whole)
        self.tell("burn", self.chain.caller)

    def swap(self, amount):
        """So much of the first token is sold."""
        self.give(amount)
        reserve0, reserve1, _ = self.reserves()
        got = reserve1 * amount * 997 // (reserve0 * 1_000 + amount * 997)
        self.tell("swap", 0, got, self.chain.caller, b"")

    def reserves(self):
        return self.chain.ask(PAIR, self.pair, "getReserves")

    def later(self, wait=SPACING):
        """After a while in which nobody touched the pair."""
        self.chain.evm.advance_block(wait)
        return self.record()

    def record(self):
        """By both; what they say, which is the same."""
        *reserves, time = self.reserves()
        seen = uniswap_v2_depth.seen(tuple(reserves), time, self.chain.time())
        answer = said(self.chain.tell, NAME, self.contract, "record")
        assert answer == self.twin.record(seen, self.chain.time())
        assert self.ask("means") == [self.twin.fast, self.twin.slow]
        assert self.ask("updatedAt") == self.twin.time
        assert self.ask("ratio") == said(lambda: self.twin.ratio)
        return answer

    def ask(self, *question):
        return said(self.chain.ask, NAME, self.contract, *question)


@pytest.fixture
def market(evm):
    """A pair of a million of each, recorded twenty times."""
    market = Market(evm)
    for _ in range(20):
        assert market.later() is True
    return market


acts = st.one_of(
    st.tuples(st.just("add"), st.integers(10**20, DEEP), st.integers(10**20, DEEP)),
    st.tuples(st.just("take"), st.integers(1, 9), st.just(10)),
    st.tuples(st.just("swap"), st.integers(10**15, 10 * DEEP)),
    st.tuples(st.just("later"), st.integers(1, 2 * HOUR)),
    st.tuples(st.just("later"), st.just(SPACING)),
)


@sharing(8)
@given(walk=st.lists(acts, min_size=3, max_size=15))
def test_the_twin_is_the_chain(evm, walk):
    market = Market(evm)
    for act, *numbers in walk:
        getattr(market, act)(*numbers)
        market.record()


@pytest.mark.parametrize(
    "impact, gross",
    [(5 * 10**15, "5.04024636724243081"), (10**16, "10.131404313951956881")],
)
def test_the_designs_vectors(evm, impact, gross):
    """math V2.8: a pair of a thousand, both ways."""
    market = Market(evm, 1_000 * ONE, 52_000 * ONE)
    expected = round(float(gross) * 10**15) * 10**3
    first, second = (market.ask("depth", way, impact) for way in (True, False))
    assert first == pytest.approx(expected, rel=1e-14)
    assert second == pytest.approx(52 * expected, rel=1e-14)
    reserves = 1_000 * ONE, 52_000 * ONE
    assert first == uniswap_v2_depth.depth(reserves, True, impact)
    assert second == uniswap_v2_depth.depth(reserves, False, impact)


def test_halving_the_reserves_halves_the_depth(market):
    """B7"""
    before = market.ask("depth", True, ONE // 100)
    market.take(1, 2)
    assert market.ask("depth", True, ONE // 100) == pytest.approx(before / 2, rel=1e-12)


class TestWithinOneBlock:
    """A pair that somebody has touched in this block is not asked."""

    def test_a_push_and_a_record_in_one_block_write_nothing(self, market):
        before = market.ask("means")
        market.chain.evm.advance_block(SPACING)
        market.swap(9 * DEEP)
        assert market.record() is False
        assert market.ask("means") == before

    def test_nor_do_liquidity_that_comes_and_liquidity_that_leaves(self, market):
        """A lender's, for a moment, or one's own."""
        before = market.ask("means")
        market.chain.evm.advance_block(SPACING)
        market.add(99 * DEEP, 99 * DEEP)
        assert market.record() is False
        market.take(99, 100)
        assert market.record() is False
        assert market.ask("means") == before

    def test_in_the_next_block_it_is_asked_again(self, market):
        market.chain.evm.advance_block(SPACING)
        market.tell("sync")
        assert market.record() is False
        assert market.later(1) is True


def test_a_push_that_stands_for_long_is_no_change_of_depth(market):
    """Trading leaves the product of the reserves as it is, but for the fee."""
    market.swap(9 * DEEP)
    for _ in range(20):
        market.later()
    assert market.ask("ratio") == pytest.approx(ONE, rel=0.02)


def test_depth_that_leaves_is_seen_before_the_price_moves(market):
    """Four fifths go: below a half after thirteen samples, 65 minutes, where tau is an hour."""
    market.take(4, 5)
    found = 1
    while market.later() and market.ask("ratio") >= ONE // 2:
        found += 1
    assert found == 13


def test_no_single_sample_is_more_than_its_part(market):
    """However long nobody has recorded: 8 % of the fast mean, as there are twelve in it."""
    market.take(999, 1_000)
    market.later(30 * DAY)
    assert market.ask("ratio") == pytest.approx(0.923 * ONE, rel=0.001)


def test_it_looks_no_sooner_than_its_spacing(market):
    assert market.later(SPACING - 1) is False
    assert market.later(1) is True


def test_nothing_is_said_of_an_empty_pair(evm):
    market = Market(evm, 0)
    assert market.ask("ratio") == ("NothingRemembered", [market.pair.lower()])
    assert market.later() is True
    assert market.ask("ratio") == ("NothingRemembered", [market.pair.lower()])
    market.add(DEEP, DEEP)
    assert market.later() is True
    assert market.ask("ratio") == pytest.approx(ONE, abs=10)


@pytest.mark.parametrize(
    "numbers, refused",
    [
        ((59, FAST, SLOW), ["spacing", 59, 60]),
        ((DAY + 1, 9 * DAY, 90 * DAY), ["spacing", DAY + 1, DAY]),
        ((SPACING, 4 * SPACING - 1, SLOW), ["fastTau", 4 * SPACING - 1, 4 * SPACING]),
        ((SPACING, 92 * DAY, 365 * DAY), ["fastTau", 92 * DAY, 365 * DAY // 4]),
        ((SPACING, FAST, 4 * FAST - 1), ["slowTau", 4 * FAST - 1, 4 * FAST]),
        ((SPACING, FAST, 366 * DAY), ["slowTau", 366 * DAY, 365 * DAY]),
    ],
)
def test_means_are_of_some_samples_and_apart(evm, numbers, refused):
    answer = said(evm.deploy, NAME, evm.caller, *numbers)
    assert answer == ("LimitOutOfRange", refused) == said(DepthEstimator, "", *numbers)


def test_what_an_update_costs(evm):
    """docs/estimators.md: above the 21,000 of a transaction and its calldata."""
    market, found = Market(evm), []
    for _ in range(3):
        evm.evm.advance_block(SPACING)
        found.append(gas(evm, NAME, market.contract, "record"))
    assert [found[0], found[-1]] == COSTS
    assert 2_600 + gas(evm, PAIR, market.pair, "getReserves") == READING
