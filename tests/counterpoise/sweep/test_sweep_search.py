"""A search of the grid: it finds the top, and proposes the same whoever is quick."""

from counterpoise.sweep.grid import axis
from counterpoise.sweep.rows import Row
from counterpoise.sweep.search import Search
from counterpoise.sweep.seeker import Seeker

AXES = [axis("a=0..19..1"), axis("b=0..19..1")]
TOP = (13, 4)


def height(cell):
    a, b = (int(value) for _, value in cell)
    return -float((a - TOP[0]) ** 2 + (b - TOP[1]) ** 2)


def sought(sampler="tpe", trials=60, seed=7, ahead=8, least=False, fails=()):
    seeker, found = Seeker(Search(sampler, trials, seed, ahead, "height", least), AXES), []
    while not seeker.is_done:
        while seeker.may_ask:
            found.append(seeker.ask())
        cell = seeker.next
        seeker.tell(None if cell in fails else Row("", {}, {"height": height(cell)}))
    return found


def test_tpe_comes_nearer_the_top_than_chance():
    """Drawn evenly a and b are 45.5 and 63.5 from the top on average, squared."""
    assert sum(map(height, sought()[-20:])) / 20 > -(45.5 + 63.5) / 2
    assert max(map(height, sought())) >= -2


def test_the_least_is_sought_where_less_is_better():
    """The corner that is farthest from the top is at -394."""
    assert min(map(height, sought(least=True))) <= -300


def test_the_seed_decides_and_nothing_else():
    assert sought() == sought()
    assert sought(seed=8) != sought()


def test_as_many_are_under_way_as_it_is_told():
    seeker = Seeker(Search("tpe", 5, 7, 3, "height", False), AXES)
    asked = []
    while seeker.may_ask:
        asked.append(seeker.ask())
    assert (len(asked), seeker.next, seeker.is_done) == (3, asked[0], False)
    seeker.tell(None)
    assert seeker.may_ask and seeker.next == asked[1]


def test_what_cannot_be_played_is_passed_over():
    every = {cell for cell in sought() if height(cell) < -100}
    assert max(map(height, sought(fails=every))) >= -20
