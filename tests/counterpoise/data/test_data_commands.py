"""`counterpoise data`: what it says of a file, and how it takes what is typed."""

import json
import subprocess
import sys
from io import StringIO

import pytest
from click.testing import CliRunner
from rich.console import Console

from counterpoise.cli import main
from counterpoise.data.progress import bar
from tests.counterpoise.data.series import GOOD, NAMES, written

FETCH = (
    *("fetch", "--exchange", "kraken", "--symbols", "ETH/USD", "--from", "2024-01-01"),
    *("--to", "2024-01-02", "--out", "prices.csv"),
)


def run(*arguments):
    return CliRunner().invoke(main, ["data", *arguments])


@pytest.mark.parametrize("name", NAMES)
def test_what_is_in_a_file_is_told(tmp_path, name):
    file = written(tmp_path, GOOD, name)
    result = run("check", str(file))
    assert (result.exit_code, result.stderr) == (0, "")
    assert "".join(result.stdout.split()).startswith(f"File{file}Assets")
    assert result.stdout.splitlines()[-4:] == [
        "Assets  BTC, ETH",
        "Step    3600 s",
        "Span    2020-03-01T00:00:00Z to 2020-03-01T03:00:00Z",
        "Prices  4 of each",
    ]


def test_it_is_an_object_where_json_is_asked_for(tmp_path):
    file = written(tmp_path, GOOD)
    assert json.loads(run("check", str(file), "--json").stdout) == {
        "file": str(file),
        "assets": ["BTC", "ETH"],
        "first": "1583020800",
        "last": "1583031600",
        "step": "3600",
        "count": "4",
        "origin": None,
    }


def test_the_first_thing_that_is_wrong_is_one_line_and_code_2(tmp_path):
    file = written(tmp_path, GOOD.replace("219.25", "0").replace("216", "x"))
    result = run("check", str(file))
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == f"Error: {file}:3: ETH: price is not positive: '0'\n"
    assert run("check", str(file), "--assets", "BTC").exit_code == 0


def test_a_jump_is_an_error_unless_it_is_allowed(tmp_path):
    file = written(tmp_path, GOOD.replace("219.25", "2181"))
    said = "ETH: price jumps 10-fold or more from 218 (prices.jump): '2181'"
    assert run("check", str(file)).stderr == f"Error: {file}:3: {said}\n"
    assert run("check", str(file), "--jump", "11").exit_code == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("check",), "Missing argument 'FILE'"),
        (("check", "prices.csv", "--assets", "BTC,,ETH"), "'BTC,,ETH' has an empty name"),
        ((*FETCH, "--from", "soon"), "'soon' is not an ISO 8601 date or time"),
        (FETCH[:-2], "Missing option '--out'"),
        ((*FETCH, "--url", "ftp://x"), "--url: not an http address: 'ftp://x'"),
    ],
)
def test_what_cannot_be_meant_is_one_line_and_code_2(arguments, said):
    result = run(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr
    assert result.stderr.count("\n") == 1


@pytest.mark.parametrize("command", ["", "fetch", "check"])
def test_help_fits_80_columns(command):
    output = run(*command.split(), "--help").output
    assert "Usage: " in output
    assert max(map(len, output.splitlines())) <= 80


@pytest.mark.parametrize("module", ["ccxt", "pyarrow"])
def test_what_is_not_installed_is_said_with_how_to_install_it(tmp_path, monkeypatch, module):
    monkeypatch.setitem(sys.modules, module, None)
    file = written(tmp_path, GOOD)
    packed = tmp_path / "prices.parquet"
    packed.write_bytes(b"PAR1PAR1")
    result = run(*FETCH) if module == "ccxt" else run("check", str(packed))
    way = "fetching needs ccxt: pip install 'counterpoise[data]'"
    if module == "pyarrow":
        way = "Parquet needs pyarrow: pip install 'counterpoise[backtest]'"
    assert (result.exit_code, result.stderr) == (2, f"Error: {way}\n")
    assert run("check", str(file)).exit_code == 0


def test_neither_is_imported_before_it_is_used():
    """A second each, which `counterpoise --help` has not."""
    said = "import counterpoise.cli, sys; print({'ccxt', 'pyarrow'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", said], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"


@pytest.mark.parametrize(("patience", "is_shown"), [(0, True), (3_600, False)])
def test_a_bar_is_shown_where_there_is_something_to_wait_for(patience, is_shown):
    screen = StringIO()
    with bar(
        Console(file=screen, force_terminal=True, force_interactive=True, width=80), patience
    ) as tell:
        tell("reading", 1, 4)
        tell("reading", 2, 4)
    assert ("reading" in screen.getvalue()) == is_shown
    assert ("50%" in screen.getvalue()) == is_shown
