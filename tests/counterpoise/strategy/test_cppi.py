"""The strategy that keeps a share above a floor: its numbers, and what it promises."""

import random
from dataclasses import dataclass, field

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mpmath import mp, mpf

from counterpoise.errors import (
    AssetUnknown,
    LimitOutOfRange,
    NothingToWeigh,
    PeakNotObserved,
    WeightSum,
)
from counterpoise.math.signals import signals_of
from counterpoise.observer.estimator.drawdown import DrawdownEstimator
from counterpoise.strategy.cppi import CppiStrategy, Terms
from counterpoise.strategy.fixed_weight import FixedWeightStrategy
from counterpoise.strategy.gap import shortfall
from counterpoise.types import Asset, State
from tests.counterpoise.drawn import ADDRESSES, scales, targets
from tests.counterpoise.real_prices import HOURLY, real
from tests.depth import examples

ONE, PERCENT, MILLI = 10**18, 10**16, 10**15
YEAR, HOUR, DAY = 31_536_000, 3_600, 86_400
START = 1_700_000_000
CASH = ADDRESSES[0]
RISKY = FixedWeightStrategy((0, ONE))
CPPI = [  # V3.6: price, floor and multiplier in thousandths, the exposure
    (1_250, 1_000, 4_000, 800 * MILLI),
    (1_080, 1_000, 5_000, 370_370_370_370_370_370),
    (980, 1_000, 3_000, 0),
]
TIPP = [  # V3.6: price, peak, ratchet, multiplier, first floor, rate; {s}; floor, exposure
    ((1_300, 1_300, 800, 4_000, 960, 40), 30 * DAY, 1_040 * MILLI, 800 * MILLI),
    ((1_100, 1_300, 800, 4_000, 1_040, 0), DAY, 1_040 * MILLI, 218_181_818_181_818_181),
    ((1_020, 1_300, 800, 5_000, 1_040, 30), HOUR, 1_040_003_561_649_934_331, 0),
]


