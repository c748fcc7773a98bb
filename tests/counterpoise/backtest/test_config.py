"""A back-test's file: what it leaves out is said, and what is wrong is told with its line."""

import math
import tempfile
from datetime import datetime, timezone
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from counterpoise.backtest.baselines.names import NAMES
from counterpoise.backtest.config import BadConfig, Config, read, require_assets, utc
from counterpoise.backtest.crowd.terms import Terms
from counterpoise.backtest.flows import Habits
from counterpoise.backtest.prices import ONE
from counterpoise.cli import main

TABLES = {
    table: [it.alias or key for key, it in field.annotation.model_fields.items()]
    for table, field in Config.model_fields.items()
}
PRICES = '[prices]\nfile = "prices.csv"\n'


@pytest.fixture
def write(tmp_path):
    """Writes the file, beside prices that are there."""
    (tmp_path / "prices.csv").touch()

    def written(text):
        path = tmp_path / "run.toml"
        path.write_text(text)
        return path

    return written


def test_what_is_left_out_has_its_usual_value(write):
    found = read(write(PRICES))
    assert found.market.terms == Terms()
    assert (found.keeper.latency, found.run.seed) == (12, 7)
    assert found.keeper.record_spacing == 0


def test_baselines_are_chosen_by_their_names(write):
    assert read(write(PRICES)).baselines.play == NAMES
    chosen = '[baselines]\nplay = ["hold", "5 %"]\n'
    assert read(write(PRICES + chosen)).baselines.play == ("hold", "5 %")


