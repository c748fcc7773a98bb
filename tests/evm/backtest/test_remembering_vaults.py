"""A vault that remembers: in twin and bytecode the same words, at the same times, to the unit."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpoise.backtest.crowd.terms import Terms
from counterpoise.backtest.prices import ONE
from counterpoise.chain.rate import LONGEST
from tests.depth import sharing
from tests.evm.backtest.deployed import Town, crash, file_of, town
from tests.evm.backtest.ground import HOUR, LATENCY
from tests.evm.backtest.test_twin_beside_bytecode import TERMS, wild

DAY = 86_400  # {s}
FIXED = {"kind": "fixed", "weights": {"WETH": "0.4", "WBTC": "0.3", "USDC": "0.3"}}
CONSTRAINTS = [
    {"kind": "drift", "outer": "0.03", "inner": "0.01"},
    {"kind": "cooldown", "cooldown": HOUR, "pace": "0.005"},
    {"kind": "value", "maxLoss": "0.005", "maxGain": "0.01"},
]
SYMBOLS = ["WETH", "WBTC", "USDC"]
BELIEVED = {"WETH": "0.8", "WBTC": "0.6"}
VARIANCES = (
    {"kind": "variance", "tau": 7 * DAY, "volatilities": BELIEVED},
    {"kind": "semiVariance", "tau": DAY, "volatilities": BELIEVED | {"USDC": "0.01"}},
    {"kind": "realizedVariance", "assets": ["WBTC", "WETH"]},
)
TRENDS = (
    {"kind": "slope", "assets": SYMBOLS, "tau": DAY},
    {"kind": "crossover", "assets": SYMBOLS, "shortTau": HOUR, "longTau": DAY},
    {"kind": "slope", "assets": ["WETH", "WBTC"], "tau": DAY},  # The hub is missing: not told.
)
COVARIANCES = tuple(
    {"kind": "covariance", "spacing": it, "tau": 12 * it} for it in (HOUR, 3 * HOUR)
)
FALLS = (
    {"kind": "drawdown", "spacing": HOUR, "tau": 0},
    {"kind": "drawdown", "spacing": 5 * HOUR, "tau": 30 * DAY},
)
SLOTS = ("variance", "trend", "covariance", "drawdown")


@pytest.fixture(scope="module")
def place() -> Town:
    return town()


def fixed(**signals):
    """The file of a vault of fixed weights that remembers."""
    return file_of(strategy=FIXED, constraints=CONSTRAINTS, signals=signals)


def compared(pair, prices):
    """Both played, their words compared after each price; the steps, and the chain's last words."""
    words = []

    def same(step):
        told, twin = pair.signals(step)
        assert told == twin, f"at {step.time}"
        words.append(told)

    return pair.play(prices, same), words


@pytest.mark.parametrize(
    ("kinds", "count"),
    [
        ((VARIANCES[0], TRENDS[0], COVARIANCES[0], FALLS[0]), 1 + 3 + 3 + 3),
        ((VARIANCES[1], TRENDS[1], COVARIANCES[1], FALLS[1]), 1 + 3 + 3 + 3),
        ((VARIANCES[2], TRENDS[2], COVARIANCES[0], FALLS[1]), 1 + 3 + 3),
    ],
    ids=["means", "falls", "rings"],
)
def test_each_kind_remembers_the_same_words(place, kinds, count):
    """Two days of hours; each rebalance is a block later than where there is nothing to record."""
    pair = place.vault(fixed(**dict(zip(SLOTS, kinds)))).begin(7, Terms())
    steps, words = compared(pair, wild(11, 48))

    assert len({tuple(it) for it in words}) == 48
    assert len(words[-1]) == count
    assert {c.time - it.time for it in steps for c in it.changes} == {2 * LATENCY}
    assert Counter(it.wait for it in steps)[None] >= 2


@pytest.mark.parametrize("k", range(3))
def test_each_kind_remembers_the_same_words_in_a_crash(place, k):
    """Eight days of real hours."""
    kinds = (VARIANCES[k], TRENDS[k], COVARIANCES[k % 2], FALLS[k % 2])
    prices = crash()
    _, words = compared(place.vault(fixed(**dict(zip(SLOTS, kinds)))).begin(7, Terms()), prices)

    assert len(words) == len(prices) > 190


def test_where_nothing_is_new_nobody_waits_a_block(place):
    """One asset's rounds are remembered, and often another's feed alone has spoken."""
    variance = VARIANCES[0] | {"volatilities": {"WBTC": "0.6"}}
    terms = Terms(heartbeat=2 * HOUR, deviation=ONE // 40)
    steps = place.vault(fixed(variance=variance)).play(wild(11, 200), terms=terms)
    waited = Counter(c.time - it.time for it in steps for c in it.changes)

    assert set(waited) == {LATENCY, 2 * LATENCY}


def test_who_records_more_seldom_remembers_the_same_words_less_often(place):
    """Two days of hours: a record in each, in every fourth, and one in all."""
    signals = dict(zip(SLOTS, (VARIANCES[0], TRENDS[0], COVARIANCES[0], FALLS[0]), strict=True))
    house = place.vault(fixed(**signals))
    told = []
    for spacing in (0, 4 * HOUR, LONGEST):
        steps, words = compared(house.begin(7, Terms(), spacing=spacing), wild(11, 48))
        recorded = sum(len(it.notes) for it in steps)
        told.append((recorded, len({tuple(it[1:]) for it in words})))

    assert [it for it, _ in told] == [48, 12, 1]
    assert 48 >= told[0][1] > told[1][1] > told[2][1]


@sharing(8)
@given(
    st.tuples(*map(st.sampled_from, (VARIANCES, TRENDS, COVARIANCES, FALLS))),
    st.sets(st.sampled_from(SLOTS), min_size=1),
    st.integers(0, 2**32),
    st.sampled_from((300, HOUR, 6 * HOUR)),
    TERMS,
    st.sampled_from((0, 1, HOUR, 4 * HOUR)) | st.integers(0, LONGEST),
)
def test_no_prices_and_no_terms_make_memories_differ(
    place, kinds, slots, seed, step, terms, spacing
):
    """However seldom the keeper records."""
    signals = {slot: it for slot, it in zip(SLOTS, kinds, strict=True) if slot in slots}
    pair = place.vault(fixed(**signals)).begin(seed % 97, terms, spacing=spacing)

    compared(pair, wild(seed, 24, step))
