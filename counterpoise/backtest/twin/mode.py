"""The modes `twin` and `both`: a whole run without a chain, or beside one that is played."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from counterpoise.backtest.config import Config
from counterpoise.backtest.course import Course
from counterpoise.backtest.crowd.replay import Moment, moments
from counterpoise.backtest.posting.series import Opinions
from counterpoise.backtest.prices import Prices
from counterpoise.backtest.stage import Scene, Stage
from counterpoise.backtest.twin.beside import Beside
from counterpoise.backtest.twin.opening import Opening
from counterpoise.backtest.twin.posters import Posts
from counterpoise.backtest.twin.scene import held_at, opening_at, stage_at
from counterpoise.backtest.twin.visitors import Visits
from counterpoise.types import Holdings

OFTEN = 1_000  # steps from one report of progress to the next


def play(
    scene: Scene,
    prices: Prices,
    config: Config,
    progress: Callable[[int], None],
    opinions: Opinions | None = None,
) -> Course:
    """The twin's course; gas is nothing that it knows. `progress` hears how far it is.

    `opinions` are what somebody proposes. Raises `NotPlayed`, `BadPrices`.
    """
    stage = stage_at(scene)
    opening = _opening(scene, stage, held_at(scene, stage), config)
    run = opening.run(scene.parameters["name"], *_crew(prices, config, opinions))
    course = run.begin()
    for step in run.steps(_moments(prices, config)):
        course.steps.append(step)
        if len(course.steps) % OFTEN == 0:
            progress(len(course.steps))
    progress(len(course.steps))
    return course


def require_played(scene: Scene, config: Config) -> None:
    """A run has twins of all that the vault's file names. Raises `NotPlayed`."""
    stage = stage_at(scene)
    _opening(scene, stage, held_at(scene, stage), config).run("")


def beside(
    scene: Scene,
    stage: Stage,
    course: Course,
    prices: Prices,
    config: Config,
    opinions: Opinions | None = None,
) -> Beside:
    """The twin that hears a bytecode's course, as far as that is played already.

    Raises `NotPlayed`, `BadPrices`, `Differs`.
    """
    opening = _opening(scene, stage, course.start, config)
    run = opening.run(course.name, *_crew(prices, config, opinions))
    both = Beside(run.steps(_moments(prices, config)))
    for step in course.steps:
        both.hear(step)
    return both


def _opening(scene: Scene, stage: Stage, held: Holdings, config: Config) -> Opening:
    keeper = config.keeper
    terms = config.market.terms, keeper.latency, keeper.record_spacing
    return opening_at(scene, stage, held, *terms)


def _crew(prices: Prices, config: Config, opinions: Opinions | None) -> tuple[Visits, Posts]:
    """Who comes and goes, and who posts."""
    visits = Visits(config.flows.habits, config.run.seed, prices.step)
    return visits, Posts(config.posting.solutions, config.posting.spacing, opinions)


def _moments(prices: Prices, config: Config) -> Iterator[Moment]:
    return moments(prices, config.run.seed, config.market.terms)
