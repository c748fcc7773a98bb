"""Arbitrage to the edge of the fee band, to the unit, and a pool that trails the market."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from counterpoise.backtest.market import KEPT, WHOLE, bought_for, lagged, sale_to_price

reserves = st.integers(10**12, 10**26)


def after(sale: int, sold: int, bought: int) -> tuple[int, int]:
    return sold + sale, bought - bought_for(sale, sold, bought)


def test_a_sale_ends_where_the_next_unit_earns_the_price():
    # 1,000 WETH and 2,000,000 USDC; the market says 1,900. By hand, in whole tokens:
    # (sqrt(0.997 * 1,000 * 2,000,000 / 1,900) - 1,000) / 0.997 = 24.5117638884540694...
    weth, usdc = 1_000 * 10**18, 2_000_000 * 10**6

    sale = sale_to_price(weth, usdc, 1_900 * 10**6, 10**18)

    assert sale == 24_511_763_888_454_069_429
    assert bought_for(sale, weth, usdc) == 47_710_497_157


def test_a_pool_inside_the_fee_band_is_left_alone():
    weth, usdc = 1_000 * 10**18, 2_000_000 * 10**6

    assert sale_to_price(weth, usdc, 1_994_100_000, 10**18) == 0  # 2,000 less 0.295 %
    assert sale_to_price(weth, usdc, 1_993_900_000, 10**18) > 0  # 2,000 less 0.305 %


@given(reserves, reserves, st.integers(1, 10**6), st.integers(1, 10**6))
def test_no_sale_goes_past_the_price_and_none_stops_short(sold, bought, up, down):
    numerator, denominator = (
        bought * up,
        sold * down,
    )  # From a millionth to a million of the pool's.

    sale = sale_to_price(sold, bought, numerator, denominator)

    # What the next infinitesimal unit earns is phi*x*y / (x + phi*d)^2, fee included.
    earns = KEPT * sold * bought * denominator * WHOLE
    paid = numerator * (sold * WHOLE + sale * KEPT) ** 2
    assert sale == 0 or earns >= paid
    more = sale + 3
    assert earns <= numerator * (sold * WHOLE + more * KEPT) ** 2


@given(reserves, reserves, st.integers(1, 10**24))
def test_what_a_sale_brings_is_what_the_pair_allows_and_no_unit_more(sold, bought, amount):
    out = bought_for(amount, sold, bought)

    def allowed(out: int) -> bool:  # The pair's own check, UniswapV2Pair.swap.
        adjusted = (sold + amount) * WHOLE - amount * 3
        return adjusted * (bought - out) * WHOLE >= sold * bought * WHOLE**2

    assert allowed(out)
    assert not allowed(out + 1)


def test_a_pool_trails_the_market_by_the_lag():
    assert lagged(100, 112, 3_600, 300) == 111
    assert lagged(100, 112, 300, 300) == 100
    assert lagged(100, 112, 60, 300) == 100
