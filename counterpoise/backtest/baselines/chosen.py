"""The baselines that a configuration chooses, on the market of its vault."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from counterpoise.backtest.baselines.basket import GasPrice
from counterpoise.backtest.baselines.menu import all_courses
from counterpoise.backtest.baselines.names import Name
from counterpoise.backtest.config import Config
from counterpoise.backtest.course import Course
from counterpoise.backtest.crowd.replay import moments
from counterpoise.backtest.prices import Prices
from counterpoise.backtest.stage import Scene
from counterpoise.backtest.twin.scene import held_at, opening_at, stage_at


def chosen(
    scene: Scene,
    prices: Prices,
    config: Config,
    names: Sequence[Name],
    gas_price: GasPrice,
    told: Callable[[Name], None],
) -> Iterator[Course]:
    """A course of each name, without depositors; their target is what the vault began with."""
    stage, terms = stage_at(scene), config.market.terms
    opening = opening_at(scene, stage, held_at(scene, stage), terms, config.keeper.latency)
    seen = moments(prices, config.run.seed, terms)
    return all_courses(opening, stage.weights, seen, names, gas_price, told)
