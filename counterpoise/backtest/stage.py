"""What a back-test is played on: a market, and a vault that stands in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from counterpoise.backtest.market import Listing
from counterpoise.backtest.prices import ONE
from counterpoise.backtest.vault_file import first_weights

SEED_VALUE = 600_000 * ONE  # D18{USD} that the deployer puts in at first.
DEPTH = 20_000_000  # {USD} on each side of each pool.
SHARE = 100  # {USD/share} at the start


@dataclass(frozen=True, slots=True)
class Scene:
    """What is to be deployed: a vault's file, and the market in which it begins."""

    parameters: dict[str, Any]
    prices: dict[str, int]  # D18{USD/tok} by the assets' symbols; the hub is a dollar
    value: int = SEED_VALUE  # D18{USD}
    depth: int = DEPTH  # {USD} on each side of each pool
    ranges: tuple[int, ...] = ()  # {1e-6}, fees of the pools of Uniswap V3 beside each pair
    first: int = 0  # {s}, of the first price


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
    ages: tuple[int, ...] = ()  # {s}, of each mean of a pair when the first price comes
    floors: Mapping[str, str] = field(default_factory=dict)  # by their labels in the book

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
