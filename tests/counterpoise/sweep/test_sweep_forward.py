"""What is chosen in a window, and how it is judged in the next."""

from math import isnan

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpoise.sweep.forward import choose, judge
from counterpoise.sweep.rows import Row
from counterpoise.sweep.windows import Fold, Window
from tests.counterpoise.sweep.made import moment

FOLD = Fold(
    Window(moment("2020-01-01"), moment("2021-01-01")),
    Window(moment("2021-01-08"), moment("2021-04-08")),
)
figures = st.lists(st.none() | st.integers(-9, 9), min_size=1, max_size=12)


def rows(*heights):
    """None is a trial that failed."""
    return [
        Row(f"{k}", {"market.lag": k}, {} if it is None else {"height": float(it)}, None)
        for k, it in enumerate(heights)
    ]


def test_the_chosen_cell_is_judged_where_it_was_not_chosen():
    verdict = judge(FOLD, rows(1, 5, 3, 4), rows(9, 2, 1, 4), "height", False)
    assert verdict.chosen == {"market.lag": 1}
    assert (verdict.inside, verdict.outside, verdict.middle) == (5, 2, 3)
    assert verdict.place == pytest.approx(1 / 3)


def test_less_can_be_better():
    verdict = judge(FOLD, rows(1, 5, 3, 4), rows(9, 2, 1, 4), "height", True)
    assert (verdict.chosen, verdict.outside, verdict.place) == ({"market.lag": 0}, 9, 0)


def test_the_first_of_equals_is_chosen_and_an_equal_is_half_beaten():
    verdict = judge(FOLD, rows(None, 7, 7), rows(1, 3, 3), "height", False)
    assert (verdict.chosen, verdict.place) == ({"market.lag": 1}, 0.75)


def test_what_failed_is_not_chosen_and_what_then_fails_has_no_place():
    assert judge(FOLD, rows(None, None), rows(1, 2), "height", False) is None
    verdict = judge(FOLD, rows(1, 2), rows(3, None), "height", False)
    assert (verdict.inside, verdict.middle) == (2, 3)
    assert isnan(verdict.outside) and isnan(verdict.place)


@given(figures, st.data(), st.booleans())
def test_no_choice_sees_its_test_window(train, data, least):
    """Whatever comes later, the same cell is chosen, and it is the best of what came before."""
    later = st.lists(st.none() | st.integers(-9, 9), min_size=len(train), max_size=len(train))
    verdicts = [
        judge(FOLD, rows(*train), rows(*data.draw(later)), "height", least) for _ in range(2)
    ]
    place = choose(rows(*train), "height", least)
    known = [it for it in train if it is not None]
    if place is None:
        assert known == [] and verdicts == [None, None]
        return
    assert train[place] == (min if least else max)(known)
    assert [it.chosen for it in verdicts] == [{"market.lag": place}] * 2
    assert [it.inside for it in verdicts] == [train[place]] * 2
