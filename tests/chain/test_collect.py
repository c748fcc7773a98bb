"""A keeper that is paid out of a tank: where that pays it goes there, and nowhere else."""

import io
import json
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from web3.contract import Contract

from counterpoise.chain.anvil import Anvil
from counterpoise.chain.asking import NotAContract
from counterpoise.chain.keys import from_node
from counterpoise.chain.mirror import Mirror
from counterpoise.chain.rewind import rewound
from counterpoise.chain.sender import HEAD_ROOM, Sender
from counterpoise.chain.tank import TankClient, WrongTank, open_tank
from counterpoise.keeper import collect, look
from counterpoise.keeper.collect import Collector
from counterpoise.keeper.log import logger
from tests.chain.screen import require_one_line, words
from tests.chain.test_keeper import Running
from tests.chain.world import ARGUMENTS, NOBODY, ONE, PERCENT, World, build, deploy

GWEI = 10**9
BASE = 20 * GWEI  # {wei/gas}, of the block that the keeper looks at
KEEPER = 2  # of the node's accounts
# Margin, overhead {gas}, rate {wei/USD}, least drift, most and a day's budget {wei}, most {gas}.
TERMS = {
    "margin": PERCENT * 10,
    "overhead": 40_000,
    "rate": 727_650_000_000,
    "least": PERCENT,
    "most": ONE,
    "dailyBudget": 10 * ONE,
    "maxGas": 3_000_000,
}


def rpc(world, name, *values):
    return world.w3.provider.make_request(name, list(values))["result"]


def balance(world, address):
    return world.w3.eth.get_balance(address)


@dataclass(frozen=True, slots=True)
class Desk:
    """A vault that is due, and its tank."""

    world: World
    tank: Contract

    def post(self, always=False):
        w3, client = self.world.w3, self.world.client
        door = open_tank(w3, self.tank.address, client.address)
        collector = Collector(door, always)
        sender = Sender(w3, from_node(w3, str(KEEPER)))
        return look.Post(client, Mirror(client), sender, collector)

    def look(self, **how):
        """What a keeper does, and its lines."""
        stream = io.StringIO()
        seen = look.look(self.post(**how), logger(stream))
        return seen, [json.loads(it) for it in stream.getvalue().splitlines()]

    def callers(self):
        """Who called the vault, each time that it was rebalanced."""
        made = self.world.vault.events.Rebalanced.get_logs(from_block=0)
        return [it["args"]["caller"] for it in made]

    @property
    def keeper(self):
        return self.world.w3.eth.accounts[KEEPER]


@pytest.fixture(scope="module")
def founded() -> Iterator[World]:
    """A world on a node of its own, as blocks here have a base fee."""
    with Anvil(args=ARGUMENTS) as anvil:
        yield build(anvil.url)


@pytest.fixture
def opened(founded):
    """Opens a desk whose tank has such terms and so much in it; ether is a third dearer."""
    world = founded
    with rewound(world.w3.provider.make_request):
        rpc(world, "anvil_setNextBlockBaseFeePerGas", "0x0")

        def open_(amount=ONE, base=BASE, **terms):
            parts = world.vault.address, world.lens.address, world.deployer
            made = deploy(world.w3, "KeeperTank", *parts, tuple((TERMS | terms).values()))
            rpc(world, "anvil_setBalance", made.address, hex(amount))
            world.move(0, 2_600)
            rpc(world, "anvil_setNextBlockBaseFeePerGas", hex(base))
            rpc(world, "evm_mine")
            return Desk(world, made)

        yield open_


def test_a_rebalance_that_pays_goes_through_the_tank(opened):
    """Its line tells what was paid and what it cost, to the wei."""
    desk = opened()
    before = balance(desk.world, desk.keeper)
    seen, (line,) = desk.look()
    assert (line["event"], line["tank"], line["orders"]) == ("traded", desk.tank.address, 2)
    assert desk.callers() == [desk.tank.address]
    reward, cost = int(line["reward"]), int(line["cost"])
    assert balance(desk.world, desk.keeper) - before == reward - cost
    assert ONE - balance(desk.world, desk.tank.address) == reward > 0
    assert seen.done.cost == cost
    assert int(line["reward_foreseen"]) == seen.offer.reward
    assert int(line["cost_foreseen"]) == seen.offer.cost


