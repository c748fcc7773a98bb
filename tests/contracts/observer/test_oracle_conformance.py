"""What every oracle promises. A new one is one line in the list."""

import pytest
from brownie import web3
from eth_abi import decode
from world import DAY, ONE, PERCENT, USD, deploy, now

from tests.contracts.in_process import refused

SCALE = 10**36  # {unit} that a composite asks its sources about
GAS = 300_000  # {gas} that each gets


def chainlink(deployer, token, price=2_000, quote=USD, deviation=PERCENT):
    """A feed of 8 decimals at 2,000 dollars."""
    feed = deploy("MockFeed", deployer, "TOKEN / USD", 8)
    feed.post(price * 10**8, {"from": deployer})
    return deploy("ChainlinkOracle", deployer, feed, token, quote, DAY, 1, 10**20, deviation)


def sequencer(deployer, token):
    """One whose sequencer has been up for a day."""
    feed = deploy("MockFeed", deployer, "L2 Sequencer Uptime Status Feed", 0)
    feed.set(1, 0, now() - DAY, {"from": deployer})
    source = chainlink(deployer, token)
    return deploy("SequencerOracle", deployer, token, USD, source, feed, 3_600)


def median(deployer, token):
    """Of three."""
    sources = [chainlink(deployer, token) for _ in range(3)]
    return deploy("MedianOracle", deployer, token, USD, sources, 2, PERCENT, GAS)


def fallback(deployer, token):
    """Of two."""
    sources = [chainlink(deployer, token) for _ in range(2)]
    return deploy("FallbackOracle", deployer, token, USD, *sources, PERCENT, GAS)


def cross(deployer, token):
    """By way of a token of three decimals at 500 dollars."""
    middle = deploy("MockToken", deployer, "M", "M", 3)
    legs = chainlink(deployer, token, 4, middle, 0), chainlink(deployer, middle, 500)
    return deploy("CrossOracle", deployer, token, middle, USD, *legs)


def pegged(deployer, token):
    """To 2,000 dollars."""
    peg = SCALE * 2_000 * ONE // 10 ** token.decimals()
    return deploy("PeggedOracle", deployer, token, USD, chainlink(deployer, token), peg, PERCENT)


def erc4626(deployer, vault):
    """A share of one token, which is at 2,000 dollars."""
    source = chainlink(deployer, vault.asset())
    return deploy("Erc4626Oracle", deployer, vault, USD, source, SCALE, 5 * PERCENT, PERCENT)


def share(deployer, decimals):
    """Of a vault that has a thousand tokens."""
    asset, amount = deploy("MockToken", deployer, "A", "A", decimals), 1_000 * 10**decimals
    vault = deploy("MockVault4626", deployer, asset)
    asset.mint(deployer, amount, {"from": deployer})
    asset.approve(vault, amount, {"from": deployer})
    vault.deposit(amount, deployer, {"from": deployer})
    return vault


# Each makes an oracle that says 2,000 dollars for one whole token, and knows it to one percent.
ORACLES = [
    chainlink,
    sequencer,
    median,
    fallback,
    cross,
    pegged,
    erc4626,
]
TOKENS = {erc4626: share}  # What one prices that is no plain token.
VIEWS = {"view", "pure"}
WITNESSES = {"record"}  # What emits an event, and stores nothing.


class Asked:
    """An oracle that is asked with one request a question; Brownie sends three."""

    def __init__(self, contract):
        self.contract, self.abi = contract, contract.abi

    def getQuote(self, *values):
        answer = self._ask("getQuote", *values)
        return answer[0] if len(answer) == 1 else answer

    def getQuotes(self, *values):
        return self._ask("getQuotes", *values)

    def _ask(self, function, *values):
        """The numbers of the answer, or the name and the numbers of the refusal."""
        data = getattr(self.contract, function).encode_input(*values)
        call = {"to": self.contract.address, "data": data}
        said = web3.provider.make_request("eth_call", [call, "latest"])
        if "error" in said:
            spoken = refused(bytes.fromhex(said["error"]["data"][2:]))
            return spoken.name, list(spoken.fields.values())
        words = bytes.fromhex(said["result"][2:])
        return decode(["uint256"] * (len(words) // 32), words)


@pytest.fixture(scope="module", params=[6, 8, 18], ids=lambda d: f"{d} decimals")
def decimals(request, module_isolation):
    return request.param


@pytest.fixture(scope="module", params=ORACLES, ids=lambda make: make.__name__)
def make(request):
    return request.param


@pytest.fixture(scope="module")
def token(accounts, make, decimals):
    if make in TOKENS:
        return TOKENS[make](accounts[0], decimals)
    return deploy("MockToken", accounts[0], "T", "T", decimals)


@pytest.fixture
def one(decimals):
    return 10**decimals


@pytest.fixture(scope="module")
def oracle(accounts, make, token):
    return Asked(make(accounts[0], token))


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
    """Nor is anything priced in itself, by either question."""
    stranger, token = accounts[9].address.lower(), token.address.lower()
    for pair in ((stranger, USD), (token, stranger), (token, token), (USD, USD)):
        for ask in (oracle.getQuote, oracle.getQuotes):
            assert ask(1, *pair) == ("NotPriced", list(pair))


def test_both_sides_are_as_far_apart_as_it_knows(oracle, token, one):
    """P10 One percent off either way, rounded apart."""
    assert oracle.getQuotes(one, token, USD) == (1_980 * ONE, 2_020 * ONE)
    for amount in (1_980 * ONE, 2_020 * ONE, 123_456_789 * 10**12):
        bid, ask = oracle.getQuotes(amount, USD, token)
        assert bid == amount * one // (2_020 * ONE)
        assert ask == -(-amount * one // (1_980 * ONE))


@pytest.mark.parametrize("part", [0, 1, 10**5, 10**30])
def test_what_it_says_lies_between_both_sides(oracle, token, part):
    for way in ((token, USD), (USD, token)):
        bid, ask = oracle.getQuotes(part, *way)
        assert bid <= oracle.getQuote(part, *way) <= ask


def test_there_and_back_gains_nothing(oracle, token, one):
    """Neither by the price nor by the side that is given to who pays."""
    for amount in (1, one // 3, one, 10**30 + 7):
        worth = oracle.getQuote(amount, token, USD)
        assert oracle.getQuote(worth, USD, token) <= amount
        bid, _ = oracle.getQuotes(amount, token, USD)
        assert oracle.getQuotes(bid, USD, token)[0] <= amount


def test_it_quotes_in_proportion(oracle, token, one):
    """Composites rely on it: so much of an amount, so much of its worth, up to 1e36 units."""
    whole = oracle.getQuote(SCALE, token, USD)
    for amount in (one // 7, one, 123_456_789 * one):
        assert oracle.getQuote(amount, token, USD) == amount * whole // SCALE


def test_it_can_do_nothing_else(oracle):
    """No owner, no setter, nothing that is stored."""
    functions = [item for item in oracle.abi if item["type"] == "function"]
    assert {it["name"] for it in functions if it["stateMutability"] not in VIEWS} <= WITNESSES
