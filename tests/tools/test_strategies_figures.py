"""The figures of docs/strategies.md: the play, what is counted of it, and the page."""

from dataclasses import dataclass, replace
from math import erf, exp, log, sqrt

import numpy as np
import pytest

from counterpoise.backtest.prices import Prices
from counterpoise.errors import NothingToWeigh
from counterpoise.math.constant_product import bought
from counterpoise.math.fixed_point import ONE
from counterpoise.math.signals import peak_of, trend_of, volatility_of
from counterpoise.strategy.strategy import Strategy
from counterpoise.types import Curve, MarketClass
from tools import figures
from tools.market.series import FILES
from tools.strategies import __main__, measure, metrics, promises, setting
from tools.strategies import page as pages
from tools.strategies.cases import CASES, Ground, floor_in, volatility_in
from tools.strategies.classes import classes
from tools.strategies.market import market
from tools.strategies.picture import draw
from tools.strategies.play import Play
from tools.strategies.promises import worth
from tools.strategies.record import Deal, Hour, Record
from tools.strategies.setting import DAY, FEES, HOUR, VALUE
from tools.strategies.vault import seeded
from tools.strategies.ways import Way, way

START, KEPT = 1_600_000_000 // 3_600 * 3_600, FEES["0.30 %"]


def prices(*rows, assets=("BTC", "ETH")):
    """Hourly closes in dollars, a row for each hour."""
    times = tuple(START + HOUR * k for k in range(len(rows)))
    closes = tuple(tuple(int(it * 10**8) * 10**10 for it in row) for row in rows)
    return Prices(assets, times, closes)


def drawn(hours, seed=1):
    """Two walks, a per cent an hour."""
    changes = np.random.default_rng(seed).normal(0, 0.01, (hours, 2))
    return prices(*(np.array([20_000, 1_000]) * np.exp(np.cumsum(changes, axis=0))).tolist())


def still(*rows, past=24):
    """A day at the first prices, which is not played, then these."""
    return market("still", prices(*[rows[0]] * past, *rows), past=past)


@dataclass
class Shy:
    """Refuses once."""

    inner: Strategy
    time: int  # {s}

    def target(self, state):
        if state.time == self.time:
            raise NothingToWeigh
        return self.inner.target(state)


def hours(*values, risky=0, floor=0, drift=0):
    """What a keeper finds, in dollars, the share at a dollar for each of the value."""
    rows = enumerate(values)
    return [
        Hour(START + HOUR * k, it * ONE, risky * ONE, it * ONE, floor * ONE, drift)
        for k, it in rows
    ]


class TestThePlay:
    def test_a_trade_costs_what_its_pool_keeps(self):
        """Both assets lose a fifth, and cash is 23.8 % instead of 20: each is bought with it."""
        it = still((20_000, 1_000), (16_000, 800))
        play, again = (Play(it, Ground(it, KEPT).fixed(), KEPT) for _ in range(2))
        (deal,) = play.run().deals
        again.vault.observe(it.looks[0], False)
        sold, lost = 0, 0
        for order in again.ask(again.vault.observe(it.looks[1], False), it.looks[1]).orders:
            price = it.looks[1].prices[it.tokens.index(order.buy)]
            own, cash = setting.reserves(order.buy, price)
            got = bought(Curve(cash, own, KEPT), order.sell_amount)
            sold += order.sell_amount * 10**12
            lost += order.sell_amount * 10**12 - got * price // ONE
        assert (deal.value, deal.sold) == (8_400_000 * ONE, sold) and sold > 300_000 * ONE
        assert abs(deal.lost - lost) <= 4 and 0.003 < lost / sold < 0.005

    def test_holding_neither_trades_nor_drifts(self):
        it = market("drawn", drawn(200), past=24)
        record = Play(it, CASES["buy and hold"](Ground(it, KEPT)), KEPT).run()
        assert not record.deals and not record.refusals
        assert max(hour.drift for hour in record.hours) <= 3

    @pytest.mark.parametrize("name", CASES)
    def test_the_same_prices_are_played_alike(self, name):
        """Each strategy, with the market state too; no hour is refused."""
        it = Ground(market("drawn", drawn(300), past=48), KEPT)
        runs = [Play(it.market, CASES[name](it), KEPT, True).run() for _ in range(2)]
        assert runs[0] == runs[1] and len(runs[0].hours) == 252
        assert not runs[0].refusals

    def test_a_dearer_fee_costs_more(self):
        it = still((20_000, 1_000), (16_000, 1_000))
        costs = [Play(it, Ground(it, KEPT).fixed(), kept).run().deals[0] for kept in FEES.values()]
        assert costs[0].lost > costs[1].lost > 0

    def test_gas_is_paid_at_the_price_of_ether(self):
        """600,000 gas of 30 gwei are 0.018 ether, at 1,000 dollars."""
        it = still((20_000, 1_000), (16_000, 1_000))
        (deal,) = Play(it, Ground(it, KEPT).fixed(), KEPT).run().deals
        assert deal.gas == 18 * ONE

    def test_a_narrow_band_trades_sooner(self):
        it = still((20_000, 1_000), (19_000, 1_000))
        fixed = Ground(it, KEPT).fixed()
        plays = [Play(it, fixed, KEPT, False, bands) for bands in (setting.BANDS, setting.NARROW)]
        assert [len(play.run().deals) for play in plays] == [0, 1]

    def test_what_stands_still_is_not_traded(self):
        """Where bitcoin's market is broken none is bought, and ether is; unwatched both are."""
        it = still((20_000, 1_000), (12_000, 600))
        broken = (MarketClass.BROKEN_VENUE, MarketClass.NORMAL, MarketClass.NORMAL)
        it = replace(it, looks=tuple(replace(look, classes=broken) for look in it.looks))
        plays = [Play(it, Ground(it, KEPT).fixed(), KEPT, watched) for watched in (False, True)]
        assert all(play.run().deals for play in plays)
        free, watched = (play.vault.balances for play in plays)
        assert watched[0] == 200 * 10**18 < free[0] and min(watched[1], free[1]) > 4_000 * 10**18

    def test_a_refusal_is_counted_and_nothing_moves(self):
        it = still((20_000, 1_000), (16_000, 800), (16_000, 800))
        play = Play(it, Shy(Ground(it, KEPT).fixed(), it.looks[1].time), KEPT)
        record = play.run()
        assert record.refusals == {"NothingToWeigh": 1}
        assert [hour.drift is None for hour in record.hours] == [False, True, False]
        assert [deal.time for deal in record.deals] == [it.looks[2].time]


