"""The modes `twin` and `both`: a whole run without a chain, or beside one that is played."""

from __future__ import annotations

from collections.abc import Callable

from counterpoise.backtest.config import Config
from counterpoise.backtest.course import Course
from counterpoise.backtest.crowd.replay import moments
from counterpoise.backtest.prices import Prices
from counterpoise.backtest.stage import Scene, Stage
from counterpoise.backtest.twin.beside import Beside
from counterpoise.backtest.twin.entry import NotPlayed
from counterpoise.backtest.twin.opening import Opening
from counterpoise.backtest.twin.scene import held_at, opening_at, stage_at

OFTEN = 1_000  # steps from one report of progress to the next


def opening_of(scene: Scene, config: Config) -> Opening:
    """Where a run without a chain begins, and what it is compared with. Raises `NotPlayed`."""
    if config.flows.entries:
        raise NotPlayed("depositors", "flows.entries")
    stage = stage_at(scene)
    held, terms = held_at(scene, stage), config.market.terms
    return opening_at(scene, stage, held, terms, config.keeper.latency)


def play(scene: Scene, prices: Prices, config: Config, progress: Callable[[int], None]) -> Course:
    """The twin's course; gas is nothing that it knows. `progress` hears how far it is."""
    run = opening_of(scene, config).run(scene.parameters["name"])
    course = run.begin()
    for step in run.steps(moments(prices, config.run.seed, config.market.terms)):
        course.steps.append(step)
        if len(course.steps) % OFTEN == 0:
            progress(len(course.steps))
    progress(len(course.steps))
    return course


def beside(scene: Scene, stage: Stage, course: Course, prices: Prices, config: Config) -> Beside:
    """The twin that hears a bytecode's course, as far as that is played already.

    Raises `NotPlayed`, `Differs`.
    """
    terms = config.market.terms
    opening = opening_at(scene, stage, course.start, terms, config.keeper.latency)
    run = opening.run(course.name)
    both = Beside(run.steps(moments(prices, config.run.seed, terms)), run.vault.take)
    for step in course.steps:
        both.hear(step)
    return both
