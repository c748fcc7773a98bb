"""Weights: exact sums, exact drifts (vectors V1.1 of the design)."""

from fractions import Fraction
from functools import partial
from math import floor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpoise.errors import NothingToWeigh, WeightCount, WeightSum
from counterpoise.math.weights import gap, max_drift, require_valid, total_drift, weigh
from tests.counterpoise.constraint.moves import HALVES, PERCENT, worth
from tests.counterpoise.drawn import targets

ONE = 10**18


def test_the_largest_value_gets_the_remainder():
    assert weigh(worth(1, 2, 3)) == (166666666666666666, 333333333333333333, 500000000000000001)


def test_of_equal_values_the_first_gets_the_remainder():
    third = 333333333333333333
    assert weigh(worth(5, 5, 5)) == (third + 1, third, third)


@pytest.mark.parametrize(
    "measure", [weigh, partial(max_drift, target=HALVES), partial(total_drift, target=HALVES)]
)
def test_nothing_cannot_be_weighed(measure):
    with pytest.raises(NothingToWeigh):
        measure(worth(0, 0))


@given(st.lists(st.integers(0, 2**128 - 1), min_size=2, max_size=10).filter(any))
def test_weights_add_up_and_each_is_within_a_few_wei(values):
    weights = weigh(worth(*values))

    assert sum(weights) == ONE
    for value, weight in zip(values, weights, strict=True):
        assert 0 <= weight - value * ONE // sum(values) < len(values)


@pytest.mark.parametrize(
    ("values", "target", "most", "total"),
    [
        ((46, 33, 21), (40, 35, 25), 6, 6),
        ((55, 45), (50, 50), 5, 5),
        ((31, 30, 29, 10), (34, 33, 33, 0), 10, 10),
    ],
)
def test_drifts_are_those_of_the_vectors(values, target, most, total):
    state, scaled = worth(*values), [t * PERCENT for t in target]

    assert max_drift(state, scaled) == most * PERCENT
    assert total_drift(state, scaled) == total * PERCENT


def test_a_gap_is_exact_and_has_a_sign():
    assert gap(55, ONE // 2, 100) == 5 * ONE
    assert gap(45, ONE // 2, 100) == -5 * ONE
    assert gap(1, ONE // 3, 3) == 1


def test_a_drift_is_rounded_down_once():
    third = 333333333333333333
    assert max_drift(worth(1, 2), (third, ONE - third)) == 0
    assert total_drift(worth(1, 2), (0, ONE)) == third


@given(
    values=st.lists(st.integers(0, 2**128 - 1), min_size=2, max_size=10).filter(any),
    data=st.data(),
)
def test_drifts_are_those_of_exact_fractions(values, data):
    target = data.draw(targets(len(values)))
    total = sum(values)

    gaps = [Fraction(v, total) - Fraction(t, ONE) for v, t in zip(values, target, strict=True)]

    assert max_drift(worth(*values), target) == floor(max(map(abs, gaps)) * ONE)
    assert total_drift(worth(*values), target) == floor(sum(map(abs, gaps)) / 2 * ONE)


def test_weights_of_the_wrong_number_are_refused():
    with pytest.raises(WeightCount) as refused:
        require_valid([ONE], 2)
    assert refused.value.fields == {"count": 1, "expected": 2}


@pytest.mark.parametrize(
    ("weights", "named"),
    [((ONE // 2, ONE // 2 - 1), ONE - 1), ((ONE + 1, 0), ONE + 1), ((), 0)],
)
def test_weights_with_another_sum_are_refused(weights, named):
    with pytest.raises(WeightSum) as refused:
        require_valid(weights, len(weights))
    assert refused.value.fields == {"sum": named}


def test_weights_with_the_exact_sum_pass():
    assert require_valid((ONE - 1, 1), 2) is None
