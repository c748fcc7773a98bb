"""Rows of the benchmark: how often a second a back-test does what it does, beside Anvil by RPC."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from itertools import cycle
from time import perf_counter
from typing import Any

from brownie import web3
from rich.table import Table

from counterpoise.chain.local import LocalNode
from counterpoise.chain.node import Call, Node, call_of
from counterpoise.chain.process import ProcessNode
from scripts.benching.world import PRICE, World, made
from scripts.deploy.project import now

QUIET, REBALANCES = (2_000, 200), (200, 100)  # times, in process and on Anvil
HOUR = 3_600  # {s} from step to step
UP, DOWN = 11 * PRICE // 10, 9 * PRICE // 10  # One asset gains what another loses, and back.
BARS = {"steps, nothing due": 1_500, "rebalances, two V2 swaps": 400}  # {1/s} in process
TIMES = 20  # {1}, as often as on Anvil at least


@dataclass(frozen=True)
class Speed:
    """One measurement, {1/s}."""

    name: str
    n: int
    process: float
    anvil: float
    ratio: float


@dataclass
class Course:
    """The same work on one node or another, on a clock that goes on."""

    node: Node
    world: World
    check: Call
    time: int

    def quiet(self, count: int) -> float:
        """{s} of so many steps: every feed speaks, and the vault is asked whether it is due."""
        posts = [self._post(i, PRICE) for i in range(self.world.n)]
        began = perf_counter()
        for _ in range(count):
            self.time += HOUR
            self.node.must(self.time, *posts)
            if any(self.node.attempt(self.check)[1][:32]):
                raise RuntimeError("a vault at its target is due")
        return perf_counter() - began

    def rebalances(self, count: int) -> float:
        """{s} of so many rebalances alone, each of what two prices have moved."""
        spent = 0.0
        rebalance = self._call(self.world.vault, "rebalance()")
        for _, prices in zip(range(count), cycle(((UP, DOWN), (PRICE, PRICE))), strict=False):
            self.time += HOUR
            self.node.must(self.time, *self._moves(prices))
            self.time += HOUR
            began = perf_counter()
            self.node.must(self.time, rebalance)
            spent += perf_counter() - began
        return spent

    def _moves(self, prices: tuple[int, ...]) -> list[Call]:
        """Feeds that say new prices, and pools that are there already."""
        calls = [self._post(i, PRICE) for i in (0, 3)]
        for i, price in enumerate(prices, 1):
            calls += [self._post(i, price), *self._pushed(i, price)]
        return calls

    def _pushed(self, i: int, price: int) -> list[Call]:
        token, hub = self.world.tokens[i], self.world.tokens[0]
        pair = self.world.pairs[token.address]
        views = [self._call(it, "balanceOf(address)", pair.address) for it in (token, hub)]
        (held,), (hubs,) = self.node.read(["uint256"], *views)
        short = held * price // PRICE - hubs
        what, amount = (hub, short) if short >= 0 else (token, hubs * PRICE // price - held)
        mint = self._call(what, "mint(address,uint256)", pair.address, amount)
        return [mint, self._call(pair, "sync()")]

    def _post(self, i: int, price: int) -> Call:
        return self._call(self.world.feeds[i], "post(int128)", price)

    def _call(self, to: Any, signature: str, *inputs: Any) -> Call:
        return call_of(str(self.world.user), to.address, signature, *inputs)


def speeds(world: World) -> list[Speed]:
    """Each row, first in process and then on the node that the benchmark runs on."""
    upkeep = made("VaultUpkeep", world.user, world.vault, made("VaultLens", world.user))
    check = call_of(str(world.user), upkeep.address, "checkUpkeep(bytes)", b"")
    with closing(LocalNode(web3.provider.endpoint_uri)) as anvil:
        courses = [Course(it, world, check, now()) for it in (ProcessNode.of(anvil), anvil)]
        jobs = zip(BARS, (Course.quiet, Course.rebalances), (QUIET, REBALANCES), strict=True)
        rows = [_row(world.n, *job, courses) for job in jobs]
        anvil.ask(("evm_setAutomine", [True]))
    return rows


def _row(
    n: int,
    name: str,
    job: Callable[[Course, int], float],
    counts: tuple[int, int],
    courses: list[Course],
) -> Speed:
    pairs = zip(courses, counts, strict=True)
    inside, outside = (count / job(course, count) for course, count in pairs)
    return Speed(name, n, round(inside, 1), round(outside, 1), round(inside / outside, 2))


def table(rows: list[Speed]) -> Table:
    """The figures beside their bars."""
    shown = Table("measured", "in process", "bar", "Anvil", "times", "bar", title="a second")
    for row in rows:
        bars = f"{BARS[row.name]:,}", f"{TIMES}"
        cells = f"{row.process:,.0f}", bars[0], f"{row.anvil:,.0f}", f"{row.ratio:.1f}", bars[1]
        shown.add_row(f"{row.name}, N={row.n}", *cells)
    return shown
