"""docs/deployment.md tells the kinds as they are, and every part that exists has one."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from counterpoise.chain import memories, mirror
from counterpoise.chain.strategies import GETTERS
from scripts.deploy.node import Node, nodes_in
from scripts.deploy.parameters import Mismatch
from scripts.deploy.placing import with_market
from scripts.deploy.plan import KNOWN, read_plan
from scripts.deploy.table import FAMILIES, PAGE, filled
from tests.evm.entries import entry

GLIDES = {"GeometricGlideStrategy", "ArcGlideStrategy"}  # Read as the linear one.
ROOT = Path(__file__).parents[2]
ROOMS = ("strategy", "constraint", "execution", "observer/oracle", "observer/estimator")
# Parts that others bring with them: books, watches, what a pool is asked by, the set itself.
BROUGHT = {
    *("ConstraintSet", "FaultEstimator", "ProposalBook", "SolutionBook", "MarketEstimator"),
    *(f"Uniswap{v}{it}" for v in ("V2", "V3") for it in ("TwapOracle", "SpotOracle")),
    *(f"Uniswap{v}DepthEstimator" for v in ("V2", "V3")),
}
# Nobody reads it yet: the strategies take the volatility that prices have.
ALONE = {"ImpliedVolatilityGrid"}
BESIDE = {"KeeperTank"}  # In vault/, where every other contract is every vault's.


def concrete(path: Path) -> bool:
    return bool(re.search(rf"^contract {path.stem}\b", path.read_text(), re.MULTILINE))


def test_the_page_has_the_tables_of_the_registry():
    page = PAGE.read_text()
    assert filled(page) == page


def test_every_part_that_exists_can_be_named_in_a_file():
    paths = [it for room in ROOMS for it in (ROOT / "contracts" / room).rglob("*.sol")]
    known = {kind.contract for kinds in FAMILIES.values() for kind in kinds.values()}
    assert {it.stem for it in paths if concrete(it)} - BROUGHT - ALONE | BESIDE == known


def test_the_client_reads_every_strategy_constraint_and_oracle_that_can_be_named():
    named = {family: {it.contract for it in kinds.values()} for family, kinds in FAMILIES.items()}
    assert named["`strategy`"] - GLIDES <= set(GETTERS)
    assert named["`constraints`"] <= set(mirror.GETTERS)
    assert named["`oracle` of an asset"] <= set(memories.ORACLES)


def test_the_page_tells_each_part_of_a_file():
    told = re.findall(r"^\| (`.*?`) \|", PAGE.read_text().split("## Kinds")[0], re.MULTILINE)
    assert {name for row in told for name in re.findall(r"`(\w+)`", row)} == set(KNOWN)


def placed(name: str) -> dict:
    """An example, with addresses that stand for a market's."""
    params = json.loads((ROOT / "deployments" / f"{name}.params.json").read_text())
    for i, asset in enumerate(params["assets"], start=1):
        asset["address"] = f"0x{i:040x}"
        asset["feed"]["address"] = f"0x{0xFEED00 + i:040x}"
    venue = {"kind": "uniswapV2", "factory": "0x" + "0f" * 20, "pairCodeHash": "0x" + "11" * 32}
    return params | {"venue": venue, "gateway": {}}


@pytest.mark.parametrize(
    ("name", "strategy"),
    [
        ("demo", ["FixedWeightStrategy"]),
        ("watched", ["FixedWeightStrategy", "MarketStrategy"]),
        (
            "strategies",
            ["RiskParityStrategy", "VolatilityTargetStrategy", "PaceConstraint", "FaultEstimator"]
            + ["GuardedStrategy"],
        ),
    ],
)
def test_each_example_is_a_plan(name, strategy):
    plan = read_plan(placed(name))

    assert [it.contract for it in plan.strategy.all()] == strategy
    labels = [it.label for it in nodes_in([plan.observer, plan.strategy, *plan.constraints])]
    assert all(labels)


