"""A wrong entry is refused by the path of its key, with what is allowed and what was given."""

from __future__ import annotations

from typing import Any

import pytest

from counterpoise.math.fixed_point import ONE
from scripts.deploy.execution import read_venue
from scripts.deploy.ground import Moment
from scripts.deploy.node import Place
from scripts.deploy.parameters import Fields, Mismatch
from scripts.deploy.signals import SOURCES, read_signals, told_by
from scripts.deploy.uniswap import NO_ADDRESS
from tests.evm.entries import (
    DAY,
    EVERY,
    FAMILIES,
    FIXED,
    TERMS,
    entry,
    ground,
    node_of,
    path_of,
)

TIER = entry("venue", "uniswapV3")
PARITY = {
    "kind": "riskParity",
    "budgets": {"WETH": "0.5", "WBTC": "0.5", "USDC": "0"},
    "tolerance": "0.000000001",
}
VARIANCE = {"kind": "variance", "volatilities": {"WETH": "0.8", "WBTC": "0.6"}, "tau": 7 * DAY}
COVARIANCE = {"kind": "covariance", "spacing": DAY, "tau": 30 * DAY}


def refusal(family: str, data: dict[str, Any], on: Any = None) -> str:
    with pytest.raises(Mismatch) as refused:
        node_of(family, data, on)
    return str(refused.value)


@pytest.mark.parametrize(("family", "kind"), EVERY)
def test_a_key_that_no_kind_has_is_refused_and_those_it_has_are_told(family, kind):
    keys = ", ".join(["kind", *(it.name for it in FAMILIES[family][kind].keys)])
    said = f"{path_of(family)}.toll: expected one of {keys}, got this key"
    assert refusal(family, entry(family, kind) | {"toll": "1"}) == said


@pytest.mark.parametrize(
    ("family", "kind", "key"),
    [
        (family, kind, key.name)
        for family, kind in EVERY
        for key in FAMILIES[family][kind].keys
        if key.otherwise is None
    ],
)
def test_a_key_that_is_missing_is_refused(family, kind, key):
    data = entry(family, kind)
    del data[key]
    said = f"{path_of(family)}.{key}: expected a value, got nothing"
    assert refusal(family, data) == said


# A cost is asked with an aversion, and gas is counted in ether.
WITH = {"aversion": ("cost", "fixedCost"), "weth": ("swapGas", "oracle")}


@pytest.mark.parametrize(
    ("family", "kind", "key"),
    [
        (family, kind, key.name)
        for family, kind in EVERY
        for key in FAMILIES[family][kind].keys
        if key.otherwise is not None
    ],
)
def test_a_key_with_another_way_may_be_left_out(family, kind, key):
    """Together with what it goes with."""
    data = entry(family, kind)
    for name in (key, *WITH.get(key, ())):
        data.pop(name, None)
    assert node_of(family, data).contract == FAMILIES[family][kind].contract


@pytest.mark.parametrize("family", FAMILIES)
def test_another_kind_is_refused_and_those_there_are_are_told(family):
    said = f"{path_of(family)}.kind: expected one of {', '.join(FAMILIES[family])}, got other"
    assert refusal(family, {"kind": "other"}) == said


TWO = {"WETH": "0.5", "WBTC": "0.5"}
PART = {"share": "0.5", "strategy": FIXED}


