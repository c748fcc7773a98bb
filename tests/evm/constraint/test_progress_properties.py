"""ProgressConstraint: no fair trade towards the target is refused."""

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from counterpoise.math.fixed_point import ONE
from tests.depth import examples
from tests.evm.constraint.states import state, weights
from tests.founding import NOBODY, PERCENT

NAME = "ProgressConstraint"
TARGET = weights(40, 30, 30)


@settings(max_examples=examples(200))
@given(
    shift=st.integers(1_000, 20 * ONE),
    part=st.integers(1, 1_000),
    cost=st.integers(0, 500),
)
def test_a_fair_trade_towards_the_target_is_always_progress(evm, shift, part, cost):
    """I-11, RB-13 A trade that loses at most half of its size and does not overshoot passes."""
    start = [40 * ONE + shift, 30 * ONE - shift, 30 * ONE]
    size = max(shift * part // 1_000, 1_000)
    end = [start[0] - size, start[1] + size * (1_000 - cost) // 1_000, start[2]]
    assume(end[0] * 100 >= 40 * sum(end))
    loose = evm.deploy(NAME, 10 * PERCENT)
    evm.ask(NAME, loose, "judge", NOBODY, state(*start), TARGET, state(*end))
