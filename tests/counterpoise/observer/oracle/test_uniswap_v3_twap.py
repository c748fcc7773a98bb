"""A mean tick, both sides of it, and what is too young or too thin."""

import pytest

from counterpoise.errors import LiquidityTooThin, TwapTooYoung, WindowOutOfRange
from counterpoise.observer.oracle.uniswap_v3_twap import Observed, UniswapV3TwapOracle

ONE = 10**18
POOL, LOW, HIGH = (f"0x{n:040x}" for n in (1, 2, 3))
WINDOW = 1_800
RATES = (7, 7 + 612508260457689234234074)  # A mean liquidity of 10^18.


def oracle(base=LOW, quote=HIGH, window=WINDOW, min_liquidity=ONE - 1):
    return UniswapV3TwapOracle(POOL, base, quote, 0, window, min_liquidity)


def seen(change, age=WINDOW):
    return Observed(age, (10**9, 10**9 + change), RATES)


def test_a_mean_tick_is_a_price():
    """V2.5 The tick below the mean; for tokens of 18 and 6 decimals."""
    told = seen(-355_512_345)
    assert oracle().get_quote(10**30, LOW, HIGH, told) == 2_647_334556599455778441
    assert (
        oracle(HIGH, LOW).get_quote(2_647 * ONE, HIGH, LOW, told) == 999873625115261018680972880404
    )


def test_the_mean_lies_between_a_tick_and_the_next():
    mean = oracle().mean_tick(seen(-1))
    low, high = oracle().sides(seen(-1))
    assert mean == -1
    assert (ONE * low.over // low.under, high.over) == (999900009999000099, high.under)
    assert oracle(HIGH, LOW).sides(seen(-1)) == (high.inverse, low.inverse)


def test_it_is_young_until_the_pool_remembers_a_window():
    with pytest.raises(TwapTooYoung) as refused:
        oracle().mean_tick(seen(0, WINDOW - 1))
    assert refused.value.fields == {"pool": POOL, "age": WINDOW - 1, "window": WINDOW}


def test_liquidity_at_its_limit_is_too_thin():
    with pytest.raises(LiquidityTooThin) as refused:
        oracle(min_liquidity=ONE).mean_tick(seen(0))
    assert refused.value.fields == {"pool": POOL, "liquidity": ONE, "limit": ONE}


@pytest.mark.parametrize("window", [1_799, 86_401])
def test_a_window_is_half_an_hour_to_a_day(window):
    oracle(window=1_800), oracle(window=86_400)
    with pytest.raises(WindowOutOfRange):
        oracle(window=window)
