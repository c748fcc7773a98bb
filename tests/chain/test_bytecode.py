"""A back-test of the bytecode: in process and on Anvil it comes to the same course, to the unit."""

import os
from contextlib import closing
from dataclasses import replace
from random import Random

import pytest

from counterpoise.backtest.bytecode import BytecodePlayer, NoRoom
from counterpoise.backtest.checkpoint import BadCheckpoint, Checkpoint, OtherRun
from counterpoise.backtest.course import Kind
from counterpoise.backtest.crowd.terms import Terms
from counterpoise.backtest.door import ChainDoor
from counterpoise.backtest.flows import Flows, Habits
from counterpoise.backtest.gas import GWEI, constant
from counterpoise.backtest.keeper import Keeper
from counterpoise.backtest.market import Listing, Market
from counterpoise.backtest.prices import ONE, Prices
from counterpoise.backtest.stage import Stage
from counterpoise.chain.anvil import Anvil
from counterpoise.chain.local import LocalNode
from counterpoise.chain.process import ProcessNode
from tests.chain.world import ARGUMENTS, build
from tests.depth import examples

HOURS = 60
FIRST = 1_700_000_000  # {s}
EVE = 1_800  # {s} before the first price


def staged(world):
    symbols = world.market.symbols
    rows = zip(symbols, world.tokens, world.market.decimals, world.feeds, strict=True)
    pairs = [pair.address for pair in world.pairs] + [None]
    listed = [
        Listing(token.address, decimals, feed.address, pair)
        for (_, token, decimals, feed), pair in zip(rows, pairs, strict=True)
    ]
    assets = [
        {"symbol": symbol, "address": it.token} for symbol, it in zip(symbols, listed, strict=True)
    ]
    weights = {it: str(w / ONE) for it, w in zip(symbols, world.market.weights, strict=True)}
    params = {"assets": assets, "strategy": {"kind": "fixed", "weights": weights}}
    vault, lens = world.vault.address, world.lens.address
    return Stage(vault, lens, tuple(listed[:-1]), listed[-1], params)


