"""The clock between two rebalances."""

import pytest

from counterpoise.constraint.cooldown import CooldownConstraint
from counterpoise.errors import CooldownActive
from tests.counterpoise.constraint.moves import HALVES, PERCENT, worth


def move(time):
    return worth(6, 4, time=time), HALVES, worth(5, 5, time=time)


def test_the_first_rebalance_need_not_wait():
    assert CooldownConstraint(3600, 0).judge(*move(0)) is None


def test_the_next_waits_for_the_whole_cooldown():
    constraint = CooldownConstraint(3600, 0)
    constraint.check(*move(1000))

    with pytest.raises(CooldownActive) as refused:
        constraint.check(*move(4599))
    assert refused.value.fields == {"time": 4599, "ready_at": 4600}
    constraint.check(*move(4600))
    assert constraint.ready_at == 8200


def test_judging_does_not_set_the_clock():
    constraint = CooldownConstraint(3600, 0)
    constraint.judge(*move(1000))
    assert constraint.ready_at == 0


@pytest.mark.parametrize(("end", "wait"), [(60, 3600), (66, 3600), (68, 1800), (69, 900)])
def test_a_small_rebalance_waits_in_proportion(end, wait):
    """E2 Four percent of the value are an hour."""
    constraint = CooldownConstraint(3600, 4 * PERCENT)
    constraint.check(worth(70, 30, time=1000), HALVES, worth(end, 100 - end))
    assert constraint.ready_at == 1000 + wait


@pytest.mark.parametrize("end", [70, 71])
def test_what_comes_no_nearer_waits_the_whole_cooldown(end):
    constraint = CooldownConstraint(3600, 4 * PERCENT)
    constraint.check(worth(70, 30, time=1000), HALVES, worth(end, 100 - end))
    assert constraint.ready_at == 4600
