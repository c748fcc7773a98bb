"""Covariance: the chain and its twin tell the same of assets that move together."""

from random import Random

import pytest

from counterpoise.math.covariance import (
    bounded_volatility_of,
    correlations,
    tracking,
    variance,
    volatility_or,
)
from counterpoise.math.signals import WORD, signals_of
from counterpoise.types import MarketClass
from tests.counterpoise.math.test_covariance import CENT, ONE, drawn, words
from tests.depth import examples
from tests.evm.in_process import said

NAME = "MockCovariance"


def damaged(draw, signals):
    """As they are, or with a word that is missing, unknown, or beyond the domain."""
    words_ = list(signals)
    harm = draw.randrange(5)
    if harm == 0:
        return words_[: draw.randint(0, len(words_))]
    if harm == 1:
        words_[draw.randrange(1, len(words_))] = draw.choice((0, 11 * ONE, WORD - 2 * ONE, 2**255))
    return words_


def flat(signals, n):
    return [it % WORD for row in correlations(signals, n) for it in row]


def test_variances_and_their_refusals_are_the_twins(ask):
    """ST-02 2 to 20 assets, whole signals and damaged ones."""
    draw = Random(7)
    for _ in range(examples(80)):
        volatilities, together, weights = drawn(draw)
        trends = draw.choice(((), [-1] * len(weights)))
        signals = damaged(draw, words(volatilities, draw.choice((together, ())), trends))
        twin = said(variance, signals, weights)
        assert ask("variance", signals, weights) == twin


def test_correlations_and_their_refusals_are_the_twins(ask):
    """ST-02"""
    draw = Random(8)
    for _ in range(examples(40)):
        volatilities, together, _ = drawn(draw)
        n = len(volatilities)
        signals = damaged(draw, words(volatilities, together))
        assert ask("correlations", signals, n) == said(flat, signals, n)


@pytest.mark.parametrize(("both", "expected"), [(-50, 0), (-51, 729 * 10**32)])
def test_what_contradicts_itself_counts_as_one(ask, both, expected):
    """Three that each go against both others by more than a half: there are no such three."""
    signals = words([30 * CENT] * 3, [both * CENT] * 3)
    assert ask("variance", signals, [30 * CENT] * 3) == expected


@pytest.mark.parametrize("volatility", [0, 1, 10 * ONE, 10 * ONE + 1])
def test_a_volatility_has_its_domain(ask, volatility):
    signals = words((CENT, volatility))
    assert ask("volatilityOf", signals, 1) == said(bounded_volatility_of, signals, 1)


def test_a_sum_of_products_takes_its_runs_alone(ask):
    """With signs, from the middle of one list and of the other; of nothing it is nothing."""
    a, b = [9, 1, WORD - 2, 3, 9], [9, 9, 4, 5, WORD - 6, 9]
    assert ask("dot", a, 1, b, 2, 3) == -24
    assert ask("dot", a, 1, b, 2, 0) == 0
    assert ask("dot", [2**120], 0, [WORD - 2**130], 0, 1) == -(2**250)


def test_without_volatilities_the_correlations_are_found_all_the_same(ask):
    signals = signals_of([MarketClass.NORMAL] * 3, (), (1, 2, 3))
    assert ask("correlations", signals, 3) == [0, 1, 2, 1, 0, 3, 2, 3, 0]


def test_what_is_off_and_its_refusals_are_the_twins(ask):
    """ST-02 Weights with sign, whole signals and damaged ones."""
    draw = Random(9)
    for _ in range(examples(60)):
        volatilities, together, weights = drawn(draw)
        drifts = [it * draw.choice((1, -1)) for it in weights]
        signals = damaged(draw, words(volatilities, draw.choice((together, ()))))
        assert ask("tracking", signals, drifts) == said(tracking, signals, drifts)


@pytest.mark.parametrize("volatility", [0, 1, 10 * ONE, 10 * ONE + 1])
@pytest.mark.parametrize("i", [0, 1, 2])
def test_a_volatility_that_nobody_remembers_is_what_was_said(ask, volatility, i):
    for signals in (words((CENT, volatility)), (0, volatility), ()):
        assert ask("volatilityOr", signals, i, 7) == said(volatility_or, signals, i, 7)
