"""What is deployed for a back-test: the vault's file, on a market of its own."""

import json
from pathlib import Path

import pytest

from counterpoise.backtest.deployment import (
    NotAProject,
    market_parameters,
    reason_of,
    require_project,
    vault_parameters,
)
from counterpoise.backtest.playable import playable
from counterpoise.backtest.posting.signer import SIGNER
from counterpoise.backtest.prices import ONE
from counterpoise.backtest.stage import Scene, Stage
from counterpoise.backtest.vault_file import first_weights, proposed

DEPLOYMENTS = Path(__file__).resolve().parents[3] / "deployments"
PLAYED = ("demo", "volatility", "five", "strategies", "watched", "solved", "hourly", "crash")


def params_of(name):
    return json.loads((DEPLOYMENTS / f"{name}.params.json").read_text())


@pytest.mark.parametrize("name", PLAYED)
def test_every_file_here_can_be_played(name):
    params = params_of(name)
    assert playable(params) is params
    assert sum(first_weights(params).values()) == ONE


def test_a_market_lists_the_assets_of_the_file_at_their_first_prices():
    prices = {"WETH": 3_000 * ONE, "WBTC": 50_000 * ONE}
    market = market_parameters(Scene(params_of("demo"), prices, 10**6 * ONE, 5_000_000))
    assert (market["hub"], market["depth"], market["purse"]) == ("USDC", "5000000", "2000000")
    rows = [(it["symbol"], it["decimals"], it["price"]) for it in market["tokens"]]
    assert rows == [
        ("WETH", 18, "3000.00000000"),
        ("WBTC", 8, "50000.00000000"),
        ("USDC", 6, "1.00000000"),
    ]
    assert [it.get("ether") for it in market["tokens"]] == ["100", None, None]


def test_a_vault_begins_with_its_fixed_weights_of_the_value():
    prices = {"WETH": 3_000 * ONE, "WBTC": 50_000 * ONE}
    vault = vault_parameters(Scene(params_of("demo"), prices, 10**6 * ONE))
    seeds = [it["seed"] for it in vault["assets"]]
    assert seeds == ["133.333333333333333333", "6.00000000", "300000.000000"]
    assert (vault["seedShares"], vault["market"]) == ("10000", "local-demo-market")


def test_what_reacts_begins_with_even_parts_that_sum_to_one():
    assert list(first_weights(params_of("strategies")).values()) == [
        ONE // 3,
        ONE // 3,
        ONE // 3 + 1,
    ]


def test_what_names_another_chain_is_left_out():
    params = params_of("demo")
    params["depositors"], params["gateway"]["permit2"] = ["0x01"], "0x02"
    params["tank"] = {"kind": "keeper", "sponsor": "0x04"}
    params["assets"][0]["address"] = params["assets"][0]["feed"]["address"] = "0x03"
    prices = {"WETH": 3_000 * ONE, "WBTC": 50_000 * ONE}
    placed = json.dumps(vault_parameters(Scene(params, prices)))
    assert "depositors" not in placed
    assert "permit2" not in placed
    assert "tank" not in placed
    assert '"address"' not in placed
    assert params["depositors"] == ["0x01"]


def test_whoever_signs_elsewhere_proposes_by_the_back_tests_own_key_here():
    """However deep the strategy lies that reads it."""
    params, prices = params_of("demo"), {"WETH": 3_000 * ONE, "WBTC": 50_000 * ONE}
    reads = {"kind": "proposed", "signer": "0x01"}
    parts = [{"share": "1", "strategy": {"kind": "fallback", "primary": reads}}]
    params["strategy"] = {"kind": "blend", "parts": parts}
    (entry,) = proposed(vault_parameters(Scene(params, prices))["strategy"])
    assert entry["signer"] == SIGNER
    assert reads["signer"] == "0x01"


def test_bands_are_those_of_whichever_constraint_has_them():
    assert [Stage("", "", (), None, params_of(name)).band for name in PLAYED] == [
        (0.03, 0.01),
        (0.03, 0.01),
        (0.03, 0.01),
        (0.05, 0.025),
        (0.03, 0.01),
        (0.03, 0.01),
        (0.03, 0.01),
        (0.03, 0.01),
    ]


def test_elsewhere_than_in_the_repository_nothing_is_deployed(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(NotAProject, match=r"no brownie-config\.yaml here"):
        require_project()


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("Transaction sent: 0x1\nmarket: 7 contracts\n\nrefused: hub: x\n", "refused: hub: x"),
        ("one\n reverted: SeedTooSmall: 1, 2\n", "reverted: SeedTooSmall: 1, 2"),
        ("a\nb\n\nc\nd\n", "b / c / d"),
        ("", ""),
    ],
)
def test_a_deployment_that_failed_tells_its_reason_without_what_went_well_before(said, told):
    assert reason_of(said) == told
