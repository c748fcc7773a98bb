"""What each constraint says for itself."""

from counterpoise.constraint.set import ConstraintSet
from counterpoise.errors import CooldownActive, NoProgress, WithinBand
from counterpoise.explain.verdict import Verdict, judge
from tests.counterpoise.explain.small import DRIFTED, HALVES, PERCENT, engine, owning

EVEN = owning(500_000, 250)
RULES = ("DriftConstraint", "ProgressConstraint", "CooldownConstraint")


def said(verdicts):
    return [(it.constraint, it.asked, str(it.refusal)) for it in verdicts]


def test_all_are_heard_where_the_first_refuses():
    """A set would say no more than the first."""
    verdicts = judge(engine(ready_at=10).constraint, EVEN, HALVES.weights, EVEN)
    assert said(verdicts) == [
        ("DriftConstraint", True, str(WithinBand(0, 5 * PERCENT))),
        ("ProgressConstraint", True, str(NoProgress(0, 0))),
        ("CooldownConstraint", True, str(CooldownActive(0, 10))),
    ]


def test_what_passes_has_no_refusal():
    verdicts = judge(engine().constraint, DRIFTED, HALVES.weights, EVEN)
    assert verdicts == tuple(Verdict(name, True, None) for name in RULES)


def test_where_nothing_is_planned_only_the_clock_is_asked():
    early = judge(engine(ready_at=10).constraint, DRIFTED, (), None)
    assert said(early) == [
        ("DriftConstraint", False, "None"),
        ("ProgressConstraint", False, "None"),
        ("CooldownConstraint", True, str(CooldownActive(0, 10))),
    ]
    assert [it.asked for it in judge(engine().constraint, DRIFTED, (), None)] == [False] * 3


def test_a_set_in_a_set_is_told_by_its_members():
    nested = ConstraintSet((engine().constraint, engine().constraint))
    verdicts = judge(nested, DRIFTED, HALVES.weights, EVEN)
    assert [it.constraint for it in verdicts] == [*RULES, *RULES]


def test_to_be_asked_changes_nothing():
    rules = engine().constraint
    before = repr(rules)
    judge(rules, DRIFTED, HALVES.weights, EVEN)
    assert repr(rules) == before
