"""MaximumSharpeStrategy: it wants what is in the book and good enough, and nothing else."""

from dataclasses import astuple, replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpoise.math.covariance import variance
from counterpoise.math.maximum_sharpe import gap, shrunk
from counterpoise.math.nano_weights import NANO, pack
from counterpoise.math.signals import signals_of
from counterpoise.solver.sharpe import solve_ratio
from counterpoise.strategy.maximum_sharpe import Terms, guessed
from counterpoise.strategy.volatility_target import VolatilityTargetStrategy
from tests.counterpoise.math.test_maximum_sharpe import TWO, drawn, point
from tests.counterpoise.relations import ONE, related, state_of
from tests.depth import sharing
from tests.evm.in_process import encoded, said
from tests.evm.strategy.solved import BOOK, Page, Solved

NAME, MATH = "MaximumSharpeStrategy", "MockMaximumSharpe"
TENTH, MICRO = ONE // 10, 10**12
USUAL = Terms(ONE // 2, MICRO)
EXPECTED = 3 * TENTH, 2 * TENTH
BEST = [544303797 * NANO, 455696203 * NANO]


@pytest.fixture(scope="module")
def book(chain):
    return chain.deploy(BOOK)


class Pair(Solved):
    name = NAME

    def __init__(self, chain, book, least, most, expected, terms=USUAL):
        super().__init__(chain, book)
        arguments = least, most, expected
        self.contract = said(chain.deploy, NAME, book, *arguments, *astuple(terms))
        self.twin = said(lambda: guessed(self.page, *arguments, terms))
        if isinstance(self.twin, tuple):
            assert self.contract == self.twin

    def write(self, weights):
        return super().write(pack(weights))


def two(chain, book, expected=EXPECTED, terms=USUAL):
    """80 and 70 %, of a covariance of 0.36; no more than 60 % of one."""
    pair = Pair(chain, book, (0, 0), (6 * TENTH,) * 2, expected, terms)
    return pair, state_of(*TWO)


seeds = st.integers(0, 2**32)


@sharing(40)
@given(seed=seeds, n=st.integers(2, 20), kept=st.sampled_from([1, ONE // 3, ONE // 2]))
def test_the_mathematics_is_the_chains(chain, seed, n, kept):
    """C4, ST-02 For two to twenty assets: of any weights, and of what is drawn to the mean."""
    account, problem = mathematics(chain), drawn(seed, n)
    weights = point(Random(seed), problem)
    fields = astuple(problem)[1:]
    answer = said(chain.ask, MATH, account, "gap", problem.signals, fields, weights)
    assert answer == said(gap, problem, weights)
    answer = chain.ask(MATH, account, "shrunk", problem.gains, problem.most, kept)
    assert tuple(answer) == shrunk(problem.gains, problem.most, kept)


def mathematics(chain):
    if not hasattr(chain, "sharpe"):
        chain.sharpe = chain.deploy(MATH)
    return chain.sharpe


@sharing(20)
@given(seed=seeds, n=st.integers(2, 8), wide=st.sampled_from([10**10, MICRO, 10**16]))
def test_the_twin_is_the_chain(chain, book, seed, n, wide):
    """C4, C6 From an empty book, from what the solver writes, and from anything else."""
    draw = Random(seed)
    expected = [draw.randint(0, 10**9) * NANO for _ in range(n)]
    pair = Pair(chain, book, (0,) * n, (6 * TENTH,) * n, expected, Terms(ONE // 3, wide))
    state = state_of(*related(seed, n))
    problem = pair.twin.problem_of(state)
    pair.write([0] * n).target(state)
    best = solve_ratio(problem)
    good = pair.twin.gap_of(state, best) <= wide
    assert (pair.write(best).target(state) == list(best)) == good
    pair.gap_of(state, best)
    for weights in (point(draw, problem), [it // NANO * NANO for it in point(draw, problem)]):
        pair.gap_of(state, weights)
        pair.write([it // NANO * NANO for it in weights]).target(state)


class TestVerification:
    """C6 A point that was found elsewhere is judged here."""

    def test_what_is_good_enough_is_wanted_as_it_is(self, chain, book):
        """Of 0.275 and 0.225, what half of the guess leaves: 43 : 36."""
        pair, state = two(chain, book)
        assert chain.ask(NAME, pair.contract, "box")[2] == (275 * ONE // 1000, 225 * ONE // 1000)
        assert list(solve_ratio(pair.twin.problem_of(state))) == BEST
        assert pair.gap_of(state, BEST) == 98_414_657
        assert pair.write(BEST).target(state) == BEST

    def test_what_is_worse_is_refused_with_its_gap(self, chain, book):
        """At equal weights too, where an empty book leaves it: 0.35/37 a year."""
        pair, state = two(chain, book)
        refused = ("GapTooWide", [9459459459459460, MICRO])
        assert pair.write([ONE // 2, ONE // 2]).target(state) == refused
        assert pair.write([0, 0]).target(state) == refused

    def test_the_gap_may_be_the_tolerance_and_no_more(self, chain, book):
        weights = [BEST[0] + 10_000 * NANO, BEST[1] - 10_000 * NANO]
        wide = two(chain, book)[0].gap_of(state_of(*TWO), weights)
        for tolerance, answer in ((wide, weights), (wide - 1, ("GapTooWide", [wide, wide - 1]))):
            pair, state = two(chain, book, terms=Terms(ONE // 2, tolerance))
            assert pair.write(weights).target(state) == answer

    def test_what_was_the_best_is_stale_when_the_market_has_moved(self, chain, book):
        pair, _ = two(chain, book)
        moved = state_of((8 * TENTH, 6 * TENTH), [9 * ONE // 14])
        name, (wide, tolerance) = pair.write(BEST).target(moved)
        assert (name, tolerance) == ("GapTooWide", MICRO)
        assert wide > ONE // 100

    def test_what_is_outside_the_box_is_refused(self, chain, book):
        pair, state = two(chain, book)
        refused = ("WeightOutOfBox", [0, 7 * TENTH, 0, 6 * TENTH])
        assert pair.write([7 * TENTH, 3 * TENTH]).target(state) == refused
        assert pair.gap_of(state, [7 * TENTH, 3 * TENTH]) == refused
        assert pair.gap_of(state, [TENTH, TENTH]) == ("WeightSum", [2 * TENTH])
        assert pair.gap_of(state, [ONE]) == ("WeightCount", [1, 2])

    def test_what_has_no_ratio_is_refused(self, chain, book):
        """Expected to lose, or not to move."""
        pair, state = two(chain, book, expected=(TENTH, -3 * TENTH))
        weights = [6 * TENTH, 4 * TENTH]
        refused = ("ReturnTooLow", [-8 * ONE // 100, 10**14])
        assert pair.write(weights).target(state) == pair.gap_of(state, weights) == refused
        pair, _ = two(chain, book)
        still = state_of((10**13, 10**13), [0])
        assert pair.write(weights).target(still) == ("VarianceTooLow", [52 * 10**24, 10**28])

    @pytest.mark.parametrize(
        "sigmas, relations, refused",
        [
            ((ONE, 0), [0], ("VolatilityNotObserved", [1])),
            ((ONE, ONE), [], ("CorrelationNotObserved", [0, 1])),
            ((ONE, ONE), [ONE + 1], ("CorrelationOutOfDomain", [0, 1, ONE + 1])),
            ((ONE,) * 3, [0] * 3, ("WeightCount", [2, 3])),
        ],
    )
    def test_what_a_state_does_not_know_is_told(self, chain, book, sigmas, relations, refused):
        """K5"""
        pair, _ = two(chain, book)
        assert pair.write(BEST).target(state_of(sigmas, relations)) == refused


@pytest.mark.parametrize("volatility, risky", [(TENTH, True), (ONE, False)])
def test_a_volatility_target_around_it_is_its_cap(chain, book, volatility, risky):
    """C2, C4 Cash has no room of its own in the box; what is above the cap goes there."""
    pair = Pair(chain, book, (0,) * 3, (6 * TENTH, 6 * TENTH, 0), (*EXPECTED, 0))
    sigmas, relations = (*TWO[0], TENTH // 10), (*TWO[1], 0, 0)
    state = held_alike(state_of(sigmas, relations))
    best = solve_ratio(pair.twin.problem_of(state))
    pair.write(best)
    cash = state.assets[2].token
    limits = volatility, 0, ONE
    outer = chain.deploy("VolatilityTargetStrategy", pair.contract, cash, *limits)
    twin = VolatilityTargetStrategy(pair.twin, cash, *limits)
    weights = chain.ask("VolatilityTargetStrategy", outer, "target", astuple(state))
    assert tuple(weights) == twin.target(state)
    alone = variance(signals_of((), sigmas, relations), best)
    assert (weights[2] > 0) == risky == (alone > volatility**2)
    held = [*weights[:2], 0]
    assert variance(state.signals, held) <= volatility**2 * (ONE + 10) // ONE or not risky


def held_alike(state):
    """A vault of a dollar in each asset."""
    assets = tuple(replace(it, value=ONE) for it in state.assets)
    return replace(state, value=len(assets) * ONE, assets=assets)


class TestDeployment:
    """Each limit is told by its name, by the chain and by its twin."""

    def refused(self, chain, book, box=((0, 0), (TENTH * 6,) * 2), gains=(0, 0), terms=(1, MICRO)):
        answer = said(chain.deploy, NAME, book, *box, gains, *terms)
        assert answer == said(lambda: guessed(Page(), *box, gains, Terms(*terms)))
        return answer

    @pytest.mark.parametrize(
        "terms, refused",
        [
            ((0, MICRO), ["kept", 0, ONE // 2]),
            ((ONE // 2 + 1, MICRO), ["kept", ONE // 2 + 1, ONE // 2]),
            ((1, 10**10 - 1), ["tolerance", 10**10 - 1, 10**10]),
            ((1, 10**16 + 1), ["tolerance", 10**16 + 1, 10**16]),
        ],
    )
    def test_the_terms(self, chain, book, terms, refused):
        assert self.refused(chain, book, terms=terms) == ("LimitOutOfRange", refused)

    def test_the_box(self, chain, book):
        """ST-04 No asset may be all of it, whatever is expected of it."""
        answer = self.refused(chain, book, ((0, 0), (6 * TENTH + NANO, TENTH * 6)))
        assert answer == ("LimitOutOfRange", ["most", 6 * TENTH + NANO, 6 * TENTH])
        answer = self.refused(chain, book, ((0, 0), (TENTH, TENTH)))
        assert answer == ("BoundsInfeasible", [0, 2 * TENTH])
        answer = self.refused(chain, book, ((0,) * 9, (ONE // 2,) * 9), (0,) * 9)
        assert answer == ("LimitOutOfRange", ["assets", 9, 8])

    def test_what_is_expected(self, chain, book):
        """As much as there are assets, and each within bounds before it is drawn to the mean."""
        assert self.refused(chain, book, gains=()) == ("WeightCount", [0, 2])
        for wrong in (ONE + 1, -ONE - 1, 2**255 - 1):
            answer = self.refused(chain, book, gains=(0, wrong))
            assert answer == ("GainOutOfRange", [1, wrong, ONE])

    def test_it_needs_a_book(self, chain):
        """It finds nothing by itself."""
        nobody = "0x" + 40 * "0"
        arguments = nobody, (0, 0), (6 * TENTH,) * 2, EXPECTED, *astuple(USUAL)
        assert said(chain.deploy, NAME, *arguments) == ("NoCode", [nobody])

    def test_it_is_there_to_be_read(self, chain, book):
        pair, _ = two(chain, book)
        names = ("kept", "tolerance", "count", "book")
        answers = [chain.ask(NAME, pair.contract, it) for it in names]
        assert answers == [ONE // 2, MICRO, 2, book]


def test_what_is_verified_costs_what_is_promised(chain, book):
    """C4 At most 46,000 {gas} for eight assets, with strategy and book cold."""
    n = 8
    pair = Pair(chain, book, (0,) * n, (6 * TENTH,) * n, [TENTH * (1 + k % 4) for k in range(n)])
    most = 0
    for seed in range(20):
        state = state_of(*related(seed, n))
        pair.write(solve_ratio(pair.twin.problem_of(state))).target(state)
        question = encoded(NAME, "target", (astuple(state),))
        most = max(most, chain.ask(BOOK, book, "gasOf", pair.contract, question))
    assert 30_000 < most <= 46_000
