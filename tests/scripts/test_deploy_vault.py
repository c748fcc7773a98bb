"""Deployment of a vault: what it leaves behind, and that it can be run twice."""

from __future__ import annotations

import json
from copy import deepcopy

import pytest
from brownie import accounts, chain, web3
from brownie.exceptions import VirtualMachineError
from click.testing import CliRunner

import scripts.deploy.vault as deployment
from counterpoise.cli import main
from scripts.deploy.parameters import Mismatch
from scripts.deploy.project import at, container
from scripts.deploy.project import deploy as create
from scripts.deploy.uniswap import NO_ADDRESS
from tests.evm.entries import entry
from tests.scripts.conftest import PERMIT2

ADMIN, GOVERNOR, GUARDIAN, KEEPER = 0, 1, 2, 3


def test_a_vault_stands_seeded_wired_and_handed_over(there, params, deployer):
    vault, authority = at("Vault", there.vault), at("Authority", there.authority)
    assert vault.assets() == [asset["address"] for asset in params["assets"]]
    assert vault.totalSupply() == 1_000 * 10**18
    assert list(map(int, vault.holdings()[1])) == [20 * 10**18, 75_000_000, 30_000 * 10**6]
    assert (vault.supplyCap(), vault.entrySpread()) == (10**24, 3 * 10**15)
    assert at("VaultLens", there.lens).sharePrice(there.vault) == 100 * 10**18
    for role, index in ((GOVERNOR, 1), (GUARDIAN, 2), (KEEPER, 3), (ADMIN, 1)):
        assert authority.hasRole(role, accounts[index])[0]
    assert not authority.hasRole(ADMIN, deployer)[0]


def test_the_book_says_what_stands_where_and_from_what(there, params, book_file):
    book = json.loads(book_file.read_text())
    assert (book["name"], book["chainId"]) == ("local-demo", chain.id)
    assert book["parameters"] == params
    assert book["parametersHash"].startswith("0x") and len(book["parametersHash"]) == 66
    assert book["addresses"]["vault"] == there.vault
    strategy = book["contracts"]["FixedWeightStrategy"]
    assert strategy["arguments"] == [[str(4 * 10**17), str(3 * 10**17), str(3 * 10**17)]]
    assert strategy["block"] <= book["block"] <= chain.height
    assert len(book["contracts"]) == 20
    assert "tank" not in book["addresses"]


def test_a_second_run_sends_nothing(there, deploy, params, book_file):
    block, book = chain.height, book_file.read_text()

    again = deploy(params)

    assert again == there
    assert chain.height == block
    assert book_file.read_text() == book


@pytest.mark.parametrize("stage", ["_wire", "_seed", "_hand_over"])
def test_a_run_that_broke_off_is_taken_up_where_it_stopped(
    deploy, params, book_file, monkeypatch, stage
):
    def broken(*_):
        raise ConnectionError("the node is gone")

    monkeypatch.setattr(deployment, stage, broken)
    with pytest.raises(ConnectionError):
        deploy(params)
    contracts = json.loads(book_file.read_text())["contracts"]
    monkeypatch.undo()

    there = deploy(params)

    assert there.vault == contracts["Vault"]["address"]
    assert json.loads(book_file.read_text())["contracts"] == contracts
    assert at("Vault", there.vault).totalSupply() == 1_000 * 10**18


def test_a_run_that_broke_off_between_two_contracts_goes_on(deploy, params, book_file, monkeypatch):
    real, made = deployment.AddressBook._add, []

    def broken(book, label, *rest):
        if len(made) == 5:
            raise ConnectionError("the node is gone")
        made.append(label)
        real(book, label, *rest)

    monkeypatch.setattr(deployment.AddressBook, "_add", broken)
    with pytest.raises(ConnectionError):
        deploy(params)
    contracts = json.loads(book_file.read_text())["contracts"]
    monkeypatch.undo()

    deploy(params)

    kept = json.loads(book_file.read_text())["contracts"]
    assert list(contracts) == made
    assert {label: kept[label] for label in made} == contracts
    assert len(kept) == 20


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (
            lambda p: p["constraints"][0].update(outer="0.05"),
            'parameters.constraints[0].outer: expected "0.03", got "0.05"',
        ),
        (
            lambda p: p["assets"][1]["feed"].update(maxAge=7200),
            "parameters.assets[1].feed.maxAge: expected 4500, got 7200",
        ),
        (lambda p: p.update(note="x"), 'parameters.note: expected null, got "x"'),
    ],
)
def test_other_parameters_are_refused_by_the_name_of_the_field(there, deploy, params, change, said):
    other = deepcopy(params)
    change(other)

    with pytest.raises(Mismatch) as refused:
        deploy(other)

    assert str(refused.value) == f"local-demo.json: {said}"


