"""CrossOracle: by way of a third asset, as exact as a fraction."""

from fractions import Fraction

import pytest
from hypothesis import given, settings

from counterpoise.observer.oracle.composite import LEAST, SCALE, Rate
from tests.counterpoise.drawn import scales
from tests.depth import examples
from tests.evm.observer.oracle.sources import (
    BASE,
    HOUR,
    MIDDLE,
    ONE,
    USD,
    heard,
    play,
    sources,
    whole,
)


@pytest.fixture
def legs(chain):
    return sources(chain, [whole(3), whole(2_000)])


@pytest.fixture
def ask(chain, legs):
    oracle = chain.deploy("CrossOracle", BASE, MIDDLE, USD, *legs)

    def ask(function, *values):
        return heard(chain.ask, "CrossOracle", oracle, function, *values)

    return ask


def test_it_is_the_product_both_ways(ask):
    """B2"""
    assert ask("getQuote", ONE, BASE, USD) == 6_000 * ONE
    assert ask("getQuote", 6_000 * ONE, USD, BASE) == ONE


def test_its_sides_are_the_products_of_the_sides(chain, legs, ask):
    """P10"""
    play(chain, legs[0], Rate(2 * SCALE, 3 * SCALE, 4 * SCALE))
    play(chain, legs[1], Rate(10 * SCALE, 20 * SCALE, 30 * SCALE))
    assert ask("getQuotes", ONE, BASE, USD) == [20 * ONE, 120 * ONE]
    assert ask("getQuotes", 120, USD, BASE) == [1, 6]


@settings(max_examples=examples(60), deadline=None)
@given(first=scales(16, 56), second=scales(16, 56), amount=scales(0, 33))
def test_it_is_exact_to_fifteen_digits(chain, first, second, amount):
    """OR-06 Also where one unit is less than one of the asset in the middle: nothing rounds to
    nothing on the way, and what comes out is off by its own rounding and less than 1e-15."""
    if first * second < LEAST * SCALE:
        second = -(-LEAST * SCALE // first)
    oracles = sources(chain, [Rate(first, first, first), Rate(second, second, second)])
    cross = chain.deploy("CrossOracle", BASE, MIDDLE, USD, *oracles)

    worth = chain.ask("CrossOracle", cross, "getQuote", amount, BASE, USD)

    true = Fraction(amount * first * second, SCALE**2)
    assert true * (1 - Fraction(1, 10**15)) - 1 < worth <= true


def test_what_is_less_than_a_unit_on_the_way_is_not_lost(chain):
    """OR-06 A thousand units, each worth 1e-20 units of the asset in the middle, whose units are
    worth 1e18 of the quote's each: asked one after the other the oracles would say nothing."""
    oracles = sources(chain, [Rate(*[10**16] * 3), whole(ONE)])
    assert chain.ask("MockSource", oracles[0], "getQuote", 1_000, BASE, MIDDLE) == 0
    cross = chain.deploy("CrossOracle", BASE, MIDDLE, USD, *oracles)
    assert chain.ask("CrossOracle", cross, "getQuote", 1_000, BASE, USD) == 10


def test_two_feeds_of_their_own_decimals_meet(chain):
    """B1, OR-06 Staked ether at 1.1 ether, ether at 2,000 dollars: feeds of 18 and 8 decimals."""
    staked, ether = (chain.deploy("MockToken", name, name, 18) for name in ("S", "E"))
    feeds = [chain.deploy("MockFeed", "S / E", 18), chain.deploy("MockFeed", "E / USD", 8)]
    chain.tell("MockFeed", feeds[0], "post", 11 * 10**17)
    chain.tell("MockFeed", feeds[1], "post", 2_000 * 10**8)
    first = chain.deploy("ChainlinkOracle", feeds[0], staked, ether, HOUR, 1, 10**20, 0)
    second = chain.deploy("ChainlinkOracle", feeds[1], ether, USD, HOUR, 1, 10**20, 0)
    cross = chain.deploy("CrossOracle", staked, ether, USD, first, second)
    assert chain.ask("CrossOracle", cross, "getQuote", ONE, staked, USD) == 2_200 * ONE
    assert chain.ask("CrossOracle", cross, "getQuote", 1, staked, USD) == 2_200


@pytest.mark.parametrize("place", [0, 1])
def test_the_one_that_fails_is_named_with_what_it_says(chain, legs, ask, place):
    """OR-02, OR-08"""
    play(chain, legs[place], habit="Refuse")
    failed = ("SourceFailed", [legs[place], ("Unwell", [3, 4])])
    assert ask("getQuote", ONE, BASE, USD) == ask("getQuotes", ONE, BASE, USD) == failed


def test_a_leg_of_nothing_is_no_price(chain, legs, ask):
    """OR-02, OR-03"""
    play(chain, legs[1], Rate(0, 0, 0))
    invalid = ("AnswerInvalid", [legs[1], 0, 0, 0])
    assert ask("getQuote", ONE, BASE, USD) == ("SourceFailed", [legs[1], invalid])


def test_a_product_of_too_few_digits_is_no_price(chain):
    """OR-06"""
    oracles = sources(chain, [Rate(*[10**16] * 3), Rate(*[10**36 - 1] * 3)])
    cross = chain.deploy("CrossOracle", BASE, MIDDLE, USD, *oracles)
    said = heard(chain.ask, "CrossOracle", cross, "getQuote", ONE, BASE, USD)
    assert said == ("AnswerInvalid", [cross, LEAST - 1, LEAST - 1, LEAST])
