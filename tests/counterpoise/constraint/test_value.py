"""What one rebalance may cost, and what it cannot gain."""

import pytest

from counterpoise.constraint.value import ValueConstraint
from counterpoise.errors import MulDivFailed, ValueGained, ValueLost
from tests.counterpoise.constraint.moves import HALVES, PERCENT, worth


@pytest.fixture
def constraint():
    return ValueConstraint(2 * PERCENT, PERCENT)


@pytest.mark.parametrize("end", [worth(50, 48), worth(50, 50), worth(50, 51)])
def test_a_small_change_passes(constraint, end):
    assert constraint.check(worth(60, 40), HALVES, end) is None


def test_a_greater_loss_is_refused(constraint):
    with pytest.raises(ValueLost) as refused:
        constraint.judge(worth(60, 40), HALVES, worth(50, 47))
    assert refused.value.fields == {"lost": 3 * PERCENT, "allowed": 2 * PERCENT}


def test_a_gain_that_cannot_be_true_is_refused(constraint):
    with pytest.raises(ValueGained) as refused:
        constraint.judge(worth(60, 40), HALVES, worth(50, 52))
    assert refused.value.fields == {"gained": 2 * PERCENT, "allowed": PERCENT}


def test_an_empty_vault_has_nothing_to_compare(constraint):
    with pytest.raises(MulDivFailed):
        constraint.judge(worth(0, 0), HALVES, worth(0, 0))
