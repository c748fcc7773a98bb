"""Weights: exact sums, exact drifts (vectors V1.1 of the design)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpoise.errors import NothingToWeigh, WeightCount, WeightSum
from counterpoise.math.weights import max_drift, require_valid, total_drift, weigh

ONE = 10**18
PERCENT = 10**16


def test_the_largest_value_gets_the_remainder():
    assert weigh([1, 2, 3], 6) == (166666666666666666, 333333333333333333, 500000000000000001)


def test_of_equal_values_the_first_gets_the_remainder():
    third = 333333333333333333
    assert weigh([5, 5, 5], 15) == (third + 1, third, third)


def test_nothing_cannot_be_weighed():
    with pytest.raises(NothingToWeigh):
        weigh([0, 0], 0)


@given(st.lists(st.integers(0, 2**128 - 1), min_size=2, max_size=20).filter(any))
def test_weights_add_up_and_each_is_within_a_few_wei(values):
    weights = weigh(values, sum(values))

    assert sum(weights) == ONE
    for value, weight in zip(values, weights, strict=True):
        assert 0 <= weight - value * ONE // sum(values) < len(values)


@pytest.mark.parametrize(
    ("weights", "target", "most", "total"),
    [
        ((46, 33, 21), (40, 35, 25), 6, 6),
        ((55, 45), (50, 50), 5, 5),
        ((31, 30, 29, 10), (34, 33, 33, 0), 10, 10),
    ],
)
def test_drifts_are_those_of_the_vectors(weights, target, most, total):
    scaled = [w * PERCENT for w in weights], [t * PERCENT for t in target]

    assert max_drift(*scaled) == most * PERCENT
    assert total_drift(*scaled) == total * PERCENT


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
