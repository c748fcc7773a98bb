"""What every oracle promises. A new one is one line in the list."""

import brownie
import pools
import pytest
import world
from world import DAY, HOUR, ONE, PERCENT, USD, deploy, plain, sleep


def chainlink(deployer, token):
    """A feed of 8 decimals at 2,000 dollars."""
    feed = deploy("MockFeed", deployer, "TOKEN / USD", 8)
    feed.post(2_000 * 10**8, {"from": deployer})
    return deploy("ChainlinkOracle", deployer, feed, token, USD, DAY, 1, 10**20, PERCENT)


def priced(deployer, token):
    """A dollar of its own for a pool, and what lies there: a thousand tokens at 2,000 dollars."""
    dollar = deploy("MockToken", deployer, "Dollar", "USD", 18)
    return (token, dollar), (1_000 * 10 ** token.decimals(), 2_000_000 * ONE)


def uniswap_v2(kind, deployer, token, *values):
    tokens, amounts = priced(deployer, token)
    factory = world.deploy_factory(deployer)
    world.create_pair(factory, deployer, *tokens, amounts)
    return deploy(kind, deployer, factory, *tokens, *values, PERCENT)


def uniswap_v3(kind, deployer, token, *values):
    tokens, amounts = priced(deployer, token)
    factory = pools.deploy_factory(deployer)
    pools.create_pool(factory, deployer, *tokens, amounts)
    return deploy(kind, deployer, factory, *tokens, pools.FEE, *values, PERCENT)


def uniswap_v2_spot(deployer, token):
    return uniswap_v2("UniswapV2SpotOracle", deployer, token)


def uniswap_v3_spot(deployer, token):
    return uniswap_v3("UniswapV3SpotOracle", deployer, token)


def uniswap_v2_twap(deployer, token):
    """Half an hour old."""
    oracle = uniswap_v2("UniswapV2TwapOracle", deployer, token, pools.HALF_HOUR, 2 * HOUR)
    sleep(pools.HALF_HOUR)
    return oracle


def uniswap_v3_twap(deployer, token):
    """Of a pool that is half an hour old."""
    values = pools.HALF_HOUR, pools.BLOCK, 0
    oracle = uniswap_v3("UniswapV3TwapOracle", deployer, token, *values)
    sleep(pools.HALF_HOUR)
    return oracle


# Each makes an oracle that says 2,000 dollars for one whole token, and knows it to one percent.
ORACLES = [chainlink, uniswap_v2_spot, uniswap_v2_twap, uniswap_v3_spot, uniswap_v3_twap]
# D18{1}: an oracle's own grain, where its answers are not to the unit. A tick is 0.01 %; a pool of
# V3 knows the root of its price to 96 bits.
GRAINS = {"uniswap_v3_spot": 1, "uniswap_v3_twap": ONE // 10_000}


@pytest.fixture(scope="module", params=[6, 8, 18], ids=lambda d: f"{d} decimals")
def token(request, accounts, module_isolation):
    return deploy("MockToken", accounts[0], "T", "T", request.param)


@pytest.fixture(scope="module")
def one(token):
    return 10 ** token.decimals()


@pytest.fixture(scope="module", params=ORACLES, ids=lambda make: make.__name__)
def make(request):
    return request.param


@pytest.fixture(scope="module")
def oracle(make, accounts, token):
    return make(accounts[0], token)


@pytest.fixture(scope="module")
def usd(oracle):
    """What it counts in: the number of the dollar, or a pool's own token."""
    return oracle.quote() if hasattr(oracle, "quote") else USD


@pytest.fixture(scope="module")
def near(make):
    """Whether an answer is exact, or as exact as the oracle can be."""
    grain = GRAINS.get(make.__name__, 0)
    return lambda told, exact: abs(told - exact) <= (exact * grain // ONE + 1 if grain else 0)


def test_a_whole_token_is_worth_2000_dollars(oracle, token, one, usd, near):
    assert near(oracle.getQuote(one, token, usd), 2_000 * ONE)


def test_it_answers_both_ways(oracle, token, one, usd, near):
    assert near(oracle.getQuote(2_000 * ONE, usd, token), one)


def test_nothing_is_worth_nothing(oracle, token, usd):
    assert oracle.getQuote(0, token, usd) == oracle.getQuote(0, usd, token) == 0


def test_it_rounds_down(oracle, token, one, usd, near):
    """One unit of value less than a token's buys one unit of token less."""
    assert near(oracle.getQuote(2_000 * ONE - 1, usd, token), one - 1)


def test_more_is_never_worth_less(oracle, token, one, usd):
    quotes = [oracle.getQuote(one * k // 7, token, usd) for k in range(15)]
    assert quotes == sorted(quotes)


def test_the_largest_balance_does_not_overflow(oracle, token, one, usd, near):
    """I-24"""
    assert near(oracle.getQuote(2**112 - 1, token, usd), (2**112 - 1) * 2_000 * ONE // one)


def test_a_pair_that_it_does_not_know_is_refused_by_name(oracle, token, usd, accounts):
    stranger = accounts[9].address.lower()
    with brownie.reverts(f"NotPriced: {stranger}, {usd.lower()}"):
        oracle.getQuote.transact(1, stranger, usd)
    with brownie.reverts(f"NotPriced: {token.address.lower()}, {stranger}"):
        oracle.getQuote.transact(1, token, stranger)


def test_both_sides_are_as_far_apart_as_it_knows(oracle, token, one, usd, near):
    """P10 One percent off either way, rounded apart."""
    bid, ask = plain(oracle.getQuotes(one, token, usd))
    assert near(bid, 1_980 * ONE) and near(ask, 2_020 * ONE)
    for amount in (1_980 * ONE, 2_020 * ONE, 123_456_789 * 10**12):
        bid, ask = oracle.getQuotes(amount, usd, token)
        assert near(bid, amount * one // (2_020 * ONE))
        assert near(ask, -(-amount * one // (1_980 * ONE)))


@pytest.mark.parametrize("part", [0, 1, 10**5, 10**30])
def test_what_it_says_lies_between_both_sides(oracle, token, usd, part):
    for way in ((token, usd), (usd, token)):
        bid, ask = oracle.getQuotes(part, *way)
        assert bid <= oracle.getQuote(part, *way) <= ask


def test_a_pair_that_it_does_not_know_has_no_sides(oracle, token, accounts):
    stranger = accounts[9].address.lower()
    with brownie.reverts(f"NotPriced: {token.address.lower()}, {stranger}"):
        oracle.getQuotes.transact(1, token, stranger)


def test_it_can_do_nothing_else(oracle):
    """No owner, no setter; one that remembers is told by anybody to look."""
    functions = [item for item in oracle.abi if item["type"] == "function"]
    doors = {it["name"] for it in functions if it["stateMutability"] not in ("view", "pure")}
    assert doors <= {"record"}