def test_what_was_foreseen_comes_at_the_fees_of_the_block_it_comes_in(opened):
    """I3 An eighth less; the gas is the same but for what a head room is left for."""
    desk = opened(margin=0)
    seen, (line,) = desk.look()
    base = desk.world.w3.eth.get_block(line["block"])["baseFeePerGas"]
    assert base == BASE * 7 // 8
    assert int(line["reward"]) % base == seen.offer.reward % BASE == 0
    foreseen, came = seen.offer.reward // BASE, int(line["reward"]) // base
    assert foreseen // HEAD_ROOM <= came <= foreseen * HEAD_ROOM
    assert came - TERMS["overhead"] < line["gas"] < came + 20_000


def test_through_the_tank_it_costs_less(opened):
    """What the tank adds to the gas is less than what it pays."""
    seen, _ = opened().look()
    offer = seen.offer
    assert 0 < offer.cost - offer.plain < offer.reward
    assert offer.cost - offer.reward < offer.plain // 2


@pytest.mark.parametrize(
    ("how", "why"),
    [
        ({"amount": 0}, "TankEmpty"),
        ({"amount": 10**12}, "TankEmpty"),
        ({"dailyBudget": 2_000}, "DayIsSpent"),
        ({"least": 25 * PERCENT}, "DriftTooSmall"),
        ({"rate": 1_000}, "NotWorthIt"),
        ({"most": 7}, "NotWorthIt"),
        ({"base": 1_000, "margin": ONE}, "PriceAboveMargin"),
    ],
)
def test_where_it_does_not_pay_the_vault_is_rebalanced_without_it(opened, how, why):
    """And a line before says what stands in the way, with both numbers."""
    desk = opened(**how)
    start = balance(desk.world, desk.tank.address)
    seen, (passed, traded) = desk.look()
    assert (passed["event"], passed["why"]) == ("not collected", why)
    assert passed["tank"] == desk.tank.address
    assert 0 <= int(passed["numbers"]["reward"]) <= int(passed["numbers"]["adds"])
    assert (traded["event"], "tank" in traded) == ("traded", False)
    assert desk.callers() == [desk.keeper]
    assert balance(desk.world, desk.tank.address) == start
    assert seen.offer is None


def test_always_goes_through_the_tank_whatever_it_pays(opened):
    desk = opened(amount=0)
    _, (line,) = desk.look(always=True)
    assert (line["event"], line["reward"], line["reward_foreseen"]) == ("traded", "0", "0")
    assert desk.callers() == [desk.tank.address]


@pytest.mark.parametrize(
    "how", [{}, {"most": 10**15}, {"rate": 10**9}, {"maxGas": 100_000}, {"dailyBudget": 10**15}]
)
def test_the_twin_pays_the_same_whatever_bounds_it(opened, how):
    """I3 Gas, most, rate, the gas that counts, the day: no `TwinDisagrees` in any."""
    seen, lines = opened(**how).look(always=True)
    assert [it["event"] for it in lines] == ["traded"]
    assert seen.offer.reward > 0


@pytest.mark.parametrize("off", [1, -1, ONE])
def test_nothing_is_sent_where_tank_and_twin_disagree(opened, monkeypatch, off):
    """By a wei: neither through the tank nor without it."""
    desk = opened()
    honest = TankClient.paid
    monkeypatch.setattr(TankClient, "paid", lambda *said: honest(*said) + off)
    block = desk.world.w3.eth.block_number
    seen, (line,) = desk.look()
    assert (line["event"], line["why"]) == ("refused", "TwinDisagrees")
    assert line["numbers"]["what"] == "the reward"
    assert desk.world.w3.eth.block_number == block
    assert seen.trouble is not None


