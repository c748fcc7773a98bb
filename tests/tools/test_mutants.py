"""Planted defects: each fits the tree, names its tests, and is told apart from what did not run."""

import json
import re
from contextlib import nullcontext
from dataclasses import asdict

import pytest

from tools import mutants, planting
from tools.mutants import SURVIVED, Mutant, Verdict
from tools.security.cases import REQUIRED
from tools.stamp import ROOT

PATCHES = sorted(mutants.PATCHES.glob("*.patch"))
RESULTS = ROOT / "docs" / "security.md"


def named(path):
    return path.stem


@pytest.mark.parametrize("path", PATCHES, ids=named)
def test_a_patch_fits_the_tree(path):
    planting.apply(path, ROOT, "--check")
    assert all(it.startswith("contracts/") for it in planting.touched(path))


@pytest.mark.parametrize("path", PATCHES, ids=named)
def test_a_mutant_has_a_case_a_sentence_and_tests_that_exist(path):
    mutant = mutants.read(path)
    assert path.stem.startswith(f"{mutant.case}.")
    assert mutant.defect.endswith(".")
    assert mutant.tests
    for test in mutant.tests:
        file, *_, name = test.split("::")
        assert re.search(rf"^ *def {name}\(", (ROOT / file).read_text(), re.MULTILINE)


def test_every_mutant_stands_in_the_table():
    listed = re.findall(r"^\| ([A-Z]{2}-\d\d\.[\w-]+) \|", RESULTS.read_text(), re.MULTILINE)
    assert listed == [path.stem for path in PATCHES]


def test_every_case_of_these_contracts_is_planted():
    """Of the families that must hold before a release, but for what the contracts do not have."""
    told = json.loads((ROOT / "tests" / "cases.json").read_text())
    due = {case for case in told["cases"] if case[:2] in REQUIRED}
    planted = {mutants.read(path).case for path in PATCHES}
    assert due - planted == set(told["untested"])


def test_what_imports_a_change_directly_or_not_is_compiled_anew(tmp_path):
    folder = tmp_path / "contracts"
    folder.mkdir()
    for name, imported in (("A", "Z"), ("B", "A"), ("C", "B"), ("D", "Z")):
        (folder / f"{name}.sol").write_text(f'import {{X}} from "contracts/{imported}.sol";\n')
    found = planting.dependents(tmp_path, {"contracts/A.sol"})
    assert found == {f"contracts/{name}.sol" for name in "ABC"}


def test_a_patch_that_does_not_fit_is_named(tmp_path):
    with pytest.raises(planting.DoesNotApply, match=rf"^{PATCHES[0].name}: error: "):
        planting.apply(PATCHES[0], tmp_path)


def tree(tmp_path, body):
    """A file of one test, far from the project's own settings."""
    (tmp_path / "pytest.ini").write_text("[pytest]\naddopts = -p no:pytest-brownie\n")
    (tmp_path / "test_it.py").write_text(body)
    return tmp_path


def test_the_first_test_that_fails_has_caught_it(tmp_path):
    folder = tree(tmp_path, "def test_a(): pass\ndef test_b(): assert 0\ndef test_c(): assert 0\n")
    assert mutants.first_failure(folder, ["test_it.py"]) == "test_it.py::test_b"


def test_where_all_pass_nothing_has(tmp_path):
    assert mutants.first_failure(tree(tmp_path, "def test_a(): pass\n"), ["test_it.py"]) is None


def test_tests_that_cannot_run_have_caught_nothing(tmp_path):
    """A contract that does not compile is no catch."""
    with pytest.raises(mutants.DidNotRun, match="ERROR test_it.py"):
        mutants.first_failure(tree(tmp_path, "def\n"), ["test_it.py"])


@pytest.mark.parametrize("elsewhere, caught", [("pass", "test_it.py::test_b"), ("assert 0", None)])
def test_a_test_that_always_fails_has_caught_nothing(tmp_path, monkeypatch, elsewhere, caught):
    """None of the mutant's own: it is asked where nothing is planted too."""
    (tmp_path / "copy").mkdir()
    (tmp_path / "clean").mkdir()
    clean = tree(tmp_path / "clean", f"def test_b(): {elsewhere}\n")
    monkeypatch.setattr(mutants, "planted", lambda: nullcontext(clean))
    monkeypatch.setattr(mutants, "FALLBACK", ("test_it.py",))
    copy = tree(tmp_path / "copy", "def test_a(): pass\ndef test_b(): assert 0\n")
    if caught:
        assert mutants.found_by_others(copy) == caught
    else:
        with pytest.raises(mutants.DidNotRun, match="test_b fails without a mutant"):
            mutants.found_by_others(copy)


def test_a_survivor_is_reported_as_one(capsys):
    caught = "tests/contracts/vault/test_vault.py::TestPause::test_it_ends[1]"
    verdicts = [
        Verdict("A", "SH-01", "One.", caught, 3),
        Verdict("B", "SH-02", "Two.", SURVIVED, 5),
    ]
    assert list(mutants.shown(iter(verdicts))) == verdicts
    lines = capsys.readouterr().out.splitlines()
    assert lines[2:] == [
        "| A | One. | `test_vault.py`: TestPause, test_it_ends |",
        "| B | Two. | SURVIVED |",
    ]


def test_a_mutant_is_read_from_above_its_diff(tmp_path):
    path = tmp_path / "SH-03.rounds-down.patch"
    path.write_text("SH-03: It rounds.\ntest: a.py::b\ntest: c.py::d\n\n--- a/x\n+++ b/x\n")
    assert mutants.read(path) == Mutant("SH-03", "It rounds.", ("a.py::b", "c.py::d"), path)
    assert planting.touched(path) == {"x"}


def test_a_verdict_stays_until_its_tree_changes(tmp_path, monkeypatch):
    monkeypatch.setattr(mutants, "REPORT", tmp_path / "reports" / "mutants.json")
    first, second = (Verdict(name, "SH-01", "One.", SURVIVED, 3) for name in "AB")
    monkeypatch.setattr(mutants, "digest", lambda _: "one tree")
    list(mutants.kept(iter([first])))
    list(mutants.kept(iter([second])))
    assert mutants.known("one tree") == {"A": asdict(first), "B": asdict(second)}
    monkeypatch.setattr(mutants, "digest", lambda _: "another")
    list(mutants.kept(iter([second])))
    assert mutants.known("another") == {"B": asdict(second)}
