"""ChainlinkOracle: quotes and sides are floors and ceilings of the feed's answer, at any size."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterpoise.math.fixed_point import ONE
from counterpoise.math.valuation import sides
from tests.depth import examples
from tests.founding import HOUR, USD

NAME = "ChainlinkOracle"
LEAST, MOST = 100 * 10**8, 10_000 * 10**8
DEVIATION = 5 * 10**15  # D18{1}, half a percent, as of the mainnet feed of ether
DECIMALS = (0, 6, 8, 18, 27)
answers, amounts = st.integers(LEAST, MOST), st.integers(0, 2**112 - 1)


@pytest.fixture(scope="module")
def feed(evm):
    return evm.deploy("MockFeed", "TOKEN / USD", 8)


@pytest.fixture(scope="module")
def tokens(evm):
    return {d: evm.deploy("MockToken", f"T{d}", f"T{d}", d) for d in DECIMALS}


@pytest.fixture(scope="module")
def oracles(evm, feed, tokens):
    limits = USD, HOUR, LEAST, MOST, DEVIATION
    return {d: evm.deploy(NAME, feed, token, *limits) for d, token in tokens.items()}


@settings(max_examples=examples(200))
@given(answer=answers, amount=amounts, decimals=st.sampled_from(DECIMALS))
def test_both_ways_round_down(evm, feed, oracles, tokens, answer, amount, decimals):
    """OR-06, B1 The quote is the floor of the fraction, and there and back never gains."""
    evm.tell("MockFeed", feed, "post", answer)
    oracle, token = oracles[decimals], tokens[decimals]
    worth = evm.ask(NAME, oracle, "getQuote", amount, token, USD)
    assert worth == amount * answer * ONE // 10 ** (decimals + 8)
    back = evm.ask(NAME, oracle, "getQuote", worth, USD, token)
    assert back == worth * 10 ** (decimals + 8) // (answer * ONE)
    assert back <= amount


@settings(max_examples=examples(100))
@given(answer=answers, amount=amounts)
def test_both_sides_are_the_feeds_deviation_away(evm, feed, oracles, tokens, answer, amount):
    """P10 The twin's numbers a whole token's; an amount's are rounded apart, the quote between."""
    evm.tell("MockFeed", feed, "post", answer)
    for decimals, oracle in oracles.items():
        one, ends = 10**decimals, (tokens[decimals], USD)
        assert evm.ask(NAME, oracle, "getQuotes", one, *ends) == sides(answer * 10**10, DEVIATION)
        bid, ask = evm.ask(NAME, oracle, "getQuotes", amount, *ends)
        assert bid == amount * answer * 10**10 * (ONE - DEVIATION) // (ONE * one)
        assert ask == -(-amount * answer * 10**10 * (ONE + DEVIATION) // (ONE * one))
        assert bid <= evm.ask(NAME, oracle, "getQuote", amount, *ends) <= ask
