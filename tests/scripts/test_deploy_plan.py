"""A plan that cannot be is refused while it is read: by the field's name, and before any chain."""

from __future__ import annotations

import re
from copy import deepcopy
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scripts.deploy import plan
from scripts.deploy.parameters import Fields, Mismatch, Refused, book_of
from scripts.deploy.placing import with_market
from scripts.deploy.plan import read_plan
from tests.depth import sharing
from tests.scripts.conftest import parameters

FEED = {"kind": "feed"}
VAULT = Path(__file__).parents[2] / "contracts" / "vault"
MEAN = {"kind": "mean", "pool": "WETH pool"}


@pytest.fixture
def isolation() -> None:
    """Nothing is sent here, so nothing is undone."""


@pytest.fixture
def params(market, market_file) -> dict[str, Any]:
    return deepcopy(with_market(parameters("watched"), market_file.parent))


def refusal(params) -> str:
    with pytest.raises(Mismatch) as refused:
        read_plan(params)
    return str(refused.value)


def test_a_plan_without_the_part_knows_no_market(params):
    del params["marketState"], params["constraints"][2]
    params["strategy"] = params["strategy"]["inner"]

    plan = read_plan(params)

    assert plan.watch is None
    assert plan.observer.contract == "SpotObserver"
    assert plan.strategy.contract == "FixedWeightStrategy"


def test_constraints_speak_in_the_order_of_the_file(params):
    said = [it.contract for it in read_plan(params).constraints]
    assert said[:3] == ["DriftConstraint", "CooldownConstraint", "MarketConstraint"]
    params["constraints"].reverse()
    assert [it.contract for it in read_plan(params).constraints] == said[::-1]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (
            lambda p: p["marketState"]["assets"]["WBTC"].pop("pool"),
            "marketState.assets.WBTC.pool: expected one of WBTC pool, got nothing",
        ),
        (
            lambda p: p["marketState"]["assets"]["WBTC"].update(pool="WETH pool"),
            "marketState.assets.WBTC.pool: expected one of WBTC pool, got WETH pool",
        ),
        (
            lambda p: p["marketState"]["assets"]["USDC"].update(pool="WETH pool"),
            "marketState.assets.USDC.pool: expected a pool of USDC, of which there is none, "
            "got WETH pool",
        ),
        (
            lambda p: p["marketState"]["assets"].pop("WBTC"),
            "marketState.assets.WBTC: expected a value, got nothing",
        ),
        (
            lambda p: p["strategy"].update(maxSlice="0.1"),
            "strategy.maxSlice: expected below the market constraint's, 0.1, got 0.1",
        ),
        (
            lambda p: p["constraints"][2].update(maxSlice="1.1"),
            "constraints[2].maxSlice: expected above 0, at most 1, got 1.1",
        ),
        (
            lambda p: p["marketState"].update(streak=0),
            "marketState.streak: expected within its bound of 100, got 0",
        ),
        (
            lambda p: p["marketState"].update(spacing=3_601),
            "marketState.spacing: expected within its bound of 3600, got 3601",
        ),
        (
            lambda p: p["marketState"]["variance"].update(tau=60),
            "marketState.variance.tau: expected within its bound of 3600, got 60",
        ),
        (
            lambda p: p["marketState"]["assets"]["WETH"].update(volatility="11"),
            "marketState.assets.WETH.volatility: expected above 0, at most 10, got 11",
        ),
        (
            lambda p: p["marketState"]["depth"].update(fastTau=600),
            "marketState.depth.fastTau: expected within its bound of 1200, got 600",
        ),
        (
            lambda p: p["marketState"]["drawdown"].update(spacing=1),
            "marketState.drawdown.spacing: expected within its bound of 60, got 1",
        ),
        (
            lambda p: p["pools"]["WETH pool"].update(window=3_600),
            "pools.WETH pool.window: expected 1800, as marketState.window, got 3600",
        ),
        (
            lambda p: p["pools"]["WETH pool"].update(window=1_799),
            "pools.WETH pool.window: expected 1800 to 86400, got 1799",
        ),
        (
            lambda p: p["pools"]["WETH pool"].update(maxAge=3_599),
            "pools.WETH pool.maxAge: expected 3600 to 172800, got 3599",
        ),
        (
            lambda p: p["pools"]["WETH pool"].update(deviation="0.11"),
            "pools.WETH pool.deviation: expected above 0, at most 0.1, got 0.11",
        ),
        (
            lambda p: p["pools"]["WETH pool"].update(version=4),
            "pools.WETH pool.version: expected 2 to 3, got 4",
        ),
        (
            lambda p: p["pools"]["WETH pool"].update(base="USDC"),
            "pools.WETH pool.base: expected another asset than USDC, got USDC",
        ),
        (
            lambda p: p["pools"]["WETH pool"].update(quote="DAI"),
            "pools.WETH pool.quote: expected one of WETH, WBTC, USDC, got DAI",
        ),
    ],
)
def test_what_goes_not_together_is_refused_by_name_and_number(params, change, said):
    """GV-08"""
    change(params)

    assert refusal(params) == said


