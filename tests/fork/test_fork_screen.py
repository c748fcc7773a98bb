"""What the command line says of a vault on mainnet's state, and does there."""

import json

import pytest
from click.testing import CliRunner

from counterpoise.cli import main
from tests.chain.screen import words
from tests.chain.world import ONE, PERCENT
from tests.fork.mainnet import USDC, WETH


@pytest.fixture
def run(each, tmp_path, monkeypatch):
    names = ("vault", "lens", "gateway")
    addresses = {name: getattr(each, name).address for name in names}
    file = tmp_path / "deployment.json"
    file.write_text(json.dumps({"chainId": 1, "addresses": addresses}), encoding="utf-8")
    monkeypatch.setenv("COUNTERPOISE_RPC", each.node.url)
    monkeypatch.setenv("COUNTERPOISE_DEPLOYMENT", str(file))

    def run(line):
        result = CliRunner().invoke(main, line.split())
        assert result.exit_code == 0, result.output
        assert max(map(len, result.stdout.splitlines())) <= 80
        return result.stdout

    return run


def test_status_knows_the_real_tokens_by_their_names(run, recorded):
    lines = words(run("status"))
    assert ["WETH", "100", "1,588.11", "158,811.18", "50.00", "%", "50.00", "%"] in lines
    assert ["USDC", "158,811.178966", "1.00", "158,811.18", "50.00", "%", "50.00", "%"] in lines


@pytest.mark.parametrize("part", [PERCENT // 2, 5 * PERCENT])
def test_the_twin_explains_what_the_chain_would_do(run, each, part):
    """Where it trades, and where the pools have not followed and it waits."""
    each.feed.move(part)
    said = words(run("explain"))
    assert said[0] == ["Twin", "agrees"]
    why = next(line for line in said if line[0] == "Why")
    assert why[2] == ("trades," if part < PERCENT else "waits,")


def test_ether_comes_in_and_dollars_go_out(run, each):
    run("mint 10 --ether --approve --account 1")
    assert each.shares(each.depositor) == 10 * ONE
    before = each.held(each.depositor)
    run("exit 10 --into USDC --approve --account 1")
    after = each.held(each.depositor)
    assert (after[0], each.shares(each.depositor)) == (before[0], 0)
    price = each.feed.answer()  # D8{USD}: ten shares are one ether and as much in dollars
    assert 199 * price // 10**4 < after[1] - before[1] < 201 * price // 10**4
    assert each.held(each.gateway.address) == (0, 0)


def test_who_is_blocked_leaves_the_dollars_and_claims_them_later(run, each):
    run("mint 10 --approve --account 1")
    each.dollar.block(each.depositor)
    run("redeem 10 --skip USDC --account 1")
    owed = each.client.claim_of(each.depositor, USDC)
    assert each.client.claim_of(each.depositor, WETH) == 0
    each.dollar.unblock(each.depositor)
    before = each.held(each.depositor)
    run("claim USDC --account 1")
    assert each.held(each.depositor) == (before[0], before[1] + owed)
