"""Who plans, and where it is traded: in twin and bytecode the same orders, to the unit."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import astuple, dataclass, field
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpoise.backtest.crowd.terms import Terms
from counterpoise.backtest.twin.constraints import first_of
from counterpoise.backtest.twin.planners import PLANNERS
from counterpoise.chain.node import call_of
from counterpoise.constraint.slice import SliceConstraint
from tests.depth import sharing
from tests.evm.backtest.deployed import House, Town, crash, file_of, town
from tests.evm.backtest.ground import HOUR
from tests.evm.backtest.test_twin_beside_bytecode import TERMS, wild
from tests.evm.in_process import OUTSIDER

FIXED = {"kind": "fixed", "weights": {"WETH": "0.4", "WBTC": "0.3", "USDC": "0.3"}}
LIMITS = {"damping": "1", "maxTurnover": "0.25", "maxImpact": "0.005", "maxLoss": "0.01"} | {
    "minTrade": "100"
}
HUB, TURN = {"kind": "hub"} | LIMITS, {"kind": "turn"} | LIMITS
NETTING = {"kind": "netting", "marketGas": 300_000} | LIMITS
WORD = ["uint64", "uint64", "uint64", "uint40", "uint8"]
DRIFT = {"kind": "drift", "outer": "0.03", "inner": "0.01"}
BAND = {"kind": "band", "absolute": "0.03", "least": "0.01", "inner": "0.4", "relative": "0.08"}
BUCKET = {"kind": "turnoverBucket", "cap": "0.02", "rate": "0.05"}
SLICES = {"kind": "slice", "slices": 6, "interval": 2 * HOUR, "urgency": "1.5", "least": "0.015"}
IMPACT = {"kind": "ownImpact", "wait": HOUR}
COOLDOWN = {"kind": "cooldown", "cooldown": HOUR, "pace": "0.05"}
SLICED = {"kind": "sliced"}
PAIRS = {"kind": "uniswapV2"}
PATH = {"kind": "path", "path": ["WETH", "USDC"], "hops": [PAIRS, PAIRS]}
# Each beside the rules that it asks.
PLANS: dict[str, tuple[dict[str, Any], list[dict[str, Any]]]] = {
    "hub": (HUB, [DRIFT]),
    "turn": (TURN, [DRIFT]),
    "netting": (NETTING, [DRIFT]),
    "sliced": (SLICED | {"inner": HUB}, [DRIFT, SLICES, IMPACT]),
}
TURNS = PLANS["turn"]
EDGES = SLICED | {"inner": HUB}, [BAND]
SPARING = SLICED | {"inner": TURN}, [COOLDOWN, DRIFT, BUCKET]
CAREFUL = SLICED | {"inner": NETTING}, [BUCKET, BAND, SLICES]
SPLIT = {"kind": "split", "venues": [PAIRS, PATH]}  # No two assets have a pool: the path has none.
FORK = PAIRS | {"fee": "0.004"}  # A venue that asks its pairs for less than they would give.


@dataclass
class Vaults:
    """Of fixed weights; each is deployed once for all that is played on it."""

    place: Town
    known: dict[str, House] = field(default_factory=dict)

    def of(self, planner, rules, venue=PAIRS) -> House:
        text = json.dumps((planner, rules, venue))
        if text not in self.known:
            parts = {"planner": planner, "constraints": rules, "venue": venue}
            self.known[text] = self.place.vault(file_of(strategy=FIXED, signals={}, **parts))
        return self.known[text]


@pytest.fixture(scope="module")
def vaults() -> Vaults:
    return Vaults(town())


def test_each_planner_of_a_twin_is_tried_here():
    assert set(PLANS) == set(PLANNERS)


@pytest.mark.parametrize("kind", PLANS)
def test_each_planner_does_the_same(vaults, kind):
    """A hundred wild hours: each reason to wait, each swap and balance."""
    steps = vaults.of(*PLANS[kind]).play(wild(11, 100, most=60))
    waits = Counter(it.wait for it in steps)

    assert waits[None] >= 20
    assert set(waits) - {None, "WithinBand"} == ({"SliceUsed"} if kind == "sliced" else set())


def test_assets_take_turns(vaults):
    """Where by way of the hub both are traded at once, a turn has the larger of two sales alone."""
    swaps = []
    for planner in (HUB, TURN):
        steps = vaults.of(planner, [DRIFT]).play(wild(5, 60, most=60))
        swaps.append([len(it.swaps) for step in steps for it in step.changes])

    assert swaps[0] != swaps[1]
    assert max(swaps[1]) == 2


@pytest.mark.parametrize("plan", [EDGES, SPARING, CAREFUL], ids=["edges", "bucket", "all"])
def test_whoever_is_asked_how_far_to_go_says_the_same(vaults, plan):
    """What was asked never refuses what was planned: no turnover and no slice is too much."""
    steps = vaults.of(*plan).play(wild(11, 100, most=60))
    waits = Counter(it.wait for it in steps)

    assert waits.pop(None) > 50
    assert set(waits) <= {"WithinBand", "SliceUsed"}


@pytest.mark.parametrize("plan", [PLANS["sliced"], CAREFUL], ids=["drift", "all"])
def test_a_programme_is_the_same_word_at_each_price(vaults, plan):
    """Some end early, one begins anew as its way has grown, and others as their time is over."""
    pair = vaults.of(*plan).begin(7, Terms())
    programme = at(pair, [it["kind"] for it in plan[1]].index("slice"))
    mine = first_of(pair.run.vault.engine.constraint.members, SliceConstraint)
    seen = []

    def same(step):
        assert programme() == astuple(mine.programme), f"at {step.time}"
        seen.append(mine.programme)

    pair.play(wild(11, 100, most=60), same)
    moves = list(zip(seen, seen[1:]))
    ended = [a for a, b in moves if a.distance and not b.distance]
    lives = [b.start - a.start for a, b in moves if a.distance and b.start > a.start]
    assert len(ended) > 5
    assert min(lives) < 6 * 2 * HOUR <= sorted(lives)[-3]


def at(pair, place):
    """Asks the chain for the word of a programme, by its constraint's place in the set."""
    node, vault = pair.player.node, pair.player.keeper.stage.vault
    ((rules,),) = node.read(["address"], call_of(OUTSIDER, vault, "constraint()"))
    ((members,),) = node.read(["address[]"], call_of(OUTSIDER, rules, "members()"))
    asked = call_of(OUTSIDER, members[place], "programmeOf(address)", rules)
    return lambda: node.read(WORD, asked)[0]


