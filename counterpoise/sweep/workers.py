"""Workers on Ray: trials go in, rows come out as they are done, a killed worker's start again."""

from __future__ import annotations

import os
import secrets
import shutil
import signal
import socket
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from types import FrameType
from typing import Any, Protocol

# Before ray is imported. Nobody is told of the use, and a worker without a graphics card is well.
os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
os.environ.setdefault("RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO", "0")

import psutil
import ray
from ray.exceptions import RayError

from counterpoise.backtest.config import Config
from counterpoise.errors import CounterpoiseError
from counterpoise.sweep.rows import LOST, Row, Trial

STORE = 100 * 2**20  # {byte} of shared memory, Ray's least but a fifth; a deployment takes 0.3 MB.
TRIES = 3  # after the first: a worker that memory ran out for may do better beside fewer.
QUEUE = 4  # trials under way for each worker, so that none waits for this process
SECONDS = 5.0  # {s} for a cluster to open its door
GRACE = 1.0  # {s} for what Ray has ended to be gone
LOCAL = "127.0.0.1"  # Ray would else ask a name server in the network which address is its own.


class ClusterMissing(CounterpoiseError):
    """No Ray cluster at that address."""

    def __init__(self, address: str, reason: str) -> None:
        super().__init__(f"--address {address}: no Ray cluster there: {reason}")


class Player(Protocol):
    """What plays a configuration; it and its scenes travel to the workers."""

    def place(self, config: Config) -> str:
        """Configurations that agree in it share one scene."""

    def scene(self, config: Config) -> Any:
        """What they share, made once."""

    def figures(self, config: Config, scene: Any) -> dict[str, float]:
        """What a configuration comes to."""


@dataclass(frozen=True, slots=True)
class Failed:
    """The error of a scene: none of its trials can be played, and none is to blame."""

    error: str


