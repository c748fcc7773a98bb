"""Deploys a market and a vault by the very scripts that a user would run."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from counterpoise.backtest.crowd.ranges import Tier
from counterpoise.backtest.market import Listing
from counterpoise.backtest.placed import FLOOR, remembered_for
from counterpoise.backtest.playable import playable
from counterpoise.backtest.posting.signer import SIGNER
from counterpoise.backtest.prices import ONE
from counterpoise.backtest.range_pool import RangeListing
from counterpoise.backtest.stage import SHARE, Part, Scene, Stage
from counterpoise.backtest.vault_file import first_weights, proposed
from counterpoise.errors import CounterpoiseError

NETWORK = "counterpoise"
SCRIPT = "deploy/together"
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
SEEKERS = ("MinimumVarianceStrategy", "MaximumSharpeStrategy")  # They read a solution book.
PROPOSALS = ("ProposalBook",)


class DeploymentFailed(CounterpoiseError):
    """A deployment script refused or failed; carries its last lines."""


class NotAProject(CounterpoiseError):
    """The working directory is not the repository's root."""

    def __init__(self, root: Path) -> None:
        super().__init__(f"{root}: no brownie-config.yaml here; run this in the repository's root")


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
    contracts = book["contracts"]
    return Stage(
        vault,
        lens,
        listings,
        hub,
        remembered_for(book["parameters"], book["addresses"]["constraint"]),
        memories=_parts(contracts, MEMORIES),
        seekers=_parts(contracts, SEEKERS),
        proposals=_parts(contracts, PROPOSALS),
        floors={label: it["address"] for label, it in contracts.items() if it["contract"] == FLOOR},
    )


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
