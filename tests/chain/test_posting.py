"""Who posts in a back-test: what a strategy reads is written for it, and it waits for nothing."""

from contextlib import closing
from dataclasses import dataclass, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterpoise.backtest.bytecode import BytecodePlayer, NoRoom
from counterpoise.backtest.checkpoint import Checkpoint
from counterpoise.backtest.course import Kind, Topic
from counterpoise.backtest.crowd.terms import Terms
from counterpoise.backtest.door import ChainDoor
from counterpoise.backtest.flows import Flows, Habits
from counterpoise.backtest.gas import GWEI, constant
from counterpoise.backtest.keeper import BLOCK, Keeper
from counterpoise.backtest.market import Market
from counterpoise.backtest.posting.proposer import Proposer
from counterpoise.backtest.posting.series import Opinion, Opinions
from counterpoise.backtest.posting.signer import SIGNER
from counterpoise.backtest.posting.solution import Rest
from counterpoise.backtest.posting.solver import Solver
from counterpoise.backtest.prices import ONE, BadPrices, Prices
from counterpoise.backtest.stage import Part
from counterpoise.chain.anvil import Anvil
from counterpoise.chain.local import LocalNode
from counterpoise.chain.node import call_of
from counterpoise.chain.process import ProcessNode
from tests.chain.test_bytecode import EVE, staged, wild
from tests.chain.world import ARGUMENTS, DAY, HOUR, NOBODY, PERCENT, USD, artifact, build, deploy
from tests.depth import examples

