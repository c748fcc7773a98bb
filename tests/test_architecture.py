"""Holds the promises about the tree: arrows, names, twins, tests, and no word of one machine."""

import ast
import re
import subprocess
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
CONTRACTS = sorted((ROOT / "contracts").rglob("*.sol"))
INTERFACES = sorted((ROOT / "interfaces").rglob("*.sol"))
MODULES = sorted((ROOT / "counterpoise").rglob("*.py"))

# What each room of contracts/ may import of ours. Rooms meet through interfaces/, at deployment.
ROOM = {"math", "interfaces"}
SOLIDITY = {
    "mocks": {"vault", "observer", "strategy", "execution", "constraint"} | ROOM,
    "vault": ROOM,
    "observer": ROOM,
    "strategy": ROOM,
    "execution": ROOM,
    "constraint": ROOM,
    "math": {"interfaces"},
    "interfaces": set(),
}

# The same in counterpoise/: a room and what it may import beside itself.
WORDS = {"types", "errors", "document"}
TWINS = {"observer", "strategy", "execution", "constraint"}
PYTHON = {
    "types": set(),
    "errors": set(),
    "document": {"errors"},
    "abi": set(),
    "math": WORDS,
    **{twin: {"math"} | WORDS for twin in TWINS},
    "engine": TWINS | {"math"} | WORDS,
    "explain": TWINS | {"engine", "math"} | WORDS,
    "chain": TWINS | {"engine", "math", "abi"} | WORDS,
    "keeper": TWINS | {"engine", "explain", "chain", "math"} | WORDS,
    "data": WORDS,
    "backtest": TWINS | {"engine", "chain", "keeper", "data", "solver", "math"} | WORDS,
    "sweep": {"backtest", "chain"} | WORDS,
    "solver": {"math"} | WORDS,
    "fork": {"chain"} | WORDS,
    "cli": TWINS
    | {"engine", "explain", "chain", "keeper", "backtest", "sweep", "data", "solver", "fork"}
    | {"math"}
    | WORDS,
    "__main__": {"cli"},
}
WEB3 = {"chain"}  # The only room that knows web3.

# A contract's last word is its folder's word; vault/ and math/ hold one of a kind each.
LAST_WORDS = {
    "oracle": "Oracle",
    "estimator": "Estimator",
    "observer": "Observer",
    "strategy": "Strategy",
    "execution": "Planner",
    "venue": "Venue",
    "auction": "Auction",
    "constraint": "Constraint",
}
ONE_OF_A_KIND = {"vault", "math"}
COMPOSITES = {"ConstraintSet"}  # Named after what it is, not after its room.
# They remember what they are told, and record nothing.
POSTED = {"ImpliedVolatilityGrid", "ProposalBook", "SolutionBook"}

MACHINES = re.compile(r"(?<![\w.~])/(?:root|work|home/\w+|Users/\w+)/|[\w.]*registry\.npmjs\.org")
DECLARED = re.compile(r"^(?:abstract )?(?:contract|library|interface) (\w+)", re.MULTILINE)
IMPORTED = re.compile(r"^import\b[^;]*?[\"']([^\"']+)[\"'];", re.MULTILINE)
UNNAMED = re.compile(r"^import\s*(?:[\"']|\*)", re.MULTILINE)


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def room(path: Path) -> str:
    """The folder below contracts/ or counterpoise/, or the module's own name."""
    top, *rest = path.relative_to(ROOT).parts
    return top if top == "interfaces" else rest[0].removesuffix(".py")


def room_of_import(source: str) -> str | None:
    """Where a Solidity import of ours leads to; None for other people's."""
    top, *rest = source.split("/")
    return {"interfaces": "interfaces", "contracts": rest[0]}.get(top)


def imports_of(path: Path) -> set[str]:
    """The full names that a Python module imports, at its top or within."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name(path)} imports relatively"
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def snake(words: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", words).lower()


def stem(path: Path) -> str:
    """HubPlanner: hub."""
    return snake(path.stem.removesuffix(LAST_WORDS[path.parent.name]))


def is_tested(path: Path) -> bool:
    """Mocks are the tests' own, and an abstract contract is tested in those that it serves."""
    return room(path) != "mocks" and not re.search(r"^abstract", path.read_text(), re.MULTILINE)


