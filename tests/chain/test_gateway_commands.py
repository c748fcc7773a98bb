"""Exit, sell, and entry with ether and signatures, as typed, against a real node."""

import json

import pytest

from counterpoise.chain.market import VaultMarket
from tests.chain.door import EMPTY, WALLET
from tests.chain.screen import require_one_line, words
from tests.chain.world import HOUR, ONE, deploy


@pytest.fixture
def run(gateway_deployment, run_as, monkeypatch):
    """The owner's key is in the environment."""
    run = run_as(gateway_deployment, WALLET)
    monkeypatch.setenv("COUNTERPOISE_KEY", WALLET)
    return run


@pytest.fixture(autouse=True)
def nothing_stays(door):
    """I-18 After whatever a test did, the gateway holds nothing."""
    yield
    assert door.left() == EMPTY


class TestExit:
    """P6: what is shown is what comes."""

    def test_it_shows_what_will_come_then_pays_it(self, run, door):
        result = run("exit 10 --into USDC --permit")
        assert result.exit_code == 0
        assert (
            words(result.stdout)
            == [
                ["Sell", "Buy", "Amount", "For", "about", "At", "least"],
                words(result.stdout)[1],  # a rule
                ["WETH", "USDC", "2", "3,987.204951", "3,967.268926"],
                ["WBTC", "USDC", "0.075", "2,990.552762", "2,975.599998"],
                ["Expected", "9,977.757713", "USDC"],
                ["At", "least", "9,927.868924", "USDC,", "or", "nothing", "is", "done"],
                ["Got", "9,977.757713", "USDC"],
                *words(result.stdout)[-2:],  # gas and transaction
            ]
        )
        assert max(map(len, result.stdout.splitlines())) <= 80
        owner = door.owner.signer.address
        assert door.tokens[2].balance(owner) == 10**11 + 9_977_757_713
        assert door.share.allowance(owner, door.contract.address) == 0

    def test_a_preview_sends_nothing_and_needs_no_key(self, run, world, monkeypatch):
        monkeypatch.delenv("COUNTERPOISE_KEY")
        block = world.client.block()
        result = run("exit 10 --into WBTC --preview --slippage 0.01")
        assert (result.exit_code, world.client.block()) == (0, block)
        assert [row[:2] for row in words(result.stdout)[2:4]] == [
            ["WETH", "USDC"],
            ["USDC", "WBTC"],
        ]
        assert ["Expected", "0.24909544", "WBTC"] in words(result.stdout)

    def test_all_shares_leave_into_ether(self, run, door, world):
        """P13"""
        owner = door.owner.signer.address
        start = world.client.ether(owner)
        result = run("exit all --into WETH --ether --approve --json")
        answer = json.loads(result.stdout)
        assert (result.exit_code, answer["paid"]) == (0, answer["expected"])
        assert int(answer["min_out"]) == int(answer["expected"]) * 995 // 1_000
        assert door.share.balance(owner) == 0
        assert 0 < start + int(answer["paid"]) - world.client.ether(owner) < ONE // 1_000  # gas

    def test_it_asks_for_an_allowance(self, run):
        refused = run("exit 1 --into USDC")
        assert refused.exit_code == 1
        assert refused.stderr == (
            "Error: insufficient allowance: the gateway may take 0, needs 1 CP433; add --approve\n"
        )

    def test_a_token_that_cannot_be_sent_names_the_way_that_works(self, run, world, door):
        """TK-04 The message is followed word by word: redeem with a skip, then sell the rest."""
        usdc = world.tokens[2]
        world.send(usdc.functions.setFrozen(world.vault.address, True))
        refused = run("exit 1 --into WETH --approve")
        assert refused.exit_code == 1
        assert refused.stderr == (
            "Error: USDC cannot be sent: AccountFrozen; "
            "`redeem --skip USDC` keeps the claim, then `sell` takes the rest\n"
        )
        owner = door.owner.signer.address
        assert door.share.allowance(owner, door.contract.address) == 0
        assert run("redeem 1 --skip USDC").exit_code == 0
        sold = run("sell WBTC=0.0075 --into WETH --permit --json")
        assert sold.exit_code == 0
        assert int(json.loads(sold.stdout)["paid"]) == 149_096_897_187_880_332
        assert world.vault.functions.claimOf(owner, usdc.address).call() == 300 * 10**6

    def test_it_needs_no_feed(self, run, world):
        """S2 No oracle stands in the way out."""
        world.wait(25 * HOUR)
        assert run("exit 1 --into USDC --permit").exit_code == 0

    def test_dust_that_brings_nothing_comes_in_kind(self, run):
        result = run("exit 5001 --raw --into USDC --preview")
        assert ["In", "kind", "0.000000000000001", "WETH"] in words(result.stdout)


