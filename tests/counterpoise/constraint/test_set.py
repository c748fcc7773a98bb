"""All of several constraints, and their memory all or none."""

import pytest

from counterpoise.constraint.cooldown import CooldownConstraint
from counterpoise.constraint.drift import DriftConstraint
from counterpoise.constraint.set import ConstraintSet
from counterpoise.constraint.value import ValueConstraint
from counterpoise.errors import CooldownActive, NoConstraints, NothingToWeigh, ValueLost, WithinBand
from tests.counterpoise.constraint.moves import HALVES, PERCENT, worth


@pytest.fixture
def members():
    drift = DriftConstraint(5 * PERCENT, 2 * PERCENT)
    return drift, CooldownConstraint(3600, 0), ValueConstraint(PERCENT, PERCENT)


def memory(constraint):
    drift, cooldown = constraint.members[:2]
    return drift.is_active, cooldown.ready_at


def test_what_all_allow_passes_and_all_remember(members):
    constraint = ConstraintSet(members)
    constraint.check(worth(60, 40, time=10), HALVES, worth(55, 45))
    assert memory(constraint) == (True, 3610)


def test_whoever_asks_a_member_sees_what_it_remembers(members):
    """As on chain: a planner's bucket is the set's."""
    ConstraintSet(members).check(worth(60, 40, time=10), HALVES, worth(55, 45))
    assert (members[0].is_active, members[1].ready_at) == (True, 3610)


def test_the_first_that_refuses_speaks(members):
    constraint = ConstraintSet(members)
    constraint.check(worth(60, 40), HALVES, worth(50, 50))

    with pytest.raises(WithinBand):
        constraint.check(worth(50, 50), HALVES, worth(50, 40))
    with pytest.raises(CooldownActive):
        constraint.check(worth(60, 40), HALVES, worth(50, 40))


def test_where_the_last_refuses_none_remembers(members):
    constraint = ConstraintSet(members)
    with pytest.raises(ValueLost):
        constraint.check(worth(60, 40), HALVES, worth(50, 40))
    assert memory(constraint) == (False, 0)


def test_a_set_within_a_set_forgets_with_it(members):
    inner = ConstraintSet(members[:2])
    constraint = ConstraintSet((inner, members[2]))
    with pytest.raises(ValueLost):
        constraint.check(worth(60, 40), HALVES, worth(50, 40))
    assert memory(constraint.members[0]) == (False, 0)


def test_a_member_that_cannot_remember_speaks_before_the_next_one_judges(members):
    """The drift of what is left of an empty vault is refused before its loss is looked at."""
    with pytest.raises(NothingToWeigh):
        ConstraintSet(members).check(worth(60, 40), HALVES, worth(0, 0))


def test_judging_asks_all_and_remembers_nothing(members):
    constraint = ConstraintSet(members)
    constraint.judge(worth(60, 40), HALVES, worth(55, 45))
    with pytest.raises(ValueLost):
        constraint.judge(worth(60, 40), HALVES, worth(50, 40))
    assert memory(constraint) == (False, 0)


def test_a_set_of_nothing_is_refused():
    with pytest.raises(NoConstraints):
        ConstraintSet(())
