"""What a file does not say: whose moments a jitter has, and since when a floor grows."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpoise.backtest.crowd.replay import moments
from counterpoise.backtest.crowd.terms import Terms
from counterpoise.backtest.paths import jump_diffusion
from counterpoise.backtest.placed import ACCOUNT, FLOOR, START, begun, floor_at, remembered_for
from counterpoise.backtest.prices import ONE
from counterpoise.backtest.roles import EVE
from counterpoise.backtest.stage import Scene
from counterpoise.backtest.twin.constraints import constraints_of, first_of
from counterpoise.backtest.twin.entry import Assets
from counterpoise.backtest.twin.planners import Planners
from counterpoise.backtest.twin.scene import stage_at
from counterpoise.constraint.jitter import JitterConstraint
from counterpoise.errors import LimitOutOfRange
from counterpoise.execution.venue import UniswapV2Venue
from tests.counterpoise.backtest.openings import DEMO, FIRST, opening

SET = "0x" + "5a" * 20
HOUR = 3_600  # {s}
FIXED = {"kind": "fixed", "weights": {"WETH": "0.5", "WBTC": "0.5", "USDC": "0"}}
CPPI = {"kind": "cppi", "inner": FIXED, "floor": "80", "multiplier": "3", "maxGap": "0.3"}
GROWING = CPPI | {"rate": "0.2"}
NESTED = {
    "kind": "blend",
    "parts": [{"share": "1", "strategy": GROWING | {"inner": CPPI}}],
    "secondary": {"kind": "overlay", "inner": FIXED, "scalars": [CPPI], "scalarGas": 10**6},
    "partGas": 10**6,
}
PLACES = [
    "strategy.parts[0].strategy",
    "strategy.parts[0].strategy.inner",
    "strategy.secondary.scalars[0]",
]
ASSETS = Assets({"WETH": "a", "WBTC": "b", "USDC": "c"}, "USDC")
JITTER = {"kind": "jitter", "anchor": 0, "period": 7_200, "window": 3_600}
SLICES = {"kind": "slice", "slices": 4, "interval": HOUR, "least": "0.01"}
IMPACT = {"kind": "ownImpact", "wait": HOUR}
DRIFT = {"kind": "drift", "outer": "0.03", "inner": "0.01"}
BAND = {"kind": "band", "absolute": "0.05", "least": "0.01", "inner": "0.5"}
BUCKET = {"kind": "turnoverBucket", "cap": "0.1", "rate": "0.2"}


def test_each_floor_is_asked_by_its_place_in_the_file():
    asked = []
    told = begun({"strategy": NESTED}, lambda path: len(asked.append(path) or asked))
    outer = told["strategy"]["parts"][0]["strategy"]

    assert asked == PLACES
    assert [outer[START], outer["inner"][START]] == [1, 2]
    assert told["strategy"]["secondary"]["scalars"][0][START] == 3
    assert START not in json.dumps(NESTED)


@given(st.permutations(PLACES))
def test_a_book_has_each_floor_once(places):
    """Whichever was the first goes by its kind alone."""
    labels = {FLOOR: 0} | {f"{path} {FLOOR}": k for k, path in enumerate(places[1:], start=1)}

    assert [labels[floor_at(path, labels)] for path in places] == [0, 1, 2]


def test_without_a_chain_a_floor_grows_from_the_eve_on():
    scene = Scene(json.loads(DEMO.read_text()) | {"strategy": GROWING}, FIRST, first=10**9)
    assert stage_at(scene).parameters["strategy"][START] == 10**9 - EVE


@pytest.mark.parametrize(("days", "cash"), [(0, 40), (90, 52)])
def test_a_floor_that_has_grown_leaves_less_at_risk(days, cash):
    """Three times 20 dollars of 100; of a floor of 80 there are 84 after a quarter of a year."""
    prices, whole = jump_diffusion(seed=7, steps=2), opening(strategy=GROWING)
    first = prices.times[0] - days * 86_400
    run = replace(whole, parameters=begun(whole.parameters, lambda path: first)).run("vault")
    step, _ = run.play(moments(prices, 7, Terms())).steps

    assert step.target[-1] * 100 // ONE == cash


def test_a_jitter_has_the_moments_of_whom_it_remembers_for():
    """The set's where there is one; without a chain those of nobody."""
    params = remembered_for({"constraints": [JITTER, IMPACT]}, SET)
    found = [constraints_of(it, ASSETS) for it in (params["constraints"], [JITTER, IMPACT])]
    mine, nobodys = (first_of(it.members, JitterConstraint) for it in found)

    assert (mine.account, nobodys.account) == (SET, "0x" + 40 * "0")
    assert mine.next_moment(10**9) != nobodys.next_moment(10**9)
    assert params["constraints"] == [JITTER | {ACCOUNT: SET}, IMPACT]


def test_slices_are_as_far_apart_as_impact_waits():
    constraints_of([SLICES, IMPACT], ASSETS)
    with pytest.raises(LimitOutOfRange, match="limit=3601, most=3600"):
        constraints_of([SLICES, IMPACT | {"wait": HOUR + 1}], ASSETS)


@given(st.permutations([DRIFT, BAND, BUCKET, SLICES]))
def test_a_sliced_planner_asks_the_first_of_each_kind_in_the_set_itself(rules):
    """What these remember is what the planner hears."""
    made = constraints_of(rules, ASSETS)
    limits = {"damping": "1", "maxTurnover": "1", "maxImpact": "0.1", "maxLoss": "0.1"}
    entry = {"kind": "sliced", "inner": {"kind": "turn", "minTrade": "1"} | limits}
    planner = Planners("c", UniswapV2Venue(), made).read(entry)
    places = [it["kind"] for it in rules]

    bands = min(places.index("drift"), places.index("band"))
    assert planner.bands is made.members[bands]
    assert planner.bucket is made.members[places.index("turnoverBucket")]
    assert planner.programme is made.members[places.index("slice")]
