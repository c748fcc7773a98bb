"""The strategy that holds so much of what is risky that the vault is as volatile as meant."""

from dataclasses import replace
from random import Random

import pytest
from mpmath import mp, mpf

from counterpoise.errors import (
    AssetUnknown,
    CorrelationOutOfDomain,
    LimitOutOfRange,
    NothingToWeigh,
    VolatilityNotObserved,
    WeightCount,
    WeightSum,
)
from counterpoise.math.covariance import variance
from counterpoise.math.signals import signals_of
from counterpoise.strategy.fixed_weight import FixedWeightStrategy
from counterpoise.strategy.inverse_volatility import InverseVolatilityStrategy
from counterpoise.strategy.volatility_target import VolatilityTargetStrategy, scaled
from counterpoise.types import Asset, MarketClass, State
from tests.depth import examples

ONE, CENT = 10**18, 10**16
CASH = f"0x{0:040x}"
UNBOUND = {"band": 0, "max_rise": ONE}


def state_of(values, volatilities, correlations=()):
    """What is held of each asset, cash first, and what is remembered."""
    rows = enumerate(values)
    assets = tuple(Asset(f"0x{i:040x}", 1, 0, ONE, value) for i, value in rows)
    signals = signals_of([MarketClass.NORMAL] * len(assets), volatilities, correlations)
    return State(0, ONE, sum(values), assets, signals)


def aiming(volatility, basket, band=5 * CENT, max_rise=10 * CENT):
    """At a volatility in hundredths, with a fixed basket in hundredths."""
    inner = FixedWeightStrategy(tuple(it * CENT for it in basket))
    return VolatilityTargetStrategy(inner, CASH, volatility * CENT, band, max_rise)


def of_one(volatility, risky=100):
    """Cash, and one asset of a volatility; so much is risky. All in hundredths."""
    return state_of(((100 - risky) * CENT, risky * CENT), (0, volatility * CENT))


