"""The sentences of every kind of run; none claims what its interval does not support."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpoise.backtest.prices import ONE
from counterpoise.backtest.report.cautions import ALWAYS, cautions
from counterpoise.backtest.report.sentences import (
    became,
    bounds,
    compared,
    judged,
    kept,
    sentences,
    waits,
)
from counterpoise.backtest.report.story import SPREAD, Attribution, Difference, Part, Story
from tests.counterpoise.backtest.report.told import Bounds, drawn, story

TOLD = story(drawn(400), ["hold"])
LONG = {"total_return": 1.5, "annual_return": 0.25, "drawdown": 0.4}
BOUND = st.floats(-10, 10)


def against(*differences: Difference) -> Story:
    return replace(TOLD, differences=differences)


def of(low: float, estimate: float, high: float, figure: str = "annual_return") -> Difference:
    return Difference("vault", "hold", figure, Bounds(low, estimate, high))


def first(figures: dict[str, float], steps: int = 400) -> str:
    course = replace(TOLD.vault.course, steps=TOLD.vault.course.steps[:steps])
    return became(replace(TOLD.vault, figures=figures, course=course))


def test_a_gain_is_told_with_its_fall():
    said = first({"total_return": 0.1234, "drawdown": 0.2})

    span = "From 1 January 2024 to 17 January 2024, over 400 prices,"
    gain = "100 USD in vault became 112.34 USD: a return of +12.34% with a worst fall of 20.00%"
    assert said == f"{span} {gain} on the way."


def test_a_return_by_the_year_is_told_of_a_year_alone():
    steps = TOLD.vault.course.steps
    later = replace(steps[-1], time=steps[0].time + 365 * 86_400)
    long = replace(TOLD.vault.course, steps=[*steps, later])

    assert "a year" not in first(LONG)
    said = became(replace(TOLD.vault, figures=LONG, course=long))
    assert "a return of +150.00%, +25.00% a year, with a worst fall of 40.00% on the way." in said


def test_a_total_loss_is_told_as_one():
    assert first({"total_return": -1.0}).endswith("became 0.00 USD: all of it was lost.")


def test_a_return_that_is_no_number_is_not_told():
    assert first({"total_return": float("nan")}).endswith("no return of vault can be told.")
    assert first({}).endswith("no return of vault can be told.")


def test_a_single_price_tells_no_return():
    said = first({"total_return": 0.5, "annual_return": 900.0}, steps=1)

    assert said == "A single price was played, that of 1 January 2024: it tells no return."


@pytest.mark.parametrize(
    ("difference", "end"),
    [
        (of(0.01, 0.02, 0.03), "from +1.00 points to +3.00 points: it did better."),
        (of(-0.03, -0.02, -0.01), "from -3.00 points to -1.00 points: it did worse."),
        (of(0.01, 0.02, 0.03, "drawdown"), "from +1.00 points to +3.00 points: it did worse."),
        (of(-3, -2, -1, "rebalances"), "from -3 to -1: less."),
        (of(1, 2, 3, "zeal"), "from +1 to +3: more."),
        (
            of(-0.01, 0.02, 0.05),
            "from -1.00 points to +5.00 points, which holds 0: no difference can be told.",
        ),
    ],
)
def test_a_difference_is_told_as_far_as_its_interval_goes(difference, end):
    assert compared(against(difference)).endswith(f"with a 95% interval {end}")


def test_the_other_differences_are_counted():
    rest = of(0.01, 0.02, 0.03), of(-0.03, -0.02, -0.01), of(-1, 0, 1), of(-1, 0, 1)

    said = compared(against(of(-1, 0, 1), *rest))

    counted = "(of 4 more comparisons: 1 better, 1 worse, 2 not to be told apart)."
    assert said.endswith(counted)


def test_without_an_interval_nothing_is_said_to_differ():
    none = float("nan")

    assert compared(against()) == (
        "No interval of any difference was made, so no difference can be told."
    )
    assert compared(against(of(none, none, none))) == (
        "Between vault and hold no interval could be made: no difference can be told."
    )


@given(st.lists(BOUND, min_size=3, max_size=3), st.sampled_from(["annual_return", "cost", "zeal"]))
def test_no_sentence_claims_what_its_interval_does_not_support(numbers, figure):
    low, estimate, high = sorted(numbers)
    told = of(low, estimate, high, figure)

    said = compared(against(told))

    assert ("no difference can be told" in said) == (low <= 0 <= high)
    assert bounds(told) == (low, estimate, high)
    words = {word for word in ("better", "worse", ": more", ": less") if word in said}
    assert len(words) == (0 if low <= 0 <= high else 1)
    assert judged(told) in said


@pytest.mark.parametrize(("times", "often"), [(1.0, "once"), (1234.0, "1,234 times")])
def test_rebalances_are_told_with_their_cost(times, often):
    figures = {"rebalances": times, "cost": 0.0235, "outside": 0.002}

    said = kept(replace(TOLD.vault, figures=figures))

    cost = "2.35% of its value a year in fees, price impact and pools off the market"
    outside = "it was outside its band for 0.2% of the time"
    assert said == f"It was rebalanced {often}, which cost {cost}; {outside}."
    without = kept(replace(TOLD.vault, figures={"rebalances": times, "cost": 0.0235}))
    assert without == f"It was rebalanced {often}, which cost {cost}."


def test_a_run_without_rebalances_says_why():
    hold = replace(TOLD.others[0], figures={"rebalances": 0.0})
    silent = [replace(step, wait=None) for step in hold.course.steps]

    reason = "most often because of WithinBand (400 of 400 prices)"
    assert kept(hold) == f"It was never rebalanced, {reason}."
    course = replace(hold.course, steps=silent)
    assert kept(replace(hold, course=course)) == "It was never rebalanced, and no reason was noted."


def test_waits_are_counted_the_most_frequent_first():
    steps = TOLD.vault.course.steps
    mixed = [replace(it, wait="CooldownActive", changes=()) for it in steps[:300]]
    some = [replace(it, wait="WithinBand", changes=()) for it in steps[300:]]

    course = replace(TOLD.vault.course, steps=mixed + some)

    assert waits(course) == [("CooldownActive", 300), ("WithinBand", 100)]


def test_there_are_three_sentences():
    told = sentences(TOLD)

    assert len(told) == 3
    assert all(it[0].isupper() and it.endswith(".") for it in told)


def test_what_cannot_be_concluded_follows_from_the_run():
    told = cautions(against(of(-1, 0, 1), of(0.1, 0.2, 0.3)))

    assert told[-len(ALWAYS) :] == ALWAYS
    assert told[: -len(ALWAYS)] == (
        "Less than a year was played: what is told by the year is drawn out from less.",
        "No difference can be told between vault and hold.",
        "Of 2 intervals, 0.1 are expected to miss the truth by chance alone.",
    )


def test_without_intervals_the_table_is_said_to_say_nothing():
    said = "No interval was made: that one line of the table is above another says nothing yet."

    assert said in cautions(against())


def test_what_depositors_left_is_no_lead_of_rebalancing():
    told = against()
    parts = (Part("market", -ONE), Part(SPREAD, 3 * ONE))
    spread = Attribution(100 * ONE, parts, 102 * ONE)
    said = (
        "Who came and went left 3.00 USD with the other holders. The alternatives have no "
        "depositors: that much of any lead is theirs, and not rebalancing's."
    )
    assert said not in cautions(told)
    assert said in cautions(replace(told, attribution=spread))
