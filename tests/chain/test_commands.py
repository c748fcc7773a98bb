"""Each command against a real node: what it does, what it says, and how it fails."""

import json

import pytest
from eth_account import Account

from counterpoise.chain.anvil import Anvil
from tests.chain.screen import require_one_line, words
from tests.chain.world import HOUR, ONE

CANARY = "c0ffee" * 10 + "beef"
KEEPER = Account.from_key(CANARY).address


@pytest.fixture
def run(deployment, run_as):
    return run_as(deployment, CANARY)


@pytest.fixture
def orders_file(run, world, tmp_path):
    """What a rebalance would do now that a price has moved, as `preview --json` shows it."""
    world.move(0, 2_600)
    file = tmp_path / "orders.json"
    file.write_text(run("preview --json").stdout, encoding="utf-8")
    return file


def test_status_shows_the_vault_in_80_columns(run, world):
    result = run("status")
    assert result.exit_code == 0
    assert ["WETH", "200", "2,000.00", "400,000.00", "40.00", "%", "40.00", "%"] in words(
        result.stdout
    )
    assert "Value   1,000,000.00 USD" in result.stdout
    assert "Due    no, WithinBand: drift 0.00 %, band 3.00 %" in result.stdout
    assert max(map(len, result.stdout.splitlines())) <= 80


def test_status_shows_what_it_can_when_a_feed_is_dead(run, world):
    world.wait(25 * HOUR)
    result = run("status")
    assert result.exit_code == 0
    assert "PriceTooOld" in result.stdout
    assert ["WETH", "200", "?", "?", "?", "?"] in words(result.stdout)
    assert max(map(len, result.stdout.splitlines())) <= 80


def test_status_as_json_has_integers_as_text(run, world):
    answer = json.loads(run("status --json").stdout)
    assert answer["vault"] == world.vault.address
    assert answer["report"]["state"]["value"] == "1000000000000000000000000"
    assert answer["report"]["reason"] == {
        "error": "WithinBand",
        "drift": "0",
        "band": "30000000000000000",
    }


def test_preview_shows_orders_and_the_twins_word(run, world):
    world.move(0, 2_600)
    result = run("preview")
    assert result.exit_code == 0
    assert [row[:2] for row in words(result.stdout)[2:4]] == [["WETH", "USDC"], ["USDC", "WBTC"]]
    assert "Twin  agrees" in result.stdout
    answer = json.loads(run("preview --json").stdout)
    assert (answer["due"], answer["twin"], len(answer["orders"])) == (True, "agrees", 2)


def test_preview_says_why_it_is_not_due(run):
    assert run("preview").stdout == "Not due: WithinBand: drift 0.00 %, band 3.00 %\n"


def test_deposit_asks_for_an_allowance_then_takes_it(run, world):
    refused = run("deposit WETH 1.5 --account 1")
    assert refused.exit_code == 1
    assert refused.stderr == (
        "Error: insufficient allowance: the vault may take 0, needs 1.5 WETH; add --approve\n"
    )
    result = run("deposit WETH 1.5 --account 1 --approve")
    assert result.exit_code == 0
    assert ["Paid", "1.5", "WETH"] in words(result.stdout)
    assert ["Got", "2.911043283582089552", "CP433"] in words(result.stdout)
    assert world.tokens[0].functions.allowance(world.depositor, world.vault.address).call() == 0


def test_deposit_in_units_by_address(run, world):
    asset = world.tokens[1].address
    result = run(f"deposit {asset} 1000000 --raw --approve --account {world.depositor} --json")
    assert result.exit_code == 0
    (event,) = json.loads(result.stdout)["events"]
    assert (event["event"], event["amount"], event["shares"]) == (
        "Deposited",
        "1000000",
        "388139104477611940",
    )


def test_mint_asks_for_allowances_then_pays_in_kind(run, world):
    refused = run("mint 10 --account 1")
    assert refused.exit_code == 1
    assert refused.stderr == (
        "Error: insufficient allowance: the vault may take 0, needs 2.01 WETH; add --approve\n"
    )
    result = run("mint 10 --account 1 --approve")
    assert result.exit_code == 0
    assert words(result.stdout)[:4] == [
        ["Paid", "2", "WETH"],
        ["Paid", "0.075", "WBTC"],
        ["Paid", "3,000", "USDC"],
        ["Got", "10", "CP433"],
    ]
    assert world.vault.functions.balanceOf(world.depositor).call() == 10 * ONE