def test_a_book_of_another_chain_is_refused(there, deploy, params, book_file):
    book = json.loads(book_file.read_text())
    book_file.write_text(json.dumps(book | {"chainId": 1}))

    with pytest.raises(Mismatch) as refused:
        deploy(params)

    assert str(refused.value) == f"local-demo.json: chainId: expected 1, got {chain.id}"


def test_a_book_whose_contracts_are_gone_is_refused(there, deploy, params, book_file):
    book = json.loads(book_file.read_text())
    nowhere = "0x" + "11" * 20
    book["contracts"]["Vault"]["address"] = nowhere
    book_file.write_text(json.dumps(book))

    with pytest.raises(Mismatch) as refused:
        deploy(params)

    assert str(refused.value) == f"Vault.address: expected code at {nowhere}, got none"
    assert there.vault != nowhere


def test_other_code_at_a_known_address_is_refused(there, deploy, params, book_file):
    book = json.loads(book_file.read_text())
    book["contracts"]["Vault"]["address"] = there.lens
    book_file.write_text(json.dumps(book))

    with pytest.raises(Mismatch) as refused:
        deploy(params)

    said = f"Vault.code: expected the code of this build, got another at {there.lens}"
    assert str(refused.value) == said


def test_a_pointer_that_was_changed_later_is_named(deploy, params, monkeypatch):
    monkeypatch.setattr(deployment, "_hand_over", lambda *_: None)
    monkeypatch.setattr(deployment, "verify", lambda *_: None)
    there = deploy(params)
    monkeypatch.undo()
    real = deployment._wire

    def meddled(parts, plan, book, deployer):
        real(parts, plan, book, deployer)
        parts.vault.setStrategy(there.lens, {"from": deployer})

    monkeypatch.setattr(deployment, "_wire", meddled)
    with pytest.raises(Mismatch) as refused:
        deploy(params)

    said = f"vault.strategy: expected {there.strategy}, got {there.lens}"
    assert str(refused.value) == said


def test_the_gateway_stands_beside_the_vault_and_knows_wrapped_ether(there, params, market):
    gateway = at("VaultGateway", there.gateway)
    assert params["gateway"] == {"weth": market["tokens"]["WETH"]}
    assert (gateway.vault(), gateway.weth()) == (there.vault, market["tokens"]["WETH"])
    assert gateway.permit2() == NO_ADDRESS


def test_a_gateway_may_know_permit2_alone(deploy, params):
    """Permit2's own bytecode at its own address."""
    web3.provider.make_request("anvil_setCode", [PERMIT2["address"], PERMIT2["deployedBytecode"]])
    params["gateway"] = {"permit2": PERMIT2["address"]}

    gateway = at("VaultGateway", deploy(params).gateway)

    assert (gateway.weth(), gateway.permit2()) == (NO_ADDRESS, PERMIT2["address"])


def test_a_vault_without_the_part_has_a_gateway_that_knows_neither(deploy, params):
    del params["gateway"]

    gateway = at("VaultGateway", deploy(params).gateway)

    assert (gateway.weth(), gateway.permit2()) == (NO_ADDRESS, NO_ADDRESS)


def test_a_vault_that_stood_before_there_was_a_gateway_gets_one(there, deploy, params, book_file):
    book = json.loads(book_file.read_text())
    del book["contracts"]["VaultGateway"], book["addresses"]["gateway"]
    book_file.write_text(json.dumps(book))

    again = deploy(params)

    assert again.vault == there.vault
    assert at("VaultGateway", again.gateway).vault() == there.vault
    assert again.gateway != there.gateway


