"""Arbitrage to the edge of the fee band, to the unit, and a pool that trails the market."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from counterpoise.backtest.crowd.constant_product import (
    KEPT,
    WHOLE,
    PairTrader,
    bought_for,
    sale_to_price,
)
from counterpoise.backtest.crowd.crowd import lagged
from counterpoise.backtest.crowd.terms import Terms
from counterpoise.backtest.market import Listing, Market
from counterpoise.backtest.prices import ONE

reserves = st.integers(10**12, 10**26)
COSTS = 0, 2 * ONE, 3 * ONE  # D18{USD}


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


class Reserves:
    """A chain that knows the reserves of one pair."""

    def read(self, kinds, *calls):
        return [(1_000 * 10**18, 2_000_000 * 10**6, 0) for _ in calls]


def sales(noise):
    """What the arbitrageur puts into the pool, five times, while the market stands at 2,100."""
    coin = Listing("0x" + "11" * 20, 18, "feed", "pair")
    hub = Listing("0x" + "22" * 20, 6, "hub's feed", None)
    market = Market(Reserves(), "maker", [coin], hub, 7, Terms(noise=noise))
    calls = [market.calls(3_600 * k, (2_100 * ONE,), 3_600) for k in range(1, 6)]
    return [call.inputs[1] for sent in calls for call in sent if call.signature.startswith("mint")]


def test_the_arbitrageur_trades_on_a_price_that_is_a_little_off():
    """Without noise it is the same sale each time; with five basis points it is about that."""
    exact, off = sales(0), sales(5 * ONE // 10_000)

    assert exact == [sale_to_price(2_000_000 * 10**6, 1_000 * 10**18, 10**18, 2_100 * 10**6)] * 5
    assert len(set(off)) == 5
    assert all(abs(sale / exact[0] - 1) < 0.1 for sale in off)


def test_who_counts_his_costs_stays_away_from_small_gains():
    """2,000,000 dollars for 1,000 WETH, and the market at 1,990: 2,007.03 dollars for 2,005.01."""
    reserves = 1_000 * 10**18, 2_000_000 * 10**6
    sales = [PairTrader(10**18, 10**6, cost).sale(reserves, 1_990 * ONE) for cost in COSTS]

    assert [it is not None for it in sales] == [True, True, False]
    assert sales[0] == sales[1]
    assert sales[0].is_token


@given(st.integers(1_000, 4_000), st.integers(0, 10_000 * ONE))
def test_a_cost_only_takes_trades_away(price, cost):
    reserves = 1_000 * 10**18, 2_000_000 * 10**6
    free, dear = (PairTrader(10**18, 10**6, it).sale(reserves, price * ONE) for it in (0, cost))

    assert dear in (None, free)
