"""What may happen to a market: each a play from quiet to quiet, played once and kept."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from datetime import datetime
from functools import cache
from random import Random

from tests.counterpoise.real_prices import HOURLY, is_there, real
from tests.evm.market.founding import build, worth
from tests.evm.market.play import ACT, Play
from tests.evm.market.record import Record
from tests.evm.market.scene import BLOCK, HOUR, MINUTE, Scene

USUAL = (2_000.0, 40_000.0)  # {USD} of ETH and BTC
RISKY = ("ETH", "BTC")
CRASHES = "five_usdt_5m_2024_08_crash.csv.gz"
READY = 25  # blocks, after which the vault may trade again
RESTED = 165  # blocks: a rest, and a look after it
STEP = 150  # {s} between two rows of a crash
TAIL = 10 * MINUTE  # {s} between two rows when all is over


@cache
def stage(prices: tuple[float, float] = USUAL, **changes: int) -> Scene:
    """After three quiet hours, in which all that is remembered begins, and nobody trades."""
    scene = build(dict(zip(RISKY, prices)), **changes)
    Play(scene, beat=5 * MINUTE, trading=False).steps(3 * HOUR // (5 * MINUTE))
    scene.keep()
    return scene


def play(beat: int = BLOCK, **changes: int) -> Play:
    """A play on the usual stage, in blocks or, where nothing happens between, in minutes."""
    scene = stage(**changes)
    scene.begin()
    return Play(scene, beat)


# A push.


def pushed(factor: float) -> ACT:
    """Somebody trades both assets' pools to so much of their true price."""

    def act(it: Play) -> None:
        for name in RISKY:
            it.push(name, factor)

    return act


@cache
def lent(factor: float) -> Record:
    """For thirty blocks: pushed, a rebalance, restored, all in one block."""
    it = play()
    it.begin()
    it.steps(30, pushed(factor), after=[pushed(1.0)])
    it.end()
    it.steps(READY)
    return it.record()


@cache
def glanced(factor: float) -> Record:
    """Once: pushed, an outsider's look, restored, all in one block in which a trade is due."""
    it = play()
    it.steps(READY)
    it.begin()
    it.step(pushed(factor), Play.glance, pushed(1.0))
    it.end()
    it.steps(RESTED)
    return it.record()


@cache
def held(count: int, factor: float = 1.05) -> Record:
    """Pushed for so many blocks from one in which a trade is due; then traded back by others."""
    it = play()
    it.steps(READY)
    it.begin()
    with it.left_alone(*RISKY):
        it.steps(count, pushed(factor))
    it.end()
    it.steps(RESTED if count < 100 else 2 * RESTED)
    return it.record()


@cache
def walked() -> Record:
    """Two hundredths of a percent a block, up to four percent, and held there for 20 minutes."""
    it = play()
    it.begin()
    with it.left_alone(*RISKY):
        for part in range(1, 301):
            it.step(pushed(1 + 0.0002 * min(part, 200)))
    it.end()
    it.steps(2 * RESTED + READY)
    return it.record()


@cache
def unwatched() -> Record:
    """For sixty blocks BTC's V2 pair alone is pushed: the vault trades there and nobody watches."""
    it = play()
    it.begin()
    with it.left_alone("BTC"):
        it.steps(60, lambda it: it.scene.pairs["BTC"].push(USUAL[1] * 1.006))
    it.end()
    it.steps(READY)
    return it.record()


# A feed.


@cache
def stuck(fall: float) -> Record:
    """BTC's feed says nothing for 160 minutes; its price falls in the first hour, or does not."""
    it = play(MINUTE)
    it.begin()
    it.scene.feeds["BTC"].stuck = True
    for part in range(160):
        it.truth["BTC"] = USUAL[1] * (1 - fall * min(part / 60, 1))
        it.step()
    it.scene.feeds["BTC"].stuck = False
    it.end()
    it.steps(80)
    return it.record()


@cache
def wrong(factor: float) -> Record:
    """BTC's feed is wrong by a factor for 60 blocks, from one in which a trade is due."""
    it = play()
    it.steps(READY)
    it.begin()
    it.scene.feeds["BTC"].factor = factor
    it.steps(60)
    it.scene.feeds["BTC"].factor = 1.0
    it.end()
    it.steps(2 * RESTED)
    return it.record()