def test_a_gateway_of_another_vault_is_refused_by_its_code_or_its_word(
    there, deploy, params, book_file
):
    stranger = create(container("VaultGateway"), [there.lens, *[NO_ADDRESS] * 2], accounts[0])
    book = json.loads(book_file.read_text())
    book["contracts"]["VaultGateway"]["address"] = stranger
    book_file.write_text(json.dumps(book))

    with pytest.raises(Mismatch) as refused:
        deploy(params)

    assert str(refused.value) == f"gateway.vault: expected {there.vault}, got {there.lens}"


def with_tank(params, **terms):
    return params | {"tank": entry("tank", "keeper") | {"sponsor": str(accounts[5])} | terms}


def test_a_tank_stands_beside_the_vault_and_the_deployer_has_no_power_over_it(
    deploy, params, deployer
):
    """I3 Its terms are the file's, and its sponsor alone takes out what is left."""
    there = deploy(with_tank(params))
    tank, vault = at("KeeperTank", there.tank), at("Vault", there.vault)
    assert (tank.vault(), tank.lens(), tank.sponsor()) == (vault, there.lens, accounts[5])
    assert (tank.margin(), tank.capacity(), tank.maxGas()) == (10**17, 10**17, 1_500_000)
    assert not vault.isVenue(tank)
    accounts[4].transfer(tank, 1_000)
    refused = f"NotTheSponsor: {deployer}, {accounts[5]}".lower()
    with pytest.raises(VirtualMachineError) as said:
        tank.empty(deployer, 1_000, {"from": deployer})
    assert said.value.revert_msg.lower() == refused
    tank.empty(accounts[6], 1_000, {"from": accounts[5]})
    assert tank.balance() == 0


def test_a_second_run_finds_the_tank_and_sends_nothing(deploy, params, book_file):
    """And a book of a vault without one has no such address."""
    there, height = deploy(with_tank(params)), chain.height
    assert (deploy(with_tank(params)), chain.height) == (there, height)
    book = json.loads(book_file.read_text())
    assert book["addresses"]["tank"] == book["contracts"]["KeeperTank"]["address"] == there.tank


def test_the_books_tank_is_the_one_that_the_command_line_finds(
    deploy, params, book_file, monkeypatch
):
    """`status` tells of it, and `keeper run` goes there."""
    there = deploy(with_tank(params))
    accounts[4].transfer(there.tank, 10**18)
    monkeypatch.setenv("COUNTERPOISE_RPC", web3.provider.endpoint_uri)
    monkeypatch.setenv("COUNTERPOISE_DEPLOYMENT", str(book_file))
    done = CliRunner().invoke(main, ["status"])
    assert done.exit_code == 0, done.output
    assert f"Tank   {there.tank}" in done.stdout
    assert "Pays   0.02 ether at most now, of 1 in it" in done.stdout


def test_a_term_beyond_its_bound_is_refused_before_anything_is_sent(deploy, params):
    height = chain.height
    with pytest.raises(Mismatch) as refused:
        deploy(with_tank(params, overhead=100_001))
    assert str(refused.value) == "tank.overhead: expected 0 to 100000, got 100001"
    assert chain.height == height


def test_a_tank_of_another_sponsor_is_refused_by_its_word(deploy, params, book_file):
    there = deploy(with_tank(params))
    book = json.loads(book_file.read_text())
    *parts, terms = book["contracts"]["KeeperTank"]["arguments"]
    made = [*parts[:2], str(accounts[7]), tuple(map(int, terms))]
    stranger = create(container("KeeperTank"), made, accounts[0])
    book["contracts"]["KeeperTank"]["address"] = stranger
    book_file.write_text(json.dumps(book))

    with pytest.raises(Mismatch) as refused:
        deploy(with_tank(params))

    assert str(refused.value) == f"tank.sponsor: expected {accounts[5]}, got {accounts[7]}"
    assert there.tank != stranger
