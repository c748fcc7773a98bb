"""The bytecode's run, kept while it plays: what is broken off goes on from where it stopped."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from threading import Event

from counterpoise.backtest import ground
from counterpoise.backtest.bytecode import BytecodePlayer
from counterpoise.backtest.checkpoint import Checkpoint
from counterpoise.backtest.course import Course, Step
from counterpoise.backtest.inputs import Inputs
from counterpoise.backtest.prices import Prices
from counterpoise.backtest.stage import Scene, Stage
from counterpoise.backtest.twin import mode
from counterpoise.chain.process import ProcessNode
from counterpoise.errors import CounterpoiseError
from counterpoise.keeper.signals import stopping

OFTEN = 2_000  # steps from one checkpoint to the next: two or three seconds of play
CHECKPOINT = "checkpoint"  # a folder beside the report

Progress = Callable[[int], None]  # hears how many prices have been played
Hear = Callable[[Step], None]
Task = Callable[[], None]


class BrokenOff(CounterpoiseError):
    """Somebody has stopped a run; what was played is kept."""

    def __init__(self, done: int, whole: int) -> None:
        super().__init__(f"stopped after {done} of {whole} prices; the same command goes on there")
        self.done, self.whole = done, whole


def play(
    inputs: Inputs, prices: Prices, progress: Progress, keep: bool = True
) -> tuple[Course, Stage]:
    """Signals are minded while it plays; while it deploys they end it, and the node with it.

    Without `keep` nothing is written, and signals do what they do. Raises `BrokenOff`, `Differs`.
    """
    checkpoint = Checkpoint(inputs.config.run.reports / CHECKPOINT, inputs.setting())
    node, course, player = (checkpoint.load() if keep else None) or _begin(inputs, prices)
    progress(len(course.steps))
    hear = _hear(inputs, prices, player.keeper.stage, course)

    def tell() -> None:
        hear(course.steps[-1])
        progress(len(course.steps))

    if keep:
        save = partial(checkpoint.save, node, course, player)
        _play_kept(partial(player.play, prices, course), tell, save, course, len(prices))
        checkpoint.remove()
    else:
        player.play(prices, course, tell)
    return course, player.keeper.stage


def _begin(inputs: Inputs, prices: Prices) -> tuple[ProcessNode, Course, BytecodePlayer]:
    scene = inputs.scene(prices)
    _require(inputs, prices, scene)
    laid = ground.lay(scene, prices.times[0])
    node, player = ground.player(laid, inputs, prices)
    return node, player.begin(laid.stage.parameters["name"]), player


def _require(inputs: Inputs, prices: Prices, scene: Scene) -> None:
    """Tells what is wrong before anything is deployed."""
    if inputs.config.run.mode == "both":
        mode.require_played(scene, inputs.config)
    inputs.opinions(prices)


def _hear(inputs: Inputs, prices: Prices, stage: Stage, course: Course) -> Hear:
    """What is done about each step: in mode both the twin compares it."""
    if inputs.config.run.mode == "both":
        run = inputs.scene(prices), stage, course, prices, inputs.config
        return mode.beside(*run, inputs.opinions(prices)).hear
    return lambda step: None


def _play_kept(
    play: Callable[[Task], object], tell: Task, save: Task, course: Course, whole: int
) -> None:
    """Saves now and then, and when somebody stops it. Raises `BrokenOff`."""
    stop = Event()

    def after() -> None:
        done = len(course.steps)
        tell()
        if stop.is_set() or done % OFTEN == 0:
            save()
        if stop.is_set():
            raise BrokenOff(done, whole)

    with stopping(stop):
        save()  # A deployment takes as long as a year of hours.
        play(after)
