"""How assets move together: the variance of weights, within its error of the truth."""

from fractions import Fraction
from random import Random

import numpy
import pytest

from counterpoise.errors import (
    CorrelationNotObserved,
    CorrelationOutOfDomain,
    VolatilityNotObserved,
    VolatilityTooHigh,
)
from counterpoise.math.covariance import MAX_VOLATILITY, correlations, dot, tracking, variance
from counterpoise.math.signals import signals_of
from counterpoise.types import MarketClass
from tests.depth import examples

ONE = 10**18
CENT = 10**16


def words(volatilities, together=(), trends=()):
    classes = [MarketClass.NORMAL] * len(volatilities)
    return signals_of(classes, volatilities, together, trends)


@pytest.mark.parametrize(
    ("volatilities", "together", "weights", "expected"),
    [
        ((80,), (), (100,), 6_400),
        ((0, 100, 40), (0, 0, 10), (0, 50, 50), 3_100),
        ((0, 100, 40), (), (0, 50, 50), 4_900),
        ((20, 20), (-100,), (50, 50), 0),
        ((20, 20), (100,), (50, 50), 400),
        ((30, 30, 30), (-50, -50, -50), (30, 30, 30), 0),
        ((30, 30, 30), (-51, -51, -51), (30, 30, 30), 729),
        ((30, 40), (0,), (60, 40), 580),
    ],
)
def test_variances_with_numbers(volatilities, together, weights, expected):
    """Exact where nothing is rounded; cash, which nobody knows, weighs nothing. In 1e-4."""
    signals = words([it * CENT for it in volatilities], [it * CENT for it in together])
    assert variance(signals, [it * CENT for it in weights]) == expected * 10**32


def test_the_basket_of_the_formula():
    """V3.3 [.6, .4] of S = [[.64, .36], [.36, .49]]: .4816, but for a correlation's last digit."""
    signals = words((80 * CENT, 70 * CENT), (642_857_142_857_142_857,))
    assert (
        variance(signals, (60 * CENT, 40 * CENT)) == 481_599_999_999_999_999_961_600_000_000_000_000
    )


