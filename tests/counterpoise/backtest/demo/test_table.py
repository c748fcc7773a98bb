"""What the screen shows: 80 columns, and of long runs the ends and the costliest."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from io import StringIO

from rich.console import Console

from counterpoise.backtest.demo import table
from counterpoise.backtest.demo.record import Rebalance, Record, Sample
from counterpoise.backtest.demo.summary import drawdown, summarise
from counterpoise.types import Holdings

ONE = 10**18
SYMBOLS = ("WETH", "WBTC", "USDC")
DEAL = Rebalance(
    time=1_583_971_500,
    before=(355 * ONE // 1_000, 292 * ONE // 1_000, 353 * ONE // 1_000),
    after=(4 * ONE // 10, 3 * ONE // 10, 3 * ONE // 10),
    drift=53 * ONE // 1_000,
    turnover=54 * ONE // 1_000,
    lost=422 * ONE,
    value=1_000_000 * ONE,
    gas=460_412,
)


def shown(*tables) -> list[str]:
    console = Console(width=80, record=True, file=StringIO())
    for it in tables:
        console.print(it)
    return console.export_text().splitlines()


def record(deals: list[Rebalance]) -> Record:
    samples = [
        Sample(60 * i, DEAL.after, 5 * ONE // 100, price * ONE, hold * ONE, ONE // 10)
        for i, (price, hold) in enumerate(((100, 100), (80, 90), (110, 99)))
    ]
    holdings = Holdings(("a", "b", "c"), (1, 1, 1), ONE)
    return Record(holdings, samples, deals, Counter(WithinBand=2), {"depositor 1": 5 * ONE})


def test_a_row_has_every_figure_whole():
    lines = shown(table.rebalances([DEAL], SYMBOLS))

    row = next(line for line in lines if "03-12" in line)
    figures = "03-12 00:05  35.5/29.2/35.3 → 40.0/30.0/30.0   5.30    5.40  4.22  460,412"
    assert row.strip() == figures


def test_nothing_is_cut_off_and_nothing_is_wider_than_80_columns():
    summary = summarise(record([replace(DEAL, lost=-123_456 * ONE, gas=12_345_678)] * 40))
    parts = (table.waits(summary), table.leavers(summary), table.against_hold(summary))

    lines = shown(table.rebalances([DEAL] * 40, SYMBOLS), *parts)

    assert max(map(len, lines)) <= 80
    assert not any("…" in line for line in lines)


def test_a_short_run_shows_all_and_a_long_one_its_ends_and_its_costliest():
    deals = [replace(DEAL, time=i, lost=(100 if 10 <= i < 18 else 1) * ONE) for i in range(30)]

    rows = table.chosen(deals)

    assert table.chosen(deals[:16]) == deals[:16]
    kept = [row.time if row else None for row in rows]
    assert kept == [*range(4), None, *range(10, 18), None, *range(26, 30)]


def test_a_summary_adds_up():
    summary = summarise(record([DEAL, DEAL]))

    assert (summary.vault_return, summary.hold_return) == (110 / 100 - 1, 99 / 100 - 1)
    assert (summary.rebalances, summary.gas, summary.mean_gas) == (2, 920_824, 460_412)
    assert (summary.cost, summary.cost_bps) == (844.0, 8.44)
    assert (summary.worst_drift, summary.hold_drift) == (0.05, 0.1)
    assert (summary.waits, summary.left) == ({"WithinBand": 2}, {"depositor 1": 5.0})


def test_a_fall_is_measured_from_the_peak_before_it():
    assert drawdown([100, 120, 90, 130, 117]) == 0.25
    assert drawdown([1, 2, 3]) == 0.0
