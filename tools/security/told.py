"""The tests of the tree: where each stands, what its docstring says, and its code."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tools.stamp import ROOT

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, slots=True)
class Told:
    """A test, or a class of tests whose docstring speaks for all of them."""

    file: str
    name: str
    says: str
    node: ast.AST

    @property
    def is_test(self) -> bool:
        return isinstance(self.node, Function)


def told(folder: Path = ROOT / "tests") -> list[Told]:
    """Every test and every class of tests, by file and in its order there."""
    return [it for path in sorted(folder.rglob("test_*.py")) for it in told_in(path)]


def told_in(path: Path) -> Iterator[Told]:
    name = path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else path.name
    for node in ast.parse(path.read_text()).body:
        if isinstance(node, ast.ClassDef) and node.name.startswith("Test"):
            yield Told(name, node.name, ast.get_docstring(node) or "", node)
            yield from functions(name, node.body, f"{node.name}.")
        else:
            yield from functions(name, [node])


def functions(file: str, body: Iterable[ast.stmt], before: str = "") -> Iterator[Told]:
    for node in body:
        if isinstance(node, Function) and node.name.startswith("test_"):
            yield Told(file, before + node.name, ast.get_docstring(node) or "", node)


def listed(tests: Iterable[Told]) -> str:
    """`file`: names; the next file ..."""
    files = defaultdict(list)
    for it in tests:
        files[Path(it.file).name].append(it.name)
    return "; ".join(f"`{file}`: {', '.join(names)}" for file, names in files.items())
