"""One good entry of each kind that a parameter file can name, and assets to read it on."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from scripts.deploy.assets import Asset, Feed
from scripts.deploy.constraints import CONSTRAINTS
from scripts.deploy.execution import AUCTIONS, PLANNERS, VENUES
from scripts.deploy.ground import Ground
from scripts.deploy.kinds import Kinds, read
from scripts.deploy.node import Node
from scripts.deploy.parameters import Fields
from scripts.deploy.signals import SIGNALS
from scripts.deploy.strategies import OUTERMOST, STRATEGIES
from scripts.deploy.tank import TANKS

ONE, DAY = 10**18, 86_400
SYMBOLS = {"WETH": 18, "WBTC": 8, "USDC": 6}
SOMEBODY = "0x" + "5a" * 20
HELD = {"WETH": "0.4", "WBTC": "0.3", "USDC": "0.3"}
FIXED = {"kind": "fixed", "weights": HELD}
LAST = {"WETH": "0.2", "WBTC": "0.2", "USDC": "0.6"}
GLIDE = {"first": HELD, "last": LAST, "start": 1_000, "end": 2_000}
CPPI = {"kind": "cppi", "inner": FIXED, "floor": "80", "multiplier": "3", "maxGap": "0.3"}
AIM = {"inner": FIXED, "volatility": "0.4", "band": "0.05", "maxRise": "0.1"}
TAU = {"tau": 7 * DAY}
VOLATILITIES = {"volatilities": {"WETH": "0.8", "WBTC": "0.6"}}
MOVING = {"assets": ["WETH", "WBTC"]}
LIMITS = {
    "damping": "1",
    "maxTurnover": "0.25",
    "maxImpact": "0.005",
    "maxLoss": "0.01",
    "minTrade": "100",
}
HUB = {"kind": "hub"} | LIMITS
LEAST = {"least": "0.005"}
TERMS = {"premium": "0.02", "discount": "0.01", "jump": "0.05", "duration": 1_800, "rest": 3_600}
TANK = {
    "sponsor": SOMEBODY,
    "margin": "0.1",
    "overhead": 40_000,
    "rate": 727_650_000_000,
    "least": "0.01",
    "most": 20 * 10**15,
    "dailyBudget": 200 * 10**15,
    "maxGas": 1_500_000,
}
# In the place of contracts that a chain of tests has elsewhere.
FEED, FACTORY = "0x" + "fe" * 20, "0x" + "fa" * 20
PAIRS = {"factory": SOMEBODY, "pairCodeHash": "0x" + "11" * 32}
TIER = {"factory": FACTORY, "poolCodeHash": "0x" + "22" * 32, "fee": 500}

GOOD: dict[str, dict[str, dict[str, Any]]] = {
    "strategy": {
        "fixed": FIXED,
        "linearGlide": GLIDE,
        "geometricGlide": GLIDE,
        "arcGlide": GLIDE,
        "inverseVolatility": {},
        "riskParity": {"budgets": HELD, "tolerance": "0.000000001"},
        "volatilityTarget": AIM,
        "cppi": CPPI | {"rate": "0.05", "ratchet": "0.8", "cap": "0.9"},
        "minimumVariance": {
            "least": {"WETH": "0.1"},
            "most": {"USDC": "0.5"},
            "gains": {"WETH": "-0.05", "WBTC": "0.1"},
            "aversion": "2",
            "tolerance": "0.000001",
            "steps": 100,
        },
        "maximumSharpe": {
            "least": {"USDC": "0.1"},
            "most": {"WETH": "0.5"},
            "expected": {"WETH": "0.1", "WBTC": "0.08"},
            "kept": "0.5",
            "tolerance": "0.0001",
        },
        "momentum": {
            "inner": FIXED,
            "kappas": {"WETH": "0.5", "WBTC": "0.5"},
            "power": "1.5",
            "low": {"USDC": "0.1"},
            "high": {"WETH": "0.7"},
        },
        "optionReplication": {
            "option": "coveredCall",
            "risky": "WETH",
            "strike": "2500",
            "expiry": 30 * DAY,
            "rate": "-0.01",
            "interval": 3_600,
            "cost": "0.003",
        },
        "proposed": {
            "signer": SOMEBODY,
            "least": {"USDC": "0.1"},
            "most": {"WETH": "0.8"},
            "start": HELD,
            "step": "0.1",
            "spacing": 3_600,
            "life": DAY,
        },
        "blend": {
            "parts": [
                {"share": "0.6", "strategy": FIXED},
                {"share": "0.4", "strategy": {"kind": "inverseVolatility"}},
            ],
            "secondary": FIXED,
            "partGas": 300_000,
        },
        "overlay": {"inner": FIXED, "scalars": [CPPI], "scalarGas": 200_000},
        "fallback": {
            "primary": {"kind": "inverseVolatility"},
            "secondary": FIXED,
            "primaryGas": 300_000,
        },
        "market": {"inner": FIXED, "maxSlice": "0.099"},
        "guarded": {
            "inner": FIXED,
            "stipend": 1_000_000,
            "low": {"USDC": "0.1"},
            "high": {"WETH": "0.6"},
            "groups": [{"assets": ["WETH", "WBTC"], "low": "0.2", "high": "0.8"}],
        },
    },
    "constraint": {
        "drift": {"outer": "0.05", "inner": "0.02"},
        "cooldown": {"cooldown": 3_600, "pace": "0.1"},
        "market": {"maxSlice": "0.1"},
        "turnover": {"maxTurnover": "0.3"},
        "progress": {"tolerance": "0.002"},
        "value": {"maxLoss": "0.005", "maxGain": "0.01"},
        "lossBudget": {"dailyBudget": "0.02"},
        "pace": {"maxStep": "0.2", "pace": "0.0000028"},
        "band": {
            "absolute": "0.05",
            "least": "0.01",
            "inner": "0.5",
            "relative": "0.2",
            "risk": "0.03",
            "cost": "0.003",
            "fixedCost": "20",
            "aversion": "3",
        },
        "gain": {
            "aversion": "3",
            "horizon": 30 * DAY,
            "margin": "1.5",
            "hardDrift": "0.1",
            "gas": 600_000,
            "nativePrice": "2000",
        },
        "volatilityCooldown": {
            "least": 600,
            "most": DAY,
            "usual": 3_600,
            "ref": "0.4",
            "halves": -4,
            "asset": "WETH",
            "pace": "0.1",
        },
        "turnoverBucket": {"cap": "0.5", "rate": "0.2"},
        "slice": {"slices": 6, "interval": 3_600, "urgency": "2", "least": "0.05"},
        "ownImpact": {"wait": 1_800, "least": "0.002"},
        "slippage": {"maxSlippage": "0.02"},
        "baseFee": {"maxBaseFee": 50 * 10**9, "hardDrift": "0.1"},
        "jitter": {"anchor": 0, "period": DAY, "window": 3_600, "salt": "0x" + "5a" * 32} | LEAST,
        "schedule": {"anchor": 0, "period": DAY} | LEAST,
    },
    "variance": {
        "variance": VOLATILITIES | TAU,
        "semiVariance": VOLATILITIES | TAU,
        "realizedVariance": MOVING,
    },
    "trend": {"slope": MOVING | TAU, "crossover": MOVING | {"shortTau": DAY, "longTau": 4 * DAY}},
    "covariance": {"covariance": {"spacing": DAY, "tau": 30 * DAY}},
    "drawdown": {"drawdown": {"spacing": 3_600, "tau": 90 * DAY}},
    "planner": {
        "hub": LIMITS,
        "turn": LIMITS,
        "netting": LIMITS | {"marketGas": 200_000},
        "sliced": {"inner": HUB},
        "auction": {
            "auction": {"kind": "dutch"} | TERMS,
            "inner": HUB,
            "maxTurnover": "0.1",
            "minTrade": "500",
        },
    },
    "auction": {"dutch": TERMS},
    "venue": {
        "uniswapV2": PAIRS | {"fee": "0.0025"},
        "uniswapV3": TIER | {"reach": 10},
        "split": {
            "venues": [{"kind": "uniswapV2"} | PAIRS, {"kind": "uniswapV3"} | TIER],
            "swapGas": 120_000,
            "oracle": {
                "kind": "chainlink",
                "address": FEED,
                "description": "ETH / USD",
                "decimals": 8,
                "maxAge": 4_500,
                "minAnswer": "10",
                "maxAnswer": "100000",
                "deviation": "0.005",
            },
            "weth": "WETH",
        },
        "path": {
            "path": [SOMEBODY, "USDC"],
            "hops": [{"kind": "uniswapV2"} | PAIRS, {"kind": "uniswapV3"} | TIER],
        },
    },
    "tank": {"keeper": TANK},
}
FAMILIES: dict[str, Kinds] = {
    "strategy": STRATEGIES,
    "constraint": CONSTRAINTS,
    "planner": PLANNERS,
    "auction": AUCTIONS,
    "venue": VENUES,
    "tank": TANKS,
    **SIGNALS,
}
EVERY = [(family, kind) for family, kinds in FAMILIES.items() for kind in kinds]


def ground(tokens: dict[str, str] | None = None, feed: str = SOMEBODY) -> Ground:
    """Three assets, the last of them the hub; by their addresses if they stand."""
    places = tokens or {it: f"0x{i:040x}" for i, it in enumerate(SYMBOLS, start=1)}
    feeds = Feed(feed, "", 8, 4_500, 1, 10**20, 0)
    assets = [Asset(it, places[it], digits, 1, feeds) for it, digits in SYMBOLS.items()]
    made = Ground(tuple(assets), "USDC", {})
    made.constraints.append(Node("TurnoverBucketConstraint", (ONE // 2, ONE // 5), "bucket"))
    made.constraints.append(Node("PaceConstraint", (ONE, ONE), "PaceConstraint"))
    made.constraints.append(Node("MarketConstraint", (ONE // 10,), "MarketConstraint"))
    return made


def entry(family: str, kind: str) -> dict[str, Any]:
    """A good one, which a test may spoil."""
    return {"kind": kind} | deepcopy(GOOD[family][kind])


def node_of(family: str, data: dict[str, Any], on: Ground | None = None) -> Node:
    """What a file asks for with it. Raises `Mismatch`."""
    return read(FAMILIES[family], Fields(data, path_of(family)), on or ground())


def path_of(family: str) -> str:
    return OUTERMOST if family == "strategy" else family
