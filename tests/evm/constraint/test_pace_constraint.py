"""PaceConstraint: no weight of the target moves faster than a pace, nor further than a step."""

from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpoise.constraint.pace import PaceConstraint
from counterpoise.math.nano import UNIT
from tests.counterpoise.drawn import ADDRESSES, ONE, sizes, targets
from tests.depth import sharing
from tests.evm.in_process import said

NAME = "PaceConstraint"
PERCENT, DAY = ONE // 100, 86_400
SLOW = 10 * PERCENT, PERCENT // 3_600
HALVES = (ONE // 2, ONE // 2)


@pytest.fixture
def slow(chain):
    return SimpleNamespace(at=chain.deploy(NAME, *SLOW), by=chain.person())


def seen(n, time):
    return time, ONE, n, [(token, 1, 1, ONE, 1) for token in ADDRESSES[:n]], []


def check(chain, constraint, target, time, by=""):
    start = seen(len(target), time)
    return said(lambda: chain.tell(NAME, constraint, "check", start, target, start, by=by))


def judge(chain, constraint, account, target, time):
    start = seen(len(target), time)
    return said(chain.ask, NAME, constraint, "judge", account, start, target, start)


def test_judge_and_check_refuse_alike(chain, slow):
    """ST-06 A nano beyond what an hour allows; the same the other way round."""
    assert check(chain, slow.at, HALVES, 1_000, slow.by) is None
    step = 9_999_999 * UNIT
    low, high = ONE // 2 - step, ONE // 2 + step
    for wanted in ((high + UNIT, low - UNIT), (low - UNIT, high + UNIT)):
        refused = ("TargetTooFast", [ADDRESSES[0], wanted[0], low, high])
        assert judge(chain, slow.at, slow.by, wanted, 4_600) == refused
        assert check(chain, slow.at, wanted, 4_600, slow.by) == refused
    assert judge(chain, slow.at, slow.by, (high, low), 4_600) is None
    assert check(chain, slow.at, (high, low), 4_600, slow.by) is None
    assert chain.ask(NAME, slow.at, "lastOf", slow.by, 2) == ((high, low), 4_600)


def test_what_is_remembered_is_the_callers(chain, slow):
    """Another's first target is free, whoever sent the transaction."""
    stranger = chain.person()
    assert check(chain, slow.at, HALVES, 1_000, slow.by) is None
    assert chain.ask(NAME, slow.at, "lastOf", stranger, 2) == ((0, 0), 0)
    assert check(chain, slow.at, (ONE, 0), 1_001, stranger) is None
    assert chain.ask(NAME, slow.at, "lastOf", slow.by, 2) == (HALVES, 1_000)


def test_a_set_is_asked_about_itself(chain, slow):
    """What a member of a set remembers it remembers for the set, and a lens asks as the vault."""
    vault = chain.person()
    group = chain.deploy("ConstraintSet", vault, [slow.at])
    start = seen(2, 1_000)
    chain.tell("ConstraintSet", group, "check", start, HALVES, start, by=vault)
    assert chain.ask(NAME, slow.at, "lastOf", group, 2) == (HALVES, 1_000)
    end = seen(2, 1_001)
    asked = vault, end, (ONE, 0), end
    answer = said(chain.ask, "ConstraintSet", group, "judge", *asked)
    step = 2_777 * UNIT
    assert answer == ("TargetTooFast", [ADDRESSES[0], ONE, ONE // 2 - step, ONE // 2 + step])


def test_what_are_no_weights_is_refused(chain, slow):
    """ST-01"""
    assert check(chain, slow.at, (ONE, 1), 1_000) == ("WeightSum", [ONE + 1])
    start = seen(2, 1_000)
    answer = said(chain.ask, NAME, slow.at, "judge", slow.by, start, (ONE,), start)
    assert answer == ("WeightCount", [1, 2])


def test_it_waits_for_no_time(chain, slow):
    check(chain, slow.at, HALVES, 1_000, slow.by)
    assert said(chain.ask, NAME, slow.at, "requireReady", slow.by) is None


LIMITS = [(UNIT - 1, UNIT), (ONE + 1, UNIT), (ONE, UNIT - 1), (ONE, ONE + 1)]


@pytest.mark.parametrize("limits", LIMITS)
def test_limits_out_of_range_are_refused_alike(chain, limits):
    """J1"""
    assert said(chain.deploy, NAME, *limits) == said(PaceConstraint, *limits)


times = st.sampled_from([0, 1, 12, 3_600, 30 * DAY, 2**64])
limits = st.tuples(
    st.sampled_from([UNIT, 3 * PERCENT + 1, 10 * PERCENT, ONE]),
    st.sampled_from([UNIT, 10**11 + 7, SLOW[1], ONE]),
)


@sharing(25)
@given(numbers=limits, n=sizes, data=st.data())
def test_the_twin_is_the_chain(chain, numbers, n, data):
    """ST-02 Every answer and every refusal, one proposal after the other."""
    constraint, twin, by = chain.deploy(NAME, *numbers), PaceConstraint(*numbers), chain.person()
    now, proposals = 1_000, [data.draw(targets(n)) for _ in range(3)]
    for _ in range(4):
        now += data.draw(times)
        target = data.draw(st.one_of(st.sampled_from(proposals), st.just(corner(twin, n, now))))
        start = seen(n, now)
        state = SimpleNamespace(
            time=now, assets=[SimpleNamespace(token=it) for it in ADDRESSES[:n]]
        )
        window = chain.ask(NAME, constraint, "windowOf", by, n, now)
        assert window == twin.window_of(n, now)
        answer = said(twin.judge, state, target, state)
        assert said(chain.ask, NAME, constraint, "judge", by, start, target, start) == answer
        assert check(chain, constraint, target, now, by) == said(twin.check, state, target, state)
        assert chain.ask(NAME, constraint, "lastOf", by, n) == twin.last_of(n)


def corner(twin, n, now):
    """The first weights as large as they may be."""
    low, high = twin.window_of(n, now)
    left, weights = ONE - sum(low), list(low)
    for i in range(n):
        given = min(left, high[i] - low[i])
        weights[i], left = weights[i] + given, left - given
    return weights


@pytest.mark.parametrize("n", range(2, 21))
def test_every_place_is_remembered(chain, slow, n):
    """ST-02 A word holds eight."""
    weights = [UNIT * (i + 1) for i in range(n - 1)]
    weights.append(ONE - sum(weights))
    assert check(chain, slow.at, weights, 1_000, slow.by) is None
    assert chain.ask(NAME, slow.at, "lastOf", slow.by, n) == (tuple(weights), 1_000)
