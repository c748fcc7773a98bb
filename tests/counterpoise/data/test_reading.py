"""Price files: what is read of them, and each refusal with its line or row, and its column."""

from __future__ import annotations

import tracemalloc
from datetime import datetime, timezone
from decimal import Decimal

import pyarrow
import pytest

from counterpoise.data import reading
from counterpoise.data.cells import moment_of, time_text
from counterpoise.data.problem import BadPrices
from counterpoise.data.reading import Survey, load, survey
from counterpoise.data.series import ONE
from tests.counterpoise.data.series import GOOD, NAMES, table, written
from tests.counterpoise.real_prices import FIVE, HOURLY, there

HOURS = [f"2020-03-01T{hour:02}:00:00Z" for hour in range(24)]


def refusal(file, *assets, **options):
    """What is said of a file."""
    with pytest.raises(BadPrices) as refused:
        load(file, assets or ["ETH"], **options)
    return str(refused.value)


def of_columns(folder, text, name):
    """Three hours of the same prices."""
    rows = ["timestamp,BTC,ETH", *(f"{time},{text}" for time in HOURS[:3])]
    return written(folder, "\n".join(rows) + "\n", name)


@pytest.mark.parametrize("name", NAMES)
def test_columns_come_in_the_order_they_are_asked_for(tmp_path, name):
    prices = load(written(tmp_path, GOOD, name), ["ETH", "BTC"])

    assert prices.assets == ("ETH", "BTC")
    assert prices.times[:2] == (1_583_020_800, 1_583_024_400)
    assert prices.closes[1] == (219_250_000_000_000_000_000, 8_510 * 10**18)
    assert (prices.step, len(prices)) == (3_600, 4)


@pytest.mark.parametrize("name", NAMES)
def test_from_is_the_first_and_to_is_after_the_last(tmp_path, name):
    start = datetime(2020, 3, 1, 1, tzinfo=timezone.utc)
    end = datetime(2020, 3, 1, 3, tzinfo=timezone.utc)

    prices = load(written(tmp_path, GOOD, name), ["ETH"], start, end)

    assert prices.closes == ((219_250_000_000_000_000_000,), (217 * 10**18,))


@pytest.mark.parametrize("name", NAMES)
def test_an_asset_may_have_a_column_of_another_name(tmp_path, name):
    text = GOOD.replace("timestamp,BTC,ETH", "open_time,XBTUSD,eth close")
    columns = {"timestamp": "open_time", "BTC": "XBTUSD", "ETH": "eth close"}

    prices = load(written(tmp_path, text, name), ["ETH", "BTC"], columns=columns)

    assert prices == load(written(tmp_path, GOOD), ["ETH", "BTC"])


def test_a_column_of_an_asset_that_is_not_played_is_refused_with_its_key(tmp_path):
    file = written(tmp_path, GOOD)
    said = refusal(file, "ETH", columns={"LTC": "BTC"})
    assert said == f"{file}: prices.columns.LTC: no such asset, there are ETH"


def test_a_column_that_the_file_does_not_have_is_refused(tmp_path):
    file = written(tmp_path, GOOD)
    said = refusal(file, "ETH", columns={"ETH": "close"})
    assert said == f"{file}:1: no column close: 'timestamp,BTC,ETH'"


