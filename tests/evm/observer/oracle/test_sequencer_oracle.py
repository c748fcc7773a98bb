"""SequencerOracle: no price while a second layer's sequencer is down, or has just come back."""

import pytest

from tests.evm.in_process import Chain
from tests.evm.observer.oracle.sources import (
    BASE,
    DAY,
    HOUR,
    ONE,
    STRANGER,
    UNWELL,
    USD,
    heard,
    play,
)


@pytest.fixture
def chain():
    return Chain()


@pytest.fixture
def source(chain):
    source = chain.deploy("MockSource")
    play(chain, source)
    return source


@pytest.fixture
def feed(chain):
    return chain.deploy("MockFeed", "L2 Sequencer Uptime Status Feed", 0)


@pytest.fixture
def ask(chain, source, feed):
    oracle = chain.deploy("SequencerOracle", BASE, USD, source, feed, HOUR)
    return lambda f="getQuote": heard(chain.ask, "SequencerOracle", oracle, f, ONE, BASE, USD)


def report(chain, feed, answer, ago):
    """The feed's status has been so since that many seconds."""
    since = chain.time() - ago
    chain.tell("MockFeed", feed, "set", 1, answer, since)
    return since


def test_while_it_is_up_the_source_speaks(chain, feed, ask):
    """OR-07"""
    report(chain, feed, 0, DAY)
    assert ask() == 2_000 * ONE
    assert ask("getQuotes") == [1_990 * ONE, 2_010 * ONE]


@pytest.mark.parametrize("answer", [1, 2, -1])
def test_while_it_is_down_there_is_no_price(chain, feed, ask, answer):
    """OR-07 Whatever is not zero is down, however long."""
    since = report(chain, feed, answer, DAY)
    assert ask() == ask("getQuotes") == ("SequencerDown", [feed, since])


def test_an_hour_after_it_came_back_there_is_a_price_and_not_a_second_before(chain, feed, ask):
    """OR-07"""
    report(chain, feed, 0, HOUR - 1)
    assert ask() == ask("getQuotes") == ("SequencerGrace", [feed, HOUR - 1, HOUR])
    chain.evm.advance_block(1)
    assert ask() == 2_000 * ONE


def test_a_status_without_a_beginning_is_none(chain, feed, ask):
    """OR-07 Also one that begins in the next second."""
    chain.tell("MockFeed", feed, "set", 1, 0, 0)
    assert ask() == ("SequencerUnknown", [feed, 0, chain.time()])
    since = report(chain, feed, 0, -1)
    assert ask() == ("SequencerUnknown", [feed, since, since - 1])


def test_a_feed_that_reverts_is_named(chain, source):
    """OR-08"""
    feed = chain.deploy("MockBroken")
    oracle = chain.deploy("SequencerOracle", BASE, USD, source, feed, HOUR)
    said = heard(chain.ask, "SequencerOracle", oracle, "getQuote", ONE, BASE, USD)
    assert said == ("SourceFailed", [feed, ("Broken", [])])


def test_a_feed_that_is_gone_is_named(chain, source):
    """OR-08 No code answers with success, and with nothing."""
    oracle = chain.deploy("SequencerOracle", BASE, USD, source, STRANGER, HOUR)
    said = heard(chain.ask, "SequencerOracle", oracle, "getQuote", ONE, BASE, USD)
    assert said == ("SourceFailed", [STRANGER, ("Silent", [])])


def test_a_source_that_fails_is_named_with_what_it_says(chain, source, feed, ask):
    """OR-08"""
    report(chain, feed, 0, DAY)
    play(chain, source, habit="Refuse")
    assert ask() == ("SourceFailed", [source, ("Unwell", list(UNWELL.fields.values()))])


@pytest.mark.parametrize("grace", [0, DAY + 1])
def test_the_grace_is_a_day_at_most(chain, source, feed, grace):
    """J1"""
    said = heard(chain.deploy, "SequencerOracle", BASE, USD, source, feed, grace)
    assert said == ("LimitOutOfRange", ["grace", grace, DAY])
