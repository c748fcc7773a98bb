"""The widths of the regions where nothing is done: how near they are, and what they follow."""

from random import Random

import pytest
from mpmath import cbrt, mp, mpf, root, sqrt

from counterpoise.errors import FullMulDivFailed, MulDivFailed, Panic
from counterpoise.math.fixed_point import MAX
from counterpoise.math.no_trade import of_cost, of_fixed_cost, of_risk, volatility_against
from tests.depth import examples

ONE = 10**18
RISKS = [  # V1.2: budget, volatility, width
    ("0.02", "0.8", 25_000_000_000_000_000),
    ("0.02", "0.3", 66_666_666_666_666_666),
    ("0.015", "1.1", 13_636_363_636_363_636),
]
COSTS = [  # V1.3: cost, variance, dislike, width
    ("0.003", "0.04", "1.92", 45_428_014_820_803_491),
    ("0.0005", "0.0441", "1.8", 26_388_160_439_520_383),
    ("0.01", "0.0256", "2", 57_689_982_812_296_335),
    ("0.0005", "0.0441", "5", 18_771_974_237_027_920),
]
FIXED_COSTS = [  # V1.4
    ("0.00001", "0.04", "1.92", 39_763_536_438_352_533),
    ("0.0001", "0.015876", "1.8", 57_037_759_517_833_711),
    ("0.000002", "0.0625", "2", 29_428_309_563_827_118),
]


def fixed(text):
    """D18."""
    with mp.workdps(40):
        return int(mpf(text) * ONE)


@pytest.mark.parametrize(("budget", "volatility", "width"), RISKS)
def test_the_vectors_of_a_budget_of_risk(budget, volatility, width):
    assert of_risk(fixed(budget), fixed(volatility)) == width


@pytest.mark.parametrize(("cost", "variance", "dislike", "width"), COSTS)
def test_the_vectors_of_a_cost_in_proportion(cost, variance, dislike, width):
    """The reference's own digits, rounded down."""
    assert of_cost(*map(fixed, (cost, variance, dislike))) == width


@pytest.mark.parametrize(("cost", "variance", "dislike", "width"), FIXED_COSTS)
def test_the_vectors_of_a_fixed_cost(cost, variance, dislike, width):
    """The reference's own digits, rounded down."""
    assert of_fixed_cost(*map(fixed, (cost, variance, dislike))) == width


def drawn(draw):
    """A cost, a variance and a dislike over all of their domain, each magnitude as likely."""
    return [int(10 ** draw.uniform(*span)) for span in ((0, 18), (0, 18), (15, 20.3))]


def test_they_are_less_than_a_unit_below_the_truth():
    """E1 2,000 cases a formula."""
    draw = Random(12)
    with mp.workdps(60):
        for _ in range(examples(2_000, 100_000)):
            cost, variance, dislike = drawn(draw)
            ratio = mpf(cost) * variance / dislike / ONE
            assert 0 <= cbrt(3 * ratio / 2) * ONE - of_cost(cost, variance, dislike) < 1
            assert 0 <= root(12 * ratio, 4) * ONE - of_fixed_cost(cost, variance, dislike) < 1


def test_a_volatility_against_another_is_less_than_a_unit_above_the_truth():
    """math 0.5 2,000 cases."""
    draw = Random(13)
    with mp.workdps(60):
        for _ in range(examples(2_000)):
            a, b = (int(10 ** draw.uniform(0, 19)) for _ in range(2))
            both = draw.choice((draw.randint(-ONE, ONE), -ONE, 0, ONE))
            exact = sqrt(mpf(a) ** 2 + mpf(b) ** 2 - 2 * mpf(a) * b * both / ONE)
            assert 0 <= volatility_against(a, b, both) - exact < 1


@pytest.mark.parametrize(("both", "found"), [(-ONE, 11), (ONE, 3), (0, 9)])
def test_the_less_two_move_together_the_more_they_move_apart(both, found):
    """7 - 4, 7 + 4, and the root of 65 rounded up."""
    assert volatility_against(7, 4, both) == volatility_against(4, 7, both) == found


def test_what_carries_no_risk_has_no_width():
    assert of_risk(1, 0) == MAX
    assert volatility_against(5, 5, ONE) == 0


def test_all_of_the_domain_fits_and_what_is_beyond_is_refused():
    assert of_fixed_cost(ONE, ONE, 10**15) == 10_466_351_393_921_055_557
    assert of_cost(ONE, ONE, 10**15) == 11_447_142_425_533_318_678
    with pytest.raises(FullMulDivFailed):
        of_fixed_cost(ONE, ONE, 10**14 // 2)
    with pytest.raises(FullMulDivFailed):
        of_cost(ONE, ONE, 0)
    with pytest.raises(MulDivFailed):
        of_risk(MAX // 2, 1)
    for width in (of_cost, of_fixed_cost):
        with pytest.raises(Panic):
            width(2**200, 2**60, ONE)
