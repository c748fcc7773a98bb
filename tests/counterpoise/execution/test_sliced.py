"""Another planner goes a part of the way (V1.10, V1.11, V5.4, B7, E3, E6)."""

from dataclasses import dataclass, replace

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from counterpoise.constraint.drift import DriftConstraint
from counterpoise.constraint.set import ConstraintSet
from counterpoise.constraint.slice import SliceConstraint
from counterpoise.constraint.turnover_bucket import TurnoverBucketConstraint
from counterpoise.engine import Engine, settle
from counterpoise.errors import NothingToWeigh, Refusal, SliceUsed
from counterpoise.execution.hub import HubPlanner
from counterpoise.execution.sliced import SlicedPlanner
from counterpoise.execution.venue import UniswapV2Venue
from counterpoise.math.fixed_point import ONE
from counterpoise.math.stride import way_to
from counterpoise.math.token_bucket import Bucket
from counterpoise.math.weights import total_drift, weigh
from counterpoise.strategy.fixed_weight import FixedWeightStrategy
from tests.counterpoise.constraint.moves import PERCENT, worth
from tests.counterpoise.drawn import VENUE, scales, scenes
from tests.counterpoise.execution.test_hub import ASSETS, LIMITS, PRICES, TARGET, UNITS
from tests.counterpoise.execution.test_hub import worth as dollars
from tests.counterpoise.math.test_projection import EDGES, MILLI
from tests.depth import examples

NOW, DAY = 1_700_000_000, 86_400


@dataclass
class Going:
    """A planner that orders nothing, and keeps what it was told to head for."""

    max_cost: int = 0
    goal: tuple[int, ...] = ()

    def plan(self, state, target, hint=b""):
        self.goal = tuple(target)
        return ()


@dataclass
class Edges:
    """Bands of fixed widths."""

    widths: tuple[int, ...]

    def edges_of(self, state, target):
        return self.widths


def percents(*parts):
    return tuple(part * PERCENT for part in parts)


def held(*parts, time=NOW):
    """Percents of a vault, a whole dollar to each, and a unit of everything is 1e-18 of one."""
    return worth(*(part * ONE for part in parts), time=time)


def almost(first, second):
    """What is kept back is two of the weight of each, and one for a unit of both."""
    return first * PERCENT + 5, second * PERCENT - 5


@pytest.mark.parametrize(("have", "target", "band", "nearest"), EDGES)
def test_the_vectors_of_the_nearest_edge(have, target, band, nearest):
    """V1.11"""
    state = worth(*have)
    assert weigh(state) == tuple(have)
    planner = SlicedPlanner(Going(), bands=Edges((band * MILLI,) * len(have)))
    assert planner.goal_of(state, target) == tuple(nearest)


def test_inside_its_bands_it_stays():
    state, target = held(52, 48), percents(50, 50)
    planner = SlicedPlanner(Going(), bands=DriftConstraint(10 * PERCENT, 2 * PERCENT))
    assert planner.goal_of(state, target) == percents(52, 48)


def test_without_anybody_to_ask_it_goes_all_the_way():
    """What the inner planner hears is what it was told."""
    inner = Going()
    SlicedPlanner(inner).plan(held(60, 40), percents(50, 50))
    assert inner.goal == percents(50, 50)


