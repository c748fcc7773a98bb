"""A herd on one pool: with moments of their own they push it less (E9)."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterpoise.backtest.herd.gather import herd
from counterpoise.backtest.herd.play import COIN, HUB
from counterpoise.backtest.herd.setting import TOGETHER, Manner, Setting
from counterpoise.backtest.herd.wake import FEE, Loss, Wake
from counterpoise.math.fixed_point import ONE
from tests.depth import examples
from tools.herding.scenes import MANNERS, STRATEGIES, cascades

SMALL = Setting(vaults=5)
PERCENT = ONE // 100
BASIS = ONE // 10_000


@pytest.fixture(scope="module")
def together():
    return herd(SMALL, TOGETHER).play()


@pytest.fixture(scope="module")
def apart():
    return herd(SMALL, Manner(1_800)).play()


def test_with_jitter_the_peak_is_lower(together, apart):
    """E9 Five vaults of a million on a pool of twenty; each goes all the way once."""
    assert (sum(together.rebalanced), sum(apart.rebalanced)) == (5, 5)
    assert (together.peak // BASIS, apart.peak // BASIS) == (323, 215)


def test_and_so_is_what_it_costs(together, apart):
    assert (together.loss // (BASIS // 10), apart.loss // (BASIS // 10)) == (126, 96)


def test_without_slices_everything_is_done(together, apart):
    """Each vault weighs what it should, to a billionth."""
    assert together.undone < 10**9 and apart.undone < 10**9
    assert together.moved == apart.moved == 5


def test_one_vault_alone_pushes_the_same_whenever_it_comes():
    """Nobody is in its way."""
    alone = Setting(vaults=1)
    late, early = (herd(alone, it).play().peak for it in (Manner(1_800), Manner()))
    assert late // 10**6 == early // 10**6 == 6_556_303_873


def test_others_bring_the_pool_half_of_the_way_back_in_a_half_life():
    """To a part in a thousand, as a block is a fortieth of it."""
    found = herd(Setting(vaults=1), Manner())
    impact = found.play().impact
    assert impact[25] == pytest.approx(impact[0] / 2, rel=1e-2)
    coins, dollars = found.pool.reserves[COIN, HUB]
    assert dollars * ONE // coins == pytest.approx(13 * ONE // 10, rel=1e-4)


def test_slices_lower_the_peak_again():
    """Six slices of ten minutes; four vaults on a shallow pool, limits that leave no crumbs."""
    setting = replace(SMALL, vaults=4, limit=6 * PERCENT)
    peaks = {name: herd(setting, it).play().peak // BASIS for name, it in MANNERS.items()}
    assert peaks == {"together": 259, "salts": 174, "slices": 64, "both": 52}


@st.composite
def scenes(draw, limit, shallow):
    """Twenty blocks; the pool is at least `shallow` hundredths of all vaults deep on each side."""
    vaults, value = draw(st.integers(1, 6)), draw(st.integers(1, 100)) * 10**5 * ONE
    return Setting(
        vaults=vaults,
        value=value,
        depth=vaults * value * draw(st.integers(shallow, 5_000)) // 100,
        price=draw(st.one_of(st.integers(60, 90), st.integers(110, 200))) * PERCENT,
        half_life=draw(st.integers(12, 3_600)),
        period=240,
        limit=draw(limit) * PERCENT,
    )


windows = st.integers(1, 120)
ROUNDED = 10**6  # D18{1}: twenty blocks and six trades, each off by a few units


@settings(max_examples=examples(40))
@given(setting=scenes(limit=st.just(50), shallow=100), window=windows)
def test_with_salts_the_peak_is_never_above_that_of_one_moment(setting, window):
    """E9 Where all see the market, it stands still, and no planner's limit cuts a trade.

    What a trade leaves of a pool, price and depth, is the more the more there was before it, and
    what brings the pool back takes nothing away: so after each trade there is at least as much as
    when nobody had come back in between. All together sell at most a quarter of the pool's side,
    after which it is at 64 % of its price: inside the limit of 50 %.
    """
    apart, together = (herd(setting, it).play() for it in (Manner(window), TOGETHER))
    assert apart.peak <= together.peak + ROUNDED


@settings(max_examples=examples(40))
@given(
    setting=scenes(limit=st.integers(1, 40), shallow=5), window=windows, slices=st.integers(1, 4)
)
def test_no_herd_pushes_farther_than_the_limit_of_one_of_its_planners(setting, window, slices):
    """A trade brings (1 - limit) of its worth, the geometric mean of the prices around it."""
    kept = ONE - setting.limit
    most = ONE - kept * kept // ONE if setting.price > ONE else ONE**3 // kept**2 - ONE
    assert herd(setting, Manner(window, slices=slices)).play().peak <= most + ROUNDED


def test_where_limits_cut_the_peak_may_be_higher_with_salts_as_more_is_done():
    """Two with a limit of 1 %: the second one finds little room, or the pool back."""
    money = {"value": 87 * 10**5 * ONE, "depth": 111 * 10**6 * ONE, "price": 115 * PERCENT}
    setting = Setting(vaults=2, period=240, limit=PERCENT, **money)
    apart, together = (herd(setting, it).play() for it in (Manner(60), TOGETHER))
    assert (apart.peak // 10**12, together.peak // 10**12) == (8_707, 8_557)
    assert (apart.undone // 10**12, together.undone // 10**12) == (13_160, 15_076)


def test_the_length_is_from_the_first_trade_until_the_pool_is_within_its_fee():
    """A pool that comes back and goes off again has not been back."""
    losses = (Loss(10_000, 9_990), Loss(10_000, 10_030))
    far = 2 * FEE
    wake = Wake((0, far, FEE, -far, -FEE), (0, 1, 0, 1, 0), losses, 2, 0)
    assert (wake.length, wake.peak) == (3, far)
    assert [it.part for it in losses] == [ONE // 1_000, -3 * ONE // 1_000]
    assert wake.loss == -ONE // 1_000
    assert replace(wake, impact=(0,) * 5).length == 0


@pytest.mark.parametrize(
    ("strategy", "heard", "moved"),
    [("halves", 100, 1), ("floor", 0, 1), ("floor", 100, 4)],
)
def test_a_cascade_takes_one_that_hears_the_pool_and_sells_as_it_falls(strategy, heard, moved):
    """Four bands side by side, the first one crossed."""
    scene = next(
        it for it in cascades() if it.told == {"strategy": strategy, "heard": heard}
    ).setting
    assert herd(replace(scene, vaults=4), TOGETHER).play().moved == moved


@pytest.mark.parametrize(("trend", "waiting_pays"), [(6, True), (-6, False)])
def test_who_sells_into_a_trend_that_goes_on_wins_by_waiting(trend, waiting_pays):
    """Beside one who has sold at once; all at one moment lose the same, however it goes on."""
    setting = replace(SMALL, vaults=2, trend=trend * PERCENT)
    late, at_once = (herd(setting, it).play().loss for it in (Manner(1_800), TOGETHER))
    assert (late < at_once) == waiting_pays
    assert at_once // (BASIS // 100) == herd(replace(setting, trend=0), TOGETHER).play().loss // (
        BASIS // 100
    )


def test_the_market_moves_evenly_within_the_period_and_then_stands():
    setting = Setting(price=2 * ONE, trend=-10 * PERCENT)
    told = [setting.price_at(it) for it in (0, 3_600, 5_400, 7_200, 9_000)]
    assert told == [2 * ONE, 2 * ONE, 19 * ONE // 10, 18 * ONE // 10, 18 * ONE // 10]


def test_a_floor_holds_half_at_risk_at_the_start_as_the_halves_do():
    vault = herd(Setting(vaults=1, strategy=STRATEGIES["floor"], price=ONE), TOGETHER)
    assert sum(vault.play().rebalanced) == 0