@pytest.mark.parametrize(
    ("volatility", "moves", "part"),
    [(40, 64, ONE // 2), (40, 10, ONE), (15, 31, 269_407_953_040_162_351)],
)
def test_the_vectors_of_the_scale(volatility, moves, part):
    """C2, V3.3"""
    assert scaled(volatility * CENT, ONE, moves * 10**34) == part
    assert scaled(volatility * CENT, ONE // 4, moves * 10**34 // 16) == part


def test_the_vector_of_a_basket():
    """C2, V3.3 What is rounded off each risky asset is cash: within a unit of the truth."""
    state = state_of((ONE, 0, 0), (0, 80 * CENT, 70 * CENT), (0, 0, 642_857_142_857_142_857))
    strategy = aiming(30, (0, 60, 40), **UNBOUND)
    assert strategy.exposure(state) == 432_292_813_278_176_222
    weights = 567_707_186_721_823_779, 259_375_687_966_905_733, 172_917_125_311_270_488
    assert strategy.target(state) == weights


def test_twice_as_volatile_is_half_as_much():
    """C2 The cash takes the rest."""
    strategy = aiming(20, (0, 100))
    assert strategy.target(of_one(25)) == (20 * CENT, 80 * CENT)
    assert strategy.target(of_one(50)) == (60 * CENT, 40 * CENT)


def test_never_more_than_all_is_held():
    assert aiming(40, (0, 100)).target(of_one(10)) == (0, ONE)


@pytest.mark.parametrize(
    ("volatility", "held", "expected"),
    [
        (19, 100, ONE),
        (21, 100, ONE),
        (22, 100, 909_090_909_090_909_090),
        (25, 78, 78 * CENT),
        (25, 83, 83 * CENT),
        (25, 76, 80 * CENT),
        (25, 85, 80 * CENT),
    ],
)
def test_it_stays_at_what_is_held_within_the_band(volatility, held, expected):
    """Of 5 per cent of what is held, on either side; 20 per cent of volatility are meant."""
    assert aiming(20, (0, 100)).exposure(of_one(volatility, held)) == expected


def test_the_band_ends_at_its_end():
    """80 per cent are held: from 76 to 84 per cent nothing is wanted, a unit beyond it is."""
    for ends, wanted in ((84 * CENT, 80 * CENT), (76 * CENT, 80 * CENT)):
        strategy = replace(aiming(1, (0, 100)), volatility=ends)
        assert strategy.exposure(of_one(100, 80)) == wanted
    for beyond in (84 * CENT + 1, 76 * CENT - 1):
        strategy = replace(aiming(1, (0, 100)), volatility=beyond)
        assert strategy.exposure(of_one(100, 80)) == beyond


def test_less_is_wanted_at_once_and_more_in_steps():
    """7.4 From 80 to 20 per cent in one step; from 20 to 80 in six of ten per cent."""
    strategy = aiming(20, (0, 100))
    assert strategy.exposure(of_one(100, 80)) == 20 * CENT
    held, seen = 20, []
    while held != 80:
        held = strategy.exposure(of_one(25, held)) // CENT
        seen.append(held)
    assert seen == [30, 40, 50, 60, 70, 80]


def test_from_nothing_it_starts_with_a_step():
    assert aiming(20, (0, 100)).exposure(of_one(25, 0)) == 10 * CENT


def test_the_cash_of_the_other_strategy_does_not_count():
    """Half cash or none: the risky assets' proportions are all that is taken from it."""
    state = state_of((0, ONE, ONE), (0, 80 * CENT, 40 * CENT))
    proportions = ((50, 10, 40), (0, 20, 80), (95, 1, 4))
    found = {aiming(12, it, **UNBOUND).target(state) for it in proportions}
    assert found == {(75 * CENT, 5 * CENT, 20 * CENT)}


def test_where_only_cash_is_wanted_all_is_cash():
    assert aiming(20, (100, 0)).target(of_one(25)) == (ONE, 0)


def test_what_undoes_itself_is_held_whole():
    state = state_of((0, ONE, ONE), (0, 30 * CENT, 30 * CENT), (0, 0, -ONE))
    assert aiming(20, (0, 50, 50)).exposure(state) == ONE


def test_unknown_correlations_are_ones():
    """It can only be too careful: the volatilities' mean stands for the basket's."""
    known = state_of((0, ONE, ONE), (0, 80 * CENT, 40 * CENT), (0, 0, 0))
    unknown = state_of((0, ONE, ONE), (0, 80 * CENT, 40 * CENT))
    strategy = aiming(12, (0, 50, 50), **UNBOUND)
    assert strategy.exposure(unknown) == 20 * CENT
    assert strategy.exposure(known) == 268_328_157_299_974_763


def test_another_strategy_weighs_the_basket():
    """Inverse volatility asks for the cash's too; here it has one."""
    inner = InverseVolatilityStrategy()
    strategy = VolatilityTargetStrategy(inner, CASH, 20 * CENT, 0, ONE)
    state = state_of((0, ONE, ONE), (CENT, 80 * CENT, 40 * CENT))
    cash, first, second = strategy.target(state)
    assert (first, second) == (124_999_999_999_999_999, 249_999_999_999_999_999)
    assert cash == ONE - first - second


def drawn(draw):
    """A state of 2 to 20 assets with the cash anywhere, and a strategy for it."""
    n = draw.randint(2, 20)
    volatilities = [int(10 ** draw.uniform(15, 19)) for _ in range(n)]
    together = [draw.randint(0, ONE) for _ in range(n * (n - 1) // 2)]
    values = [draw.choice((0, draw.randint(1, 10**24))) for _ in range(n - 1)] + [10**20]
    parts = [draw.choice((0, draw.randint(1, 1_000))) for _ in range(n)]
    parts[0] += 1
    basket = [it * ONE // sum(parts) for it in parts]
    basket[0] += ONE - sum(basket)
    state = state_of(values, volatilities, draw.choice((together, ())))
    return state, tuple(basket)


def test_the_vault_is_as_volatile_as_meant_at_most():
    """C2, ST-02, I-15 2,000 cases: the truth of the weights is never above the volatility meant."""
    draw = Random(20)
    for _ in range(examples(2_000)):
        state, basket = drawn(draw)
        cash, meant = draw.choice(state.tokens), int(10 ** draw.uniform(16, 19))
        strategy = VolatilityTargetStrategy(FixedWeightStrategy(basket), cash, meant, 0, ONE)
        weights, center = list(strategy.target(state)), state.tokens.index(cash)
        assert sum(weights) == ONE
        held, idle = strategy.exposure(state), weights[center]
        assert held - len(weights) <= ONE - idle <= held or basket[center] == ONE
        weights[center] = 0
        with mp.workdps(40):
            moves = mp.sqrt(mpf(variance(state.signals, weights)))
            assert moves <= meant + mpf(10) ** -6
            if basket[center] < ONE and held < ONE:
                assert moves >= meant - mpf(len(weights) + 1) * 10


def test_no_signal_moves_it_up_faster_than_its_step():
    """ST-06 Whatever is remembered, more is held by a step at most, and never more than all."""
    draw = Random(6)
    for _ in range(examples(500)):
        state, basket = drawn(draw)
        band, rise = draw.randint(0, ONE // 4), draw.randint(1, ONE)
        inner, cash = FixedWeightStrategy(basket), draw.choice(state.tokens)
        strategy = VolatilityTargetStrategy(inner, cash, draw.randint(1, ONE), band, rise)
        idle = state.values[state.tokens.index(cash)]
        held = (state.value - idle) * ONE // state.value
        assert 0 <= strategy.exposure(state) <= min(held + rise, ONE)


def test_who_needs_what_nobody_remembers_says_so():
    with pytest.raises(VolatilityNotObserved) as refused:
        aiming(20, (0, 100)).target(of_one(0))
    assert refused.value.fields == {"index": 1}
    state = state_of((0, ONE, ONE), (0, CENT, CENT), (0, 0, 2 * ONE))
    with pytest.raises(CorrelationOutOfDomain) as beyond:
        aiming(20, (0, 50, 50)).target(state)
    assert beyond.value.fields == {"first": 1, "second": 2, "correlation": 2 * ONE}


def test_cash_that_is_not_held_is_refused():
    stranger = "0x" + "99" * 20
    with pytest.raises(AssetUnknown) as refused:
        replace(aiming(20, (0, 100)), cash=stranger).target(of_one(20))
    assert refused.value.fields == {"token": stranger}


def test_of_nothing_nothing_is_held():
    with pytest.raises(NothingToWeigh):
        aiming(20, (0, 100)).target(state_of((0, 0), (0, CENT)))


def test_the_other_strategy_must_give_weights():
    with pytest.raises(WeightCount):
        aiming(20, (0, 50, 50)).target(of_one(20))

    class Half:
        def target(self, state):
            return (0, ONE // 2)

    with pytest.raises(WeightSum) as refused:
        replace(aiming(20, (0, 100)), inner=Half()).target(of_one(20))
    assert refused.value.fields == {"sum": ONE // 2}


@pytest.mark.parametrize(
    ("name", "number", "most"),
    [
        ("volatility", 0, 10 * ONE),
        ("volatility", 10 * ONE + 1, 10 * ONE),
        ("band", 25 * CENT + 1, 25 * CENT),
        ("max_rise", 0, ONE),
        ("max_rise", ONE + 1, ONE),
    ],
)
def test_numbers_beyond_their_bounds_are_refused(name, number, most):
    with pytest.raises(LimitOutOfRange) as refused:
        replace(aiming(20, (0, 100)), **{name: number})
    told = "maxRise" if name == "max_rise" else name
    assert refused.value.fields == {"limit_name": told, "limit": number, "most": most}
