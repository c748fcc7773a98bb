"""What several venues offer for a sale: one that cannot take it keeps nobody from the others."""

from types import SimpleNamespace

import pytest
from web3.exceptions import ContractLogicError

from counterpoise.chain import market
from counterpoise.execution.route import Offer
from tests.evm.execution.v3_stage import open_exchange, open_market
from tests.evm.in_process import Chain, attempt, decode, encoded

ONE = 10**18
FULL = -887_220, 887_220  # {tick}, of a tier whose ticks are 60 apart


@pytest.fixture(scope="module")
def pools():
    """One over all ticks, and one of a single narrow range; tokens of their own each."""
    exchange = open_exchange(Chain())
    wide = open_market(exchange, 3_000, 2**96, [(*FULL, 10**6 * ONE)])
    return wide, open_market(exchange, 3_000, 2**96, [(-60, 60, 10**6)])


@pytest.fixture
def offers(monkeypatch, pools):
    """Asks venues for the sale of a first token; a revert comes as web3 tells it."""

    def contract_at(_, name, venue):
        def quote(*sale):
            return SimpleNamespace(call=lambda block_identifier: answer(name, venue, sale))

        return SimpleNamespace(functions=SimpleNamespace(quote=quote))

    def answer(name, venue, sale):
        chain = pools[0].chain
        call = attempt(venue, encoded(name, "quote", sale))
        success, result = decode(["bool", "bytes"], chain._call("attempt", call))
        if not success:
            raise ContractLogicError("refused", data="0x" + result.hex())
        return int.from_bytes(result, "big")

    def offers(venues, tokens, amount):
        made = market.VaultMarket(SimpleNamespace(w3=None), 1)
        made.__dict__["venues"] = venues
        return made.offer(*tokens, amount)

    monkeypatch.setattr(market, "contract_at", contract_at)
    return offers


def test_the_best_quote_is_the_offer(offers, pools):
    wide, _ = pools
    offer = offers((wide.venue,), wide.tokens, ONE)
    assert offer == Offer(wide.venue, 996999005991991025)


def test_a_venue_that_cannot_take_a_sale_offers_nothing(offers, pools):
    """Of the narrow range 3,015 units can be sold: more is no offer, and less is one."""
    _, narrow = pools
    assert offers((narrow.venue,), narrow.tokens, 10_000) is None
    assert offers((narrow.venue,), narrow.tokens, 1_000) == Offer(narrow.venue, 996)


def test_a_venue_without_the_market_keeps_nobody_from_another(offers, pools):
    wide, _ = pools
    other = wide.exchange.venue(500, 1)
    assert offers((other, wide.venue), wide.tokens, ONE) == offers((wide.venue,), wide.tokens, ONE)
    assert offers((other,), wide.tokens, ONE) is None
