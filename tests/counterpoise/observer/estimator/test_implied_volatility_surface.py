"""The implied-volatility grid: between its points, beyond its edges, and within its bounds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mpmath import mp, mpf

from counterpoise.errors import GridExpired, TenorZero, VolatilityOutOfBounds
from counterpoise.observer.estimator.implied_volatility_grid import (
    GridLimits,
    ImpliedVolatilityGrid,
)

ONE, PERCENT, HOUR, DAY, NOW = 10**18, 10**16, 3_600, 86_400, 1_700_000_000
STRIKES, TENORS = (80 * PERCENT, ONE, 120 * PERCENT), (7 * DAY, 30 * DAY)
SMILE = tuple(it * PERCENT for it in (90, 80, 85, 75, 70, 72))
LIMITS = GridLimits(5 * PERCENT, 3 * ONE, 25 * PERCENT, HOUR, DAY)


def posted(volatilities=SMILE):
    grid = ImpliedVolatilityGrid("coin", STRIKES, TENORS, LIMITS)
    grid.post(volatilities, NOW + DAY, NOW)
    return grid


@pytest.mark.parametrize("row", [0, 1])
@pytest.mark.parametrize("column", [0, 1, 2])
def test_on_a_point_it_is_the_points(row, column):
    answer = posted().volatility_at(STRIKES[column], TENORS[row], NOW)
    assert answer == SMILE[3 * row + column]


@pytest.mark.parametrize(
    "moneyness, tenor, point",
    [(1, 1, 0), (9 * ONE, 1, 2), (1, 999 * DAY, 3), (9 * ONE, 999 * DAY, 5), (ONE, HOUR, 1)],
)
def test_beyond_its_edges_it_is_as_at_the_edge(moneyness, tenor, point):
    assert posted().volatility_at(moneyness, tenor, NOW) == SMILE[point]


@given(moneyness=st.integers(80 * PERCENT, 120 * PERCENT), tenor=st.integers(7 * DAY, 30 * DAY))
def test_between_its_points_it_is_straight(moneyness, tenor):
    """Volatility along the strikes, variance until expiry along time; rounded up."""
    with mp.workdps(50):
        place = (mpf(moneyness) - STRIKES[0]) / (20 * PERCENT)
        column = min(int(place), 1)
        rows = [
            SMILE[3 * k + column] * (1 - place + column)
            + SMILE[3 * k + column + 1] * (place - column)
            for k in (0, 1)
        ]
        part = mpf(tenor - TENORS[0]) / (TENORS[1] - TENORS[0])
        total = rows[0] ** 2 * TENORS[0] * (1 - part) + rows[1] ** 2 * TENORS[1] * part
        exact = mp.sqrt(total / tenor)
        assert -mpf("1e-12") <= posted().volatility_at(moneyness, tenor, NOW) - exact <= 3


def test_when_it_is_over_it_answers_nobody():
    grid = posted()
    assert grid.volatility_at(ONE, DAY, NOW + DAY - 1)
    with pytest.raises(GridExpired):
        grid.volatility_at(ONE, DAY, NOW + DAY)


def test_no_time_has_no_volatility():
    with pytest.raises(TenorZero):
        posted().volatility_at(ONE, 0, NOW)


def test_a_step_binds_while_the_last_post_holds():
    grid, later = posted(), NOW + HOUR
    leap = [it * 126 // 100 for it in SMILE]
    with pytest.raises(VolatilityOutOfBounds) as refused:
        grid.post(leap, later + DAY, later)
    assert refused.value.fields["most"] == SMILE[0] * 125 // 100
    grid.post([it * 125 // 100 for it in SMILE], later + DAY, later)
    grid.post([3 * ONE] * 6, later + 2 * DAY, later + DAY)
