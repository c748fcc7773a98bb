"""What a back-test reads before it deploys anything: a wrong file is one line that names it."""

import json
from pathlib import Path

import pytest

from counterpoise.backtest.config import read
from counterpoise.backtest.inputs import Inputs
from counterpoise.backtest.playable import NotPlayable
from counterpoise.backtest.prices import ONE, BadPrices
from counterpoise.document import Unreadable

DEMO = Path(__file__).resolve().parents[3] / "deployments" / "demo.params.json"
ROWS = "2024-01-01T00:00:00Z,40000,2000\n2024-01-01T01:00:00Z,40100,2010\n"


@pytest.fixture
def write(tmp_path):
    """A file of prices with that head, and the vault's with that text: the TOML's path."""

    def written(head="timestamp,BTC,ETH", text=None):
        (tmp_path / "prices.csv").write_text(f"{head}\n{ROWS}")
        (tmp_path / "vault.json").write_text(DEMO.read_text() if text is None else text)
        path = tmp_path / "run.toml"
        path.write_text('[prices]\nfile = "prices.csv"\n[vault]\nparameters = "vault.json"\n')
        return path

    return written


def test_prices_come_in_the_vaults_order_by_their_own_names(write):
    path = write()
    prices = Inputs(path, read(path)).prices()
    assert prices.assets == ("WETH", "WBTC")
    assert prices.closes[1] == (2_010 * ONE, 40_100 * ONE)


def test_columns_can_be_named(write):
    path = write("timestamp,XBT,ETH")
    path.write_text(path.read_text().replace("[vault]", 'columns = {WBTC="XBT"}\n[vault]'))
    assert Inputs(path, read(path)).prices().closes[0] == (2_000 * ONE, 40_000 * ONE)


def test_an_asset_without_prices_is_named(write):
    path = write("timestamp,XBT,ETH")
    with pytest.raises(BadPrices, match=r"prices\.csv:1: no column BTC"):
        Inputs(path, read(path)).prices()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{\n"name": }', r"vault\.json:2: no JSON: Expecting value"),
        ('{"name": "x", "name": "y"}', r"vault\.json: the key 'name' is there twice"),
        ("[]", r"vault\.json: the file: expected an object, got \[\]"),
        (json.dumps({"name": "x"}), r"vault\.json: hub: it is missing"),
    ],
)
def test_a_vaults_file_that_cannot_be_played_is_named(write, text, said):
    path = write(text=text)
    with pytest.raises((NotPlayable, Unreadable), match=said):
        Inputs(path, read(path)).parameters()