def mirror(path: Path) -> Path:
    """Where a contract's tests lie; a library has no address, so its twin's tests are its own."""
    if room(path) == "math":
        return ROOT / "tests" / "counterpoise" / "math"
    return ROOT / "tests" / path.relative_to(ROOT).parent


def is_there(path: Path) -> bool:
    """On a node, or in an EVM in process."""
    places = mirror(path), ROOT / "tests" / "evm" / path.relative_to(ROOT / "contracts").parent
    return any((it / f"test_{snake(path.stem)}.py").is_file() for it in places)


@pytest.mark.parametrize("path", CONTRACTS + INTERFACES, ids=name)
def test_a_contract_imports_only_what_its_room_may(path):
    here = room(path)
    for source in IMPORTED.findall(path.read_text()):
        there = room_of_import(source)
        assert there in {None, here} | SOLIDITY[here], f"{name(path)} imports {source}"
        assert not source.startswith("."), f"{name(path)} imports relatively: {source}"


@pytest.mark.parametrize("path", CONTRACTS + INTERFACES, ids=name)
def test_a_contract_imports_by_name(path):
    assert not UNNAMED.search(path.read_text())


@pytest.mark.parametrize("path", [it for it in MODULES if it.parent != ROOT], ids=name)
def test_a_module_imports_only_what_its_room_may(path):
    here = room(path)
    ours = {it for it in imports_of(path) if it.startswith("counterpoise.")}
    for module in ours if here != "__init__" else ():
        there = module.split(".")[1]
        assert there in {here} | PYTHON[here], f"{name(path)} imports {module}"


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_web3_is_known_to_the_chain_alone_and_brownie_to_nobody(path):
    roots = {it.split(".")[0] for it in imports_of(path)}
    assert "brownie" not in roots
    assert "web3" not in roots or room(path) in WEB3


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_a_module_opens_with_a_sentence(path):
    said = ast.get_docstring(ast.parse(path.read_text()))
    assert said and said.splitlines()[0].endswith(".")


def test_every_declared_name_is_unique():
    """Brownie keeps one namespace for contracts, libraries and interfaces."""
    declared = [it for path in CONTRACTS + INTERFACES for it in DECLARED.findall(path.read_text())]
    assert [it for it, times in Counter(declared).items() if times > 1] == []


@pytest.mark.parametrize("path", CONTRACTS, ids=name)
def test_a_contract_is_named_after_its_room(path):
    assert path.stem in DECLARED.findall(path.read_text())
    if path.parent.name == "mocks":
        assert path.stem.startswith("Mock")
    elif path.parent.name not in ONE_OF_A_KIND and path.stem not in COMPOSITES | POSTED:
        assert path.stem.endswith(LAST_WORDS[path.parent.name])


@pytest.mark.parametrize("path", [it for it in CONTRACTS if is_tested(it)], ids=name)
def test_a_contract_has_a_test_file(path):
    """In the mirror of its folder: contracts/strategy/FixedWeightStrategy.sol has a
    tests/contracts/strategy/test_fixed_weight_strategy.py, or one below tests/evm."""
    assert is_there(path)


@pytest.mark.parametrize(
    "path",
    [it for it in CONTRACTS if room(it) in TWINS - {"observer"} or it.parent.name == "estimator"],
    ids=name,
)
def test_a_rule_has_a_twin(path):
    """Every estimator, strategy, planner and constraint; a base and a set go by plain names."""
    folder = ROOT / "counterpoise" / room(path)
    if path.parent.name == "estimator":
        assert (folder / "estimator" / f"{stem(path)}.py").is_file()
    elif path.parent.name == "venue":
        assert (folder / "venue.py").is_file()
    elif path.stem in COMPOSITES:
        assert (folder / "set.py").is_file()
    else:
        assert (folder / f"{stem(path)}.py").is_file()


def test_every_test_file_has_a_name_of_its_own():
    """Pytest keeps one namespace for them too: two of one name in a run are not collected."""
    names = Counter(it.name for it in (ROOT / "tests").rglob("test_*.py"))
    assert [it for it, times in names.items() if times > 1] == []


def test_no_file_names_a_machine_or_a_registry():
    """What is committed holds on every machine."""
    listed = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    here = Path(__file__)
    paths = [ROOT / it for it in listed.stdout.splitlines()]
    texts = {it: it.read_bytes().decode(errors="ignore") for it in paths if it.is_file()}
    assert [name(it) for it, text in texts.items() if it != here and MACHINES.search(text)] == []
