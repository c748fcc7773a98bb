"""FallbackOracle: the second oracle speaks where the first cannot, and else may object."""

import pytest

from counterpoise.observer.oracle.composite import LEAST, SCALE, Rate
from tests.evm.in_process import Chain
from tests.evm.observer.oracle.sources import (
    BASE,
    GAS,
    HOUR,
    LIMITS,
    ONE,
    PERCENT,
    STRANGER,
    USD,
    beyond,
    events,
    heard,
    play,
    sources,
    whole,
)

ANSWER = 2_000 * 10**8
UNWELL = ("Unwell", [3, 4])


@pytest.fixture
def chain():
    return Chain()


@pytest.fixture
def pair(chain):
    return sources(chain, [whole(2_000), whole(2_010)])


@pytest.fixture
def oracle(chain, pair):
    return chain.deploy("FallbackOracle", BASE, USD, *pair, PERCENT, GAS)


@pytest.fixture
def ask(chain, oracle):
    def ask(function="getQuote", *values):
        values = values or (() if function in ("source", "record") else (ONE, BASE, USD))
        return heard(chain.ask, "FallbackOracle", oracle, function, *values)

    return ask


def test_the_first_speaks_where_both_are_well(pair, ask):
    """B2"""
    assert ask() == 2_000 * ONE
    assert ask("source") == pair[0].lower()


def test_where_both_are_well_the_sides_hold_what_either_thinks_possible(chain, pair, ask):
    """P10"""
    play(chain, pair[0], Rate(1_995 * SCALE, 2_000 * SCALE, 2_001 * SCALE))
    play(chain, pair[1], Rate(1_999 * SCALE, 2_010 * SCALE, 2_015 * SCALE))
    assert ask("getQuotes") == [1_995 * ONE, 2_015 * ONE]


@pytest.mark.parametrize("habit", ["Refuse", "Burn", "BombRefusal", "Mumble", "Bomb"])
def test_the_second_speaks_where_the_first_fails(chain, pair, ask, habit):
    """B2, OR-08 However it fails: a refusal, all its gas, too many words, too few, zero."""
    play(chain, pair[0], habit=habit)
    assert ask() == 2_010 * ONE
    assert ask("getQuotes") == [2_010 * ONE, 2_010 * ONE]
    assert ask("source") == pair[1].lower()


@pytest.mark.parametrize("habit", ["Refuse", "Burn", "BombRefusal", "Mumble", "Bomb"])
def test_the_first_speaks_alone_where_the_second_fails(chain, pair, ask, habit):
    """B2, OR-08"""
    play(chain, pair[1], habit=habit)
    assert ask() == 2_000 * ONE
    assert ask("source") == pair[0].lower()


def test_where_both_fail_both_say_why(chain, pair, ask):
    """OR-02 No old number and no zero."""
    play(chain, pair[0], habit="Refuse")
    play(chain, pair[1], Rate(0, 0, 0))
    invalid = ("AnswerInvalid", [pair[1], 0, 0, 0])
    both = ("BothFailed", [pair[0], UNWELL, pair[1], invalid])
    assert ask() == ask("getQuotes") == ask("source") == ask("record") == both


def test_feeds_that_are_old_or_gone_are_named_with_their_numbers(chain):
    """OR-02, OR-08 Through real Chainlink adapters: access revoked, and past the heartbeat."""
    token = chain.deploy("MockToken", "T", "T", 18)
    aggregator = chain.deploy("MockFeed", "T / USD", 8)
    chain.tell("MockFeed", aggregator, "post", ANSWER)
    proxy = chain.deploy("MockProxyFeed")
    chain.tell("MockProxyFeed", proxy, "propose", aggregator)
    limits = token, USD, HOUR, 1, 10**20, 0
    first = chain.deploy("ChainlinkOracle", proxy, *limits)
    second = chain.deploy("ChainlinkOracle", aggregator, *limits)
    oracle = chain.deploy("FallbackOracle", token, USD, first, second, PERCENT, GAS)

    def ask():
        return heard(chain.ask, "FallbackOracle", oracle, "getQuote", ONE, token, USD)

    assert ask() == 2_000 * ONE
    chain.tell("MockProxyFeed", proxy, "close", True)
    assert ask() == 2_000 * ONE
    chain.evm.advance_block(HOUR + 1)
    age = chain.time() - chain.ask("MockFeed", aggregator, "latestRoundData")[3]
    old = ("PriceTooOld", [aggregator, age, HOUR])
    assert ask() == ("BothFailed", [first, ("NoAccess", []), second, old])


