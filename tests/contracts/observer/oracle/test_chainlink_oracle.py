"""ChainlinkOracle: one feed, both ways, and every reason not to believe it."""

import brownie
import pytest
from world import DAY, HOUR, ONE, USD, at, deploy, now, plain

LEAST, MOST = 100 * 10**8, 10_000 * 10**8
DEVIATION = 5 * 10**15  # D18{1}, half a percent, as of the mainnet feed of ether
ROUND = 7


@pytest.fixture(scope="module")
def deployer(accounts, module_isolation):
    return accounts[0]


@pytest.fixture(scope="module")
def feed(deployer):
    return deploy("MockFeed", deployer, "TOKEN / USD", 8)


@pytest.fixture(scope="module")
def tokens(deployer):
    return {d: deploy("MockToken", deployer, f"T{d}", f"T{d}", d) for d in (0, 6, 8, 18, 27)}


@pytest.fixture(scope="module")
def oracles(deployer, feed, tokens):
    arguments = (USD, HOUR, LEAST, MOST, DEVIATION)
    return {d: deploy("ChainlinkOracle", deployer, feed, t, *arguments) for d, t in tokens.items()}


@pytest.fixture
def oracle(oracles):
    return oracles[18]


@pytest.fixture
def ask(oracle, tokens):
    """The price of one whole token, asked in a transaction, so that a refusal has its name."""
    return lambda: oracle.getQuote.transact(ONE, tokens[18], USD)


def report(feed, answer=2_000 * 10**8, age=0, round_id=ROUND):
    """A round that was updated so long ago, seen by the next block."""
    time = now() + 60
    feed.set(round_id, answer, time - age, {"from": brownie.accounts[0]})
    at(time)


def name(contract):
    return contract.address.lower()


def test_a_whole_token_is_worth_its_price(feed, oracle, tokens):
    """B1"""
    feed.post(2_000 * 10**8, {"from": brownie.accounts[0]})
    assert oracle.getQuote(ONE, tokens[18], USD) == 2_000 * ONE
    assert oracle.getQuote(2_000 * ONE, USD, tokens[18]) == ONE


@pytest.mark.parametrize("decimals", [0, 6, 8, 18, 27])
def test_decimals_do_not_change_the_worth(feed, oracles, tokens, decimals):
    """B1, TK-06 The same value to the unit, there and back."""
    feed.post(1_234_56789012, {"from": brownie.accounts[0]})
    oracle, token = oracles[decimals], tokens[decimals]
    worth = oracle.getQuote(3 * 10**decimals, token, USD)
    assert worth == 3_703_703_670_360_000_000_000
    assert oracle.getQuote(worth, USD, token) == 3 * 10**decimals


@pytest.mark.parametrize("decimals, answer", [(6, 2_000 * 10**6), (18, 2_000 * 10**18)])
def test_the_feeds_own_decimals_count(deployer, tokens, decimals, answer):
    """B1, OR-06"""
    feed = deploy("MockFeed", deployer, "TOKEN / USD", decimals)
    feed.post(answer, {"from": deployer})
    oracle = deploy("ChainlinkOracle", deployer, feed, tokens[18], USD, HOUR, 1, 10**30, 0)
    assert oracle.getQuote(ONE, tokens[18], USD) == 2_000 * ONE


def test_a_pair_of_tokens_has_the_quotes_decimals(deployer, feed, tokens):
    feed.post(2_000 * 10**8, {"from": deployer})
    arguments = (tokens[18], tokens[6], HOUR, LEAST, MOST, DEVIATION)
    oracle = deploy("ChainlinkOracle", deployer, feed, *arguments)
    assert oracle.getQuote(ONE, tokens[18], tokens[6]) == 2_000 * 10**6
    assert oracle.getQuote(1_000 * 10**6, tokens[6], tokens[18]) == ONE // 2


def test_at_its_age_limit_a_price_is_believed(feed, ask):
    """OR-01"""
    report(feed, age=HOUR)
    ask()


@pytest.mark.parametrize("age", [HOUR + 1, DAY])
def test_beyond_its_age_limit_it_is_not(feed, ask, age):
    """OR-01, I-16"""
    report(feed, age=age)
    with brownie.reverts(f"PriceTooOld: {name(feed)}, {age}, {HOUR}"):
        ask()


def test_a_price_of_this_second_is_believed_and_of_the_next_is_not(feed, ask):
    """OR-03"""
    report(feed, age=0)
    ask()
    report(feed, age=-1)
    time = feed.latestRoundData()[3]
    with brownie.reverts(f"PriceFromFuture: {name(feed)}, {time}, {time - 1}"):
        ask()


@pytest.mark.parametrize("answer", [0, -1, -(2**127)])
def test_a_price_is_positive(feed, ask, answer):
    """OR-03"""
    report(feed, answer)
    with brownie.reverts(f"PriceNotPositive: {name(feed)}, {answer}"):
        ask()


@pytest.mark.parametrize("answer", [LEAST, MOST])
def test_at_its_bounds_a_price_is_believed(feed, ask, answer):
    """OR-04"""
    report(feed, answer)
    ask()


@pytest.mark.parametrize("answer", [1, LEAST - 1, MOST + 1, 2**127 - 1])
def test_beyond_its_bounds_it_is_not(feed, ask, answer):
    """OR-04 Our own bounds: an aggregator that sits at its floor is not believed."""
    report(feed, answer)
    with brownie.reverts(f"PriceOutOfBounds: {name(feed)}, {answer}, {LEAST}, {MOST}"):
        ask()


