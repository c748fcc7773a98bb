"""ImpliedVolatilityGrid: its twin to the unit, who may post, and what is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpoise.observer.estimator.implied_volatility_grid import (
    GridLimits,
    ImpliedVolatilityGrid,
)
from tests.depth import sharing
from tests.evm.in_process import said
from tests.evm.stateful.stage import build

NAME = "ImpliedVolatilityGrid"
ONE, PERCENT, HOUR, DAY = 10**18, 10**16, 3_600, 86_400
ASSET = f"0x{0xC0FFEE:040x}"
STRIKES, TENORS = (80 * PERCENT, ONE, 120 * PERCENT), (7 * DAY, 30 * DAY)
SMILE = [it * PERCENT for it in (90, 80, 85, 75, 70, 72)]
LIMITS = (5 * PERCENT, 3 * ONE, 25 * PERCENT, HOUR, DAY)


@pytest.fixture(scope="module")
def world():
    """A vault that is handed over, so that its authority knows a keeper."""
    return build()


class Grid:
    """The contract and its twin, and the keeper who posts to both."""

    def __init__(self, world, strikes=STRIKES, tenors=TENORS, limits=LIMITS):
        self.world, self.chain = world, world.chain
        self.contract = self.chain.deploy(NAME, world.authority, ASSET, strikes, tenors, limits)
        self.twin = ImpliedVolatilityGrid(ASSET, strikes, tenors, GridLimits(*limits))

    def post(self, volatilities, life=DAY, wait=HOUR):
        """By both; what they say, which is the same."""
        self.chain.evm.advance_block(wait)
        values = volatilities, self.chain.time() + life
        keeper = self.world.people["keeper"]
        answer = said(lambda: self.chain.tell(NAME, self.contract, "post", *values, by=keeper))
        assert answer == said(self.twin.post, *values, self.chain.time())
        assert self.ask("volatilities") == list(self.twin.volatilities)
        assert self.ask("updatedAt") == self.twin.time
        assert self.ask("validUntil") == self.twin.valid_until
        return answer

    def at(self, moneyness, tenor):
        """What both say of a strike and a time."""
        answer = self.ask("volatilityAt", moneyness, tenor)
        assert answer == said(self.twin.volatility_at, moneyness, tenor, self.chain.time())
        return answer

    def ask(self, *question):
        return said(self.chain.ask, NAME, self.contract, *question)


@pytest.fixture
def grid(world):
    world.begin()
    return Grid(world)


axes = st.sets(st.integers(1, 100), min_size=1, max_size=8).map(sorted)
posts = st.tuples(
    st.integers(1, 320), st.sampled_from([0, 1, DAY, DAY + 1]), st.sampled_from([1, HOUR, DAY])
)


@sharing(10)
@given(strikes=axes, tenors=axes, walk=st.lists(posts, min_size=1, max_size=4), data=st.data())
def test_the_twin_is_the_chain(world, strikes, tenors, walk, data):
    world.begin()
    grid = Grid(world, [it * ONE // 50 for it in strikes], [it * DAY for it in tenors])
    count = len(strikes) * len(tenors)
    for percent, life, wait in walk:
        shape = data.draw(st.lists(st.integers(95, 105), min_size=count, max_size=count))
        grid.post([it * percent * PERCENT // 100 for it in shape], life, wait)
        for moneyness in (1, ONE // 3, ONE, ONE + 1, 3 * ONE):
            for tenor in (0, 1, DAY * 9 // 2, 10 * DAY, 200 * DAY):
                grid.at(moneyness, tenor)


def test_between_four_points(grid):
    """At 0.9 of the price, 85 % for a week and 72.5 % for a month; in between by variance."""
    grid.post(SMILE)
    assert grid.at(90 * PERCENT, 7 * DAY) == 85 * PERCENT
    assert grid.at(90 * PERCENT, 30 * DAY) == 725 * 10**15
    assert grid.at(90 * PERCENT, 14 * DAY) == pytest.approx(0.770781 * ONE, rel=1e-6)


class TestKeepers:
    """GV-01, GV-06 The vault's authority says who is one."""

    @pytest.mark.parametrize("who", ["outsider", "guardian", "governor", "founder"])
    def test_nobody_else_posts(self, grid, who):
        person = grid.world.people[who]
        values = SMILE, grid.chain.time() + DAY
        answer = said(lambda: grid.chain.tell(NAME, grid.contract, "post", *values, by=person))
        assert answer == ("AccessManagedUnauthorized", [person.lower()])
        assert grid.ask("volatilities") == []

    def test_nor_a_keeper_who_is_dismissed(self, grid):
        """At once, by a guardian."""
        keeper, guardian = (grid.world.people[it] for it in ("keeper", "guardian"))
        assert grid.post(SMILE) is None
        grid.chain.tell("Authority", grid.world.authority, "dismiss", keeper, by=guardian)
        grid.chain.evm.advance_block(HOUR)
        values = SMILE, grid.chain.time() + DAY
        answer = said(lambda: grid.chain.tell(NAME, grid.contract, "post", *values, by=keeper))
        assert answer == ("AccessManagedUnauthorized", [keeper.lower()])