HOURS = 48
WARM = 9  # hours until three assets' correlations are known: three samples each
LEAST, MOST = (10 * PERCENT, 10 * PERCENT, 30 * PERCENT), (60 * PERCENT, 60 * PERCENT, 30 * PERCENT)
PRIORS = (ONE // 2, ONE // 4, ONE // 100)  # D18{1/year}
TOLERANCE = 10**15  # D18{1/year}
START = (40 * PERCENT, 30 * PERCENT, 30 * PERCENT)
STEP, SPACING, LIFE = 10 * PERCENT, 2 * HOUR, 6 * HOUR


@dataclass
class Opening:
    """A vault that looks for the least variance, and the same vault when it follows a signer."""

    world: object
    prices: Prices
    solved: tuple
    proposed: tuple

    def player(self, kind, node=None, spacing=0, rows=None):
        stage, dump = getattr(self, kind)
        node = node or ProcessNode.load(dump)
        people, posters = node.accounts(), ()
        if spacing is not None and kind == "solved":
            posters = (Solver(node, stage, people[3], Rest(spacing)),)
        if rows is not None:
            opinions = Opinions("proposals.csv", ("WETH", "WBTC", "USDC"), rows)
            posters = (Proposer(node, stage, people[3], opinions),)
        market = Market(node, people[9], stage.listings, stage.hub, 7, Terms(heartbeat=1_800))
        keeper = Keeper(node, stage, people[3])
        flows = Flows(ChainDoor(keeper, people[4]), Habits(), 7)
        return BytecodePlayer(node, market, keeper, constant(20 * GWEI), flows, 12, posters)

    def play(self, kind, hours=HOURS, **how):
        it, prices = self.player(kind, **how), first(self.prices, hours)
        return it.play(prices, it.begin(kind), lambda: None)


def first(prices, hours):
    return Prices(prices.assets, prices.times[:hours], prices.closes[:hours])


def remembering(world):
    """An observer with variances and correlations of every hour."""
    w3, vault = world.w3, world.vault
    spot = world.w3.eth.contract(vault.functions.observer().call(), abi=artifact("SpotObserver")[0])
    held = [it.address for it in world.tokens]
    feeds = [(token, it.address, DAY) for token, it in zip(held, world.feeds, strict=True)]
    oracles = [it[-1] for it in spot.functions.sources().call()]
    variance = deploy(w3, "VarianceEstimator", feeds, PRIORS, 7 * DAY)
    covariance = deploy(w3, "CovarianceEstimator", USD, held, oracles, HOUR, 2 * DAY)
    asked = (NOBODY, variance.address, NOBODY, covariance.address, NOBODY)
    world.send(
        vault.functions.setObserver(deploy(w3, "SignalObserver", spot.address, asked).address)
    )
    return (
        Part("VarianceEstimator", variance.address),
        Part("CovarianceEstimator", covariance.address),
    )


@pytest.fixture(scope="module")
def opening():
    prices = wild(HOURS)
    with Anvil(args=[*ARGUMENTS, "--timestamp", str(prices.times[0] - EVE)]) as anvil:
        world = build(anvil.url)
        memories, book = remembering(world), deploy(world.w3, "SolutionBook", world.vault.address)
        box = list(LEAST), list(MOST), [], (ONE, TOLERANCE, 0)
        seeker = deploy(world.w3, "MinimumVarianceStrategy", book.address, *box)
        signed = deploy(world.w3, "ProposalBook", *signed_by(world))
        follower = deploy(world.w3, "ProposedWeightStrategy", signed.address)
        stage = replace(staged(world), memories=memories)
        stage = replace(stage, parameters=stage.parameters | {"strategy": {"kind": "reactive"}})
        seeking = replace(stage, seekers=(Part("MinimumVarianceStrategy", seeker.address),))
        following = replace(stage, proposals=(Part("ProposalBook", signed.address),))
        with closing(LocalNode(anvil.url)) as node:
            dumps = []
            for strategy in (seeker, follower):
                call = call_of(
                    world.deployer, world.vault.address, "setStrategy(address)", strategy.address
                )
                node.must(prices.times[0] - EVE + 600 + len(dumps), call)
                dumps.append(ProcessNode.of(node).dump())
            yield Opening(world, prices, (seeking, dumps[0]), (following, dumps[1]))


def signed_by(world):
    authority = world.vault.functions.authority().call()
    limits = (STEP, SPACING, LIFE)
    box = [0, 0, 0], [60 * PERCENT] * 3, list(START)
    return world.vault.address, authority, SIGNER, *box, limits


@pytest.fixture(scope="module")
def solved(opening):
    return opening.play("solved")


def posted(step):
    """Solutions and proposals, the records of estimators aside."""
    return [it for it in step.notes if it.topic is not Topic.RECORDS]


def posts(course):
    return [it for step in course.steps for it in posted(step)]


def rebalances(course):
    return [it for step in course.steps for it in step.changes if it.kind is Kind.REBALANCE]


def test_without_a_solution_the_vault_waits(opening):
    """The middle of the box is not good enough, and nobody has found anything better."""
    course = opening.play("solved", spacing=None)
    assert not rebalances(course)
    assert {it.wait for it in course.steps[WARM + 2 :]} == {"GapTooWide"}


def test_with_solutions_it_rebalances(solved):
    assert len(rebalances(solved)) >= 3
    assert {it.wait for it in solved.steps[WARM + 2 :]} <= {"WithinBand", "CooldownActive", None}


def test_each_post_is_told_with_its_gas_and_its_price(solved):
    assert len(posts(solved)) >= 3
    for step in solved.steps:
        for it in posted(step):
            assert (it.topic, it.gas_price) == (Topic.SOLUTIONS, 20 * GWEI)
            assert 100_000 < it.gas < 400_000
            assert step.time < it.time < step.time + 12 + 2 * BLOCK


def test_each_record_is_told_a_block_before_what_follows_from_it(solved):
    """Of two estimators, at every price that is new."""
    for step in solved.steps:
        record, *rest = step.notes
        assert (record.topic, record.time) == (Topic.RECORDS, step.time + 12)
        assert 50_000 < record.gas < 500_000
        assert [it.time for it in rest] == [record.time + BLOCK] * len(rest)
        assert all(it.time == step.notes[-1].time + BLOCK for it in step.changes)


def test_what_is_wanted_changes_with_a_post_alone(solved):
    """As long as it is good enough the page stays, and with it what is wanted; all in the box."""
    for before, after in zip(solved.steps, solved.steps[1:], strict=False):
        assert (before.target != after.target) == bool(posted(after))
    for step in solved.steps:
        if posted(step):
            assert sum(step.target) == ONE
            rows = zip(LEAST, step.target, MOST, strict=True)
            assert all(low <= it <= high for low, it, high in rows)


@settings(max_examples=examples(5))
@given(st.integers(0, 12 * HOUR))
def test_two_solutions_are_never_closer_than_the_spacing(opening, spacing):
    times = [it.time for it in posts(opening.play("solved", 30, spacing=spacing))]
    assert times
    assert all(b - a >= spacing for a, b in zip(times, times[1:], strict=False))


def test_both_engines_post_the_same(opening, solved):
    """Each weight, each unit of gas."""
    hours, stage = 20, opening.solved[0]
    with Anvil(args=[*ARGUMENTS, "--timestamp", str(opening.prices.times[0] - EVE)]) as anvil:
        world = build(anvil.url)
        memories, book = remembering(world), deploy(world.w3, "SolutionBook", world.vault.address)
        box = list(LEAST), list(MOST), [], (ONE, TOLERANCE, 0)
        seeker = deploy(world.w3, "MinimumVarianceStrategy", book.address, *box)
        world.send(world.vault.functions.setStrategy(seeker.address))
        parts = {"memories": memories, "seekers": (Part(stage.seekers[0].kind, seeker.address),)}
        stage = replace(staged(world), **parts, parameters=stage.parameters)
        with closing(LocalNode(anvil.url)) as node:
            process = ProcessNode.of(node)
            here = Opening(world, opening.prices, (stage, ""), ())
            courses = [here.play("solved", hours, node=it) for it in (process, node)]
    assert courses[0] == courses[1]
    assert posts(courses[0])


def test_who_posts_goes_on_from_a_checkpoint(opening, solved, tmp_path):
    """Who posted when is remembered, and the twins are."""
    it = opening.player("solved")
    course = it.begin("solved")
    it.play(first(opening.prices, 20), course, lambda: None)
    Checkpoint(tmp_path, {}).save(it.node, course, it)
    _, course, it = Checkpoint(tmp_path, {}).load()
    assert it.play(opening.prices, course, lambda: None) == solved


def test_who_posts_needs_a_block_more_of_each_price(opening):
    it = replace(opening.player("solved"), latency=3_541)
    with pytest.raises(NoRoom, match="keeper.latency: at most 3540 s with a price every 3600 s"):
        it.play(opening.prices, it.begin("solved"), lambda: None)


def test_nothing_is_solved_where_nothing_is_observed(opening):
    """A feed that says nothing good: the vault says so itself."""
    it = opening.player("solved")
    it.play(first(opening.prices, 20), it.begin("solved"), lambda: None)
    feed, time = it.keeper.stage.listings[0].feed, opening.prices.times[22]
    it.node.must(time, call_of(it.keeper.account, feed, "post(int128)", 0))
    it.node.expect(time + 12)
    assert it.posters[0].writings(time + 12) == []
    assert it.keeper.keep(time + 12, 0) == "PriceNotPositive"


def rows(opening, *weights, every=4 * HOUR):
    """From a quarter of an hour after the second price on."""
    begin = opening.prices.times[1] + HOUR // 4
    return tuple(
        Opinion(k + 2, begin + k * every, tuple(it * PERCENT for it in each))
        for k, each in enumerate(weights)
    )


OPINIONS = (45, 30, 25), (50, 20, 30), (40, 30, 30)


def test_what_is_proposed_is_wanted_until_it_ends(opening):
    """Each for six hours, and the last one is nobody's any more when they are over."""
    course = opening.play("proposed", 24, rows=rows(opening, *OPINIONS))
    assert [it.topic for it in posts(course)] == [Topic.PROPOSALS] * 3
    assert [i for i, it in enumerate(course.steps) if posted(it)] == [2, 6, 10]
    for at, weights in zip((2, 6, 10), OPINIONS, strict=True):
        assert course.steps[at].target == tuple(it * PERCENT for it in weights)
    waits = [it.wait for it in course.steps]
    assert set(waits[:2]) == {"ProposalExpired"}
    assert set(waits[17:]) == {"ProposalExpired"}
    assert "ProposalExpired" not in waits[2:17]
    assert rebalances(course)


def test_without_proposals_the_vault_waits(opening):
    course = opening.play("proposed", 6, rows=())
    assert not rebalances(course)
    assert {it.wait for it in course.steps} == {"ProposalExpired"}


def test_a_proposal_that_comes_too_soon_for_the_book_comes_later(opening):
    """It is due two hours after the row before, which was brought half an hour late."""
    early, late = rows(opening, *OPINIONS[:2], every=SPACING)
    it = opening.player("proposed", rows=(early, late))
    (proposer,), brought = it.posters, early.time + HOUR // 2
    assert proposer.writings(early.time - 1) == []
    it.node.expect(brought)
    (writing,) = proposer.writings(brought)
    it.node.must(brought, writing.call)
    it.node.expect(brought + SPACING - 1)
    assert proposer.writings(brought + SPACING - 1) == []
    it.node.expect(brought + SPACING)
    assert len(proposer.writings(brought + SPACING)) == 1


@pytest.mark.parametrize(
    ("weights", "every", "said"),
    [
        (((51, 24, 25),), HOUR, r"proposals\.csv:2: WETH: WeightOutOfBox\(index=0, weight=51\d+, "),
        (
            ((45, 30, 25), (45, 41, 14)),
            4 * HOUR,
            r"proposals\.csv:3: WBTC: WeightOutOfBox\(index=1, weight=41\d+, ",
        ),
        (((45, 30, 25), (40, 30, 30)), HOUR, r"proposals\.csv:3: ProposalTooSoon\(time="),
    ],
)
def test_what_the_book_would_refuse_is_told_before_it_is_played(opening, weights, every, said):
    with pytest.raises(BadPrices, match=said):
        opening.player("proposed", rows=rows(opening, *weights, every=every))
