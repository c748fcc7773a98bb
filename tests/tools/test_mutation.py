"""make mutation: the changes are the same in every run, verdicts are kept, survivors explained."""

import json
from dataclasses import replace
from types import SimpleNamespace

import pytest

from tools import figures
from tools.mutants import DidNotRun
from tools.mutation import __main__, generate, judge
from tools.mutation.generate import Change, place, repaired, sample
from tools.mutation.plan import PLANS
from tools.mutation.report import EQUIVALENT, KILLED, OPEN, STILLBORN, Report
from tools.security import survivors
from tools.stamp import ROOT

SOURCE = b"if (a < b && a < c) return a;\n    sum +=\n        a;\n"
LESS = Change("contracts/math/Bounds.sol", 15, 1, "ROR", "<", "<=")


@pytest.fixture
def kept(tmp_path, monkeypatch):
    """A folder of figures of its own."""
    monkeypatch.setattr(figures, "FOLDER", tmp_path)
    return tmp_path / "mutation.json"


def test_a_change_is_of_one_place_alone():
    assert LESS.applied(SOURCE).startswith(b"if (a < b && a <= c) return a;\n")
    assert LESS.lines(SOURCE) == ("if (a < b && a < c) return a;", "if (a < b && a <= c) return a;")


def test_a_change_of_several_lines_is_told_as_one():
    change = Change("", 34, 2, "CR", "sum +=\n        a;", "/* sum +=\n        a; */")
    assert change.lines(SOURCE) == ("sum += a;", "/* sum += a; */")


def test_a_change_has_the_same_name_in_every_run():
    assert LESS.name == "ROR-3a912dd373"


def test_a_sample_is_the_beginning_of_a_larger_one():
    many = [Change("", i, 1, "AOR", "+", "-") for i in range(50)]
    assert sample(many, 50)[:20] == sample(reversed(many), 20)


def test_a_text_is_found_around_the_byte_that_stands_for_it():
    assert place(SOURCE, b"a < b", 4) == 4
    assert place(SOURCE, b"a < b && a < c", 13) == 4  # slither-mutate gives the inner expression's.
    assert place(SOURCE, b"a > b", 4) is None


def test_a_statement_is_commented_out_with_its_semicolon():
    patch = {"start": 20, "end": 28, "old_string": "return a", "new_string": "//return a"}
    assert repaired("CR", patch, SOURCE) == ("return a;", "/* return a; */")


def test_a_condition_is_changed_and_not_its_statement():
    patch = {"start": 4, "end": 9, "old_string": "if (a < b", "new_string": "!(if (a < b)"}
    assert repaired("MIA", patch, SOURCE) == ("a < b", "!(a < b)")
    assert repaired("MIA", patch | {"new_string": "true"}, SOURCE) == ("a < b", "true")


def test_an_operator_is_replaced_where_it_stands(monkeypatch):
    """slither-mutate passes by a line that has it twice."""
    sides = [SimpleNamespace(source_mapping=SimpleNamespace(start=s, length=1)) for s in (13, 17)]
    second = SimpleNamespace(expression_left=sides[0], expression_right=sides[1], type="<")
    monkeypatch.setattr(generate, "binaries", lambda *_: [second])
    others = [SimpleNamespace(value=it) for it in ("<", "<=", "==")]
    found = list(generate.in_place("ROR", others, None, LESS.path, SOURCE))
    assert found == [LESS, replace(LESS, mutated="==")]


def test_what_means_the_same_is_no_change(monkeypatch):
    source = b"uint256 internal constant DAY = 24 hours;"
    old = source.decode()[:-1]
    texts = [old.replace("constant", "immutable"), old.replace("hours", "days"), old]
    patches = [{"start": 0, "end": 40, "old_string": old, "new_string": it} for it in texts]
    made = SimpleNamespace(_mutate=lambda: {"patches": {"it.sol": patches}})
    monkeypatch.setattr(generate.all_mutators, "SBR", lambda *_: made)
    contract = SimpleNamespace(compilation_unit=None)
    found = list(generate.as_it_is("SBR", contract, "it.sol", source))
    assert [it.mutated for it in found] == ["uint256 internal constant DAY = 24 days"]


def test_each_source_has_a_plan_and_each_plan_its_tests():
    rooms = ("vault", "constraint", "math")
    sources = {it.as_posix() for room in rooms for it in (ROOT / "contracts" / room).glob("*.sol")}
    bare = {"contracts/constraint/TimelessConstraint.sol"}  # An empty function: nothing to change.
    assert {(ROOT / path).as_posix() for path in {*PLANS, *bare}} == sources
    for plan in PLANS.values():
        for test in (*plan.slow, *(it for stage in plan.stages for it in stage.tests)):
            file, _, name = test.partition("::")
            assert (ROOT / file).exists()
            assert not name or f"def {name}(" in (ROOT / file).read_text()


def test_verdicts_are_kept_while_the_source_is_the_same(kept, monkeypatch):
    report = Report(LESS.path, 20)
    report.keep(LESS, KILLED, "tests/test_it.py::test_one")
    assert Report(LESS.path).verdict(LESS) == KILLED
    assert Report(LESS.path).generated == 20
    assert json.loads(kept.read_text())[LESS.path]["source"] == figures.stamp(LESS.path)
    monkeypatch.setattr(figures, "stamp", lambda *paths: "other")
    assert Report(LESS.path).verdict(LESS) == ""


