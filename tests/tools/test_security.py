"""docs/security.md: what the command writes, from what is checked in, and nothing invented."""

import ast
import json

import pytest

from tools import figures
from tools.markdown import share, table
from tools.mutants import SURVIVED
from tools.security import __main__, cases, defects, reach, roles, runs, told
from tools.security.page import PAGE, page

SCRIPT = '''
class TestPause:
    """EX-02, I-22: a pause ends."""

    def test_it_ends(self):
        """EX-02 To the second."""

    def helper(self):
        """EX-02"""

@given(x=1)
def test_it_rounds(x):
    """SH-03, XX-01 In nobody's favour."""
'''


@pytest.fixture
def tests(tmp_path):
    (tmp_path / "test_it.py").write_text(SCRIPT)
    return told.told(tmp_path)


@pytest.fixture
def kept(tmp_path, monkeypatch):
    """A folder of figures of its own."""
    monkeypatch.setattr(figures, "FOLDER", tmp_path / "figures")
    return tmp_path


def test_the_page_is_what_the_tree_says():
    assert PAGE.read_text() == page(), "run `make security`"


def test_an_old_page_fails_the_check_and_is_written_anew(tmp_path, monkeypatch, capsys):
    copy = figures.ROOT / "docs" / PAGE.name
    monkeypatch.setattr(__main__, "page", lambda: copy.read_text() + "more\n")
    assert __main__.main(["--check"]) == 1
    assert capsys.readouterr().err == (
        "docs/security.md is not what the tree says: run `make security`\n"
    )
    monkeypatch.undo()
    assert __main__.main(["--check"]) == 0


def test_tests_and_their_classes_are_told_and_helpers_are_not(tests):
    assert [it.name for it in tests] == ["TestPause", "TestPause.test_it_ends", "test_it_rounds"]
    assert [it.is_test for it in tests] == [False, True, True]
    assert told.listed(tests) == "`test_it.py`: TestPause, TestPause.test_it_ends, test_it_rounds"


def test_a_case_is_cited_by_the_docstring_of_its_test(tests):
    found = {case: [it.name for it in its] for case, its in cases.cited(tests).items()}
    assert found == {"EX-02": ["TestPause", "TestPause.test_it_ends"], "SH-03": ["test_it_rounds"]}


def test_every_case_that_is_cited_is_in_the_catalogue():
    assert set(cases.cited(told.told())) - set(cases.catalogue().cases) == set()


def test_a_required_case_has_a_test_or_a_reason_and_never_both():
    known, shown = cases.catalogue(), cases.cited(told.told())
    required = {case for family in cases.REQUIRED for case in known.of(family)}
    assert required - set(shown) == set(known.untested)


def test_what_hypothesis_draws_is_a_property(tests):
    assert [it.name for it in tests if runs.is_property(it.node)] == ["test_it_rounds"]


def test_a_modules_numbers_are_read_without_running_it(tmp_path):
    path = tmp_path / "depth.py"
    path.write_text("A, B = 50, 4\nC = 7\nD = 'x'\nE = f(1)\n")
    assert runs.numbers(path) == {"A": 50, "B": 4, "C": 7}


def test_the_rules_of_the_machine_are_counted():
    assert runs.hits({}).startswith("No run of the deep machine is kept")
    figure = {"walks": 200, "rules": {"sync": {"done": 9}, "mint": {"done": 1_000, "IsPaused": 5}}}
    assert runs.hits(figure).replace("\n", " ") == (
        "The last run of the deep machine that was kept, 200 walks, some of them cut short, "
        "hit 2 rules 1,014 times: mint 1,005, sync 9."
    )


def test_a_verdict_holds_for_the_contract_it_was_passed_on_alone():
    mutant = defects.mutants.every()[0]
    name, caught = mutant.patch.stem, "tests/a.py::test_b"
    good = {name: {"caught_by": caught, "judged": figures.judged(mutant)}}
    old = {name: {"caught_by": caught, "judged": "another"}}
    assert defects.verdict(mutant, good).caught_by == caught
    assert defects.verdict(mutant, old).caught_by == (
        "not planted since a change of `ValueConstraint.sol`"
    )
    assert defects.verdict(mutant, {}).caught_by == "not planted yet"


@pytest.mark.parametrize(
    "caught_by, outcome",
    [
        ("tests/a.py::test_b", "caught"),
        (SURVIVED, "survived"),
        ("DID NOT RUN: no compiler", "did not run"),
        ("not planted yet", "not planted"),
    ],
)
def test_a_survivor_and_what_did_not_run_are_told_apart(caught_by, outcome):
    assert defects.outcome(caught_by) == outcome


def test_a_report_of_this_tree_is_kept_beside_what_was_known(kept, monkeypatch):
    first, second = (it.patch.stem for it in defects.mutants.every()[:2])
    rows = {first: {"caught_by": SURVIVED}, "gone": {"caught_by": SURVIVED}}
    monkeypatch.setattr(figures.mutants, "known", lambda _: rows)
    monkeypatch.setattr(figures, "COVERAGE", kept / "none.json")
    monkeypatch.setattr(figures, "MACHINE", kept / "machine.json")
    figures.MACHINE.write_text(json.dumps({"walks": 3, "rules": {}}))
    figures.write("mutants", {second: {"caught_by": "x::y", "judged": "z"}})
    figures.keep()
    verdicts = figures.read("mutants")
    assert verdicts[second] == {"caught_by": "x::y", "judged": "z"}
    assert verdicts[first]["caught_by"] == SURVIVED and len(verdicts) == 2
    assert figures.read("machine") == {"walks": 3, "rules": {}}
    assert figures.read("coverage") == {}


def test_without_a_report_the_page_says_so(kept):
    assert reach.section() == f"## Coverage\n\n{reach.ABSENT}"
    assert "0 caught, 0 survived, 0 did not run" in defects.section()


def test_coverage_names_what_is_not_reached():
    whole = dict(path="contracts/a.sol", lines=4, lines_reached=4, branches=2, branches_taken=2)
    short = whole | {"path": "contracts/b.sol", "lines_reached": 3, "missing": [7]}
    told = reach.measured({"tree": "another", "rows": [whole | {"missing": []}, short]})
    assert "before their last change" in told and "a.sol" not in told
    assert told.splitlines()[-2:] == [
        "| b.sol | 3 of 4, 75 % | 2 of 2, 100 % | 7 |",
        "| all | 7 of 8, 87 % | 4 of 4, 100 % |  |",
    ]


def test_the_table_of_thieves_is_taken_as_it_stands():
    assert (
        roles.thieves("a\n\n| thief | bound |\n| x | 2 % |\n\nb")
        == "| thief | bound |\n| x | 2 % |"
    )
    with pytest.raises(roles.NoThieves):
        roles.thieves("no table")


def test_a_table_is_markdown_and_a_share_rounds_down():
    assert table(("a", "n:"), [("x", 1)]) == "| a | n |\n| --- | --: |\n| x | 1 |"
    assert share(999, 1_000) == "999 of 1,000, 99 %"
    assert share(0, 0) == "none"


def test_a_property_needs_its_decorator():
    plain = ast.parse("@fixture\ndef test_it(): pass").body[0]
    assert not runs.is_property(plain)