BAD = [
    ("8510,219.25", "8510,0", 2, "ETH: price is not positive: '0'"),
    ("8510,219.25", "8510,-219.25", 2, "ETH: price is not positive: '-219.25'"),
    ("8510,219.25", "8510,n/a", 2, "ETH: price is not a number: 'n/a'"),
    ("8510,219.25", "8510,NaN", 2, "ETH: price is not a number: 'NaN'"),
    ("8510,219.25", "8510,inf", 2, "ETH: price is not a number: 'inf'"),
    ("8510,219.25", "8510,-Infinity", 2, "ETH: price is not a number: '-Infinity'"),
    ("8510,219.25", "8510,1_000", 2, "ETH: price has thousands separators: '1_000'"),
    ("8510,219.25", "8510,1 000.5", 2, "ETH: price has thousands separators: '1 000.5'"),
    ("8510,219.25", "8510,$219.25", 2, "ETH: price is not a number: '$219.25'"),
    ("8510,219.25", "8510,1e13", 2, "ETH: price is above 1000000000000: '1e13'"),
    ("8510,219.25", "8510,1e9999", 2, "ETH: price is above 1000000000000: '1e9999'"),
    ("8510,219.25", "8510,1e-19", 2, "ETH: price is below 1e-18: '1e-19'"),
    ("8510,219.25", "8510,21925", 2, "ETH: price jumps 10-fold or more from 218 (prices.jump)"),
    ("8510,219.25", "8510,21.7", 2, "ETH: price jumps 10-fold or more from 218 (prices.jump)"),
    ("8510,219.25", "8510,", 2, "ETH: no price"),
    ("2020-03-01T01:00:00Z", "", 2, "timestamp: no time"),
    ("T02:00:00+00:00", "T01:00:00Z", 3, "timestamp: duplicate time: '2020-03-01T01:00:00Z'"),
    (
        "2020-03-01T02:00:00+00:00",
        "2019-03-01T02:00:00Z",
        3,
        "timestamp: time is before the {unit} above: '2019-03-01T02:00:00Z'",
    ),
    (
        "T03:00:00Z",
        "T05:00:00Z",
        4,
        "timestamp: gap: 10800 s after the {unit} above, expected 3600 s: '2020-03-01T05:00:00Z'",
    ),
    (
        "T03:00:00Z",
        "T02:01:00Z",
        4,
        "timestamp: another step: 60 s after the {unit} above, expected 3600 s: "
        "'2020-03-01T02:01:00Z'",
    ),
    (
        "T02:00:00+00:00",
        "T02:00:00",
        3,
        "timestamp: time names no zone, UTC is written as 2020-03-01T00:00:00Z: "
        "'2020-03-01T02:00:00'",
    ),
    (
        "T02:00:00+00:00",
        "T03:00:00+01:00",
        3,
        "timestamp: time is not UTC: '2020-03-01T03:00:00+01:00'",
    ),
    (
        "T02:00:00+00:00",
        "T02:00:00.5Z",
        3,
        "timestamp: time is between two seconds: '2020-03-01T02:00:00.5Z'",
    ),
    ("2020-03-01T02:00:00+00:00", "soon", 3, "timestamp: not an ISO 8601 time: 'soon'"),
    ("2020-03-01T02", "2020-02-30T02", 3, "timestamp: not an ISO 8601 time: '2020-02-30T02"),
    ("2020-03-01T02", "1969-03-01T02", 3, "timestamp: time is before 1970: '1969-03-01T02"),
    ("2020-03-01T02:00:00+00:00", "1583028000", 3, "timestamp: not an ISO 8601 time: '15830"),
]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(("old", "new", "row", "said"), BAD)
def test_a_bad_row_is_named_with_its_column_and_text(tmp_path, name, old, new, row, said):
    """In Parquet by its row; a line counts the header too."""
    file = written(tmp_path, GOOD.replace(old, new), name)
    unit = "row" if name.endswith("parquet") else "line"
    place = f"{file}, row {row}" if unit == "row" else f"{file}:{row + 1}"

    assert refusal(file).startswith(f"{place}: {said.format(unit=unit)}")


@pytest.mark.parametrize(
    ("header", "said"),
    [
        ("timestamp,BTC,LTC", "no column ETH: 'timestamp,BTC,LTC'"),
        ("time,BTC,ETH", "no column timestamp: 'time,BTC,ETH'"),
        ("timestamp;BTC;ETH", "no column timestamp: 'timestamp;BTC;ETH'"),
        ("timestamp,ETH,ETH", "column ETH twice: 'timestamp,ETH,ETH'"),
    ],
)
def test_a_header_without_the_columns_is_told(tmp_path, header, said):
    file = written(tmp_path, GOOD.replace("timestamp,BTC,ETH", header))
    assert refusal(file) == f"{file}:1: {said}"


