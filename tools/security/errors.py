"""Which tests provoke each custom error of the contracts, with the numbers that it carries."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tools.markdown import table
from tools.security.told import Told
from tools.stamp import ROOT

FOLDERS = ("interfaces", "contracts")
NOT_OURS = {"external", "mocks"}
DECLARED = re.compile(r"^\s*error (\w+)\(([^)]*)\);", re.MULTILINE)
# Only a test of the contracts has provoked the contracts' error.
ON_CHAIN = ("tests/contracts/", "tests/evm/")
SPOKEN = re.compile(r"(\w+): ?(.*)", re.DOTALL)  # as Brownie tells a revert
SIGNED = re.compile(r"(\w+)\(.*\)")


@dataclass(frozen=True, slots=True)
class Error:
    """A custom error, and where it is declared."""

    name: str
    file: str
    has_numbers: bool


def declared() -> list[Error]:
    """Every error of the interfaces and the contracts, the mocks aside."""
    return [
        Error(name, path.stem, bool(numbers.strip()))
        for folder in FOLDERS
        for path in sorted((ROOT / folder).rglob("*.sol"))
        if not NOT_OURS & set(path.parts)
        for name, numbers in DECLARED.findall(path.read_text())
    ]


def provoked(tests: Iterable[Told]) -> dict[Error, list[Told]]:
    """Each error's tests; one that carries numbers must be expected with numbers."""
    speakers = defaultdict(list)
    for it in tests:
        if it.is_test and it.file.startswith(ON_CHAIN):
            for word in set(spoken(it.node)):
                speakers[word].append(it)
    return {
        error: speakers[error.name, True]
        or ([] if error.has_numbers else speakers[error.name, False])
        for error in declared()
    }


def spoken(test: ast.AST) -> Iterator[tuple[str, bool]]:
    """The errors that a test expects, and whether with numbers."""
    for node in ast.walk(test):
        yield from spoken_by(node)
    if any(is_named_by_a_row(node) for node in ast.walk(test)):
        yield from ((word, True) for word in rows(test))


def spoken_by(node: ast.AST) -> Iterator[tuple[str, bool]]:
    """In one of the ways in which tests write a refusal."""
    match node:
        case ast.JoinedStr(values=[ast.Constant(value=str(text)), *_]) if said := SPOKEN.match(
            text
        ):
            yield said[1], True  # f"IsPaused: {until}"
        case ast.Constant(value=str(text)) if said := SPOKEN.fullmatch(text):
            yield said[1], bool(said[2])  # "WrongLength: 2, 3"
        case ast.Tuple(elts=[ast.Constant(value=str(name)), ast.List(elts=numbers)]):
            yield name, bool(numbers)  # ("IsPaused", [until])
        case ast.Call(args=[ast.Constant(value=str(text)), *numbers]) if at := SIGNED.fullmatch(
            text
        ):
            yield at[1], bool(numbers)  # error("IsPaused(uint256)", until)


def is_named_by_a_row(node: ast.AST) -> bool:
    """f"{error}: ...", where a row of the test's decorator says which error."""
    match node:
        case ast.JoinedStr(values=[ast.FormattedValue(), ast.Constant(value=str(text)), *_]):
            return text.startswith(": ")
    return False


def rows(test: ast.AST) -> Iterator[str]:
    """The plain words in a test's decorators."""
    for decorator in getattr(test, "decorator_list", ()):
        for node in ast.walk(decorator):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.value


def section(tests: Sequence[Told]) -> str:
    found = provoked(tests)
    missing = [error.name for error, its in found.items() if not its]
    summary = (
        f"{len(found)} custom errors are declared in `interfaces/` and `contracts/`. "
        f"{len(found) - len(missing)} are provoked on a chain\n"
        "by a test that expects them with the numbers that they carry, and\n"
        "`tests/tools/test_security_errors.py` fails where one is not. "
        f"Without such a test: {', '.join(missing) or 'none'}."
    )
    lines = [(it.name, f"`{it.file}`", first(its)) for it, its in found.items() if its]
    return "\n\n".join(
        ["## Errors", summary, table(("error", "declared in", "expected by"), lines)]
    )


def first(tests: Sequence[Told]) -> str:
    """Where an error's first test stands, and how many more there are."""
    test, *more = tests
    others = f" and {len(more)} more" if more else ""
    return f"`{Path(test.file).name}`: {test.name}{others}"
