"""What the tests of trends share: rounds to play, and paths at irregular steps."""

from random import Random

from mpmath import mpf

from counterpoise.observer.estimator.feed import Round, Source
from counterpoise.observer.estimator.trend import TrendEstimator

ONE = 10**18
DAY, YEAR = 86_400, 365 * 86_400
START = 1_700_000_000
SOURCES = (Source("coin", "feed", 2 * DAY, 18),)
CASES = 2_000  # of drawn paths against exact arithmetic
WORST_EXP = mpf("2.1e-18")  # of `kept`: a unit of the exponential, one of its argument, rounded
WORST_LOG = mpf("1.2")  # {1e-17} of a change: two logarithms, each cut to a unit


def play(estimator: TrendEstimator, path: list[tuple[int, int]]) -> list[int]:
    """What is said after each round of a path of waits {s} and prices D18."""
    time, said = START, []
    for number, (wait, price) in enumerate(path, 1):
        time += wait
        assert estimator.record_asset("coin", Round(number, price, time, 18), time)
        said.append(estimator.trend_of("coin"))
    return said


def drawn(random: Random, count: int) -> list[tuple[int, int]]:
    """Waits of a second to a month and prices that move by up to a half, from any price on."""
    price, path = 10 ** random.randint(6, 26), []
    for _ in range(count):
        path.append((int(10 ** random.uniform(0, 6.4)), price))
        price = price * random.randint(500, 1_500) // 1_000 + 1
    return path