def test_what_is_said_is_taken_exactly(write):
    market = '[market]\nlag = 60\nnoise = "0.001"\nheartbeat = 1200\ndeviation = "0.0025"\n'
    found = read(write(PRICES + "from = 2020-03-01\n" + market))
    assert found.market.terms == Terms(60, ONE // 1_000, 1_200, 86_400, ONE // 400)
    assert utc(found.prices.start) == datetime(2020, 3, 1, tzinfo=timezone.utc)


def test_depositors_stay_away_and_gas_costs_twenty_unless_said(write):
    found = read(write(PRICES))
    assert found.flows.habits == Habits(0, 10_000, 30, 0.5)
    assert (found.gas.price, found.gas.series) == (20, None)
    assert (found.vault.parameters, found.vault.value) == (None, 600_000)


def test_the_keeper_solves_whenever_it_is_wanted_and_nobody_proposes_unless_said(write):
    it = read(write(PRICES)).posting
    assert (it.solutions, it.spacing, it.proposals) == (True, 0, None)


def test_columns_may_have_other_names(write):
    found = read(write(PRICES + 'columns = { ETH = "close" }\njump = 300\n'))
    assert (found.prices.columns, found.prices.jump) == ({"ETH": "close"}, 300)


@pytest.mark.parametrize(
    ("columns", "line"),
    [
        ('columns = { ETH = "close", LTC = "ltc" }\n', 3),
        ('[prices.columns]\nETH = "close"\nLTC = "ltc"\n', 5),
    ],
)
def test_a_column_of_what_is_not_played_is_told_with_its_line(write, columns, line):
    path = write(PRICES + columns)
    require_assets(path, read(path), ["ETH", "LTC"])
    with pytest.raises(BadConfig) as refused:
        require_assets(path, read(path), ["BTC", "ETH"])
    said = "prices.columns.LTC: no such asset, there are BTC, ETH"
    assert str(refused.value) == f"{path}:{line}: {said}"


@pytest.mark.parametrize(
    ("text", "line", "problem"),
    [
        (PRICES + "[market]\nlaag = 60\n", 4, "market.laag: no such key"),
        (PRICES + "columnz = {}\n", 3, "prices.columnz: no such key"),
        (
            PRICES + "jump = 1\n",
            3,
            "prices.jump: Input should be greater than or equal to 2, not 1",
        ),
        (PRICES + "[markets]\n", 3, "markets: no such key"),
        ("prices = 1\n", 1, "prices: expected a table, not 1"),
        (PRICES + "from = 2020\n", 3, "prices.from: expected a date such as 2020-03-01, not 2020"),
        (PRICES + 'to = "-7.5"\n', 3, "prices.to: expected a date such as 2020-03-01, not '-7.5'"),
        (PRICES + "[market]\nlag = true\n", 4, "market.lag: expected a number, not True"),
        (
            PRICES + "[posting]\nsolutions = 1\n",
            4,
            "posting.solutions: expected true or false, not 1",
        ),
        ("[market]\nlag = 60\n", 0, "prices: it is missing"),
        ("[prices]\n", 1, "prices.file: it is missing"),
        (
            PRICES + "[keeper]\nlatency = 0\n",
            4,
            "keeper.latency: Input should be greater than or equal to 1, not 0",
        ),
        (
            PRICES + "[keeper]\nrecord_spacing = -1\n",
            4,
            "keeper.record_spacing: Input should be greater than or equal to 0, not -1",
        ),
        (
            PRICES + "[keeper]\nlatency = 12\nrecord_spacing = 604801\n",
            5,
            "keeper.record_spacing: Input should be less than or equal to 604800, not 604801",
        ),
        (
            PRICES + '[market]\n\nlag = "soon"\n',
            5,
            "market.lag: Input should be a valid integer, unable to parse string as an integer, "
            "not 'soon'",
        ),
        (
            PRICES + '[run]\nmode = "anvil"\n',
            4,
            "run.mode: Input should be 'bytecode', 'twin' or 'both', not 'anvil'",
        ),
        (
            PRICES + '[baselines]\nplay = ["weakly"]\n',
            4,
            "baselines.play.0: Input should be 'hold', 'daily', 'weekly', 'monthly'",
        ),
        (PRICES + "lag 60\n", 3, "no TOML: "),
        ('[prices]\nfile = "none.csv"\n', 2, "prices.file: no file "),
        (PRICES + '[vault]\nparameters = "none.json"\n', 4, "vault.parameters: no file "),
        (PRICES + '[posting]\nproposals = "none.csv"\n', 4, "posting.proposals: no file "),
        (
            PRICES + "[posting]\nspacing = -1\n",
            4,
            "posting.spacing: Input should be greater than or equal to 0, not -1",
        ),
        (PRICES + '[gas]\nprice = 1\nseries = "none.csv"\n', 5, "gas.series: no file "),
        (
            PRICES + "[flows]\nsingle = 1.5\n",
            4,
            "flows.single: Input should be less than or equal to 1, not 1.5",
        ),
    ],
)
def test_what_is_wrong_is_told_with_its_line(write, text, line, problem):
    with pytest.raises(BadConfig) as refused:
        read(write(text))
    assert refused.value.line == line
    assert refused.value.problem.startswith(problem)


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(BadConfig, match=r"none\.toml: no such file"):
        read(tmp_path / "none.toml")


@given(
    key=st.sampled_from([(t, k) for t, row in TABLES.items() for k in row]),
    value=st.sampled_from(["true", "0", "-1", "nan", "inf", '""', '"x"', "[]", "{}", "7.5"]),
)
def test_whatever_stands_there_it_is_one_line_or_of_the_keys_kind(key, value):
    """What is taken is a number where one is meant, and no number where none is."""
    table, name = key
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "prices.csv").touch()
        path = Path(folder, "run.toml")
        said = {"prices": {"file": '"prices.csv"'}}
        said.setdefault(table, {})[name] = value
        path.write_text("".join(f"[{t}]\n" + _rows(row) for t, row in said.items()))
        try:
            found = getattr(read(path), table).model_dump(by_alias=True)[name]
        except BadConfig as refused:
            assert len(str(refused).splitlines()) == 1
            return
    if value == "true":
        assert found is True
    if isinstance(found, Decimal | float):
        assert math.isfinite(found)


def _rows(row):
    return "".join(f"{key} = {value}\n" for key, value in row.items())


def test_the_command_says_it_in_a_line(write):
    """Before anything is deployed."""
    said = CliRunner().invoke(main, ["backtest", str(write(PRICES + "[keepr]\n"))])
    assert said.exit_code == 2
    assert said.stderr.endswith("run.toml:3: keepr: no such key\n")
    assert said.stderr.count("\n") == 1
