"""The mirror: from its getters each constraint becomes the twin that it was deployed as."""

from dataclasses import astuple

import pytest

from counterpoise.chain.abi import abi
from counterpoise.chain.mirror import GETTERS, KINDS
from counterpoise.constraint.band import BandConstraint, Bands
from counterpoise.constraint.base_fee import BaseFeeConstraint
from counterpoise.constraint.gain import GainConstraint, Terms
from counterpoise.constraint.jitter import Calendar, JitterConstraint
from counterpoise.constraint.own_impact import OwnImpactConstraint
from counterpoise.constraint.schedule import ScheduleConstraint
from counterpoise.constraint.slice import SliceConstraint
from counterpoise.constraint.slippage import SlippageConstraint
from counterpoise.constraint.turnover_bucket import TurnoverBucketConstraint
from counterpoise.constraint.volatility_cooldown import Terms as Waiting
from counterpoise.constraint.volatility_cooldown import VolatilityCooldownConstraint, Wait
from counterpoise.math.fixed_point import ONE
from counterpoise.math.slices import Programme
from counterpoise.math.token_bucket import Bucket
from tests.evm.constraint.states import ADDRESSES, state, weights
from tests.evm.in_process import Chain

PERCENT = ONE // 100
HUB = ADDRESSES[0]
BANDS = Bands(5 * PERCENT, PERCENT, ONE // 2, ONE // 5, PERCENT, ONE // 500, 3 * ONE, 2 * ONE)
WAITING = Waiting(30, 90, 60, ONE, -3, HUB, PERCENT)
TERMS = Terms(3 * ONE, 60, ONE, ONE // 4, 1, HUB, 5)
CALLER = Chain().caller  # In any chain of these the first that is deployed.
CALENDAR = (0, 60, 30, bytes(32), PERCENT)
MOVE = state(60 * ONE, 40 * ONE), weights(50, 50), state(55 * ONE, 45 * ONE)

# Name, what it is deployed with, and its twin after one rebalance.
TWINS = [
    ("BandConstraint", (HUB, astuple(BANDS)), BandConstraint(HUB, BANDS, is_active=True)),
    ("ScheduleConstraint", (0, 60, PERCENT), ScheduleConstraint(0, 60, PERCENT, last_slot=16)),
    (
        "VolatilityCooldownConstraint",
        (astuple(WAITING),),
        VolatilityCooldownConstraint(WAITING, Wait(1_000, ONE, 60)),
    ),
    ("GainConstraint", (astuple(TERMS),), GainConstraint(TERMS)),
    ("BaseFeeConstraint", (7, PERCENT), BaseFeeConstraint(7, PERCENT)),
    ("SlippageConstraint", (PERCENT,), SlippageConstraint(PERCENT)),
    (
        "TurnoverBucketConstraint",
        (20 * PERCENT, 10 * ONE),
        TurnoverBucketConstraint(20 * PERCENT, 10 * ONE, Bucket(65_740_740_740_740_740, 1_000)),
    ),
    (
        "SliceConstraint",
        (2, 60, ONE, PERCENT),
        SliceConstraint(
            2, 60, ONE, PERCENT, Programme(10 * PERCENT, 10 * PERCENT, 5 * PERCENT, 1_000, 0)
        ),
    ),
    ("JitterConstraint", (CALENDAR,), JitterConstraint(Calendar(*CALENDAR), CALLER, 16)),
    (
        "OwnImpactConstraint",
        (HUB, 60, f"0x{0:040x}", PERCENT),
        OwnImpactConstraint(HUB, 60, PERCENT, ((0, False), (1_000, True)) + ((0, False),) * 22),
    ),
]


@pytest.mark.parametrize("name, values, twin", TWINS, ids=[it[0] for it in TWINS])
def test_a_twin_is_read_back(name, values, twin):
    """With what it remembers of its caller."""
    chain = Chain()
    contract = chain.deploy(name, *values)
    chain.tell(name, contract, "check", *MOVE)

    found = KINDS[name][1](lambda it, *whom: chain.ask(name, contract, it, *whom), chain.caller)

    assert found == twin


def test_a_kind_is_known_by_a_getter_that_no_other_has():
    asked = {name: {it["name"] for it in abi(name) if not it.get("inputs", 1)} for name in GETTERS}
    for name, getter in GETTERS.items():
        assert [it for it, known in asked.items() if getter in known] == [name]
