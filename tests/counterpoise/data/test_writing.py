"""Prices that are written and read again, and what a single bad line becomes of them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterpoise.data.cells import price, price_text, seconds, time_text
from counterpoise.data.problem import BadPrices
from counterpoise.data.reading import load
from counterpoise.data.series import ONE, Prices
from counterpoise.data.writing import write
from tests.counterpoise.data.series import JUMP, MOST, NAMES, series
from tests.depth import examples

SMALL = Prices(("BTC", "ETH"), (0, 60), ((8_500 * ONE + ONE // 2, ONE), (MOST, 1)))


def test_a_file_of_text_has_every_digit_and_no_more(tmp_path):
    write(tmp_path / "prices.csv", SMALL)
    assert (tmp_path / "prices.csv").read_text() == (
        "timestamp,BTC,ETH\n"
        "1970-01-01T00:00:00Z,8500.5,1\n"
        "1970-01-01T00:01:00Z,1000000000000,0.000000000000000001\n"
    )


@pytest.mark.parametrize("name", NAMES)
def test_the_same_prices_make_the_same_bytes(tmp_path, name):
    write(tmp_path / name, SMALL)
    first = (tmp_path / name).read_bytes()
    write(tmp_path / name, SMALL)
    assert (tmp_path / name).read_bytes() == first
    assert [it.name for it in tmp_path.iterdir()] == [name]


@pytest.mark.parametrize("name", NAMES)
def test_a_file_that_cannot_be_written_is_one_line(tmp_path, name):
    with pytest.raises(BadPrices) as refused:
        write(tmp_path / "none" / name, SMALL)
    said = "cannot be written: No such file or directory"
    assert str(refused.value) == f"{tmp_path / 'none' / name}: {said}"


@settings(max_examples=examples(50))
@given(series())
def test_any_series_is_read_as_it_was_written(tmp_path_factory, prices):
    """To the integer, in every format."""
    for name in NAMES:
        file = tmp_path_factory.getbasetemp() / name
        write(file, prices)
        assert load(file, prices.assets, jump=JUMP) == prices


@given(st.integers(1, MOST), st.integers(0, 2 * 10**9))
def test_a_cell_means_what_it_was_made_of(value, time):
    assert price(price_text(value)) == value
    assert seconds(time_text(time)) == time


WRONG = ("", "0", "-1", "nan", "inf", "x", "1,000", "1e13", "1e-19", "\N{EURO SIGN}", '"', "\0")


@settings(max_examples=examples(50))
@given(series(least=5), st.data())
def test_any_single_bad_line_is_told_with_its_line(tmp_path_factory, prices, data):
    """A price, a time, a comma too many or too few, a line twice or left out.

    At least five lines: of four distances two are right whichever line is wrong.
    """
    file = tmp_path_factory.getbasetemp() / "bad.csv"
    write(file, prices)
    lines = file.read_text().splitlines()
    place = data.draw(st.integers(1, len(prices)))
    told = _spoil(lines, place, data)
    file.write_text("\n".join(lines) + "\n")

    with pytest.raises(BadPrices) as refused:
        load(file, prices.assets, jump=JUMP)
    assert refused.value.line == told


def _spoil(lines, place, data):
    """Makes a line wrong; tells where that is to be seen."""
    cells = lines[place].split(",")
    way = data.draw(st.sampled_from(("price", "time", "more", "less", "twice")))
    if way == "price":
        cells[data.draw(st.integers(1, len(cells) - 1))] = data.draw(st.sampled_from(WRONG))
    elif way == "time":
        cells[0] = data.draw(st.sampled_from(("", "soon", cells[0][:-1], cells[0][:-1] + "+01:00")))
    elif way == "more":
        cells.append("1")
    elif way == "less":
        cells.pop()
    else:
        lines.insert(place, lines[place])
        return place + 2
    lines[place] = ",".join(cells)
    return place + 1


@settings(max_examples=examples(50))
@given(series(least=6), st.data())
def test_any_line_that_is_left_out_is_told_at_the_next(tmp_path_factory, prices, data):
    file = tmp_path_factory.getbasetemp() / "gap.csv"
    gone = data.draw(st.integers(1, len(prices) - 2))
    times, closes = ([*it[:gone], *it[gone + 1 :]] for it in (prices.times, prices.closes))
    write(file, Prices(prices.assets, tuple(times), tuple(closes)))

    with pytest.raises(BadPrices, match="gap: ") as refused:
        load(file, prices.assets, jump=JUMP)
    assert refused.value.line == gone + 2
