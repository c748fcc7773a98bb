"""The keeper as a process: it outlives its node, and ends in order."""

import io
import json
import os
import queue
import signal
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from counterpoise.chain.anvil import Anvil
from counterpoise.chain.contracts import VaultClient
from counterpoise.chain.keys import from_node
from counterpoise.chain.mirror import Mirror
from counterpoise.chain.provider import Provider, connect
from counterpoise.chain.report import Report
from counterpoise.chain.sender import Sender
from counterpoise.keeper import look, loop
from counterpoise.keeper.log import logger
from tests.chain.world import ARGUMENTS, FEED, World, build
from tests.waiting import PATIENCE, until

ROOT = Path(__file__).resolve().parents[2]


class Running:
    """A keeper's process, and the lines that it says."""

    def __init__(self, url: str, deployment: Path, *more: str) -> None:
        command = "-m counterpoise keeper run --poll 0.2 --account 2 --rpc"
        self.process = subprocess.Popen(
            [sys.executable, *command.split(), url, "--deployment", str(deployment), *more],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
        )
        self._lines: queue.Queue[str] = queue.Queue()
        threading.Thread(target=self._read, daemon=True).start()

    def until(self, event: str) -> dict[str, Any]:
        """The next line of that event."""
        while True:
            line: dict[str, Any] = json.loads(self._lines.get(timeout=PATIENCE))
            if line["event"] == event:
                return line

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self._lines.put(line)


@pytest.fixture
def place(tmp_path: Path) -> Iterator[tuple[Anvil, World, Path]]:
    """A node that writes down its state when it ends, with a vault on it."""
    state = ("--state", str(tmp_path / "state.json"))
    with Anvil(args=ARGUMENTS + state) as node:
        world = build(node.url)
        yield node, world, world.deployment(tmp_path)


@pytest.fixture
def keeper(place) -> Iterator[Running]:
    node, _, deployment = place
    running = Running(node.url, deployment)
    yield running
    running.process.kill()
    running.process.wait()


def test_the_keeper_outlives_its_node(place, keeper):
    node, world, _ = place
    assert keeper.until("waited")["why"] == "WithinBand"
    node.stop(gently=True)
    lost = keeper.until("failed")
    assert (lost["why"], lost["retry_in"]) == ("NoNode", 1.0)
    node.start()
    assert keeper.until("reconnected")["failures"] >= 1
    world.move(0, 2_600)
    assert keeper.until("traded")["orders"] == 2


def test_the_keeper_outlives_a_node_that_forgets_everything(place, keeper):
    """Killed without a word: another chain comes up at the same place, at first without a vault."""
    node, _, _ = place
    keeper.until("waited")
    node.stop()
    assert keeper.until("failed")["why"] == "NoNode"
    node.start()
    while keeper.until("failed")["why"] != "NotAContract":
        pass
    world = build(node.url)
    while keeper.until("waited")["why"] != "WithinBand":
        pass  # It may have looked before the vault had anything in it.
    world.move(0, 2_600)
    assert keeper.until("traded")["orders"] == 2


@pytest.fixture
def patient(place) -> Iterator[Running]:
    """A keeper that waits a second for a transaction."""
    node, _, deployment = place
    running = Running(node.url, deployment, "--patience", "1")
    yield running
    running.process.kill()
    running.process.wait()


def pending(world: World) -> list[dict[str, Any]]:
    return world.pending(world.w3.eth.accounts[2])