class TestTheVault:
    def test_it_starts_with_what_the_strategy_wants(self):
        it = still((20_000, 1_000), (20_000, 1_000))
        vault = seeded(it, Ground(it, KEPT).fixed())
        assert vault.balances == (200 * 10**18, 4_000 * 10**18, 2_000_000 * 10**6)
        assert vault.observe(it.looks[0], False).value == VALUE

    def test_its_state_carries_what_is_remembered(self):
        it = market("drawn", drawn(100), past=48)
        look = it.looks[-1]
        state = seeded(it, Ground(it, KEPT).fixed()).observe(look, False)
        assert [volatility_of(state.signals, i) for i in range(3)] == list(look.volatilities)
        assert [trend_of(state.signals, 3, i) for i in range(3)] == [*look.trends[:2], 0]
        assert peak_of(state.signals) == ONE and look.volatilities[2] == ONE // 100


class TestTheMarket:
    def test_a_quiet_one_is_normal_and_a_fall_is_not(self):
        rows = [(20_000 * (1 + 0.004 * (k % 2)), 1_000) for k in range(40)]
        fallen = [(a * 0.8, b) if k >= 30 else (a, b) for k, (a, b) in enumerate(rows)]
        told = []
        quiet, moved = classes(prices(*rows), told.append), classes(prices(*fallen))
        assert sum(told) == 80 and len(quiet) == 40
        assert set(quiet.values()) == {(MarketClass.NORMAL, MarketClass.NORMAL)}
        uneasy = [time for time, (a, b) in moved.items() if a and not b]
        assert uneasy and min(uneasy) == START + 30 * HOUR

    def test_a_look_has_the_class_of_its_time(self):
        kinds = {START + 30 * HOUR: (MarketClass.CRISIS, MarketClass.THIN)}
        it = market("drawn", drawn(40), kinds, past=30)
        assert it.looks[0].classes == (MarketClass.CRISIS, MarketClass.THIN, MarketClass.NORMAL)
        assert it.looks[1].classes == (MarketClass.NORMAL,) * 3


