"""Sets the stage: a market and a vault, deployed by the very scripts that a user would run."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from counterpoise.backtest.crowd.ranges import Tier
from counterpoise.backtest.market import Listing
from counterpoise.backtest.playable import playable
from counterpoise.backtest.posting.signer import SIGNER
from counterpoise.backtest.prices import ONE
from counterpoise.backtest.range_pool import RangeListing
from counterpoise.errors import CounterpoiseError

NETWORK = "counterpoise"
SCRIPT = "deploy/together"
SEED_VALUE = 600_000 * ONE  # D18{USD} that the deployer puts in at first.
DEPTH = 20_000_000  # {USD} on each side of each pool.
SHARE = 100  # {USD/share} at the start
ETHER = "100"  # {ETH} behind wrapped ether, of which no back-test unwraps any
SECONDS = 300  # {s} for both scripts, a first compilation included.
# What anybody may bring up to date, in the order in which one reads the other.
MEMORIES = (
    "UniswapV2TwapOracle",
    "VarianceEstimator",
    "SemiVarianceEstimator",
    "RealizedVarianceEstimator",
    "SlopeEstimator",
    "CrossoverEstimator",
    "CovarianceEstimator",
    "UniswapV2DepthEstimator",
    "DrawdownEstimator",
    "MarketEstimator",
    "FaultEstimator",
)
SOLVED, PROPOSED = ("minimumVariance", "maximumSharpe"), ("proposed",)  # of a vault's file
SEEKERS = ("MinimumVarianceStrategy", "MaximumSharpeStrategy")  # They read a solution book.
PROPOSALS = ("ProposalBook",)


class DeploymentFailed(CounterpoiseError):
    """A deployment script refused or failed; carries its last lines."""


class NotAProject(CounterpoiseError):
    """The working directory is not the repository's root."""

    def __init__(self, root: Path) -> None:
        super().__init__(f"{root}: no brownie-config.yaml here; run this in the repository's root")


@dataclass(frozen=True, slots=True)
class Scene:
    """What is to be deployed: a vault's file, and the market in which it begins."""

    parameters: dict[str, Any]
    prices: dict[str, int]  # D18{USD/tok} by the assets' symbols; the hub is a dollar
    value: int = SEED_VALUE  # D18{USD}
    depth: int = DEPTH  # {USD} on each side of each pool
    ranges: tuple[int, ...] = ()  # {1e-6}, fees of the pools of Uniswap V3 beside each pair


@dataclass(frozen=True, slots=True)
class Part:
    """A contract of a vault that somebody has to mind, e.g. an estimator to remind."""

    kind: str
    address: str


@dataclass(frozen=True, slots=True)
class Stage:
    """Where everything stands."""

    vault: str
    lens: str
    listings: tuple[Listing, ...]  # in the order of the prices
    hub: Listing
    parameters: dict[str, Any]
    memories: tuple[Part, ...] = ()
    seekers: tuple[Part, ...] = ()  # strategies that look for the best weights
    proposals: tuple[Part, ...] = ()  # books of what somebody signs

    @property
    def tokens(self) -> dict[str, Listing]:
        """In the vault's order, by symbol."""
        every = {it.token: it for it in (*self.listings, self.hub)}
        return {asset["symbol"]: every[asset["address"]] for asset in self.parameters["assets"]}

    @property
    def band(self) -> tuple[float, float]:
        """The outer and the inner band, as fractions; nothing where there is none."""
        kinds = {it["kind"]: it for it in self.parameters["constraints"]}
        if "drift" in kinds:
            return float(kinds["drift"]["outer"]), float(kinds["drift"]["inner"])
        if "band" in kinds:
            outer = float(kinds["band"]["absolute"])
            return outer, outer * float(kinds["band"]["inner"])
        return 0.0, 0.0

    @property
    def is_fixed(self) -> bool:
        """Whether the strategy always wants the same."""
        return bool(self.parameters["strategy"]["kind"] == "fixed")

    @property
    def weights(self) -> tuple[int, ...]:
        """What the vault begins with, D18{1}, in its order."""
        return tuple(first_weights(self.parameters).values())

    @property
    def target(self) -> tuple[float, ...]:
        """The same, as fractions."""
        return tuple(weight / ONE for weight in self.weights)


def deploy(url: str, scene: Scene, folder: Path) -> Stage:
    """Run both deployment scripts against the node there, in one Brownie; books go to `folder`.

    Raises `NotPlayable` for a file that no market can be made for, `DeploymentFailed`.
    """
    require_project()
    playable(scene.parameters)
    market, vault = market_parameters(scene), vault_parameters(scene)
    files = [folder / f"{it['name']}.params.json" for it in (market, vault)]
    for file, params in zip(files, (market, vault), strict=True):
        file.write_text(json.dumps(params))
    _run(SCRIPT, files, url)
    return _read(folder, market["name"], vault["name"], list(scene.prices))


def require_project() -> None:
    """The scripts run in the repository's root. Raises `NotAProject`."""
    if not Path("brownie-config.yaml").is_file():
        raise NotAProject(Path.cwd())


