"""The strategy that wants what an option would be made of."""

from dataclasses import astuple, replace
from math import erf, exp, sqrt
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mpmath import mp, mpf

from counterpoise.errors import (
    AssetUnknown,
    LimitOutOfRange,
    SameAsset,
    VolatilityNotObserved,
    VolatilityOutOfDomain,
)
from counterpoise.math.signals import signals_of
from counterpoise.strategy.option_replication import Kind, OptionReplicationStrategy
from counterpoise.types import Asset, MarketClass, State
from tests.depth import examples

ONE, PERCENT = 10**18, 10**16
HOUR, DAY, YEAR = 3_600, 86_400, 365 * 86_400
EXPIRY = 1_700_000_000
BOUND = mpf("5.9e-16")  # math 3.9
ADDRESSES = [f"0x{i:040x}" for i in range(1, 21)]
CASH, RISKY = ADDRESSES[:2]
PUT, CALL = Kind
VECTORS = [  # V3.9: price, strike {USD}, volatility, rate {%}, term {days}, weights of put and call
    (2_000, 2_000, 80, 4, 90, 510_854_855_754_520_759, 490_940_211_664_503_872),
    (2_000, 1_600, 60, 4, 30, 913_442_282_025_329_534, 101_695_752_224_033_010),
    (2_400, 2_000, 90, 0, 7, 933_008_886_729_274_328, 76_667_004_091_504_713),
]
LELAND = [  # V1.7: volatility {%}, round trip {1/1,000}, interval {s}, of a call and of a put
    (80, 6, DAY, 752_881_728_409_915, 844_493_400_226_727),
    (60, 2, HOUR, 519_987_034_765_265, 670_532_239_102_660),
]


def option(kind=PUT, strike=2_000 * ONE, rate=0, interval=DAY, cost=0):
    """An option on the second asset, paid from the first."""
    return OptionReplicationStrategy(kind, RISKY, CASH, strike, EXPIRY, rate, interval, cost)


def state_of(price, volatility, term, n=2, at=1, cash=0):
    """n assets, the risky one at a place with its price D18 and volatility D18, cash at another."""
    others = iter(ADDRESSES[2:])
    names = {at: RISKY, cash: CASH}
    assets = tuple(
        Asset(names.get(i) or next(others), 1, 0, price if i == at else ONE, 0) for i in range(n)
    )
    volatilities = [volatility if i == at else 0 for i in range(n)]
    return State(EXPIRY - term, ONE, 0, assets, signals_of([MarketClass.NORMAL] * n, volatilities))


def weight(strategy, price, volatility, term):
    return strategy.target(state_of(price, volatility, term))[1]


@pytest.mark.parametrize("price, strike, volatility, rate, days, put, call", VECTORS)
def test_the_vectors_of_the_formula(price, strike, volatility, rate, days, put, call):
    """C5, V3.9"""
    values = price * ONE, volatility * PERCENT, days * DAY
    terms = strike * ONE, rate * PERCENT
    assert weight(option(PUT, *terms), *values) == put
    assert weight(option(CALL, *terms), *values) == call


def test_the_vectors_of_the_distances():
    """V3.9"""
    variance = (80 * PERCENT) ** 2
    distances = option(rate=4 * PERCENT).distances(2_000 * ONE, variance, 90 * DAY)
    assert distances == (223_453_589_922_639_343, -173_797_236_606_497_272)


def leland(kind, volatility, thousandths, interval):
    """The volatility that is left or made by costs, D15."""
    strategy = option(kind, interval=interval, cost=thousandths * 10**15)
    return sqrt(strategy.variance_of(volatility * PERCENT)) / 1_000


@pytest.mark.parametrize("volatility, cost, interval, call, put", LELAND)
def test_the_vectors_of_leland(volatility, cost, interval, call, put):
    """V1.7 Costs make a put dearer, and a call that is sold cheaper."""
    assert leland(CALL, volatility, cost, interval) == pytest.approx(call, abs=1)
    assert leland(PUT, volatility, cost, interval) == pytest.approx(put, abs=1)


def test_the_vector_of_leland_that_is_no_whole_second():
    """V1.7 A 52nd of a year is between 606,461 and 606,462 seconds."""
    least, most = YEAR // 52, YEAR // 52 + 1
    assert leland(CALL, 120, 10, least) < 1_170_878_504_072_470 < leland(CALL, 120, 10, most)
    assert leland(PUT, 120, 10, most) < 1_228_431_328_443_320 < leland(PUT, 120, 10, least)


def truth(strategy, price, volatility, term):
    """The weight, of Leland's volatility, to forty digits."""
    side = 1 if strategy.kind == PUT else -1
    spot, strike, sigma, rate = (
        mpf(it) / ONE for it in (price, strategy.strike, volatility, strategy.rate)
    )
    time = mpf(term) / YEAR
    drag = mp.sqrt(2 / mp.pi) * strategy.cost / ONE / mp.sqrt(mpf(strategy.interval) / YEAR)
    deviation = mp.sqrt(sigma * (sigma + side * drag) * time)
    d1 = (mp.log(spot / strike) + rate * time) / deviation + deviation / 2
    held = spot * mp.ncdf(side * d1)
    return held / (held + strike * mp.exp(-rate * time) * mp.ncdf(side * (deviation - d1)))


