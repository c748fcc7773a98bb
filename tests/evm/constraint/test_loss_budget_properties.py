"""LossBudgetConstraint: whatever is lost when, no day costs more than the budget."""

from hypothesis import given, settings
from hypothesis import strategies as st

from counterpoise.errors import Refusal
from counterpoise.math.fixed_point import ONE
from tests.depth import examples
from tests.evm.constraint.states import state, weights
from tests.founding import DAY, PERCENT

NAME = "LossBudgetConstraint"
TARGET = weights(50, 50)
BUDGET, CAPACITY = 2 * PERCENT, PERCENT  # A bucket of one percent that leaks one percent a day.


def is_lost(evm, constraint, loss, time):
    """Whether a rebalance that costs a fraction (D18) of the value passes; the bucket refuses."""
    start, end = state(50 * ONE, 50 * ONE, time=time), state(50 * ONE, 50 * ONE - loss * 100)
    try:
        evm.tell(NAME, constraint, "check", start, TARGET, end)
    except Refusal as refused:
        assert refused.name == "LossBudgetExceeded"
        return False
    return True


@settings(max_examples=examples(100))
@given(
    steps=st.lists(
        st.tuples(st.integers(0, DAY), st.integers(1, CAPACITY)), min_size=2, max_size=10
    )
)
def test_no_day_costs_more_than_the_budget(evm, steps):
    """I-10, RB-02 In every window of 24 hours, wherever it starts, at most 2 % are lost."""
    constraint = evm.deploy(NAME, BUDGET)
    time, passed = 10_000, []
    for wait, loss in steps:
        time += wait
        if is_lost(evm, constraint, loss, time):
            passed.append((time, loss))
    assert passed[0] == (10_000 + steps[0][0], steps[0][1])
    for start, _ in passed:
        assert sum(loss for at, loss in passed if start <= at < start + DAY) <= BUDGET
