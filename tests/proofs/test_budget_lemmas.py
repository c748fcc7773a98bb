"""The loss budget: whatever is done when, no 24 hours cost more than the daily budget."""

from lemma import floored, proved, refuted, scaled
from z3 import And, If, Ints, Or

PERIOD = 86_400  # {s}

# capacity, what is used, what leaks and what the next rebalance loses, D18{1}; waited {s}
C, used, leaked, lost, waited = Ints("C used leaked lost waited")
# Since a window's first rebalance: all losses D18{1}, and the time that has passed {s}.
losses, passed = Ints("losses passed")
LEAK = floored(leaked, waited * C, PERIOD)
STEP = [C > 0, 0 <= used, used <= C, waited >= 0, lost >= 0, LEAK]
NEXT = If(leaked < used, used - leaked, 0) + lost
ACCEPTED = Or(lost == 0, NEXT <= C)


def within(used, losses, passed):
    """All that was lost is still in the bucket or has leaked out of it."""
    return (losses - used) * PERIOD <= passed * C


def test_the_bucket_never_holds_more_than_its_capacity():
    """L-22 From any level within it, whatever is accepted next."""
    full = And(0 <= NEXT, NEXT <= C)
    proved(full, *STEP, ACCEPTED, scaled(waited, 0, C))
    refuted(full, *STEP, NEXT <= C + 1)


def test_what_was_lost_is_in_the_bucket_or_has_leaked():
    """L-23 By induction: true of a window's first rebalance, and of each further one."""
    after = within(NEXT, losses + lost, passed + waited)
    proved(within(NEXT, lost, 0), *STEP)
    proved(after, *STEP, ACCEPTED, within(used, losses, passed), scaled(waited, 0, C))
    twice = floored(leaked, 2 * waited * C, PERIOD)  # A bucket that leaks twice as fast.
    refuted(after, *STEP[:-1], twice, ACCEPTED, within(used, losses, passed), C == PERIOD)


def test_no_day_costs_more_than_the_budget():
    """L-24, I-10, RB-02 Of a budget B the capacity is floor(B / 2): any 24 hours cost at most B."""
    B = Ints("B")[0]
    given = [floored(C, B, 2), B >= 2, 0 <= used, used <= C, within(used, losses, passed)]
    day = And(0 <= passed, passed <= PERIOD)
    proved(losses <= B, *given, day, scaled(PERIOD, passed, C))
    refuted(losses <= B, *given, passed == PERIOD + 1)
    refuted(losses <= B - 2, *given, day)
