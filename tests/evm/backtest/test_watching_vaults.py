"""A vault that knows its market: in twin and bytecode the same classes, at the same times."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpoise.backtest.crowd.terms import Terms
from counterpoise.backtest.prices import ONE
from counterpoise.chain.rate import LONGEST
from tests.depth import sharing
from tests.evm.backtest.deployed import Town, crash, file_of, town
from tests.evm.backtest.ground import HOUR
from tests.evm.backtest.test_remembering_vaults import compared
from tests.evm.backtest.test_twin_beside_bytecode import TERMS, wild

DAY = 86_400  # {s}
FIXED = {"kind": "fixed", "weights": {"WETH": "0.4", "WBTC": "0.3", "USDC": "0.3"}}
CONSTRAINTS = [
    {"kind": "drift", "outer": "0.02", "inner": "0.01"},
    {"kind": "cooldown", "cooldown": HOUR, "pace": "0.05"},
    {"kind": "market", "maxSlice": "0.1"},
    {"kind": "value", "maxLoss": "0.005", "maxGain": "0.01"},
]
MEAN = {"version": 2, "window": 1_800, "maxAge": 10_800, "deviation": "0.01"}
POOLS = {
    "ether": MEAN | {"base": "WETH"},
    "bitcoin": MEAN | {"base": "WBTC"},
    "dollar": MEAN | {"base": "USDC", "quote": "WBTC"},
}
PEGGED = {"kind": "pegged", "peg": "1", "maxDepeg": "0.02"}
NEAR = {"kind": "pegged", "peg": "2000", "maxDepeg": "0.1"}
EITHER = {"kind": "fallback", "first": NEAR | {"peg": "40000"}, "second": {"kind": "feed"}} | {
    "maxDeviation": "0.01",
    "sourceGas": 30_000,
}
MIDDLE = {"kind": "median", "sources": [{"kind": "feed"}, NEAR | {"peg": "40000"}, EITHER]} | {
    "least": 2,
    "maxDeviation": "0.01",
    "sourceGas": 80_000,
}
STATE = {
    "assets": {
        "WETH": {"volatility": "0.8", "pool": "ether"},
        "WBTC": {"volatility": "0.6", "pool": "bitcoin"},
        "USDC": {"second": PEGGED},
    },
    "lag": 600,
    "window": 1_800,
    "minDepth": "0.5",
    "minJump": "0.05",
    "maxDrawdown": "0.15",
    "maxAge": 7_200,
    "streak": 3,
    "spacing": 300,
    "rest": 1_800,
    "variance": {"tau": 7 * DAY},
    "drawdown": {"spacing": HOUR, "tau": 7 * DAY},
    "depth": {"spacing": 300, "fastTau": HOUR, "slowTau": DAY},
}


NORMAL, FAULT, MOVE, CRISIS, DOUBT, UNKNOWN = 0, 1, 2, 4, 5, 11  # of interfaces/Types.sol


@pytest.fixture(scope="module")
def place() -> Town:
    return town()


def watched(assets: dict[str, Any] | None = None, **state: Any) -> dict[str, Any]:
    """The file of a vault that knows its market, but for what is changed of that."""
    rows = {it: STATE["assets"][it] | (assets or {}).get(it, {}) for it in STATE["assets"]}
    strategy = {"kind": "market", "inner": FIXED, "maxSlice": "0.099"}
    changes = {"strategy": strategy, "constraints": CONSTRAINTS, "signals": {}, "pools": POOLS}
    return file_of(**changes, marketState=STATE | {"assets": rows} | state)


def moves(steps, i):
    """How often the class of the i-th asset's market became worse, and better."""
    pairs = list(zip(steps, steps[1:]))
    return tuple(
        sum(way * (after.classes[i] - before.classes[i]) > 0 for before, after in pairs)
        for way in (1, -1)
    )


def met(steps, i):
    return Counter(it.classes[i] for it in steps)


def test_in_a_crash_classes_escalate_and_step_down_as_the_bytecodes_do(place):
    """Eight days of real hours; what falls is sold in the end, and bought when all is normal."""
    prices = crash()
    steps, words = compared(place.vault(watched()).begin(7, Terms()), prices)
    done = [change for it in steps for change in it.changes]

    assert len(words) == len(prices) == 192
    assert set(met(steps, 0)) == {NORMAL, MOVE, CRISIS} == set(met(steps, 1))
    assert set(met(steps, 2)) == {NORMAL}
    assert min(moves(steps, 0) + moves(steps, 1)) > 10
    assert len(done) > 3


def test_drawn_hours_make_no_class_differ(place):
    """Four days of up to six per cent an hour; a share that fell fades out of memory."""
    state = {"maxDrawdown": "0.05", "minJump": "0.02"}
    steps, _ = compared(place.vault(watched(**state)).begin(7, Terms()), wild(11, 96, most=60))

    assert {NORMAL, MOVE, CRISIS} == set(met(steps, 0)) | set(met(steps, 1))
    assert min(moves(steps, 0)) > 3


