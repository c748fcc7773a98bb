"""GuardedStrategy: what another wants, within walls and a pace; the last weights where it fails."""

import random
from dataclasses import astuple, dataclass

import pytest
from eth_abi import decode

from counterpoise.constraint.pace import PaceConstraint
from counterpoise.errors import refusal
from counterpoise.math.attempt import gas_needed
from counterpoise.strategy.guarded import GuardedStrategy
from counterpoise.types import Asset, State
from tests.counterpoise.drawn import ADDRESSES, ONE
from tests.counterpoise.math.test_corridor import extreme, keeps, walls_of
from tests.depth import examples
from tests.evm.guarded import HOSTILE, PERCENT, Habit
from tests.evm.in_process import Chain, encoded, refused, said

NAME, PACE = "GuardedStrategy", "PaceConstraint"
STIPEND = 500_000  # {gas}
NOBODY = "0x" + 40 * "0"
FREE, SLOW = (ONE, ONE), (10 * PERCENT, PERCENT // 3_600)
HALVES = (ONE // 2, ONE // 2)


class Scene:
    """A guard before a hostile strategy, and the pace by which an account is judged."""

    def __init__(self, walls, limits=FREE, stipend=STIPEND, chain=None):
        self.chain = chain or Chain()
        self.account = self.chain.person()
        self.pace = self.chain.deploy(PACE, *limits)
        self.inner = self.chain.deploy(HOSTILE)
        self.guard = self.deploy(walls, stipend)

    def deploy(self, walls, stipend=STIPEND):
        parts = self.inner, stipend, self.pace, self.account, walls, NOBODY
        return self.chain.deploy(NAME, *parts)

    def want(self, words, habit=Habit.ANSWER):
        self.chain.tell(HOSTILE, self.inner, "want", words)
        self.chain.tell(HOSTILE, self.inner, "fall", habit)

    def accept(self, target, time):
        start = seen(len(target), time)
        return said(
            lambda: self.chain.tell(PACE, self.pace, "check", start, target, start, by=self.account)
        )

    def target(self, n, time=2_000):
        return said(self.chain.ask, NAME, self.guard, "target", seen(n, time))

    def fault(self, n):
        return said(self.chain.ask, NAME, self.guard, "faultOf", seen(n, 2_000))


def seen(n, time):
    return time, ONE, n, [(token, 1, 1, ONE, 1) for token in ADDRESSES[:n]], []


def walls(n, low=0, high=ONE, groups=None):
    """The same for each asset, and a group of all that bounds nothing."""
    return [low] * n, [high] * n, groups or ([0] * n, [0], [ONE])


@pytest.fixture(scope="module")
def calm():
    """Of two assets, without walls and without a pace, and with halves as the last weights."""
    scene = Scene(walls(2))
    scene.accept(HALVES, 1_000)
    return scene


def test_what_is_good_is_wanted(calm):
    calm.want((ONE // 4, ONE * 3 // 4))
    assert calm.target(2) == [ONE // 4, ONE * 3 // 4]
    assert calm.fault(2) == [False, ""]


def test_walls_clip_to_the_nearest():
    """D1, ST-04 What one may not have, the others share."""
    scene = Scene(walls(3, 5 * PERCENT, 60 * PERCENT))
    scene.want([70 * PERCENT, 20 * PERCENT, 10 * PERCENT])
    assert scene.target(3) == [60 * PERCENT, 25 * PERCENT, 15 * PERCENT]


def test_a_group_has_a_cap():
    """D1, math V4.2"""
    groups = [0, 0, 1, 1], [0, 0], [ONE // 2, ONE]
    scene = Scene(walls(4, groups=groups))
    scene.want([40 * PERCENT] * 2 + [10 * PERCENT] * 2)
    assert scene.target(4) == [ONE // 4] * 4


def test_the_target_goes_at_the_pace():
    """ST-06 What it wants next passes the constraint, and so on until it is there."""
    scene = Scene(walls(2), SLOW)
    scene.want((ONE, 0))
    assert scene.target(2) == [ONE, 0]
    assert scene.accept(HALVES, 1_000) is None
    step = 9_999_999 * 10**9
    assert scene.target(2, 4_600) == [ONE // 2 + step, ONE // 2 - step]
    for time in range(4_600, 4_600 + 51 * 3_600, 3_600):
        assert scene.accept(scene.target(2, time), time) is None
    assert scene.target(2, time) == [ONE, 0]


Unwell = "Unwell", [3, 4]
FAULTS = [
    (Habit.REFUSE, HALVES, Unwell),
    (Habit.BURN, HALVES, ""),
    (Habit.BOMB, HALVES, ""),
    (Habit.BOMB_REFUSAL, HALVES, ""),
    (Habit.MUTE, HALVES, ""),
    (Habit.ANSWER, (), ("WeightCount", [0, 2])),
    (Habit.ANSWER, (ONE,), ("WeightCount", [1, 2])),
    (Habit.ANSWER, (ONE // 2, ONE // 4, ONE // 4), ("WeightCount", [3, 2])),
    (Habit.ANSWER, (ONE // 2, ONE // 2 - 1), ("WeightSum", [ONE - 1])),
    (Habit.ANSWER, (ONE // 2, ONE // 2 + 1), ("WeightSum", [ONE + 1])),
    (Habit.ANSWER, (0, 0), ("WeightSum", [0])),
    (Habit.ANSWER, (2**255, 2**255 + ONE), ("WeightSum", [2**256 - 1])),
]


@pytest.mark.parametrize("habit, words, reason", FAULTS)
def test_however_it_fails_the_last_weights_stay(calm, habit, words, reason):
    """C5, K5, ST-01, ST-08 And it says why; a sum that wraps round to one is none."""
    calm.want(words, habit)
    assert calm.target(2) == list(HALVES)
    assert calm.fault(2) == [True, reason]


def test_an_answer_that_is_cut_is_none(calm):
    """ST-08 Of two weights a byte is missing: the reason is what there was of them."""
    calm.want((ONE, 0), Habit.MUMBLE)
    assert calm.target(2) == list(HALVES)
    faulty, reason = calm.chain.ask(NAME, calm.guard, "faultOf", seen(2, 2_000))
    assert faulty and len(reason) == 127


def test_who_asks_back_is_not_heard(calm):
    """ST-08 Round it goes until the gas does not suffice for the next."""
    calm.want(HALVES, Habit.REENTER)
    calm.chain.tell(HOSTILE, calm.inner, "know", calm.guard)
    assert calm.target(2) == list(HALVES)
    faulty, (name, (left, needed)) = calm.fault(2)
    assert faulty and name == "GasTooLow" and left < needed == gas_needed(STIPEND)


def test_it_gets_its_stipend_and_no_more(calm):
    """OR-08 Whatever the limit: the same answer or none; too little makes no strategy look dead."""
    calm.want(HALVES, Habit.GAS)
    data, answers = encoded(NAME, "target", [seen(2, 2_000)]).hex(), set()
    for gas in [*range(200, 900_000, 33_311), *range(510_000, 530_000, 997)]:
        call = f"({gas},{calm.guard},0x{data})"
        success, answer = decode(["bool", "bytes"], calm.chain._call("attemptWith", call))
        answers.add((success, answer if success or not answer else refused(answer).name))
    refusals = {(False, "GasTooLow"), (False, b"")}
    assert refusals < answers and len(answers) == 3
    ((_, good),) = answers - refusals
    got = decode(["uint256[]"], good)[0][0]
    assert STIPEND - 2_000 < got < STIPEND


def test_a_heavy_strategy_is_heard_where_its_stipend_suffices(calm):
    """Four hundred thousand of half a million."""
    calm.want((ONE, 0), Habit.HEAVY)
    assert calm.target(2) == [ONE, 0]
    poor = Scene(walls(2), stipend=300_000)
    poor.want((ONE, 0), Habit.HEAVY)
    assert poor.target(2) == ("StrategyFaulted", [poor.inner, ""])


def test_without_last_weights_it_refuses_with_the_reason():
    """C5"""
    scene = Scene(walls(2))
    scene.want((), Habit.REFUSE)
    assert scene.target(2) == ("StrategyFaulted", [scene.inner, Unwell])
    scene.want((ONE, 0))
    assert scene.target(2) == [ONE, 0]


def test_another_number_of_assets_is_refused(calm):
    """ST-01"""
    calm.want((ONE, 0))
    assert calm.target(3) == ("WeightCount", [2, 3])


def test_new_walls_are_reached_at_the_pace():
    """ST-04, ST-06 A step an hour, though the last weights are far beyond them."""
    scene = Scene(walls(3), (10 * PERCENT, 10 * PERCENT // 3_600 + 1))
    scene.want([80 * PERCENT, 10 * PERCENT, 10 * PERCENT])
    scene.accept([80 * PERCENT, 10 * PERCENT, 10 * PERCENT], 1_000)
    scene.guard = scene.deploy(walls(3, 15 * PERCENT, 50 * PERCENT))
    seen_ = []
    for hour in range(1, 6):
        seen_.append(scene.target(3, 1_000 + hour * 3_600))
        assert scene.accept(seen_[-1], 1_000 + hour * 3_600) is None
    assert [[it // PERCENT for it in weights] for weights in seen_] == [
        [70, 15, 15],
        [60, 20, 20],
        [50, 25, 25],
        [50, 25, 25],
        [50, 25, 25],
    ]


def test_a_fault_while_new_walls_are_far_goes_on_towards_them():
    """C5, ST-04 The last weights are where it starts, not where it stays."""
    scene = Scene(walls(2), (10 * PERCENT, ONE))
    scene.accept((90 * PERCENT, 10 * PERCENT), 1_000)
    scene.guard = scene.deploy(walls(2, 0, 50 * PERCENT))
    scene.want((), Habit.BURN)
    assert scene.target(2) == [80 * PERCENT, 20 * PERCENT]


def test_walls_are_rounded_inwards():
    """math 0.6 As weights are remembered in whole nanos, they could not stay at a finer wall."""
    third, nano = ONE // 3, 10**9
    scene = Scene(([third, 0], [ONE, 2 * third], ([0, 1], [1, 0], [ONE, ONE - nano - 1])))
    low, high = third // nano * nano + nano, 2 * third // nano * nano
    kept = said(scene.chain.ask, NAME, scene.guard, "walls")
    groups = [[0, 1], [nano, 0], [ONE, ONE - 2 * nano]]
    assert kept == [[low, 0], [ONE, high], groups]


@pytest.mark.parametrize(
    "bad, refusal",
    [
        (([51 * PERCENT] * 2, [ONE] * 2), ("GroupInfeasible", [0, 102 * PERCENT, ONE])),
        (
            ([0] * 2, [ONE] * 2, ([0, 0], [0], [99 * PERCENT])),
            ("BoundsInfeasible", [0, 99 * PERCENT]),
        ),
        (([0] * 2, [49 * PERCENT] * 2), ("BoundsInfeasible", [0, 98 * PERCENT])),
        (([0, 2], [ONE, 1]), ("BoundsCrossed", [1, 10**9, 0])),
        (([0] * 2, [ONE] * 3), ("BoundCount", [3, 2])),
        (([0] * 2, [ONE] * 2, ([0, 1], [0], [ONE])), ("GroupUnknown", [1, 1, 1])),
        (
            ([60 * PERCENT, 0], [ONE] * 2, ([0, 1], [0, 0], [ONE // 2, ONE])),
            ("GroupInfeasible", [0, 60 * PERCENT, ONE // 2]),
        ),
    ],
)
def test_walls_between_which_nothing_is_are_refused(calm, bad, refusal):
    """ST-04"""
    low, high, *groups = bad
    groups = groups[0] if groups else ([0] * 2, [0], [ONE])
    assert said(calm.deploy, (low, high, groups)) == refusal


@pytest.mark.parametrize(
    "stipend, numbers",
    [(49_999, ["stipend", 49_999, 50_000]), (5_000_001, ["stipend", 5_000_001, 5_000_000])],
)
def test_a_stipend_has_bounds(calm, stipend, numbers):
    assert said(calm.deploy, walls(2), stipend) == ("LimitOutOfRange", numbers)


def test_a_strategy_without_code_is_refused(calm):
    nobody = "0x" + "ab" * 20
    parts = nobody, STIPEND, calm.pace, calm.account, walls(2), NOBODY
    answer = said(calm.chain.deploy, NAME, *parts)
    assert answer == ("NoCode", [nobody])


@dataclass
class Hostile:
    """The hostile strategy's twin, as far as it answers or refuses."""

    words: tuple[int, ...] = ()
    well: bool = True

    def target(self, state):
        if not self.well:
            raise refusal("Unwell", {"since": 3, "now_": 4})
        return self.words


def proposal(source, n):
    """Weights, mostly; or what are none."""
    wish = extreme(source, source.choice([n, n, n, n, n - 1, n + 1]))
    wish[-1] += source.choice([0, 0, 0, 0, 1, 2**255])
    return wish, source.randrange(6) > 0


@pytest.mark.parametrize("case", range(examples(12, 200)))
def test_the_twin_is_the_chain(calm, case):
    """D1, ST-02, ST-06 Every target, fault and refusal, one proposal after another."""
    source = random.Random(case)
    n, now = source.randint(2, 20), 1_000
    numbers, stone = source.choice([FREE, SLOW, (10**15, 10**9)]), walls_of(source, n)
    scene = Scene(astuple(stone), numbers, chain=calm.chain)
    inner, pace = Hostile(), PaceConstraint(*numbers)
    twin = GuardedStrategy(scene.inner, inner, STIPEND, pace, stone)
    for _ in range(4):
        now += source.choice([0, 60, 3_600, 86_400])
        inner.words, inner.well = proposal(source, n)
        scene.want(inner.words, Habit.ANSWER if inner.well else Habit.REFUSE)
        state = State(now, ONE, n, tuple(Asset(it, 1, 1, ONE, 1) for it in ADDRESSES[:n]))
        fault = twin.fault_of(state)
        assert scene.fault(n) == [fault is not None, said(lambda it: it, fault or "")]
        answer, reached = said(twin.target, state), numbers == FREE and now > pace.time
        assert scene.target(n, now) == answer
        if isinstance(answer, list):
            assert scene.accept(answer, now) is None
            pace.check(state, answer, state)
            assert sum(answer) == ONE and (keeps(stone, answer) or not reached)