def test_mint_rounds_against_the_one_who_enters(run, world):
    answer = json.loads(run("mint 1 --raw --approve --slippage 1 --account 1 --json").stdout)
    (event,) = answer["events"]
    assert (event["event"], event["shares"], event["amounts"]) == ("Minted", "1", ["1", "1", "1"])


def test_mint_keeps_to_the_limits_that_are_given(run, world):
    held = run("mint 10 --approve --account 1 --max-in 2,0.075,3000 --json")
    assert json.loads(held.stdout)["events"][0]["amounts"] == [
        str(2 * ONE),
        "7500000",
        "3000000000",
    ]
    refused = run("mint 10 --approve --account 1 --max-in 2,0.075,2999.999999")
    assert refused.exit_code == 1
    assert refused.stderr == "Error: limit too low for USDC: 2,999.999999, needs 3,000\n"


def test_mint_needs_no_price(run, world):
    world.wait(25 * HOUR)
    assert run("mint 1 --approve --account 1").exit_code == 0


def test_nothing_is_approved_for_a_mint_that_is_paused(run, world):
    world.send(world.vault.functions.pause())
    refused = run("mint 1 --approve --account 1")
    assert refused.exit_code == 1
    assert "refused by the chain: IsPaused: until " in refused.stderr
    assert world.tokens[0].functions.allowance(world.depositor, world.vault.address).call() == 0


def test_claim_takes_what_a_redemption_left_behind(run, world):
    assert run("redeem 10 --skip WBTC --account 0").exit_code == 0
    held = world.tokens[1].functions.balanceOf(world.deployer).call()
    result = run("claim WBTC --account 0")
    assert result.exit_code == 0
    assert words(result.stdout)[0] == ["Got", "0.075", "WBTC"]
    assert world.tokens[1].functions.balanceOf(world.deployer).call() == held + 7_500_000
    again = run("claim WBTC --account 0")
    assert again.exit_code == 1
    assert again.stderr == (f"Error: nothing to claim: {world.deployer} has left no WBTC behind\n")


def test_execute_does_what_preview_shows(run, world, orders_file):
    result = run(f"execute {orders_file} --raw --account 0")
    assert result.exit_code == 0
    assert [row[:2] for row in words(result.stdout)[2:4]] == [["WETH", "USDC"], ["USDC", "WBTC"]]
    assert "bps of the value" in result.stdout
    assert "CooldownActive" in run("preview").stdout


def test_execute_takes_a_keepers_own_orders_by_symbol(run, world, tmp_path):
    world.move(0, 2_600)
    venue = json.loads(run("preview --json").stdout)["orders"][0]["venue"]
    rows = [("WETH", "USDC", "27.5", "71000"), ("USDC", "WBTC", "34000", "0.845")]
    names = ("venue", "sell", "buy", "sell_amount", "min_buy_amount")
    orders = [dict(zip(names, (venue, *row), strict=True)) for row in rows]
    file = tmp_path / "orders.json"
    file.write_text(json.dumps(orders), encoding="utf-8")
    done = run(f"execute {file} --account 0 --json")
    assert done.stderr == ""
    first, second, last = json.loads(done.stdout)["events"]
    assert (first["sold"], second["sold"]) == ("27500000000000000000", "34000000000")
    assert int(first["bought"]) >= 71_000 * 10**6
    assert (last["event"], last["caller"]) == ("Rebalanced", world.deployer)


def test_execute_says_which_bound_the_orders_break(run, world, tmp_path):
    """Selling alone leaves too much of the hub."""
    world.move(0, 2_600)
    row = json.loads(run("preview --json").stdout)["orders"][0]
    file = tmp_path / "orders.json"
    file.write_text(json.dumps([row]), encoding="utf-8")
    refused = run(f"execute {file} --raw --account 0")
    assert refused.exit_code == 1
    assert f"Overshot: asset {world.tokens[2].address}, weight 33.20 %" in refused.stderr


def test_execute_is_for_keepers(run, world, orders_file):
    refused = run(f"execute {orders_file} --raw --account 1")
    assert refused.exit_code == 1
    assert f"AccessManagedUnauthorized: caller {world.depositor}" in refused.stderr


