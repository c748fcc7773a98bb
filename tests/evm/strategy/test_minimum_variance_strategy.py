"""MinimumVarianceStrategy: what it takes, what it makes better, and what it refuses."""

from dataclasses import astuple, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpoise.math.box import middle, require_feasible, require_within
from counterpoise.math.minimum_variance import covariance, descend, gap
from counterpoise.math.nano import rounded
from counterpoise.math.nano_weights import NANO, pack, unpack
from counterpoise.math.signals import signals_of
from counterpoise.strategy.minimum_variance import Descent, MinimumVarianceStrategy
from tests.counterpoise.math.test_minimum_variance import VECTORS, problem_of
from tests.counterpoise.relations import ONE, boxed, related, state_of
from tests.depth import sharing
from tests.evm.in_process import said
from tests.evm.strategy.solved import BOOK as MOCK
from tests.evm.strategy.solved import Solved

NAME = "MinimumVarianceStrategy"
MICRO = 10**12  # D18{1/year}, the tolerance of these
USUAL = Descent()
NOBODY = "0x" + 40 * "0"
PARTS = [0, 1, ONE // 10, ONE // 3, 9 * ONE // 10]


@pytest.fixture(scope="module")
def mock(chain):
    """The mathematics, and a book that nobody judges."""
    return chain.deploy(MOCK)


class Pair(Solved):
    name = NAME

    def __init__(self, chain, mock, least, most, gains=(), limits=USUAL):
        super().__init__(chain, mock)
        arguments = least, most, gains
        self.contract = said(chain.deploy, NAME, mock, *arguments, astuple(limits))
        self.twin = said(lambda: MinimumVarianceStrategy(self.page, *arguments, limits))


@pytest.mark.parametrize("row", VECTORS)
def test_the_vectors_of_the_formula(chain, mock, row):
    """C4, V3.7"""
    matrix, problem = problem_of(row)
    start = middle(problem.least, problem.most)
    flat = [it for line in matrix for it in line]
    answer = chain.ask(MOCK, mock, "descend", astuple(problem)[1:], flat, start, 10**9, 20)
    assert answer == descend(problem, matrix, start, 10**9, 20)
    assert max(abs(a - b) for a, b in zip(answer[0], row[-1])) <= 1


seeds, sizes = st.integers(0, 2**32), st.integers(2, 8)


@sharing(20)
@given(
    seed=seeds,
    n=sizes,
    tolerance=st.sampled_from([10**10, MICRO, 10**15]),
    steps=st.sampled_from([0, 1, 20]),
    aversion=st.sampled_from([10**15, ONE, 3 * ONE, 100 * ONE]),
    data=st.data(),
)
def test_the_twin_is_the_chain(chain, mock, seed, n, tolerance, steps, aversion, data):
    """C4, ST-02 From nothing, from the best, from near it, and from any word in the book."""
    least, most = boxed(seed, n)
    gains = data.draw(
        st.sampled_from([(), (0,) * n, tuple(PARTS[i % 5] // NANO * NANO for i in range(n))])
    )
    pair = Pair(chain, mock, least, most, gains, Descent(aversion, tolerance, steps))
    state = state_of(*related(seed, n))
    assert pair.write(0).target(state) is not None
    problem = pair.twin.problem_of(state)
    best = solved(problem)
    for word in (pack(rounded(best)), pack(rounded(middle(least, most))), data.draw(words(n))):
        pair.write(word).target(state)
        pair.gap_of(state, list(unpack(word % 2 ** (32 * n), n)))


@st.composite
def words(draw, n):
    """Weights in a word: some with a sum of one, some with none, some too many."""
    lanes = draw(st.lists(st.integers(0, 10**9), min_size=n, max_size=n))
    if draw(st.booleans()):
        lanes[0] = max(10**9 - sum(lanes[1:]), 0)
    extra = draw(st.sampled_from([0, 0, 2**31, 2**256 - 1]))
    return (sum(it << 32 * i for i, it in enumerate(lanes)) | extra << 32 * (n - 1)) % 2**256


def solved(problem, tolerance=10**3):
    start = middle(problem.least, problem.most)
    return descend(problem, covariance(problem.signals, len(start)), start, tolerance, 5_000)[0]


def two(chain, mock, **limits):
    """80 and 70 %, of a covariance of 0.36: the best is 13 : 28 (V3.7)."""
    pair = Pair(chain, mock, (0, 0), (ONE, ONE), (), Descent(**limits))
    return pair, state_of((8 * ONE // 10, 7 * ONE // 10), [9 * ONE // 14])


NANO_BEST = [317073171 * NANO, 682926829 * NANO]


class TestVerification:
    """C6 A point that was found elsewhere is judged here."""

    def test_what_is_good_enough_is_wanted_as_it_is(self, chain, mock):
        pair, state = two(chain, mock, steps=0)
        assert pair.gap_of(state, NANO_BEST) == 110000000
        assert pair.write(pack(NANO_BEST)).target(state) == NANO_BEST

    def test_what_is_not_is_refused_with_its_gap(self, chain, mock):
        """Without steps; at equal weights it is 0.075."""
        pair, state = two(chain, mock, steps=0)
        refused = ("GapTooWide", [75 * ONE // 1000, MICRO])
        assert pair.write(pack([ONE // 2, ONE // 2])).target(state) == refused
        assert pair.write(0).target(state) == refused

    def test_the_gap_may_be_the_tolerance_and_no_more(self, chain, mock):
        weights = [NANO_BEST[0] + 10_000 * NANO, NANO_BEST[1] - 10_000 * NANO]
        pair, state = two(chain, mock, steps=0)
        wide = pair.gap_of(state, weights)
        assert wide == 4_100_110_000_000
        for tolerance, answer in ((wide, weights), (wide - 1, ("GapTooWide", [wide, wide - 1]))):
            pair, _ = two(chain, mock, steps=0, tolerance=tolerance)
            assert pair.write(pack(weights)).target(state) == answer

    @pytest.mark.parametrize(
        "word, refused",
        [
            (pack([ONE // 2, ONE // 2 - NANO]), ("WeightSum", [ONE - NANO])),
            (pack([ONE // 2, ONE // 2 + NANO]), ("WeightSum", [ONE + NANO])),
            (pack([ONE // 2, ONE // 4, ONE // 4]), ("NanoSurplus", None)),
        ],
    )
    def test_what_is_no_vector_is_refused(self, chain, mock, word, refused):
        """ST-01"""
        pair, state = two(chain, mock)
        name, fields = pair.write(word).target(state)
        assert (name, fields) == (refused[0], refused[1] or [word, 2])

    def test_what_is_outside_the_box_is_refused(self, chain, mock):
        pair = Pair(chain, mock, (0, 0), (ONE, 6 * ONE // 10))
        state = two(chain, mock)[1]
        refused = ("WeightOutOfBox", [1, NANO_BEST[1], 0, 6 * ONE // 10])
        assert pair.write(pack(NANO_BEST)).target(state) == refused
        assert pair.gap_of(state, NANO_BEST) == refused

    @pytest.mark.parametrize("weights", [[ONE], [ONE // 2, ONE // 2, 0]])
    def test_a_judgement_is_of_as_many_weights_as_there_are_assets(self, chain, mock, weights):
        """ST-01"""
        pair, state = two(chain, mock)
        assert pair.gap_of(state, weights) == ("WeightCount", [len(weights), 2])
        assert pair.gap_of(state, [ONE, 1]) == ("WeightSum", [ONE + 1])

    def test_nothing_is_better_than_the_best_corner(self, chain, mock):
        """10 and 90 % of a correlation of 0.9: slopes of 0.01 and 0.081, and none can give."""
        pair = two(chain, mock)[0]
        state = state_of((ONE // 10, 9 * ONE // 10), [9 * ONE // 10])
        assert pair.gap_of(state, [ONE, 0]) == 0
        assert pair.gap_of(state, [0, ONE]) == 729 * ONE // 1000


class TestDescent:
    def test_it_ends_by_itself_where_no_step_is_left(self, chain, mock):
        """To the unit, with steps to spare; and at a corner, where there never was one."""
        for row in VECTORS:
            matrix, problem = problem_of(row)
            start = middle(problem.least, problem.most)
            flat = [it for line in matrix for it in line]
            answer = chain.ask(MOCK, mock, "descend", astuple(problem)[1:], flat, start, 0, 99)
            assert answer == descend(problem, matrix, start, 0, 99)
            assert (answer[1], answer[2] < 9) == (1, True)

    def test_nothing_in_the_book_is_no_hindrance(self, chain, mock):
        """C4 In one step to the unit, as two assets have one partner each."""
        pair, state = two(chain, mock, steps=1)
        weights = pair.write(0).target(state)
        assert weights == [317073170731707318, 682926829268292682]

    def test_nor_is_a_strategy_without_a_book(self, chain, mock):
        twin = MinimumVarianceStrategy(None, (0, 0), (ONE, ONE), (), Descent())
        arguments = NOBODY, (0, 0), (ONE, ONE), (), astuple(Descent())
        contract, state = chain.deploy(NAME, *arguments), two(chain, mock)[1]
        answer = chain.ask(NAME, contract, "target", astuple(state))
        assert answer == twin.target(state)

    def test_it_ends_where_the_steps_end(self, chain, mock):
        """And says how far it came."""
        state = state_of(*related(7, 8))
        pair = Pair(chain, mock, (0,) * 8, (ONE,) * 8, (), Descent(steps=2))
        name, (wide, tolerance) = pair.write(0).target(state)
        assert (name, tolerance) == ("GapTooWide", MICRO)
        assert MICRO < wide < gap(pair.twin.problem_of(state), (ONE // 8,) * 8)


@pytest.mark.parametrize(
    "sigmas, relations, refused",
    [
        ((ONE, 0), [0], ("VolatilityNotObserved", [1])),
        ((ONE, 10 * ONE + 1), [0], ("VolatilityTooHigh", [1, 10 * ONE + 1, 10 * ONE])),
        ((), [], ("VolatilityNotObserved", [0])),
        ((ONE, ONE), [], ("CorrelationNotObserved", [0, 1])),
        ((ONE, ONE), [ONE + 1], ("CorrelationOutOfDomain", [0, 1, ONE + 1])),
        ((ONE, ONE), [-ONE - 1], ("CorrelationOutOfDomain", [0, 1, -ONE - 1])),
        ((ONE, ONE, ONE), [0, 0, 0], ("WeightCount", [2, 3])),
    ],
)
def test_what_a_state_does_not_know_is_told(chain, mock, sigmas, relations, refused):
    """K5"""
    pair, state = two(chain, mock)
    other = state_of(sigmas, relations)
    state = other if len(sigmas) > 2 else replace(state, signals=other.signals)
    assert pair.write(0).target(state) == refused
    assert pair.gap_of(state, [ONE // 2, ONE // 2]) == refused


def test_a_state_of_nothing_too(chain, mock):
    pair, state = two(chain, mock)
    assert pair.write(0).target(replace(state, signals=())) == ("VolatilityNotObserved", [0])


@pytest.mark.parametrize("n", range(2, 9))
def test_a_trend_among_the_signals_changes_nothing(chain, mock, n):
    """ST-02 Correlations are found behind whatever else is remembered."""
    sigmas, relations = related(n, n)
    signals = signals_of((), sigmas, relations, [5] * n, peak=7)
    pair, state = Pair(chain, mock, (0,) * n, (ONE,) * n), state_of(sigmas, relations)
    weights = [ONE - (n - 1) * NANO, *[NANO] * (n - 1)]
    assert pair.gap_of(replace(state, signals=signals), weights) == pair.gap_of(state, weights)


class TestDeployment:
    """Each limit is told by its name, by the chain and by its twin."""

    def refused(self, chain, mock, least=(0, 0), most=(ONE, ONE), gains=(), limits=(ONE, MICRO, 9)):
        arguments = least, most, gains
        answer = said(chain.deploy, NAME, mock, *arguments, limits)
        assert answer == said(lambda: MinimumVarianceStrategy(None, *arguments, Descent(*limits)))
        return answer

    @pytest.mark.parametrize("n, bound", [(1, 2), (9, 8)])
    def test_the_number_of_assets(self, chain, mock, n, bound):
        answer = self.refused(chain, mock, (0,) * n, (ONE,) * n)
        assert answer == ("LimitOutOfRange", ["assets", n, bound])

    @pytest.mark.parametrize(
        "limits, refused",
        [
            ((10**15 - 1, MICRO, 9), ["aversion", 10**15 - 1, 10**15]),
            ((100 * ONE + 1, MICRO, 9), ["aversion", 100 * ONE + 1, 100 * ONE]),
            ((ONE, 10**10 - 1, 9), ["tolerance", 10**10 - 1, 10**10]),
            ((ONE, 10**16 + 1, 9), ["tolerance", 10**16 + 1, 10**16]),
            ((ONE, MICRO, 201), ["steps", 201, 200]),
        ],
    )
    def test_the_limits(self, chain, mock, limits, refused):
        assert self.refused(chain, mock, limits=limits) == ("LimitOutOfRange", refused)

    def test_the_box(self, chain, mock):
        """ST-04"""
        answer = self.refused(chain, mock, (0, 0), (ONE // 4, ONE // 4))
        assert answer == ("BoundsInfeasible", [0, ONE // 2])
        answer = self.refused(chain, mock, (0, ONE), (ONE, ONE // 4))
        assert answer == ("BoundsCrossed", [1, ONE, ONE // 4])
        answer = self.refused(chain, mock, (0, 0), (ONE,))
        assert answer == ("BoundCount", [1, 2])
        assert self.refused(chain, mock, (0, 1)) == ("NanoInexact", [1, 1])
        assert self.refused(chain, mock, most=(ONE, ONE - 1)) == ("NanoInexact", [1, ONE - 1])

    def test_what_is_expected(self, chain, mock):
        """It is bounded, so that a bold guess is not the whole of it."""
        assert self.refused(chain, mock, gains=(0,)) == ("WeightCount", [1, 2])
        for wrong in (ONE + 1, -ONE - 1):
            answer = self.refused(chain, mock, gains=(0, wrong))
            assert answer == ("GainOutOfRange", [1, wrong, ONE])
        assert self.refused(chain, mock, gains=(0, 1)) == ("NanoInexact", [1, ONE + 1])

    def test_it_is_there_to_be_read(self, chain, mock):
        box = (0, ONE // 10), (ONE, ONE // 2), (-ONE, ONE // 2)
        contract = chain.deploy(NAME, mock, *box, (2 * ONE, MICRO, 9))
        names = ("aversion", "tolerance", "steps", "count", "book")
        assert [chain.ask(NAME, contract, it) for it in names] == [2 * ONE, MICRO, 9, 2, mock]
        assert chain.ask(NAME, contract, "box") == box
        plain = chain.deploy(NAME, mock, *box[:2], (), (ONE, MICRO, 9))
        assert chain.ask(NAME, plain, "box") == (*box[:2], ())


class TestLibraries:
    """Box and NanoWeights, as their twins have them."""

    @sharing(20)
    @given(seed=seeds, n=st.integers(2, 9), wrong=st.sampled_from([0, 0, 1, ONE, 2**31 * NANO]))
    def test_the_twins_are_the_chain(self, chain, mock, seed, n, wrong):
        """ST-02, ST-04"""
        least, most = boxed(seed, n)
        held = (least[0] + wrong, *most[1:])
        ask = lambda *question: said(chain.ask, MOCK, mock, *question)  # noqa: E731
        assert ask("middle", least, most) == list(middle(least, most))
        assert ask("requireWithin", held, least, most) == said(require_within, held, least, most)
        assert ask("requireFeasible", held, most) == said(require_feasible, held, most)
        assert ask("pack", held[:8]) == said(pack, held[:8])
        assert ask("unpack", seed, n) == said(lambda: list(unpack(seed, n)))

    @sharing(60)
    @given(data=st.data(), n=st.integers(1, 8))
    def test_all_lanes_at_once_say_what_each_says(self, chain, mock, data, n):
        """ST-01, ST-02 Words of a sum of one in a box that holds them, and some a little beside."""
        cuts = sorted(data.draw(st.lists(st.integers(0, 10**9), min_size=n - 1, max_size=n - 1)))
        lanes = [b - a for a, b in zip([0, *cuts], [*cuts, 10**9])]
        room = st.lists(st.integers(0, 5), min_size=n, max_size=n)
        least = [max(it - more, 0) for it, more in zip(lanes, data.draw(room))]
        most = [it + more for it, more in zip(lanes, data.draw(room))]
        beside = data.draw(st.sampled_from([0, 0, 1, -1, 2**31, 2**32 - 1 - lanes[0]]))
        lanes[0] = max(lanes[0] + beside, 0)
        if data.draw(st.booleans()):
            lanes[-1] = max(lanes[-1] - beside, 0) % 2**32
        expected = sum(lanes) == 10**9 and all(a <= w <= b for a, w, b in zip(least, lanes, most))
        words_ = (sum(it << 32 * i for i, it in enumerate(row)) for row in (lanes, least, most))
        assert chain.ask(MOCK, mock, "fits", *words_) is expected
