"""Runs Slither; every high or medium finding is either mended or has its reason written down."""

from __future__ import annotations

import inspect
import json
import logging
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from crytic_compile import CryticCompile
from crytic_compile.platform import solc_standard_json
from slither import Slither
from slither.detectors import all_detectors
from slither.detectors.abstract_detector import AbstractDetector, DetectorClassification

from tools.stamp import ROOT
from tools.standard import SHIM, compile_for

REASONS = ROOT / "tools" / "findings.json"
JUDGED = (DetectorClassification.HIGH, DetectorClassification.MEDIUM)
OURS = ("contracts/", "interfaces/")
NO_CODE = {"object": "", "sourceMap": ""}  # Slither reads syntax trees; the slow half is left out.


@dataclass(frozen=True, order=True)
class Finding:
    """What a detector says of one place."""

    check: str
    where: str
    text: str = ""

    @property
    def key(self) -> tuple[str, str]:
        return self.check, self.where


def main() -> int:
    # Slither cannot read OpenZeppelin's transient slots: it takes the guard's body for empty.
    logging.getLogger("ContractSolcParsing").setLevel(logging.CRITICAL)
    found = sorted(findings())
    reasons = {(it["check"], it["where"]) for it in json.loads(REASONS.read_text())}
    unexplained = [finding for finding in found if finding.key not in reasons]
    idle = sorted(reasons - {finding.key for finding in found})
    for finding in unexplained:
        print(f"{finding.check} in {finding.where}\n{finding.text}", file=sys.stderr)
    for check, where in idle:
        print(
            f"{REASONS.name} explains what is no longer found: {check} in {where}", file=sys.stderr
        )
    print(f"slither: {len(found)} high or medium findings, {len(unexplained)} unexplained")
    return 1 if unexplained or idle else 0


def findings() -> Iterator[Finding]:
    """High and medium findings in the project's own contracts, its mocks aside."""
    slither = Slither(CryticCompile(standard_json(), solc=str(SHIM)))
    for detector in detectors():
        slither.register_detector(detector)
    for results in slither.run_detectors():
        yield from (finding_of(result) for result in results if is_ours(result))


def standard_json() -> solc_standard_json.SolcStandardJson:
    """The sources for Slither, compiled here as far as it looks at them."""
    output = compile_for(["abi"], "ast")
    for contracts in output["contracts"].values():
        for contract in contracts.values():
            contract["evm"] = {"bytecode": NO_CODE, "deployedBytecode": NO_CODE}
    solc_standard_json.run_solc_standard_json = lambda *_, **__: output
    return solc_standard_json.SolcStandardJson({})


def detectors() -> list[type[AbstractDetector]]:
    """Slither's detectors of high and medium impact."""
    classes: list[Any] = [it for _, it in inspect.getmembers(all_detectors, inspect.isclass)]
    return [it for it in classes if it.IMPACT in JUDGED]


def finding_of(result: dict[str, Any]) -> Finding:
    return Finding(result["check"], place_of(result["elements"][0]), result["description"])


def place_of(element: dict[str, Any]) -> str:
    """The contract and function that an element stands in: `Vault._settle`."""
    names: list[str] = []
    while element:
        if element["type"] in ("contract", "function"):
            names.insert(0, element["name"])
        element = element.get("type_specific_fields", {}).get("parent", {})
    return ".".join(names)


def is_ours(result: dict[str, Any]) -> bool:
    path = result["elements"][0]["source_mapping"]["filename_relative"]
    return path.startswith(OURS) and not path.startswith("contracts/mocks/")


if __name__ == "__main__":
    sys.exit(main())
