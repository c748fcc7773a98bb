"""Walk-forward windows: what is chosen never sees what judges it."""

from datetime import datetime, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from counterpoise.sweep.windows import BadWindow, Fold, Span, Walk, Window
from tests.counterpoise.sweep.made import moment

spans = st.builds(Span, st.integers(0, 14), st.integers(0, 900)).filter(lambda it: it != Span())
gaps = st.builds(Span, st.integers(0, 2), st.integers(0, 400))
starts = st.datetimes(datetime(2016, 1, 1), datetime(2021, 1, 1))


def test_a_year_and_a_quarter_with_a_week_between():
    walk = Walk.of("12mo/3mo", "7d", "0d")
    folds = walk.folds(moment("2018-05-15T06:00"), moment("2020-01-01"))
    assert folds[0] == Fold(
        Window(moment("2018-05-15T06:00"), moment("2019-05-15T06:00")),
        Window(moment("2019-05-22T06:00"), moment("2019-08-22T06:00")),
    )
    assert folds[1] == Fold(
        Window(moment("2018-08-15T06:00"), moment("2019-08-15T06:00")),
        Window(moment("2019-08-22T06:00"), moment("2019-11-22T06:00")),
    )
    assert len(folds) == 2


def test_an_embargo_lies_between_the_tests():
    first, second = Walk.of("10d/5d", "1d", "2d").folds(moment("2024-01-01"), moment("2024-01-25"))
    assert second.test.start - first.test.end == timedelta(days=2)


def test_a_month_ends_where_the_calendar_ends_it():
    month = Span.of("1mo")
    assert month.after(moment("2024-01-31")) == moment("2024-02-29")
    assert month.before(moment("2024-03-31")) == moment("2024-02-29")
    assert Span.of("1y").after(moment("2024-02-29")) == moment("2025-02-28")


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("12mo", "expected TRAIN/TEST, as 12mo/3mo"),
        ("12/3", "expected a length as 36h, 7d, 4w, 3mo or 1y, up to 10000"),
        ("10001d/1d", "expected a length as 36h, 7d, 4w, 3mo or 1y, up to 10000"),
        ("0d/3mo", "a window of no length"),
        ("3mo/0h", "a window of no length"),
    ],
)
def test_what_is_no_walk_is_told(text, problem):
    with pytest.raises(BadWindow) as refused:
        Walk.of(text, "7d", "0d")
    assert refused.value.problem == problem


def test_prices_that_end_too_soon_are_told():
    walk = Walk.of("12mo/3mo", "7d", "0d")
    with pytest.raises(BadWindow, match="^2020-01-01 to 2021-04-07: the prices have no room"):
        walk.folds(moment("2020-01-01"), moment("2021-04-07"))
    assert len(walk.folds(moment("2020-01-01"), moment("2021-04-08"))) == 1


@given(spans, spans, gaps, gaps, starts, st.integers(1, 1_500))
@example(Span(0, 1), Span(0, 1), Span(1, 336), Span(), datetime(2016, 2, 15), 45)
@example(Span(0, 1), Span(0, 1), Span(1), Span(), datetime(2018, 1, 31), 60)
def test_what_is_chosen_from_ends_a_purge_before_what_judges_it(
    train, test, purge, embargo, start, days
):
    """In each fold, within the prices; and no moment judges twice.

    The examples: of a window of an hour nothing is left before the purge, as months differ.
    """
    start = moment(start.isoformat())
    end = start + timedelta(days=days)
    begin, begins = purge.after(train.after(start)), []
    while test.after(begin) <= end:
        begins.append(begin)
        begin = embargo.after(test.after(begin))
    try:
        folds = Walk(train, test, purge, embargo).folds(start, end)
    except BadWindow:
        folds = []
    assert [it.test.start for it in folds] == [it for it in begins if purge.before(it) > start]
    for fold in folds:
        assert start <= fold.train.start < fold.train.end <= fold.test.start < fold.test.end <= end
        assert fold.train.end == purge.before(fold.test.start)
    for one, following in zip(folds, folds[1:]):
        assert following.test.start >= embargo.after(one.test.end) >= one.test.end
