"""deployments/backtest-solved.toml over real hours: with solutions it trades, without it waits."""

from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timezone

import pytest

from counterpoise.backtest import ground
from counterpoise.backtest.config import read
from counterpoise.backtest.course import Kind, Topic
from counterpoise.backtest.inputs import Inputs
from counterpoise.backtest.twin import mode
from tests.chain.world import ROOT
from tests.counterpoise.real_prices import FIVE, there

FILE = ROOT / "deployments" / "backtest-solved.toml"
END = datetime(2024, 1, 8, tzinfo=timezone.utc)  # a week after its first price
WARM = 76  # hours until six assets' correlations are known: 18 samples, four hours apart


@pytest.fixture(scope="module")
def laid():
    """The file's vault, deployed by the scripts, and its first week."""
    there(FIVE)
    inputs = Inputs(FILE, with_end(read(FILE)))
    prices = inputs.prices()
    with working_in(ROOT):
        yield inputs, prices, ground.lay(inputs.scene(prices), prices.times[0])


def with_end(config, record_spacing=0, **posting):
    update = {
        "keeper": config.keeper.model_copy(update={"record_spacing": record_spacing}),
        "prices": config.prices.model_copy(update={"end": END}),
        "posting": config.posting.model_copy(update=posting),
    }
    return config.model_copy(update=update)


@contextmanager
def working_in(folder):
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        yield


def played(laid, **terms):
    inputs, prices, on = laid
    chosen = Inputs(FILE, with_end(inputs.config, **terms))
    _, player = ground.player(on, chosen, prices)
    return player.play(prices, player.begin("solved"), lambda: None)


def rebalances(course):
    return [it for step in course.steps for it in step.changes if it.kind is Kind.REBALANCE]


def test_the_vault_trades_with_solutions_and_waits_without(laid):
    with_them, without = played(laid), played(laid, solutions=False)
    assert not rebalances(without)
    assert {it.wait for it in without.steps[WARM:]} == {"GapTooWide"}
    assert len(rebalances(with_them)) >= 3
    assert "GapTooWide" not in {it.wait for it in with_them.steps}
    for course in (with_them, without):
        assert {it.wait for it in course.steps[:WARM]} == {"CorrelationNotObserved"}


def test_the_twin_posts_and_trades_the_same(laid):
    """Each solution in its block, each target and each balance."""
    inputs, prices, on = laid
    course = played(laid)
    both = mode.beside(
        inputs.scene(prices), on.stage, replace(course, steps=[]), prices, inputs.config
    )
    for step in course.steps:
        both.hear(step)
    assert both.compared == len(prices) > 160


def test_posts_are_seldom_as_a_page_stays_good_enough_for_long(laid):
    course = played(laid)
    notes = [it for step in course.steps for it in step.notes]
    posts = [it for it in notes if it.topic is Topic.SOLUTIONS]
    assert 1 <= len(posts) <= len(course.steps) // 10
    assert all(100_000 < it.gas < 1_000_000 for it in posts)


def test_records_of_every_fourth_hour_take_less_gas_and_know_correlations_as_soon(laid):
    """The matrix has four hours of its own; what is saved is the variances'."""
    usual, seldom = (played(laid, record_spacing=it) for it in (0, 4 * 3_600))
    gas = []
    for course in (usual, seldom):
        records = [it for step in course.steps for it in step.notes if it.topic is Topic.RECORDS]
        gas.append(sum(it.gas for it in records))
        assert {it.wait for it in course.steps[:WARM]} == {"CorrelationNotObserved"}
        assert "CorrelationNotObserved" not in {it.wait for it in course.steps[WARM:]}
    assert len(records) == len(seldom.steps) // 4
    assert gas[0] * 0.4 < gas[1] < gas[0] * 0.6
