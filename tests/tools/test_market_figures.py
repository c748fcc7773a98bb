"""The figures of docs/market-state.md: the model of the market, what is counted, and the page."""

import json
from dataclasses import replace

import numpy as np
import pytest
from matplotlib.image import imread

from counterpoise.math.fixed_point import ONE
from counterpoise.types import MarketClass
from tests.counterpoise.real_prices import FOLDER, there
from tools import figures
from tools.market import __main__, alarms, crashes, delays, drawdown, events, sources
from tools.market import page as pages
from tools.market.crashes import CRASHES
from tools.market.health import healthy, leaps
from tools.market.picture import bands, draw
from tools.market.series import FILES, Series, every
from tools.market.track import Track, track
from tools.market.watch import Setup, Sight, answer

HOUR, DAY, START = 3_600, 86_400, 1_600_000_000 // 3_600 * 3_600
QUIET, MOVED = MarketClass.NORMAL, MarketClass.GENUINE_MOVE


def zigzag(count, size=0.004):
    """Hourly closes that go up and down by the same part."""
    return Series(
        "drawn", "coin", START, HOUR, tuple(2_000 * (1 + size * (k % 2)) for k in range(count))
    )


def fallen(count, at, part=0.9):
    """The same, a tenth lower from some close on."""
    series = zigzag(count)
    closes = [price * (part if i >= at else 1) for i, price in enumerate(series.closes)]
    return replace(series, closes=tuple(closes))


def real(name, asset):
    """One asset of a real file."""
    there(FILES[name][0])
    return next(it for it in every(FOLDER, name) if it.asset == asset)


def minutes(*dollars):
    return Track(START, 60, [it * ONE for it in dollars])