def wild(hours):
    """Prices that move by up to four per cent an hour, from those that the pools are at."""
    random, closes = Random(11), [(2_000 * ONE, 40_000 * ONE)]
    while len(closes) < hours:
        moved = (price * random.randint(960, 1_040) // 1_000 for price in closes[-1])
        closes.append(tuple(moved))
    times = tuple(FIRST + 3_600 * k for k in range(hours))
    return Prices(("WETH", "WBTC"), times, tuple(closes))


HABITS = Habits(entries=12, size=20_000, stay=0.5, single=0.5)


def player(node, world):
    stage, people = staged(world), node.accounts()
    market = Market(node, people[9], stage.listings, stage.hub, 7, Terms(heartbeat=1_800))
    keeper = Keeper(node, stage, people[3])
    flows = Flows(ChainDoor(keeper, people[4]), HABITS, 7)
    return BytecodePlayer(node, market, keeper, constant(20 * GWEI), flows, 12)


def played(node, world, prices):
    it = player(node, world)
    return it.play(prices, it.begin("wild"), lambda: None)


@pytest.fixture(scope="module")
def courses():
    """The same prices on both, from the same block on."""
    prices = wild(examples(HOURS))
    begin = ["--timestamp", str(prices.times[0] - EVE)]
    with Anvil(args=[*ARGUMENTS, *begin]) as anvil:
        world = build(anvil.url)
        with closing(LocalNode(anvil.url)) as node:
            process = ProcessNode.of(node)
            yield [played(it, world, prices) for it in (process, node)]


def changes(course, kind):
    return [it for step in course.steps for it in step.changes if it.kind is kind]


def test_both_engines_make_the_same_course(courses):
    """Each price, balance, swap, entry and exit, each unit of gas, each reason to wait."""
    process, anvil = courses
    assert process == anvil


def test_every_step_has_a_rebalance_or_a_reason(courses):
    course = courses[0]
    done = changes(course, Kind.REBALANCE)
    assert len(done) >= 3
    assert len(done) + sum(it.wait is not None for it in course.steps) == len(course.steps)
    assert {it.wait for it in course.steps} >= {"WithinBand", None}
    for it in done:
        assert it.gas > 100_000
        assert it.gas_price == 20 * GWEI


def test_swaps_are_what_the_balances_tell(courses):
    """What each asset lost and gained, to the unit; fees are 0.3 % of what was paid."""
    course = courses[0]
    for held, step in zip(course.held(), course.steps, strict=True):
        for change in (it for it in step.changes if it.kind is Kind.REBALANCE):
            balances = list(held.balances)
            for swap in change.swaps:
                balances[swap.sold] -= swap.paid
                balances[swap.bought] += swap.got
                assert swap.paid - swap.fee == swap.paid * 997 // 1_000
                assert 0 < swap.got <= swap.fair
            assert tuple(balances) == change.after.balances
            held = change.after


def test_depositors_come_and_go_and_keep_the_weights_of_those_who_come_in_kind(courses):
    course = courses[0]
    entries, exits = changes(course, Kind.ENTRY), changes(course, Kind.EXIT)
    assert len(entries) >= 5
    assert exits
    for held, step in zip(course.held(), course.steps, strict=True):
        for change in step.changes:
            grows = change.after.supply - held.supply
            assert (grows > 0, grows < 0) == (change.kind is Kind.ENTRY, change.kind is Kind.EXIT)
            held = change.after


@pytest.fixture(scope="module")
def opening():
    """A world in process, to be loaded as often as needed, and its prices."""
    prices = wild(HOURS)
    with Anvil(args=[*ARGUMENTS, "--timestamp", str(prices.times[0] - EVE)]) as anvil:
        world = build(anvil.url)
        with closing(LocalNode(anvil.url)) as node:
            yield world, ProcessNode.of(node).dump(), prices


class Stop(Exception):
    """Somebody stops a run."""


def test_a_run_that_is_broken_off_ends_as_one_that_was_not(opening, tmp_path):
    """After a third, and after two thirds, another process would load what there is."""
    world, dump, prices = opening
    node = ProcessNode.load(dump)
    it, course = player(node, world), None
    course = it.begin("wild")
    for third in (20, 40):

        def after(third=third, node=node, course=course, it=it):
            if len(course.steps) == third:
                Checkpoint(tmp_path, {"run.seed": "7"}).save(node, course, it)
                raise Stop

        with pytest.raises(Stop):
            it.play(prices, course, after)
        node, course, it = Checkpoint(tmp_path, {"run.seed": "7"}).load()
        assert len(course.steps) == third
    assert it.play(prices, course, lambda: None) == played(ProcessNode.load(dump), world, prices)


def test_steps_behind_the_last_checkpoint_are_played_again(opening, tmp_path):
    """A crash between the two files leaves steps that do not count."""
    world, dump, prices = opening
    node = ProcessNode.load(dump)
    it, checkpoint = player(node, world), Checkpoint(tmp_path, {})
    course = it.begin("wild")

    def after():
        if len(course.steps) == 10:
            checkpoint.save(node, course, it)

    it.play(prices, course, after)
    with (tmp_path / "steps.jsonl").open("ab") as file:
        file.write(b'{"time": 1')
    node, again, it = Checkpoint(tmp_path, {}).load()
    assert len(again.steps) == 10
    assert it.play(prices, again, lambda: None) == course


def test_another_run_is_refused_by_the_key_that_differs(opening, tmp_path):
    world, dump, _ = opening
    node = ProcessNode.load(dump)
    it = player(node, world)
    Checkpoint(tmp_path, {"run.seed": "7", "market.lag": "300"}).save(node, it.begin("wild"), it)
    with pytest.raises(OtherRun, match=r"broken off with market\.lag = 300, not 60; delete"):
        Checkpoint(tmp_path, {"run.seed": "7", "market.lag": "60"}).load()


def test_a_damaged_checkpoint_is_told(opening, tmp_path):
    world, dump, _ = opening
    node = ProcessNode.load(dump)
    it = player(node, world)
    Checkpoint(tmp_path, {}).save(node, it.begin("wild"), it)
    state = tmp_path / "state"
    state.write_bytes(state.read_bytes()[:-100])
    with pytest.raises(BadCheckpoint, match="it cannot be read"):
        Checkpoint(tmp_path, {}).load()


def test_a_checkpoint_makes_nothing_but_this_packages_data(opening, tmp_path):
    """What would run a command on loading is refused."""
    world, dump, _ = opening
    node = ProcessNode.load(dump)
    it = player(node, world)
    Checkpoint(tmp_path, {}).save(node, it.begin("wild"), Command())
    with pytest.raises(BadCheckpoint, match=r"posix\.system has no place in it"):
        Checkpoint(tmp_path, {}).load()


class Command:
    def __reduce__(self):
        return os.system, ("true",)


def test_a_keeper_who_is_too_late_for_the_next_price_is_refused(opening):
    world, dump, prices = opening
    it = replace(player(ProcessNode.load(dump), world), latency=3_553)
    with pytest.raises(NoRoom, match="keeper.latency: at most 3552 s with a price every 3600 s"):
        it.play(prices, it.begin("wild"), lambda: None)