def test_the_tank_is_not_asked_where_nothing_is_due(opened, monkeypatch):
    desk = opened()
    desk.look()
    monkeypatch.setattr(collect, "tank_at", None)
    _, (line,) = desk.look()
    assert line["event"] == "waited"


def test_a_tank_of_another_vault_is_refused(opened):
    desk = opened()
    w3, vault = desk.world.w3, desk.world.vault.address
    with pytest.raises(WrongTank, match=f"pays for the vault {vault}, not for"):
        open_tank(w3, desk.tank.address, NOBODY)


def test_what_answers_for_the_vault_and_is_no_tank_is_refused(opened):
    """A lens knows no vault; a gateway does, and has no terms."""
    world = opened(base=0).world
    rpc(world, "anvil_setNextBlockBaseFeePerGas", "0x0")
    gateway = deploy(world.w3, "VaultGateway", world.vault.address, NOBODY, NOBODY)
    for stranger in (world.lens, gateway):
        with pytest.raises(NotAContract, match=f"not a keeper tank: {stranger.address}"):
            open_tank(world.w3, stranger.address, world.vault.address)


@pytest.mark.parametrize(
    ("how", "most"),
    [({}, ONE), ({"amount": 7}, 7), ({"most": 5}, 5), ({"dailyBudget": 12}, 6)],
)
def test_status_tells_where_the_tank_is_and_what_it_pays_now(opened, run_as, tmp_path, how, most):
    """The least of a call's most, the day's rest and what is there; a wei is cut in the table."""
    desk = opened(**how)
    run = run_as(desk.world.deployment(tmp_path, tank=desk.tank.address), "c0ffee", desk.world.url)
    answer = json.loads(run("status --json").stdout)["tank"]
    assert (answer["address"], answer["pays_at_most"]) == (desk.tank.address, str(most))
    assert answer["balance"] == str(how.get("amount", ONE))
    assert answer["terms"]["max_gas"] == str(TERMS["maxGas"])
    shown = [it for it in words(run("status").stdout) if it[0] in ("Tank", "Pays")]
    assert shown[0] == ["Tank", desk.tank.address]
    assert shown[1][2:6] == ["ether", "at", "most", "now,"]


def test_status_tells_of_no_tank_where_there_is_none_and_of_a_strangers_in_one_line(
    opened, run_as, tmp_path
):
    world = opened().world
    run = run_as(world.deployment(tmp_path), "c0ffee", world.url)
    assert "Tank" not in run("status").stdout and "tank" not in json.loads(
        run("status --json").stdout
    )
    run = run_as(world.deployment(tmp_path, tank=world.lens.address), "c0ffee", world.url)
    require_one_line(run("status"), 2, f"not a keeper tank: {world.lens.address}")


@pytest.mark.parametrize(
    ("more", "through"),
    [((), True), (("--collect", "never"), False), (("--collect", "always"), True)],
)
def test_the_command_finds_the_tank_in_the_deployment(opened, tmp_path, more, through):
    """A process of its own: it looks once, and ends."""
    desk = opened()
    file = desk.world.deployment(tmp_path, tank=desk.tank.address)
    running = Running(desk.world.url, file, "--once", *more)
    line = running.until("traded")
    assert running.process.wait(timeout=30) == 0
    assert ("tank" in line) == through
    assert desk.callers() == [desk.tank.address if through else desk.keeper]


def test_the_command_takes_another_tank_by_its_address_and_refuses_what_is_none(opened, tmp_path):
    """What it names wins over the file's, which here is no tank."""
    desk = opened()
    file = desk.world.deployment(tmp_path, tank=desk.world.vault.address)
    wrong = Running(desk.world.url, file, "--once", "--tank", desk.world.lens.address)
    assert wrong.process.wait(timeout=30) == 2
    assert wrong.process.stderr.read() == f"Error: not a keeper tank: {desk.world.lens.address}\n"
    right = Running(desk.world.url, file, "--once", "--tank", desk.tank.address)
    assert right.until("traded")["tank"] == desk.tank.address
    right.process.wait(timeout=30)