@pytest.mark.parametrize(
    ("line", "code", "message"),
    [
        ("mint 1000 --account 1", 1, "insufficient balance of WETH"),
        ("mint 9001 --account 1", 1, "SupplyCapExceeded: shares 9,001 shares, room 9,000"),
        ("mint 1 --max-in 1,2 --account 1", 2, "--max-in has 2 amounts, the vault 3 assets: WETH"),
        ("mint 1 --max-in 1,2,x --account 1", 2, "not a number: 'x'"),
        ("mint -1 --account 1", 2, "not an amount: -1 is not above 0"),
        ("mint 0.0000000000000000001 --account 1", 2, "has 19, at most 18 are possible"),
        ("mint 1 --deadline -5 --account 1", 2, "'-5' is not a whole number from 1 to 31536000"),
        ("mint 1 --deadline 0 --account 1", 2, "'0' is not a whole number from 1 to 31536000"),
        ("mint", 2, "Missing argument 'SHARES'; see main mint --help"),
        ("mint 1 2", 2, "unexpected extra argument (2)"),
        ("deposit WETH -1 --account 1", 2, "not an amount: -1 is not above 0"),
        ("redeem -.5 --account 1", 2, "not an amount: -.5 is not above 0"),
        ("keeper run --poll inf --account 1", 2, "inf is not above 0 and at most 86400"),
        (
            "keeper run --record-spacing 604801 --account 1",
            2,
            "'604801' is not a whole number from 0 to 604800",
        ),
        (
            "keeper run --record-spacing=-1 --account 1",
            2,
            "'-1' is not a whole number from 0 to 604800",
        ),
        ("keeper run --poll nan --account 1", 2, "nan is not above 0 and at most 86400"),
        ("keeper walk", 2, "No such command 'walk'"),
        ("status --rpc http://127.0.0.1:80x", 3, "http://127.0.0.1:80x: that is no address"),
        ("claim DAI --account 1", 2, "asset unknown: 'DAI'; the vault holds WETH, WBTC, USDC"),
        ("claim WETH", 4, "no key"),
        ("execute absent.json --account 0", 2, "cannot read the orders absent.json"),
        ("deposit WETH 100.5 --account 1", 1, "has 100, needs 100.5"),
        ("deposit WBTC 0.123456789 --account 1", 2, "has 9, at most 8 are possible"),
        ("deposit DAI 1 --account 1", 2, "asset unknown: 'DAI'; the vault holds WETH, WBTC, USDC"),
        ("deposit WETH 1 --account 77", 4, "the node holds 10 accounts, no number 77"),
        ("deposit WETH 1 --account me", 4, "'me' is neither an address nor a number"),
        ("deposit WETH 1", 4, "no key: give --account or --keystore, or set COUNTERPOISE_KEY"),
        ("deposit WETH 1 --approve --account 1 --min-shares 2", 1, "TooFewShares: shares 1.940695"),
        ("deposit WETH 1 --slippage 5 --account 1", 2, "not a fraction: 5 is not from 0 to 1"),
        ("redeem 1 --account 1", 1, "insufficient balance of CP433"),
        ("redeem all --account 1", 1, "has no shares"),
        ("redeem 1 --skip DAI --account 0", 2, "asset unknown: 'DAI'"),
        ("redeem 1 --keystore absent.json", 4, "cannot read the keystore absent.json"),
        ("rebalance --account 2", 1, "WithinBand: drift 0.00 %, band 3.00 %"),
        ("status --chain-id 1", 3, "its id is 31337, expected 1"),
        ("keeper run --once", 4, "no key"),
        ("keeper run --once --chain-id 5 --account 2", 3, "expected 5"),
    ],
)
def test_what_cannot_be_done_is_one_line_and_a_code(run, line, code, message):
    result = run(line)
    require_one_line(result, code, message)
    assert result.stdout == ""


@pytest.mark.parametrize("command", ["mint 10", "deposit WETH 1"])
def test_a_deadline_that_passes_is_named(run, world, node, command):
    """The next block comes two minutes late."""
    assert run(f"{command} --account 1 --approve").exit_code == 0
    late = world.client.time() + 120
    for token in world.tokens:
        world.send(token.functions.approve(world.vault.address, 10**24), world.depositor)
    node.rpc("evm_setNextBlockTimestamp", late)
    refused = run(f"{command} --account 1 --deadline 60")
    assert refused.exit_code == 1
    assert refused.stderr.startswith("Error: refused by the chain: Expired: deadline 20")


def test_execute_that_may_wait_too_long_is_told_so_in_times(run, world, orders_file):
    refused = run(f"execute {orders_file} --raw --account 0 --deadline 9999")
    assert refused.exit_code == 1
    assert "DeadlineTooFar: deadline 20" in refused.stderr


def test_a_keystore_without_a_password_or_a_terminal_is_one_line(run, tmp_path):
    file = tmp_path / "keystore.json"
    file.write_text(json.dumps(Account.encrypt(CANARY, "canary", iterations=1)), encoding="utf-8")
    refused = run(f"rebalance --keystore {file}")
    assert refused.exit_code == 4
    assert refused.stderr == (
        "Error: no password: set COUNTERPOISE_PASSWORD, or type it at a terminal\n"
    )


