"""What a back-test's file names: the vault's own file, prices, and the price of gas."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from counterpoise.backtest import gas
from counterpoise.backtest.checkpoint import digest
from counterpoise.backtest.config import Config, require_assets, utc
from counterpoise.backtest.deployment import require_project
from counterpoise.backtest.playable import NotPlayable, playable
from counterpoise.backtest.posting import series as proposals
from counterpoise.backtest.posting.series import Opinions
from counterpoise.backtest.prices import ONE, Prices, load
from counterpoise.backtest.stage import Scene
from counterpoise.backtest.vault_file import proposed
from counterpoise.data.source import Tell, silent
from counterpoise.document import read

DEMO = Path("deployments/demo.params.json")  # in the repository's root
WRAPPED = {"WETH": "ETH", "WBTC": "BTC"}  # tokens whose column is another name, if none is said


@dataclass(frozen=True, slots=True)
class Inputs:
    """A file and what it says; the paths in it start from its folder."""

    path: Path
    config: Config

    def parameters(self) -> dict[str, Any]:
        """The vault's file. Raises `Unreadable`, `NotPlayable` where no market is made for it."""
        file = self._parameters_file
        try:
            return playable(read(file))
        except NotPlayable as error:
            raise NotPlayable(f"{file}: {error.key}", error.problem) from None

    def prices(self, tell: Tell = silent) -> Prices:
        """Those of the vault's assets, in its order, the hub left out.

        Raises `BadPrices`, `BadConfig`, `NotPlayable`.
        """
        terms, assets = self.config.prices, self._listed()
        require_assets(self.path, self.config, assets)
        columns = {it: WRAPPED[it] for it in assets if it in WRAPPED} | terms.columns
        span = utc(terms.start), utc(terms.end)
        return load(self.path.parent / terms.file, assets, *span, columns, terms.jump, tell)

    def scene(self, prices: Prices) -> Scene:
        """What is to be deployed, at the first of these prices."""
        first = dict(zip(prices.assets, prices.closes[0], strict=True))
        market, value = self.config.market, self.config.vault.value * ONE
        terms = value, market.depth, market.ranges, prices.times[0]
        return Scene(self.parameters(), first, *terms)

    def opinions(self, prices: Prices) -> Opinions | None:
        """What somebody proposes while these prices are played; None where no file is named.

        Raises `BadPrices`, and `NotPlayable` where not exactly one strategy reads proposals.
        """
        file, params = self.config.posting.proposals, self.parameters()
        if file is None:
            return None
        readers = len(proposed(params["strategy"]))
        if readers != 1:
            raise NotPlayable("posting.proposals", f"read by one strategy, not by {readers}")
        symbols = [it["symbol"] for it in params["assets"]]
        span = prices.times[0], prices.times[-1], prices.step
        return proposals.load(self.path.parent / file, symbols, *span)

    def gas(self, prices: Prices) -> gas.GasPrices:
        """What gas costs while these prices are played. Raises `GasMissing`, `BadPrices`."""
        terms = self.config.gas
        if terms.series:
            return gas.series(self.path.parent / terms.series, prices)
        return gas.constant(int(terms.price * gas.GWEI))

    def setting(self) -> dict[str, str]:
        """All that a course depends on, by key: what the file says, and what its files hold."""
        said = json.loads(self.config.model_dump_json(by_alias=True))
        keys = {f"{table}.{key}": str(it) for table, row in said.items() for key, it in row.items()}
        keys.pop("run.reports")
        return keys | {f"the file of {key}": digest(file) for key, file in self.files().items()}

    def files(self) -> dict[str, Path]:
        """All that the file names, by the key that does, the vault's own even where none does."""
        config, folder = self.config, self.path.parent
        files = {"prices.file": folder / config.prices.file}
        files["vault.parameters"] = self._parameters_file
        named = {"posting.proposals": config.posting.proposals, "gas.series": config.gas.series}
        return files | {key: folder / file for key, file in named.items() if file}

    def _listed(self) -> list[str]:
        params = self.parameters()
        return [it["symbol"] for it in params["assets"] if it["symbol"] != params["hub"]]

    @property
    def _parameters_file(self) -> Path:
        named = self.config.vault.parameters
        if named is None:
            require_project()
        return self.path.parent / named if named else DEMO
