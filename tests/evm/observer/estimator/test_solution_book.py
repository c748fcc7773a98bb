"""SolutionBook: anyone may write, and the strategy judges what is written."""

from dataclasses import astuple

import pytest

from counterpoise.math.nano_weights import NANO, pack
from counterpoise.observer.estimator.solution_book import FOREVER, SolutionBook
from counterpoise.solver.quadratic import solve
from counterpoise.strategy.minimum_variance import Descent, MinimumVarianceStrategy
from tests.counterpoise.relations import ONE, related, state_of
from tests.evm.in_process import Chain, encoded, said

NAME, STRATEGY = "SolutionBook", "MinimumVarianceStrategy"
BEST = pack([317073171 * NANO, 682926829 * NANO])
LIMITS = Descent(tolerance=10**12, steps=0)
BOX = (0, 0), (ONE, ONE), ()


class Desk:
    """A book and its twin, two strategies that read it, and what their vault sees."""

    def __init__(self):
        self.chain, self.twin = Chain(), SolutionBook()
        self.board = self.chain.deploy("MockBoard")
        self.book = self.chain.deploy(NAME, self.board)
        self.strategies = [
            self.chain.deploy(STRATEGY, self.book, *BOX, astuple(LIMITS)) for _ in range(2)
        ]
        self.twins = [MinimumVarianceStrategy(self.twin, *BOX, LIMITS) for _ in range(2)]
        self.see(8 * ONE // 10, 9 * ONE // 14)

    def see(self, sigma, relation, n=2):
        sigmas = (sigma, 7 * ONE // 10, *related(1, 8)[0])[:n]
        count = n * (n - 1) // 2
        self.state = state_of(sigmas, [relation] * count, self.chain.time())
        self.chain.tell("MockBoard", self.board, "show", astuple(self.state))

    def write(self, word, k=0, by=""):
        values = self.strategies[k], word
        answer = said(lambda: self.chain.tell(NAME, self.book, "write", *values, by=by))
        assert answer == said(self.twin.write, self.twins[k], word, self.state)
        assert self.page(k) == astuple(self.twin.solution_of(self.twins[k]))
        asked = self.chain.ask(NAME, self.book, "proposalFor", self.strategies[k])
        assert asked == self.twin.proposal_for(self.twins[k])
        return answer

    def page(self, k=0):
        return self.chain.ask(NAME, self.book, "solutionOf", self.strategies[k])

    def target(self, k=0):
        answer = said(self.chain.ask, STRATEGY, self.strategies[k], "target", astuple(self.state))
        assert answer == said(lambda: list(self.twins[k].target(self.state)))
        return answer


@pytest.fixture
def desk():
    return Desk()


def test_what_is_good_enough_is_kept_and_wanted(desk):
    """C6 Whoever brings it."""
    assert desk.target() == ("GapTooWide", [75 * ONE // 1000, 10**12])
    assert desk.write(BEST, by=desk.chain.person()) is None
    assert desk.page() == (BEST, 1, desk.chain.time())
    assert desk.target() == [317073171 * NANO, 682926829 * NANO]


def test_what_is_worse_is_refused_with_its_gap(desk):
    """C6 And what was there stays there."""
    desk.write(BEST)
    wrong = pack([ONE // 2, ONE // 2])
    assert desk.write(wrong) == ("GapTooWide", [75 * ONE // 1000, 10**12])
    assert desk.page()[:2] == (BEST, 1)


def test_what_is_good_enough_gives_way_to_twice_as_good_alone(desk):
    """C6 Nobody moves what is wanted back and forth within the tolerance."""
    high, low, half = (
        pack([(317_073_171 + d) * NANO, (682_926_829 - d) * NANO]) for d in (2_000, -2_000, 500)
    )
    assert desk.write(high) is None
    assert desk.write(low) == ("NotBetter", [819_890_000_001, 820_110_000_000])
    assert desk.write(high) == ("NotBetter", [820_110_000_000, 820_110_000_000])
    assert desk.write(half) is None
    assert desk.write(BEST) is None
    assert desk.write(high) == ("NotBetter", [820_110_000_000, 110_000_000])
    assert desk.page()[:2] == (BEST, 3)


def test_what_was_the_best_is_stale_when_the_market_has_moved(desk):
    """The strategy sees it, and so does the book."""
    desk.write(BEST)
    desk.see(9 * ONE // 10, 9 * ONE // 14)
    assert desk.target() == desk.write(BEST) == ("GapTooWide", [70365853790000000, 10**12])


def test_what_is_no_vector_in_the_box_is_refused(desk):
    """ST-01"""
    assert desk.write(pack([ONE, NANO])) == ("WeightSum", [ONE + NANO])
    assert desk.write(0) == ("WeightSum", [0])
    assert desk.write(1 << 64) == ("NanoSurplus", [1 << 64, 2])


def test_what_is_for_another_number_of_assets_is_refused(desk):
    desk.see(ONE, ONE // 2, n=3)
    assert desk.write(pack([ONE, 0, 0])) == ("WeightCount", [2, 3])


def test_each_strategy_has_its_own_page(desk):
    """So nobody can write for another's judgement."""
    desk.write(BEST)
    assert desk.page(1) == (0, 0, 0)
    assert desk.chain.ask(NAME, desk.book, "proposalFor", desk.strategies[1]) == (0, 0)
    desk.write(BEST, 1)
    assert desk.page(1)[1] == 1
    held = desk.chain.ask(NAME, desk.book, "proposalFor", desk.strategies[1])
    assert held == (BEST, FOREVER)
    assert desk.chain.ask(NAME, desk.book, "vault") == desk.board


@pytest.mark.parametrize("seed, most", [(1, ONE), (2, ONE), (3, ONE // 4)])
def test_what_is_verified_costs_what_is_promised(desk, seed, most):
    """C4 At most 30,000 {gas} for eight assets, with strategy, book and page cold."""
    box = (0,) * 8, (most,) * 8, ()
    twin = MinimumVarianceStrategy(None, *box, LIMITS)
    strategy = desk.chain.deploy(STRATEGY, desk.book, *box, astuple(LIMITS))
    mock, state = desk.chain.deploy("MockMinimumVariance"), state_of(*related(seed, 8))
    desk.chain.tell("MockBoard", desk.board, "show", astuple(state))
    best = pack(solve(twin.problem_of(state)))
    desk.chain.tell(NAME, desk.book, "write", strategy, best)
    question = encoded(STRATEGY, "target", (astuple(state),))
    used = desk.chain.ask("MockMinimumVariance", mock, "gasOf", strategy, question)
    assert 25_000 < used <= 30_000


def test_a_ratios_page_that_has_come_to_rest_waits_until_it_moves_again():
    """Known (SECURITY.md): what would do is refused for the variance of what it would replace."""
    chain = Chain()
    board = chain.deploy("MockBoard")
    book = chain.deploy(NAME, board)
    terms = (0,) * 3, (6 * ONE // 10,) * 3, (ONE // 1000,) * 3, ONE // 2, ONE // 100
    ratio = chain.deploy("MaximumSharpeStrategy", book, *terms)
    still, other = ([it * NANO * 10**7 for it in row] for row in ((60, 40, 0), (55, 0, 45)))

    def see(*sigmas):
        state = state_of(sigmas, [0] * 3, chain.time())
        chain.tell("MockBoard", board, "show", astuple(state))
        return state

    def write(weights):
        return said(lambda: chain.tell(NAME, book, "write", ratio, pack(weights)))

    see(10**15, 10**15, 10**15)
    assert write(still) is None
    state = see(5 * 10**13, 5 * 10**13, 3 * 10**14)
    asked = "MaximumSharpeStrategy", ratio, "gapOf", astuple(state), other
    assert chain.ask(*asked) == 2_133_684_557_128_746  # of 1e16 that it would take
    assert write(other) == ("VarianceTooLow", [13 * 10**26, 10**28])
    moving = see(10**14, 2 * 10**14, 3 * 10**14)
    target = chain.ask("MaximumSharpeStrategy", ratio, "target", astuple(moving))
    assert [*target] == still