@pytest.mark.parametrize(("venue", "fee"), [(SPLIT, 3_000), (FORK, 4_000)], ids=["split", "fork"])
def test_each_venue_trades_the_same(vaults, venue, fee):
    """With the fee {1e-6} that the venue says."""
    steps = vaults.of(TURN, [DRIFT], venue).play(wild(11, 60))
    swaps = [swap for it in steps for change in it.changes for swap in change.swaps]

    assert {it.fee * 10**6 // it.paid for it in swaps} == {fee}


@pytest.mark.parametrize("plan", [TURNS, PLANS["sliced"], CAREFUL], ids=["turn", "sliced", "all"])
def test_each_planner_does_the_same_in_a_crash(vaults, plan):
    """Eight days of real hours."""
    prices = crash()
    steps = vaults.of(*plan).play(prices)

    assert len(steps) == len(prices) > 190
    assert sum(bool(it.changes) for it in steps) > 10


@sharing(10)
@given(
    st.sampled_from([PLANS["sliced"], TURNS, EDGES, SPARING, CAREFUL]),
    st.integers(0, 2**32),
    st.sampled_from((300, HOUR, 6 * HOUR)),
    st.integers(1, 90),
    TERMS,
)
def test_no_prices_and_no_terms_make_plans_differ(vaults, plan, seed, step, most, terms):
    vaults.of(*plan).play(wild(seed, 30, step, most), seed % 97, terms)