def test_the_tank_that_the_page_shows_is_one_of_the_demos():
    """To the letter: what a call and a day get, in ether, are the numbers beside it."""
    (shown,) = re.findall(r"```json\n(\"tank\": .*?)\n```", PAGE.read_text(), re.DOTALL)
    plan = read_plan(placed("demo") | json.loads(f"{{{shown}}}"))

    assert plan.tank.contract == "KeeperTank"
    most, budget = plan.tank.inputs[3][4:6]
    assert (most, budget) == (2 * 10**16, 2 * 10**17)
    assert read_plan(placed("demo")).tank is None


@pytest.mark.parametrize("name", ["demo", "watched", "strategies"])
def test_what_is_named_twice_is_one_contract(name):
    """Or the book would find that its arguments differ."""
    plan = read_plan(placed(name))
    parts = [plan.observer, plan.strategy, plan.planner, plan.venue, *plan.constraints]
    found: dict[str, Node] = {}
    for it in nodes_in(parts):
        first = found.setdefault(it.label, it)
        assert (it.contract, it.inputs) == (first.contract, first.inputs)


def test_an_auction_that_a_planner_knows_is_a_venue_of_the_vault_too():
    """The least trade is the least that any planner plans."""
    params = placed("demo")
    auction = {"kind": "dutch", "premium": "0.02", "discount": "0.01", "jump": "0.05"}
    params["planner"] = {
        "kind": "auction",
        "auction": auction | {"duration": 1_800, "rest": 7_200},
        "inner": {"kind": "sliced", "inner": params["planner"]},
        "maxTurnover": "0.1",
        "minTrade": "500",
    }

    plan = read_plan(params)

    assert [it.contract for it in plan.auctions] == ["DutchAuction"]
    assert plan.auctions[0].label in plan.nodes
    assert plan.min_trade == 100 * 10**18
    assert read_plan(placed("demo")).auctions == []


def test_venues_within_others_stand_on_the_market_where_they_name_no_factory(tmp_path):
    known = {"factory": "0x" + "0f" * 20, "pairCodeHash": "0x" + "11" * 32}
    book = {"addresses": known | {"tokens": {}, "feeds": {}}}
    (tmp_path / "here.json").write_text(json.dumps(book))
    pairs, fork = {"kind": "uniswapV2"}, {"kind": "uniswapV2", "factory": "0x" + "0e" * 20}
    tier = {"kind": "uniswapV3", "factory": "0x" + "0d" * 20}
    split = {"kind": "split", "venues": [pairs, {"kind": "path", "hops": [fork, tier]}]}

    params = with_market({"market": "here", "venue": split, "assets": []}, tmp_path)

    first, second = params["venue"]["venues"]
    assert first == pairs | known
    assert second["hops"] == [known | fork, tier]


@pytest.mark.parametrize(
    ("path", "known"),
    [
        ("", "name, market, share, hub"),
        ("share", "name, symbol"),
        ("roles", "governor, guardian, keeper, delay"),
        ("gateway", "weth, permit2"),
        ("assets.0", "symbol, address"),
        ("assets.0.feed", "address, description"),
        ("pools.WETH pool", "version, base, quote"),
        ("marketState", "assets, variance"),
        ("marketState.assets", "WETH, WBTC, USDC"),
        ("marketState.assets.WETH", "volatility, pool, second"),
        ("marketState.variance", "tau"),
        ("marketState.drawdown", "spacing, tau"),
        ("marketState.depth", "spacing, fastTau, slowTau"),
        ("signals", "variance, trend, covariance, drawdown"),
        ("strategy.inner.weights", "WETH, WBTC, USDC"),
        ("planner", "kind, damping"),
        ("venue", "kind, factory"),
        ("tank", "kind, sponsor, margin, overhead, rate, least, most, dailyBudget, maxGas"),
    ],
)
def test_a_key_that_no_part_of_a_file_has_is_refused_by_its_path(path, known):
    params: Any = placed("watched") | {"signals": {}, "tank": entry("tank", "keeper")}
    part = params
    for name in path.split(".") if path else ():
        part = part[int(name) if name.isdigit() else name]
    part["toll"] = "1"

    with pytest.raises(Mismatch) as refused:
        read_plan(params)

    place = path.replace(".0", "[0]") + ("." if path else "")
    said = str(refused.value)
    assert said.startswith(f"{place}toll: expected one of {known}")
    assert said.endswith(", got this key")
