"""Tokens are probed before there is a vault: a bad habit is one line, and nothing stays behind."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from brownie import accounts, web3
from brownie import chain as brownie_chain

from scripts.deploy.parameters import Mismatch
from scripts.deploy.plan import read_plan
from scripts.deploy.probe import HABITS, part
from scripts.deploy.project import at, container
from scripts.deploy.project import deploy as create

INTERFACE = Path(__file__).parents[2] / "interfaces" / "ITokenProbe.sol"
WETH = 2 * 10**16  # {unit}, a thousandth of the seed.
ONE = 10**18


@pytest.fixture(autouse=True)
def no_ether(params):
    """What becomes of WETH here would be refused as wrapped ether first."""
    params.pop("gateway")


@pytest.fixture
def become(market, deployer):
    """Gives WETH another code, as an upgrade does, and tells it something."""

    def change(kind, setter=None, *values):
        model = create(container(kind), ["Wrapped Ether", "WETH", 18], deployer)
        address = market["tokens"]["WETH"]
        code = web3.eth.get_code(model).hex()
        web3.provider.make_request("anvil_setCode", [address, "0x" + code.removeprefix("0x")])
        token = at(kind, address)
        if setter:
            getattr(token, setter)(*values, {"from": deployer})
        return token

    return change


def refusal(deploy, params):
    with pytest.raises(Mismatch) as refused:
        deploy(params)
    return str(refused.value)


def allowed(market, start):
    """{unit} by token and spender: the last word of every approval from a block on."""
    topic = web3.keccak(text="Approval(address,address,uint256)")
    tokens = list(market["tokens"].values())
    found = {"address": tokens, "topics": [topic], "fromBlock": start}
    logs = web3.eth.get_logs(found)
    return {(it["address"], it["topics"][2]): int(it["data"].hex(), 16) for it in logs}


@pytest.mark.parametrize(
    ("kind", "setter", "values", "said"),
    [
        (
            "MockFeeToken",
            "setFee",
            [ONE // 100],
            f"received: expected {WETH}, got {WETH * 99 // 100}",
        ),
        (
            "MockFeeToken",
            "setFee",
            [10**12],
            f"received: expected {WETH}, got {WETH - WETH // 10**6}",
        ),
        ("MockGreedyToken", "setGreedy", [True], f"paid: expected {WETH}, got {WETH * 101 // 100}"),
        ("MockFalseToken", "setFailing", [True], "transfer: expected true, got false"),
        (
            "MockSelfToken",
            "setSelf",
            [True, False],
            f"selfTransfer: expected {WETH}, got {2 * WETH}",
        ),
        (
            "MockPausableToken",
            "setPaused",
            [True],
            f"transfer: expected {WETH} units there and back, got TokenPaused",
        ),
    ],
)
def test_a_bad_habit_is_refused_by_name(deploy, params, become, kind, setter, values, said):
    """TK-01, TK-03"""
    become(kind, setter, *values)

    assert refusal(deploy, params) == f"WETH.token.{said}"


def test_a_token_that_is_listed_twice_is_refused_by_name(deploy, params):
    params["assets"][1] = params["assets"][0]

    said = "assets[1].symbol: expected another symbol than any before, got WETH"
    assert refusal(deploy, params) == said


def test_a_deployer_without_the_tokens_is_refused_by_name(deploy, params, market, deployer):
    token, who = at("MockToken", market["tokens"]["WETH"]), deployer.address.lower()
    token.transfer(accounts[5], token.balanceOf(deployer), {"from": deployer})

    told = f"ERC20InsufficientBalance: {who}, 0, {WETH}"
    said = f"WETH.token.transfer: expected {WETH} units there and back, got {told}"
    assert refusal(deploy, params) == said


def test_a_refusal_leaves_no_vault_no_allowance_and_no_book(
    deploy, params, become, market, deployer, book_file
):
    token = become("MockFeeToken", "setFee", ONE // 100)
    start, first = token.balanceOf(deployer), brownie_chain.height + 1

    refusal(deploy, params)

    assert not book_file.exists()
    assert token.balanceOf(deployer) == start
    left = allowed(market, first)
    assert len(left) >= 3 and set(left.values()) == {0}


def test_what_has_been_mended_is_deployed(deploy, params, become, deployer):
    token = become("MockFeeToken", "setFee", ONE // 100)
    refusal(deploy, params)
    token.setFee(0, {"from": deployer})

    assert at("Vault", deploy(params).vault).totalSupply() == 1_000 * ONE


@pytest.mark.parametrize("kind", ["MockSilentToken", "MockHookToken"])
def test_a_habit_that_does_no_harm_is_deployed(deploy, params, become, kind):
    """TK-03, TK-07"""
    become(kind)

    assert at("Vault", deploy(params).vault).totalSupply() == 1_000 * ONE


def test_nothing_and_no_allowance_stays_with_the_probe(deploy, params, market, deployer):
    probe = vars(deploy(params))["TokenProbe"]

    for address in market["tokens"].values():
        token = at("MockToken", address)
        assert token.balanceOf(probe) == token.allowance(deployer, probe) == 0


@pytest.mark.parametrize(
    ("seed", "amount"),
    [
        (30_000 * 10**6, 30 * 10**6),  # A thousandth.
        (75_000_000, 10**6),  # Enough to show a fee of one in a million.
        (10**9, 10**6),
        (999, 999),  # All there is.
        (1, 1),
        (0, 0),
    ],
)
def test_a_small_part_of_the_seed_is_moved(params, seed, amount):
    asset = replace(read_plan(params).assets[0], seed=seed)

    assert part(asset) == amount


def test_a_seed_of_nothing_is_refused_by_name(deploy, params):
    params["assets"][0]["seed"] = "0"

    assert refusal(deploy, params) == "WETH.token.seed: expected more than 0, got 0"


def test_every_error_of_the_probe_has_its_words():
    """A token without code is told before; three errors are others'."""
    errors = set(re.findall(r"error (\w+)\(", INTERFACE.read_text()))
    assert errors - {"CodeMissing"} == set(HABITS) - {
        "SafeERC20FailedOperation",
        "TransferDeltaMismatch",
        "DecimalsTooMany",
    }
