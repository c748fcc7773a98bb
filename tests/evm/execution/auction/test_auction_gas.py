"""What opening and bidding cost in vaults of two, four and eight assets, with real oracles."""

from dataclasses import astuple

import pytest

from tests.evm.execution.auction.metered import Gas, measure

SPENT = {
    2: Gas(208_804, 191_777, 235_397, 297_497),
    4: Gas(270_649, 236_522, 277_497, 339_597),
    8: Gas(394_425, 326_098, 361_771, 423_871),
}
OPENING = 671_102  # {gas} of Reserve Folio
WHOLE = {2: 716_209, 4: 1_187_567, 8: 2_130_490}  # {gas} of it, with a bid for each two assets
ADDRESS = 500  # {gas}, that the zeros in a few addresses may make


@pytest.mark.parametrize("n", SPENT)
def test_what_an_auction_costs(n):
    """Six constraints; at eight assets 110,000 are reads of prices, 47,000 the judgement."""
    assert astuple(measure(n)) == pytest.approx(astuple(SPENT[n]), abs=ADDRESS)


def test_an_auction_costs_less_than_the_peers_that_reads_no_price():
    """One opening of all pairs, and a bid for each two assets, once it has been done before."""
    assert all(it.open < OPENING for it in SPENT.values())
    assert all(it.again + n // 2 * it.bid < WHOLE[n] for n, it in SPENT.items())
