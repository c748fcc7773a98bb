"""What every oracle promises. A new one is one line in the list."""

import brownie
import pytest
from world import DAY, ONE, PERCENT, USD, deploy, plain


def chainlink(deployer, token):
    """A feed of 8 decimals at 2,000 dollars."""
    feed = deploy("MockFeed", deployer, "TOKEN / USD", 8)
    feed.post(2_000 * 10**8, {"from": deployer})
    return deploy("ChainlinkOracle", deployer, feed, token, USD, DAY, 1, 10**20, PERCENT)


# Each makes an oracle that says 2,000 dollars for one whole token, and knows it to one percent.
ORACLES = [chainlink]


@pytest.fixture(params=[6, 8, 18], ids=lambda d: f"{d} decimals")
def token(request, accounts):
    return deploy("MockToken", accounts[0], "T", "T", request.param)


@pytest.fixture
def one(token):
    return 10 ** token.decimals()


@pytest.fixture(params=ORACLES, ids=lambda make: make.__name__)
def oracle(request, accounts, token):
    return request.param(accounts[0], token)


def test_a_whole_token_is_worth_2000_dollars(oracle, token, one):
    assert oracle.getQuote(one, token, USD) == 2_000 * ONE


def test_it_answers_both_ways(oracle, token, one):
    assert oracle.getQuote(2_000 * ONE, USD, token) == one


def test_nothing_is_worth_nothing(oracle, token):
    assert oracle.getQuote(0, token, USD) == oracle.getQuote(0, USD, token) == 0


def test_it_rounds_down(oracle, token, one):
    """One unit of value less than a token's buys one unit of token less."""
    assert oracle.getQuote(2_000 * ONE - 1, USD, token) == one - 1


def test_more_is_never_worth_less(oracle, token, one):
    quotes = [oracle.getQuote(one * k // 7, token, USD) for k in range(15)]
    assert quotes == sorted(quotes)


def test_the_largest_balance_does_not_overflow(oracle, token, one):
    """I-24"""
    assert oracle.getQuote(2**112 - 1, token, USD) == (2**112 - 1) * 2_000 * ONE // one


def test_a_pair_that_it_does_not_know_is_refused_by_name(oracle, token, accounts):
    stranger = accounts[9].address.lower()
    with brownie.reverts(f"NotPriced: {stranger}, {USD}"):
        oracle.getQuote.transact(1, stranger, USD)
    with brownie.reverts(f"NotPriced: {token.address.lower()}, {stranger}"):
        oracle.getQuote.transact(1, token, stranger)


def test_both_sides_are_as_far_apart_as_it_knows(oracle, token, one):
    """P10 One percent off either way, rounded apart."""
    assert plain(oracle.getQuotes(one, token, USD)) == (1_980 * ONE, 2_020 * ONE)
    for amount in (1_980 * ONE, 2_020 * ONE, 123_456_789 * 10**12):
        bid, ask = oracle.getQuotes(amount, USD, token)
        assert bid == amount * one // (2_020 * ONE)
        assert ask == -(-amount * one // (1_980 * ONE))


@pytest.mark.parametrize("part", [0, 1, 10**5, 10**30])
def test_what_it_says_lies_between_both_sides(oracle, token, part):
    for way in ((token, USD), (USD, token)):
        bid, ask = oracle.getQuotes(part, *way)
        assert bid <= oracle.getQuote(part, *way) <= ask


def test_a_pair_that_it_does_not_know_has_no_sides(oracle, token, accounts):
    stranger = accounts[9].address.lower()
    with brownie.reverts(f"NotPriced: {token.address.lower()}, {stranger}"):
        oracle.getQuotes.transact(1, token, stranger)


def test_it_can_do_nothing_else(oracle):
    """No owner, no setter."""
    functions = [item for item in oracle.abi if item["type"] == "function"]
    assert {item["stateMutability"] for item in functions} <= {"view", "pure"}
