"""A run that was broken off, so that the same command goes on from there."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import pickle
import shutil
from dataclasses import dataclass, is_dataclass
from pathlib import Path
from typing import Any

import numpy as np
from pydantic import TypeAdapter

from counterpoise.backtest.course import Course, Step
from counterpoise.chain.process import ProcessNode
from counterpoise.errors import CounterpoiseError

STEPS, STATE = "steps.jsonl", "state"
OURS = "counterpoise."
STEP = TypeAdapter(Step)


class OtherRun(CounterpoiseError):
    """What was broken off is not what is asked for: the first key that differs, and both values."""

    def __init__(self, folder: Path, key: str, was: Any, now: Any) -> None:
        said = f"{folder}: broken off with {key} = {was}, not {now}"
        super().__init__(f"{said}; delete the folder, or choose another run.reports")
        self.folder, self.key, self.was, self.now = folder, key, was, now


class BadCheckpoint(CounterpoiseError):
    """A checkpoint that is damaged, or was never one."""

    def __init__(self, folder: Path, problem: str) -> None:
        super().__init__(f"{folder}: {problem}; delete the folder to begin anew")
        self.folder, self.problem = folder, problem


@dataclass(slots=True)
class Checkpoint:
    """A folder with the steps so far and one state, in which the node is a file of its own.

    `setting` is what the run depends on, by key; another one is refused.
    """

    folder: Path
    setting: dict[str, str]
    _written: int = 0  # steps that are in the file already
    _length: int = 0  # {byte} of them

    def save(self, node: ProcessNode, course: Course, rest: Any) -> None:
        """All of it, or as it was before: the state names how much of the steps counts.

        `rest` is an object of this package; where it holds the node, it will hold the loaded one.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        self._append(course.steps[self._written :])
        self._written = len(course.steps)
        head = Course(course.name, course.symbols, course.units, course.start)
        small = io.BytesIO()
        _Pickler(small, node).dump((head, self._written, self._length, rest))
        parts = [json.dumps(self.setting).encode(), node.dump().encode(), small.getvalue()]
        draft = self.folder / f"{STATE}.part"
        with gzip.open(draft, "wb", compresslevel=1) as file:
            for part in parts:
                file.write(len(part).to_bytes(8, "big") + part)
        draft.replace(self.folder / STATE)

    def load(self) -> tuple[ProcessNode, Course, Any] | None:
        """Node, course and rest as they were saved; None where nothing was.

        Raises `OtherRun`, `BadCheckpoint`.
        """
        if not (self.folder / STATE).is_file():
            return None
        setting, dump, small = self._parts()
        self._require_same(json.loads(setting))
        node = ProcessNode.load(dump.decode())
        course, self._written, self._length, rest = self._unpickled(small, node)
        with (self.folder / STEPS).open("rb") as file:
            lines = file.read(self._length).splitlines()
        if len(lines) != self._written:
            raise BadCheckpoint(self.folder, f"{len(lines)} steps of {self._written}")
        course.steps.extend(map(STEP.validate_json, lines))
        return node, course, rest

    def remove(self) -> None:
        """Nothing is left of it."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def _append(self, steps: list[Step]) -> None:
        """After those that count: what a crash has left behind them is written over."""
        path = self.folder / STEPS
        path.touch()
        with path.open("r+b") as file:
            file.seek(self._length)
            for step in steps:
                file.write(STEP.dump_json(step) + b"\n")
            file.truncate()
            self._length = file.tell()

    def _parts(self) -> list[bytes]:
        try:
            with gzip.open(self.folder / STATE, "rb") as file:
                return [file.read(int.from_bytes(file.read(8), "big")) for _ in range(3)]
        except (OSError, EOFError) as error:
            raise BadCheckpoint(self.folder, f"it cannot be read: {error}") from None

    def _unpickled(self, small: bytes, node: ProcessNode) -> Any:
        try:
            return _Unpickler(io.BytesIO(small), node).load()
        except (pickle.UnpicklingError, AttributeError, ImportError, EOFError) as error:
            raise BadCheckpoint(self.folder, f"it cannot be read: {error}") from None

    def _require_same(self, before: dict[str, str]) -> None:
        for key in [*self.setting, *before]:
            if before.get(key) != self.setting.get(key):
                raise OtherRun(self.folder, key, before.get(key), self.setting.get(key))


def generator(state: dict[str, Any]) -> np.random.Generator:
    """numpy's usual one, in that state."""
    made = np.random.default_rng()
    made.bit_generator.state = state
    return made


class _Pickler(pickle.Pickler):
    """The node is written apart, and of a generator its state alone."""

    def __init__(self, file: io.BytesIO, node: ProcessNode) -> None:
        super().__init__(file)
        self._node = node

    def persistent_id(self, it: Any) -> str | None:
        return "node" if it is self._node else None

    def reducer_override(self, it: Any) -> Any:
        if isinstance(it, np.random.Generator):
            return generator, (it.bit_generator.state,)
        return NotImplemented


class _Unpickler(pickle.Unpickler):
    """Makes dataclasses of this package and generators, and nothing else."""

    def __init__(self, file: io.BytesIO, node: ProcessNode) -> None:
        super().__init__(file)
        self._node = node

    def persistent_load(self, name: Any) -> ProcessNode:
        return self._node

    def find_class(self, module: str, name: str) -> Any:
        found = super().find_class(module, name) if module.startswith(OURS) else None
        if found is generator or (isinstance(found, type) and is_dataclass(found)):
            return found
        raise pickle.UnpicklingError(f"{module}.{name} has no place in it")


def digest(path: Path) -> str:
    """What a file holds, in short."""
    return hashlib.sha256(path.read_bytes()).hexdigest()[:16]