@pytest.mark.parametrize(
    "codes, failed, verdict",
    [
        (None, None, (STILLBORN, "")),
        ({"MockMath": ("00", "00")}, None, (EQUIVALENT, "")),
        ({"MockMath": ("01", "01")}, "test_one", (KILLED, "test_one")),
        ({"MockMath": ("01", "01")}, None, (OPEN, "")),
    ],
)
def test_a_verdict_is_of_the_code_and_of_the_tests(monkeypatch, codes, failed, verdict):
    same = {"MockMath": ("00", "00")}
    answers = lambda names, changed: codes if changed else same  # noqa: E731
    monkeypatch.setattr(__main__.compiler, "codes", answers)
    monkeypatch.setattr(__main__, "fails_in_process", lambda *_: failed)
    __main__.original.cache_clear()
    assert __main__.fast(LESS, PLANS[LESS.path]) == verdict
    __main__.original.cache_clear()


def test_tests_that_fail_without_a_mutant_prove_nothing(monkeypatch):
    monkeypatch.setattr(judge, "fork", lambda *_: ("test_one", 1.0))
    with pytest.raises(DidNotRun, match="test_one fails without a mutant"):
        judge.usual({}, ["tests/test_never.py"])


def test_a_test_on_a_node_that_fails_without_a_mutant_proves_nothing(monkeypatch):
    monkeypatch.setattr(__main__, "changed", lambda *_: {})
    monkeypatch.setattr(__main__, "original", lambda names: {})
    monkeypatch.setattr(judge, "on_node", lambda codes, tests: "test_one")
    with pytest.raises(DidNotRun, match="test_one fails without a mutant"):
        __main__.slow(LESS, PLANS[LESS.path])
    __main__.is_unsound.cache_clear()


@pytest.mark.parametrize("seconds, allowed", [(0.4, 10), (2.0, 10), (8.0, 40)])
def test_a_mutant_may_take_five_times_as_long(monkeypatch, seconds, allowed):
    monkeypatch.setattr(judge, "fork", lambda *_: (None, seconds))
    assert judge.usual({}, ["tests/test_it.py"]) == allowed


def test_a_fork_tells_its_first_failure_and_leaves_the_code_as_it_was():
    tests = ["tests/evm/test_twins.py::test_a_budget_without_a_half_is_refused_alike"]
    artifact = judge.artifacts()("LossBudgetConstraint")
    before = artifact["bytecode"]
    codes = {"LossBudgetConstraint": ("00", "00")}
    assert judge.in_process(codes, tests).startswith(tests[0])
    assert artifact["bytecode"] == before
    assert judge.in_process({"LossBudgetConstraint": (before, before)}, tests) is None


def test_a_fork_that_does_not_answer_is_ended():
    tests = ["tests/evm/test_twins.py"]
    assert judge.in_process({}, tests, longest=1) == judge.ENDLESS


def test_a_node_finds_other_code_in_a_copy_that_is_mended_afterwards(tmp_path, monkeypatch):
    built = tmp_path / "build" / "contracts" / "Vault.json"
    built.parent.mkdir(parents=True)
    built.write_text('{"bytecode": "aa", "deployedBytecode": "bb", "sha1": "cc"}')
    before, seen = built.read_text(), []
    monkeypatch.setattr(judge, "copied", lambda: tmp_path)
    monkeypatch.setattr(judge, "first_failure", lambda *_: seen.append(built.read_text()))
    assert judge.on_node({"Vault": ("01", "02")}, ["tests/contracts/vault"]) is None
    assert seen == ['{"bytecode": "01", "deployedBytecode": "02", "sha1": "cc"}']
    assert built.read_text() == before


def test_what_a_test_needs_first_fails_too(tmp_path, monkeypatch):
    def fail(copy, tests):
        raise DidNotRun("...\nERROR tests/test_it.py::test_one\n1 error in 12.67s")

    monkeypatch.setattr(judge, "copied", lambda: tmp_path)
    monkeypatch.setattr(judge, "first_failure", fail)
    assert judge.on_node({}, ["tests/test_it.py"]) == "tests/test_it.py::test_one"


def test_a_test_that_is_not_there_is_no_verdict():
    with pytest.raises(DidNotRun, match="pytest ended with 4"):
        judge.in_process({}, ["tests/contracts/test_absent.py"])


def test_each_survivor_has_its_reason_and_each_reason_its_survivor():
    left = [it.key for it in survivors.survivors(figures.read("mutation"))]
    reasons = survivors.reasons()
    assert set(left) - set(reasons) == set(), "a survivor without a reason"
    assert set(reasons) - set(left) == set(), "a reason without a survivor"
    assert all(len(reason) > 20 for reason in reasons.values())


def test_the_page_counts_and_tells_survivors(kept):
    assert survivors.told({}) == survivors.ABSENT
    report = Report(LESS.path, 20)
    report.keep(LESS, KILLED, "tests/test_it.py::test_one")
    source = (ROOT / LESS.path).read_bytes()
    at = source.index(b"limit <= most")
    change = Change(LESS.path, at + 6, 11, "ROR", "<=", "<")
    report.keep(change, OPEN)
    page = survivors.told(figures.read("mutation"))
    assert "| math/Bounds.sol | 20 | 0 | 0 | 2 | 1 | 1 | 1 of 2, 50 % |" in page
    reads = "`require(limit < most, LimitOutOfRange(name, limit, most));`"
    assert f"| `Bounds.sol` 11 | ROR | {reads} | – |" in page