class TestTheMarket:
    def test_a_track_meets_every_close(self):
        series = fallen(60, 40)
        drawn = track(series, 60, np.random.default_rng(1))
        assert drawn.prices[::60] == [round(it * 10**8) * 10**10 for it in series.closes]
        assert len(drawn.prices) == 59 * 60 + 1 and drawn.time(60) == series.time(1)

    def test_the_same_seed_draws_the_same_track_from_any_bar_on(self):
        series = zigzag(60)
        whole, again = (track(series, 60, np.random.default_rng(1)) for _ in range(2))
        late = track(series, 60, np.random.default_rng(1), past=30)
        assert whole == again != late
        assert late.start == series.time(30) and late.prices[0] == whole.prices[30 * 60]

    def test_minutes_are_as_volatile_as_the_day_before(self):
        """A bridge beside a straight way: together the variance of an hour, within its error."""
        drawn = track(zigzag(2_000), 60, np.random.default_rng(1))
        squares = np.diff(np.log(np.array(drawn.prices[48 * 60 :], dtype=float))) ** 2
        assert squares.sum() / (1_951) == pytest.approx(np.log(1.004) ** 2, rel=0.01)

    def test_a_feed_speaks_when_it_must(self):
        """At once, by 0.5 %, a delay late, and when its heartbeat is over."""
        feed = sources.Feed(ONE // 200, 240, delay=60)
        said = sources.feed(minutes(2_000, 2_009, 2_010, 2_010, 2_010, 2_010, 2_010, 2_010), feed)
        assert [it.answer // 10**8 for it in said] == [2_000] * 3 + [2_010] * 5
        assert [(it.updated_at - START) // 60 for it in said] == [0, 0, 0, 3, 3, 3, 3, 7]
        assert [answer(said[-1], feed, START + 420 + late) for late in (1_440, 1_441)] == [
            2_010 * ONE,
            0,
        ]

    def test_a_pool_follows_within_its_fee_and_late(self):
        pool = sources.Pool(ONE // 100, lag=60)
        assert sources.pool(minutes(100, 100, 99, 102, 80, 80), pool) == [
            100 * ONE,
            100 * ONE,
            100 * ONE,
            100 * ONE,
            10_098 * ONE // 100,
            80 * ONE * 100 // 99,
        ]

    def test_an_average_is_of_the_steps_before(self):
        assert sources.averages([1, 3, 5, 8, 100], 2) == [1, 1, 2, 4, 6]


class TestHealth:
    def test_a_fall_takes_out_its_day(self):
        """And the first 31 days have nothing to be judged by."""
        found = healthy(fallen(40 * 24, 36 * 24))
        assert np.flatnonzero(~found).tolist() == [*range(31 * 24), *range(36 * 24, 37 * 24)]

    def test_a_leap_is_one_close(self):
        assert np.flatnonzero(leaps(fallen(40 * 24, 36 * 24))).tolist() == [36 * 24]


class TestAlarms:
    def test_a_quiet_market_has_none(self):
        done = alarms.count(zigzag(33 * 24), Setup())
        assert (done.hours, done.healthy, done.alarms, done.changes) == (791, 48, 0, 0)
        assert (done.looks, done.alarmed, done.classes) == (576, 0, {"NORMAL": 48})

    def test_an_hour_counts_as_its_worst_class(self):
        """Two looks an hour; an alarm that was there before has not begun here."""
        done = alarms.Count("drawn", "coin")
        calm, moved = Sight(0, QUIET, ""), Sight(0, MOVED, "t")
        for before, row in ((calm, [calm, moved]), (moved, [moved, calm]), (calm, [calm, calm])):
            alarms.take(done, before, row, leapt=before == calm)
        assert (done.healthy, done.alarms, done.leaps, done.alarmed) == (3, 2, 1, 2)
        assert (done.episodes, done.changes) == (1, 2)
        assert (done.classes, done.signs) == ({"NORMAL": 1, "GENUINE_MOVE": 2}, {"t": 2})
        assert json.loads(json.dumps(done.said())) == done.said()
        assert (done.said()["signs"], done.said()["leaps"]) == ({"t": 2}, 1)

    def test_real_hours_are_counted_exactly(self):
        """Ether, 50 days from 15 May 2018."""
        told = []
        done = alarms.count(real("2018 to 2022", "ETH").cut(0, 50 * 24), Setup(), told.append)
        assert sum(told) == done.hours == 1_199
        assert (done.healthy, done.alarms, done.leaps) == (456, 11, 3)
        assert (done.looks, done.alarmed, done.episodes, done.changes) == (5_472, 47, 6, 12)
        assert (done.classes, done.signs) == ({"NORMAL": 445, "GENUINE_MOVE": 11}, {"t": 11})


@pytest.fixture(scope="module")
def moment():
    """A block before a look, in a market that goes up and down by 0.4 % an hour."""
    return delays.drawn(zigzag(40 * 24), 32 * 24, np.random.default_rng(1))


class TestDelays:
    @pytest.mark.parametrize(
        "name, blocks, kind",
        [
            ("nothing: the control", None, None),
            ("flash push of 10 % in the block of a look", 0, "TRANSIENT"),
            ("flash push of 10 % in any block", None, None),
            ("push of 5 % held", 1, "TRANSIENT"),
            ("slow walk of the pool, 1 % an hour", 401, "DISLOCATION"),
            ("stuck feed", 326, "PRIMARY_FAULT"),
            ("feed × 1,000,000", 1, "PRIMARY_FAULT"),
            ("60 % of the liquidity leaves", 1 + 24 * 25, "THIN"),
        ],
    )
    def test_an_event_is_found_so_many_blocks_later(self, moment, name, blocks, kind):
        """The next look is a block away. The 25th sample of a pool with two fifths of its
        liquidity passes a half: (2 + 3 exp(-25/12)) / (2 + 3 exp(-25/288)) is 0.4997."""
        event = next(it for it in events.EVENTS if it.name == name)
        (row,) = delays.measure([moment], events=[event], setups={"5 min": Setup()})
        assert row.found == ([] if blocks is None else [blocks])
        assert row.missed == (blocks is None) and row.kinds == ({kind: 1} if kind else {})

    def test_where_the_class_is_not_normal_nothing_is_planted(self, moment):
        pushed = replace(moment, sources=events.held(20)(moment.sources, moment.start - 100))
        (row,) = delays.measure([pushed], events=events.EVENTS[:1], setups={"5 min": Setup()})
        assert (row.already, row.missed, row.said()["planted"]) == (1, 0, 0)

    def test_a_moment_follows_a_healthy_close(self):
        series = zigzag(90 * 24)
        first, second = delays.moments([series], 2)
        assert first.start != second.start >= 3 * 300
        assert first.sources.track.start > series.time(31 * 24)


class TestCrashes:
    def test_they_begin_an_hour_before_a_close_that_is_lower_by_five_percent(self):
        series = replace(fallen(72, 30), start=1_583_971_200 - DAY)  # 12 March 2020, less a day
        assert crashes.beginning(series, "2020-03-12") == 29

    def test_the_real_ones_began(self):
        ether = [real(crash.file, "ETH") for crash in CRASHES]
        starts = [it.time(crashes.beginning(it, crash.day)) for it, crash in zip(ether, CRASHES)]
        assert starts == [1_584_003_600, 1_722_815_700]

    def test_a_picture_has_a_band_for_each_class(self):
        sights = [Sight(k, MOVED if 2 <= k < 5 else QUIET, "") for k in range(8)]
        assert list(bands(sights)) == [(QUIET, 0, 2), (MOVED, 2, 5), (QUIET, 5, 7)]


def test_the_breaker_of_the_drawdown_counts_hours():
    """Half of it loses three tenths and a bit: fifteen percent are not passed, sixteen are."""
    falls = [fallen(48, 40, part) for part in (0.7, 0.66)]
    found = [drawdown.measure([zigzag(48), it])["tripped"] for it in falls]
    assert found == [{"0": 0, "7776000": 0}, {"0": 8, "7776000": 8}]


FIGURES = {
    "alarms": [
        {
            "series": "drawn",
            "asset": "coin",
            "hours": 2_000,
            "healthy": 1_200,
            "alarms": 30,
            "leaps": 4,
            "episodes": 20,
            "changes": 44,
            "looks": 14_400,
            "alarmed": 180,
            "classes": {"NORMAL": 1_170, "GENUINE_MOVE": 30},
            "signs": {"t": 28, "xt": 2},
        }
    ],
    "delays": [
        {
            "event": "push of 5 % held",
            "setup": "5 min",
            "planted": 10,
            "missed": 1,
            "median": 12,
            "worst": 1_024,
            "kinds": {"TRANSIENT": 8, "DISLOCATION": 1},
        }
    ],
    "crashes": [
        {
            "event": "crash",
            "setup": "5 min",
            "planted": 2,
            "missed": 2,
            "median": None,
            "worst": None,
            "kinds": {},
        }
    ],
    "drawdown": [{"series": "drawn", "hours": 200, "tripped": {"0": 30, "7776000": 1}}],
}
FIGURES["choices"] = {
    "alarms": {"`deviation` 1 %": FIGURES["alarms"][0]},
    "delays": [FIGURES["delays"][0] | {"setup": "`deviation` 1 %"}],
}


def test_a_picture_of_both_crashes_is_drawn(tmp_path):
    """The one that is kept, but for what another machine's fonts change."""
    real("2018 to 2022", "ETH")
    draw(FOLDER, tmp_path / "new" / "picture.png")
    drawn, kept = (imread(it) for it in (tmp_path / "new" / "picture.png", pages.PICTURE))
    assert drawn.shape == kept.shape and np.abs(drawn - kept).mean() < 0.005


class TestThePage:
    @pytest.mark.parametrize(
        "line",
        [
            "| drawn | coin | 2,000 | 1,200 | 30 | 2.50 | 1.25 | 20 | 44 | 4 |",
            "| series | asset | Normal | GenuineMove | by t | by xt |",
            "| drawn | coin | 1,170 | 30 | 28 | 2 |",
            "| push of 5 % held | 12 / 1,024; 1 of 10 | Transient 8, Dislocation 1 |",
            "| crash | never; 2 of 2 | - |",
            "| `deviation` 1 % | 2.50 | 1.25 | 12 / 1,024; 1 of 10 |",
            "| drawn | 200 | 30 | 15.00 | 1 | 0.50 |",
        ],
    )
    def test_it_has_a_line_for_each_figure(self, line):
        assert line in pages.block(FIGURES).splitlines()

    def test_it_is_what_the_figures_say(self):
        assert pages.PAGE.read_text() == pages.page(), "run `python -m tools.market --page`"
        assert pages.PICTURE.is_file()

    def test_a_change_of_a_figure_is_seen(self, monkeypatch, capsys):
        kept = figures.read(pages.NAME)
        kept["alarms"][0]["alarms"] += 1
        monkeypatch.setattr(figures, "read", lambda name: kept)
        assert __main__.main(["--check"]) == 1
        told = "is not what its figures say: run `python -m tools.market --page`"
        assert capsys.readouterr().err == f"docs/market-state.md {told}\n"
        monkeypatch.undo()
        assert __main__.main(["--check"]) == 0

    def test_without_prices_nothing_is_written(self, tmp_path, capsys):
        assert __main__.main(["--prices", str(tmp_path)]) == 1
        path = tmp_path / FILES["2018 to 2022"][0]
        assert capsys.readouterr().err == f"{path}: cannot be read: No such file or directory\n"