class TestSell:
    def test_all_that_one_holds_is_sold(self, run, door):
        result = run("sell WETH=all WBTC=0.5 --into USDC --approve")
        assert result.exit_code == 0
        owner = door.owner.signer.address
        assert [token.balance(owner) for token in door.tokens[:2]] == [0, 15 * 10**7]


class TestEntry:
    """P12, P13: each way in."""

    @pytest.mark.parametrize(
        "line", ["--ether --approve", "--ether --permit2 --approve", "--permit2 --approve"]
    )
    def test_minting_in_each_way_brings_the_shares(self, run, door, line):
        result = run(f"mint 10 {line}")
        assert result.exit_code == 0
        assert ["Got", "10", "CP433"] in words(result.stdout)
        owner, ether = door.owner.signer.address, "--ether" in line
        assert door.tokens[0].balance(owner) == (100 if ether else 98) * ONE

    def test_a_deposit_of_ether(self, run, door):
        result = run("deposit WETH 1.5 --ether")
        assert result.exit_code == 0
        assert ["Got", "2.911043283582089552", "CP433"] in words(result.stdout)
        assert door.tokens[0].balance(door.owner.signer.address) == 100 * ONE

    def test_a_deposit_with_a_permit_is_one_transaction(self, run, world, door):
        owner = door.owner.signer.address
        count = world.w3.eth.get_transaction_count(owner)
        assert run("deposit WBTC 1 --permit").exit_code == 0
        assert world.w3.eth.get_transaction_count(owner) == count + 1
        assert door.tokens[1].balance(owner) == 10**8

    def test_a_deposit_with_permit2(self, run, door):
        result = run("deposit USDC 1000 --permit2 --approve")
        assert result.exit_code == 0
        assert ["Got", "0.97034776119402985", "CP433"] in words(result.stdout)
        assert door.tokens[2].allowance(door.owner.signer.address, door.client.permit2) == 0


@pytest.mark.parametrize(
    ("line", "code", "message"),
    [
        ("exit 11 --into USDC --permit", 1, "insufficient balance of CP433"),
        ("exit 1 --into DAI", 2, "asset unknown: 'DAI'; the vault holds WETH, WBTC, USDC"),
        ("exit 1", 2, "Missing option '--into'"),
        ("exit 1 --into USDC --ether", 2, "--ether is for wrapped ether, and this is paid in USDC"),
        ("exit 1 --into USDC --venue 0x12", 2, "not an address: '0x12'"),
        ("exit 1 --into USDC --slippage 2", 2, "not a fraction: 2 is not from 0 to 1"),
        ("exit 1 --into USDC --permit --account 0", 4, "the node's accounts sign no permits"),
        ("sell WETH --into USDC", 2, "WETH has no amount: write ASSET=AMOUNT"),
        ("sell WETH=1 WETH=2 --into USDC", 2, "WETH is there twice"),
        ("sell WETH=101 --into USDC --approve", 1, "has 100, needs 101"),
        ("deposit USDC 1 --ether", 2, "--ether is for wrapped ether, and this is paid in USDC"),
        ("deposit WETH 101 --ether", 1, "insufficient balance of ether"),
        ("deposit WETH 1 --permit", 2, "WETH knows no permit (EIP-2612)"),
        ("deposit WBTC 1 --permit --permit2", 2, "--permit does not go with --permit2"),
        ("mint 1 --permit --ether", 2, "--ether: several calls in one take no ether"),
        ("mint 1 --permit2", 1, "Permit2 may take 0, needs 0.201 WETH; add --approve"),
        ("mint 1 --ether", 1, "the gateway may take 0, needs 0.0075375 WBTC; add --approve"),
    ],
)
def test_what_cannot_be_done_is_one_line_and_a_code(run, line, code, message):
    require_one_line(run(line), code, message)


def test_without_a_gateway_it_is_said_where_to_name_one(world, deployment, run_as):
    run = run_as(deployment, WALLET)
    refused = run("exit 1 --into USDC")
    assert (refused.exit_code, refused.stderr) == (
        2,
        "Error: no gateway: give --gateway, or a --deployment that has one\n",
    )
    other = run(f"exit 1 --into USDC --gateway {world.lens.address}")
    assert other.stderr == f"Error: not a vault gateway: {world.lens.address}\n"


def test_a_market_that_is_missing_is_named(run, world, door):
    world.send(world.vault.functions.setVenue(planner_venue(world), False))
    refused = run("exit 1 --into USDC --permit")
    assert (refused.exit_code, refused.stderr) == (
        1,
        "Error: no market for WETH in USDC; `redeem` leaves in kind\n",
    )
    stranger = deploy(world.w3, "MockVenue").address
    named = run(f"exit 1 --into USDC --venue {stranger}")
    assert named.stderr == f"Error: refused by the chain: VenueNotAllowed: venue {stranger}\n"


def planner_venue(world):
    (venue,) = VaultMarket(world.client, world.client.block()).venues
    return venue