def test_what_is_no_vault_is_code_2(run, world):
    result = run(f"status --vault {world.lens.address}")
    assert result.exit_code == 2
    assert result.stderr == f"Error: not a vault: {world.lens.address}\n"


def test_a_dead_price_is_told_before_an_approval(run, world):
    world.wait(25 * HOUR)
    result = run("deposit WETH 1 --account 1 --approve")
    assert result.exit_code == 1
    assert "PriceTooOld" in result.stderr
    assert world.tokens[0].functions.allowance(world.depositor, world.vault.address).call() == 0


def test_redeem_pays_in_kind(run, world):
    result = run("redeem 10 --account 0 --slippage 0")
    assert result.exit_code == 0
    assert words(result.stdout)[:4] == [
        ["Paid", "10", "CP433"],
        ["Got", "2", "WETH"],
        ["Got", "0.075", "WBTC"],
        ["Got", "3,000", "USDC"],
    ]


def test_redeem_all_leaves_a_skipped_asset_as_a_claim(run, world):
    result = run("redeem all --skip WBTC --account 0")
    assert result.exit_code == 0
    assert [row[0] for row in words(result.stdout)[:4]] == ["Paid", "Got", "Kept", "Got"]
    assert world.vault.functions.balanceOf(world.deployer).call() == 0
    assert world.vault.functions.claimOf(world.deployer, world.tokens[1].address).call() > 0


def test_rebalance_shows_what_was_traded(run, world):
    world.move(0, 2_600)
    result = run("rebalance --account 2")
    assert result.exit_code == 0
    assert [row[:2] for row in words(result.stdout)[2:4]] == [["WETH", "USDC"], ["USDC", "WBTC"]]
    assert "bps of the value" in result.stdout
    assert max(map(len, result.stdout.splitlines())) <= 80


def test_a_key_in_the_environment_signs_and_is_never_shown(run, world, node, monkeypatch):
    monkeypatch.setenv("COUNTERPOISE_KEY", CANARY)
    node.rpc("anvil_setBalance", KEEPER, hex(ONE))
    world.move(0, 2_600)
    answer = json.loads(run("rebalance --json").stdout)
    assert answer["events"][-1]["caller"] == KEEPER


def test_a_keystore_signs_with_its_password(run, world, node, tmp_path, monkeypatch):
    file = tmp_path / "keystore.json"
    file.write_text(json.dumps(Account.encrypt(CANARY, "canary", iterations=1)), encoding="utf-8")
    node.rpc("anvil_setBalance", KEEPER, hex(ONE))
    world.move(0, 2_600)
    monkeypatch.setenv("COUNTERPOISE_PASSWORD", "wrong")
    refused = run(f"rebalance --keystore {file}")
    assert (refused.exit_code, refused.stdout) == (4, "")
    monkeypatch.setenv("COUNTERPOISE_PASSWORD", "canary")
    assert run(f"rebalance --keystore {file}").exit_code == 0


def test_a_bad_key_is_code_4_and_not_quoted(run, monkeypatch):
    monkeypatch.setenv("COUNTERPOISE_KEY", CANARY[:-1])
    result = run("rebalance")
    assert result.exit_code == 4
    assert "c0ffee" not in result.output


def test_the_keeper_trades_once_when_it_is_due_then_waits(run, world):
    world.move(0, 2_600)
    first = run("keeper run --once --account 2")
    line = json.loads(first.stdout)
    assert (first.exit_code, line["event"], line["orders"]) == (0, "traded", 2)
    assert line["drift"] == "64285714285714285"
    assert line["gas"] > 21_000
    assert world.w3.eth.get_transaction(line["tx"])["to"] == world.vault.address
    second = run("keeper run --once --account 2")
    line = json.loads(second.stdout)
    assert (second.exit_code, line["event"], line["why"]) == (0, "waited", "CooldownActive")
    assert int(line["numbers"]["ready_at"]) - int(line["numbers"]["time"]) == HOUR


def test_the_keeper_waits_with_the_feeds_reason(run, world):
    world.wait(25 * HOUR)
    line = json.loads(run("keeper run --once --account 2").stdout)
    assert (line["event"], line["why"]) == ("waited", "PriceTooOld")


def test_a_node_that_is_gone_is_code_3(run, tmp_path):
    with Anvil() as other:
        url = other.url
    result = run(f"status --rpc {url}")
    assert result.exit_code == 3
    assert result.stderr == f"Error: no node at {url}: the connection failed\n"
