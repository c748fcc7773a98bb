"""MomentumStrategy: its twin to the unit and in every refusal, and what it costs."""

from dataclasses import astuple, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpoise.math.signals import signals_of
from counterpoise.strategy.momentum import MomentumStrategy
from tests.counterpoise.strategy.test_momentum import (
    HALVES,
    VECTORS,
    cases,
    ids,
    momentum,
    state_of,
)
from tests.depth import sharing
from tests.evm.in_process import OUTSIDER, attempt, encoded, said

NAME, FIXED = "MomentumStrategy", "FixedWeightStrategy"
ONE = 10**18
COSTS = {"linear": 34_921, "powered": 43_749, "bounded": 40_577}  # {gas} above the inner, of eight

check = sharing(30)


def pair(chain, base, kappas, power=ONE, low=None, high=None):
    """The contract around fixed weights, and its twin."""
    n = len(base)
    bounds = list(low or [0] * n), list(high or [ONE] * n)
    inner = chain.deploy(FIXED, list(base))
    contract = chain.deploy(NAME, inner, list(kappas), power, *bounds)
    return contract, momentum(base, kappas, power, *bounds)


def both(chain, pair, state):
    """What is wanted, or refused, the same by both."""
    contract, twin = pair
    answer = said(chain.ask, NAME, contract, "target", astuple(state))
    assert answer == said(lambda: list(twin.target(state)))
    return answer