@cache
def wrong_for_long(belief: int) -> Record:
    """BTC's feed is a million times too high for three hours, within bounds or without any."""
    it = play(MINUTE, belief=belief)
    it.begin()
    it.scene.feeds["BTC"].factor = 1e6
    it.steps(180)
    it.scene.feeds["BTC"].factor = 1.0
    it.end()
    it.beat = TAIL
    it.steps(12 * HOUR // TAIL)
    return it.record()


@cache
def depegged() -> Record:
    """The hub falls by five percent in twenty minutes, rests there for forty, and comes back."""
    it = play(MINUTE)
    it.begin()
    for part in [*range(20), *[20] * 40, *range(20, -1, -1)]:
        it.truth["HUB"] = 1 - 0.05 * part / 20
        it.step()
    it.end()
    it.steps(100)
    return it.record()


# Depth.


@cache
def drained() -> Record:
    """85 % of the liquidity leaves; forty minutes later all falls by a tenth, in twenty."""
    it = play(MINUTE)
    it.begin()
    for name in RISKY:
        for pool in it.venues(name):
            pool.drain(85)
    it.steps(40)
    for part in [*range(20), *[20] * 20]:
        _fall(it, 0.1 * part / 20)
        it.step()
    _refill(it)
    it.end()
    it.steps(120)
    return it.record()


def _fall(it: Play, part: float) -> None:
    for name, price in zip(RISKY, USUAL):
        it.truth[name] = price * (1 - part)


def _refill(it: Play) -> None:
    for name in RISKY:
        asset, hub = worth(it.scene, name, "HUB")
        for pool in it.venues(name):
            pool.fill(asset * 85 // 100, round(hub * 0.85 * 0.9))


# Noise.


@cache
def noisy(most: float) -> Record:
    """For four hours the pools are each minute anywhere within so much of the price."""
    it, random = play(MINUTE), Random(7)
    it.begin()
    with it.left_alone(*RISKY):
        for _ in range(240):
            it.step(pushed(1 + random.uniform(-most, most)))
    it.end()
    it.steps(80)
    return it.record()


# Real crashes.


@cache
def crash(name: str, start: str, end: str, hours: int) -> Record:
    """Real prices, on a straight line of logarithms between two of them, and then quiet hours."""
    first, last = (datetime.fromisoformat(f"{it}+00:00") for it in (start, end))
    told = real(name, RISKY, first, last)
    closes = [(row[0] / 10**18, row[1] / 10**18) for row in told.closes]
    scene = stage(closes[0], cooldown=30 * MINUTE)
    scene.begin()
    it = Play(scene, STEP)
    it.begin()
    for prices in between(closes, told.step // STEP):
        it.truth |= dict(zip(RISKY, prices))
        it.step()
    it.end()
    it.beat = TAIL
    it.steps(hours * HOUR // TAIL)
    return it.record()


def between(rows: list[tuple[float, float]], parts: int) -> Iterable[tuple[float, float]]:
    for old, new in zip(rows, rows[1:]):
        for part in range(1, parts + 1):
            first, second = (a * math.exp(math.log(b / a) * part / parts) for a, b in zip(old, new))
            yield first, second


def march() -> Record:
    """12 March 2020: the hours in which half of the price went."""
    return crash(HOURLY, "2020-03-12T09:00", "2020-03-13T04:00", 12)


def august() -> Record:
    """5 August 2024, in bars of five minutes."""
    return crash(CRASHES, "2024-08-05T00:00", "2024-08-05T08:05", 8)


FIRST = "12 March 2020, 18 hours"
SECOND = "5 August 2024, 8 hours"
SCENARIOS: dict[str, Callable[[], Record]] = {
    "a push of 5 % and back in each of 30 blocks, a rebalance between": lambda: lent(1.05),
    "the same downwards": lambda: lent(0.95),
    "the same by 0.5 %": lambda: lent(1.005),
    "a push of 5 % and back in one block, a look between": lambda: glanced(1.05),
    "a push of 5 % held for 1 block": lambda: held(1),
    "held for 25 blocks": lambda: held(25),
    "held for 150 blocks": lambda: held(150),
    "a walk of 0.02 % a block, to 4 %": walked,
    "0.6 % for 60 blocks in the pair that trades and nobody watches": unwatched,
    FIRST: march,
    SECOND: august,
    "a stuck feed, the price still": lambda: stuck(0.0),
    "a stuck feed, the price falls by 10 %": lambda: stuck(0.1),
    "a feed 10^6 too high": lambda: wrong(1e6),
    "a feed 10^6 too low": lambda: wrong(1e-6),
    "a feed 10^6 too high for three hours": lambda: wrong_for_long(0),
    "the same, not believed beyond ten times": lambda: wrong_for_long(10),
    "the hub off its peg by 5 %": depegged,
    "85 % of the depth leaves, then 10 % of the price": drained,
    "noise within 1.2 %": lambda: noisy(0.012),
    "noise within 1.6 %": lambda: noisy(0.016),
}
REAL = {FIRST: HOURLY, SECOND: CRASHES}  # which play a file of real prices


def is_playable(name: str) -> bool:
    """Whether what a scenario plays is here."""
    return name not in REAL or is_there(REAL[name])
