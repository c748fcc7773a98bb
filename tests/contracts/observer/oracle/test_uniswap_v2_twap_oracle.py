"""UniswapV2TwapOracle on Uniswap's own pair: two checkpoints, and a mean that is never the spot."""

import brownie
import pytest
from world import at, create_pair, deploy, deploy_factory, now, sleep

from tests.evm.in_process import said
from tests.evm.observer.oracle.pool_stage import BLOCK, HALF_HOUR, ONE, build

KIND = "UniswapV2TwapOracle"
MAX_AGE = 4 * HALF_HOUR
PERCENT = ONE // 100


@pytest.fixture
def pools():
    """Base has 18 decimals and is the pair's first token."""
    return build()


def told(pools, window=HALF_HOUR, max_age=MAX_AGE, deviation=PERCENT, turned=False):
    return pools.oracle(KIND, window, max_age, deviation, turned=turned)


def asked(pools, oracle):
    return said(pools.quote_of, KIND, oracle)


def record(pools, oracle):
    return pools.chain.tell(KIND, oracle, "record")


@pytest.mark.parametrize("decimals", [0, 6, 8, 18, 27])
@pytest.mark.parametrize("first", [True, False])
def test_a_whole_token_is_worth_its_price(decimals, first):
    """Whichever of the pair's tokens it is: to the unit, where 112 bits after the point hold it."""
    pools = build(decimals, first)
    oracle = told(pools)
    pools.wait(HALF_HOUR)
    lost = 1 if decimals == 27 else 0
    assert pools.quote_of(KIND, oracle) == 2_000 * ONE - lost
    assert pools.chain.ask(KIND, oracle, "mean") == 2_000 * ONE * 2**112 // pools.unit
    sides = pools.chain.ask(KIND, oracle, "getQuotes", pools.unit, pools.base, pools.quote)
    assert sides == (1_980 * ONE - lost, 2_020 * ONE)


