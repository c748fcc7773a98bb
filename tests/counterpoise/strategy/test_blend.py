"""The strategy that is several with a share each."""

from fractions import Fraction
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpoise.errors import LimitOutOfRange, VolatilityNotObserved, WeightCount, WeightSum
from counterpoise.strategy.blend import BlendStrategy
from counterpoise.strategy.fixed_weight import FixedWeightStrategy
from counterpoise.strategy.inverse_volatility import InverseVolatilityStrategy
from tests.counterpoise.strategy.test_fallback_twin import Babble
from tests.counterpoise.strategy.test_glide_path import drawn, state_at
from tests.depth import examples

ONE = 10**18
GAS = 100_000
TENTH = ONE // 10
# D4{1}: the shares, what each part wants, and the weights.
VECTORS = [  # V3.11
    (
        (5_000, 3_000, 2_000),
        ((5_000, 3_000, 2_000), (2_000, 2_000, 6_000), (3_330, 3_330, 3_340)),
        (3_766, 2_766, 3_468),
    ),
    ((6_000, 4_000), ((7_000, 3_000), (4_000, 6_000)), (5_800, 4_200)),
    ((2_500, 7_500), ((10_000, 0, 0), (2_000, 3_000, 5_000)), (4_000, 2_250, 3_750)),
]


def whole(weights):
    """D18{1} of D4{1}."""
    return tuple(it * ONE // 10_000 for it in weights)


def blend(shares, parts, secondary):
    fixed = tuple(FixedWeightStrategy(it) for it in parts)
    return BlendStrategy(fixed, shares, FixedWeightStrategy(secondary), GAS)


@pytest.mark.parametrize("shares, parts, weights", VECTORS)
def test_the_vectors_of_the_formula(shares, parts, weights):
    """V3.11"""
    n = len(weights)
    strategy = blend(whole(shares), tuple(map(whole, parts)), (ONE,) + (0,) * (n - 1))
    assert strategy.target(state_at(0, n)) == whole(weights)


def test_each_weight_is_rounded_down_and_the_largest_gets_what_is_left():
    """ST-02 For 2 to 20 assets and 1 to 8 parts, against exact fractions."""
    random = Random(311)
    for _ in range(examples(2_000, 100_000)):
        n, k = random.randint(2, 20), random.randint(1, 8)
        parts, shares = [drawn(random, n) for _ in range(k)], drawn(random, k)
        weights = blend(shares, parts, parts[0]).target(state_at(0, n))
        rows = [list(zip(shares, column, strict=True)) for column in zip(*parts, strict=True)]
        real = [sum(Fraction(a * it, ONE) for a, it in row) for row in rows]
        off = [exact - told for told, exact in zip(weights, real, strict=True)]
        largest = off.pop(real.index(max(real)))
        assert all(0 <= it < 1 for it in off) and -n < largest <= 0
        assert sum(weights) == ONE


def test_the_share_of_one_that_faults_is_the_seconds():
    """K5 An estimator that is dead leaves the others' shares as they are."""
    parts = FixedWeightStrategy((ONE, 0)), InverseVolatilityStrategy()
    strategy = BlendStrategy(parts, (6 * TENTH, 4 * TENTH), Babble((0, ONE)), GAS)
    assert strategy.target(state_at(0, 2)) == (6 * TENTH, 4 * TENTH)


@pytest.mark.parametrize("babble", [(), (ONE,), (ONE, 0, 0), (ONE, 1), (ONE - 1, 0)])
def test_what_are_no_weights_count_as_a_fault(babble):
    """ST-01"""
    parts = Babble(babble), FixedWeightStrategy((0, ONE))
    strategy = BlendStrategy(parts, (3 * TENTH, 7 * TENTH), Babble((ONE, 0)), GAS)
    assert strategy.target(state_at(0, 2)) == (3 * TENTH, 7 * TENTH)


def test_where_none_answers_the_second_has_it_all():
    strategy = BlendStrategy((Babble(()), Babble(())), (1, ONE - 1), Babble((7, ONE - 7)), GAS)
    assert strategy.target(state_at(0, 2)) == (7, ONE - 7)


def test_where_the_second_is_needed_and_refuses_it_refuses_alike():
    parts, shares = (Babble(()),), (ONE,)
    state = state_at(0, 2)
    with pytest.raises(VolatilityNotObserved) as unknown:
        BlendStrategy(parts, shares, InverseVolatilityStrategy(), GAS).target(state)
    assert unknown.value.fields == {"index": 0}
    with pytest.raises(WeightSum) as wrong:
        BlendStrategy(parts, shares, Babble((ONE, 1)), GAS).target(state)
    assert wrong.value.fields == {"sum": ONE + 1}
    with pytest.raises(WeightCount) as short:
        BlendStrategy(parts, shares, Babble((ONE,)), GAS).target(state)
    assert short.value.fields == {"count": 1, "expected": 2}


def test_where_the_second_is_not_needed_nobody_asks_it():
    strategy = BlendStrategy((Babble((ONE, 0)),), (ONE,), InverseVolatilityStrategy(), GAS)
    assert strategy.target(state_at(0, 2)) == (ONE, 0)


@given(st.integers(0, 2**64))
def test_a_blend_lies_between_its_parts(seed):
    random = Random(seed)
    n, share = random.randint(2, 20), random.randint(1, ONE - 1)
    pair = drawn(random, n), drawn(random, n)
    weights = blend((share, ONE - share), pair, pair[0]).target(state_at(0, n))
    for low, told, high in zip(map(min, *pair), weights, map(max, *pair), strict=True):
        assert low - 1 <= told <= high + n


@pytest.mark.parametrize(
    "shares, gas, fields",
    [
        ((), GAS, ("parts", 0, 8)),
        ((ONE // 9,) * 9, GAS, ("parts", 9, 8)),
        ((ONE, 0), GAS, ("share", 0, ONE)),
        ((ONE,), 0, ("partGas", 0, 10_000_000)),
        ((ONE,), 10_000_001, ("partGas", 10_000_001, 10_000_000)),
    ],
)
def test_what_it_cannot_be_made_of_is_refused_by_name(shares, gas, fields):
    part = Babble((ONE,))
    with pytest.raises(LimitOutOfRange) as refused:
        BlendStrategy((part,) * len(shares), shares, part, gas)
    assert tuple(refused.value.fields.values()) == fields


def test_shares_that_are_no_weights_are_refused():
    """ST-01"""
    part = Babble((ONE,))
    with pytest.raises(WeightSum) as wrong:
        BlendStrategy((part, part), (ONE, 1), part, GAS)
    assert wrong.value.fields == {"sum": ONE + 1}
    with pytest.raises(WeightCount) as short:
        BlendStrategy((part, part), (ONE,), part, GAS)
    assert short.value.fields == {"count": 1, "expected": 2}