@pytest.mark.parametrize("name", NAMES)
def test_an_asset_that_is_missing_for_a_while_is_told_from_when_to_when(tmp_path, name):
    text = GOOD.replace("8510,219.25", "8510,").replace("8490,217", "8490,")
    file = written(tmp_path, text, name)

    unit, place = ("row", f"{file}, row 2") if "parquet" in name else ("line", f"{file}:3")
    span = "from 2020-03-01T01:00:00Z to 2020-03-01T02:00:00+00:00"
    assert refusal(file) == f"{place}: ETH: no price {span}, 2 {unit}s"
    assert load(file, ["BTC"]).closes[1] == (8_510 * ONE,)


def test_a_column_of_days_among_hours_is_told(tmp_path):
    """Empty but at midnight, or filled: a day's price is not an hour's."""
    times = [f"2020-03-{day:02}T{hour:02}:00:00Z" for day in range(1, 31) for hour in range(24)]
    empty = [f"{time},{100 + i},{i if i % 24 == 0 else ''}" for i, time in enumerate(times, 24)]
    filled = [f"{time},{100 + i},{200 + i // 24}" for i, time in enumerate(times)]

    file = written(tmp_path, "\n".join(("timestamp,BTC,ETH", *empty, "")))
    span = "from 2020-03-01T01:00:00Z to 2020-03-01T23:00:00Z, 23 lines"
    assert refusal(file, "BTC", "ETH") == f"{file}:3: ETH: no price {span}"
    file = written(tmp_path, "\n".join(("timestamp,BTC,ETH", *filled, "")))
    said = f"{file}:2: ETH: changes only at every 24th line, a slower column"
    assert refusal(file, "BTC", "ETH") == said
    assert len(load(file, ["BTC"])) == 720


def test_a_price_that_never_changes_is_no_slower_column(tmp_path):
    """A coin that is worth a dollar."""
    prices = load(of_columns(tmp_path, "2,1", "prices.csv"), ["ETH"])
    assert prices.closes == ((ONE,),) * 3


def test_hours_that_become_minutes_are_told_where_they_do(tmp_path):
    minutes = [f"2020-03-01T23:{minute:02}:00Z" for minute in range(1, 60)]
    rows = "\n".join(f"{time},5" for time in (*HOURS, *minutes))
    file = written(tmp_path, f"timestamp,ETH\n{rows}\n")
    step = "another step: 60 s after the line above, expected 3600 s"
    assert refusal(file) == f"{file}:26: timestamp: {step}: '2020-03-01T23:01:00Z'"


def test_the_commonest_distance_is_the_step(tmp_path):
    """So that a first row that is wrong makes no others wrong."""
    rows = "\n".join(f"{time},5" for time in (HOURS[0], *HOURS[2:]))
    file = written(tmp_path, f"timestamp,ETH\n{rows}\n")
    gap = "gap: 7200 s after the line above, expected 3600 s"
    assert refusal(file) == f"{file}:3: timestamp: {gap}: '2020-03-01T02:00:00Z'"


def test_a_real_jump_is_read_where_it_is_allowed(tmp_path):
    file = written(tmp_path, GOOD.replace("219.25", "2181"))
    assert load(file, ["ETH"], jump=11).closes[1] == (2_181 * ONE,)