class TestFigures:
    def test_a_path_made_by_hand(self):
        """Two days: up by a tenth, then down by a fifth; one trade of a quarter of the value."""
        values = [100] * 24 + [110] * 24 + [88]
        deal = Deal(START, 100 * ONE, 25 * ONE, ONE // 10, ONE // 100, 0)
        drifts = [2 * ONE // 100] * 36 + [5 * ONE // 100] * 12 + [None]
        rows = [replace(it, drift=d) for it, d in zip(hours(*values), drifts)]
        found = metrics.figures(Record(rows, [deal]), 0.5, setting.BANDS[0])
        up, down = log(1.1), log(0.8)
        assert found == {
            "return": -0.12,
            "volatility": round((up - down) / sqrt(2) * sqrt(365), 6),
            "drawdown": 0.2,
            "turnover": 0.5,
            "cost": 20.0,
            "gas": 2.0,
            "inside": 0.75,
            "worst": 0.05,
            "rebalances": 1,
            "refusals": {},
        }

    def test_a_floor_is_broken_by_a_gap_or_by_less(self):
        """From 100 with 60 at risk to 70: a fall by half. Then 81 with 10, and 79: by a fifth."""
        rows = hours(100, 70, 81, 79, 85, floor=80)
        parts = (60, 30, 10, 8, 8)
        rows = [replace(it, risky=part * ONE) for it, part in zip(rows, parts)]
        found = promises.floor(Record(rows), 3)
        assert found == {
            "hours": 2,
            "breaches": 2,
            "gaps": 1,
            "short": 0.125,
            "fall": 0.666667,
            "at_risk": 0.6,
            "bearable": 0.333333,
        }

    def test_what_was_sold_since_is_not_a_fall(self):
        rows = [replace(it, risky=part * ONE) for it, part in zip(hours(100, 95), (60, 15))]
        deal = Deal(START, 100 * ONE, 40 * ONE, 0, 0, 20 * ONE)
        assert promises.risks(Record(rows, [deal])) == ([0.0, 0.25], [0.0, 0.2])

    def test_a_volatility_is_looked_at_in_each_quarter(self):
        """95 days at a quarter of what is meant: each of five windows misses it."""
        size = 0.05 / sqrt(365)
        values = [exp(size * (day % 2)) for day in range(96) for _ in range(24)]
        rows = [replace(it, value=int(v * ONE)) for it, v in zip(hours(*values), values)]
        found = promises.meant(Record(rows), 0.4)
        assert (found["windows"], found["missed"], found["meant"]) == (6, 6, 0.4)
        assert found["least"] == found["most"] == pytest.approx(0.05, rel=0.01)

    def test_an_option_is_worth_what_black_and_scholes_say(self):
        """The asset at 100, the strike at 80, a year, 80 %: a put of 16.90 and its asset."""
        it = still((100, 1_000), (100, 1_000))
        look = replace(it.looks[0], volatilities=(8 * ONE // 10, ONE, ONE))
        free = Ground(replace(it, looks=(look, replace(look, time=look.time + 365 * DAY))), ONE)
        contract = CASES["protective put"](free).contracts[0]
        d1 = log(100 / 80) / 0.8 + 0.4
        held, lent = (0.5 * (1 + erf(d / sqrt(2))) for d in (d1, 0.8 - d1))
        assert worth(contract, look) / ONE == pytest.approx(100 * held + 80 * lent, abs=1e-9)

    def test_a_contract_follows_another(self):
        it = still(*[(100, 1_000)] * 2)
        looks = [replace(it.looks[0], time=START + DAY * k) for k in (0, 365, 500)]
        rolled = CASES["protective put"](Ground(replace(it, looks=tuple(looks)), KEPT))
        assert rolled.starts == (START, START + 365 * DAY)
        assert [it.expiry for it in rolled.contracts] == [looks[1].time, looks[2].time]

    def test_a_play_says_whose_it_is_and_what_it_promised(self, monkeypatch):
        it = market("drawn", drawn(2_300), past=48)
        monkeypatch.setitem(measure._markets, "drawn", it)
        task = measure.Task("drawn", "0.05 %", False, "overlay")
        row, drawn_ = measure.one(task)
        assert (row["strategy"], row["fee"], row["watched"]) == ("overlay", "0.05 %", False)
        assert set(row["promises"]) == {"volatility", "floor"} and len(drawn_.times) == 94

    def test_a_market_says_what_was_played(self):
        """Each record of three assets takes 178,000 gas, of 30 gwei, at 1,000 dollars: 5.34."""
        found = measure.said(still(*[(20_000, 1_000)] * 25))
        assert (found["hours"], found["days"], found["uneasy"]) == (24, 1, 0)
        assert found["records"] == round(10_000 * 25 * 5.34 / 10**7 * 365, 6)

    def test_what_is_promised_is_found_inside(self):
        it = Ground(market("drawn", drawn(60), past=48), KEPT)
        both = CASES["overlay"](it)
        assert floor_in(both) is both.scalars[1] and volatility_in(both) is both.scalars[0]
        assert floor_in(it.fixed()) is None is volatility_in(it.fixed())


PLAY = {
    "strategy": "TIPP",
    "fee": "0.30 %",
    "watched": False,
    "return": 0.5,
    "volatility": 0.2,
    "drawdown": 0.1,
    "turnover": 1.5,
    "cost": 60.4,
    "gas": 1.25,
    "inside": 0.99,
    "worst": 0.051,
    "rebalances": 1_200,
    "refusals": {},
    "promises": {
        "floor": {
            "hours": 7,
            "breaches": 2,
            "gaps": 1,
            "short": 0.0042,
            "at_risk": 0.03,
            "fall": 0.4,
            "bearable": 1 / 3,
        },
        "volatility": {"meant": 0.2, "windows": 10, "missed": 1, "least": 0.1, "most": 0.3},
        "payoff": [
            {
                "start": START,
                "promised": 0.1,
                "made": 0.05,
                "asset": 0.2,
                "assumed": 0.8,
                "realised": 0.9,
            }
        ],
    },
}
OTHER = PLAY | {"fee": "0.05 %", "return": 0.6}
FIGURES = {
    "2024": {
        "assets": ["BTC", "ETH", "cash"],
        "start": START,
        "end": START + DAY,
        "hours": 24,
        "uneasy": 6,
        "records": 12.4,
        "plays": [it | {"watched": watched} for it in (PLAY, OTHER) for watched in (False, True)],
    }
}


class TestThePage:
    @pytest.mark.parametrize(
        "line",
        [
            "| TIPP | 50.0 / 60.0 | 20.0 | 10.0 | 1,200 | 1.50 | 60 | 1.2 | 99.00 | 5.1 |",
            "| TIPP | off | 20.0 | 20.0 | 10.0 | 30.0 | 10.0 |",
            "| TIPP | on | 2 | 1 | 7 | 0.42 | 3.0 | 40.0 | 33.3 |",
            "| TIPP | on | 2020-09-13 | 20.0 | 10.0 | 5.0 | 80.0 | 90.0 |",
            "### 2024: BTC, ETH, cash",
        ],
    )
    def test_it_has_a_line_for_each_figure(self, line):
        assert line in pages.block(FIGURES).splitlines()

    def test_it_says_how_uneasy_the_time_was(self):
        told = "2020-09-13 to 2020-09-14, 24 hours; in 25.0 % of them"
        assert told in pages.block(FIGURES) and "12 bps a year" in pages.block(FIGURES)

    def test_it_is_what_the_figures_say(self):
        assert pages.PAGE.read_text() == pages.page(), "run `python -m tools.strategies --page`"
        assert all(picture.is_file() for picture in pages.PICTURES.values())

    def test_a_change_of_a_figure_is_seen(self, monkeypatch, capsys):
        kept = figures.read(pages.NAME)
        kept["2024"]["plays"][0]["return"] += 1
        monkeypatch.setattr(figures, "read", lambda name: kept)
        assert __main__.main(["--check"]) == 1
        told = "is not what its figures say: run `python -m tools.strategies --page`"
        assert capsys.readouterr().err == f"docs/strategies.md {told}\n"
        monkeypatch.undo()
        assert __main__.main(["--check"]) == 0

    def test_without_prices_nothing_is_written(self, tmp_path, capsys):
        assert __main__.main(["--prices", str(tmp_path)]) == 1
        path = tmp_path / FILES["2018 to 2022"][0]
        assert capsys.readouterr().err == f"{path}: cannot be read: No such file or directory\n"

    def test_every_strategy_is_played_both_ways_with_both_fees(self):
        kept = figures.read(pages.NAME)
        for name in measure.SERIES:
            rows = kept[name]["plays"]
            played = {(it["strategy"], it["fee"], it["watched"]) for it in rows}
            assert played == {(it, fee, on) for it in CASES for fee in FEES for on in (0, 1)}


def test_a_picture_has_a_panel_for_each_strategy(tmp_path):
    it = Way([START + DAY * k for k in range(9)], [1.0 + k / 9 for k in range(9)], [0.5] * 9, [])
    ways = {name: it for name in ("buy and hold", "blend")} | {
        "TIPP": replace(it, floors=[0.8] * 9)
    }
    draw("drawn", ways, tmp_path / "new" / "picture.png")
    assert (tmp_path / "new" / "picture.png").stat().st_size > 10_000


def test_a_way_has_a_point_a_day():
    found = way(Record(hours(*range(100, 150), risky=50, floor=80)))
    assert found.prices == [100, 124, 148] and found.floors == [80, 80, 80]
    assert found.risky == [0.5, 50 / 124, 50 / 148]
