"""A vault of venues within venues and planners before planners: wired, and found again."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest
from brownie import chain

from scripts.deploy.book import open_book
from scripts.deploy.market import deploy_market
from scripts.deploy.placing import with_market
from scripts.deploy.project import at
from scripts.deploy.ranges import pool_code_hash
from tests.scripts.conftest import parameters, refusal
from tests.scripts.v3 import deploy_factory

TERMS = {"premium": "0.02", "discount": "0.01", "jump": "0.05", "duration": 1_800, "rest": 7_200}
NOWHERE = "0x" + "11" * 20
TIER = {"kind": "uniswapV3", "poolCodeHash": "0x" + "22" * 32, "fee": 500}


@pytest.fixture
def composed(params) -> dict[str, Any]:
    """The demo with a split venue, an auction, and constraints that a planner and others ask."""
    pairs = params["venue"]
    way = {"kind": "path", "path": ["WBTC", "USDC"], "hops": [pairs, pairs | {"fee": "0.01"}]}
    auction = {
        "kind": "auction",
        "auction": {"kind": "dutch"} | TERMS,
        "inner": params["planner"] | {"kind": "turn"},
        "maxTurnover": "0.1",
        "minTrade": "500",
    }
    constraints = [
        {"kind": "jitter", "anchor": 0, "period": 60, "window": 30, "salt": "0x" + "5a" * 32},
        {"kind": "turnoverBucket", "cap": "0.5", "rate": "0.2"},
        {"kind": "slice", "slices": 6, "interval": 3_600, "least": "0.05"},
        {"kind": "ownImpact", "wait": 1_800},
    ]
    return params | {
        "venue": {"kind": "split", "swapGas": 120_000, "weth": "WETH", "venues": [pairs, way]},
        "planner": {"kind": "sliced", "inner": auction},
        "constraints": constraints + params["constraints"][1:],
    }


def test_an_auction_is_a_venue_and_who_is_asked_is_told_where(deploy, composed):
    there = deploy(composed)
    vault, names = at("Vault", there.vault), vars(there)
    sliced = at("SlicedPlanner", there.planner)

    assert vault.isVenue(there.venue) and vault.isVenue(names["DutchAuction"])
    assert at("AuctionPlanner", sliced.inner()).inner() == names["TurnPlanner"]
    assert sliced.account() == there.constraint
    assert sliced.bucket() == names["TurnoverBucketConstraint"]
    assert sliced.programme() == names["SliceConstraint"]
    height = chain.height
    assert vars(deploy(composed)) == names
    assert chain.height == height


def test_a_v3_factory_without_code(deploy, params):
    params["venue"] = TIER | {"factory": NOWHERE}

    said = f"venue.factory.address: expected code at {NOWHERE}, got none"
    assert refusal(deploy, params) == said


def test_a_v3_factory_that_is_none(deploy, params, market):
    """GV-08"""
    place = market["factory"]
    params["venue"] = TIER | {"factory": place}

    said = f"venue.factory.code: expected a Uniswap V3 factory at {place}, got another contract"
    assert refusal(deploy, params) == said


def test_a_fee_that_a_v3_factory_does_not_know(deploy, params, deployer):
    place = deploy_factory(deployer)
    params["venue"] = TIER | {"factory": place, "fee": 501}

    said = f"venue.fee: expected a fee that {place} knows, got 501"
    assert refusal(deploy, params) == said


def test_a_vault_on_v3_is_deployed(deploy, deployer, spec, tmp_path):
    """On pools of its fee that stand beside the market's pairs."""
    wider = spec | {"ranges": [500]}
    market = deploy_market(deployer, wider, open_book(wider, tmp_path / "local-market.json"))
    params = deepcopy(with_market(parameters("demo"), tmp_path))
    places = {"factory": market["ranges"]["factory"], "poolCodeHash": pool_code_hash()}
    params["venue"] = TIER | places

    there = deploy(params)

    assert at("UniswapV3Venue", there.venue).spacing() == 10
    assert at("Vault", there.vault).isVenue(there.venue)