def test_a_pool_that_looks_back_less_than_a_sample_of_depth_is_refused(params):
    places = {"factory": params["venue"]["factory"], "fee": 3_000, "blockTime": 12}
    params["pools"]["WETH pool"] |= places | {"version": 3, "minLiquidity": "0"}
    del params["pools"]["WETH pool"]["maxAge"]  # V2's alone.
    params["marketState"]["depth"] = {"spacing": 1_801, "fastTau": 7_204, "slowTau": 86_400}

    said = "marketState.depth.spacing: expected at most 1800, as far back as WETH pool is sure to "
    assert refusal(params) == said + "remember, got 1801"


def test_more_assets_than_a_variance_has_room_for_are_refused(params):
    first = params["assets"][0]
    share = first | {"seed": "1"}
    params["assets"] += [share | {"symbol": f"COIN{i}"} for i in range(6)]

    assert refusal(params) == "marketState.assets: expected at most 8, got 9"


@pytest.mark.parametrize(
    ("oracle", "said"),
    [
        (
            {"kind": "spot"},
            "assets[0].oracle.kind: expected one of feed, chainlink, mean, median, fallback, "
            "cross, pegged, erc4626, sequencer, got spot",
        ),
        (
            {"kind": "mean", "pool": "x"},
            "assets[0].oracle.pool: expected one of WETH pool, got x",
        ),
        (
            {"kind": "median", "sources": [FEED, MEAN]},
            "assets[0].oracle.sources: expected 3 to 9 of them, got 2",
        ),
        (
            {"kind": "median", "sources": [FEED, MEAN, MEAN], "least": 1},
            "assets[0].oracle.least: expected 2 to 3, got 1",
        ),
        (
            {"kind": "fallback", "first": FEED, "second": MEAN, "maxDeviation": "0.2"},
            "assets[0].oracle.maxDeviation: expected above 0, at most 0.1, got 0.2",
        ),
        (
            {"kind": "fallback", "first": FEED, "second": MEAN, "maxDeviation": "0.1"}
            | {"sourceGas": 10_000_001},
            "assets[0].oracle.sourceGas: expected 1 to 10000000, got 10000001",
        ),
        (
            {"kind": "sequencer", "feed": "0x" + 40 * "1", "grace": 86_401},
            "assets[0].oracle.grace: expected 1 to 86400, got 86401",
        ),
        ({}, "assets[0].oracle.kind: expected a value, got nothing"),
    ],
)
def test_a_price_that_cannot_be_is_refused_by_name(params, oracle, said):
    params["assets"][0]["oracle"] = oracle

    assert refusal(params) == said


