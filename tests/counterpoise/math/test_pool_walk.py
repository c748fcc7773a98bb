"""Steps through a pool in memory: where they end, what they cross, and how far they look."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpoise.math.pool_walk import HIGHEST, LOWEST, Edge, Pool, Walk
from counterpoise.math.range_trade import to_end
from counterpoise.math.ticks import sqrt_price_at

FULL = -887_220, 887_220  # {tick}, all of a tier whose ticks are 60 apart
MANY = 10**6  # steps


def pool(*positions, tick=0, spacing=60):
    made = Pool("pool", 3_000, spacing, sqrt_price_at(tick), tick)
    for position in positions:
        made.lay(*position)
    return made


def test_liquidity_begins_and_ends_with_its_positions():
    made = pool((-60, 60, 5), (60, 120, 3), (-120, -60, 2))
    assert made.liquidity == 5
    assert made.edges == {
        -120: Edge(2, 2),
        -60: Edge(7, 3),
        60: Edge(8, -2),
        120: Edge(3, -3),
    }
    made.lay(60, 120, -3)
    assert made.edges == {-120: Edge(2, 2), -60: Edge(7, 3), 60: Edge(5, -5)}


@pytest.mark.parametrize(
    ("is_down", "ticks"), [(True, (-61, -121, -15_361)), (False, (60, 120, 15_300))]
)
def test_a_step_ends_at_an_edge_or_at_a_words_end(is_down, ticks):
    """256 slots of 60 ticks are a word; downwards a pool is then below what it crossed."""
    made = pool((-60, 60, 10**18), (-120, 120, 10**18))
    seen = []
    for steps in (1, 2, 3):
        walk = Walk(made, is_down, 10**30)
        walk.sell(steps + is_down)  # Down there is one more: the price stands at its word's end.
        seen.append(walk.tick)
    assert tuple(seen) == ticks


def test_what_a_step_crosses_is_in_range_afterwards():
    made = pool((-60, 60, 5), (60, 120, 3))
    walk = Walk(made, False, 10**30)
    walk.sell(1)
    walk.enter()
    assert (walk.tick, walk.liquidity) == (60, 3)
    assert made.liquidity == 5


@pytest.mark.parametrize(("is_down", "end"), [(True, LOWEST), (False, HIGHEST)])
def test_a_sale_that_no_liquidity_stops_ends_at_the_last_price(is_down, end):
    walk = Walk(pool((-60, 60, 10**18)), is_down, 10**30)
    walk.sell(MANY)
    assert walk.is_over and walk.price == end
    assert walk.left > 0


@pytest.mark.parametrize(
    ("reach", "ranges"), [(1, 1), (60, 1), (79, 1), (81, 2), (120, 2), (121, 3)]
)
def test_a_survey_tells_the_least_liquidity_on_its_way_and_what_it_takes(reach, ranges):
    """Ranges of 60 ticks upwards, of 8, then of 6, then of 7: 60 of eight are 80 of six."""
    sizes = [8 * 10**18, 6 * 10**18, 7 * 10**18]
    made = pool(*[(60 * k, 60 * k + 60, size) for k, size in enumerate(sizes)])
    price, least, limit = Walk(made, False, 0).survey(reach, 8)
    assert (price, least) == (2**96, min(sizes[:ranges]))
    edges = [sqrt_price_at(60 * k) for k in range(4)]
    assert limit == sum(to_end(*edges[k : k + 2], sizes[k], 3_000) for k in range(ranges))


def test_a_survey_ends_after_its_steps_however_far_it_is_to_reach():
    made = pool(*[(60 * k, 60 * k + 60, 10**18) for k in range(9)])
    assert Walk(made, False, 0).survey(1_000, 3) == Walk(made, False, 0).survey(180, 8)


@pytest.mark.parametrize(("next_", "least"), [(5, 5), (4, 8), (0, 8)])
def test_a_survey_tells_of_a_thinner_range_where_that_bears_more(next_, least):
    """60 ticks of eight, or a hundred of five, of four, of none."""
    made = (
        pool((0, 60, 8 * 10**18), (60, 120, next_ * 10**18)) if next_ else pool((0, 60, 8 * 10**18))
    )
    assert Walk(made, False, 0).survey(100, 8)[1] == least * 10**18


def test_a_survey_begins_where_liquidity_does():
    """The price stands in a gap of two ranges; they count as a step."""
    made = pool((120, 180, 10**18))
    assert Walk(made, False, 0).survey(1, 1)[1:] == (0, 0)
    price, liquidity, limit = Walk(made, False, 0).survey(1, 2)
    assert (price, liquidity) == (sqrt_price_at(120), 10**18)
    assert limit == to_end(sqrt_price_at(120), sqrt_price_at(180), 10**18, 3_000)


def test_a_survey_from_the_very_end_of_a_range_sees_the_next_one():
    """Down from a tick that begins a range: the step to it is none, and its liquidity is not."""
    made = pool((0, 60, 10**18), (-60, 0, 5 * 10**18))
    assert Walk(made, True, 0).survey(1, 8)[:2] == (2**96, 5 * 10**18)


@given(
    tick=st.integers(-800_000, 800_000),
    amounts=st.lists(st.integers(1, 10**30), min_size=1, max_size=4),
    is_down=st.booleans(),
)
def test_parts_of_a_sale_go_as_far_as_the_whole_or_a_unit_less_each(tick, amounts, is_down):
    """Over all ticks, where no price comes to an end of liquidity: splitting gains nothing."""
    made = pool((*FULL, 10**24), tick=tick)
    whole = Walk(made, is_down, sum(amounts))
    whole.sell(MANY)
    parts = 0
    for amount in amounts:
        part = Walk(made, is_down, amount)
        part.sell(MANY)
        made.price, made.tick, parts = part.price, part.tick, parts + part.bought
    assert parts <= whole.bought