@pytest.mark.parametrize("first, second", [(2_000, 2_020), (2_020, 2_000)])
def test_they_may_differ_by_the_limit_and_not_by_a_unit_more(chain, pair, ask, first, second):
    """OR-10 One unit below it, at it, one unit above: of the lower one, whichever that is."""
    rates = [Rate(*[price * SCALE] * 3) for price in (first, second)]
    higher = first < second
    for more, far in ((-1, False), (0, False), (1, True)):
        rate = Rate(*[2_020 * SCALE + more] * 3)
        for oracle, it in zip(pair, [rates[0], rate] if higher else [rate, rates[1]], strict=True):
            play(chain, oracle, it)
        mids = [2_000 * SCALE, rate.mid] if higher else [rate.mid, 2_000 * SCALE]
        refused = ("OracleDeviation", [BASE, *mids, PERCENT])
        assert (ask() == refused) == (ask("getQuotes") == refused) == far
        assert (ask("source") == refused) == (ask("record") == refused) == far


def test_anybody_may_record_that_the_second_stands_in(chain, pair, oracle):
    """B2 `OracleFallback` tells why; while the first is well nothing is told, and never anything
    stored."""
    assert events(chain, "FallbackOracle", oracle, "record") == {}
    play(chain, pair[0], habit="Refuse")
    told = events(chain, "FallbackOracle", oracle, "record")["OracleFallback"]
    assert heard(lambda: told) == [BASE, USD, pair[1], UNWELL]


@pytest.mark.parametrize("habit", ["Refuse", "Burn", "Bomb", "BombRefusal", "Mumble"])
def test_it_is_listed_only_with_two_oracles_that_answer(chain, pair, habit):
    """B2 A wrong address, a wrong pair or too little gas are found on the first day."""
    for place in (0, 1):
        broken = play(chain, pair[place], habit=habit)
        reason = broken.tried(True)
        said = heard(chain.deploy, "FallbackOracle", BASE, USD, *pair, PERCENT, GAS)
        expected = heard(lambda it=reason: it)
        if habit == "Bomb":
            expected = ("AnswerInvalid", [pair[place], 0, 0, 0])
        assert said == ("SourceFailed", [pair[place], expected])
        play(chain, pair[place], whole(2_000))


def test_an_oracle_without_code_is_none(chain, pair):
    """GV-08"""
    said = heard(chain.deploy, "FallbackOracle", BASE, USD, STRANGER, pair[0], PERCENT, GAS)
    assert said == ("SourceFailed", [STRANGER, ("Silent", [])])


def test_one_oracle_is_not_two(chain, pair):
    said = heard(chain.deploy, "FallbackOracle", BASE, USD, pair[0], pair[0], PERCENT, GAS)
    assert said == ("SourceTwice", [pair[0]])


@pytest.mark.parametrize("limit, most, place", LIMITS)
def test_its_limits_have_bounds(chain, pair, limit, most, place):
    """J1"""
    for value, limits in beyond(most, place):
        said = heard(chain.deploy, "FallbackOracle", BASE, USD, *pair, *limits)
        assert said == ("LimitOutOfRange", [limit, value, most])


@pytest.mark.parametrize("rate", [Rate(LEAST - 1, LEAST, LEAST), Rate(LEAST, LEAST + 1, LEAST)])
def test_an_answer_that_is_not_between_its_sides_is_none(chain, pair, ask, rate):
    """OR-03 Nor is one of too few digits."""
    play(chain, pair[0], rate)
    assert ask("getQuotes") == [2_010 * ONE, 2_010 * ONE]
