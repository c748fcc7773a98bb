"""SpotObserver: prices and values of what a vault holds, now."""

import brownie
import pytest
from world import DAY, ONE, PERCENT, USD, deploy, now, plain

DECIMALS = (6, 18, 8)
MAX_PRICE, MAX_VALUE = 10**30, 2**128 - 1


@pytest.fixture(scope="module")
def deployer(accounts, module_isolation):
    return accounts[0]


@pytest.fixture(scope="module")
def tokens(deployer):
    return [deploy("MockToken", deployer, f"T{d}", f"T{d}", d) for d in DECIMALS]


@pytest.fixture(scope="module")
def oracles(deployer, tokens):
    oracles = [deploy("MockOracle", deployer) for _ in tokens]
    for oracle, price in zip(oracles, (ONE, 2_000 * ONE, 40_000 * ONE)):
        oracle.set(price, {"from": deployer})
    return oracles


@pytest.fixture(scope="module")
def observer(deployer, tokens, oracles):
    return deploy("SpotObserver", deployer, USD, tokens, oracles)


def holdings(tokens, *balances):
    return (tokens, balances, 77)


def test_it_says_what_is_true(observer, tokens):
    """A2, B1"""
    state = plain(observer.observe(holdings(tokens, 300 * 10**6, ONE // 4, 10**8)))
    assert state == (
        now(),
        77,
        300 * ONE + 500 * ONE + 40_000 * ONE,
        (
            (tokens[0], 10**6, 300 * 10**6, ONE, 300 * ONE),
            (tokens[1], 10**18, ONE // 4, 2_000 * ONE, 500 * ONE),
            (tokens[2], 10**8, 10**8, 40_000 * ONE, 40_000 * ONE),
        ),
        (),
    )


def test_values_round_down(observer, oracles, tokens, deployer):
    """I-08 A third of a unit of value is none."""
    oracles[1].set(ONE // 3, {"from": deployer})
    state = observer.observe(holdings(tokens, 0, 10, 0))
    assert [value for *_, value in plain(state[3])] == [0, 3, 0]
    assert state[2] == 3


def test_it_may_be_asked_about_some_assets_in_any_order(observer, tokens):
    two = (tokens[2], tokens[0])
    state = plain(observer.observe(holdings(two, 10**8, 10**6)))
    assert [asset[0] for asset in state[3]] == list(two)
    assert [asset[1] for asset in state[3]] == [10**8, 10**6]
    assert [asset[4] for asset in state[3]] == [40_000 * ONE, ONE]


def test_a_stranger_is_not_observed(observer, tokens, accounts):
    """GV-08"""
    stranger = accounts[9].address
    with brownie.reverts(f"AssetNotObserved: {stranger.lower()}"):
        observer.observe.transact(holdings((tokens[0], stranger), 1, 1))


@pytest.mark.parametrize("price", [1, MAX_PRICE])
def test_a_price_within_its_domain_is_taken(observer, oracles, tokens, deployer, price):
    """I-24"""
    oracles[1].set(price, {"from": deployer})
    assert observer.observe(holdings(tokens, 0, 0, 0))[3][1][3] == price


@pytest.mark.parametrize("price", [0, MAX_PRICE + 1])
def test_a_price_beyond_its_domain_is_refused(observer, oracles, tokens, deployer, price):
    """I-24"""
    oracles[1].set(price, {"from": deployer})
    reason = f"PriceOutOfDomain: {tokens[1].address.lower()}, {price}, 1, {MAX_PRICE}"
    with brownie.reverts(reason):
        observer.observe.transact(holdings(tokens, 0, 0, 0))


def test_a_value_beyond_its_domain_is_refused(observer, oracles, tokens, deployer):
    """I-24 To the unit, at a price of one for one."""
    oracles[1].set(ONE, {"from": deployer})
    observer.observe.transact(holdings(tokens, 0, MAX_VALUE, 0))
    asset = tokens[1].address.lower()
    with brownie.reverts(f"ValueOutOfDomain: {asset}, {MAX_VALUE + 1}, {MAX_VALUE}"):
        observer.observe.transact(holdings(tokens, 0, MAX_VALUE + 1, 0))


def test_each_asset_has_an_oracle(deployer, tokens, oracles):
    with brownie.reverts("LengthsDiffer: 3, 2"):
        deploy("SpotObserver", deployer, USD, tokens, oracles[:2])


def test_twenty_seven_decimals_are_the_most(deployer, oracles):
    """TK-06, I-24"""
    fine, fussy = (deploy("MockToken", deployer, "T", "T", d) for d in (27, 28))
    deploy("SpotObserver", deployer, USD, [fine], oracles[:1])
    with brownie.reverts(f"DecimalsTooMany: {fussy.address.lower()}, 28, 27"):
        deploy("SpotObserver", deployer, USD, [fussy], oracles[:1])


class TestAppraisal:
    """P10: what is paid at its least price, what is held at its highest."""

    @pytest.fixture
    def two_sided(self, deployer, tokens):
        """One percent either way around 1, 2,000 and 40,000 dollars."""
        feeds = [deploy("MockFeed", deployer, "TOKEN / USD", 8) for _ in tokens]
        for feed, price in zip(feeds, (1, 2_000, 40_000)):
            feed.post(price * 10**8, {"from": deployer})
        rest = (USD, DAY, 1, 10**20, PERCENT)
        oracles = [
            deploy("ChainlinkOracle", deployer, feed, token, *rest)
            for feed, token in zip(feeds, tokens)
        ]
        return deploy("SpotObserver", deployer, USD, tokens, oracles)

    def test_both_sides_are_against_who_enters(self, two_sided, tokens):
        held = holdings(tokens, 300 * 10**6, ONE // 4, 10**8)
        paid, value = two_sided.appraise(held, tokens[1], ONE)
        assert paid == 1_980 * ONE
        assert value == (300 + 500 + 40_000) * 101 * ONE // 100

    def test_a_unit_is_rounded_away_from_who_enters(self, observer, oracles, tokens, deployer):
        oracles[2].set(ONE + 1, {"from": deployer})
        held = holdings(tokens, 0, 0, 1)
        assert plain(observer.appraise(held, tokens[2], 1)) == (10**10, 10**10 + 1)

    def test_a_stranger_is_worth_nothing_here(self, observer, tokens, accounts):
        held = holdings(tokens, 10**6, 0, 0)
        assert plain(observer.appraise(held, accounts[9], 10**6)) == (0, ONE)

    @pytest.mark.parametrize("price", [0, MAX_PRICE + 1])
    def test_a_price_beyond_its_domain_is_refused(self, observer, oracles, tokens, deployer, price):
        """I-24"""
        oracles[1].set(price, {"from": deployer})
        reason = f"PriceOutOfDomain: {tokens[1].address.lower()}, {price}, 1, {MAX_PRICE}"
        with brownie.reverts(reason):
            observer.appraise.transact(holdings(tokens, 0, 0, 0), tokens[0], 1)

    def test_a_value_beyond_its_domain_is_refused_on_both_sides(
        self, observer, oracles, tokens, deployer
    ):
        """I-24"""
        oracles[1].set(ONE, {"from": deployer})
        asset, over = tokens[1].address.lower(), MAX_VALUE + 1
        none = holdings(tokens, 0, 0, 0)
        for held, paid in ((none, over), (holdings(tokens, 0, over, 0), 0)):
            observer.appraise.transact(none, tokens[1], MAX_VALUE)
            with brownie.reverts(f"ValueOutOfDomain: {asset}, {over}, {MAX_VALUE}"):
                observer.appraise.transact(held, tokens[1], paid)
