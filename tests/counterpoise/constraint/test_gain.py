"""A rebalance is worth its cost: the vectors of the formula, and what is never asked."""

from dataclasses import replace
from random import Random

import pytest
from mpmath import mp, mpf

from counterpoise.constraint.gain import NOBODY, GainConstraint, Terms
from counterpoise.engine import Engine
from counterpoise.errors import AssetUnknown, LimitOutOfRange, NothingToWeigh, NotWorthIt
from counterpoise.execution.hub import HubPlanner, Limits
from counterpoise.execution.venue import UniswapV2Venue
from counterpoise.math.fixed_point import ONE
from counterpoise.math.signals import signals_of
from counterpoise.observer.spot import observe
from counterpoise.strategy.fixed_weight import FixedWeightStrategy
from counterpoise.types import Asset, Holdings, MarketClass, State
from tests.counterpoise.constraint.moves import HALVES, PERCENT, worth
from tests.depth import examples

DAY = 86_400
TERMS = Terms(3 * ONE, 30 * DAY, 3 * ONE // 2, 25 * PERCENT, 1, NOBODY, ONE)
THREE = ((80, 70, 10), (642_857_142_857_142_857, ONE // 8, 114_285_714_285_714_285))
# What is off the target, volatilities, correlations, value, loss, gas {USD}, terms, benefit.
VECTORS = [  # V5.7
    ((6, -2, -4), *THREE, 10**6, 60, 10, TERMS, "199.331506849315068493"),
    ((2, -2), (50, 0), (), 10**5, 6, 25, TERMS, "1.232876712328767123"),
    (
        *((5, -5), (60, 0), (), 5 * 10**6, 200, 15),
        replace(TERMS, aversion=2 * ONE, horizon=14 * DAY, margin=2 * ONE),
        "172.602739726027397260",
    ),
]


def remembering(state, volatilities, together=()):
    signals = signals_of([MarketClass.NORMAL] * len(volatilities), volatilities, together)
    return replace(state, signals=signals)


def move(off, volatilities, together, value, loss):
    """From so many percent off a target of equal weights to the target itself, for a loss."""
    n, value, loss = len(off), value * ONE, loss * ONE
    target = [ONE // n + (i == 0) * (ONE - ONE // n * n) for i in range(n)]
    start = worth(*(value * (t + d * PERCENT) // ONE for t, d in zip(target, off, strict=True)))
    end = worth(*((value - loss) * t // ONE for t in target))
    return remembering(start, [it * PERCENT for it in volatilities], together), target, end


@pytest.mark.parametrize(
    ("off", "volatilities", "together", "value", "loss", "gas", "terms", "benefit"), VECTORS
)
def test_the_vectors_of_the_formula(off, volatilities, together, value, loss, gas, terms, benefit):
    """E5, V5.7 The cost to the unit; the benefit to what a correlation's last digit is worth."""
    start, target, end = move(off, volatilities, together, value, loss)
    constraint = GainConstraint(terms, gas * ONE)
    with mp.workdps(40):
        exact = int(mpf(benefit) * ONE)
    found = constraint.benefit_of(start, target, end)
    assert abs(found - exact) < 200
    assert constraint.cost_of(start, end) == start.value - end.value + gas * ONE
    if benefit.startswith("199"):
        assert constraint.judge(start, target, end) is None
        return
    with pytest.raises(NotWorthIt) as refused:
        constraint.judge(start, target, end)
    assert refused.value.fields == {"benefit": found, "cost": constraint.cost_of(start, end)}


def gaining(found, cost, margin):
    """A move whose benefit is that, judged at that cost: the gas alone, a wei of it a unit."""
    start, target, end = move((2, -2), (50, 0), (), 1, 0)
    constraint = GainConstraint(replace(TERMS, margin=margin), cost)
    assert constraint.benefit_of(start, target, end) == found
    return constraint.judge(start, target, end)


def test_it_is_worth_the_margin_times_its_cost_and_not_a_unit_less():
    """E5 12328767123287 units, twice 6164383561643 and one more."""
    assert gaining(12_328_767_123_287, 6_164_383_561_643, 2 * ONE) is None
    with pytest.raises(NotWorthIt) as refused:
        gaining(12_328_767_123_287, 6_164_383_561_644, 2 * ONE)
    assert refused.value.fields == {"benefit": 12_328_767_123_287, "cost": 6_164_383_561_644}


@pytest.mark.parametrize(("beyond", "passes"), [(-1, False), (0, False), (1, True)])
def test_beyond_the_hard_drift_no_cost_counts(beyond, passes):
    """E5, K3 Strictly beyond; nothing is remembered, and all is lost to gas."""
    start = worth(ONE * 3 // 4 + beyond, ONE // 4 - beyond)
    constraint = GainConstraint(replace(TERMS, gas=10**7), 10**18)
    if passes:
        assert constraint.judge(start, HALVES, worth(1, 1)) is None
        return
    with pytest.raises(NotWorthIt):
        constraint.judge(start, HALVES, worth(1, 1))


def test_gas_is_paid_at_the_native_assets_price():
    """200,000 gas at 50 gwei are a hundredth of an ether, 24 dollars; rounded up."""
    state = State(0, ONE, 2, (Asset("w", 1, 1, 2_400 * ONE, 1), Asset("u", 1, 1, 1, 1)))
    terms = replace(TERMS, gas=200_000, native="w")
    assert GainConstraint(terms, 50 * 10**9).cost_of(state, state) == 24 * ONE
    assert GainConstraint(replace(terms, gas=1, native="u"), 1).cost_of(state, state) == 1
    with pytest.raises(AssetUnknown) as refused:
        GainConstraint(replace(terms, native="z"), 1).cost_of(state, state)
    assert refused.value.fields == {"token": "z"}


def test_what_the_trades_gain_pays_for_no_gas():
    assert GainConstraint(TERMS, 7).cost_of(worth(5, 5), worth(6, 6)) == 7


def test_a_risk_that_grows_is_worth_nothing():
    start = remembering(worth(51, 49), (ONE, 0))
    assert GainConstraint(TERMS, 0).benefit_of(start, HALVES, worth(52, 48)) == 0
    assert GainConstraint(TERMS, 0).judge(start, HALVES, worth(52, 48)) is None


def test_without_a_volatility_only_what_costs_nothing_is_worth_it():
    """E5 Until the hard drift, which asks for none."""
    for start in (worth(60, 40), remembering(worth(60, 40), (0, 0))):
        assert GainConstraint(TERMS, 0).judge(start, HALVES, worth(50, 50)) is None
        with pytest.raises(NotWorthIt) as refused:
            GainConstraint(TERMS, 1).judge(start, HALVES, worth(50, 50))
        assert refused.value.fields == {"benefit": 0, "cost": 1}


def test_an_empty_vault_is_worth_no_trade():
    for move_ in ((worth(0, 0), worth(0, 0)), (worth(6, 4), worth(0, 0))):
        with pytest.raises(NothingToWeigh):
            GainConstraint(TERMS, 1).judge(move_[0], HALVES, move_[1])


@pytest.mark.parametrize(("fee", "worth_it"), [(60, False), (30, True)])
def test_half_of_the_pools_fee_makes_it_worth_it(fee, worth_it):
    """E5 The same vault, the same drift: at 0.60 % nothing is due, at 0.30 % it is."""
    pools = UniswapV2Venue(ONE - fee * ONE // 10_000)
    pools.set_pool("WETH", "USDC", 10**23, 2_400 * 10**11)
    planner = HubPlanner("USDC", "pools", Limits(ONE, ONE, PERCENT, 2 * PERCENT, ONE), pools.curve)
    held = Holdings(("WETH", "USDC"), (110 * 10**18, 216_000 * 10**6), supply=1_000 * ONE)
    state = observe(held, (10**18, 10**6), (2_400 * ONE, ONE), time=0)
    state = remembering(state, (80 * PERCENT, 0))
    gain = GainConstraint(replace(TERMS, margin=ONE, gas=200_000, native="WETH"), 10**9)
    engine = Engine(FixedWeightStrategy(HALVES), planner, pools, gain)
    decision = engine.preview(state)
    assert len(decision.orders) == 1
    assert isinstance(decision.refusal, NotWorthIt) is not worth_it
    assert (decision.refusal is None) is worth_it


def test_benefits_are_the_formulas_rounded_down():
    """E5 2,000 cases of two volatile assets, beside the formula in forty digits."""
    draw = Random(57)
    with mp.workdps(40):
        for _ in range(examples(2_000)):
            _case(draw)


def _case(draw):
    value = int(10 ** draw.uniform(21, 27))
    held, left, wanted = (draw.randint(0, ONE) for _ in range(3))
    volatilities = [int(10 ** draw.uniform(16, 18)) for _ in range(2)]
    both = draw.randint(-ONE, ONE)
    states = [worth(value * it // ONE, value - value * it // ONE) for it in (held, left)]
    start, target = remembering(states[0], volatilities, (both,)), (wanted, ONE - wanted)
    found = GainConstraint(TERMS, 0).benefit_of(start, target, states[1])
    a, b = (mpf(it) / ONE for it in volatilities)
    variance = a * a + b * b - 2 * a * b * both / ONE
    gaps = [(mpf(it.assets[0].value) / value - mpf(wanted) / ONE) for it in states]
    exact = max(gaps[0] ** 2 - gaps[1] ** 2, 0) * variance * 3 / 2 * 30 / 365 * value / ONE
    size = max(abs(it) for it in gaps) * (a + b) ** 2
    assert abs(found / mpf(ONE) - exact) <= 10 * mpf(10) ** -18 * (size * value / ONE + 1)


@pytest.mark.parametrize(
    ("field", "name", "least", "most"),
    [
        ("aversion", "aversion", 10**15, 10**20),
        ("horizon", "horizon", 1, 365 * DAY),
        ("margin", "margin", 1, 10 * ONE),
        ("hard_drift", "hardDrift", 1, 25 * PERCENT),
        ("gas", "gas", 0, 30_000_000),
        ("native_price", "nativePrice", 0, 10**30),
    ],
)
def test_limits_out_of_range_are_refused(field, name, least, most):
    """J1"""
    for number in (least, most):
        assert getattr(replace(TERMS, **{field: number}), field) == number
    for number in (least - 1, most + 1):
        if number >= 0:
            with pytest.raises(LimitOutOfRange) as refused:
                replace(TERMS, **{field: number})
            assert refused.value.limit_name == name
            assert refused.value.limit == number