def test_the_mean_is_of_the_price_that_is_valued(pools):
    """Half the window at 1,000, half at 4,000; turned round, at a 1,000th and a 4,000th."""
    straight, turned = told(pools), told(pools, turned=True)
    for price in (1_000, 4_000):
        pools.push_pair(price)
        pools.wait(HALF_HOUR // 2)
    ask, way = pools.chain.ask, (pools.base, pools.quote)
    assert abs(ask(KIND, straight, "getQuote", ONE, *way) - 2_500 * ONE) < 5 * ONE
    assert abs(ask(KIND, turned, "getQuote", ONE, *way) - 1_600 * ONE) < 5 * ONE
    there = ask(KIND, straight, "getQuote", ONE, *way)
    assert ask(KIND, straight, "getQuote", there, *reversed(way)) in (ONE - 1, ONE)


def test_it_is_young_until_a_window_has_passed(pools):
    """OR-11 To the second."""
    oracle = told(pools)
    assert asked(pools, oracle) == ("TwapTooYoung", [pools.pair, 0, HALF_HOUR])
    pools.wait(HALF_HOUR - 1)
    assert asked(pools, oracle) == ("TwapTooYoung", [pools.pair, HALF_HOUR - 1, HALF_HOUR])
    sides = said(pools.chain.ask, KIND, oracle, "getQuotes", 1, pools.quote, pools.base)
    assert sides == ("TwapTooYoung", [pools.pair, HALF_HOUR - 1, HALF_HOUR])
    pools.wait(1)
    assert asked(pools, oracle) == 2_000 * ONE


def test_a_young_one_that_was_pushed_is_refused_and_never_answers_the_spot_price(pools):
    """OR-11 A pair pushed 50 times for a block; old enough, it has moved by 49/150, not by 49."""
    oracle = told(pools)
    pools.wait(HALF_HOUR - 2 * BLOCK)
    pools.push_pair(100_000)
    pools.wait(BLOCK)
    pools.push_pair(2_000)
    assert asked(pools, oracle) == ("TwapTooYoung", [pools.pair, HALF_HOUR - BLOCK, HALF_HOUR])
    pools.wait(BLOCK)
    assert abs(asked(pools, oracle) - 2_653 * ONE) < 10 * ONE


def test_a_new_checkpoint_does_not_make_it_young(pools):
    """OR-11 Whoever records, and however often."""
    oracle = told(pools)
    pools.wait(HALF_HOUR - 1)
    assert record(pools, oracle) is False
    pools.wait(1)
    assert record(pools, oracle) is True
    for _ in range(4):
        assert asked(pools, oracle) == 2_000 * ONE
        assert record(pools, oracle) is False
        pools.wait(HALF_HOUR // 2)
        assert asked(pools, oracle) == 2_000 * ONE
        pools.wait(HALF_HOUR // 2)
        assert record(pools, oracle) is True


def test_a_checkpoint_that_comes_too_early_changes_nothing(pools):
    oracle = told(pools)
    start = [pools.chain.ask(KIND, oracle, "checkpoints", i) for i in (0, 1)]
    pools.wait(HALF_HOUR - 1)
    record(pools, oracle)
    assert [pools.chain.ask(KIND, oracle, "checkpoints", i) for i in (0, 1)] == start
    pools.wait(1)
    record(pools, oracle)
    assert pools.chain.ask(KIND, oracle, "checkpoints", 0) == start[0]
    assert pools.chain.ask(KIND, oracle, "checkpoints", 1) == (
        start[1][0] + HALF_HOUR * 2_000 * 2**112,
        pools.time,
    )


def test_the_mean_is_from_the_later_checkpoint_that_is_a_window_old(pools):
    """From the earlier one until the later is; then the first half hour is forgotten."""
    oracle = told(pools)
    pools.wait(HALF_HOUR)
    record(pools, oracle)
    pools.push_pair(4_000)
    pools.wait(HALF_HOUR - 1)
    both = 2_000 + 2_000 * (HALF_HOUR - 1) // (2 * HALF_HOUR - 1)
    assert abs(asked(pools, oracle) - both * ONE) < 5 * ONE
    pools.wait(1)
    assert abs(asked(pools, oracle) - 4_000 * ONE) < 5 * ONE


def test_beyond_its_age_limit_it_is_not_told(pools):
    """OR-01 Until somebody records, and a window has passed."""
    oracle = told(pools)
    pools.wait(MAX_AGE)
    assert asked(pools, oracle) == 2_000 * ONE
    pools.wait(1)
    assert asked(pools, oracle) == ("TwapTooOld", [pools.pair, MAX_AGE + 1, MAX_AGE])
    record(pools, oracle)
    assert asked(pools, oracle) == ("TwapTooOld", [pools.pair, MAX_AGE + 1, MAX_AGE])
    pools.wait(HALF_HOUR - 1)
    age = MAX_AGE + HALF_HOUR
    assert asked(pools, oracle) == ("TwapTooOld", [pools.pair, age, MAX_AGE])
    pools.wait(1)
    assert asked(pools, oracle) == 2_000 * ONE


def test_a_block_of_30_percent_moves_it_by_less_than_half_a_percent(pools):
    """B3, and held for the whole window it is seen whole."""
    oracle = told(pools)
    pools.wait(HALF_HOUR)
    record(pools, oracle)
    pools.push_pair(2_600)
    assert pools.quote_of(KIND, oracle) == 2_000 * ONE
    pools.wait(BLOCK)
    assert 2_000 * ONE < pools.quote_of(KIND, oracle) < 2_010 * ONE
    with pools.dreamt():
        pools.push_pair(2_000)
        pools.wait(HALF_HOUR - BLOCK)
        assert pools.quote_of(KIND, oracle) < 2_010 * ONE
    pools.wait(HALF_HOUR - BLOCK)
    assert abs(pools.quote_of(KIND, oracle) - 2_600 * ONE) < 3 * ONE


@pytest.mark.parametrize(
    ("factor", "moved"),
    [(1.3, 0.0020), (2, 0.0067), (50, 0.327), (0.5, -0.0033), (0.02, -0.0065)],
)
def test_a_block_of_any_push_moves_it_by_its_150th_part(pools, factor, moved):
    """OR-11 The table of docs/oracles.md: (f - 1) t / T, and the pair's fee on top."""
    oracle = told(pools)
    pools.wait(HALF_HOUR)
    record(pools, oracle)
    pools.wait(HALF_HOUR - BLOCK)
    pools.push_pair(2_000 * factor)
    pools.wait(BLOCK)
    told_now = pools.quote_of(KIND, oracle) / (2_000 * ONE) - 1
    assert abs(told_now - moved) < 0.0001 + abs(moved) * 0.02


def test_a_push_that_is_restored_in_its_block_changes_nothing(pools):
    """With a flash loan: to the unit, and a checkpoint of meanwhile is the same."""
    oracle = told(pools)
    pools.wait(HALF_HOUR + 5)
    with pools.dreamt():
        record(pools, oracle)
        untouched = [pools.chain.ask(KIND, oracle, "checkpoints", i) for i in (0, 1)]
    pools.push_pair(100_000)
    assert pools.quote_of(KIND, oracle) == 2_000 * ONE
    record(pools, oracle)
    assert [pools.chain.ask(KIND, oracle, "checkpoints", i) for i in (0, 1)] == untouched
    pools.push_pair(2_000)
    assert pools.quote_of(KIND, oracle) == 2_000 * ONE


def test_the_pairs_clock_may_wrap_in_the_window():
    """In the year 2106."""
    pools = build()
    pools.until(2**32 - 700)
    oracle = told(pools)
    pools.wait(HALF_HOUR)
    assert asked(pools, oracle) == 2_000 * ONE
    assert record(pools, oracle) is True
    pools.wait(HALF_HOUR)
    assert asked(pools, oracle) == 2_000 * ONE


def test_an_empty_pair_has_no_checkpoint(pools):
    other = pools.chain.deploy("MockToken", "Other", "O", 18)
    pair = pools.chain.tell("UniswapV2Factory", pools.factory, "createPair", pools.base, other)
    values = (pools.factory, pools.base, other, HALF_HOUR, MAX_AGE, 0)
    assert said(pools.chain.deploy, KIND, *values) == ("PoolEmpty", [pair])


def test_a_pair_that_its_factory_does_not_know_is_refused(pools):
    """AM-06 Nobody names a pool: it follows from the factory and the tokens."""
    values = (pools.factory, pools.base, pools.pool, HALF_HOUR, MAX_AGE, 0)
    refused = said(pools.chain.deploy, KIND, *values)
    assert refused == ("PoolUnknown", [pools.factory, pools.base, pools.pool, 3_000])


@pytest.mark.parametrize("max_age", [2 * HALF_HOUR - 1, 2 * 86_400 + 1])
def test_its_age_limit_is_two_windows_to_two_days(pools, max_age):
    told(pools, max_age=2 * HALF_HOUR), told(pools, max_age=2 * 86_400)
    refused = said(told, pools, HALF_HOUR, max_age)
    assert refused == ("MaxAgeOutOfRange", [max_age, 2 * HALF_HOUR, 2 * 86_400])


@pytest.mark.parametrize("window", [HALF_HOUR - 1, 86_401])
def test_a_window_is_half_an_hour_to_a_day(pools, window):
    """OR-11"""
    told(pools, 86_400, 2 * 86_400)
    refused = said(told, pools, window)
    assert refused == ("WindowOutOfRange", [window, HALF_HOUR, 86_400])


def test_who_records_is_heard(accounts):
    """On Anvil: the event has the checkpoint's words."""
    sender = accounts[0]
    tokens = [deploy("MockToken", sender, "T", "T", 18) for _ in range(2)]
    factory = deploy_factory(sender)
    create_pair(factory, sender, *tokens, (1_000 * ONE, 2_000_000 * ONE))
    oracle = deploy(KIND, sender, factory, *tokens, HALF_HOUR, MAX_AGE, PERCENT)
    at(now() + 60)
    with brownie.reverts(f"TwapTooYoung: {oracle.pool().lower()}, 60, {HALF_HOUR}"):
        oracle.getQuote.transact(ONE, *tokens, {"from": accounts[5]})
    sleep(HALF_HOUR)
    recorded = oracle.record({"from": accounts[5]}).events["Recorded"]
    assert tuple(recorded.values()) == oracle.checkpoints(1)
