"""Has halmos prove the rules of tests/symbolic, and refute each where its defect is planted."""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tools.planting import DoesNotApply, apply, touched
from tools.setup import BIN, StageFailed, run, stage
from tools.stamp import ROOT, Stamp, digest
from tools.standard import SHIM, settings

RULES = ROOT / "tests" / "symbolic"
LOCK = "tests/symbolic/halmos.lock"
HALMOS = ROOT / ".venv" / "halmos"  # An environment of its own: it wants an older z3 than ours.
CACHE = ROOT / ".cache" / "symbolic"
REAL = CACHE / "code"
PATCHES = (RULES / "defects", ROOT / "tests" / "mutants")
CONTRACTS = {
    "Vault": "contracts/vault/Vault.sol",
    "Authority": "contracts/vault/Authority.sol",
    "ConstraintSet": "contracts/constraint/ConstraintSet.sol",
    "CooldownConstraint": "contracts/constraint/CooldownConstraint.sol",
}
RULE = re.compile(r"((?:^ *///.*\n)+) *function (check_\w+)", re.MULTILINE)
# A bound that is reached is no proof: 20 rounds are more than any loop of three assets has.
OPTIONS = (
    *("--forge-build-out", ".cache/symbolic/out", "--loop", "20", "--no-status"),
    *("--solver-timeout-branching", "20ms", "--solver-timeout-assertion", "60s"),
)
LONGEST = 900  # {s} for one call of halmos
PROVED, REFUTED = "PASS", "FAIL"  # Halmos' words; there are also TIMEOUT and ERROR.
SAID = re.compile(r"\[(\w+)\] (check_\w+)\([^ ]*\) \(paths: (\d+), time: ([\d.]+)s")
CUT = re.compile(r"(check_\w+)\([^ ]*\): paths have not been fully explored")


class DidNotRun(Exception):
    """Halmos gave no answer; carries its last words."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: its contract, name, invariants, and the defects that must refute it."""

    contract: str
    name: str
    invariants: tuple[str, ...]
    bites: tuple[str, ...]

    def __str__(self) -> str:
        return self.name.removeprefix("check_").replace("_", " ")


@dataclass(frozen=True, slots=True)
class Answer:
    """What halmos says of a rule."""

    outcome: str
    paths: int = 0
    seconds: float = 0
    is_cut: bool = False  # A loop was cut short, so it is no proof.


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="symbolic", description=__doc__)
    parser.add_argument("--only", default="", help="the start of the families: Exit")
    parser.add_argument("--no-defects", action="store_true", help="prove, plant nothing")
    chosen = parser.parse_args(arguments)
    rules = [it for it in every() if it.contract.startswith(chosen.only)]
    try:
        prepare()
        wrong = prove(rules) + (0 if chosen.no_defects else refute(rules))
    except (StageFailed, DidNotRun) as error:
        print(error, file=sys.stderr)
        return 1
    print(f"\n{len(rules)} rules, {wrong} wrong answers")
    return 1 if wrong or not rules else 0


def every() -> list[Rule]:
    """Each rule there is, family by family."""
    return [rule for path in sorted(RULES.glob("*Rules.sol")) for rule in read(path)]


def read(path: Path) -> Iterator[Rule]:
    """The rules of one family; what they say of themselves stands above them."""
    for told, name in RULE.findall(path.read_text()):
        invariants = tuple(re.findall(r"\bI-\d\d\b", told))
        yield Rule(path.stem, name, invariants, tuple(re.findall(r"@custom:bites (\S+)", told)))


def prepare() -> None:
    """Halmos in its environment, and the bytecode that Brownie has built where rules find it."""
    stamp, wanted = Stamp(HALMOS / ".stamp"), digest([LOCK], str(ROOT))
    if not stamp.says(wanted):
        with stage("Halmos into an environment of its own (about a minute)"):
            run(BIN / "python", "-m", "venv", "--clear", HALMOS)
            pip = (HALMOS / "bin" / "python", "-m", "pip", "install", "--quiet")
            run(*pip, "--require-hashes", "-r", LOCK)
        stamp.write(wanted)
    for name in CONTRACTS:
        built = json.loads((ROOT / "build" / "contracts" / f"{name}.json").read_text())
        keep(REAL, name, built["bytecode"])


def keep(folder: Path, name: str, bytecode: str) -> None:
    """Writes one contract's creation code in the shape that `vm.getCode` reads."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.json").write_text(json.dumps({"bytecode": {"object": bytecode}}))


def prove(rules: Sequence[Rule]) -> int:
    """Asks for each rule over the real contracts. Returns how many are not proved."""
    print(
        "| family | rule | invariants | answer | paths | s |\n| --- | --- | --- | --- | --: | --: |"
    )
    wrong = 0
    for family in sorted({it.contract for it in rules}):
        members = [it for it in rules if it.contract == family]
        answers = ask(members, REAL)
        for rule in members:
            wrong += shown(rule, answers.get(rule.name))
    return wrong


def shown(rule: Rule, answer: Answer | None) -> bool:
    """Prints a rule's row. Returns whether it is not proved."""
    said = answer or Answer("NOT RUN")
    is_wrong = said.outcome != PROVED or said.is_cut
    told = f"{said.outcome}{', LOOPS CUT SHORT' if said.is_cut else ''}" if is_wrong else "proved"
    family, invariants = rule.contract.removesuffix("Rules"), ", ".join(rule.invariants)
    print(f"| {family} | {rule} | {invariants} | {told} | {said.paths} | {said.seconds:.1f} |")
    return is_wrong


