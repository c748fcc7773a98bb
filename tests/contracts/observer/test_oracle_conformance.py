"""What every oracle promises. A new one is one line in `every_oracle.py`."""

import pytest
from brownie import web3
from eth_abi import decode
from every_oracle import GRAINS, ORACLES, SCALE, TOKENS
from world import ONE, USD, deploy

from tests.evm.in_process import refused

VIEWS = {"view", "pure"}


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


@pytest.fixture(scope="module")
def one(decimals):
    return 10**decimals


@pytest.fixture(scope="module")
def oracle(accounts, make, token):
    return Asked(make(accounts[0], token))


@pytest.fixture(scope="module")
def usd(oracle):
    """What it counts in: the number of the dollar, or a pool's own token."""
    return oracle.contract.quote() if hasattr(oracle.contract, "quote") else USD


@pytest.fixture(scope="module")
def near(make):
    """Whether an answer is exact, or as exact as the oracle can be."""
    grain = GRAINS.get(make, 0)
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
    """Nor is anything priced in itself, by either question."""
    stranger, token, usd = (it.lower() for it in (accounts[9].address, token.address, usd))
    for pair in ((stranger, usd), (token, stranger), (token, token), (usd, usd)):
        for ask in (oracle.getQuote, oracle.getQuotes):
            assert ask(1, *pair) == ("NotPriced", list(pair))


def test_both_sides_are_as_far_apart_as_it_knows(oracle, token, one, usd, near):
    """P10 One percent off either way, rounded apart."""
    bid, ask = oracle.getQuotes(one, token, usd)
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


def test_there_and_back_gains_nothing(oracle, token, one, usd):
    """Neither by the price nor by the side that is given to who pays."""
    for amount in (1, one // 3, one, 10**30 + 7):
        worth = oracle.getQuote(amount, token, usd)
        assert oracle.getQuote(worth, usd, token) <= amount
        bid, _ = oracle.getQuotes(amount, token, usd)
        assert oracle.getQuotes(bid, usd, token)[0] <= amount


def test_it_quotes_in_proportion(oracle, token, one, usd, near):
    """Composites rely on it: so much of an amount, so much of its worth, up to 1e36 units."""
    whole = oracle.getQuote(SCALE, token, usd)
    for amount in (one // 7, one, 123_456_789 * one):
        assert near(oracle.getQuote(amount, token, usd), amount * whole // SCALE)


def test_it_can_do_nothing_else(oracle):
    """No owner, no setter; one that remembers, or tells, is told by anybody to look."""
    functions = [item for item in oracle.abi if item["type"] == "function"]
    assert {it["name"] for it in functions if it["stateMutability"] not in VIEWS} <= {"record"}
