"""The command line where no chain is needed: help, amounts, files, and a node that is not there."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from counterpoise.chain.keys import KeyProblem
from counterpoise.chain.provider import NoNode, WrongChain
from counterpoise.chain.sender import NotMined
from counterpoise.cli import main
from counterpoise.cli.amounts import fraction, parse
from counterpoise.cli.failures import BadInput, Insufficient, exit_code
from counterpoise.cli.words import (
    cost,
    drift,
    exact,
    explained,
    market_class,
    moment,
    percent,
    plain,
    signed,
    tokens,
)
from counterpoise.errors import CooldownActive, NotSeeded, WithinBand
from counterpoise.types import MarketClass

SOMEWHERE = "0x5FbDB2315678afecb367f032d93F642f64180aa3"
NOBODY = "http://127.0.0.1:1"
COMMANDS = (
    *("status", "preview", "explain", "mint", "deposit", "redeem", "claim"),
    *("exit", "sell"),
    *("rebalance", "execute", "record", "solve", "keeper run"),
)


@pytest.fixture(autouse=True)
def no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("RPC", "DEPLOYMENT", "KEY", "PASSWORD"):
        monkeypatch.delenv(f"COUNTERPOISE_{name}", raising=False)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments)


def test_without_a_command_it_shows_its_help():
    result = run()
    assert result.exit_code == 0
    assert result.output.startswith("Usage: ")


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_the_common_options(command):
    output = run(*command.split(), "--help").output
    for option in ("--rpc", "--json", "--vault", "--deployment", "--chain-id"):
        assert option in output
    assert max(map(len, output.splitlines())) <= 80


def test_no_node_is_one_line_and_code_3():
    result = run("status", "--rpc", NOBODY, "--vault", SOMEWHERE, "--lens", SOMEWHERE)
    assert result.exit_code == 3
    assert result.stderr == "Error: no node at http://127.0.0.1:1: the connection failed\n"
    assert result.stdout == ""


def test_an_error_is_an_object_where_json_is_asked_for():
    result = run("status", "--rpc", NOBODY, "--vault", SOMEWHERE, "--lens", SOMEWHERE, "--json")
    assert json.loads(result.stderr) == {
        "error": "NoNode",
        "message": "no node at http://127.0.0.1:1: the connection failed",
    }


@pytest.mark.parametrize("url", ["ftp://node", "http://[::1", "", "node"])
def test_a_node_that_speaks_no_http_is_code_3(url):
    result = run("status", "--rpc", url, "--vault", SOMEWHERE, "--lens", SOMEWHERE)
    assert result.exit_code == 3
    assert "must begin with http:// or https://" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        ((), "Error: no vault: give --vault or --deployment"),
        (("--vault", SOMEWHERE), "Error: no lens: give --lens or --deployment"),
        (("--vault", "0x12", "--lens", SOMEWHERE), "Error: not an address: '0x12'"),
        (("--deployment", "absent.json"), "Error: cannot read the deployment absent.json:"),
        (("--vault", "", "--lens", SOMEWHERE), "Error: not an address: ''"),
    ],
)
def test_a_vault_that_is_not_named_is_code_2(arguments, line):
    result = run("status", "--rpc", NOBODY, *arguments)
    assert result.exit_code == 2
    assert result.stderr.startswith(line)
    assert result.stderr.count("\n") == 1


def test_a_chain_id_that_is_text_is_code_2(tmp_path: Path):
    file = tmp_path / "deployment.json"
    book = {"chainId": "31337", "addresses": {"vault": SOMEWHERE, "lens": SOMEWHERE}}
    file.write_text(json.dumps(book), encoding="utf-8")
    result = run("status", "--rpc", NOBODY, "--deployment", str(file))
    assert result.exit_code == 2
    assert result.stderr == "Error: not a deployment: its chainId '31337' is no integer\n"


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["frobnicate"], "No such command 'frobnicate'; see main --help"),
        (["--bogus"], "No such option '--bogus'; see main --help"),
        (["status", "--bogus"], "No such option '--bogus'; see main status --help"),
        (["keeper", "walk"], "No such command 'walk'; see main keeper --help"),
        (["redeem"], "Missing argument 'SHARES'; see main redeem --help"),
        (["claim", "WETH", "-1"], "not an amount: -1 is not above 0; see main --help"),
        (
            ["keeper", "run", "--record-spacing", "-1"],
            "Invalid value for '--record-spacing': '-1' is not a whole number from 0 to 604800; "
            "see main keeper run --help",
        ),
        *(
            (
                [command, "1", "--deadline", "31536001"],
                "Invalid value for '--deadline': '31536001' is not a whole number "
                f"from 1 to 31536000; see main {command} --help",
            )
            for command in ("mint", "redeem", "execute")
        ),
    ],
)
def test_a_wrong_command_line_is_one_line_and_code_2(arguments, line):
    result = run(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == f"Error: {line}\n"
    assert json.loads(run(*arguments, "--json").stderr)["error"] == "BadInput"


@pytest.mark.parametrize("option", ["--vault", "--lens"])
def test_an_option_that_is_empty_means_no_other_vault(tmp_path: Path, option: str):
    """As that of a variable that is not set, beside a file that names one."""
    file = tmp_path / "deployment.json"
    book = {"addresses": {"vault": SOMEWHERE, "lens": SOMEWHERE}}
    file.write_text(json.dumps(book), encoding="utf-8")
    result = run("status", "--rpc", NOBODY, "--deployment", str(file), option, "")
    assert (result.exit_code, result.stderr) == (2, "Error: not an address: ''\n")


def test_a_strategy_that_is_no_address_is_code_2():
    result = run("solve", "--rpc", NOBODY, "--strategy", "0x12")
    assert (result.exit_code, result.stderr) == (2, "Error: not an address: '0x12'\n")


@pytest.mark.parametrize(
    "content",
    [
        *("{", "[]", '{"addresses": 1}', '{"addresses": {"vault": 7}}', "[" * 100_000),
        f'{{"addresses": {{"vault": "{SOMEWHERE}", "vault": "{SOMEWHERE}"}}}}',
    ],
)
def test_a_deployment_file_that_is_none_is_code_2(tmp_path: Path, content: str):
    file = tmp_path / "deployment.json"
    file.write_text(content, encoding="utf-8")
    result = run("status", "--rpc", NOBODY, "--deployment", str(file))
    assert result.exit_code == 2
    assert result.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("text", "decimals", "units"),
    [("1.5", 18, 15 * 10**17), ("0.00000001", 8, 1), ("1e3", 6, 10**9), ("7", 0, 7)],
)
def test_amounts_are_exact(text, decimals, units):
    assert parse(text, decimals) == units


def test_a_large_amount_loses_no_digit():
    assert parse("123456789012345678901234567.123456789012345678", 18) == (
        123456789012345678901234567123456789012345678
    )


def test_raw_amounts_are_units():
    assert parse("15", 18, raw=True) == 15


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("0.123456789", "too many decimals: 0.123456789 has 9, at most 8 are possible"),
        ("0", "not an amount: 0 is not above 0"),
        ("-1", "not an amount: -1 is not above 0"),
        ("ten", "not a number: 'ten'"),
        ("NaN", "not a number: 'NaN'"),
        ("inf", "not a number: 'inf'"),
        ("1e999999", "not a number: '1e999999'"),
        ("1,5", "not a number: '1,5'"),
    ],
)
def test_what_is_no_amount_is_refused_with_its_number(text, message):
    with pytest.raises(BadInput) as refused:
        parse(text, 8)
    assert str(refused.value) == message


def test_raw_amounts_have_no_decimals():
    with pytest.raises(BadInput, match="1.5 has 1, at most 0 are possible"):
        parse("1.5", 18, raw=True)


def test_fractions_are_from_0_to_1():
    assert (fraction("0.005"), fraction("0"), fraction("1")) == (5 * 10**15, 0, 10**18)
    with pytest.raises(BadInput, match="not a fraction: 5 is not from 0 to 1"):
        fraction("5")


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (WithinBand(1, 2), 1),
        (Insufficient("x"), 1),
        (NotMined("0x", 1.0), 1),
        (BadInput("x"), 2),
        (NoNode(NOBODY, "x"), 3),
        (WrongChain(NOBODY, 1, 2), 3),
        (KeyProblem("x"), 4),
    ],
)
def test_each_kind_of_error_has_its_code(error, code):
    assert exit_code(error) == code


def test_numbers_read_well():
    assert percent(12_345 * 10**12) == "1.23 %"
    assert tokens(1_234_567_891, 6) == "1,234.567891"
    assert tokens(15 * 10**17, 18) == "1.5"
    assert tokens(42, 0) == "42"
    assert exact(1, 18) == "0.000000000000000001"
    assert moment(0) == "1970-01-01 00:00:00 UTC"
    assert moment(2**255) == f"second {2**255}"
    assert cost(1_000 * 10**18, 999 * 10**18) == "10.00 bps of the value, 1.00 USD"


def test_a_market_is_called_as_the_contracts_call_it():
    words = [market_class(kind) for kind in MarketClass]
    assert words[:3] == ["Normal", "SecondaryFault", "GenuineMove"]
    assert words[-2:] == ["PrimaryFault", "Unknown"]


def test_refusals_read_well():
    assert explained(WithinBand(5 * 10**15, 3 * 10**16)) == "WithinBand: drift 0.50 %, band 3.00 %"
    assert explained(NotSeeded()) == "NotSeeded"
    assert explained(CooldownActive(0, 60)) == (
        "CooldownActive: time 1970-01-01 00:00:00 UTC, ready at 1970-01-01 00:01:00 UTC"
    )


def test_integers_are_text_for_other_programs():
    assert plain({"due": True, "n": 2**200, "none": None, "list": (1, "a")}) == {
        "due": True,
        "n": str(2**200),
        "none": None,
        "list": ["1", "a"],
    }


def test_a_drift_has_its_sign_unless_it_is_less_than_is_shown():
    assert [drift(it) for it in (5 * 10**16, -(10**17), 0, 1, -1, -(5 * 10**13))] == [
        "+5.00 %",
        "-10.00 %",
        "0.00 %",
        "0.00 %",
        "0.00 %",
        "0.00 %",
    ]


def test_a_trend_has_a_sign_and_four_digits():
    assert [signed(it) for it in (10**18, -(10**18) // 3, 0)] == ["+1.0000", "-0.3333", "+0.0000"]


def test_one_of_several_is_plain_by_its_name():
    assert plain({"kind": MarketClass.GENUINE_MOVE}) == {"kind": "GenuineMove"}