ODD = [None, True, -1, 1.5, 10**80, "", "x", "-1", "NaN", "1e999", "\u2603\n", [], {}, [1], [[]]]


def places(tree, way=()):
    """Every key and every place of a list, by the way there."""
    for key, value in tree.items() if isinstance(tree, dict) else enumerate(tree):
        yield (*way, key)
        if isinstance(value, dict | list):
            yield from places(value, (*way, key))


@given(data=st.data())
@sharing(60)
def test_whatever_stands_anywhere_it_is_one_line_or_a_plan(data, market, market_file):
    """Of the file as it is written, which names a market."""
    params = parameters("demo")
    *steps, last = data.draw(st.sampled_from(sorted(places(params), key=str)))
    tree = params
    for step in steps:
        tree = tree[step]
    tree[last] = data.draw(st.sampled_from(ODD))
    try:
        plan = read_plan(with_market(params, market_file.parent))
    except Refused as refused:
        assert len(str(refused).splitlines()) == 1
    else:
        assert len(plan.assets) == 3


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"seedShares": "0.0009"}, "seedShares: expected 0.001 to 1000000, got 0.0009"),
        ({"seedShares": "1000001"}, "seedShares: expected 0.001 to 1000000, got 1000001"),
        (
            {"supplyCap": "1e21"},
            "supplyCap: expected 0.001 to 340282366920938463463.374607431768211455, got 1e21",
        ),
        ({"entrySpread": "0.051"}, "entrySpread: expected 0 to 0.05, got 0.051"),
        ({"entrySpread": "-0.01"}, "entrySpread: expected at most 18 decimals, not negative"),
    ],
)
def test_the_vaults_own_bounds_are_asked_before_the_chain_is(params, change, said):
    assert refusal(params | change).startswith(said)


@pytest.mark.parametrize("delay", [172_799, -1, 0, 2**32])
def test_a_delay_that_the_hand_over_would_refuse_is_refused_first(params, delay):
    params["roles"]["delay"] = delay
    assert refusal(params) == f"roles.delay: expected 172800 to 4294967295, got {delay}"


def test_two_to_twenty_assets_are_asked_for(params):
    assert (
        refusal(params | {"assets": params["assets"][:1]})
        == "assets: expected 2 to 20 of them, got 1"
    )
    assert (
        refusal(params | {"assets": params["assets"] * 7})
        == "assets: expected 2 to 20 of them, got 21"
    )


def test_those_bounds_are_the_contracts_own():
    """As they are written there: `NAME = number;`."""
    vault, authority = ((VAULT / f"{it}.sol").read_text() for it in ("Vault", "Authority"))
    known = dict(re.findall(r"constant (\w+) = ([^;]+);", vault + authority))
    assert (int(known["MIN_ASSETS"]), int(known["MAX_ASSETS"])) == (
        plan.MIN_ASSETS,
        plan.MAX_ASSETS,
    )
    assert Decimal(known["MIN_SEED"]) == plan.MIN_SEED
    assert (known["MAX_SUPPLY"], plan.MAX_SUPPLY) == ("type(uint128).max", 2**128 - 1)
    assert (known["MAX_ENTRY_SPREAD"], plan.MAX_ENTRY_SPREAD) == ("0.05e18", 5 * 10**16)
    assert (known["MIN_DELAY"], plan.MIN_DELAY) == ("48 hours", 48 * 3_600)


@pytest.mark.parametrize("name", ["", "a/b", "../elsewhere", "."])
def test_a_book_stands_beside_its_file(name):
    with pytest.raises(Mismatch, match="^name: expected what a file can be called, got"):
        book_of(Fields({"name": name}), Path("deployments/x.params.json"))


def test_a_market_that_is_a_vaults_book_is_named(standing, params, market_file):
    with pytest.raises(Mismatch, match="^local-demo.json.addresses.tokens: expected a value, got"):
        with_market(params | {"market": "local-demo"}, market_file.parent)
