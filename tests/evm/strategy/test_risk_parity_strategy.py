"""RiskParityStrategy: each asset its part of the risk, on the chain as in its twin."""

from dataclasses import astuple
from random import Random

import pytest

from counterpoise.math.covariance import correlations
from counterpoise.math.weights import in_proportion
from counterpoise.strategy.risk_parity import RiskParityStrategy, start, sweep
from tests.counterpoise.strategy.test_risk_parity import (
    ONE,
    THIRDS,
    VECTORS,
    drawn_budgets,
    drawn_correlations,
    drawn_positive,
    of_hundredths,
    state_of,
)
from tests.depth import examples
from tests.evm.in_process import said

NAME = "RiskParityStrategy"


@pytest.fixture(scope="module")
def wanted(chain):
    """What is wanted of a state with budgets and a tolerance."""

    def ask(state, budgets, tolerance=10**6):
        strategy = chain.deploy(NAME, list(budgets), tolerance)
        return said(chain.ask, NAME, strategy, "target", astuple(state))

    return ask


def twin(state, budgets, tolerance=10**6):
    return said(RiskParityStrategy(tuple(budgets), tolerance).target, state)


@pytest.mark.parametrize("given, weights, _truth", VECTORS)
def test_the_vectors_of_the_formula(wanted, given, weights, _truth):
    """C2, V3.5"""
    together, volatilities, budgets = given
    assert wanted(of_hundredths(together, volatilities), budgets) == list(weights)


@pytest.mark.parametrize("n", range(2, 21))
def test_each_place_has_the_budget_of_its_own(wanted, n):
    """ST-02 2 to 20 assets that do not move together, so that nothing pulls at a coordinate."""
    draw = Random(n)
    budgets = drawn_budgets(draw, n)
    state = state_of([draw.randint(10**16, ONE) for _ in range(n)], [0] * (n * (n - 1) // 2))
    assert wanted(state, budgets) == twin(state, budgets)


def test_a_change_of_the_tolerance_itself_is_settled(wanted):
    """The fifth sweep moves a coordinate by so much; a unit less and there is a sixth one."""
    state = of_hundredths((60,), (80, 40))
    rows, budgets = correlations(state.signals, 2), (ONE // 4, 3 * ONE // 4)
    y = start(rows, budgets)
    change = [sweep(y, rows, budgets) for _ in range(5)][-1]
    settled = wanted(state, budgets, change)
    assert settled == twin(state, budgets, change) == list(weighed(y, state))
    assert wanted(state, budgets, change - 1) == twin(state, budgets, change - 1) != settled


def weighed(y, state):
    pairs = zip(y, state.signals[1:], strict=False)
    return in_proportion([it * 10**36 // volatility for it, volatility in pairs])


def test_the_twin_is_the_chain(wanted):
    """ST-02 Weights and refusals of 2 to 20 assets, some of them without a budget."""
    draw = Random(3)
    for _ in range(examples(40)):
        n = draw.randint(2, 20)
        harsh = drawn_correlations(draw, n, n + draw.randint(0, 40))
        together = draw.choice((harsh, drawn_positive(draw, n)))
        budgets = list(drawn_budgets(draw, n))
        given, other = draw.randrange(n), draw.randrange(n)
        if given != other:
            budgets[given], budgets[other] = budgets[given] + budgets[other], 0
        volatilities = [int(10 ** draw.uniform(13, 19)) for _ in range(n)]
        limits = budgets, int(10 ** draw.uniform(6, 15))
        state = state_of(volatilities, together)
        assert wanted(state, *limits) == twin(state, *limits)


@pytest.mark.parametrize(
    ("volatilities", "together"),
    [
        ((ONE, 0, ONE), (0, 0, 0)),
        ((ONE, ONE, ONE), ()),
        ((ONE, ONE, 10**12 - 1), (0, 0, 0)),
        ((10 * ONE + 1, ONE, ONE), (0, 0, 0)),
        ((ONE, ONE, ONE), (0, 0, -ONE - 1)),
        ((ONE, ONE, ONE), (-999_999 * 10**12, 0, 0)),
        ((ONE, ONE), (0,)),
    ],
)
def test_the_twin_refuses_what_the_chain_refuses(wanted, volatilities, together):
    state = state_of(volatilities, together)
    answer = wanted(state, THIRDS)
    assert isinstance(answer, tuple) and answer == twin(state, THIRDS)


def test_each_refusal_carries_its_numbers(wanted):
    """Two assets that cancel each other, and a price that stands still."""
    halves = (ONE // 2, ONE // 2)
    answer = wanted(state_of([ONE] * 2, [-ONE]), halves, 10**9)
    assert answer == ("BudgetsNotReached", [143_478_832_745_366_156, 10**9])
    answer = wanted(state_of([ONE, 10**12 - 1], [0]), halves)
    assert answer == ("VolatilityTooLow", [1, 10**12 - 1, 10**12])


@pytest.mark.parametrize("n", [2, 3, 8, 19, 20])
def test_what_is_no_matrix_of_correlations_is_given_up(wanted, n):
    """No product passes its word on the way."""
    budgets = [ONE // n] * (n - 1)
    budgets.append(ONE - sum(budgets))
    state = state_of([ONE] * n, [-ONE] * (n * (n - 1) // 2))
    answer = wanted(state, budgets)
    assert answer == twin(state, budgets) and answer[0] == "BudgetsNotReached"


def test_budgets_that_are_not_all_are_refused(chain):
    assert said(chain.deploy, NAME, [ONE // 2], 10**6) == ("WeightSum", [ONE // 2])


@pytest.mark.parametrize(("tolerance", "bound"), [(10**6 - 1, 10**6), (10**15 + 1, 10**15)])
def test_a_tolerance_is_neither_too_fine_nor_too_coarse(chain, tolerance, bound):
    told = ["tolerance", tolerance, bound]
    assert said(chain.deploy, NAME, [ONE], tolerance) == ("LimitOutOfRange", told)


def test_what_it_is_made_of_is_there_to_be_read(chain):
    strategy = chain.deploy(NAME, list(THIRDS), 10**9)
    names = ("budgets", "tolerance", "MAX_SWEEPS", "MIN_TOLERANCE", "MAX_TOLERANCE")
    expected = [list(THIRDS), 10**9, 25, 10**6, 10**15]
    assert [said(chain.ask, NAME, strategy, it) for it in names] == expected
    assert said(chain.ask, NAME, strategy, "MIN_VOLATILITY") == 10**12