def first_weights(params: dict[str, Any]) -> dict[str, int]:
    """D18{1} by symbol: as fixed weights behind all guards say where none is 0, else even parts."""
    symbols, strategy = [it["symbol"] for it in params["assets"]], params["strategy"]
    while "inner" in strategy:
        strategy = strategy["inner"]
    if strategy["kind"] == "fixed":
        weights = {it: int(Decimal(strategy["weights"][it]) * ONE) for it in symbols}
        if all(weights.values()):
            return weights
    even = {it: ONE // len(symbols) for it in symbols}
    return even | {symbols[-1]: ONE - (len(symbols) - 1) * (ONE // len(symbols))}


def market_parameters(scene: Scene) -> dict[str, Any]:
    """What scripts/deploy/market reads: the file's assets at their first prices."""
    params = scene.parameters
    wrapped, dollars = params.get("gateway", {}).get("weth"), scene.prices | {params["hub"]: ONE}

    def listed(asset: dict[str, Any]) -> dict[str, Any]:
        symbol = asset["symbol"]
        plain = {"name": symbol, "symbol": symbol, "decimals": asset["decimals"]}
        price = _decimal(dollars[symbol], asset["feed"]["decimals"])
        listing = plain | {"feed": asset["feed"]["description"], "price": price}
        return listing | ({"ether": ETHER} if symbol == wrapped else {})

    return {
        **({"ranges": list(scene.ranges)} if scene.ranges else {}),
        "name": f"{params['name']}-market",
        "hub": params["hub"],
        "depth": str(scene.depth),
        "purse": str(2 * scene.value // ONE),
        "tokens": [listed(asset) for asset in params["assets"]],
    }


def vault_parameters(scene: Scene) -> dict[str, Any]:
    """The file's, on this market, with as much of each asset as its first weight in the value.

    What names another chain is left out: addresses, who may enter, a tank. Who proposes is the
    back-test's.
    """
    params, weights = _placeless(scene.parameters), first_weights(scene.parameters)
    dollars = scene.prices | {params["hub"]: ONE}
    for asset in params["assets"]:
        amount = scene.value * weights[asset["symbol"]] // dollars[asset["symbol"]]
        asset["seed"] = _decimal(amount, asset["decimals"])
    seeded = {"seedShares": str(scene.value // ONE // SHARE)}
    return params | seeded | {"market": f"{params['name']}-market"}


def _placeless(params: dict[str, Any]) -> dict[str, Any]:
    copied: dict[str, Any] = json.loads(json.dumps(params))
    for beside in ("depositors", "tank"):
        copied.pop(beside, None)
    copied.get("gateway", {}).pop("permit2", None)
    for asset in copied["assets"]:
        asset.pop("address", None)
        asset["feed"].pop("address", None)
    for entry in proposed(copied["strategy"]):
        entry["signer"] = SIGNER
    return copied


def proposed(strategy: Any) -> list[dict[str, Any]]:
    """The entries of a strategy that read what somebody signs, in it or in its parts."""
    return _entries(strategy, PROPOSED)


def solved(strategy: Any) -> list[dict[str, Any]]:
    """Those that read a solution book, likewise."""
    return _entries(strategy, SOLVED)


def _entries(strategy: Any, kinds: Collection[str]) -> list[dict[str, Any]]:
    if isinstance(strategy, list):
        return [it for part in strategy for it in _entries(part, kinds)]
    if not isinstance(strategy, dict):
        return []
    own = [strategy] if strategy.get("kind") in kinds else []
    return own + _entries([*strategy.values()], kinds)


def _decimal(amount: int, decimals: int) -> str:
    """A D18 number as a decimal string with so many decimals, cut off."""
    units = amount * 10**decimals // ONE
    whole, rest = divmod(units, 10**decimals)
    return f"{whole}.{rest:0{decimals}d}"


def _run(script: str, files: Sequence[Path], url: str) -> None:
    brownie = Path(sys.executable).with_name("brownie")
    command = [str(brownie), "run", script, "main", *map(str, files), "--network", NETWORK]
    done = subprocess.run(
        command,
        env=os.environ
        | {"COUNTERPOISE_RPC": url, "COUNTERPOISE_KEY": "", "COUNTERPOISE_ACCOUNT": ""},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    if done.returncode:
        raise DeploymentFailed(f"{script}: {reason_of(done.stdout + done.stderr)}")


def reason_of(said: str) -> str:
    """What a script refused with; of anything else that ended it the last lines."""
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    if lines and lines[-1].startswith(("refused: ", "reverted: ")):
        return lines[-1]
    return " / ".join(lines[-3:])


def _read(folder: Path, market_name: str, vault_name: str, symbols: list[str]) -> Stage:
    market = _json(folder / f"{market_name}.json")["addresses"]
    book = _json(folder / f"{vault_name}.json")
    decimals = {asset["symbol"]: asset["decimals"] for asset in book["parameters"]["assets"]}

    def listing(symbol: str) -> Listing:
        token, feed = market["tokens"][symbol], market["feeds"][symbol]
        pair = market["pairs"].get(symbol)
        return Listing(token, decimals[symbol], feed, pair, _ranges(market, symbol))

    vault, lens = book["addresses"]["vault"], book["addresses"]["lens"]
    listings, hub = tuple(map(listing, symbols)), listing(market["hub"])
    kinds = (_parts(book["contracts"], it) for it in (MEMORIES, SEEKERS, PROPOSALS))
    return Stage(vault, lens, listings, hub, book["parameters"], *kinds)


def _ranges(market: dict[str, Any], symbol: str) -> tuple[RangeListing, ...]:
    """A token's pools of Uniswap V3."""
    ranges = market.get("ranges", {"pools": {}, "trader": ""})
    return tuple(
        RangeListing(it["pool"], ranges["trader"], Tier(it["fee"], int(it["liquidity"])))
        for it in ranges["pools"].get(symbol, [])
    )


def _parts(contracts: dict[str, Any], kinds: tuple[str, ...]) -> tuple[Part, ...]:
    """Those of some kinds, in the order of the kinds."""
    found = [Part(it["contract"], it["address"]) for it in contracts.values()]
    known = [it for it in found if it.kind in kinds]
    return tuple(sorted(known, key=lambda it: kinds.index(it.kind)))


def _json(path: Path) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(path.read_text())
    return data