def test_a_bucket_lasts_for_a_part_of_the_way():
    """V1.10 Four of six percent; the costs of an inner planner are kept back."""
    bucket = TurnoverBucketConstraint(10 * PERCENT, 2 * PERCENT, Bucket(3 * PERCENT, NOW))
    state, target = held(56, 44, time=NOW + DAY // 2), percents(50, 50)
    free, dear = (SlicedPlanner(Going(cost), bucket=bucket) for cost in (0, PERCENT))
    assert free.goal_of(state, target) == (520_000_000_000_000_006, 479_999_999_999_999_994)
    assert dear.goal_of(state, target) == (520_400_000_000_000_006, 479_599_999_999_999_994)


def test_a_programme_is_a_tenth_each_time():
    """E6"""
    programme = SliceConstraint(10, 3_600, 0, 2 * PERCENT)
    planner = SlicedPlanner(Going(), programme=programme)
    assert planner.goal_of(held(70, 30), percents(50, 50)) == almost(68, 32)
    assert planner.goal_of(held(52, 48), percents(50, 50)) == percents(50, 50)


def test_the_least_of_all_is_what_is_gone():
    """A slice is of the way to the target, and it is spent on the way to the edge."""
    bands = DriftConstraint(10 * PERCENT, 5 * PERCENT)
    programme = SliceConstraint(2, 3_600, 0, 2 * PERCENT)
    bucket = TurnoverBucketConstraint(8 * PERCENT, PERCENT)
    state, target = held(70, 30), percents(50, 50)
    sliced = SlicedPlanner(Going(), bands, None, programme)
    assert sliced.goal_of(state, target) == (600_000_000_000_000_006, 399_999_999_999_999_994)
    rationed = SlicedPlanner(Going(), bands, bucket, programme)
    assert rationed.goal_of(state, target) == (620_000_000_000_000_005, 379_999_999_999_999_995)


def test_an_empty_bucket_stands_still():
    bucket = TurnoverBucketConstraint(PERCENT, PERCENT, Bucket(0, NOW))
    planner = SlicedPlanner(Going(), bucket=bucket)
    assert planner.goal_of(held(70, 30), percents(50, 50)) == percents(70, 30)


def test_a_vault_of_nothing_is_not_weighed():
    with pytest.raises(NothingToWeigh):
        SlicedPlanner(Going()).plan(worth(0, 0), percents(50, 50))


check = settings(max_examples=examples(20))
everywhere = st.one_of(scenes(), scenes(exact=True))


def sensible(scene):
    """A vault of a thousand dollars or more, whose least trade is above a unit of each asset.

    A loss of 1 bp or more keeps more back than the 12 wei of a pool that a size may be off
    (math 5.1): with pools of 1e28 at most these are 1.2e-10 of the vault, and a bp of 1 bp is 1e-8.
    """
    state, limits = scene.state, scene.limits
    assume(state.value >= 10**21)
    specks = max(it.price // it.unit + 1 for it in state.assets) + 3 * state.value // ONE + 3
    loss, least = max(limits.max_loss, ONE // 10_000), max(limits.min_trade, specks)
    return replace(scene, limits=replace(limits, max_loss=loss, min_trade=least))


@check
@given(scene=everywhere, cap=scales(14, 18))
def test_what_it_plans_a_bucket_never_refuses(scene, cap):
    """E3 Whatever the pools cost within `maxLoss`, which makes the inner planner trade more."""
    bucket = TurnoverBucketConstraint(cap, 24 * ONE)
    scene = sensible(scene)
    refuses_nothing(scene, SlicedPlanner(scene.planner, bucket=bucket), bucket)


@check
@given(scene=everywhere, slices=st.integers(2, 100), urgency=st.sampled_from([0, ONE, 8 * ONE]))
def test_what_it_plans_a_programme_never_refuses(scene, slices, urgency):
    """E6 On pools that are off the market and have a fee."""
    programme, scene = SliceConstraint(slices, 3_600, urgency, PERCENT), sensible(scene)
    refuses_nothing(scene, SlicedPlanner(scene.planner, programme=programme), programme)


def refuses_nothing(scene, planner, judge):
    try:
        orders = planner.plan(scene.state, scene.target)
        _, end = settle(scene.state, orders, scene.venue.quote)
    except Refusal:
        return  # a market of nothing
    judge.check(scene.state, scene.target, end)


@check
@given(scene=scenes(), part=st.integers(1, 10))
def test_its_goal_is_on_the_way(scene, part):
    """E3 And no farther than the budget."""
    try:
        bucket = TurnoverBucketConstraint(part * PERCENT, ONE)
        planner = SlicedPlanner(scene.planner, bucket=bucket)
        goal, have = planner.goal_of(scene.state, scene.target), weigh(scene.state)
    except NothingToWeigh:
        assert scene.state.value == 0
        return
    assert sum(goal) == ONE
    assert way_to(have, goal) <= part * PERCENT
    for it, wanted, found in zip(have, scene.target, goal, strict=True):
        assert min(it, wanted) <= found <= max(it, wanted)


def test_an_engine_plans_by_what_its_constraints_remember():
    """E6 Slice after slice, a tenth of ten percent less what is kept back; then it waits."""
    programme = SliceConstraint(10, 3_600, 0, PERCENT)
    venue = UniswapV2Venue()
    for asset, unit, price in list(zip(ASSETS, UNITS, PRICES, strict=True))[1:]:
        venue.set_pool(asset, "dollar", 10**9 * ONE * unit // price, 10**9 * 10**6)
    hub = HubPlanner("dollar", VENUE, LIMITS, venue.curve)
    planner, rules = SlicedPlanner(hub, programme=programme), ConstraintSet((programme,))
    engine = Engine(FixedWeightStrategy(TARGET), planner, venue, rules)
    state, left = dollars(300_000, 500_000, 200_000), []
    for k in range(3):
        decision = engine.step(replace(state, time=NOW + 3_600 * k))
        assert decision.refusal is None
        state = decision.end
        left.append(total_drift(state, TARGET) // (PERCENT // 1_000))
        assert isinstance(engine.preview(state).refusal, SliceUsed)
    assert left == [9_023, 8_044, 7_063]