@pytest.mark.parametrize(
    ("family", "kind", "changed", "said"),
    [
        (
            "strategy",
            "fixed",
            {"weights": FIXED["weights"] | {"USDC": "0.2"}},
            "strategy.weights: expected 1 in all, got 0.9 in all",
        ),
        (
            "strategy",
            "fixed",
            {"weights": TWO},
            "strategy.weights.USDC: expected a value, got nothing",
        ),
        (
            "strategy",
            "fixed",
            {"weights": TWO | {"DAI": "0"}},
            "strategy.weights.DAI: expected one of WETH, WBTC, USDC, got this key",
        ),
        (
            "strategy",
            "fixed",
            {"weights": TWO | {"USDC": 0}},
            "strategy.weights.USDC: expected a string, got 0",
        ),
        (
            "strategy",
            "linearGlide",
            {"start": 2_000, "end": 2_000},
            "strategy.end: expected above start, got 2000",
        ),
        (
            "strategy",
            "geometricGlide",
            {"last": TWO | {"USDC": "0"}},
            "strategy.last.USDC: expected above 0, at most 1, got 0",
        ),
        (
            "strategy",
            "cppi",
            {"multiplier": "3.4"},
            "strategy.multiplier: expected at most 1 / maxGap, got 3.4",
        ),
        (
            "strategy",
            "volatilityTarget",
            {"cash": "DAI"},
            "strategy.cash: expected one of WETH, WBTC, USDC, got DAI",
        ),
        (
            "strategy",
            "volatilityTarget",
            {"inner": {"kind": "fixed", "weights": TWO}},
            "strategy.inner.weights.USDC: expected a value, got nothing",
        ),
        (
            "strategy",
            "minimumVariance",
            {"most": {"WETH": "0.3", "WBTC": "0.3", "USDC": "0.3"}},
            "strategy: expected numbers that go together, got "
            "BoundsInfeasible(sum_low=100000000000000000, sum_high=900000000000000000)",
        ),
        (
            "strategy",
            "minimumVariance",
            {"gains": {"WETH": "1.1"}},
            "strategy.gains.WETH: expected -1 to 1, got 1.1",
        ),
        (
            "strategy",
            "momentum",
            {"kappas": {"WETH": "0.5", "WBTC": "-0.5"}},
            "strategy: expected numbers that go together, got KappasOpposed(kappa=0, sum=0)",
        ),
        (
            "strategy",
            "optionReplication",
            {"option": "straddle"},
            "strategy.option: expected one of protectivePut, coveredCall, got straddle",
        ),
        (
            "strategy",
            "optionReplication",
            {"risky": "USDC"},
            "strategy.risky: expected another asset than cash, got USDC",
        ),
        (
            "strategy",
            "proposed",
            {"signer": "me"},
            "strategy.signer: expected an address, got me",
        ),
        (
            "strategy",
            "proposed",
            {"start": {"WETH": "0.9", "WBTC": "0", "USDC": "0.1"}},
            "strategy: expected numbers that go together, got WeightOutOfBox(index=0, "
            "weight=900000000000000000, least=0, most=800000000000000000)",
        ),
        (
            "strategy",
            "blend",
            {"parts": [PART]},
            "strategy.parts: expected shares of 1 in all, got 0.5 in all",
        ),
        ("strategy", "blend", {"parts": []}, "strategy.parts: expected 1 to 8 of them, got 0"),
        (
            "strategy",
            "blend",
            {"parts": [PART, PART | {"share": "0"}]},
            "strategy.parts[1].share: expected above 0, at most 1, got 0",
        ),
        (
            "strategy",
            "blend",
            {"parts": [PART, PART | {"strategy": FIXED | {"weights": TWO}}]},
            "strategy.parts[1].strategy.weights.USDC: expected a value, got nothing",
        ),
        (
            "strategy",
            "overlay",
            {"scalars": [FIXED]},
            "strategy.scalars[0].kind: expected one of cppi, overlay, volatilityTarget, got fixed",
        ),
        (
            "strategy",
            "fallback",
            {"primary": entry("strategy", "guarded")},
            "strategy.primary.kind: expected guarded as the outermost strategy alone, got guarded",
        ),
        (
            "strategy",
            "market",
            {"maxSlice": "0.1"},
            "strategy.maxSlice: expected below the market constraint's, 0.1, got 0.1",
        ),
        (
            "strategy",
            "guarded",
            {"groups": [{"assets": ["WETH"], "low": "0", "high": "1"}] * 2},
            "strategy.groups[1].assets: expected each asset once, in one group, got WETH",
        ),
        (
            "strategy",
            "guarded",
            {"groups": [{"assets": ["WETH"], "low": "0.7", "high": "1"}]},
            "strategy: expected numbers that go together, got "
            "GroupInfeasible(group=0, low=700000000000000000, high=600000000000000000)",
        ),
        (
            "constraint",
            "drift",
            {"inner": "0.041"},
            "constraint.inner: expected at most 0.8 of outer, got 0.041",
        ),
        (
            "constraint",
            "band",
            {"least": "0.06"},
            "constraint.least: expected at most absolute, got 0.06",
        ),
        (
            "constraint",
            "band",
            {"aversion": "0"},
            "constraint.aversion: expected 0.001 to 100 beside a cost, got 0",
        ),
        (
            "constraint",
            "volatilityCooldown",
            {"usual": 500},
            "constraint.usual: expected at least least, got 500",
        ),
        (
            "constraint",
            "volatilityCooldown",
            {"usual": DAY + 1},
            "constraint.usual: expected at most most, got 86401",
        ),
        (
            "constraint",
            "volatilityCooldown",
            {"halves": 0},
            "constraint.halves: expected -4 to 4, not 0, got 0",
        ),
        (
            "constraint",
            "turnoverBucket",
            {"cap": "0.365", "rate": "0.000999999999999999"},
            "constraint.rate: expected what fills it in a year, cap / 365, "
            "got 0.000999999999999999",
        ),
        (
            "constraint",
            "slice",
            {"slices": 100, "interval": 6_049},
            "constraint.interval: expected at most 604800 / slices, got 6049",
        ),
        (
            "constraint",
            "jitter",
            {"period": 7_199},
            "constraint.window: expected at most half of period, got 3600",
        ),
        (
            "constraint",
            "jitter",
            {"salt": "0x12"},
            "constraint.salt: expected 0x and 64 hexadecimal digits, got 0x12",
        ),
        (
            "constraint",
            "cooldown",
            {"cooldown": "1"},
            'constraint.cooldown: expected a whole number, got "1"',
        ),
        (
            "variance",
            "variance",
            {"volatilities": {}},
            "variance.volatilities: expected 1 to 8 of them, got 0",
        ),
        (
            "variance",
            "realizedVariance",
            {"assets": ["WETH", "WETH"]},
            "variance.assets: expected 1 to 8 of them, each once, got 2",
        ),
        (
            "trend",
            "slope",
            {"assets": ["DAI"]},
            "trend.assets[0]: expected one of WETH, WBTC, USDC, got DAI",
        ),
        (
            "trend",
            "crossover",
            {"longTau": 2 * DAY - 1},
            "trend.longTau: expected at least 2 times shortTau, got 172799",
        ),
        (
            "covariance",
            "covariance",
            {"tau": 9 * DAY - 1},
            "covariance.tau: expected at least 777600, 9 spacings, got 777599",
        ),
        (
            "drawdown",
            "drawdown",
            {"tau": DAY},
            "drawdown.tau: expected 0, or at least 604800, got 86400",
        ),
        (
            "venue",
            "uniswapV2",
            {"pairCodeHash": "0x12"},
            "venue.pairCodeHash: expected 0x and 64 hexadecimal digits, got 0x12",
        ),
        (
            "venue",
            "split",
            {"venues": [TIER, TIER]},
            "venue.venues[1]: expected another venue, got one twice",
        ),
        (
            "venue",
            "split",
            {"venues": [TIER]},
            "venue.venues: expected 2 to 4 of them, got 1",
        ),
        (
            "venue",
            "split",
            {"venues": [TIER, TIER | {"fee": 0}]},
            "venue.venues[1].fee: expected 1 to 999999, got 0",
        ),
        (
            "venue",
            "split",
            {"weth": "DAI"},
            "venue.weth: expected one of WETH, WBTC, USDC, got DAI",
        ),
        (
            "venue",
            "path",
            {"hops": [TIER, TIER, TIER]},
            "venue.hops: expected 2, one to each of path, got 3",
        ),
        (
            "venue",
            "path",
            {"path": ["USDC", "DAI"]},
            "venue.path[1]: expected an address, got DAI",
        ),
        (
            "venue",
            "path",
            {"path": ["USDC"]},
            "venue.path: expected 2 to 3 of: an asset's symbol or an address, each once, got 1",
        ),
        (
            "venue",
            "path",
            {"path": ["USDC", "USDC"]},
            "venue.path: expected 2 to 3 of: an asset's symbol or an address, each once, "
            "got USDC, USDC",
        ),
        (
            "planner",
            "auction",
            {"auction": {"kind": "dutch"} | TERMS | {"premium": "98.000000000000000001"}},
            "planner.auction.premium: expected at most 100 times the last price, less 1, "
            "got 98.000000000000000001",
        ),
        (
            "planner",
            "sliced",
            {"inner": {"kind": "other"}},
            "planner.inner.kind: expected one of hub, turn, netting, sliced, auction, got other",
        ),
    ],
)
def test_what_goes_not_together_is_refused_by_path_and_number(family, kind, changed, said):
    assert refusal(family, entry(family, kind) | changed) == said


