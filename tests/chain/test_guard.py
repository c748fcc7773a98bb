"""A vault with a guard: chain and twin agree and the keeper tells of its strategy's faults."""

import io
import json

import pytest

from counterpoise.chain.keys import from_node
from counterpoise.chain.mirror import Mirror
from counterpoise.chain.sender import Sender
from counterpoise.keeper import look
from counterpoise.keeper.decide import Trade, decide
from counterpoise.keeper.log import logger
from counterpoise.strategy.fixed_weight import FixedWeightStrategy
from tests.chain.world import DAY, MEMBERS, ONE, PERCENT, deploy

REFUSE, BURN = 1, 2  # habits of a hostile strategy
GOOD = (40 * PERCENT, 30 * PERCENT, 30 * PERCENT)
WALLS = ([0] * 3, [60 * PERCENT] * 3, ([0, 0, 1], [0, 0], [80 * PERCENT, ONE]))


class Guarded:
    """The world's vault with a guard before a strategy."""

    def __init__(self, world, inner):
        self.world, self.inner = world, inner
        w3, vault = world.w3, world.vault.address
        pace = deploy(w3, "PaceConstraint", 10 * PERCENT, ONE // DAY)
        members = [deploy(w3, name, *inputs).address for name, inputs in MEMBERS]
        rules = deploy(w3, "ConstraintSet", vault, [*members, pace.address])
        self.watch = deploy(w3, "FaultEstimator", vault)
        parts = inner.address, 10**6, pace.address, rules.address, WALLS, self.watch.address
        self.guard = deploy(w3, "GuardedStrategy", *parts)
        world.send(world.vault.functions.setConstraint(rules.address))
        world.send(world.vault.functions.setStrategy(self.guard.address))
        self.post = look.Post(
            world.client, Mirror(world.client), Sender(w3, from_node(w3, "2"), alone=True)
        )

    def falls(self, habit):
        self.world.send(self.inner.functions.fall(habit))

    def look(self):
        """One look of the keeper, and its lines."""
        stream = io.StringIO()
        done = look.look(self.post, logger(stream))
        return done, [json.loads(line) for line in stream.getvalue().splitlines()]


@pytest.fixture
def guarded(world):
    """Before a strategy of a kind that has no twin."""
    inner = deploy(world.w3, "MockHostileStrategy")
    world.send(inner.functions.want(GOOD))
    return Guarded(world, inner)


def agreed(post):
    """What the keeper decides, with its twin."""
    report = post.vault.report()
    return report, decide(report, look.preview(post.mirror, report))


def test_a_plug_in_without_a_twin_is_followed(guarded):
    """C5 What it wants is at the chain's word; walls and pace are found anew."""
    guarded.world.move(0, 2_600)
    report, decision = agreed(guarded.post)
    assert decision == Trade(report.orders) and len(report.orders) == 2
    done, _ = guarded.look()
    assert done.done is not None


@pytest.mark.parametrize("habit", [REFUSE, BURN])
def test_a_fault_is_told_and_the_keeper_goes_on(guarded, habit):
    """C5, K5 The last weights are the twin's too; the event is there before the trade."""
    guarded.world.move(0, 2_600)
    guarded.look()
    guarded.falls(habit)
    guarded.world.wait(DAY // 2)
    guarded.world.move(0, 1_500)
    done, lines = guarded.look()
    assert [it["event"] for it in lines] == ["recorded", "traded"]
    assert lines[0]["estimator"] == "FaultEstimator"
    assert done.done is not None
    assert guarded.watch.functions.standing().call()[0] is True


def test_a_strategy_that_is_well_is_no_news(guarded):
    done, lines = guarded.look()
    assert [it["event"] for it in lines] == ["waited"]


def test_a_strategy_with_a_twin_is_mirrored(world):
    inner = deploy(world.w3, "FixedWeightStrategy", list(GOOD))
    guarded = Guarded(world, inner)
    report = guarded.post.vault.report()
    twin = guarded.post.mirror.engine(report).strategy
    assert twin.inner.twin == FixedWeightStrategy(GOOD)
    assert twin.target(report.state) == tuple(report.target)
