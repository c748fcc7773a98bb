"""How much one rebalance may part with."""

import pytest

from counterpoise.constraint.turnover import TurnoverConstraint
from counterpoise.errors import MulDivFailed, TurnoverExceeded
from tests.counterpoise.constraint.moves import HALVES, PERCENT, worth


def test_what_falls_counts_and_what_rises_does_not():
    constraint = TurnoverConstraint(10 * PERCENT)

    assert constraint.check(worth(60, 40), HALVES, worth(50, 50)) is None
    with pytest.raises(TurnoverExceeded) as refused:
        constraint.check(worth(60, 40), HALVES, worth(49, 51))
    assert refused.value.fields == {"turnover": 11 * PERCENT, "max_turnover": 10 * PERCENT}


def test_turnover_rounds_up():
    with pytest.raises(TurnoverExceeded) as refused:
        TurnoverConstraint(0).judge(worth(2, 1), HALVES, worth(1, 2))
    assert refused.value.fields == {"turnover": 333333333333333334, "max_turnover": 0}


def test_an_empty_vault_has_no_turnover():
    with pytest.raises(MulDivFailed):
        TurnoverConstraint(PERCENT).judge(worth(0, 0), HALVES, worth(0, 0))
