"""What a constraint remembers is its caller's, whoever sent the transaction or else calls."""

import pytest
from world import PERCENT

from counterpoise.errors import CooldownActive, LossBudgetExceeded, WithinBand
from tests.evm.constraint.states import state, weights
from tests.evm.in_process import OUTSIDER, Chain


@pytest.fixture
def chain():
    return Chain()


def check(chain, name, contract, start, end, by=""):
    chain.tell(name, contract, "check", start, weights(50, 50), end, by=by)


def test_a_band_is_the_callers(chain):
    """RB-01 Between the bands goes on who has begun, and nobody else."""
    contract = chain.deploy("DriftConstraint", 5 * PERCENT, 2 * PERCENT)
    caller, stranger = chain.person(), chain.person()
    check(chain, "DriftConstraint", contract, state(60, 40), state(54, 46), by=caller)

    assert chain.ask("DriftConstraint", contract, "isActive", caller) is True
    for other in (stranger, OUTSIDER):
        assert chain.ask("DriftConstraint", contract, "isActive", other) is False
    with pytest.raises(WithinBand):
        check(chain, "DriftConstraint", contract, state(54, 46), state(50, 50), by=stranger)
    check(chain, "DriftConstraint", contract, state(54, 46), state(50, 50), by=caller)
    assert chain.ask("DriftConstraint", contract, "isActive", caller) is False


def test_a_cooldown_is_the_callers(chain):
    """RB-08"""
    contract = chain.deploy("CooldownConstraint", 3_600, 0)
    caller, stranger = chain.person(), chain.person()
    move = state(60, 40), state(50, 50)
    check(chain, "CooldownConstraint", contract, *move, by=caller)

    assert chain.ask("CooldownConstraint", contract, "readyAt", caller) == 4_600
    assert chain.ask("CooldownConstraint", contract, "readyAt", OUTSIDER) == 0
    with pytest.raises(CooldownActive):
        check(chain, "CooldownConstraint", contract, *move, by=caller)
    check(chain, "CooldownConstraint", contract, *move, by=stranger)


def test_a_budget_is_the_callers(chain):
    """RB-02 Whoever spends a stranger's budget leaves the caller's whole."""
    contract = chain.deploy("LossBudgetConstraint", 2 * PERCENT)
    caller, stranger = chain.person(), chain.person()
    move = state(500, 500), state(496, 496)
    check(chain, "LossBudgetConstraint", contract, *move, by=caller)

    with pytest.raises(LossBudgetExceeded):
        check(chain, "LossBudgetConstraint", contract, *move, by=caller)
    check(chain, "LossBudgetConstraint", contract, *move, by=stranger)