def cases(count):
    """The domain of math 6.2: an hour to two years, strikes near any price; half with costs."""
    draw = Random(39)
    for k in range(count):
        price = int(10 ** draw.uniform(16, 23))
        strike = int(price * exp(draw.uniform(-1.2, 1.2)))
        volatility = draw.randint(5 * PERCENT, 3 * ONE)
        term = int(HOUR * (2 * YEAR / HOUR) ** draw.random())
        rate = draw.randint(-5 * PERCENT, 20 * PERCENT)
        cost = draw.randint(0, PERCENT // 2) if k % 4 > 1 else 0
        strategy = option(Kind(k % 2), strike, rate, draw.choice((HOUR, DAY, 7 * DAY)), cost)
        if volatility >= strategy.least_volatility:
            yield strategy, price, volatility, term


def test_it_is_within_its_bound_of_the_truth():
    """C5, math 3.9"""
    with mp.workdps(40):
        drawn = cases(examples(2_000, 100_000))
        off = [weight(*case) / mpf(ONE) - truth(*case) for case in drawn]
    assert max(map(abs, off)) < BOUND


def seats(n, draw):
    """n, and two places among so many: the risky asset's, and that of cash."""
    at = draw % n
    return n, at, (at + 1 + draw // n % (n - 1)) % n


prices = st.integers(10**15, 10**24)
near = st.integers(603 * ONE, 6_640 * ONE)  # D18{USD/tok}: e^1.2 on either side of the strike
volatilities = st.integers(5 * PERCENT, 3 * ONE)
terms = st.integers(HOUR, 730 * DAY)
places = st.tuples(st.integers(2, 20), st.integers(0, 379)).map(lambda it: seats(*it))


@given(prices, prices, volatilities, terms)
def test_a_put_wants_no_less_of_what_is_dearer(price, other, volatility, term):
    low, high = sorted((price, other))
    assert weight(option(), low, volatility, term) <= weight(option(), high, volatility, term)


@given(near, near, volatilities, terms)
def test_a_call_wants_no_more_of_what_is_dearer(price, other, volatility, term):
    """To twice the error, where that is stated: each part is small, and a unit of it counts."""
    low, high = sorted((price, other))
    more, less = (weight(option(CALL), it, volatility, term) for it in (low, high))
    assert less <= more + 2 * int(BOUND * ONE)


@given(prices, volatilities, terms, st.sampled_from(Kind), places)
def test_it_is_all_in_the_two_and_nothing_in_the_others(price, volatility, term, kind, places):
    """I-15, ST-02 For 2 to 20 assets, at every place."""
    n, at, cash = places
    weights = option(kind).target(state_of(price, volatility, term, n, at, cash))
    assert weights[at] + weights[cash] == ONE
    assert sum(weights) == ONE
    assert min(weights) >= 0
    assert weights[at] == weight(option(kind), price, volatility, term)


@pytest.mark.parametrize("kind, dear, cheap", [(PUT, ONE, 0), (CALL, 0, ONE)])
def test_far_from_the_strike_it_is_one_or_the_other(kind, dear, cheap):
    """ST-06 A price a million times as high, or as low."""
    assert weight(option(kind), 2 * 10**9 * ONE, ONE, 90 * DAY) == dear
    assert weight(option(kind), 2 * 10**15, ONE, 90 * DAY) == cheap


@pytest.mark.parametrize("late", [-HOUR, -1, 0, 1, 3_650 * DAY])
@pytest.mark.parametrize("kind", Kind)
def test_from_an_hour_before_the_expiry_nothing_changes(kind, late):
    """ST-06, math 3.9 A step at the strike, a year or ten after it too."""
    near = weight(option(kind), 2_010 * ONE, 80 * PERCENT, HOUR)
    assert weight(option(kind), 2_010 * ONE, 80 * PERCENT, -late) == near
    above, below = (weight(option(kind), it * ONE, 80 * PERCENT, -late) for it in (2_100, 1_900))
    assert abs(above - below) > ONE - 10**11


def test_an_hour_before_the_expiry_is_not_yet_a_second_earlier():
    near, far = (weight(option(), 2_010 * ONE, 80 * PERCENT, it) for it in (HOUR, HOUR + 1))
    assert near > far


def value(strategy, price, volatility, years):
    """{USD} of the asset and a put, or of the asset less a call, without interest."""
    side = 1 if strategy.kind == PUT else -1
    strike, deviation = strategy.strike / ONE, volatility * sqrt(years)
    d1 = (mp.log(price / strike)) / deviation + deviation / 2
    part = [(1 + erf(side * it / sqrt(2))) / 2 for it in (d1, deviation - d1)]
    return price * part[0] + strike * part[1]


def played(strategy, cost, seed, hours=720):
    """How much more an hourly follower has at the end than the option is worth, {1}."""
    draw, price, step = Random(seed), 2_000.0, 0.8 * sqrt(HOUR / YEAR)
    sigma = sqrt(strategy.variance_of(80 * PERCENT)) / ONE
    wealth, held = value(strategy, price, sigma, hours * HOUR / YEAR), 0.0
    for left in range(hours, 0, -1):
        wanted = wealth * weight(strategy, int(price * ONE), 80 * PERCENT, left * HOUR) / ONE
        wealth -= abs(wanted - held) * cost / 2 if left < hours else 0
        rise = exp(draw.gauss(-step * step / 2, step))
        price, wealth, held = price * rise, wealth + wanted * (rise - 1), wanted * rise
    payoff = max if strategy.kind == PUT else min
    return wealth / payoff(price, 2_000) - 1


@pytest.mark.parametrize("kind", Kind)
def test_who_follows_it_every_hour_ends_where_the_option_does(kind):
    """C5 Thirty days at 80 %, without costs: within 1 % each time, and on the mean within 0.1 %."""
    ends = [played(option(kind), 0, seed) for seed in range(12)]
    assert max(map(abs, ends)) < 0.01
    assert abs(sum(ends) / len(ends)) < 0.001


@pytest.mark.parametrize("kind", Kind)
def test_what_trading_costs_is_paid_by_leland_s_volatility(kind):
    """math 1.2 Who counts with 0.2 % a round trip ends there all the same; who does not, below."""
    ready = option(kind, interval=HOUR, cost=PERCENT // 5)
    ends = [played(ready, 0.002, seed) for seed in range(12)]
    without = [played(option(kind), 0.002, seed) for seed in range(12)]
    assert abs(sum(ends) / len(ends)) < 0.001
    assert sum(without) / len(without) < -0.005


@pytest.mark.parametrize(
    "changes, name, limit, most",
    [
        ({"strike": 0}, "strike", 0, 10**30),
        ({"strike": 10**30 + 1}, "strike", 10**30 + 1, 10**30),
        ({"rate": ONE // 2 + 1}, "rate", ONE // 2 + 1, ONE // 2),
        ({"rate": -ONE // 2 - 1}, "rate", ONE // 2 + 1, ONE // 2),
        ({"interval": 59}, "interval", 59, 60),
        ({"interval": 30 * DAY + 1}, "interval", 30 * DAY + 1, 30 * DAY),
        ({"cost": 10 * PERCENT + 1}, "cost", 10 * PERCENT + 1, 10 * PERCENT),
    ],
)
def test_terms_out_of_range_are_refused(changes, name, limit, most):
    with pytest.raises(LimitOutOfRange) as refused:
        option(**changes)
    assert astuple(refused.value) == (name, limit, most)


def test_an_option_on_cash_itself_is_refused():
    with pytest.raises(SameAsset) as refused:
        replace(option(), cash=RISKY)
    assert refused.value.fields == {"asset": RISKY}


@pytest.mark.parametrize("volatility", [PERCENT - 1, 10 * ONE + 1])
def test_a_volatility_out_of_the_domain_is_refused(volatility):
    with pytest.raises(VolatilityOutOfDomain) as refused:
        weight(option(), ONE, volatility, DAY)
    assert astuple(refused.value) == (RISKY, volatility, PERCENT, 10 * ONE)


def test_a_call_that_would_cost_what_it_earns_is_refused_with_its_numbers():
    """math 1.2 No root where sqrt(2/pi) k/sqrt(dt) is the volatility or more."""
    strategy = option(CALL, interval=HOUR, cost=PERCENT)
    least = strategy.drag + PERCENT
    assert strategy.drag == 746_779_030_633_561_198
    assert weight(strategy, 2_000 * ONE, least, DAY) > 0
    with pytest.raises(VolatilityOutOfDomain) as refused:
        weight(strategy, 2_000 * ONE, least - 1, DAY)
    assert astuple(refused.value) == (RISKY, least - 1, least, 10 * ONE)


def test_what_nobody_remembers_is_told_by_its_place():
    """K5"""
    with pytest.raises(VolatilityNotObserved) as refused:
        weight(option(), ONE, 0, DAY)
    assert refused.value.fields == {"index": 1}


@pytest.mark.parametrize("place, token", [(0, CASH), (1, RISKY)])
def test_a_vault_without_one_of_the_two_is_refused(place, token):
    state = state_of(ONE, ONE, DAY)
    assets = list(state.assets)
    assets[place] = replace(assets[place], token=ADDRESSES[9])
    with pytest.raises(AssetUnknown) as refused:
        option().target(replace(state, assets=tuple(assets)))
    assert refused.value.fields == {"token": token}
