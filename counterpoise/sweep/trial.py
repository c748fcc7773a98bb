"""One configuration in, one row of figures out: all that a sweep knows of a back-test."""

from __future__ import annotations

import math
from dataclasses import dataclass, fields, replace
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path

from counterpoise.backtest import ground
from counterpoise.backtest.analytics.metrics import Metrics, measure
from counterpoise.backtest.analytics.value import values_of
from counterpoise.backtest.clock import clock
from counterpoise.backtest.config import Config, utc
from counterpoise.backtest.course import Course
from counterpoise.backtest.ground import Ground
from counterpoise.backtest.inputs import Inputs
from counterpoise.backtest.prices import Prices
from counterpoise.backtest.twin import mode
from counterpoise.sweep.vary import FILE, contents

AHEAD = "ahead"  # how much more a share is worth than buy-and-hold's, a fraction
NO_FIGURES = ("name", "drawdown_from", "drawdown_to")  # of Metrics: a name, and times
FIGURES = (AHEAD, *(it.name for it in fields(Metrics) if it.name not in NO_FIGURES))
SHOWN = (AHEAD, "annual_return", "drawdown", "cost", "rebalances")  # in the summary


@dataclass(frozen=True, slots=True)
class Backtest:
    """A back-test as a worker plays it."""

    folder: Path  # where the paths of a configuration start

    def span(self, config: Config) -> tuple[datetime, datetime]:
        """The first price's time, and when the last one's step is over. Raises `BadPrices`."""
        prices = _prices(self._inputs(config))
        return clock(prices.times[0]), clock(prices.times[-1]) + timedelta(seconds=prices.step)

    def place(self, config: Config) -> str:
        """What decides its scene: configurations that agree in it share one deployment."""
        prices, vault, market = config.prices, config.vault, config.market
        held = contents(self.folder, config)
        said = utc(prices.start), prices.columns, vault.value, market.depth, market.ranges
        return str((held["prices.file"], held["vault.parameters"], *said, config.run.mode))

    def scene(self, config: Config) -> Ground | None:
        """Deployed on an Anvil that ends with this; the twin needs none. Raises as `lay` does."""
        if config.run.mode == "twin":
            return None
        inputs = self._inputs(config)
        prices = _prices(inputs)
        return ground.lay(inputs.scene(prices), prices.times[0])

    def figures(self, config: Config, scene: Ground | None) -> dict[str, float]:
        """Each of `FIGURES`; one that is not defined is no number."""
        course = _course(self._inputs(config), scene)
        found = measure(course).figures
        return {it: float(found.get(it, math.nan)) for it in FIGURES} | {AHEAD: ahead(course)}

    def _inputs(self, config: Config) -> Inputs:
        return Inputs(self.folder / FILE, config)


def ahead(course: Course) -> float:
    """How much more a share has made than one of the first basket, left alone; a fraction."""
    held = replace(course, name="hold", steps=[replace(it, changes=()) for it in course.steps])
    return float(values_of(course).growth[-1] / values_of(held).growth[-1] - 1)


def _course(inputs: Inputs, laid: Ground | None) -> Course:
    prices = _prices(inputs)
    if laid is None:
        run = inputs.scene(prices), prices, inputs.config, lambda done: None
        return mode.play(*run, inputs.opinions(prices))
    _, player = ground.player(laid, inputs, prices)
    return player.play(prices, player.begin(AHEAD), lambda: None)


def _prices(inputs: Inputs) -> Prices:
    said = inputs.config.model_dump_json(by_alias=True, include={"prices", "vault"})
    return _loaded(inputs.path, said, str(contents(inputs.path.parent, inputs.config)))


@lru_cache(maxsize=4)  # A worker plays one window after another; each is some megabytes.
def _loaded(path: Path, said: str, _held: str) -> Prices:
    """By the keys of a file, `from` and `to` among them; read again where a file has changed."""
    return Inputs(path, Config.model_validate_json(said)).prices()
