"""What every venue promises. A new one is one line in the list."""

import brownie
import pytest
from world import NOBODY, ONE, create_pair, deploy, deploy_factory, pair_code_hash, plain

from counterpoise.execution.venue import KEPT

RESERVES = (2_000_000 * 10**6, 1_000 * ONE)


def uniswap(deployer, first, second):
    """Uniswap's own pair and its venue."""
    factory = deploy_factory(deployer)
    create_pair(factory, deployer, first, second, RESERVES)
    return deploy("UniswapV2Venue", deployer, factory, pair_code_hash(), KEPT)


def mock(deployer, first, second):
    """The small market maker of the unit tests."""
    venue = deploy("MockVenue", deployer)
    for token, amount in zip((first, second), RESERVES):
        token.mint(venue, amount, {"from": deployer})
    venue.setPool(first, second, *RESERVES, {"from": deployer})
    return venue


def split(deployer, first, second):
    """Uniswap's pair, beside a venue that has no market."""
    venues = [uniswap(deployer, first, second), deploy("MockVenue", deployer)]
    return deploy("SplitVenue", deployer, venues, 0, NOBODY, NOBODY)


# Each makes a venue with a market of these reserves between two tokens.
VENUES = [uniswap, mock, split]


@pytest.fixture(scope="module")
def tokens(accounts, module_isolation):
    return [deploy("MockToken", accounts[0], "T", "T", decimals) for decimals in (6, 18)]


@pytest.fixture(scope="module", params=VENUES, ids=lambda make: make.__name__)
def venue(request, accounts, tokens):
    return request.param(accounts[0], *tokens)


def test_its_curve_tells_both_sides(venue, tokens):
    sold_into, bought_from, kept, limit = plain(venue.curve(*tokens))
    assert (sold_into, bought_from) == RESERVES
    assert plain(venue.curve(*reversed(tokens))) == (bought_from, sold_into, kept, limit)
    assert limit == 2**256 - 1
    assert 0 < kept <= ONE


def test_nothing_brings_nothing(venue, tokens):
    assert venue.quote(*tokens, 0) == 0


def test_more_is_quoted_for_more_and_at_a_worse_price(venue, tokens):
    sizes = [10**9 * k for k in (1, 2, 5, 10, 100)]
    quotes = [venue.quote(*tokens, size) for size in sizes]
    prices = [quote * 10**9 // size for quote, size in zip(quotes, sizes)]
    assert quotes == sorted(quotes)
    assert prices == sorted(prices, reverse=True)


def test_the_quote_is_its_curves(venue, tokens):
    """Sizing by the curve and trading agree: y*d*phi / (x + d*phi), rounded down."""
    amount = 12_345_678_901
    sold_into, bought_from, kept, _ = plain(venue.curve(*tokens))
    traded = amount * kept
    assert venue.quote(*tokens, amount) == bought_from * traded // (sold_into * ONE + traded)


def test_a_market_that_is_not_there_is_named(venue, tokens, accounts):
    token, stranger = tokens[0].address, accounts[9].address
    with brownie.reverts(f"NoMarket: {token.lower()}, {stranger.lower()}"):
        venue.quote.transact(token, stranger, 1)