def test_a_bom_crlf_and_quotes_are_read_as_what_they_are(tmp_path):
    plain = load(written(tmp_path, GOOD), ["ETH", "BTC"])
    quoted = GOOD.replace("8510,219.25", '"8510","219.25"').replace("BTC,ETH", '"BTC","ETH"')
    odd = "\N{ZERO WIDTH NO-BREAK SPACE}" + quoted.replace("\n", "\r\n")
    assert load(written(tmp_path, odd), ["ETH", "BTC"]) == plain


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("timestamp,ETH\n", "1: no prices after the header"),
        ("timestamp,ETH\n2020-03-01T00:00:00Z,\0\n", "2: is not CSV: '\\x00'"),
        (GOOD.replace("\n", "\r"), "1: is not CSV: '\\r'"),
        (GOOD.replace(",219.25", ""), "3: expected 3 columns, got 2: '2020-03-01T01:00:00Z,8510'"),
        (GOOD.replace("8510,", "8,510,"), "3: expected 3 columns, got 4: '2020-03-01T01"),
        (
            GOOD.replace("219.25", '"1,219.25"'),
            "3: ETH: price has thousands separators: '1,219.25'",
        ),
        (GOOD.replace("219.25", '"219.25'), "3: is not CSV: unexpected end of data: '2020-03"),
        (GOOD + "\n", "6: the line is empty"),
        ("timestamp,ETH" + " " * 2**16, "1: is not CSV: a line of more than 65536 bytes"),
    ],
)
def test_a_text_that_is_no_prices_is_refused(tmp_path, text, said):
    file = written(tmp_path, text)
    assert refusal(file).startswith(f"{file}:{said}")


def test_a_text_of_another_encoding_is_refused(tmp_path):
    file = tmp_path / "prices.csv"
    file.write_bytes(GOOD.replace("219.25", "219.25 €").encode("cp1252"))
    assert refusal(file) == f"{file}:3: is not CSV: byte 0x80 is no UTF-8"
    file.write_bytes(GOOD.encode("utf-16"))
    assert refusal(file) == f"{file}: is UTF-16, not CSV as its name says"


def test_a_long_text_is_shortened(tmp_path):
    file = written(tmp_path, GOOD.replace("219.25", "9" * 400 + "x"))
    assert refusal(file) == f"{file}:3: ETH: price is not a number: '{'9' * 57}...'"


def test_a_missing_file_and_a_folder_are_one_line(tmp_path):
    file = tmp_path / "none.csv"
    assert refusal(file) == f"{file}: cannot be read: No such file or directory"
    file.mkdir()
    assert refusal(file) == f"{file}: is not a file"


def test_a_time_outside_the_file_is_refused_with_what_the_file_has(tmp_path):
    file = written(tmp_path, GOOD)
    span = "'2020-03-01T00:00:00Z to 2020-03-01T03:00:00Z'"
    said = f"{file}: fewer than two prices in the chosen time, the file has: {span}"
    assert refusal(file, "ETH", start=moment_of("2021-01-01")) == said


def test_more_prices_than_memory_should_hold_are_refused(tmp_path, monkeypatch):
    """Where they are read; what is not asked for is never kept."""
    monkeypatch.setattr(reading, "MOST", 3)
    file = written(tmp_path, GOOD)
    most = "more than 3 rows in the chosen time: choose less, or a longer step"
    assert refusal(file) == f"{file}:5: {most}"
    assert len(load(file, ["ETH"], moment_of("2020-03-01T01:00:00Z"))) == 3


def peak(file):
    """{byte} of memory that reading takes, in Python's own count."""
    tracemalloc.start()
    try:
        survey(file)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_memory_does_not_grow_with_the_file(tmp_path):
    """A row that is kept takes 200 bytes: 15,000 of them would be three megabytes."""
    peaks = []
    for count in (1_000, 16_000):
        rows = "".join(f"{time_text(60 * it)},{9_000 + it % 997}.5\n" for it in range(count))
        file = written(tmp_path, f"timestamp,BTC\n{rows}", "prices.csv.gz")
        peaks.append(peak(file))
    assert peaks[1] - peaks[0] < 1_000_000