def test_a_second_price_that_fails_is_a_fault_to_both(place):
    """Ether's ends 10 % off its peg, and bitcoin's two of three; the hub's is off from the start.

    A hub that is not normal stops all.
    """
    seconds = {"WETH": {"second": NEAR}, "WBTC": {"second": MIDDLE}}
    steps, _ = compared(place.vault(watched(seconds)).begin(7, Terms()), wild(11, 96, most=60))
    assert {FAULT, DOUBT} <= set(met(steps, 0))
    assert not {FAULT, DOUBT} & set(met(steps, 1))  # The feed and what falls back on it are two.

    off = {"USDC": {"second": PEGGED | {"peg": "1.05"}}}
    still, _ = compared(place.vault(watched(off)).begin(7, Terms()), wild(11, 48))
    assert set(met(still, 2)) == {FAULT}
    assert not any(it.changes for it in still)


def test_a_hub_with_a_pool_of_its_own_is_judged_by_it(place):
    """Its price in bitcoin, times bitcoin's: each hour that moves makes its average differ."""
    pool = {"USDC": {"pool": "dollar", "volatility": "0.01"}}
    steps, _ = compared(place.vault(watched(pool)).begin(7, Terms()), wild(11, 48))

    assert met(steps, 2)[MOVE] > 10


QUIET = Terms(heartbeat=DAY, deviation=ONE // 2)


def test_where_nothing_is_new_a_look_is_due_when_half_of_the_last_is_gone(place):
    """A price a minute: depth is sampled at every fifth, and what was seen holds for three."""
    pair = place.vault(watched(maxAge=180, spacing=60)).begin(7, QUIET)
    steps, _ = compared(pair, wild(11, 60, 60, most=1))
    looks = [bool(it.notes) for it in steps[10:]]

    assert looks == 10 * [True, False, True, False, True]
    assert met(steps, 1) == {NORMAL: 60}


@pytest.mark.parametrize(("age", "kind"), [(12, NORMAL), (11, UNKNOWN)])
def test_what_was_seen_a_block_ago_may_be_too_old(place, age, kind):
    """The vault is looked at twelve seconds after its market."""
    pair = place.vault(watched(maxAge=age, spacing=age)).begin(7, QUIET)
    steps, _ = compared(pair, wild(11, 10, 60, most=1))

    assert met(steps, 1) == {kind: 10}


def test_while_a_class_is_not_normal_each_look_that_counts_is_made(place):
    """At every second minute; while all are normal, where depth is sampled: at every fifth."""
    limits = {"maxAge": HOUR, "spacing": 120, "streak": 2, "rest": 0}
    terms = Terms(heartbeat=DAY, deviation=ONE // 50)  # Pools go further before a feed speaks.
    steps, _ = compared(place.vault(watched(**limits)).begin(7, terms), wild(11, 120, 60, most=2))
    looks, waits = [k for k, it in enumerate(steps) if it.notes], (set[int](), set[int]())
    for k, following in zip(looks, looks[1:]):
        waits[any(steps[k].classes)].add(following - k)

    assert waits == ({5}, {1, 2})


PARITY = {"kind": "riskParity", "tolerance": "0.000000001"} | {
    "budgets": {"WETH": "0.4", "WBTC": "0.4", "USDC": "0.2"}
}


def test_what_reacts_behind_a_guard_knows_its_market_too(place):
    """Correlations and trends beside the market's own volatilities; a fault is seen in time."""
    samples = {"kind": "covariance", "spacing": HOUR, "tau": 12 * HOUR}
    trend = {"kind": "slope", "assets": ["WETH", "WBTC", "USDC"], "tau": DAY}
    inner = {"kind": "market", "inner": PARITY, "maxSlice": "0.099"}
    guard = {"kind": "guarded", "inner": inner, "stipend": 1_500_000}
    pace = {"kind": "pace", "maxStep": "0.2", "pace": "0.00005"}
    file = watched({"USDC": {"volatility": "0.05"}}) | {
        "strategy": guard,
        "constraints": [pace, *CONSTRAINTS],
        "signals": {"covariance": samples, "trend": trend},
    }
    pair = place.vault(file).begin(7, Terms())
    steps, words = compared(pair, wild(11, 48, most=60))

    assert len(words[-1]) == 1 + 3 + 3 + 3
    assert {it.wait for it in steps} >= {None, "StrategyFaulted"}
    assert {NORMAL, MOVE} <= set(met(steps, 0))
    assert pair.run.reminder.watch.estimator.since > steps[0].time


STATES = st.fixed_dictionaries(
    {
        "lag": st.integers(0, 3_600),
        "minJump": st.sampled_from(("0.001", "0.02", "1")),
        "maxDrawdown": st.sampled_from(("0.001", "0.05", "1")),
        "streak": st.integers(1, 5),
        "spacing": st.integers(1, 7_200),
        "rest": st.integers(0, 6 * HOUR),
        "drawdown": st.fixed_dictionaries(
            {"spacing": st.integers(60, 5 * HOUR), "tau": st.sampled_from((0, 7 * DAY))}
        ),
    }
)


@sharing(8)
@given(
    STATES,
    st.integers(0, 2**32),
    st.sampled_from((60, 300, HOUR, 6 * HOUR)),
    TERMS,
    st.sampled_from((0, HOUR)) | st.integers(0, LONGEST),
)
def test_no_prices_and_no_limits_make_classes_differ(place, state, seed, step, terms, spacing):
    """However seldom the keeper records what it may hold back."""
    seconds = {"WETH": {"second": NEAR}, "WBTC": {"second": MIDDLE}}
    pair = place.vault(watched(seconds, **state)).begin(seed % 97, terms, spacing=spacing)

    compared(pair, wild(seed, 24, step))
