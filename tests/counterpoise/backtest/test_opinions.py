"""A file of proposals: what is read is what it says, and what is wrong has its line and column."""

from datetime import datetime, timezone
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpoise.backtest.config import read
from counterpoise.backtest.inputs import Inputs
from counterpoise.backtest.playable import NotPlayable
from counterpoise.backtest.posting.series import load
from counterpoise.backtest.prices import ONE, BadPrices
from counterpoise.math.nano_weights import NANO
from tests.counterpoise.backtest.test_inputs import DEMO, ROWS

HEAD = "timestamp,WETH,WBTC,USDC"
SYMBOLS = ("WETH", "WBTC", "USDC")
FIRST = int(datetime(2024, 1, 1, tzinfo=timezone.utc).timestamp())  # {s}
HOUR = 3_600
WIDE = 0, 2**40, HOUR  # first and last price, and from price to price, {s}


@pytest.fixture
def write(tmp_path):
    def written(*rows, head=HEAD, name="proposals.csv"):
        path = tmp_path / name
        path.write_text("\n".join((head, *rows)) + "\n")
        return path

    return written


def test_weights_come_in_the_vaults_order(write):
    path = write("2024-01-01T00:00:00Z,0.5,0.3,0.2", head="timestamp,USDC,WBTC,WETH")
    (row,) = load(path, SYMBOLS, *WIDE).rows
    assert (row.line, row.time) == (2, FIRST)
    assert row.weights == (ONE // 5, 3 * ONE // 10, ONE // 2)


def test_what_lies_outside_the_run_is_left_out(write):
    """From its first price to its last, both of them in it."""
    path = write(*(f"2024-01-01T0{hour}:00:00Z,0.5,0.3,0.2" for hour in range(5)))
    found = load(path, SYMBOLS, FIRST + HOUR, FIRST + 3 * HOUR, HOUR)
    assert [it.line for it in found.rows] == [3, 4, 5]


@given(
    st.lists(
        st.lists(st.integers(0, 10**9), min_size=2, max_size=2).map(sorted), min_size=1, max_size=9
    )
)
def test_every_weight_of_whole_steps_is_read_as_it_is(tmp_path_factory, cuts):
    rows = [(a, b - a, 10**9 - b) for a, b in cuts]
    path = tmp_path_factory.mktemp("drawn") / "proposals.csv"
    texts = (",".join(f"{Decimal(it).scaleb(-9):f}" for it in row) for row in rows)
    lines = (f"2024-01-01T{hour:02}:00:00Z,{text}" for hour, text in enumerate(texts))
    path.write_text("\n".join((HEAD, *lines)) + "\n")
    found = load(path, SYMBOLS, *WIDE).rows
    assert [it.weights for it in found] == [tuple(it * NANO for it in row) for row in rows]


GOOD = "2024-01-01T00:00:00Z,0.5,0.3,0.2"


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (("2024-01-01T00:00:00Z,0.5,0.3,0.3",), ":2: the weights' sum is not 1: '1.1'"),
        (("2024-01-01T00:00:00Z,0.5,half,0.2",), ":2: WBTC: weight is not a number: 'half'"),
        (("2024-01-01T00:00:00Z,0.5,nan,0.2",), ":2: WBTC: weight is not a number: 'nan'"),
        (("2024-01-01T00:00:00Z,-0.1,0.9,0.2",), ":2: WETH: weight is not between 0 and 1: '-0.1'"),
        (("2024-01-01T00:00:00Z,1.1,0,0",), ":2: WETH: weight is not between 0 and 1: '1.1'"),
        (
            ("2024-01-01T00:00:00Z,0.5,0.3,0.2000000001",),
            ":2: USDC: weight is finer than 1e-9: '0.2000000001'",
        ),
        (("2024-01-01T00:00:00Z,0.5,,0.5",), ":2: WBTC: weight is not a number"),
        (("2024-01-01,0.5,0.3,0.2",), ":2: timestamp: time names no zone, "),
        ((GOOD, GOOD), ":3: timestamp: 0 s after the line above, at least 3600 s, a price's: "),
        ((GOOD, "2024-01-01T00:59:59Z,1,0,0"), ":3: timestamp: 3599 s after the line above, "),
        ((), ":1: no proposals after the header"),
        (("2024-01-01T00:00:00Z,0.5,0.5",), ":2: expected 4 columns, got 3: "),
    ],
)
def test_what_is_wrong_is_told_with_its_line_and_column(write, rows, said):
    path = write(*rows)
    with pytest.raises(BadPrices) as refused:
        load(path, SYMBOLS, *WIDE)
    assert str(refused.value).startswith(f"{path}{said}")


@pytest.mark.parametrize(
    ("head", "said"),
    [("timestamp,WETH,WBTC", "no column USDC"), (HEAD + ",WETH", "column WETH twice")],
)
def test_a_column_is_there_once(write, head, said):
    with pytest.raises(BadPrices, match=rf"proposals\.csv:1: {said}"):
        load(write(GOOD, head=head), SYMBOLS, *WIDE)


def test_proposals_that_nobody_reads_are_refused(tmp_path, write):
    """The demo's vault has fixed weights."""
    write(GOOD)
    (tmp_path / "prices.csv").write_text(f"timestamp,BTC,ETH\n{ROWS}")
    (tmp_path / "vault.json").write_text(DEMO.read_text())
    path = tmp_path / "run.toml"
    path.write_text(
        '[prices]\nfile = "prices.csv"\n[vault]\nparameters = "vault.json"\n'
        '[posting]\nproposals = "proposals.csv"\n'
    )
    inputs = Inputs(path, read(path))
    with pytest.raises(NotPlayable, match="posting.proposals: read by one strategy, not by 0"):
        inputs.opinions(inputs.prices())
    assert "the file of posting.proposals" in inputs.setting()
