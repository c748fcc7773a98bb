"""From prices to reports: a node, the deployment, the play, the tables and the pictures."""

from __future__ import annotations

import json
import tempfile
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

from rich.console import Console
from rich.progress import Progress

from counterpoise.backtest.bar import progress
from counterpoise.backtest.clock import clock
from counterpoise.backtest.crowd.terms import DEVIATION, HEARTBEAT, LAG, NOISE
from counterpoise.backtest.demo import pictures, table
from counterpoise.backtest.demo.play import Play
from counterpoise.backtest.demo.record import Record
from counterpoise.backtest.demo.summary import Summary, summarise, write
from counterpoise.backtest.deployment import deploy, require_project
from counterpoise.backtest.folder import writable
from counterpoise.backtest.inputs import DEMO
from counterpoise.backtest.market import Market
from counterpoise.backtest.people import Depositor
from counterpoise.backtest.prices import ONE, Prices
from counterpoise.backtest.roles import EVE, FIRST_DEPOSITOR, KEEPER, MAKER
from counterpoise.backtest.stage import Scene, Stage
from counterpoise.chain.anvil import Anvil
from counterpoise.chain.contracts import VaultClient, address_of
from counterpoise.chain.local import BlockSigner, LocalNode
from counterpoise.chain.mirror import Mirror
from counterpoise.chain.provider import connect
from counterpoise.chain.sender import Sender
from counterpoise.keeper.log import logger
from counterpoise.keeper.look import Post

TOKENS = {"ETH": "WETH", "BTC": "WBTC"}
KEEPER_LOG = "keeper.jsonl"
# In which tenth of the run a depositor enters, {USD}, and with what; None is in kind.
ENTRIES = ((0, 200_000, None), (0, 60_000, "USDC"), (0, 50_000, "WETH"), (3, 90_000, None))


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run leaves behind."""

    stage: Stage
    record: Record
    summary: Summary


def run(prices: Prices, source: str, seed: int, reports: Path, console: Console) -> Outcome:
    """Play the prices on a chain of their own; write the reports, print the tables.

    Raises `NotWritable` before anything is played.
    """
    writable(reports)
    span = " to ".join(f"{clock(prices.times[i]):%Y-%m-%d %H:%M}" for i in (0, -1))
    console.print(f"{len(prices)} prices, {span} UTC\n{source}", soft_wrap=True)
    args = [
        "--timestamp",
        str(prices.times[0] - EVE),
        "--prune-history",
        "1000",
        "--base-fee",
        "0",
    ]
    with Anvil(args=args) as node, progress(console) as bar:
        outcome = _perform(node.url, prices, seed, bar, reports)
    setting = _setting(prices, source, seed, outcome.stage)
    _report(outcome, setting, reports, console)
    return outcome


def _perform(url: str, prices: Prices, seed: int, bar: Progress, reports: Path) -> Outcome:
    task = bar.add_task("deploying", total=len(prices))
    require_project()
    params = json.loads(DEMO.read_text())
    first = dict(zip((TOKENS[it] for it in prices.assets), prices.closes[0], strict=True))
    with tempfile.TemporaryDirectory() as folder:
        stage = deploy(url, Scene(params, first), Path(folder))
    bar.update(task, description="playing")
    with closing(LocalNode(url)) as node, (reports / KEEPER_LOG).open("w") as log:
        play = _play(node, stage, seed, len(prices), log)
        record = play.run(prices, lambda: bar.advance(task))
    return Outcome(stage, record, summarise(record))


def _play(node: LocalNode, stage: Stage, seed: int, steps: int, log: TextIO) -> Play:
    accounts = node.accounts()
    client = VaultClient(connect(node.url), address_of(stage.vault), address_of(stage.lens))
    market = Market(node, accounts[MAKER], stage.listings, stage.hub, seed)
    depositors: dict[int, list[Depositor]] = {}
    for i, (tenth, dollars, symbol) in enumerate(ENTRIES):
        who = Depositor(accounts[FIRST_DEPOSITOR + i], dollars * ONE, symbol)
        depositors.setdefault(tenth * steps // 10, []).append(who)
    signer = BlockSigner(node, address_of(accounts[KEEPER]))
    keeper = Post(client, Mirror(client), Sender(client.w3, signer))
    return Play(node, client, stage, market, keeper, logger(log), depositors)


def _setting(prices: Prices, source: str, seed: int, stage: Stage) -> dict[str, Any]:
    return {
        "prices": source,
        "from": clock(prices.times[0]).isoformat(),
        "to": clock(prices.times[-1]).isoformat(),
        "step": prices.step,
        "seed": seed,
        "pool_lag": LAG,
        "pool_noise": NOISE / ONE,
        "feed_heartbeat": HEARTBEAT,
        "feed_deviation": DEVIATION / ONE,
        "vault": stage.parameters,
    }


def _report(outcome: Outcome, setting: Any, reports: Path, console: Console) -> None:
    stage, record, summary = outcome.stage, outcome.record, outcome.summary
    symbols = list(stage.tokens)
    write(reports, record, summary, symbols, setting)
    pictures.weights(record, symbols, stage.target, stage.band, reports / "weights.png")
    pictures.value(record, reports / "value.png")
    console.print(table.rebalances(record.rebalances, symbols))
    for part in (
        table.waits(summary),
        table.leavers(summary),
        table.against_hold(summary),
    ):
        console.print(part)
    console.print(
        f"The keeper decided {summary.looks} times; its twin was asked {summary.compared} times\n"
        "and came to the same decision each time, to the unit."
    )
    files = ", ".join(str(reports / name) for name in ("weights.png", "value.png", "demo.json"))
    console.print(f"Pools trail the market by {LAG} s with {NOISE * 10_000 / ONE:g} bps of noise.")
    console.print(f"Written: {files}, {reports / 'demo.csv'}, {reports / KEEPER_LOG}")
