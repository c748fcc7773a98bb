"""The rules that halmos proves: each has its invariant, each family a defect, and red is red."""

import re
from dataclasses import replace

import pytest

from tools import planting, symbolic
from tools.planting import DoesNotApply
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
        (Answer("FAIL", 3, 0.5), "FAIL"),
        (Answer("TIMEOUT", 3, 0.5), "TIMEOUT"),
        (Answer("PASS", 3, 0.5, is_cut=True), "PASS, LOOPS CUT SHORT"),
        (None, "NOT RUN"),
    ],
)
def test_all_but_a_proof_is_a_wrong_answer(answer, said, capsys):
    assert symbolic.shown(RULE, answer)
    assert f"| a claim is paid once | I-01 | {said} |" in capsys.readouterr().out


def test_a_proof_is_a_right_answer(capsys):
    assert not symbolic.shown(RULE, Answer("PASS", 3, 0.51))
    row = "| Exit | a claim is paid once | I-01 | proved | 3 | 0.5 |\n"
    assert capsys.readouterr().out == row


def test_answers_are_read_from_what_halmos_prints():
    said = """
\x1b[32m[PASS]\x1b[0m check_x(uint256,(address,uint8)) (paths: 7, time: 1.50s, bounds: [])
\x1b[31m[FAIL]\x1b[0m check_y() (paths: 2, time: 0.25s, bounds: [])
WARNING  check_x(uint256,(address,uint8)): paths have not been fully
         explored due to the loop unrolling bound: 20
"""
    assert symbolic.answers_of(said) == {
        "check_x": Answer("PASS", 7, 1.5, is_cut=True),
        "check_y": Answer("FAIL", 2, 0.25),
    }


def test_a_defect_that_no_longer_fits_is_a_wrong_answer_and_the_next_is_asked(monkeypatch, capsys):
    def planted(defect):
        if defect == "stale":
            raise DoesNotApply("stale.patch: it does not apply")
        return symbolic.REAL

    monkeypatch.setattr(symbolic, "planted", planted)
    monkeypatch.setattr(symbolic, "ask", lambda rules, code: {RULE.name: Answer("FAIL", 1, 0.5)})
    assert symbolic.refute([replace(RULE, bites=("fresh", "stale"))]) == 1
    said = capsys.readouterr().out
    assert "| fresh | a claim is paid once | refuted | 0.5 |" in said
    assert "| stale | a claim is paid once | NOT REFUTED, NOT RUN | 0.0 |" in said