def test_a_stuck_transaction_is_replaced_at_a_higher_fee(place, patient):
    """It never becomes two: each has the nonce of the one before.

    Where the next one is there before this test has looked, it looks at that.
    """
    node, world, _ = place
    patient.until("waited")
    world.move_and_hold(0, 2_600)
    fees: list[int] = []
    while len(fees) < 3:
        failed = patient.until("failed")
        assert failed["why"] == "NotMined"
        (stuck,) = pending(world)
        if stuck["hash"] in failed["numbers"]["message"]:
            fees.append(int(stuck["maxFeePerGas"], 16))
    assert fees[0] * 1.1 <= fees[1] and fees[1] * 1.1 <= fees[2]
    node.rpc("evm_setAutomine", True)
    node.rpc("evm_mine")
    assert patient.until("waited")["why"] in ("WithinBand", "CooldownActive")
    assert until(lambda: not pending(world))
    assert len(rebalances(world)) == 1


def test_a_transaction_that_comes_second_is_refused_with_its_reason(place, keeper):
    """The price comes back in the same block, before the keeper's transaction."""
    node, world, _ = place
    keeper.until("waited")
    world.move_and_hold(0, 2_600)
    until(lambda: pending(world))  # The keeper has sent something.
    back = world.feeds[0].functions.post(2_000 * FEED)
    back.transact({"from": world.deployer, "gasPrice": 10**12, "gas": 100_000})
    node.rpc("evm_mine")
    refused = keeper.until("refused")
    assert refused["why"] == "WithinBand"
    assert rebalances(world) == []
    assert keeper.until("waited")["why"] == "WithinBand"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_the_keeper_ends_in_order_while_it_waits_for_a_receipt(place, keeper, number):
    _, world, _ = place
    keeper.until("waited")
    world.move_and_hold(0, 2_600)
    until(lambda: pending(world))  # The keeper has sent something.
    keeper.process.send_signal(number)
    assert keeper.until("failed")["why"] == "NotMined"
    keeper.until("stopped")
    assert keeper.process.wait(timeout=PATIENCE) == 0


def rebalances(world: World) -> list[Any]:
    return list(world.vault.events.Rebalanced.get_logs(from_block=0))


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_the_keeper_ends_in_order(keeper, number):
    keeper.until("waited")
    keeper.process.send_signal(number)
    keeper.until("stopped")
    assert keeper.process.wait(timeout=PATIENCE) == 0
    assert keeper.process.stderr is not None
    assert keeper.process.stderr.read() == ""


def test_a_second_look_asks_only_for_what_can_have_changed(world, monkeypatch):
    """Two pointers, what three constraints remember, the lens's report; a pool where it trades."""
    asked: list[str] = []
    make = Provider.make_request

    def count(self: Provider, method: Any, params: Any) -> Any:
        asked.append(method)
        return make(self, method, params)

    monkeypatch.setattr(Provider, "make_request", count)
    client = VaultClient(connect(world.url), world.vault.address, world.lens.address)
    post = look.Post(client, Mirror(client), Sender(client.w3, from_node(client.w3, "2")))
    look.look(post, logger(io.StringIO()))
    asked.clear()
    seen = look.look(post, logger(io.StringIO()))
    assert seen.twin is not None
    assert Counter(it for it in asked if it != "eth_chainId") == {
        "eth_blockNumber": 1,
        "eth_call": 8,
    }


def test_the_keeper_sends_nothing_that_its_twin_would_not(world, monkeypatch, capsys):
    """The twin has another price for the same pools: a wrong twin, or a wrong chain."""
    world.move(0, 2_600)
    post = look.Post(world.client, Mirror(world.client), Sender(world.w3, from_node(world.w3, "2")))
    honest = look.preview

    def wrong(mirror: Mirror, report: Report) -> Any:
        twin = honest(mirror, report)
        assert twin is not None
        return type(twin)(twin.start, twin.target, twin.orders[:1], twin.end)

    monkeypatch.setattr(look, "preview", wrong)
    block = world.w3.eth.block_number
    trouble = loop.Keeper(lambda: post, logger(sys.stdout)).once()
    line = json.loads(capsys.readouterr().out)
    assert (line["event"], line["why"]) == ("refused", "TwinDisagrees")
    assert line["numbers"]["what"] == "the orders"
    assert trouble is not None
    assert world.w3.eth.block_number == block
