"""Keys that go on inside a JSON file; here it stands where the prices do, as any path may."""

import json

import pytest

from counterpoise.backtest.config import read
from counterpoise.sweep.inside import BadKey
from counterpoise.sweep.vary import Base

VAULT = {
    "name": "demo",
    "assets": [{"symbol": "WETH", "decimals": 18}, {"symbol": "USDC", "decimals": 6}],
    "constraints": [
        {"kind": "cooldown", "duration": 3600},
        {"kind": "drift", "outer": "0.05", "inner": "0.02"},
    ],
    "strategy": {"weights": {"WETH": "0.5", "USDC": "0.5"}},
}
OUTER, COOLDOWN = "prices.file.constraints.drift.outer", "prices.file.constraints.0.duration"


@pytest.fixture
def base(tmp_path):
    (tmp_path / "vault.json").write_text(json.dumps(VAULT))
    (tmp_path / "run.toml").write_text('[prices]\nfile = "vault.json"\n')
    return Base(tmp_path, read(tmp_path / "run.toml"), tmp_path / "made")


def test_a_file_is_made_with_the_values_and_with_all_else_as_it_was(base):
    config = base.having({OUTER: "0.10", COOLDOWN: "60", "market.lag": "5"})
    made = json.loads(config.prices.file.read_text())
    assert config.prices.file.parent == base.made
    assert (made["constraints"][1]["outer"], made["constraints"][0]["duration"]) == ("0.10", 60)
    made["constraints"][1]["outer"], made["constraints"][0]["duration"] = "0.05", 3600
    assert (made, config.market.lag) == (VAULT, 5)
    values = [base.value_of(config, key) for key in (OUTER, COOLDOWN, "market.lag")]
    assert values == [0.1, 60, 5]


def test_its_trial_is_known_by_what_is_in_the_file(base):
    """As often as it is made; and all such trials are of one sweep."""
    wide, narrow = (base.identity(base.having({OUTER: it})) for it in ("0.10", "0.07"))
    assert wide != narrow
    assert base.identity(base.having({OUTER: "0.10"})) == wide
    assert len(list(base.made.iterdir())) == 2
    mark = base.mark([OUTER, "market.lag"])
    (base.folder / "vault.json").write_text(json.dumps(VAULT).replace("0.05", "0.06"))
    assert base.mark([OUTER, "market.lag"]) == mark
    (base.folder / "vault.json").write_text(json.dumps(VAULT).replace("demo", "other"))
    assert base.mark([OUTER, "market.lag"]) != mark


def test_the_file_itself_may_vary_too(base):
    (base.folder / "other.json").write_text(json.dumps(VAULT | {"name": "other"}))
    config = base.having({OUTER: "0.10", "prices.file": "other.json"})
    made = json.loads(config.prices.file.read_text())
    assert (made["name"], made["constraints"][1]["outer"]) == ("other", "0.10")


@pytest.mark.parametrize(
    ("way", "value", "problem"),
    [
        ("constraints.drift.outre", "1", "no such key"),
        ("constraints.pace.outer", "1", "no such key"),
        ("constraints.2.outer", "1", "no such key"),
        ("name.first", "1", "no such key"),
        ("assets.WETH", "1", "it is a table, not a value"),
        ("assets.WETH.decimals", "many", "expected a number, not 'many'"),
    ],
)
def test_a_key_that_the_file_does_not_have_is_named(base, way, value, problem):
    with pytest.raises(BadKey) as refused:
        base.having({f"prices.file.{way}": value})
    assert (refused.value.key, refused.value.problem) == (f"prices.file.{way}", problem)


def test_a_file_that_is_no_json_is_told(base):
    (base.folder / "vault.json").write_text("{")
    with pytest.raises(BadKey, match="outer: .*vault.json:1: no JSON"):
        base.having({OUTER: "1"})
