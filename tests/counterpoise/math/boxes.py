"""Random boxes that can be kept: of ordinary, near and hostile wishes, and bounds of all kinds."""

from random import Random

from counterpoise.math.fixed_point import ONE
from counterpoise.math.group_projection import Groups
from counterpoise.math.projection import Box, project
from counterpoise.math.weights import in_proportion

FREE = 2**256 - 1  # A high bound that is none.


def boxes(count: int, seed: int) -> list[Box]:
    random = Random(seed)
    return [box(random, random.randint(2, 20)) for _ in range(count)]


def box(random: Random, n: int) -> Box:
    """Bounds around weights, so that there are some."""
    inside = weights(random, n)
    low, high = random.choice([_loose, _tight, _full, _floored])(random, inside)
    return Box(wishes(random, n), low, high)


def ordinary(count: int, n: int, seed: int) -> list[Box]:
    """Wishes up to five wholes, and bounds on either side of equal weights."""
    random, equal = Random(seed), ONE // n
    return [_ordinary(random, n, equal) for _ in range(count)]


def weights(random: Random, n: int) -> tuple[int, ...]:
    return in_proportion([random.randint(0, 1000) for _ in range(n - 1)] + [1])


def wishes(random: Random, n: int) -> tuple[int, ...]:
    """Up to five wholes, almost weights, few units apart, or of any size up to a million wholes."""
    kind = random.choice(["far", "near", "close", "hostile"])
    if kind == "near":
        return tuple(it + random.randint(-ONE, ONE) // 10 for it in weights(random, n))
    if kind == "close":
        return tuple(ONE // n + random.randint(-3, 3) for _ in range(n))
    if kind == "hostile":
        return tuple(random.randint(-1, 1) * 10 ** random.randint(0, 24) for _ in range(n))
    return tuple(random.randint(-5 * ONE, 5 * ONE) for _ in range(n))


def grouped(count: int, seed: int) -> list[tuple[Box, Groups]]:
    """Boxes whose assets are in up to six groups, some of which may have none."""
    random = Random(seed)
    drawn = [box(random, random.randint(2, 20)) for _ in range(count)]
    return [(it, groups(random, it, random.randint(1, 6))) for it in drawn]


def groups(random: Random, drawn: Box, count: int) -> Groups:
    """Bounds around what the groups have of weights that the assets' own bounds allow."""
    group_of = tuple(random.randrange(count) for _ in drawn.low)
    inside = project(wishes(random, len(drawn.low)), drawn.low, drawn.high)
    sums = tuple(Groups(group_of, (0,) * count, ()).sums(list(inside)))
    return Groups(group_of, *random.choice([_loose, _tight, _full, _floored])(random, sums))


def _ordinary(random: Random, n: int, equal: int) -> Box:
    wanted = tuple(random.randint(-5 * ONE, 5 * ONE) for _ in range(n))
    low = tuple(random.randint(0, equal) for _ in range(n))
    return Box(wanted, low, tuple(random.randint(equal + 1, ONE) for _ in range(n)))


Bounds = tuple[tuple[int, ...], tuple[int, ...]]


def _loose(random: Random, inside: tuple[int, ...]) -> Bounds:
    low = tuple(random.randint(0, it) for it in inside)
    return low, tuple(random.choice([random.randint(it, ONE), FREE]) for it in inside)


def _tight(random: Random, inside: tuple[int, ...]) -> Bounds:
    """Some of them fixed to the unit."""
    low = tuple(it - random.randint(0, min(it, 2)) for it in inside)
    return low, tuple(it + random.randint(0, 2) for it in inside)


def _full(random: Random, inside: tuple[int, ...]) -> Bounds:
    """High bounds that leave one vector only."""
    return tuple(random.randint(0, it) for it in inside), inside


def _floored(random: Random, inside: tuple[int, ...]) -> Bounds:
    """Low bounds that leave one vector only."""
    return inside, tuple(random.randint(it, ONE) for it in inside)
