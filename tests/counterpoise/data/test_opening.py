"""Files that are not what their name says, not whole, or not the same for long enough."""

from __future__ import annotations

import os

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterpoise.data.problem import BadPrices
from counterpoise.data.reading import load
from counterpoise.data.writing import write
from tests.counterpoise.data.series import GOOD, NAMES, written
from tests.depth import examples

LATER = GOOD.replace("T03", "T04")


def refusal(file, **options):
    with pytest.raises(BadPrices) as refused:
        load(file, ["ETH"], **options)
    return str(refused.value).removeprefix(str(file))


@pytest.mark.parametrize("name", NAMES)
def test_an_empty_file_is_refused(tmp_path, name):
    (tmp_path / name).touch()
    assert refusal(tmp_path / name) == ": the file is empty"


def test_a_packed_file_of_nothing_is_refused(tmp_path):
    assert refusal(written(tmp_path, "", "prices.csv.gz")) == ":1: the file is empty"


@pytest.mark.parametrize(
    ("inside", "name", "said"),
    [
        ("prices.csv", "prices.csv.gz", "is CSV, not packed CSV"),
        ("prices.csv", "prices.parquet", "is CSV, not Parquet"),
        ("prices.csv.gz", "prices.csv", "is packed CSV, not CSV"),
        ("prices.csv.gz", "prices.parquet", "is packed CSV, not Parquet"),
        ("prices.parquet", "prices.csv", "is Parquet, not CSV"),
        ("prices.parquet", "prices.csv.gz", "is Parquet, not packed CSV"),
    ],
)
def test_a_file_is_what_its_name_says(tmp_path, inside, name, said):
    file = written(tmp_path, GOOD, inside).rename(tmp_path / name)
    assert refusal(file) == f": {said} as its name says"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("PK\x03\x04", "a zip or a spreadsheet"),
        ("<html>", "a web page"),
        ('{"prices": []}', "JSON"),
    ],
)
def test_what_is_taken_for_prices_now_and_then_is_named(tmp_path, text, said):
    assert refusal(written(tmp_path, text)) == f": is {said}, not CSV as its name says"


def test_another_name_is_refused_before_anything_is_read(tmp_path):
    said = ": its name ends in neither .csv, .csv.gz nor .parquet"
    assert refusal(tmp_path / "prices.xlsx") == said


def test_a_pipe_is_refused_and_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "prices.csv")
    assert refusal(tmp_path / "prices.csv") == ": is not a file"


def test_a_packed_file_that_is_damaged_is_refused(tmp_path):
    file = written(tmp_path, GOOD, "prices.csv.gz")
    raw = bytearray(file.read_bytes())
    raw[-8] ^= 1  # of the checksum at its end
    file.write_bytes(raw)
    assert refusal(file).startswith(": the packed file is damaged after line 5: CRC check failed")


@given(part=st.floats(0.01, 0.99))
def test_a_file_that_is_cut_off_anywhere_is_never_played(tmp_path_factory, part):
    """Packed or Parquet: a cut inside the last number of a plain file cannot be seen."""
    folder = tmp_path_factory.mktemp("cut")
    for name in ("prices.csv.gz", "prices.parquet"):
        file = written(folder, GOOD, name)
        raw = file.read_bytes()
        file.write_bytes(raw[: max(int(len(raw) * part), 4)])
        assert "is cut off" in refusal(file)


@settings(max_examples=examples(40))
@given(place=st.floats(0, 1), bit=st.integers(0, 7))
def test_a_flipped_bit_of_a_parquet_page_is_never_played(tmp_path_factory, place, bit):
    """Pages have checksums. The footer behind them has none: only a SHA-256 tells, as a fetch's."""
    file = tmp_path_factory.getbasetemp() / "flipped.parquet"
    good = load(written(file.parent, GOOD), ["BTC", "ETH"])
    write(file, good)
    raw = bytearray(file.read_bytes())
    footer = int.from_bytes(raw[-8:-4], "little") + 8
    raw[int(place * (len(raw) - footer - 1))] ^= 1 << bit
    file.write_bytes(raw)
    assert _played(file) in (None, good)


def _played(file):
    try:
        return load(file, ["BTC", "ETH"])
    except BadPrices:
        return None


def changing(file, change):
    """Changes a file once, as soon as its rows are read."""
    done = []

    def tell(what, *_):
        if what == "reading" and not done:
            done.append(change(file))

    return tell


@pytest.mark.parametrize("name", NAMES)
def test_a_file_that_grows_while_it_is_read_is_refused(tmp_path, name):
    file = written(tmp_path, GOOD, name)
    size = file.stat().st_size

    def grow(path):
        with path.open("ab") as stream:
            stream.write(b"2020-03-01T04:00:00Z,8500,218\n")

    said = f": changed while it was read: its size from {size} to {size + 30} bytes"
    assert refusal(file, tell=changing(file, grow)) == said


@pytest.mark.parametrize("name", NAMES)
def test_a_file_that_is_replaced_while_it_is_read_is_refused(tmp_path, name):
    file = written(tmp_path, GOOD, name)
    (tmp_path / "other").mkdir()

    def replace(path):
        written(tmp_path / "other", GOOD, name).replace(path)

    assert refusal(file, tell=changing(file, replace)) == ": changed while it was read: its place"


def test_a_file_that_is_touched_while_it_is_read_is_refused(tmp_path):
    file = written(tmp_path, GOOD)
    said = ": changed while it was read: its mtime"
    assert refusal(file, tell=changing(file, lambda path: os.utime(path, (1, 1)))) == said


def test_a_file_of_other_prices_and_the_same_size_and_time_is_refused(tmp_path):
    """Two writes within one tick of the file system's clock."""
    file = written(tmp_path, GOOD)
    known = file.stat()

    def rewrite(path):
        path.write_text(GOOD.replace("8480,216", "8480,126"))
        os.utime(path, ns=(known.st_atime_ns, known.st_mtime_ns))

    said = ": changed while it was read: its content"
    assert refusal(file, tell=changing(file, rewrite)) == said


def test_a_file_that_goes_away_while_it_is_read_is_refused(tmp_path):
    file = written(tmp_path, GOOD)
    said = ": cannot be read: No such file or directory"
    assert refusal(file, tell=changing(file, os.remove)) == said


def test_that_it_changed_is_said_before_what_is_wrong_with_it(tmp_path):
    """Half of a write looks like a gap, and is none."""
    file = written(tmp_path, LATER)
    said = ": changed while it was read: its mtime"
    assert refusal(file, tell=changing(file, lambda path: os.utime(path, (1, 1)))) == said
