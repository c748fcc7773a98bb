"""PeggedOracle: the market's price while it is near the peg, and no price off it."""

import pytest

from counterpoise.observer.oracle.composite import LEAST, SCALE, Rate
from tests.evm.in_process import Chain
from tests.evm.observer.oracle.sources import BASE, HOUR, ONE, PERCENT, USD, heard, play

PEG = SCALE


@pytest.fixture
def chain():
    return Chain()


@pytest.fixture
def market(chain):
    return chain.deploy("MockSource")


@pytest.fixture
def ask(chain, market):
    oracle = chain.deploy("PeggedOracle", BASE, USD, market, PEG, 2 * PERCENT)

    def ask(function="getQuote"):
        return heard(chain.ask, "PeggedOracle", oracle, function, ONE, BASE, USD)

    return ask


def say(chain, market, mid):
    play(chain, market, Rate(mid * 99 // 100, mid, mid * 101 // 100))


@pytest.mark.parametrize("percent", [98, 99, 100, 101, 102])
def test_near_its_peg_it_is_worth_what_the_market_says(chain, market, ask, percent):
    """R3 Not what the peg says."""
    say(chain, market, PEG * percent // 100)
    assert ask() == percent * PERCENT
    assert ask("getQuotes") == [percent * PERCENT * 99 // 100, percent * PERCENT * 101 // 100]


@pytest.mark.parametrize("off", [-1, 1])
def test_off_its_peg_by_a_unit_more_than_the_limit_it_has_no_price(chain, market, ask, off):
    """R3, OR-10"""
    limit = PEG + off * PEG // 50
    for price, far in ((limit - off, False), (limit, False), (limit + off, True)):
        say(chain, market, price)
        depegged = ("Depegged", [BASE, price, PEG, 2 * PERCENT])
        assert (ask() == depegged) == (ask("getQuotes") == depegged) == far


def test_a_stablecoin_of_six_decimals_is_worth_its_dollar(chain):
    """R3 As on 11 March 2023, when it traded at 0.88 dollars."""
    token, feed = chain.deploy("MockToken", "T", "T", 6), chain.deploy("MockFeed", "T / USD", 8)
    chain.tell("MockFeed", feed, "post", 99_900_000)
    market = chain.deploy("ChainlinkOracle", feed, token, USD, HOUR, 1, 10**20, 0)
    peg = SCALE * 10**12
    oracle = chain.deploy("PeggedOracle", token, USD, market, peg, 2 * PERCENT)

    def ask():
        return heard(chain.ask, "PeggedOracle", oracle, "getQuote", 10**6, token, USD)

    assert ask() == 999 * ONE // 1_000
    chain.tell("MockFeed", feed, "post", 88_000_000)
    assert ask() == ("Depegged", [token, 88 * peg // 100, peg, 2 * PERCENT])


def test_a_market_that_fails_is_named_with_what_it_says(chain, market, ask):
    """OR-08 The peg does not stand in for it."""
    play(chain, market, habit="Refuse")
    assert ask() == ("SourceFailed", [market, ("Unwell", [3, 4])])


@pytest.mark.parametrize("peg", [0, LEAST - 1])
def test_a_peg_is_something(chain, market, peg):
    said = heard(chain.deploy, "PeggedOracle", BASE, USD, market, peg, PERCENT)
    assert said == ("PegTooSmall", [peg, LEAST])


@pytest.mark.parametrize("most", [0, ONE // 10 + 1])
def test_the_limit_is_a_tenth_at_most(chain, market, most):
    """J1"""
    said = heard(chain.deploy, "PeggedOracle", BASE, USD, market, PEG, most)
    assert said == ("LimitOutOfRange", ["maxDepeg", most, ONE // 10])
