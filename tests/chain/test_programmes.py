"""A vault that trades in slices: chain and twin agree, and the keeper waits between them."""

import io

import pytest

from counterpoise.chain.keys import from_node
from counterpoise.chain.market import VaultMarket
from counterpoise.chain.mirror import Mirror
from counterpoise.chain.parts import NoTwin
from counterpoise.chain.sender import Sender
from counterpoise.keeper import look
from counterpoise.keeper.decide import Trade, Wait
from counterpoise.keeper.log import logger
from tests.chain.world import HOUR, MEMBERS, NOBODY, PERCENT, deploy

SALT = bytes(31) + b"\x07"


class Sliced:
    """The world's vault with a bucket, a programme, a jitter and its own impact in mind."""

    def __init__(self, world):
        self.world = world
        w3, vault, hub = world.w3, world.vault.address, world.tokens[-1].address
        members = [deploy(w3, name, *it) for name, it in MEMBERS if "Cooldown" not in name]
        self.bucket = deploy(w3, "TurnoverBucketConstraint", 20 * PERCENT, 2 * PERCENT)
        self.slices = deploy(w3, "SliceConstraint", 4, HOUR, 0, PERCENT)
        jitter = deploy(w3, "JitterConstraint", (0, 60, 1, SALT, PERCENT // 100))
        own = deploy(w3, "OwnImpactConstraint", hub, HOUR, self.slices.address, PERCENT // 100)
        members += [self.bucket, self.slices, jitter, own]
        rules = deploy(w3, "ConstraintSet", vault, [it.address for it in members])
        self.rules, self.bands = rules.address, members[0].address
        inner = world.vault.functions.planner().call()
        asked = self.bands, self.bucket.address, self.slices.address
        self.planner = deploy(w3, "SlicedPlanner", inner, self.rules, *asked)
        world.send(world.vault.functions.setConstraint(self.rules))
        world.send(world.vault.functions.setPlanner(self.planner.address))
        sender = Sender(w3, from_node(w3, "2"), alone=True)
        self.post = look.Post(world.client, Mirror(world.client), sender)

    def look(self):
        return look.look(self.post, logger(io.StringIO()))

    def spent(self):
        """What the programme remembers, in hundredths of a percent."""
        distance, left, spent, _, number = self.slices.functions.programmeOf(self.rules).call()
        return [10_000 * it // (100 * PERCENT) for it in (distance, left - spent)], number


@pytest.fixture
def sliced(world):
    return Sliced(world)


def test_a_keeper_goes_slice_by_slice(sliced):
    """E6, E9 A drift of 6.42 % in four slices, and none before its hour; the twin foresees each."""
    sliced.world.move(0, 2_600)
    left = []
    for _ in range(3):
        done = sliced.look()
        assert isinstance(done.decision, Trade) and done.done is not None
        left.append(sliced.spent())
        waits = sliced.look()
        assert isinstance(waits.decision, Wait)
        sliced.world.wait(HOUR)
        sliced.world.move(0, 2_600)
    assert left == [([642, 485], 0), ([642, 326], 1), ([642, 166], 2)]


def test_the_hub_is_that_of_the_planner_that_trades(sliced):
    market = VaultMarket(sliced.world.client, sliced.world.client.block())
    assert market.hub == sliced.world.tokens[-1].address
    assert len(market.venues) == 1


def test_a_planner_before_one_of_an_unknown_kind_has_no_twin(sliced):
    world = sliced.world
    unknown = deploy(world.w3, "MockPlanner").address
    planner = deploy(world.w3, "SlicedPlanner", unknown, NOBODY, NOBODY, NOBODY, NOBODY)
    world.send(world.vault.functions.setPlanner(planner.address))
    with pytest.raises(NoTwin, match=unknown):
        sliced.post.mirror.engine(world.client.report())
    assert VaultMarket(world.client, world.client.block()).hub is None
