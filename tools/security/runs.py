"""How much is tried: tests, properties, lemmas, mutants, and the walks of the state machines."""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence
from pathlib import Path
from textwrap import fill
from typing import Any

from tools import figures, mutants
from tools.markdown import table
from tools.security.told import Told
from tools.stamp import ROOT

DEPTH = ROOT / "tests" / "depth.py"
MACHINE = ROOT / "tests" / "evm" / "stateful" / "test_deep_machine.py"
INVARIANTS = ROOT / "docs" / "invariants.md"
WIDTH = 95  # {character}


def section(tests: Sequence[Told]) -> str:
    only = [it for it in tests if it.is_test]
    properties = [it for it in only if is_property(it.node)]
    lemmas = {it.says[:4] for it in only if re.match(r"L-\d\d\b", it.says)}
    numbered = re.findall(r"^- \*\*I-\d\d", INVARIANTS.read_text(), re.MULTILINE)
    deep = numbers(MACHINE)
    rows = [
        ("test functions", f"{len(only):,} in {len({it.file for it in only})} files"),
        ("of them properties that hypothesis tries", f"{len(properties)}: {tries()}"),
        ("lemmas that z3 proves over all integers", len(lemmas)),
        ("invariants, each cited by a test", len(numbered)),
        ("planted defects", len(mutants.every())),
        ("walks of the deep machine in `make test`", walks(deep["ROUNDS"], deep)),
        ("walks of the deep machine in `make test-deep`", walks(deep["DEEP_ROUNDS"], deep)),
    ]
    return "\n\n".join(
        ["## Runs", table(("what", "how many"), rows), hits(figures.read("machine"))]
    )


def is_property(test: ast.AST) -> bool:
    """Whether hypothesis draws what the test is given."""
    calls = (it for it in getattr(test, "decorator_list", ()) if isinstance(it, ast.Call))
    return any(isinstance(it.func, ast.Name) and it.func.id == "given" for it in calls)


def tries() -> str:
    examples = numbers(DEPTH)["EXAMPLES"]
    deeper = "twenty times as many in `make test-deep`"
    return f"{examples} examples each where a test says nothing, {deeper}"


def walks(rounds: int, deep: dict[str, int]) -> str:
    count = rounds * deep["WALKS"]
    steps = deep["STEPS"]
    return f"{count:,} of at most {steps} steps, {count * steps:,} in all, {deep['RULES']} rules"


def numbers(path: Path) -> dict[str, int]:
    """The whole numbers that a module names at its top."""
    return {
        name.id: ast.literal_eval(value)
        for node in ast.parse(path.read_text()).body
        if isinstance(node, ast.Assign)
        for name, value in pairs(node)
        if isinstance(name, ast.Name) and is_number(value)
    }


def is_number(value: ast.expr) -> bool:
    return isinstance(value, ast.Constant) and isinstance(value.value, int)


def pairs(node: ast.Assign) -> list[tuple[ast.expr, ast.expr]]:
    """Names and values, also of `A, B = 1, 2`."""
    name, value = node.targets[0], node.value
    if isinstance(name, ast.Tuple) and isinstance(value, ast.Tuple):
        return list(zip(name.elts, value.elts))
    return [(name, value)]


def hits(figure: dict[str, Any]) -> str:
    """How often the last run that was kept hit each rule of the deep machine."""
    if not figure:
        return (
            "No run of the deep machine is kept: run `test_deep_machine.py`, then `make security`."
        )
    rules = {name: sum(counts.values()) for name, counts in figure["rules"].items()}
    each = ", ".join(f"{name} {count:,}" for name, count in sorted(rules.items()))
    return fill(
        f"The last run of the deep machine that was kept, {figure['walks']:,} walks, some of them "
        f"cut short, hit {len(rules)} rules {sum(rules.values()):,} times: {each}.",
        WIDTH,
    )