def test_a_guard_without_a_pace_among_the_constraints_is_refused():
    on = ground()
    on.constraints.clear()

    said = "strategy.kind: expected a constraint of kind pace beside it, got guarded"
    assert refusal("strategy", entry("strategy", "guarded"), on) == said


def test_who_waits_for_its_own_impact_asks_about_the_slices_before_it():
    on = ground()
    on.constraints.append(node_of("constraint", entry("constraint", "slice"), on))

    node = node_of("constraint", entry("constraint", "ownImpact"), on)

    assert node.inputs == (on.hub.address, 1_800, on.constraints[-1], ONE // 500)
    assert node_of("constraint", entry("constraint", "ownImpact")).inputs[2] == NO_ADDRESS


def test_a_wait_beyond_the_interval_of_the_slices_is_refused():
    on = ground()
    on.constraints.append(node_of("constraint", entry("constraint", "slice"), on))

    said = "constraint.wait: expected at most the interval of the slices, 3600, got 3601"
    assert refusal("constraint", entry("constraint", "ownImpact") | {"wait": 3_601}, on) == said
    assert node_of("constraint", entry("constraint", "ownImpact") | {"wait": 3_600}, on)


def test_slices_behind_who_asks_about_them_are_refused():
    on = ground()
    on.constraints.append(node_of("constraint", entry("constraint", "ownImpact"), on))

    said = "constraint.kind: expected slice before ownImpact, which asks about it, got slice"
    assert refusal("constraint", entry("constraint", "slice"), on) == said


def test_gas_that_is_counted_in_no_ether_is_refused():
    data = entry("venue", "split")
    del data["oracle"], data["weth"]

    said = "venue.weth: expected what ether is wrapped as, beside swapGas, got none"
    assert refusal("venue", data) == said


def test_a_sliced_planner_asks_the_constraints_beside_it_for_the_vaults_set():
    on = ground()
    band = node_of("constraint", entry("constraint", "band"), on)
    slices = node_of("constraint", entry("constraint", "slice"), on)
    on.constraints.extend([band, slices])

    _, account, *asked = node_of("planner", entry("planner", "sliced"), on).inputs

    assert account == Place("constraint")
    assert asked == [band, on.constraints[0], slices]


def test_a_sliced_planner_whom_nobody_limits_is_refused():
    on = ground()
    on.constraints.clear()

    said = (
        "planner.kind: expected a constraint of kind band, drift, turnoverBucket or slice "
        "beside it, got sliced"
    )
    assert refusal("planner", entry("planner", "sliced"), on) == said


PAIRS = entry("venue", "uniswapV2")
WAY = {"kind": "path", "path": ["0x" + "5a" * 20, "USDC"], "hops": [PAIRS, PAIRS]}


def beside(venue: dict[str, Any]) -> Any:
    """Where the vault trades there."""
    on = ground()
    read_venue(Fields({"venue": venue}), on)
    return on


@pytest.mark.parametrize("kind", ["hub", "netting"])
def test_assets_that_share_the_pools_of_a_path_take_turns(kind):
    """In a split too; a planner of turns does, and one asset has nobody to share with."""
    split = {"kind": "split", "venues": [PAIRS, WAY]}
    said = (
        "planner.kind: expected turn, as orders of several assets share the pools of a path, "
        f"got {kind}"
    )
    for venue in (WAY, split):
        assert refusal("planner", entry("planner", kind), beside(venue)) == said
        assert node_of("planner", entry("planner", "turn"), beside(venue))
    assert node_of("planner", entry("planner", "hub"), beside(PAIRS))


def test_a_path_to_another_asset_than_the_hub_is_that_ones_alone():
    """But straight orders may take it too."""
    on = beside(WAY | {"path": ["0x" + "5a" * 20, "WBTC"]})
    assert node_of("planner", entry("planner", "hub"), on)
    assert refusal("planner", entry("planner", "netting"), on).startswith(
        "planner.kind: expected turn"
    )


def test_a_split_within_a_split_is_refused_by_the_gas_that_it_would_need():
    """Also by way of a path; two or three pools along one are heard."""
    inner = {"kind": "split", "venues": [PAIRS, PAIRS | {"fee": "0.01"}]}
    said = "venue.venues[1]: expected at most 300000 gas for telling of a market, got 630000"
    assert refusal("venue", {"kind": "split", "venues": [PAIRS, inner]}) == said
    way = WAY | {"hops": [PAIRS, inner]}
    said = "venue.venues[1]: expected at most 300000 gas for telling of a market, got 660000"
    assert refusal("venue", {"kind": "split", "venues": [PAIRS, way]}) == said
    way = WAY | {"hops": [PAIRS, TIER]}
    assert node_of("venue", {"kind": "split", "venues": [PAIRS, way]})


@pytest.mark.parametrize(("count", "needed"), [(2, 630_000), (3, 930_000), (4, 1_230_000)])
def test_a_planner_that_nets_gives_a_split_the_gas_that_it_needs(count, needed):
    venues = [PAIRS | {"fee": f"0.00{k + 1}"} for k in range(count)]
    on = beside({"kind": "split", "venues": venues})
    said = (
        f"planner.marketGas: expected at least {needed}, which the venue needs to tell of a "
        f"market, got {needed - 1}"
    )
    data = entry("planner", "netting")
    assert refusal("planner", data | {"marketGas": needed - 1}, on) == said
    assert node_of("planner", data | {"marketGas": needed}, on)


@pytest.mark.parametrize(
    ("constraint", "longest"),
    [
        ({"kind": "cooldown", "cooldown": 3_600, "pace": "0.1"}, 3_600),
        (entry("constraint", "volatilityCooldown") | {"most": 3_601}, 3_601),
        (entry("constraint", "jitter"), DAY),
        (entry("constraint", "schedule"), DAY),
    ],
)
def test_a_rest_within_a_wait_is_refused(constraint, longest):
    """Or the other planner could be left without a chance."""
    on = ground()
    on.constraints.append(node_of("constraint", constraint, on))
    data = entry("planner", "auction")
    data["auction"]["rest"] = longest
    said = (
        f"planner.auction.rest: expected above {longest}, the longest wait of the constraints, "
        f"got {longest}"
    )
    assert refusal("planner", data, on) == said
    data["auction"]["rest"] = longest + 1
    assert node_of("planner", data, on)


def test_slices_behind_an_auction_are_refused_and_before_it_cut_its_bids():
    on = ground()  # With a bucket of turnover.
    auction = entry("planner", "auction")
    said = (
        "planner.inner: expected sliced before the auction, which cuts its bids too, "
        "got it behind the auction"
    )
    assert refusal("planner", auction | {"inner": entry("planner", "sliced")}, on) == said
    assert node_of("planner", {"kind": "sliced", "inner": auction}, on)


def test_edges_of_a_band_may_stand_behind_an_auction():
    """They bound no bid."""
    on = ground()
    on.constraints.clear()
    on.constraints.append(node_of("constraint", entry("constraint", "drift"), on))
    auction = entry("planner", "auction")
    assert node_of("planner", auction | {"inner": entry("planner", "sliced")}, on)


def unmet(strategy: dict[str, Any], signals: dict[str, Any], market: Any = None) -> str:
    """What is refused of a strategy beside these estimators."""
    on = ground()
    node_of("strategy", strategy, on)
    with pytest.raises(Mismatch) as refused:
        slots = read_signals(Fields(signals, "signals"), on, market or {})
        on.require_told(told_by(slots, on), SOURCES)
    return str(refused.value)


@pytest.mark.parametrize(
    ("strategy", "signals", "said"),
    [
        (
            PARITY,
            {},
            "strategy.kind: expected signals.variance or marketState beside it, for "
            "volatilities, got riskParity",
        ),
        (
            PARITY,
            {"variance": VARIANCE},
            "strategy.kind: expected signals.covariance beside it, for correlations, "
            "got riskParity",
        ),
        (
            {"kind": "inverseVolatility"},
            {"variance": VARIANCE},
            "strategy.kind: expected signals.variance or marketState beside it, for "
            "volatilities of USDC, got inverseVolatility",
        ),
        (
            entry("strategy", "volatilityTarget") | {"inner": {"kind": "inverseVolatility"}},
            {"variance": VARIANCE},
            "strategy.inner.kind: expected signals.variance or marketState beside it, for "
            "volatilities of USDC, got inverseVolatility",
        ),
        (
            entry("strategy", "momentum"),
            {"trend": {"kind": "slope", "assets": ["WETH"], "tau": DAY}},
            "strategy.kind: expected signals.trend beside it, for trends of WBTC, got momentum",
        ),
        (
            entry("strategy", "cppi"),
            {},
            "strategy.kind: expected signals.drawdown or marketState beside it, for peak, got cppi",
        ),
        (
            entry("strategy", "market"),
            {"variance": VARIANCE},
            "strategy.kind: expected marketState beside it, for classes, got market",
        ),
        (
            FIXED,
            {"depth": {}},
            "signals.depth: expected one of variance, trend, covariance, drawdown, got this key",
        ),
    ],
)
def test_a_strategy_without_the_estimator_that_it_needs_is_refused(strategy, signals, said):
    assert unmet(strategy, signals) == said


def test_what_is_told_is_enough():
    """No ratchet needs no peak, and no budget no volatility."""
    on = ground()
    node_of("strategy", PARITY, on)
    node_of("strategy", entry("strategy", "cppi") | {"ratchet": "0"}, on)

    signals = {"variance": VARIANCE, "covariance": COVARIANCE}
    slots = read_signals(Fields(signals, "signals"), on, {})

    on.require_told(told_by(slots, on), SOURCES)
    assert list(slots) == ["variance", "covariance"]


def test_a_variance_beside_the_markets_own_is_refused():
    market = {"variance": node_of("variance", VARIANCE)}

    said = "signals.variance: expected none beside marketState, whose own variance is told, "
    assert unmet(FIXED, {"variance": VARIANCE}, market) == said + "got variance"


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        (Moment("a", 999, 1_000, 2_000), "a: expected 2000 to 3000, got 999"),
        (Moment("a", 3_001, 1_000, 2_000), "a: expected 2000 to 3000, got 3001"),
        (Moment("a", 1_001, None, 0), "a: expected 0 to 1000, got 1001"),
    ],
)
def test_a_moment_is_compared_with_the_chains_time(moment, said):
    with pytest.raises(Mismatch) as refused:
        moment.check(1_000)
    assert str(refused.value) == said


@pytest.mark.parametrize("time", [2_000, 3_000])
def test_a_moment_at_its_bounds_is_good(time):
    Moment("a", time, 1_000, 2_000).check(1_000)


def test_a_second_contract_of_a_kind_has_its_place_in_its_label():
    blend = {"kind": "blend", "secondary": FIXED, "partGas": 1, "parts": [PART, PART]}

    labels = [it.label for it in node_of("strategy", blend).all()]

    assert labels == [
        "FixedWeightStrategy",
        "strategy.parts[1].strategy FixedWeightStrategy",
        "strategy.secondary FixedWeightStrategy",
        "BlendStrategy",
    ]
