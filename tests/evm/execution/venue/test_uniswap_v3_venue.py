"""UniswapV3Venue on Uniswap's own pools: its twin to the unit, and what it refuses."""

from functools import partial

import pytest
from hypothesis import event, given

from counterpoise.math.pool_walk import HIGHEST, LOWEST
from counterpoise.math.ticks import sqrt_price_at
from tests.depth import sharing
from tests.evm.execution.v3_stage import CODE, ODD, open_exchange, open_market, scenes
from tests.evm.in_process import encoded, said

NAME = "UniswapV3Venue"
ONE = 10**18
PEAK = sqrt_price_at(800_000)  # X96, about 2^154
FULL = -887_220, 887_220  # {tick}, of a tier whose ticks are 60 apart

check = sharing(60)


@pytest.fixture(scope="module")
def exchange(evm):
    return open_exchange(evm)


@check
@given(scene=scenes())
def test_quote_and_curve_and_trade_are_the_twins(exchange, scene):
    """To the unit, or the same refusal; and the pool stands then where its twin does."""
    market = open_market(exchange, scene.fee, scene.price, scene.positions, scene.reach)
    for way in (True, False):
        curve = market.twin.curve(*market.ends(way))
        assert market.curve(way) == (
            curve.sell_reserve,
            curve.buy_reserve,
            curve.kept,
            curve.limit,
        )
    way, amount = scene.is_down, scene.amount
    ends, order = market.ends(way), market.order(way, amount)
    quoted = said(market.twin.quote, *ends, amount)
    assert said(market.quote, way, amount) == quoted
    done = said(market.swap, way, amount)
    assert done == said(market.twin.apply, order)
    assert market.state() == (market.pool.price, market.pool.tick, market.pool.liquidity)
    event(quoted[0] if isinstance(quoted, tuple) else "quoted")
    assert quoted == done or quoted[0] == "TooManySteps"