def test_a_round_without_a_number_is_incomplete(feed, ask):
    """OR-03"""
    report(feed, round_id=0)
    time = feed.latestRoundData()[3]
    with brownie.reverts(f"RoundIncomplete: {name(feed)}, 0, {time}"):
        ask()


def test_a_round_without_a_time_is_incomplete(feed, ask):
    """OR-03"""
    feed.set(ROUND, 2_000 * 10**8, 0, {"from": brownie.accounts[0]})
    with brownie.reverts(f"RoundIncomplete: {name(feed)}, {ROUND}, 0"):
        ask()


@pytest.mark.parametrize("decimals", [7, 18])
def test_a_feed_that_changes_its_decimals_is_not_believed(feed, ask, decimals):
    """OR-06"""
    report(feed)
    feed.setDecimals(decimals, {"from": brownie.accounts[0]})
    with brownie.reverts(f"FeedDecimalsChanged: {name(feed)}, {decimals}, 8"):
        ask()


def test_another_pair_has_no_price(feed, oracle, tokens):
    feed.post(2_000 * 10**8, {"from": brownie.accounts[0]})
    with brownie.reverts(f"NotPriced: {name(tokens[6])}, {USD}"):
        oracle.getQuote.transact(1, tokens[6], USD)
    with brownie.reverts(f"NotPriced: {name(tokens[18])}, {name(tokens[18])}"):
        oracle.getQuote.transact(1, tokens[18], tokens[18])


def test_a_feed_that_fails_is_not_replaced_by_an_old_price(deployer, tokens):
    """OR-02, OR-08 The feed's own error comes through."""
    broken = deploy("MockBroken", deployer)
    with brownie.reverts("Broken: "):
        deploy("ChainlinkOracle", deployer, broken, tokens[18], USD, HOUR, 1, 2, 0)


@pytest.fixture
def proxied(deployer, feed, tokens):
    """An oracle over a proxy of a feed of 8 decimals, and the proxy."""
    feed.post(2_000 * 10**8, {"from": deployer})
    proxy = deploy("MockProxyFeed", deployer)
    proxy.propose(feed, {"from": deployer})
    arguments = (proxy, tokens[18], USD, HOUR, LEAST, MOST, DEVIATION)
    return deploy("ChainlinkOracle", deployer, *arguments), proxy


def test_a_new_phase_is_the_same_feed(deployer, proxied, tokens):
    """B1 Another aggregator, whose rounds begin anew: their numbers step up by 2**64, and the
    price is the latest one."""
    oracle, proxy = proxied
    assert proxy.latestRoundData()[0] >> 64 == 1
    successor = deploy("MockFeed", deployer, "TOKEN / USD", 8)
    successor.post(2_100 * 10**8, {"from": deployer})
    proxy.propose(successor, {"from": deployer})
    assert plain(proxy.latestRoundData()[0]) == (2 << 64) + 1
    assert oracle.getQuote(ONE, tokens[18], USD) == 2_100 * ONE


def test_a_phase_of_other_decimals_is_not_believed(deployer, proxied, tokens):
    """OR-06"""
    oracle, proxy = proxied
    successor = deploy("MockFeed", deployer, "TOKEN / USD", 18)
    successor.post(2_100 * 10**8, {"from": deployer})
    proxy.propose(successor, {"from": deployer})
    with brownie.reverts(f"FeedDecimalsChanged: {name(proxy)}, 18, 8"):
        oracle.getQuote.transact(ONE, tokens[18], USD)


def test_access_that_is_revoked_is_told_until_it_is_given_back(deployer, proxied, tokens):
    """OR-08 And no old price stands in for it."""
    oracle, proxy = proxied
    proxy.close(True, {"from": deployer})
    with brownie.reverts("NoAccess: "):
        oracle.getQuote.transact(ONE, tokens[18], USD)
    proxy.close(False, {"from": deployer})
    assert oracle.getQuote(ONE, tokens[18], USD) == 2_000 * ONE


@pytest.mark.parametrize("least, most", [(0, 1), (5, 5), (6, 5)])
def test_bounds_leave_room_for_a_price(deployer, feed, tokens, least, most):
    """OR-04"""
    with brownie.reverts(f"BoundsEmpty: {least}, {most}"):
        deploy("ChainlinkOracle", deployer, feed, tokens[18], USD, HOUR, least, most, 0)


def test_a_deviation_has_a_most(deployer, feed, tokens):
    """P10 Ten percent."""
    most = ONE // 10
    deploy("ChainlinkOracle", deployer, feed, tokens[18], USD, HOUR, LEAST, MOST, most)
    with brownie.reverts(f"DeviationTooWide: {most + 1}, {most}"):
        deploy("ChainlinkOracle", deployer, feed, tokens[18], USD, HOUR, LEAST, MOST, most + 1)


def test_a_unit_that_is_worth_a_part_of_one_is_rounded_apart(feed, oracles, tokens):
    """P10, RB-04 2,000.00000001 dollars less and plus half a percent, for one unit."""
    feed.post(2_000 * 10**8 + 1, {"from": brownie.accounts[0]})
    assert plain(oracles[18].getQuotes(1, tokens[18], USD)) == (1_990, 2_011)


def test_an_old_price_has_no_sides(feed, oracle, tokens):
    """OR-01"""
    report(feed, age=HOUR + 1)
    with brownie.reverts(f"PriceTooOld: {name(feed)}, {HOUR + 1}, {HOUR}"):
        oracle.getQuotes.transact(ONE, tokens[18], USD)
