"""The rules that halmos proves: each has its invariant, each family a defect, and red is red."""

import re

import pytest

from tools import planting, symbolic
from tools.stamp import ROOT
from tools.symbolic import Answer, Rule

RULES = symbolic.every()
DEFECTS = sorted({it for rule in RULES for it in rule.bites})
INVARIANTS = (ROOT / "docs" / "invariants.md").read_text()
DOCS = (ROOT / "docs" / "proofs.md").read_text()
RULE = Rule("ExitRules", "check_a_claim_is_paid_once", ("I-01",), ())


def test_every_function_that_halmos_runs_is_read():
    declared = [
        name
        for path in sorted(symbolic.RULES.glob("*.sol"))
        for name in re.findall(r"function (check_\w+)", path.read_text())
    ]
    assert [it.name for it in RULES] == declared
    assert len(set(declared)) == len(declared)


@pytest.mark.parametrize("rule", RULES, ids=str)
def test_a_rule_names_invariants_that_exist(rule):
    assert rule.invariants
    assert all(f"**{it} " in INVARIANTS for it in rule.invariants)


def test_every_family_has_a_defect_that_refutes_a_rule():
    families = {it.contract for it in RULES}
    assert {it.contract for it in RULES if it.bites} == families


@pytest.mark.parametrize("defect", DEFECTS)
def test_a_defect_fits_the_tree_and_one_of_the_contracts(defect):
    patch = symbolic.patch_of(defect)
    planting.apply(patch, ROOT, "--check")
    assert planting.touched(patch) <= set(symbolic.CONTRACTS.values())


def test_every_rule_and_defect_stands_in_the_documents():
    assert re.findall(r"^\| \w+ \| ([a-z' ]+) \| I-", DOCS, re.MULTILINE) == [
        str(it) for it in RULES
    ]
    assert all(f"`{it}`" in DOCS for it in DEFECTS)


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (Answer(1, 3, 0.5, 0), "REFUTED"),
        (Answer(2, 3, 0.5, 0), "TIMED OUT"),
        (Answer(0, 3, 0.5, 1), "proved, LOOPS CUT SHORT"),
        (None, "FAILED"),
    ],
)
def test_all_but_a_proof_is_a_wrong_answer(answer, said, capsys):
    assert symbolic.shown(RULE, answer)
    assert f"| a claim is paid once | I-01 | {said} |" in capsys.readouterr().out


def test_a_proof_is_a_right_answer(capsys):
    assert not symbolic.shown(RULE, Answer(0, 3, 0.51, 0))
    row = "| Exit | a claim is paid once | I-01 | proved | 3 | 0.5 |\n"
    assert capsys.readouterr().out == row


def test_answers_are_read_from_the_report():
    test = {"name": "check_x(uint256)", "exitcode": 1, "num_paths": [7, 6, 0], "time": [1.5, 1, 0]}
    report = {"test_results": {"x.sol:X": [test | {"num_bounded_loops": 0}]}}
    assert symbolic.answers_of(report) == {"check_x": Answer(1, 7, 1.5, 0)}


def test_a_test_that_failed_early_has_no_numbers():
    test = {"name": "check_x()", "exitcode": 5, "num_paths": None, "time": None}
    report = {"test_results": {"x.sol:X": [test | {"num_bounded_loops": None}]}}
    assert symbolic.answers_of(report) == {"check_x": Answer(5, 0, 0, 0)}
