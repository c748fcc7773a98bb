"""All of several constraints, and their memory all or none."""

import pytest

from counterpoise.constraint.cooldown import CooldownConstraint
from counterpoise.constraint.drift import DriftConstraint
from counterpoise.constraint.set import ConstraintSet
from counterpoise.constraint.value import ValueConstraint
from counterpoise.errors import CooldownActive, NoConstraints, ValueLost, WithinBand
from tests.counterpoise.constraint.moves import HALVES, PERCENT, worth


@pytest.fixture
def members():
    drift = DriftConstraint(5 * PERCENT, 2 * PERCENT)
    return drift, CooldownConstraint(3600), ValueConstraint(PERCENT, PERCENT)


def test_what_all_allow_passes_and_all_remember(members):
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
    with pytest.raises(ValueLost):
        ConstraintSet(members).check(worth(60, 40), HALVES, worth(50, 40))
    assert (members[0].is_active, members[1].ready_at) == (False, 0)


def test_judging_asks_all_and_remembers_nothing(members):
    constraint = ConstraintSet(members)
    constraint.judge(worth(60, 40), HALVES, worth(55, 45))
    with pytest.raises(ValueLost):
        constraint.judge(worth(60, 40), HALVES, worth(50, 40))
    assert (members[0].is_active, members[1].ready_at) == (False, 0)


def test_a_set_of_nothing_is_refused():
    with pytest.raises(NoConstraints):
        ConstraintSet(())