def cores() -> int:
    """How many this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@dataclass(slots=True)
class Workers:
    """As many as there are cores, or a cluster's. `with Workers(player) as workers:`.

    The scene of what is played first is set by this process, while Ray starts and the workers
    import; each other one by a worker. Raises `ClusterMissing`.
    """

    player: Player
    count: int = field(default_factory=cores)
    address: str | None = None  # "auto", "host:port" or "ray://host:port"; None starts one here
    first: Config | None = None  # that is played, where it is known
    seconds: float = 0.0  # {s} of processor time that the trials have taken
    _folder: str = ""
    _is_open: bool = False
    _under_way: dict[Any, Trial] = field(default_factory=dict)
    _scenes: dict[str, Any] = field(default_factory=dict)
    _player: Any = None
    _set: Any = None
    _play: Any = None
    _on_term: Any = None
    _others: set[Any] = field(default_factory=set)  # processes that were there before

    def __enter__(self) -> Workers:
        self._on_term = signal.getsignal(signal.SIGTERM)
        self._others = set(psutil.Process().children(recursive=True))
        with ThreadPoolExecutor(1) as beside:
            scene = beside.submit(_scene, self.player, self.first) if self.first else None
            try:
                self._open()
                if self.first and scene:
                    self._scenes[self.player.place(self.first)] = ray.put(scene.result())
            except BaseException:
                self.__exit__()
                raise
        return self

    def _open(self) -> None:
        with _undisturbed():
            self._join(self.address) if self.address else self._start()
        signal.signal(signal.SIGTERM, _leave)  # Ray's own would end this without a goodbye.
        self._player = ray.put(self.player)
        remote = ray.remote(num_cpus=1, max_retries=TRIES)
        self._set, self._play = remote(_scene), remote(_row)
        for _ in range(self.count):  # Each imports while the first scene is set, not after it.
            remote(_ready).remote(self._player)

    def __exit__(self, *_: object) -> None:
        """Nothing is left: no process, and of Ray's logs not a line."""
        with _undisturbed():
            if self._is_open:
                self._end()
            if self._folder:
                shutil.rmtree(self._folder, ignore_errors=True)
        signal.signal(signal.SIGTERM, self._on_term)

    def _end(self) -> None:
        """Ray kills what does not end soon, and forgets two agents of what it has killed."""
        for asked in (*self._under_way, *self._scenes.values()):
            ray.cancel(asked, force=True)
        begun = set(psutil.Process().children(recursive=True)) - self._others
        ray.shutdown()
        _, alive = psutil.wait_procs(begun, timeout=GRACE)
        for process in alive:
            with suppress(psutil.NoSuchProcess):
                process.kill()

    @property
    def is_full(self) -> bool:
        return len(self._under_way) >= QUEUE * self.count

    @property
    def is_idle(self) -> bool:
        return not self._under_way

    def submit(self, trial: Trial) -> None:
        """Hand in a trial; its scene is made first where there is none yet."""
        place = self.player.place(trial.config)
        if place not in self._scenes:
            self._scenes[place] = self._set.remote(self._player, trial.config)
        done = self._play.remote(self._player, trial, self._scenes[place])
        self._under_way[done] = trial

    def next(self) -> Row:
        """What is done first; waits for it."""
        (done,), _ = ray.wait(list(self._under_way), num_returns=1)
        trial = self._under_way.pop(done)
        try:
            said: tuple[Row, float] = ray.get(done)
        except RayError as error:
            return Row(trial.id, trial.values, error=f"{LOST}: {type(error).__name__}")
        row, seconds = said
        self.seconds += seconds
        return row

    def _start(self) -> None:
        os.environ.setdefault("RAY_AUTH_TOKEN", secrets.token_hex(32))  # Else one in the home.
        self._folder = tempfile.mkdtemp(prefix="counterpoise-ray-")
        self._is_open = True
        ray.init(
            address="local",
            num_cpus=self.count,
            object_store_memory=STORE,
            include_dashboard=False,
            _node_ip_address=LOCAL,
            _temp_dir=self._folder,
            **QUIET,
        )

    def _join(self, address: str) -> None:
        try:
            _require_open(address)
            self._is_open = True
            ray.init(address=address, **QUIET)
        except (OSError, ValueError, RuntimeError, ImportError) as error:
            said = str(error).strip().partition("\n")[0]
            raise ClusterMissing(address, said or type(error).__name__) from None
        has: dict[str, float] = ray.cluster_resources()  # type: ignore[no-untyped-call]
        self.count = int(has.get("CPU", 1))


def _require_open(address: str) -> None:
    """Somebody listens there; Ray would ask for two minutes, and then end this process."""
    host, _, port = address.removeprefix("ray://").rpartition(":")
    if host and port.isdecimal():
        socket.create_connection((host, int(port)), SECONDS).close()


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Ctrl-C is heard after it: while Ray starts or ends nobody could end all that it began."""
    heard: list[int] = []
    before = signal.signal(signal.SIGINT, lambda number, _: heard.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
    if heard:
        raise KeyboardInterrupt


def _leave(number: int, _: FrameType | None) -> None:
    """Out by the door, as after Ctrl-C."""
    raise SystemExit(128 + number)


QUIET: dict[str, Any] = {"log_to_driver": False, "logging_level": "ERROR"}


def _ready(player: Player) -> None:
    """Whoever has a player has imported all that it plays with."""


def _scene(player: Player, config: Config) -> Any:
    try:
        return player.scene(config)
    except Exception as error:  # Whatever it is, the other scenes' trials go on.
        return Failed(_line(error))


def _row(player: Player, trial: Trial, scene: Any) -> tuple[Row, float]:
    """A row, and the {s} of processor time that it took."""
    begin = _processor()
    if isinstance(scene, Failed):
        return Row(trial.id, trial.values, error=f"{LOST}: {scene.error}"), 0.0
    try:
        row = Row(trial.id, trial.values, player.figures(trial.config, scene))
    except Exception as error:  # Whatever it is, it is a row.
        row = Row(trial.id, trial.values, error=_line(error))
    return row, _processor() - begin


def _processor() -> float:
    spent = os.times()
    return spent.user + spent.system


def _line(error: Exception) -> str:
    """An error in a line, by its name."""
    return " ".join(f"{type(error).__name__}: {error}".split())
