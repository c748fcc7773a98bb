"""Sets the stage: a market and a vault, deployed by the very scripts that a user would run."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from counterpoise.backtest.market import Listing
from counterpoise.backtest.prices import ONE
from counterpoise.errors import CounterpoiseError

NETWORK = "counterpoise"
SEED_VALUE = 600_000 * ONE  # D18{USD} that the deployer puts in at first.
HUB = "USDC"
TOKENS = {"ETH": "WETH", "BTC": "WBTC"}
SECONDS = 300  # {s} for one script, a first compilation included.


class DeploymentFailed(CounterpoiseError):
    """A deployment script refused or failed; carries its last lines."""


class NotAProject(CounterpoiseError):
    """The working directory is not the repository's root."""

    def __init__(self, root: Path) -> None:
        super().__init__(f"{root}: no brownie-config.yaml here; run this in the repository's root")


@dataclass(frozen=True, slots=True)
class Stage:
    """Where everything stands."""

    vault: str
    lens: str
    listings: tuple[Listing, ...]  # in the order of the prices
    hub: Listing
    parameters: dict[str, Any]

    @property
    def tokens(self) -> dict[str, Listing]:
        """In the vault's order, by symbol."""
        every = {it.token: it for it in (*self.listings, self.hub)}
        return {asset["symbol"]: every[asset["address"]] for asset in self.parameters["assets"]}

    @property
    def band(self) -> tuple[float, float]:
        """The outer and the inner band, as fractions."""
        constraints = self.parameters["constraints"]
        return float(constraints["outerBand"]), float(constraints["innerBand"])

    @property
    def target(self) -> tuple[float, ...]:
        return tuple(float(asset["weight"]) for asset in self.parameters["assets"])


def deploy(url: str, prices: dict[str, int], folder: Path) -> Stage:
    """Run both deployment scripts against the node there, with these starting prices.

    `prices`: D18{USD/tok} of ETH and BTC. The books go to `folder`. Raises `DeploymentFailed`.
    """
    root = Path.cwd()
    if not (root / "brownie-config.yaml").is_file():
        raise NotAProject(root)
    dollars = {TOKENS[name]: price for name, price in prices.items()} | {HUB: ONE}
    market = _market_parameters(root / "deployments", dollars)
    vault = _vault_parameters(root / "deployments", dollars)
    for script, params in (("deploy/market", market), ("deploy/vault", vault)):
        file = folder / f"{params['name']}.params.json"
        file.write_text(json.dumps(params))
        _run(script, file, url)
    return _read(folder, market["name"], vault["name"], [TOKENS[name] for name in prices])


def _market_parameters(folder: Path, prices: dict[str, int]) -> dict[str, Any]:
    params = _json(folder / "demo-market.params.json")
    for token in params["tokens"]:
        token["price"] = _decimal(prices[token["symbol"]], 8)
    return params


def _vault_parameters(folder: Path, prices: dict[str, int]) -> dict[str, Any]:
    """The demo's parameters, with as much of each asset as its weight in the first value."""
    params = _json(folder / "demo.params.json")
    for asset in params["assets"]:
        weight = round(float(asset["weight"]) * 10_000) * ONE // 10_000
        amount = SEED_VALUE * weight // prices[asset["symbol"]]
        asset["seed"] = _decimal(amount, asset["decimals"])
    return params | {"seedShares": str(SEED_VALUE // ONE // 100)}


def _decimal(amount: int, decimals: int) -> str:
    """A D18 number as a decimal string with so many decimals, cut off."""
    units = amount * 10**decimals // ONE
    whole, rest = divmod(units, 10**decimals)
    return f"{whole}.{rest:0{decimals}d}"


def _run(script: str, params: Path, url: str) -> None:
    brownie = Path(sys.executable).with_name("brownie")
    command = [str(brownie), "run", script, "main", str(params), "--network", NETWORK]
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
        said = [line for line in (done.stdout + done.stderr).splitlines() if line.strip()]
        raise DeploymentFailed(f"{script}: " + " / ".join(said[-3:]))


def _read(folder: Path, market_name: str, vault_name: str, symbols: list[str]) -> Stage:
    market = _json(folder / f"{market_name}.json")["addresses"]
    book = _json(folder / f"{vault_name}.json")
    decimals = {asset["symbol"]: asset["decimals"] for asset in book["parameters"]["assets"]}

    def listing(symbol: str) -> Listing:
        token, feed = market["tokens"][symbol], market["feeds"][symbol]
        return Listing(token, decimals[symbol], feed, market["pairs"].get(symbol))

    vault, lens = book["addresses"]["vault"], book["addresses"]["lens"]
    listings = tuple(map(listing, symbols))
    return Stage(vault, lens, listings, listing(HUB), book["parameters"])


def _json(path: Path) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(path.read_text())
    return data
