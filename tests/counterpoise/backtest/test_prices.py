"""Price files: what is read, and each refusal with its line."""

from __future__ import annotations

import gzip
from datetime import datetime, timezone
from pathlib import Path

import pytest

from counterpoise.backtest.prices import BadPrices, load, moment_of

GOOD = """timestamp,BTC,ETH
2020-03-01T00:00:00Z,8500.5,218
2020-03-01T01:00:00Z,8510,219.25
2020-03-01T02:00:00+00:00,8490,217
2020-03-01T03:00:00Z,8480,216
"""


def written(folder: Path, text: str) -> Path:
    file = folder / "prices.csv"
    file.write_text(text)
    return file


def test_columns_come_in_the_order_they_are_asked_for(tmp_path):
    prices = load(written(tmp_path, GOOD), ["ETH", "BTC"])

    assert prices.assets == ("ETH", "BTC")
    assert prices.times[:2] == (1_583_020_800, 1_583_024_400)
    assert prices.closes[1] == (219_250_000_000_000_000_000, 8_510 * 10**18)
    assert (prices.step, len(prices)) == (3_600, 4)


def test_from_is_the_first_and_to_is_after_the_last(tmp_path):
    start = datetime(2020, 3, 1, 1, tzinfo=timezone.utc)
    end = datetime(2020, 3, 1, 3, tzinfo=timezone.utc)

    prices = load(written(tmp_path, GOOD), ["ETH"], start, end)

    assert prices.closes == ((219_250_000_000_000_000_000,), (217 * 10**18,))


def test_a_packed_file_reads_as_the_plain_one(tmp_path):
    packed = tmp_path / "prices.csv.gz"
    packed.write_bytes(gzip.compress(GOOD.encode()))

    assert load(packed, ["ETH"]) == load(written(tmp_path, GOOD), ["ETH"])


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("timestamp,BTC,ETH", "timestamp,BTC,LTC", "1: no column ETH: 'timestamp,BTC,LTC'"),
        ("timestamp,BTC,ETH", "time,BTC,ETH", "1: no column timestamp: 'time,BTC,ETH'"),
        ("timestamp,BTC,ETH", "timestamp,ETH,ETH", "1: column ETH twice: 'timestamp,ETH,ETH'"),
        ("8510,219.25", "8510,0", "3: price is not positive: '0'"),
        ("8510,219.25", "8510,-219.25", "3: price is not positive: '-219.25'"),
        ("8510,219.25", "8510,n/a", "3: price is not a number: 'n/a'"),
        ("8510,219.25", "8510,NaN", "3: price is not a number: 'NaN'"),
        ("8510,219.25", "8510,", "3: price is not a number: ''"),
        ("8510,219.25", "8510,1e13", "3: price is above 1000000000000: '1e13'"),
        ("8510,219.25", "8510", "3: expected 3 columns, got 2: '2020-03-01T01:00:00Z,8510'"),
        ("T02:00:00+00:00", "T01:00:00Z", "4: duplicate time: '2020-03-01T01:00:00Z'"),
        ("T03:00:00Z", "T01:00:00Z", "5: time is before the line above: '2020-03-01T01:00:00Z'"),
        (
            "T03:00:00Z",
            "T05:00:00Z",
            "5: gap: 10800 s after the line above, expected 3600 s: '2020-03-01T05:00:00Z'",
        ),
        ("T02:00:00+00:00", "T02:00:00", "4: time is not UTC: '2020-03-01T02:00:00'"),
        ("T02:00:00+00:00", "T03:00:00+01:00", "4: time is not UTC: '2020-03-01T03:00:00+01:00'"),
        ("2020-03-01T02:00:00+00:00", "soon", "4: not an ISO 8601 time: 'soon'"),
    ],
)
def test_a_bad_line_is_named_with_its_text(tmp_path, old, new, said):
    file = written(tmp_path, GOOD.replace(old, new))

    with pytest.raises(BadPrices) as refused:
        load(file, ["ETH"])

    expected = f"{file}:{said}".removesuffix(": ''")
    assert str(refused.value) == expected


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "1: the file is empty"),
        ("timestamp,ETH\n", "1: no prices after the header"),
        ("timestamp,ETH\n2020-03-01T00:00:00Z,\0\n", "2: is not CSV: '\\x00'"),
    ],
)
def test_a_file_without_prices_is_refused(tmp_path, text, said):
    file = written(tmp_path, text)

    with pytest.raises(BadPrices) as refused:
        load(file, ["ETH"])

    assert str(refused.value) == f"{file}:{said}"


def test_a_missing_file_is_one_line(tmp_path):
    with pytest.raises(BadPrices) as refused:
        load(tmp_path / "none.csv", ["ETH"])

    assert (
        str(refused.value) == f"{tmp_path / 'none.csv'}: cannot be read: No such file or directory"
    )


def test_a_file_that_only_pretends_to_be_packed_is_refused(tmp_path):
    file = tmp_path / "prices.csv.gz"
    file.write_text(GOOD)

    with pytest.raises(BadPrices, match="cannot be read: Not a gzipped file"):
        load(file, ["ETH"])


def test_a_time_outside_the_file_is_refused_with_what_the_file_has(tmp_path):
    file = written(tmp_path, GOOD)

    with pytest.raises(BadPrices) as refused:
        load(file, ["ETH"], moment_of("2021-01-01"))

    span = "'2020-03-01T00:00:00Z to 2020-03-01T03:00:00Z'"
    said = f"{file}: fewer than two prices in the chosen time, the file has: {span}"
    assert str(refused.value) == said


def test_a_date_without_a_zone_is_utc():
    assert moment_of("2020-03-01") == datetime(2020, 3, 1, tzinfo=timezone.utc)
    assert moment_of("2020-03-01T02:00:00Z") == datetime(2020, 3, 1, 2, tzinfo=timezone.utc)