def test_how_far_it_is_is_told(tmp_path):
    """Its bytes before and after, and its rows between."""
    told = []
    file = written(tmp_path, GOOD)
    survey(file, tell=lambda *it: told.append(it))
    size = file.stat().st_size
    assert told[0] == told[-1] == ("looking", size, size)
    assert [it[0] for it in told] == ["looking", "reading", "looking"]


def test_a_date_without_a_zone_is_utc():
    assert moment_of("2020-03-01") == datetime(2020, 3, 1, tzinfo=timezone.utc)
    assert moment_of("2020-03-01T02:00:00Z") == datetime(2020, 3, 1, 2, tzinfo=timezone.utc)


def times(unit="ms", zone="UTC"):
    hours = [datetime(2020, 3, 1, hour) for hour in range(3)]
    return pyarrow.array(hours, pyarrow.timestamp(unit)).cast(pyarrow.timestamp(unit, zone))


@pytest.mark.parametrize("unit", ["s", "ms", "us", "ns"])
@pytest.mark.parametrize(
    "closes",
    [
        [218.25, 219.0, 1e-3],
        pyarrow.array([Decimal("218.25"), Decimal(219), Decimal("0.001")]),
        ["218.25", "219", "1e-3"],
    ],
)
def test_parquet_holds_times_of_any_unit_and_prices_of_any_exact_kind(tmp_path, unit, closes):
    file = table(tmp_path / "prices.parquet", {"timestamp": times(unit), "ETH": closes})
    prices = load(file, ["ETH"], jump=10**6)
    assert prices.times == (1_583_020_800, 1_583_024_400, 1_583_028_000)
    assert prices.closes == ((218_250 * ONE // 1_000,), (219 * ONE,), (ONE // 1_000,))


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        (
            {"timestamp": times(zone="Europe/Berlin")},
            ": timestamp: time is not UTC: 'Europe/Berlin'",
        ),
        ({"timestamp": times().cast("timestamp[ms]")}, ", row 1: timestamp: time names no zone"),
        ({"timestamp": [1, 2, 3]}, ", row 1: timestamp: not an ISO 8601 time: '1'"),
        ({"ETH": pyarrow.array([1, 2, 3], "float32")}, ": ETH: float holds no price exactly"),
        ({"ETH": [True, True, True]}, ": ETH: neither times nor prices but bool"),
        ({"ETH": [[1], [2], [3]]}, ": ETH: neither times nor prices but list"),
        ({"ETH": [1.5, float("nan"), 1.5]}, ", row 2: ETH: price is not a number: 'nan'"),
        ({"ETH": [1.5, 1.5, None]}, ", row 3: ETH: no price"),
        ({"ETH": [1.5, 1.5, -1]}, ", row 3: ETH: price is not positive: '-1'"),
    ],
)
def test_parquet_of_other_kinds_is_refused_with_its_column(tmp_path, columns, said):
    good = {"timestamp": times(), "ETH": [1.5, 1.5, 1.5]}
    file = table(tmp_path / "prices.parquet", good | columns)
    assert refusal(file).startswith(f"{file}{said}")


@pytest.mark.parametrize("name", NAMES)
def test_a_survey_tells_what_is_in_a_file(tmp_path, name):
    file = written(tmp_path, GOOD, name)
    assert survey(file) == Survey(("BTC", "ETH"), 1_583_020_800, 1_583_031_600, 3_600, 4)
    assert survey(file, ["ETH"]).assets == ("ETH",)


@pytest.mark.parametrize(
    ("name", "assets", "count"),
    [(FIVE, ("BTC", "ETH", "LINK", "SOL", "UNI"), 5_980), (HOURLY, ("BTC", "ETH"), 32_659)],
)
def test_real_prices_pass_as_they_are(name, assets, count):
    found = survey(there(name))
    assert (found.assets, found.step, found.count) == (assets, 3_600, count)
