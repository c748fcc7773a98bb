"""CooldownConstraint: who cuts a rebalance up waits as long as who does not."""

from hypothesis import given, settings
from hypothesis import strategies as st

from counterpoise.math.fixed_point import ONE
from tests.depth import examples
from tests.evm.constraint.states import state, weights
from tests.founding import HOUR, PERCENT

NAME = "CooldownConstraint"
TARGET = weights(50, 50)
PACE = 4 * PERCENT


@settings(max_examples=examples(100))
@given(parts=st.lists(st.integers(1, PERCENT), min_size=1, max_size=8))
def test_slices_wait_as_long_as_what_they_close_at_once(evm, parts):
    """E2 Neither does who cuts a rebalance up hold the vault back, nor does it hurry it on."""
    constraint = evm.deploy(NAME, HOUR, PACE)
    drift, waited = 20 * PERCENT, 0
    for part in parts:
        start, end = (_drifted(it) for it in (drift, drift - part))
        waited += evm.ask(NAME, constraint, "waitAfter", start, TARGET, end)
        drift -= part
    due = sum(parts) * HOUR
    assert due <= waited * PACE < due + len(parts) * PACE


def _drifted(drift):
    return state(50 * ONE + drift * 100, 50 * ONE - drift * 100)
