"""UniswapV2Venue: straight on the real pairs, from Uniswap's own bytecode."""

import brownie
import pytest
from world import ONE, create_pair, deploy, deploy_factory, pair_code_hash, plain

from counterpoise.execution.venue import KEPT

RESERVES = (1_000_000 * 10**6, 500 * ONE)
LIMIT = 2**256 - 1  # {unit}: a pair looks the same however much goes in.


@pytest.fixture(scope="module")
def deployer(accounts, module_isolation):
    return accounts[0]


@pytest.fixture(scope="module")
def tokens(deployer):
    return [deploy("MockToken", deployer, "T", "T", decimals) for decimals in (6, 18)]


@pytest.fixture(scope="module")
def factory(deployer):
    return deploy_factory(deployer)


@pytest.fixture(scope="module")
def pair(factory, deployer, tokens):
    return create_pair(factory, deployer, *tokens, RESERVES)


@pytest.fixture(scope="module")
def venue(pair, factory, deployer):
    return deploy("UniswapV2Venue", deployer, factory, pair_code_hash(), KEPT)


def trade(venue, tokens, sell, amount, sender):
    """Push, then swap; what came is measured."""
    selling, buying = tokens[sell], tokens[1 - sell]
    selling.mint(venue.inlet(selling, buying), amount, {"from": sender})
    start = buying.balanceOf(sender)
    venue.swap((venue, selling, buying, amount, 0), sender, {"from": sender})
    return buying.balanceOf(sender) - start


def test_the_pair_code_is_uniswaps_own():
    """AM-06 The hash that mainnet's router has in it."""
    published = "0x96e8ac4277198ff8b6f785478aa9a39f403cb768dd02cbee326c3e7da348845f"
    assert "0x" + pair_code_hash().removeprefix("0x") == published


def test_the_inlet_is_the_factorys_pair(venue, tokens, pair):
    """AM-06 Derived, not asked for: nobody can name a pool."""
    assert venue.inlet(*tokens) == venue.inlet(*reversed(tokens)) == pair


def test_the_curve_is_the_pairs_reserves(venue, tokens):
    assert plain(venue.curve(*tokens)) == (*RESERVES, KEPT, LIMIT)
    assert plain(venue.curve(*reversed(tokens))) == (*reversed(RESERVES), KEPT, LIMIT)


def test_a_quote_is_uniswaps_formula(venue, tokens):
    """1,000 dollars at 2,000 a token, less 0.3 %, less impact."""
    assert venue.quote(*tokens, 1_000 * 10**6) == 498_003_490_519_951_608
    assert venue.quote(*reversed(tokens), ONE) == 1_990_031_876


def test_what_lies_in_the_pair_already_is_not_taken_for_ours(venue, tokens, pair, deployer):
    """A donation to the pair stays with the pair."""
    tokens[0].mint(pair, 777, {"from": deployer})
    quoted = venue.quote(*tokens, 10**9)
    assert trade(venue, tokens, 0, 10**9, deployer) == quoted


def test_a_swap_of_tokens_that_did_not_come_is_refused(venue, tokens, deployer):
    """RB-11 By the pair itself."""
    with brownie.reverts("UniswapV2: INSUFFICIENT_INPUT_AMOUNT"):
        venue.swap((venue, *tokens, 10**9, 0), deployer, {"from": deployer})


@pytest.mark.parametrize("function", ["inlet", "curve"])
def test_a_pair_that_is_not_there_is_no_market(venue, tokens, accounts, function):
    token, stranger = tokens[0].address, accounts[9].address
    with brownie.reverts(f"NoMarket: {token.lower()}, {stranger.lower()}"):
        getattr(venue, function).transact(token, stranger)
    with brownie.reverts(f"NoMarket: {token.lower()}, {token.lower()}"):
        getattr(venue, function).transact(token, token)


def test_a_quote_and_a_swap_need_a_market(venue, tokens, accounts):
    token, stranger = tokens[0].address, accounts[9].address
    with brownie.reverts(f"NoMarket: {token.lower()}, {stranger.lower()}"):
        venue.quote.transact(token, stranger, 1)
    with brownie.reverts():
        venue.swap((venue, token, stranger, 1, 0), stranger, {"from": accounts[0]})


def test_another_factorys_pair_is_no_market(venue, deployer, tokens, factory):
    """AM-06"""
    third = deploy("MockToken", deployer, "T", "T", 18)
    other = deploy_factory(deployer)
    create_pair(other, deployer, tokens[0], third, RESERVES)
    pair = (tokens[0].address.lower(), third.address.lower())
    with brownie.reverts(f"NoMarket: {pair[0]}, {pair[1]}"):
        venue.inlet.transact(tokens[0], third)