class TestPosts:
    def test_it_ends_to_the_second(self, grid):
        """B5 Who asks then does with what has been realised."""
        assert grid.ask("isValid") is False
        assert grid.at(ONE, DAY) == ("GridExpired", [ASSET, 0, grid.chain.time()])
        grid.post(SMILE)
        assert (grid.ask("isValid"), grid.at(ONE, DAY)) == (True, 80 * PERCENT)
        end = grid.twin.valid_until
        grid.chain.evm.advance_block(end - grid.chain.time())
        assert grid.at(ONE, DAY) == ("GridExpired", [ASSET, end, end])
        assert grid.ask("isValid") is False

    def test_the_next_one_waits(self, grid):
        grid.post(SMILE)
        ready = grid.twin.time + HOUR
        answer = grid.post(SMILE, wait=HOUR - 1)
        assert answer == ("PostTooSoon", [ASSET, ready - 1, ready])
        assert grid.post(SMILE, wait=1) is None

    @pytest.mark.parametrize("life", [-1, 0, DAY + 1])
    def test_it_holds_from_a_second_to_its_life(self, grid, life):
        answer, now = grid.post(SMILE, life), grid.chain.time()
        assert answer == ("LifeOutOfRange", [ASSET, now + life, now + 1, now + DAY])

    @pytest.mark.parametrize("count", [0, 5, 7])
    def test_each_point_has_a_volatility(self, grid, count):
        assert grid.post(SMILE[:1] * count) == ("VolatilitiesMissing", [count, 6])

    @pytest.mark.parametrize("wrong", [5 * PERCENT - 1, 3 * ONE + 1])
    def test_each_is_within_its_bounds(self, grid, wrong):
        answer = grid.post([*SMILE[:5], wrong])
        assert answer == ("VolatilityOutOfBounds", [ASSET, 5, wrong, 5 * PERCENT, 3 * ONE])

    @pytest.mark.parametrize("wrong", [60 * PERCENT - 1, ONE + 1])
    def test_and_within_a_step_of_what_still_holds(self, grid, wrong):
        """A stolen keeper's key moves 80 % to 60 or 100 % an hour, and no further."""
        grid.post(SMILE)
        answer = grid.post([SMILE[0], wrong, *SMILE[2:]])
        assert answer == ("VolatilityOutOfBounds", [ASSET, 1, wrong, 60 * PERCENT, ONE])
        assert grid.post([SMILE[0], ONE, *SMILE[2:]], wait=1) is None

    def test_no_time_has_no_volatility(self, grid):
        assert grid.at(ONE, 0) == ("TenorZero", [ASSET])


class TestDeployment:
    def make(self, world, strikes=STRIKES, tenors=TENORS, limits=LIMITS):
        answer = said(world.chain.deploy, NAME, world.authority, ASSET, strikes, tenors, limits)
        twin = said(lambda: ImpliedVolatilityGrid(ASSET, strikes, tenors, GridLimits(*limits)).time)
        assert answer == twin or twin == 0
        return answer

    def test_it_knows_its_axes(self, grid):
        assert grid.ask("axes") == [list(STRIKES), list(TENORS)]

    @pytest.mark.parametrize(
        "strikes, refused",
        [
            ((0, ONE), ["moneyness", 0, 0]),
            ((ONE, ONE), ["moneyness", 1, ONE]),
            ((ONE, 101 * ONE), ["moneyness", 1, 101 * ONE]),
        ],
    )
    def test_its_axes_rise(self, world, strikes, refused):
        assert self.make(world, strikes) == ("AxisUnusable", refused)

    def test_its_times_rise_too(self, world):
        answer = self.make(world, tenors=(2 * DAY, DAY))
        assert answer == ("AxisUnusable", ["tenors", 1, DAY])

    @pytest.mark.parametrize("count", [0, 9])
    def test_an_axis_has_one_to_eight_points(self, world, count):
        answer = self.make(world, range(1, count + 1))
        assert answer == ("LimitOutOfRange", ["moneyness", count, 8])

    @pytest.mark.parametrize(
        "place, wrong, refused",
        [
            (0, 0, ["least", 0, 10 * ONE]),
            (0, 4 * ONE, ["most", 3 * ONE, 4 * ONE]),
            (1, 10 * ONE + 1, ["most", 10 * ONE + 1, 10 * ONE]),
            (2, 0, ["step", 0, ONE]),
            (2, ONE + 1, ["step", ONE + 1, ONE]),
            (3, 0, ["spacing", 0, 7 * DAY]),
            (4, HOUR - 1, ["life", HOUR - 1, HOUR]),
            (4, 7 * DAY + 1, ["life", 7 * DAY + 1, 7 * DAY]),
        ],
    )
    def test_its_limits_are_within_bounds(self, world, place, wrong, refused):
        limits = tuple(wrong if k == place else it for k, it in enumerate(LIMITS))
        assert self.make(world, limits=limits) == ("LimitOutOfRange", refused)
