"""UniswapV2Venue with another fee than Uniswap's own: what its bounds and real pairs say."""

import pytest
from eth_utils.crypto import keccak

from counterpoise.execution.venue import KEPT, UniswapV2Venue
from tests.evm.in_process import artifact, said
from tests.evm.market.exchanges import Token, create_market, create_pair

NAME = "UniswapV2Venue"
ONE = 10**18
RESERVES = (1_000 * ONE, 2_000_000 * 10**6)
CODE = keccak(hexstr=artifact("UniswapV2Pair")["bytecode"])


@pytest.fixture
def pair(evm):
    """Of a coin at 2,000 dollars; its fee is 0.30 %."""
    units = (10**18, 10**6)
    tokens = [Token(evm.deploy("MockToken", "T", "T", len(str(it)) - 1), it) for it in units]
    return create_pair(create_market(evm), *tokens, RESERVES)


@pytest.fixture
def trade(evm, pair):
    """Sells a coin through a venue that trades that part; what was quoted, and what came."""

    def trade(kept):
        venue = evm.deploy(NAME, pair.market.factory, CODE, kept)
        ends, receiver = (pair.base.address, pair.quote.address), evm.person()
        quoted = evm.ask(NAME, venue, "quote", *ends, ONE)
        evm.tell("MockToken", ends[0], "mint", evm.ask(NAME, venue, "inlet", *ends), ONE)
        evm.tell(NAME, venue, "swap", (venue, *ends, ONE, 0), receiver)
        return quoted, evm.ask("MockToken", ends[1], "balanceOf", receiver)

    return trade


def twin(pair, kept):
    venue = UniswapV2Venue(kept)
    venue.set_pool("coin", "dollar", *pair.reserves)
    return venue.quote("coin", "dollar", ONE)


@pytest.mark.parametrize("kept", [KEPT, 996 * 10**15, 9 * 10**17])
def test_a_fee_that_is_the_pairs_or_more_brings_what_was_quoted(pair, trade, kept):
    """What a larger one leaves, the pair keeps."""
    expected = twin(pair, kept)
    assert trade(kept) == (expected, expected)


@pytest.mark.parametrize("kept", [9_975 * 10**14, 9_971 * 10**14, ONE])
def test_a_fee_that_is_less_than_the_pairs_is_refused_by_the_pair(pair, trade, kept):
    """A venue for forks at 0.25 % on a pair at 0.30 %: the pair's own product says no."""
    before = pair.reserves
    assert said(trade, kept) == ("Error", ["UniswapV2: K"])
    assert pair.reserves == before


@pytest.mark.parametrize(("kept", "bound"), [(9 * 10**17 - 1, 9 * 10**17), (ONE + 1, ONE)])
def test_a_fork_keeps_back_a_tenth_at_most_and_adds_nothing(evm, pair, kept, bound):
    made = said(evm.deploy, NAME, pair.market.factory, CODE, kept)
    assert made == ("LimitOutOfRange", ["kept", kept, bound])
