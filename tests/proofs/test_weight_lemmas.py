"""Weights: each part rounded down, the remainder given to the largest, the sum exactly one."""

from lemma import ONE, floored, proved, refuted, scaled
from z3 import And, Ints

# Of the first k assets: X D18{USD} their values' sum, W D18{1} their weights' sum.
V, k, X, W, value, weight = Ints("V k X W value weight")


def sums(k, X, W):
    """Each weight misses its part by less than one unit, so k of them by less than k."""
    return And(W * V <= X * ONE, X * ONE - W * V <= k * (V - 1))


def test_the_sum_of_weights_keeps_close_to_the_sum_of_parts():
    """L-20 By induction over the assets: nothing at first, and one more asset keeps it."""
    after = sums(k + 1, X + value, W + weight)
    proved(sums(0, 0, 0), V > 0)
    proved(after, V > 0, sums(k, X, W), floored(weight, value * ONE, V))
    refuted(after, V > 0, sums(k, X, W), weight * V <= value * ONE)


def test_the_remainder_is_less_than_a_unit_an_asset():
    """L-21, I-15 Of all N it is 0 to N - 1: added to the largest weight the sum is exactly 1e18."""
    all_ = [V > 0, k > 0, sums(k, V, W)]
    hints = [scaled(W, ONE + 1, V), scaled(ONE - k, W, V)]
    proved(And(0 <= ONE - W, ONE - W < k), *all_, *hints)
    refuted(ONE - W < k - 1, *all_, k == 2)
