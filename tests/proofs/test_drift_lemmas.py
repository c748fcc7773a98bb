"""Drift: what a bounded trade does to it, in the numerators of `Weights.gap`."""

import pytest
from lemma import ONE, ceiled, floored, proved, refuted, scaled
from z3 import And, If, Int, Ints, Sum

# V D18{USD} the vault's value, q D18{USD} sold, lost D18{USD} of it lost
V, q, lost = Ints("V q lost")


def gaps(n, values_sum, targets_sum):
    """v * 1e18 - t * V of n assets whose values and targets have these sums."""
    values, targets = [Int(f"v{i}") for i in range(n)], [Int(f"t{i}") for i in range(n)]
    given = [Sum(values) == values_sum, Sum(targets) == targets_sum]
    given += [And(v >= 0, t >= 0) for v, t in zip(values, targets)]
    return [v * ONE - t * V for v, t in zip(values, targets)], given


@pytest.mark.parametrize("n", [2, 3, 8, 20])
def test_gaps_add_up_to_nothing(n):
    """L-13 What is too much of some is too little of others: `totalDrift` adds one half."""
    each, given = gaps(n, V, ONE)
    proved(Sum(each) == 0, *given)
    refuted(Sum(each) == 0, *gaps(n, V, ONE - 1)[1])


@pytest.mark.parametrize("n", [2, 3])
def test_the_gaps_above_are_the_gaps_below(n):
    """L-13"""
    each, given = gaps(n, V, ONE)
    above, below = (Sum([If(sign * it > 0, sign * it, 0) for it in each]) for sign in (1, -1))
    proved(above == below, *given)
    refuted(above == below, *gaps(n, V - 1, ONE)[1])


def size(x):
    return If(x >= 0, x, -x)


# One asset that does not trade: its value v, its target t; what it adds to the drift.
v, t = Ints("v t")


def test_a_loss_moves_an_asset_that_does_not_trade_by_its_target_of_it():
    """L-14 |v - t (V - lost)| is at most |v - t V| + t lost; over all the others that adds up."""
    after, before = size(v * ONE - t * (V - lost)), size(v * ONE - t * V)
    given = [t >= 0, lost >= 0, t * lost >= 0]
    proved(after <= before + t * lost, *given)
    refuted(after <= before, *given)


# The seller i, the buyer j, and what all others add before and after.
vi, ti, vj, tj, others, left = Ints("vi ti vj tj others left")
SELLER, BUYER = vi * ONE - ti * V, tj * V - vj * ONE  # too much, too little
SOLD = SELLER - q * ONE + ti * lost
BOUGHT = BUYER - (q - lost) * ONE - tj * lost
BEFORE, AFTER = (
    SELLER + BUYER + others,
    size(SOLD) + size(BOUGHT) + left,
)  # twice `totalDrift`'s numerator
DOMAIN = [ti >= 0, tj >= 0, ti + tj <= ONE, vi >= 0, vj >= 0, lost >= 0, lost < V]
OTHERS = [others >= 0, left <= others + (ONE - ti - tj) * lost]  # L-14, summed
NO_OVERSHOOT = [SELLER >= 0, BUYER >= 0, SOLD >= 0, BOUGHT >= 0]


def test_a_trade_lowers_the_drift_by_twice_its_size_less_its_loss():
    """L-15, I-11 D' <= D - 2 q + 2 lost (1 - t_j), all in values times 1e18."""
    least = BEFORE - 2 * q * ONE + 2 * lost * (ONE - tj)
    proved(AFTER <= least, *DOMAIN, *OTHERS, *NO_OVERSHOOT)
    refuted(AFTER < least, *DOMAIN, *OTHERS, *NO_OVERSHOOT)
    refuted(AFTER <= least, *DOMAIN, *OTHERS, *NO_OVERSHOOT[:2])


D, E = Ints("D E")  # twice the numerator before and after


def fair(most):
    """A trade towards the target that does not overshoot and loses at most q / most; D by L-15."""
    given = [V > 0, q > 0, lost >= 0, most * lost <= q, lost < V, q <= V, 0 <= tj, tj <= ONE]
    given += [0 <= E, 0 <= D, D <= 2 * V * ONE]  # Both sums of |v - t V| are at most V.
    bought = [vj >= 0, tj * (V - lost) >= (vj + q - lost) * ONE]  # So the buyer wants something.
    return [*given, *bought, E <= D - 2 * q * ONE + 2 * lost * (ONE - tj)]


LOWER = E * V < D * (V - lost)


def test_a_fair_trade_lowers_the_total_drift():
    """L-16, I-11 D' / V' < D / V: it loses at most half of its size and does not overshoot."""
    hints = [
        scaled(D - 2 * q * ONE + 2 * lost * (ONE - tj), E, V),
        scaled(2 * V * ONE, D, lost),
        scaled(q, 2 * lost, V),
        scaled(lost * tj, 0, V),
        scaled(V, lost, tj),
        scaled(q - lost, 1, V),
        scaled(tj, 1, V),
        scaled(tj, 1, lost * V),
        scaled(lost, 1, V),
        scaled(tj, 0, lost),
    ]
    proved(LOWER, *fair(2), *hints)


def test_a_trade_that_loses_more_may_raise_it():
    """L-16 Where a trade may lose all of its size, one towards the target can lead away."""
    refuted(LOWER, *fair(1), V == 100)


def test_a_lower_drift_is_never_measured_higher():
    """L-17 Rounded down, a step below 1e-18 can look like none; never like a rise."""
    was, seen, rest = Ints("was seen rest")
    given = [V > 0, rest > 0, D >= 0, E >= 0, E * V < D * rest]
    given += [floored(was, D, V), floored(seen, E, rest)]
    hints = [
        scaled(seen, was + 1, rest),
        scaled(E, seen * rest, V),
        scaled((was + 1) * V, D + 1, rest),
    ]
    hints += [scaled(seen * rest, (was + 1) * rest, V)]
    proved(seen <= was, *given, *hints)
    refuted(seen < was, *given)


# What `leastBought` asks for: x {unit} sold at the price p, unit w; bought at the price P, unit u.
x, p, w, P, u, loss, least, worth, got = Ints("x p w P u loss least worth got")


def limit(rounding):
    given = [x >= 0, p > 0, w > 0, P > 0, u > 0, 0 <= loss, loss <= ONE]
    given += [rounding(least, x * p * ((ONE - loss) * u), P * w * ONE)]
    return [*given, floored(worth, x * p, w), floored(got, least * P, u)]


def test_the_least_to_accept_bounds_the_loss():
    """L-18, I-08 What comes is worth the sale less its loss, both valued as the vault does."""
    bound = got * ONE > worth * (ONE - loss) - ONE
    hints = [
        scaled(x * p, worth * w, (ONE - loss) * u),
        scaled((got + 1) * u, least * P + 1, w * ONE),
        scaled(worth * (ONE - loss), (got + 1) * ONE, w * u),
        scaled(w, 1, 1),
        w * u > 0,
        w * ONE > 0,
    ]
    proved(bound, *limit(ceiled), *hints)
    refuted(bound, *limit(floored), w == 1, u == 1)


def test_a_loss_and_a_turnover_are_rounded_up():
    """L-19, I-09 `partUp` is 0 only of nothing, so that no loss is too small to be seen."""
    part, whole, seen = Ints("part whole seen")
    given = [part > 0, whole > 0]
    proved(And(seen > 0, seen * whole >= part * ONE), *given, ceiled(seen, part * ONE, whole))
    refuted(seen > 0, *given, floored(seen, part * ONE, whole))
