"""Changes one place of a contract at a time, by the operators of slither-mutate."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from crytic_compile import CryticCompile
from slither import Slither
from slither.core.expressions.binary_operation import BinaryOperation
from slither.slithir.operations import Binary
from slither.tools.mutator.mutators import LIR as literals
from slither.tools.mutator.mutators import all_mutators
from slither.tools.mutator.mutators.AOR import arithmetic_operators
from slither.tools.mutator.mutators.BOR import bitwise_operators
from slither.tools.mutator.mutators.LOR import logical_operators
from slither.tools.mutator.mutators.ROR import relational_operators

from tools.findings import standard_json
from tools.stamp import ROOT
from tools.standard import SHIM

# As slither-mutate has them; FHR, which changes what the ABI's own test compares, is left out.
AS_THEY_ARE = ("ASOR", "CR", "LIR", "MIA", "MVIE", "MVIV", "MWA", "RR", "SBR", "UOR")
# slither-mutate splits a statement at the operator's text, and so passes by, or breaks, any that
# has it twice; here they replace each one where it stands.
IN_PLACE = {
    "AOR": arithmetic_operators,
    "BOR": bitwise_operators,
    "LOR": logical_operators,
    "ROR": relational_operators,
}
# What SBR makes of one thing and what it means as well: no list is so long, no constant is set.
IDLE = (("uint256 i", "uint128 i"), (" constant ", " immutable "))


@dataclass(frozen=True, slots=True)
class Change:
    """One place of one source, and what stands there instead."""

    path: str
    start: int  # {byte}
    line: int
    operator: str
    original: str
    mutated: str

    @property
    def name(self) -> str:
        """The same in every run over the same source."""
        told = f"{self.path} {self.start} {self.original} {self.mutated}"
        return f"{self.operator}-{hashlib.sha256(told.encode()).hexdigest()[:10]}"

    @property
    def end(self) -> int:
        return self.start + len(self.original.encode())

    def applied(self, text: bytes) -> bytes:
        """The source with the change."""
        return text[: self.start] + self.mutated.encode() + text[self.end :]

    def lines(self, text: bytes) -> tuple[str, str]:
        """The lines that it touches, as they read before and afterwards, each as one."""
        first, last = text.rfind(b"\n", 0, self.start) + 1, text.find(b"\n", self.end)
        head, tail = text[first : self.start], text[self.end : last]
        both = text[first:last], head + self.mutated.encode() + tail
        return plain(both[0]), plain(both[1])


def sample(changes: Iterable[Change], budget: int) -> list[Change]:
    """As many as the budget allows, the same ones every time: the smallest digests."""
    return sorted(changes, key=lambda it: it.name.partition("-")[2])[:budget]


def changes(path: str) -> list[Change]:
    """Each change to a source once, in the order of the source."""
    contracts = [
        it
        for unit in slither().compilation_units
        for it in unit.contracts
        if it.source_mapping.filename.relative == path
    ]
    found: dict[tuple[bytes, int], Change] = {}
    source = (ROOT / path).read_bytes()
    for contract in contracts:
        for it in of_contract(contract, path, source):
            found.setdefault((it.applied(source), 0), it)
    return sorted(found.values(), key=lambda it: (it.start, it.operator, it.mutated))


@cache
def slither() -> Slither:
    """The whole tree, read once."""
    for name in ("ContractSolcParsing", "Slither-Mutate"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    return Slither(CryticCompile(standard_json(), solc=str(SHIM)))


def of_contract(contract: Any, path: str, source: bytes) -> Iterator[Change]:
    for name in AS_THEY_ARE:
        yield from as_it_is(name, contract, path, source)
    for name, operators in IN_PLACE.items():
        yield from in_place(name, operators, contract, path, source)


def as_it_is(name: str, contract: Any, path: str, source: bytes) -> Iterator[Change]:
    """What slither-mutate's own class proposes, each put where the text that it replaces is."""
    literals.literal_replacements.clear()  # It remembers those of every variable before.
    mutator = getattr(all_mutators, name)
    unit = contract.compilation_unit
    try:
        made = mutator(unit, 0, "", "", contract, None, False, Path(), [])._mutate()
    except AttributeError:  # MVIE, at a variable that a tuple initialises
        return
    for patches in made.get("patches", {}).values():
        for patch in patches:
            old, new = repaired(name, patch, source)
            start = place(source, old.encode(), patch["start"])
            if start is not None and new not in (old, *(old.replace(*it) for it in IDLE)):
                yield Change(path, start, line_of(source, start), name, old, new)


def repaired(name: str, patch: dict[str, Any], source: bytes) -> tuple[str, str]:
    """What is replaced by what, where slither-mutate means another text than it says."""
    old, new = patch["old_string"], patch["new_string"]
    if name == "CR":  # A statement of several lines too, with its semicolon.
        old += ";" if f"{old};".encode() in source else ""
        return old, f"/* {old} */" if "*/" not in old else old
    if name == "MIA":  # The condition, and not the statement that it stands in.
        old = source[patch["start"] : patch["end"]].decode()
        return old, new if new in ("true", "false") else f"!({old})"
    return old, new


def place(source: bytes, old: bytes, start: int) -> int | None:
    """Where a text stands that begins at or before a byte and goes on past it."""
    if source.startswith(old, start):
        return start
    found = source.rfind(old, 0, start + len(old))
    return found if 0 <= found <= start < found + len(old) else None


def in_place(
    name: str, operators: list[Any], contract: Any, path: str, source: bytes
) -> Iterator[Change]:
    """Each operator of a kind, replaced by each other one of the kind."""
    for it in binaries(contract, path, operators):
        left, right = it.expression_left.source_mapping, it.expression_right.source_mapping
        old = str(it.type)
        start = source.find(old.encode(), left.start + left.length, right.start)
        if start < 0:
            continue
        for other in operators:
            if other.value != old:
                line = line_of(source, start)
                yield Change(path, start, line, name, old, other.value)


def binaries(contract: Any, path: str, operators: list[Any]) -> Iterator[BinaryOperation]:
    """The expressions of two operands in the contract's own functions."""
    for function in contract.functions_and_modifiers_declared:
        for node in function.nodes:
            for ir in node.irs:
                if (
                    isinstance(ir, Binary)
                    and ir.type in operators
                    and isinstance(ir.expression, BinaryOperation)
                    and ir.expression.source_mapping.filename.relative == path
                ):
                    yield ir.expression


def plain(text: bytes) -> str:
    return " ".join(text.decode().split())


def line_of(source: bytes, start: int) -> int:
    return source.count(b"\n", 0, start) + 1