@pytest.mark.parametrize("traded", [2**110, (2**256 - 1) // PEAK, (2**256 - 2**216) // PEAK])
def test_a_product_that_is_no_word_is_divided_first(exchange, traded):
    """As the pool has it: amount times price, or that and the liquidity, passes 2^256."""
    market = open_market(exchange, ODD[0], PEAK, [(-880_000, 880_000, 2**120)])
    amount = -(-traded * 100 // 95)  # Its fee is 5 %.
    quoted = market.quote(True, amount)
    assert quoted == market.twin.quote(*market.ends(True), amount)
    assert market.swap(True, amount) == market.twin.apply(market.order(True, amount)) == quoted
    assert market.state() == (market.pool.price, market.pool.tick, market.pool.liquidity)


@pytest.fixture
def market(exchange):
    """A million of liquidity over all ticks, at a price of one."""
    return open_market(exchange, 3_000, 2**96, [(*FULL, 10**6 * ONE)])


def test_the_pool_code_is_uniswaps_own():
    """AM-06 The hash that mainnet's router has in it."""
    published = "e34f199b19b2b4f47f68442619d555527d244f78a3297ea89325f843f87b8b54"
    assert CODE.hex().removeprefix("0x") == published


def test_a_trade_brings_what_was_quoted_and_leaves_nothing(market):
    """One unit for one, less 0.3 %, less impact; what others left here stays out of it."""
    market.chain.tell("MockToken", market.tokens[0], "mint", market.venue, 777)
    assert market.quote(True, ONE) == 996999005991991025
    assert market.swap(True, ONE) == 996999005991991025
    assert market.held(market.tokens[0], market.venue) == 777
    assert market.held(market.tokens[1], market.venue) == 0


def test_its_inlet_is_itself_and_needs_a_pool(market, evm):
    ask = (NAME, market.venue, "inlet")
    assert evm.ask(*ask, *market.ends(True)) == market.venue
    stranger = evm.deploy("MockToken", "Token", "TOK", 18)
    refusal = ("NoMarket", [market.tokens[0], stranger])
    assert said(evm.ask, *ask, market.tokens[0], stranger) == refusal


@pytest.mark.parametrize(
    ("function", "rest"), [("quote", (1,)), ("curve", ()), ("swap", None), ("inlet", ())]
)
def test_a_pool_that_is_not_there_is_no_market(market, evm, function, rest):
    """Neither of a pair that nobody has made nor of a token with itself."""
    token, stranger = market.tokens[0], evm.deploy("MockToken", "Token", "TOK", 18)
    for ends in ((token, stranger), (token, token)):
        inputs = (*ends, *rest) if rest is not None else ((market.venue, *ends, 1, 0), stranger)
        answer = said(evm.ask, NAME, market.venue, function, *inputs)
        assert answer == ("NoMarket", list(ends))


def test_a_pool_of_another_fee_is_no_market(market, exchange, evm):
    """AM-06 And of another factory: the address follows from all four."""
    for venue in (exchange.venue(500, 2), open_exchange(evm).venue(3_000, 2)):
        assert said(evm.ask, NAME, venue, "curve", *market.tokens) == (
            "NoMarket",
            list(market.tokens),
        )


@pytest.mark.parametrize(("function", "rest"), [("quote", (1,)), ("curve", ())])
def test_a_pool_that_nobody_has_given_a_price_is_no_market(exchange, evm, function, rest):
    ends = [evm.deploy("MockToken", "Token", "TOK", 18) for _ in range(2)]
    evm.tell("UniswapV3Factory", exchange.factory, "createPool", *ends, 3_000)
    venue = exchange.venue(3_000, 2)
    assert said(evm.ask, NAME, venue, function, *ends, *rest) == ("NoMarket", ends)


def test_a_fee_that_the_factory_does_not_know_is_refused(exchange, evm):
    made = said(evm.deploy, NAME, exchange.factory, CODE, 1_234, 2)
    assert made == ("FeeTierUnknown", [exchange.factory, 1_234])


@pytest.mark.parametrize("reach", [0, 1_001])
def test_a_curve_reaches_one_tick_to_a_thousand(exchange, evm, reach):
    made = said(evm.deploy, NAME, exchange.factory, CODE, 3_000, reach)
    assert made == ("LimitOutOfRange", ["reach", reach, 1_000])


def test_what_it_trades_at_is_there_to_see(exchange, evm):
    venue = exchange.venue(500, 3)
    told = [evm.ask(NAME, venue, it) for it in ("factory", "fee", "spacing", "reach")]
    assert told == [exchange.factory, 500, 10, 3]
    assert evm.ask(NAME, venue, "poolCodeHash") == CODE


def test_nobody_may_ask_for_payment(market, evm):
    """AM-06 Neither an outsider nor the pool's own tokens, whatever lies here."""
    evm.tell("MockToken", market.tokens[0], "mint", market.venue, 777)
    outsider = evm.person()
    for data in (b"", b"\1" * 64):
        asked = (NAME, market.venue, "uniswapV3SwapCallback", 777, -1, data)
        answer = said(partial(evm.tell, by=outsider), *asked)
        assert answer == ("CallbackNotExpected", [outsider])
    assert market.held(market.tokens[0], market.venue) == 777


def test_nobody_may_ask_for_payment_in_the_middle_of_a_swap(exchange, evm):
    """AM-06 The token that the pool pays out calls before the pool does."""
    market = open_market(exchange, 3_000, 2**96, [(*FULL, 10**6 * ONE)], kind="MockHookToken")
    hook = encoded(NAME, "uniswapV3SwapCallback", (ONE, ONE, b""))
    bought = market.tokens[1]
    evm.tell("MockHookToken", bought, "setHook", market.venue, hook)
    assert said(market.swap, True, ONE) == ("Error", ["TF"])
    sold = market.tokens[0]
    assert market.held(sold, market.venue) == ONE


def test_a_swap_of_tokens_that_did_not_come_is_refused(market, evm):
    """RB-11"""
    order = (market.venue, *market.ends(True), ONE, 0)
    assert said(evm.tell, NAME, market.venue, "swap", order, evm.person()) == ("TransferFailed", [])


@pytest.mark.parametrize("positions", [(), ((60, 120, ONE),)])
def test_a_pool_without_liquidity_is_named(exchange, positions):
    """None at all, or none on this side; what was pushed goes back with the revert."""
    market = open_market(exchange, 3_000, 2**96, positions)
    refusal = ("NoLiquidity", [market.pool.address.lower()])
    assert said(market.quote, True, 5) == refusal
    assert said(market.swap, True, 5) == refusal
    assert market.curve(True) == (1, 0, 997 * 10**15, 0)
    assert market.state()[0] == 2**96


def test_a_pool_that_runs_out_of_liquidity_takes_nothing(exchange):
    """It would take 3,015 of 10,000, and what is left could be taken by anybody."""
    market = open_market(exchange, 3_000, 2**96, [(-60, 60, 10**6)])
    refusal = ("LiquidityExhausted", [market.pool.address.lower(), 3_015, 10_000])
    assert said(market.quote, True, 10_000) == refusal
    assert said(market.swap, True, 10_000) == refusal
    assert market.state()[0] == 2**96


def test_an_amount_that_a_pool_would_read_as_one_to_buy_is_refused(market, evm):
    """Below zero a pool's amount is what should come out: of all that there is, one unit."""
    evm.tell("MockToken", market.tokens[0], "mint", market.venue, 777)
    order = (market.venue, *market.ends(True), 2**256 - 1, 0)
    answer = said(evm.tell, NAME, market.venue, "swap", order, evm.person())
    assert answer == ("LiquidityExhausted", [market.pool.address.lower(), 3, 2**256 - 1])
    assert market.held(market.tokens[0], market.venue) == 777


def test_a_quote_goes_64_steps_and_a_trade_as_many_as_it_takes(exchange):
    ranges = [(60 * k, 60 * k + 60, (10**6 + k % 2) * ONE) for k in range(70)]
    market = open_market(exchange, 3_000, 2**96, ranges)
    assert market.quote(False, 212_000 * ONE) == 174484315325645480926361
    refusal = ("TooManySteps", [market.pool.address.lower(), 64])
    assert said(market.quote, False, 215_000 * ONE) == refusal
    assert market.swap(False, 215_000 * ONE) == 176517590512188731079488


@pytest.mark.parametrize(("is_down", "tick"), [(True, 0), (False, 15_300)])
def test_a_price_at_the_end_of_a_word_is_no_end_of_the_market(exchange, is_down, tick):
    """The step that leads nowhere is not the only one, however little is to be reached."""
    price = sqrt_price_at(tick)
    market = open_market(exchange, 3_000, price, [(*FULL, 10**6 * ONE)], reach=1)
    assert market.curve(is_down)[3] > 10**5 * ONE


@pytest.mark.parametrize("end", [LOWEST, HIGHEST])
def test_a_pool_pushed_to_its_end_refuses_no_plan(exchange, end):
    """Its curve promises nothing there, and the other way what it always did."""
    market = open_market(exchange, 3_000, 2**96, [(-6_000, 6_000, 10**6 * ONE)], reach=1_000)
    market.push(end)
    assert market.curve(end == LOWEST) == (1, 0, 997 * 10**15, 0)
    assert market.curve(end == HIGHEST)[3] == 0
