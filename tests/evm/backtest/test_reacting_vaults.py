"""A strategy that reacts: in twin and bytecode the same targets, waits and trades, to the unit."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpoise.backtest.crowd.terms import Terms
from counterpoise.backtest.twin.strategies import STRATEGIES
from counterpoise.chain.node import call_of
from tests.depth import sharing
from tests.evm.backtest.deployed import House, Town, crash, file_of, town
from tests.evm.backtest.ground import FIRST, HOUR
from tests.evm.backtest.test_twin_beside_bytecode import TERMS, wild
from tests.evm.in_process import OUTSIDER, errors

DAY, GAS = 86_400, 1_500_000  # {s}, {gas}
SYMBOLS = ["WETH", "WBTC", "USDC"]
FIXED = {"kind": "fixed", "weights": {"WETH": "0.4", "WBTC": "0.3", "USDC": "0.3"}}
RISKY = {"kind": "fixed", "weights": {"WETH": "0.5", "WBTC": "0.5", "USDC": "0"}}
GLIDE = {
    "first": FIXED["weights"],
    "last": {"WETH": "0.1", "WBTC": "0.2", "USDC": "0.7"},
    "start": FIRST + 5 * HOUR,
    "end": FIRST + 30 * HOUR,
}
AIM = {"kind": "volatilityTarget", "volatility": "0.4", "band": "0.05", "maxRise": "0.25"}
CPPI = {"kind": "cppi", "inner": RISKY, "floor": "80", "multiplier": "3", "maxGap": "0.3"}
PARITY = {
    "kind": "riskParity",
    "budgets": {"WETH": "0.4", "WBTC": "0.4", "USDC": "0.2"},
    "tolerance": "0.000000001",
}
MOMENTUM = {"kind": "momentum", "inner": FIXED, "kappas": {"WETH": "0.05", "WBTC": "0.05"}}
OPTION = {"kind": "optionReplication", "risky": "WETH", "strike": "2000"} | {
    "expiry": FIRST + 20 * DAY,
    "interval": HOUR,
    "cost": "0.003",
}
CALM = {"kind": "minimumVariance", "tolerance": "0.0005", "steps": 60} | {
    "most": {"WETH": "0.6", "WBTC": "0.6", "USDC": "0.5"}
}
SHARPE = {"kind": "maximumSharpe", "expected": {"WETH": "0.4", "WBTC": "0.3", "USDC": "0.02"}} | {
    "kept": "0.5",
    "tolerance": "0.01",
}
UNSIGNED = {"kind": "proposed", "signer": "0x" + "5a" * 20, "start": FIXED["weights"]} | {
    "step": "0.1",
    "spacing": HOUR,
    "life": DAY,
}
PACE = {"kind": "pace", "maxStep": "0.2", "pace": "0.00005"}
ENTRIES: dict[str, dict[str, Any]] = {
    "fixed": FIXED,
    "linearGlide": {"kind": "linearGlide"} | GLIDE,
    "geometricGlide": {"kind": "geometricGlide"} | GLIDE,
    "arcGlide": {"kind": "arcGlide"} | GLIDE,
    "inverseVolatility": {"kind": "inverseVolatility"},
    "riskParity": PARITY,
    "volatilityTarget": AIM | {"inner": RISKY},
    "cppi": CPPI | {"rate": "0.2", "ratchet": "0.9", "cap": "0.9"},
    "minimumVariance": CALM | {"gains": {"WETH": "0.1"}, "aversion": "2"},
    "maximumSharpe": SHARPE,
    "momentum": MOMENTUM | {"power": "1.5", "low": {"USDC": "0.1"}, "high": {"WETH": "0.7"}},
    "optionReplication": OPTION | {"option": "protectivePut", "rate": "0.02"},
    "proposed": UNSIGNED,
    "blend": {
        "kind": "blend",
        "parts": [{"share": "0.6", "strategy": PARITY}, {"share": "0.4", "strategy": UNSIGNED}],
        "secondary": FIXED,
        "partGas": GAS,
    },
    "overlay": {
        "kind": "overlay",
        "inner": FIXED,
        "scalars": [CPPI, AIM | {"inner": RISKY}],
        "scalarGas": GAS,
    },
    "fallback": {"kind": "fallback", "primary": PARITY, "secondary": FIXED, "primaryGas": GAS},
    "guarded": {
        "kind": "guarded",
        "inner": PARITY,
        "stipend": GAS,
        "low": {"USDC": "0.1"},
        "high": {"WETH": "0.45"},
        "groups": [{"assets": ["WETH", "WBTC"], "low": "0.2", "high": "0.8"}],
    },
}
SIGNALS = {
    "variance": {"kind": "variance", "tau": DAY}
    | {"volatilities": {"WETH": "0.8", "WBTC": "0.6", "USDC": "0.05"}},
    "trend": {"kind": "slope", "assets": SYMBOLS, "tau": DAY},
    "covariance": {"kind": "covariance", "spacing": HOUR, "tau": 12 * HOUR},
    "drawdown": {"kind": "drawdown", "spacing": HOUR, "tau": 0},
}
RULES = [
    {"kind": "cooldown", "cooldown": HOUR, "pace": "0.05"},
    {"kind": "drift", "outer": "0.03", "inner": "0.01"},
    {"kind": "turnover", "maxTurnover": "0.3"},
    {"kind": "value", "maxLoss": "0.005", "maxGain": "0.01"},
]
# What stands in the way at first: samples that are too few, a peak that nobody has seen.
SAMPLES = {"CorrelationNotObserved": 10}
WAITS = {
    "riskParity": SAMPLES,
    "minimumVariance": SAMPLES,
    "maximumSharpe": SAMPLES | {"GapTooWide": 50},  # Nobody posts better weights.
    "cppi": {"PeakNotObserved": 1},
    "proposed": {"ProposalExpired": 60},  # Nobody signs any.
    "guarded": {"StrategyFaulted": 10},
}
STILL = {"fixed", "proposed", "maximumSharpe"}  # They always want the same, or never say what.
SLOW = {"kind": "volatilityCooldown", "least": 1_800, "most": DAY, "usual": HOUR} | {
    "ref": "0.4",
    "halves": -4,
    "pace": "0.1",
}
CONSTRAINTS: dict[str, dict[str, Any]] = {
    "volatilityCooldown": SLOW,
    "band": {"kind": "band", "absolute": "0.05", "least": "0.01", "inner": "0.5"}
    | {"relative": "0.2", "risk": "0.01", "cost": "0.003", "fixedCost": "20", "aversion": "3"},
    "gain": {"kind": "gain", "aversion": "3", "horizon": 30 * DAY, "margin": "1.5"}
    | {"hardDrift": "0.1", "gas": 600_000, "native": "WETH"},
    "baseFee": {"kind": "baseFee", "maxBaseFee": 10**9, "hardDrift": "0.1"},
    "pace": {"kind": "pace", "maxStep": "0.02", "pace": "0.00001"},
    "schedule": {"kind": "schedule", "anchor": 0, "period": 6 * HOUR},
    "jitter": {"kind": "jitter", "anchor": 0, "period": 6 * HOUR, "window": 3 * HOUR},
    "slice": {"kind": "slice", "slices": 4, "interval": 4 * HOUR, "urgency": "2", "least": "0.02"},
    "ownImpact": {"kind": "ownImpact", "wait": 3 * HOUR},
    "turnoverBucket": {"kind": "turnoverBucket", "cap": "0.1", "rate": "0.2"},
    "slippage": {"kind": "slippage", "maxSlippage": "0.0036"},
}
REFUSALS = {
    "volatilityCooldown": "CooldownActive",
    "band": "WithinBand",
    "gain": "NotWorthIt",
    "pace": "TargetTooFast",
    "schedule": "NotDue",
    "jitter": "NotDue",
    "slice": "SliceUsed SliceTooLarge",
    "ownImpact": "OwnImpact",
    "turnoverBucket": "TurnoverBudgetExceeded",
    "slippage": "SlippageTooHigh",
}


@pytest.fixture(scope="module")
def houses() -> Houses:
    return Houses(town())


@dataclass
class Houses:
    """Vaults that are deployed once for all that is played on them."""

    place: Town
    known: dict[str, House] = field(default_factory=dict)

    def of(self, strategy, rules=RULES, signals=SIGNALS) -> House:
        pace = [PACE] if strategy["kind"] == "guarded" else []
        params = file_of(strategy=strategy, constraints=[*pace, *rules], signals=signals)
        text = json.dumps(params)
        if text not in self.known:
            self.known[text] = self.place.vault(params)
        return self.known[text]


def test_each_strategy_of_a_twin_is_tried_here():
    """All but the one that needs a market: test_watching_vaults.py has that."""
    assert {*ENTRIES, "market"} == set(STRATEGIES)


@pytest.mark.parametrize("kind", ENTRIES)
def test_each_strategy_wants_and_does_the_same(houses, kind):
    """Sixty wild hours: each target, each reason to wait, each swap and balance."""
    steps = houses.of(ENTRIES[kind]).play(wild(11, 60))
    waits = Counter(it.wait for it in steps)
    done, quiet = waits.pop(None, 0), waits.pop("WithinBand", 0)

    assert dict(waits) == WAITS.get(kind, {})
    assert done >= 5 or not quiet
    assert len({it.target for it in steps}) > 25 or kind in STILL


@pytest.mark.parametrize("kind", ENTRIES)
def test_each_strategy_does_the_same_in_a_crash(houses, kind):
    """Eight days of real hours; in one day of them ether fell by 46 %."""
    prices = crash()
    steps = houses.of(ENTRIES[kind]).play(prices)

    assert len(steps) == len(prices) > 190
    assert any(it.changes for it in steps) or kind in STILL - {"fixed"}


@pytest.mark.parametrize("kind", CONSTRAINTS)
def test_each_constraint_judges_the_same(houses, kind):
    """Alone, before a strategy that reacts; on a chain without a base fee none is too high."""
    steps = houses.of(ENTRIES["inverseVolatility"], [CONSTRAINTS[kind]]).play(wild(11, 60))

    assert {it.wait for it in steps} == {None, *REFUSALS.get(kind, "").split()}


@pytest.mark.parametrize(
    ("inner", "signals", "kinds"),
    [
        (PARITY, SIGNALS, ["CorrelationNotObserved"]),
        (CPPI | {"ratchet": "0.9"}, {"drawdown": SIGNALS["drawdown"]}, ["PeakNotObserved"]),
        (UNSIGNED, {}, ["ProposalExpired"]),
        (FIXED, {}, []),
    ],
    ids=["parity", "cppi", "proposed", "fixed"],
)
def test_a_fault_of_a_guarded_strategy_is_seen_at_the_same_time(houses, inner, signals, kinds):
    """What is recorded of it, and when; the last one has none, and nothing to remember."""
    house = houses.of(ENTRIES["guarded"] | {"inner": inner}, signals=signals)
    pair, seen = house.begin(7, Terms()), []
    fault = next(it for it in house.stage.memories if it.kind == "FaultEstimator")

    def same(step):
        asked = call_of(OUTSIDER, fault.address, "standing()")
        told = pair.player.node.read(["bool", "bytes4", "uint40"], asked)[0]
        mine = pair.run.reminder.watch.estimator
        assert tuple(told) == (mine.faulty, mine.kind, mine.since)
        seen.append(mine.kind)

    pair.play(wild(11, 30), same)
    known = [errors()[it][0] for it in dict.fromkeys(seen) if any(it)]
    assert known == kinds


@sharing(20)
@given(
    st.sampled_from(list(ENTRIES)),
    st.integers(0, 2**32),
    st.sampled_from((300, HOUR, 6 * HOUR)),
    st.integers(1, 90),
    TERMS,
)
def test_no_prices_and_no_terms_make_strategies_differ(houses, kind, seed, step, most, terms):
    """Calm or wild, each five minutes or four times a day, with feeds that are too old, too."""
    houses.of(ENTRIES[kind]).play(wild(seed, 30, step, most), seed % 97, terms)