def refute(rules: Sequence[Rule]) -> int:
    """Plants each defect that a rule names. Returns how many a rule did not find."""
    print("\n| defect | rule | answer | s |\n| --- | --- | --- | --: |")
    wrong = 0
    for defect in sorted({name for rule in rules for name in rule.bites}):
        bitten = [it for it in rules if defect in it.bites]
        answers = answers_with(defect, bitten)
        for rule in bitten:
            answer = answers.get(rule.name, Answer("NOT RUN"))
            found = answer.outcome == REFUTED
            wrong += not found
            said = "refuted" if found else f"NOT REFUTED, {answer.outcome}"
            print(f"| {defect} | {rule} | {said} | {answer.seconds:.1f} |", flush=True)
    return wrong


def answers_with(defect: str, rules: Sequence[Rule]) -> dict[str, Answer]:
    """The answers over the code with a defect; none where it cannot be planted."""
    try:
        return ask_families(rules, planted(defect))
    except (DidNotRun, DoesNotApply) as error:
        print(error, file=sys.stderr)
        return {}


def planted(defect: str) -> Path:
    """The folder of the bytecode with the defect; compiled anew where something has changed."""
    patch = patch_of(defect)
    name, folder = patch.relative_to(ROOT).as_posix(), CACHE / "defects" / defect
    wanted = digest([name, "contracts", "interfaces", "brownie-config.yaml", "package-lock.json"])
    stamp = Stamp(folder / ".stamp")
    if not stamp.says(wanted):
        changed = compiled_with(patch)
        for contract in CONTRACTS:
            real = json.loads((REAL / f"{contract}.json").read_text())["bytecode"]["object"]
            keep(folder, contract, changed.get(contract, real))
        stamp.write(wanted)
    return folder


def patch_of(defect: str) -> Path:
    """Where a defect lies: among the rules' own, or among those of `make mutants`."""
    return next(path for folder in PATCHES for path in folder.glob(f"{defect}.patch"))


def compiled_with(patch: Path) -> dict[str, str]:
    """The creation code of the contracts that a patch changes."""
    with tempfile.TemporaryDirectory(prefix="counterpoise-") as place:
        tree = Path(place).resolve()
        for name in ("contracts", "interfaces"):
            run("cp", "-r", ROOT / name, tree / name)
        (tree / "node_modules").symlink_to(ROOT / "node_modules")
        apply(patch, tree)
        names = {name: path for name, path in CONTRACTS.items() if path in touched(patch)}
        return compiled(tree, names)


def compiled(tree: Path, names: Mapping[str, str]) -> dict[str, str]:
    """The creation code of contracts of a tree, with the project's settings."""
    wanted = {
        "language": "Solidity",
        "sources": {path: {"content": (tree / path).read_text()} for path in names.values()},
        "settings": settings() | {"outputSelection": {"*": {"*": ["evm.bytecode.object"]}}},
    }
    command = ["node", str(SHIM), "--standard-json"]
    done = subprocess.run(
        command, input=json.dumps(wanted), cwd=tree, capture_output=True, text=True, check=True
    )
    made: dict[str, Any] = json.loads(done.stdout).get("contracts", {})
    if not names or not made:
        raise DidNotRun(f"{sorted(names)} did not compile: {done.stdout[:2_000]}")
    return {name: made[path][name]["evm"]["bytecode"]["object"] for name, path in names.items()}


def ask_families(rules: Sequence[Rule], code: Path) -> dict[str, Answer]:
    """The answers of rules of several families."""
    families = sorted({it.contract for it in rules})
    asked = [ask([it for it in rules if it.contract == family], code) for family in families]
    return {name: answer for answers in asked for name, answer in answers.items()}


def ask(rules: Sequence[Rule], code: Path) -> dict[str, Answer]:
    """What halmos answers on rules of one family over a folder's code. Raises `DidNotRun`."""
    wanted = "|".join(it.name for it in rules)
    chosen = ("--contract", rules[0].contract, "--match-test", f"^({wanted})\\(")
    done = subprocess.run(
        [str(HALMOS / "bin" / "halmos"), *OPTIONS, *chosen],
        cwd=ROOT,
        env=environment(code),
        capture_output=True,
        text=True,
        timeout=LONGEST,
    )
    found = answers_of(done.stdout + done.stderr)
    if not found:
        raise DidNotRun(f"halmos gave no answer:\n{(done.stdout + done.stderr)[-3_000:]}")
    return found


def environment(code: Path) -> dict[str, str]:
    """Forge's profile and native binary, and the folder whose bytecode is judged."""
    return {
        **os.environ,
        "PATH": os.pathsep.join([str(BIN), os.environ.get("PATH", "")]),
        "FOUNDRY_PROFILE": "symbolic",
        "SYMBOLIC_CODE": code.relative_to(ROOT).as_posix(),
    }


def answers_of(output: str) -> dict[str, Answer]:
    """Each rule's answer from what halmos prints."""
    words = " ".join(re.sub(r"\x1b\[[0-9;]*m", "", output).split())
    cut = set(CUT.findall(words))
    return {
        name: Answer(outcome, int(paths), float(seconds), name in cut)
        for outcome, name, paths, seconds in SAID.findall(words)
    }


if __name__ == "__main__":
    sys.exit(main())