def terms_of(floor, multiplier, rate=0, ratchet=0, cap=ONE):
    """Terms whose gap is the largest that the multiplier bears."""
    return Terms(floor, rate, ratchet, multiplier, min(ONE, ONE * ONE // multiplier), cap)


def cppi(*terms, inner=RISKY, **more):
    return CppiStrategy(inner, CASH, terms_of(*terms, **more), START)


def state_of(price, peak=0, time=START, n=2, supply=ONE):
    """A state of which the price of a share, its peak and the time matter."""
    assets = tuple(Asset(token, 1, 0, ONE, 0) for token in ADDRESSES[:n])
    return State(time, supply, price * supply // ONE, assets, signals_of((), peak=peak))


@pytest.mark.parametrize("price, floor, multiplier, exposure", CPPI)
def test_the_vectors_without_a_ratchet(price, floor, multiplier, exposure):
    """C3, V3.6"""
    strategy = cppi(floor * MILLI, multiplier * MILLI)
    state = state_of(price * MILLI)
    assert strategy.exposure(state) == exposure
    assert strategy.target(state) == (ONE - exposure, exposure)


@pytest.mark.parametrize("row, time, floor, exposure", TIPP)
def test_the_vectors_with_a_ratchet(row, time, floor, exposure):
    """C3, V3.6 The third floor is 1.0400035616499343286, and at most 4e-18 of itself above it."""
    price, peak, ratchet, multiplier, first, rate = (it * MILLI for it in row)
    strategy = cppi(first, multiplier, rate, ratchet)
    state = state_of(price, peak, START + time)
    assert (strategy.floor_of(state), strategy.exposure(state)) == (floor, exposure)


def test_the_vector_of_growth():
    """V3.6 e^(.04 * 30/365) = 1.00329308155143591, and at most 4e-18 of itself above it."""
    state = state_of(ONE, time=START + 30 * DAY)
    assert cppi(ONE, 4 * ONE, 40 * MILLI).floor_of(state) == 1_003_293_081_551_435_915


@pytest.mark.parametrize("seed", range(4))
def test_it_is_within_its_stated_error(seed):
    """500 cases each: the floor is never too low nor the exposure too high, against mpmath."""
    mp.dps, dice = 50, random.Random(seed)
    for _ in range(500):
        floor, price = (10 ** dice.randint(14, 24) * dice.randint(1, 1_000) for _ in range(2))
        price = dice.choice([price, floor * dice.randint(900, 3_000) // 1_000 + 1])
        rate, ratchet = dice.choice([0, dice.randint(0, ONE // 5)]), dice.randint(1, 950) * MILLI
        strategy = cppi(floor, dice.randint(ONE // 2, 10 * ONE), rate, ratchet)
        peak, time = dice.randint(1, 2 * price), dice.randint(0, 20 * YEAR)
        supply = dice.randint(ONE, 10**27)
        state = state_of(price, peak, START + time, supply=supply)
        _require_near(strategy, state, peak, time)


def _require_near(strategy, state, peak, time):
    terms = strategy.terms
    grown = terms.floor * mp.exp(mpf(terms.rate * time) / YEAR / ONE)
    floor, price = (
        max(grown, mpf(terms.ratchet * peak) / ONE),
        mpf(state.value) * ONE / state.supply,
    )
    excess = strategy.floor_of(state) - floor
    assert 0 <= excess < 1 + 4 * floor / ONE
    exposure = min(mpf(ONE), terms.multiplier * max(mpf(0), price - floor) / price)
    lack = exposure - strategy.exposure(state)
    assert 0 <= lack < 1 + mpf(terms.multiplier) / ONE * (4 + mpf(2 * ONE) / price)


@pytest.mark.parametrize("years, exponent", [(19, 3.8), (20, 4), (21, 4), (90, 4)])
def test_a_floor_grows_fifty_fold_and_then_it_stands(years, exponent):
    """At the highest rate that is twenty years: e^3.8, e^4 = 54.598, and no more."""
    mp.dps = 50
    exact = ONE * mp.exp(mpf(str(exponent)))
    grown = cppi(ONE, ONE, ONE // 5).floor_of(state_of(ONE, time=START + years * YEAR))
    assert 0 <= grown - exact < 1 + 4 * exact / ONE


def test_before_its_start_a_floor_has_not_grown():
    assert cppi(ONE, ONE, ONE // 5).floor_of(state_of(ONE, time=START - DAY)) == ONE


@settings(max_examples=examples(100))
@given(st.integers(2, 20).flatmap(targets), st.data())
def test_the_basket_is_shared_out_as_the_other_strategy_wants(weights, data):
    """I-15, ST-02 For 2 to 20 assets, cash in any place: rounding is cash's."""
    at = data.draw(st.integers(0, len(weights) - 1))
    exposure = data.draw(st.integers(0, ONE))
    cash, inner = ADDRESSES[at], FixedWeightStrategy(weights)
    strategy = CppiStrategy(inner, cash, terms_of(ONE, ONE, cap=max(exposure, 1)), START)
    state = state_of(data.draw(st.integers(1, 10**24)), n=len(weights))
    found, risky = strategy.target(state), ONE - weights[at]
    part = strategy.exposure(state)
    assert sum(found) == ONE and min(found) >= 0
    assert 0 <= part - (ONE - found[at]) < len(weights) or risky == 0
    assert all(found[i] == weights[i] * part // max(risky, 1) for i in range(len(found)) if i != at)


def test_who_wants_nothing_risky_gets_cash():
    assert cppi(1, ONE, inner=FixedWeightStrategy((ONE, 0))).target(state_of(ONE)) == (ONE, 0)


@given(scales(0, 40), scales(0, 31), st.integers(1, 10 * ONE), st.integers(1, ONE))
def test_the_exposure_is_never_below_nothing_nor_above_its_cap(price, floor, multiplier, cap):
    """ST-06, ST-07 Whatever the prices: no leverage, and at the floor or below it all is cash."""
    strategy = cppi(floor, multiplier, cap=cap)
    exposure = strategy.exposure(state_of(price))
    assert 0 <= exposure <= cap
    assert exposure == 0 or price > floor


@given(st.lists(scales(17, 19), min_size=2, max_size=2), st.integers(ONE, 10 * ONE))
def test_it_recovers_by_its_rule_alone(prices, multiplier):
    """ST-07 It remembers nothing: the same price, floor and time make the same exposure."""
    strategy = cppi(ONE, multiplier)
    low, high = (strategy.exposure(state_of(price)) for price in sorted(prices))
    assert low <= high
    assert strategy.exposure(state_of(ONE)) == 0


# What it promises, played without costs: each step the memory records, then the vault rebalances.


@dataclass
class Play:
    """One share of a vault that follows a strategy, and its estimator."""

    strategy: CppiStrategy
    price: int = ONE
    n: int = 2
    time: int = START
    memory: DrawdownEstimator = field(default_factory=lambda: DrawdownEstimator("", HOUR))

    def look(self):
        """What the strategy sees."""
        return state_of(self.price, self.memory.peak(self.time), self.time, self.n)

    def record(self):
        self.time += HOUR
        self.memory.record(self.price, self.time)

    def step(self, *changes):
        """Rebalances, then each asset but cash changes by D18{1}; amounts are rounded down."""
        weights = self.strategy.target(self.look())
        held = [self.price * weight // ONE for weight in weights[1:]]
        rest = self.price - sum(held)
        moved = (it * (ONE + change) // ONE for it, change in zip(held, changes, strict=True))
        self.price = rest + sum(moved)


@pytest.mark.parametrize("multiplier", [2, 3, 4, 5, 10])
def test_on_a_path_of_minus_sixty_per_cent_it_never_falls_below_the_floor(multiplier):
    """C3 In steps of 1/m, the largest that it is built for, and of half of that."""
    for parts in (1, 2):
        play, fall, left = (
            Play(cppi(4 * ONE // 5, multiplier * ONE)),
            -(ONE // multiplier // parts),
            ONE,
        )
        while left > 4 * ONE // 10:
            play.step(fall)
            left = left * (ONE + fall) // ONE
            assert play.price >= 4 * ONE // 5


@settings(max_examples=examples(100))
@given(
    st.integers(ONE, 10 * ONE), st.lists(st.integers(-1000, 800), max_size=30), st.integers(1, ONE)
)
def test_no_steps_within_the_gap_end_below_the_floor(multiplier, moves, cap):
    """C3, ST-07 Whatever comes, up or down."""
    play, gap = Play(cppi(9 * ONE // 10, multiplier, cap=cap)), ONE * ONE // multiplier
    for move in moves:
        play.step(gap * move // 1000 if move < 0 else move * MILLI)
        assert play.price >= 9 * ONE // 10


@settings(max_examples=examples(60))
@given(
    st.integers(2, 20).flatmap(targets), st.lists(st.integers(-1000, 800), min_size=30, max_size=30)
)
def test_no_steps_of_many_assets_end_below_the_floor(weights, moves):
    """C3, ST-02 Each on its own way: to a unit an asset and step."""
    n = len(weights)
    play = Play(cppi(9 * ONE // 10, 4 * ONE, inner=FixedWeightStrategy(weights)), n=n)
    for k in range(10):
        turned = [*moves[k:], *moves[:k]][: n - 1]
        play.step(*(it * MILLI // 4 if it < 0 else it * MILLI for it in turned))
        assert play.price + n * (k + 1) >= 9 * ONE // 10


@settings(max_examples=examples(100))
@given(st.integers(101, 1_000), st.integers(0, 1_000), st.integers(1, 1_000), scales(18, 30))
def test_a_larger_gap_ends_below_it_by_as_much_as_the_model_says(percent, depth, cap, floor):
    """C3 Exactly, wherever the price was: m is 1 to 10, and the gap from 1/m to all."""
    multiplier = percent * ONE // 100
    strategy = cppi(floor, multiplier, cap=cap * MILLI)
    gap = ONE * ONE // multiplier
    gap += (ONE - gap) * depth // 1_000
    play = Play(strategy, price=floor * (1_000 + depth) // 1_000)
    before = play.price
    foreseen = shortfall(before, floor, strategy.exposure(play.look()), gap)
    play.step(-gap)
    assert max(floor - play.price, 0) == foreseen


def test_a_gap_of_sixty_per_cent_ends_as_the_model_says():
    """ST-07 1.25 with a floor of 1 and m = 4 has 1.00 at risk, and 0.65 left: 0.35 too little."""
    strategy = cppi(ONE, 4 * ONE)
    play = Play(strategy, price=125 * ONE // 100)
    play.step(-60 * ONE // 100)
    assert play.price == 65 * ONE // 100
    assert shortfall(125 * ONE // 100, ONE, 800 * MILLI, 600 * MILLI) == 35 * ONE // 100
    assert strategy.target(play.look()) == (ONE, 0)
    play.step(9 * ONE)
    assert play.price == 65 * ONE // 100


def tipp(ratchet, multiplier=4 * ONE, rate=0):
    """A share of a dollar with a ratchet, whose memory has seen it twice."""
    memory = DrawdownEstimator("", HOUR)
    for time in (START - HOUR, START):
        memory.record(ONE, time)
    return Play(cppi(ONE // 10, multiplier, rate, ratchet), memory=memory)


ratchets = st.integers(1, 950).map(lambda it: it * MILLI)
paths = st.lists(st.integers(-1000, 3000), min_size=1, max_size=30)


@settings(max_examples=examples(100))
@given(ratchets, st.integers(0, ONE // 5), paths)
def test_a_floor_with_a_ratchet_never_decreases(ratchet, rate, moves):
    """C3, math 11.4 Whatever the prices do, and however far they fall."""
    play, floor = tipp(ratchet, rate=rate), 0
    for move in moves:
        play.step(move * MILLI)
        play.record()
        now = play.strategy.floor_of(play.look())
        assert now >= max(floor, ratchet)
        floor = now


@settings(max_examples=examples(100))
@given(ratchets, st.integers(ONE, 10 * ONE), paths)
def test_a_share_with_a_ratchet_never_ends_below_its_floor(ratchet, multiplier, moves):
    """C3 As long as it rebalances when it has recorded, and nothing falls by more than 1/m."""
    play, gap = tipp(ratchet, multiplier), ONE * ONE // multiplier
    for move in moves:
        play.step(gap * move // 1000 if move < 0 else move * MILLI)
        play.record()
        assert play.price >= play.strategy.floor_of(play.look())


def test_a_floor_that_rose_since_the_last_rebalance_is_not_insured_by_it():
    """What remains: two records without a rebalance lift it over shares held for the old one."""
    late, prompt = tipp(800 * MILLI), tipp(800 * MILLI)
    late.step(1_250 * MILLI)
    prompt.step(1_250 * MILLI)
    assert late.price == prompt.price == 2 * ONE
    for play in (late, prompt):
        play.record()
        play.record()
    floor = 1_600 * MILLI
    assert prompt.strategy.floor_of(prompt.look()) == floor
    prompt.step(-ONE // 4)
    assert prompt.price == floor
    still_held = 900 * MILLI  # 1.80 of 2.00, as bought at 0.80 before they rose
    assert shortfall(late.price, floor, still_held, ONE // 4) == 50 * MILLI


def test_a_feed_that_was_wrong_for_one_record_locks_nothing():
    """OR-04 A million times too high, once: the floor is as before, and so is the exposure."""
    play = tipp(800 * MILLI)
    before = play.strategy.exposure(play.look())
    play.price = 10**6 * ONE
    play.record()
    assert play.strategy.exposure(play.look()) == ONE  # while it is wrong: its cap, and no more
    play.price = ONE
    play.record()
    assert play.strategy.floor_of(play.look()) == 800 * MILLI
    assert play.strategy.exposure(play.look()) == before == 800 * MILLI


def test_a_feed_that_was_wrong_for_two_records_locks_the_share_in_cash():
    """What remains: then the governor has to name another strategy."""
    play = tipp(800 * MILLI)
    play.price = 2 * ONE
    play.record()
    play.record()
    play.price = ONE
    play.record()
    assert play.strategy.floor_of(play.look()) == 1_600 * MILLI
    assert play.strategy.target(play.look()) == (ONE, 0)


def follow(closes, multiplier, floor=800 * MILLI):
    """How far a share was below its floor at worst, and where it ended: half BTC, half ETH."""
    halves = FixedWeightStrategy((0, ONE // 2, ONE // 2))
    play, most = Play(cppi(floor, multiplier * ONE, inner=halves), n=3), -ONE
    for before, after in zip(closes, closes[1:]):
        play.step(*(b * ONE // a - ONE for a, b in zip(before, after)))
        most = max(most, floor - play.price)
    return most, play.price


def worst_step(closes):
    """Of both together, in hundredths."""
    steps = (sum(b / a for a, b in zip(*rows)) / 2 for rows in zip(closes, closes[1:]))
    return round(100 * min(steps) - 100, 1)


def test_by_the_hour_a_floor_holds_on_real_prices():
    """C3 May 2018 to February 2022, m = 4: it is kept, and after the first fall never left."""
    closes = real(HOURLY, ("BTC", "ETH")).closes
    assert worst_step(closes) == -15.4
    most, end = follow(closes, 4)
    assert most < 0
    assert end // 10**13 == 80_001
    assert follow(closes, 10, floor=1)[1] // PERCENT == 457  # as good as no floor


@pytest.mark.parametrize("multiplier, below, worst", [(3, 0, 0), (4, 12, 349), (5, 11, 691)])
def test_by_the_day_a_floor_holds_where_no_day_is_a_gap(multiplier, below, worst):
    """C3 34 years, each begun 30 days after the last; in hundredths of a per cent."""
    closes = real(HOURLY, ("BTC", "ETH")).closes
    assert worst_step(closes[::24]) == -28.4
    starts = range(0, len(closes) - 365 * 24, 30 * 24)
    years = [follow(closes[k : k + 365 * 24 + 1 : 24], multiplier)[0] for k in starts]
    assert len(years) == 34
    assert sum(it > 0 for it in years) == below
    assert max(0, *years) // 10**14 == worst


# What it refuses.


def test_without_a_peak_there_is_no_ratchet():
    with pytest.raises(PeakNotObserved):
        cppi(1, ONE, ratchet=MILLI).exposure(state_of(ONE))
    with pytest.raises(PeakNotObserved):
        cppi(1, ONE, ratchet=MILLI).target(state_of(ONE))


def test_a_vault_without_cash_is_refused():
    with pytest.raises(AssetUnknown) as refused:
        CppiStrategy(RISKY, ADDRESSES[2], terms_of(1, ONE), START).target(state_of(ONE))
    assert refused.value.fields == {"token": ADDRESSES[2]}


def test_a_vault_without_shares_is_refused():
    with pytest.raises(NothingToWeigh):
        cppi(1, ONE).exposure(State(START, 0, ONE, (), ()))


@dataclass(frozen=True)
class Babble:
    """Wants what are no weights."""

    def target(self, state):
        return ONE, 1


def test_what_are_no_weights_is_refused():
    """ST-01"""
    with pytest.raises(WeightSum) as refused:
        cppi(1, ONE, inner=Babble()).target(state_of(ONE))
    assert refused.value.fields == {"sum": ONE + 1}


SOUND = (ONE, ONE // 25, ONE // 2, 3 * ONE, 300 * MILLI, ONE)
UNSOUND = [  # which, its number, the bound that it passes
    (0, "floor", 0, 2**104 - 1),
    (0, "floor", 2**104, 2**104 - 1),
    (1, "rate", ONE // 5 + 1, ONE // 5),
    (2, "ratchet", 950 * MILLI + 1, 950 * MILLI),
    (3, "multiplier", 0, 3_333_333_333_333_333_333),
    (3, "multiplier", 3_333_333_333_333_333_334, 3_333_333_333_333_333_333),
    (4, "maxGap", ONE // 10 - 1, ONE // 10),
    (4, "maxGap", ONE + 1, ONE),
    (5, "cap", 0, ONE),
    (5, "cap", ONE + 1, ONE),
]


@pytest.mark.parametrize("at, name, number, bound", UNSOUND)
def test_terms_out_of_bounds_are_refused(at, name, number, bound):
    """J1 A multiplier above 1/maxGap does not survive the gap that it is built for."""
    Terms(*SOUND)
    with pytest.raises(LimitOutOfRange) as refused:
        Terms(*SOUND[:at], number, *SOUND[at + 1 :])
    assert refused.value.fields == {"limit_name": name, "limit": number, "most": bound}


def test_terms_at_their_bounds_are_taken():
    Terms(1, 0, 0, 1, ONE // 10, 1)
    Terms(2**104 - 1, ONE // 5, 950 * MILLI, 10 * ONE, ONE // 10, ONE)
