"""Volatilities and correlations that belong together, drawn by number."""

from random import Random

from counterpoise.math.signals import signals_of
from counterpoise.types import Asset, MarketClass, State

ONE = 10**18


def related(seed, n, shared=1.0):
    """n volatilities from 5 to 150 %, and correlations of returns with a part in common."""
    draw = Random(seed)
    rows = [[draw.gauss(0, 1) for _ in range(n + 3)] for _ in range(n)]
    rows = [[shared, *row] for row in rows]
    sizes = [sum(it * it for it in row) ** 0.5 for row in rows]
    sigmas = [int(draw.uniform(0.05, 1.5) * ONE) for _ in range(n)]
    pairs = [(i, j) for i in range(n) for j in range(i + 1, n)]
    dots = (sum(a * b for a, b in zip(rows[i], rows[j])) / sizes[i] / sizes[j] for i, j in pairs)
    return sigmas, [int(it * ONE) for it in dots]


def boxed(seed, n):
    """Bounds of n weights in whole percent, between which there is room."""
    draw = Random(seed)
    least = [draw.choice([0, 0, draw.randint(0, 60 // n)]) for _ in range(n)]
    most = [draw.choice([100, draw.randint(150 // n, 100)]) for _ in range(n)]
    return tuple(it * ONE // 100 for it in least), tuple(it * ONE // 100 for it in most)


def state_of(sigmas, relations, time=0):
    """A state of which nothing but what it remembers matters."""
    n = len(sigmas)
    assets = tuple(Asset(f"0x{i + 1:040x}", 1, 0, ONE, 0) for i in range(n))
    signals = signals_of([MarketClass.NORMAL] * n, sigmas, relations)
    return State(time, ONE, 0, assets, signals)
