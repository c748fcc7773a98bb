"""Deposit, redeem and keep, as the entries do it."""

from __future__ import annotations

import pytest
from brownie import accounts

from scripts import deposit, keeper, redeem
from scripts.account import sender
from scripts.deploy.entry import one_line
from scripts.deploy.parameters import Mismatch, Refused
from scripts.deploy.project import at
from scripts.vault_book import open_vault


@pytest.fixture
def depositor():
    return accounts[4]


@pytest.fixture
def opened(there, book_file):
    return open_vault(str(book_file))


@pytest.fixture
def funded(opened, depositor):
    opened.token("USDC").mint(depositor, 1_000 * 10**6, {"from": depositor})
    return opened


def test_a_deposit_brings_its_worth_less_what_entry_costs(funded, depositor):
    shares = deposit.deposit(funded, "USDC", "1000", depositor)

    assert shares == 9_735_123_226_288_274_831  # 10 shares: 1.99 %, and both sides of the prices
    assert funded.token("USDC").balanceOf(depositor) == 0
    assert funded.token("USDC").allowance(depositor, funded.vault.address) == 0


def test_an_asset_that_the_vault_does_not_hold_is_named(opened, depositor):
    with pytest.raises(Mismatch, match="^asset: expected one of WETH, WBTC, USDC, got DAI$"):
        deposit.deposit(opened, "DAI", "1", depositor)


def test_all_shares_redeem_for_every_asset(funded, depositor):
    deposit.deposit(funded, "USDC", "1000", depositor)

    received = redeem.redeem(funded, "all", depositor)

    # 9.735 of 1,009.735 shares, rounded down.
    assert received == {"WETH": "0.19282529", "WBTC": "0.00723094", "USDC": "298.87919400"}
    assert funded.vault.balanceOf(depositor) == 0


def test_a_part_of_the_shares_can_be_redeemed(funded, depositor):
    deposit.deposit(funded, "USDC", "1000", depositor)

    redeem.redeem(funded, "2.5", depositor)

    assert funded.vault.balanceOf(depositor) == 7_235_123_226_288_274_831


def test_the_keeper_waits_inside_the_band_and_says_why(there, book_file, capsys):
    keeper.main(str(book_file))

    assert "waits: WithinBand: 0, 30000000000000000" in capsys.readouterr().out


def test_the_keeper_rebalances_what_has_drifted(opened, book_file, depositor, capsys):
    opened.token("USDC").mint(depositor, 10_000 * 10**6, {"from": depositor})
    deposit.deposit(opened, "USDC", "10000", depositor)

    keeper.main(str(book_file))

    assert "rebalanced in 0x" in capsys.readouterr().out
    lens = at("VaultLens", opened.lens.address)
    assert lens.drift(opened.vault.address)[1] < 10**15  # 0.1 %


def test_a_missing_book_is_one_line(tmp_path):
    with pytest.raises(SystemExit) as ended:
        redeem.main(str(tmp_path / "none.json"))

    assert str(ended.value) == f"refused: {tmp_path / 'none.json'}: no such parameter file"


def test_what_a_node_foresees_to_revert_is_one_line():
    """As Brownie says it on any chain but its own; another error stays what it is."""
    said = "Gas estimation failed: 'NotSeeded: '. This transaction will likely revert. If you wish"
    with pytest.raises(SystemExit, match=r"^reverted: NotSeeded: $"), one_line():
        raise ValueError(said)
    with pytest.raises(ValueError, match="^another$"), one_line():
        raise ValueError("another")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{}", "book.json.addresses: expected a value, got nothing"),
        ('{"addresses": {"vault": 7}}', "book.json.addresses.vault: expected a string, got 7"),
        ('{"addresses": {"vault": "0x1"}}', "book.json.addresses.vault: expected an address, got"),
        ('{"addresses": 1, "addresses": 2}', "book.json: the key 'addresses' is there twice"),
        ("[", "book.json:1: no JSON: Expecting value"),
    ],
)
def test_a_book_that_is_none_is_one_line(tmp_path, text, said):
    (tmp_path / "book.json").write_text(text)
    with pytest.raises(SystemExit) as ended:
        keeper.main(str(tmp_path / "book.json"))
    line = str(ended.value).replace(f"{tmp_path}/", "")
    assert line.startswith(f"refused: {said}")
    assert "\n" not in line


def test_the_key_in_the_environment_comes_first(monkeypatch):
    monkeypatch.setenv("COUNTERPOISE_KEY", "0x" + "01" * 32)

    assert sender() == "0x1a642f0E3c3aF545E7AcBD38b07251B3990914F1"
    accounts.remove("0x1a642f0E3c3aF545E7AcBD38b07251B3990914F1")


def test_a_node_without_accounts_needs_a_key(monkeypatch):
    monkeypatch.delenv("COUNTERPOISE_KEY", raising=False)

    with pytest.raises(Refused, match="no account: set COUNTERPOISE_KEY to a private key"):
        sender(10_000)
