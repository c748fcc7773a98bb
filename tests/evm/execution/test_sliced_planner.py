"""SlicedPlanner: bands, bucket and programme on the chain, and its twin to the unit."""

from dataclasses import astuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpoise.constraint.band import BandConstraint, Bands
from counterpoise.constraint.drift import DriftConstraint
from counterpoise.constraint.slice import SliceConstraint
from counterpoise.constraint.turnover_bucket import TurnoverBucketConstraint
from counterpoise.engine import settle
from counterpoise.execution.sliced import SlicedPlanner
from counterpoise.types import State
from tests.counterpoise.drawn import ONE, scenes
from tests.counterpoise.math.test_projection import EDGES, MILLI
from tests.depth import sharing
from tests.evm.constraint.states import state
from tests.evm.in_process import Chain, said
from tests.evm.test_twins import at, planner_of

NAME, NOW, DAY = "SlicedPlanner", 1_700_000_000, 86_400
PERCENT = ONE // 100
NOBODY = f"0x{0:040x}"

check = sharing(12)


@pytest.fixture(scope="module")
def chain():
    return Chain()


@pytest.mark.parametrize(("have", "target", "band", "nearest"), EDGES)
def test_the_vectors_of_the_nearest_edge(chain, have, target, band, nearest):
    """V1.11 The inner bands of a constraint; nobody else is asked."""
    inner = chain.deploy("MockPlanner")
    bands = chain.deploy("DriftConstraint", 2 * band * MILLI, band * MILLI)
    contract = chain.deploy(NAME, inner, chain.caller, bands, NOBODY, NOBODY)
    assert chain.ask(NAME, contract, "goalOf", state(*have), target) == nearest


def test_an_inner_planner_without_code_is_refused(chain):
    """GV-08"""
    answer = said(chain.deploy, NAME, NOBODY, NOBODY, NOBODY, NOBODY, NOBODY)
    assert answer == ("NoCode", [NOBODY])


bands_ = st.sampled_from(
    [
        None,
        DriftConstraint(10 * PERCENT, 3 * PERCENT),
        Bands(20 * PERCENT, PERCENT, ONE // 2, ONE // 4, 0, 0, 0, 0),
    ]
)
buckets = st.one_of(
    st.none(),
    st.builds(TurnoverBucketConstraint, st.integers(1, 30 * PERCENT), st.integers(PERCENT, ONE)),
)
programmes = st.one_of(
    st.none(),
    st.builds(
        SliceConstraint,
        st.integers(2, 20),
        st.sampled_from([600, 3_600]),
        st.sampled_from([0, ONE]),
        st.sampled_from([PERCENT, 20 * PERCENT]),
    ),
)


@check
@given(
    scene=scenes(),
    bands=bands_,
    bucket=buckets,
    programme=programmes,
    pauses=st.lists(st.integers(0, 3_600), min_size=1, max_size=3),
)
def test_the_twin_plans_the_same(chain, scene, bands, bucket, programme, pauses):
    """Time after time, as bucket and programme remember what came of the plan before."""
    inner, twin = planner_of(chain, scene)
    if isinstance(bands, Bands):
        bands = BandConstraint(scene.state.tokens[scene.hub], bands)
    parts = [deployed(chain, it) for it in (bands, bucket, programme)]
    contract = chain.deploy(NAME, inner, chain.caller, *parts)
    sliced = SlicedPlanner(twin, bands, bucket, programme)
    assert chain.ask(NAME, contract, "maxCost") == twin.max_cost
    time = NOW
    for pause in pauses:
        time += pause
        seen = at(scene.state, time)
        orders = plan_alike(chain, contract, sliced, (seen, scene.target))
        end = said(settle, seen, orders, scene.venue.quote)
        for part, it in zip(parts[1:], (bucket, programme), strict=True):
            remember(chain, part, it, (seen, scene.target, end))


def plan_alike(chain, contract, sliced, asked):
    """The orders, or none where it is refused, on both sides alike."""
    seen, target = asked
    words = astuple(seen), target
    assert said(chain.ask, NAME, contract, "goalOf", *words) == said(sliced.goal_of, *asked)
    orders = said(lambda: sliced.plan(seen, target))
    expected = said(lambda: [astuple(it) for it in sliced.plan(seen, target)])
    assert said(chain.ask, NAME, contract, "plan", *words, b"") == expected
    return () if orders and isinstance(orders[0], str) else orders


def deployed(chain, it):
    """The constraint of a twin, or nobody."""
    if it is None:
        return NOBODY
    if isinstance(it, BandConstraint):
        return chain.deploy("BandConstraint", it.hub, astuple(it.bands))
    numbers = {
        DriftConstraint: ("outer", "inner"),
        TurnoverBucketConstraint: ("cap", "rate"),
        SliceConstraint: ("slices", "interval", "urgency", "least"),
    }[type(it)]
    return chain.deploy(type(it).__name__, *(getattr(it, name) for name in numbers))


def remember(chain, part, it, move):
    """A rebalance, or one that moves nothing where the market refuses, on both sides."""
    start, target, end = move
    end = end if isinstance(end, State) else start
    if it is not None:
        words = astuple(start), target, astuple(end)
        done = said(lambda: chain.tell(type(it).__name__, part, "check", *words))
        assert done == said(it.check, start, target, end)