def drawn(draw):
    """Volatilities up to the domain's end, correlations of returns, weights of one at most."""
    n = draw.randint(2, 20)
    volatilities = [int(10 ** draw.uniform(6, 19)) for _ in range(n)]
    returns = numpy.random.default_rng(draw.getrandbits(64)).standard_normal((n, n + 5))
    matrix = numpy.corrcoef(returns)
    pairs = [(i, j) for i in range(n) for j in range(i + 1, n)]
    together = [round(float(matrix[pair]) * 10**15) * 1_000 for pair in pairs]
    parts = [draw.choice((0, draw.randint(1, 1_000))) for _ in range(n)]
    weights = [it * ONE // max(sum(parts), 1) for it in parts]
    return volatilities, together, weights


def truth(volatilities, together, weights):
    """w'Sw, and the sum of w_i s_i."""
    z = [Fraction(w * v, ONE**2) for w, v in zip(weights, volatilities, strict=True)]
    pairs = ((i, j) for i in range(len(z)) for j in range(i + 1, len(z)))
    mixed = sum(z[i] * z[j] * it for (i, j), it in zip(pairs, together, strict=True))
    return sum(it * it for it in z) + 2 * mixed / ONE, sum(z)


def test_a_variance_is_within_its_error():
    """math 0.4, 0.5, ST-02 2,000 cases of 2 to 20 assets: w_i s_i is 1e-27 too high at most."""
    draw = Random(33)
    for _ in range(examples(2_000)):
        volatilities, together, weights = drawn(draw)
        exact, straight = truth(volatilities, together, weights)
        rounding = len(weights) * Fraction(1, 10**27)
        most = 2 * straight * rounding + rounding**2 + Fraction(1, 10**36)
        found = Fraction(variance(words(volatilities, together), weights), 10**36)
        alone = Fraction(variance(words(volatilities), weights), 10**36)
        assert abs(found - exact) <= most
        assert straight**2 <= alone <= straight**2 + most
        assert found <= alone


def test_what_moves_together_is_never_called_calmer_than_it_is():
    """math 0.5 Rounded up wherever no correlation is negative."""
    draw = Random(34)
    for _ in range(examples(500)):
        volatilities, together, weights = drawn(draw)
        up = [abs(it) for it in together]
        exact, _ = truth(volatilities, up, weights)
        assert variance(words(volatilities, up), weights) >= exact * 10**36


def test_the_ends_of_the_domain_fit_a_word():
    """math 0.4 All of it in the most volatile asset, or in twenty of them that are one."""
    n = 20
    pairs = n * (n - 1) // 2
    for weights in ([ONE] + [0] * (n - 1), [ONE // n] * n):
        signals = words([MAX_VOLATILITY] * n, [ONE] * pairs)
        assert variance(signals, weights) == 100 * 10**36


def test_trends_lie_between_and_are_not_read():
    bare, full = words((ONE, ONE), (ONE // 2,)), words((ONE, ONE), (ONE // 2,), (7, -7))
    half = ONE // 2
    assert variance(full, (half, half)) == variance(bare, (half, half)) == 75 * 10**34


def test_correlations_are_rows_with_nothing_on_the_diagonal():
    """ST-02 Every place of 2 to 20 assets."""
    for n in range(2, 21):
        pairs = [(i, j) for i in range(n) for j in range(i + 1, n)]
        rows = correlations(words([ONE] * n, [i * 100 - j for i, j in pairs]), n)
        assert all(rows[i][i] == 0 for i in range(n))
        assert all(rows[i][j] == rows[j][i] == i * 100 - j for i, j in pairs)


def test_a_sum_of_products_with_numbers():
    assert dot((1, -2, 3), (4, 5, -6)) == -24


def test_what_is_unknown_is_told_by_its_place():
    with pytest.raises(VolatilityNotObserved) as refused:
        variance(words((ONE, 0)), (0, 1))
    assert refused.value.fields == {"index": 1}
    for signals in (words((ONE, ONE)), words((ONE, ONE), (0,))[:-1], ()):
        with pytest.raises(CorrelationNotObserved) as missed:
            correlations(signals, 2)
        assert missed.value.fields == {"first": 0, "second": 1}


def test_half_a_section_of_correlations_is_none():
    with pytest.raises(CorrelationNotObserved):
        variance(words((ONE, ONE, ONE), (0, 0, 0))[:-1], (1, 1, 1))


def test_beyond_the_domain_is_told_with_its_number():
    with pytest.raises(VolatilityTooHigh) as refused:
        variance(words((ONE, MAX_VOLATILITY + 1)), (0, 1))
    expected = {"index": 1, "volatility": MAX_VOLATILITY + 1, "most": MAX_VOLATILITY}
    assert refused.value.fields == expected
    for both in (ONE + 1, -ONE - 1):
        with pytest.raises(CorrelationOutOfDomain) as beyond:
            variance(words((ONE, ONE, ONE), (0, 0, both)), (1, 1, 1))
        assert beyond.value.fields == {"first": 1, "second": 2, "correlation": both}


@pytest.mark.parametrize(
    ("volatilities", "together", "drifts", "expected"),
    [
        ((80,), (), (-6,), 2_304),
        ((50, 0), (), (2, -2), 100),
        ((30, 40), (), (6, -6), 900),
        ((30, 40), (0,), (6, -6), 900),
        ((30, 40), (50,), (6, -6), 468),
        ((30, 40), (-100,), (6, -6), 1_764),
        ((30, 30), (100,), (6, -6), 0),
    ],
)
def test_what_is_off_with_numbers(volatilities, together, drifts, expected):
    """E5 Exact where nothing is rounded; cash moves nothing, the unknown is 0. In 1e-6."""
    signals = words([it * CENT for it in volatilities], [it * CENT for it in together])
    assert tracking(signals, [it * CENT for it in drifts]) == expected * 10**30


def test_what_is_off_is_within_its_error():
    """math 1.1, ST-02 2,000 cases of 2 to 20 assets: d_i s_i is 1e-27 too small at most."""
    draw = Random(35)
    for _ in range(examples(2_000)):
        volatilities, together, weights = drawn(draw)
        drifts = [it * draw.choice((1, -1)) for it in weights]
        exact, _ = truth(volatilities, together, drifts)
        alone = sum(Fraction(d * v, ONE**2) ** 2 for d, v in zip(drifts, volatilities, strict=True))
        size = sum(Fraction(abs(d) * v, ONE**2) for d, v in zip(drifts, volatilities, strict=True))
        rounding = len(drifts) * Fraction(1, 10**27)
        most = 2 * size * rounding + rounding**2 + Fraction(1, 10**36)
        found = Fraction(tracking(words(volatilities, together), drifts), 10**36)
        assert abs(found - max(exact, 0)) <= most
        found = Fraction(tracking(words(volatilities), drifts), 10**36)
        assert alone - most <= found <= alone


def test_the_ends_of_what_is_off_fit_a_word():
    """math 0.4 All of one held, and all of another wanted that moves against it."""
    assert tracking(words([MAX_VOLATILITY] * 2, (-ONE,)), (ONE, -ONE)) == 400 * 10**36
    with pytest.raises(VolatilityTooHigh):
        tracking(words([MAX_VOLATILITY + 1] * 2), (ONE, -ONE))