@pytest.mark.parametrize("base, trends, kappa, power, weights, off", VECTORS, ids=ids)
def test_the_vectors_of_the_formula(chain, base, trends, kappa, power, weights, off):
    """C5, V3.8"""
    made = pair(chain, base, [int(kappa * ONE)] * len(base), power * ONE // 10)
    got = both(chain, made, state_of(trends))
    assert max(abs(a - b) for a, b in zip(got, weights, strict=True)) <= off


@check
@given(case=cases(), told=st.integers(0, 20), volatile=st.booleans())
def test_the_twin_is_the_chain(chain, case, told, volatile):
    """ST-02 For 2 to 20 assets: weights and refusals, with other signals before and without."""
    base, trends, *more = case
    state = state_of(trends[:told] if told < 4 else trends, len(trends))
    if volatile:
        kept = signals_of([0] * len(base), [ONE] * len(base), trends=trends)
        state = replace(state, signals=kept)
    both(chain, pair(chain, base, *more), state)


@pytest.mark.parametrize("n", range(2, 21))
def test_each_of_n_may_rise_alone(chain, n):
    """ST-02 At every place: it gets what all others lose, and nobody else gets anything."""
    base = [ONE // n + (i < ONE % n) for i in range(n)]
    made = pair(chain, base, [ONE] * n)
    for i in range(n):
        got = both(chain, made, state_of([ONE // 100 * (k == i) for k in range(n)]))
        assert got[i] - base[i] == pytest.approx(ONE // 100 * (n - 1) // n, abs=n)
        assert all(got[k] < base[k] for k in range(n) if k != i)


@pytest.mark.parametrize("n", [2, 7, 20])
def test_each_has_its_own_sensitivity_and_bounds(chain, n):
    """ST-02 No number of one asset is taken for another's."""
    base = [ONE // n + (i < ONE % n) for i in range(n)]
    kappas = [(i + 1) * ONE // 10 for i in range(n)]
    low = [w - (i + 1) * 10**14 for i, w in enumerate(base)]
    high = [w + (n - i) * 10**14 for i, w in enumerate(base)]
    contract, twin = pair(chain, base, kappas, ONE, low, high)
    assert said(chain.ask, NAME, contract, "parameters") == [kappas, low, high]
    for i in range(n):
        for size in (ONE, -ONE):
            both(chain, (contract, twin), state_of([size * (k == i) for k in range(n)]))


class TestRefusals:
    def test_a_trend_that_nobody_remembers_is_told_by_its_place(self, chain):
        """K5"""
        made = pair(chain, HALVES, (ONE, ONE))
        assert both(chain, made, state_of((), 2)) == ("TrendNotObserved", [0])
        assert both(chain, made, state_of((ONE,), 2)) == ("TrendNotObserved", [1])
        state = replace(state_of((), 2), signals=())
        assert both(chain, made, state) == ("TrendNotObserved", [0])

    def test_a_state_of_another_size(self, chain):
        inner = chain.deploy("MockStrategy")
        chain.tell("MockStrategy", inner, "set", [ONE, 0, 0])
        contract = chain.deploy(NAME, inner, [ONE, ONE], ONE, [0, 0], [ONE, ONE])
        state = astuple(state_of((0, 0, 0)))
        assert said(chain.ask, NAME, contract, "target", state) == ("WeightCount", [2, 3])

    @pytest.mark.parametrize(
        "answer, refusal",
        [
            ([ONE], ("WeightCount", [1, 2])),
            ([ONE, 1], ("WeightSum", [ONE + 1])),
            ([2**256 - 1, ONE + 1], ("Panic", [0x11])),
        ],
    )
    def test_an_inner_strategy_whose_answer_is_no_weights(self, chain, answer, refusal):
        """C5"""
        inner = chain.deploy("MockStrategy")
        chain.tell("MockStrategy", inner, "set", answer)
        contract = chain.deploy(NAME, inner, [ONE, ONE], ONE, [0, 0], [ONE, ONE])
        state = astuple(state_of((0, 0)))
        assert said(chain.ask, NAME, contract, "target", state) == refusal

    def test_what_the_inner_strategy_refuses(self, chain):
        inner = chain.deploy(FIXED, [ONE])
        contract = chain.deploy(NAME, inner, [ONE, ONE], ONE, [0, 0], [ONE, ONE])
        state = astuple(state_of((0, 0)))
        assert said(chain.ask, NAME, contract, "target", state) == ("WeightCount", [1, 2])

    @pytest.mark.parametrize(
        "kappas, power, low, high",
        [
            ((ONE, -ONE), ONE, (0, 0), (ONE, ONE)),
            ((), ONE, (), ()),
            ((0, 0), ONE, (0, 0), (ONE, ONE)),
            ((2 * ONE, -1), ONE, (0, 0), (ONE, ONE)),
            ((-1, 2 * ONE), ONE, (0, 0), (ONE, ONE)),
            ((10**24 + 1, ONE), ONE, (0, 0), (ONE, ONE)),
            ((ONE, -(2**255)), ONE, (0, 0), (ONE, ONE)),
            ((ONE, ONE), ONE - 1, (0, 0), (ONE, ONE)),
            ((ONE, ONE), 4 * ONE + 1, (0, 0), (ONE, ONE)),
            ((ONE, ONE), ONE, (0, 0, 0), (ONE, ONE)),
            ((ONE, ONE), ONE, (0, 0), (ONE,)),
            ((ONE, ONE), ONE, (1, 0), (0, ONE)),
            ((ONE, ONE), ONE, (0, 0), (ONE // 2, ONE // 2 - 1)),
            ((ONE, ONE), ONE, (ONE // 2, ONE // 2 + 1), (ONE, ONE)),
        ],
    )
    def test_parameters_that_make_no_strategy(self, chain, kappas, power, low, high):
        """ST-04 As the twin refuses them, by name and number."""
        inner = chain.deploy(FIXED, list(HALVES))
        answer = said(chain.deploy, NAME, inner, kappas, power, low, high)
        assert answer == said(lambda: MomentumStrategy(None, kappas, power, low, high))
        assert answer[0] in (
            "KappasOpposed",
            "LimitOutOfRange",
            "BoundCount",
            "BoundsCrossed",
            "BoundsInfeasible",
        )


def test_sensitivities_of_both_signs_are_refused_by_the_first(chain):
    inner = chain.deploy(FIXED, list(HALVES))
    made = NAME, inner, (2 * ONE, -ONE), ONE, (0, 0), (ONE, ONE)
    assert said(chain.deploy, *made) == ("KappasOpposed", [-ONE, ONE])


def test_the_domain_is_there_to_be_read(chain):
    contract, _ = pair(chain, HALVES, (ONE, ONE), 2 * ONE)
    names = ("MAX_KAPPA", "MAX_POWER", "power")
    assert [chain.ask(NAME, contract, it) for it in names] == [10**24, 4 * ONE, 2 * ONE]


@pytest.mark.parametrize("kind", COSTS)
def test_what_a_target_costs(chain, kind):
    """docs/strategies.md: all that asking it costs more than asking the fixed weights inside."""
    base, trends = [ONE // 8] * 8, [(-1) ** i * (i + 1) * 10**16 for i in range(8)]
    high = [ONE // 7] * 8 if kind == "bounded" else None
    power = 3 * ONE // 2 if kind == "powered" else ONE
    inner = chain.deploy(FIXED, base)
    contract = chain.deploy(NAME, inner, [ONE] * 8, power, [0] * 8, high or [ONE] * 8)
    data = encoded(NAME, "target", [astuple(state_of(trends))])
    whole, part = (spent(chain, it, data) for it in (contract, inner))
    assert whole - part == COSTS[kind]


def spent(chain, account, data):
    """{gas} of a transaction that asks, without what the account's own name costs to carry."""
    said_ = attempt(account, data)
    done = chain.evm.transact("attempt", said_, OUTSIDER, chain.caller, 0, chain.abi)
    carried = sum(16 if byte else 4 for byte in bytes.fromhex(account.removeprefix("0x")))
    return int(done.gas_used) - carried
