"""OptionReplicationStrategy: what an option would be made of, on the chain as in its twin."""

from dataclasses import asdict, astuple, replace
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpoise.chain.strategies import KINDS, Strategies
from tests.counterpoise.drawn import ONE, scales
from tests.counterpoise.strategy.test_option_replication import (
    ADDRESSES,
    CALL,
    CASH,
    DAY,
    HOUR,
    LELAND,
    PERCENT,
    PUT,
    RISKY,
    VECTORS,
    YEAR,
    cases,
    option,
    places,
    state_of,
)
from tests.depth import examples, sharing
from tests.evm.in_process import said

NAME = "OptionReplicationStrategy"
check = sharing(40)


@pytest.fixture(scope="module")
def made(chain):
    """The contract of a twin, whose expiry comes in two years, and the twin with that expiry."""

    def make(twin):
        twin = replace(twin, expiry=chain.time() + 730 * DAY)
        return chain.deploy(NAME, *astuple(twin)), twin

    return make


@pytest.fixture(scope="module")
def wish(chain, made):
    """What is wanted on the chain, and what the twin says."""

    def ask(twin, price, volatility, term, *places):
        account, twin = made(twin)
        state = state_of(price, volatility, term, *places)
        state = replace(state, time=max(twin.expiry - term, 0))
        wanted = said(chain.ask, NAME, account, "target", astuple(state))
        return wanted, said(lambda: list(twin.target(state)))

    return ask


@pytest.mark.parametrize("price, strike, volatility, rate, days, put, call", VECTORS)
def test_the_vectors_of_the_formula(wish, price, strike, volatility, rate, days, put, call):
    """C5, V3.9"""
    values = price * ONE, volatility * PERCENT, days * DAY
    for kind, expected in ((PUT, put), (CALL, call)):
        wanted, _ = wish(option(kind, strike * ONE, rate * PERCENT), *values)
        assert wanted == [ONE - expected, expected]


@pytest.mark.parametrize("volatility, cost, interval, call, put", LELAND)
def test_the_vectors_of_leland(chain, made, volatility, cost, interval, call, put):
    """V1.7"""
    for kind, expected in ((CALL, call), (PUT, put)):
        account, twin = made(option(kind, interval=interval, cost=cost * 10**15))
        variance = chain.ask(NAME, account, "varianceOf", volatility * PERCENT)
        assert variance == twin.variance_of(volatility * PERCENT)
        assert variance**0.5 / 1_000 == pytest.approx(expected, abs=1)


def test_hundreds_of_cases_are_the_twin_s(wish):
    """math 3.9 Over the domain for which the error is stated."""
    for case in cases(examples(300)):
        wanted, expected = wish(*case)
        assert wanted == expected


options = st.builds(
    option,
    st.sampled_from((PUT, CALL)),
    st.one_of(scales(0, 30), scales(18, 22)),
    st.integers(-ONE // 2, ONE // 2),
    st.integers(60, 30 * DAY),
    st.one_of(st.just(0), st.integers(0, 10 * PERCENT)),
)
prices = st.one_of(scales(0, 30), scales(18, 22))
sigmas = st.one_of(st.integers(0, 3 * ONE), st.integers(PERCENT, 10 * ONE), scales(14, 20))
terms = st.one_of(st.integers(0, 730 * DAY), st.integers(-10 * YEAR, 3 * HOUR))


@check
@given(options, prices, sigmas, terms, places)
def test_the_twin_is_the_chain(wish, twin, price, volatility, term, places):
    """ST-02, ST-06 Weights and refusals, over everything that may be asked, at every place."""
    wanted, expected = wish(twin, price, volatility, term, *places)
    assert wanted == expected


def test_long_before_its_making_and_long_after_it_is_the_same(chain, made):
    """A state of any time has an answer."""
    account, twin = made(option())
    for time in (0, 2**256 - 1):
        state = replace(state_of(2_100 * ONE, ONE, 0), time=time)
        wanted = chain.ask(NAME, account, "target", astuple(state))
        assert wanted == twin.target(state)


def deployed(chain, expiry=DAY, **changes):
    """An account, or how its terms are refused."""
    terms = asdict(option()) | {"expiry": chain.time() + expiry} | changes
    return said(chain.deploy, NAME, *terms.values())


@pytest.mark.parametrize(
    "changes, name, limit, bound",
    [
        ({"strike": 0}, "strike", 0, 10**30),
        ({"strike": 10**30 + 1}, "strike", 10**30 + 1, 10**30),
        ({"rate": ONE // 2 + 1}, "rate", ONE // 2 + 1, ONE // 2),
        ({"rate": -ONE // 2 - 1}, "rate", ONE // 2 + 1, ONE // 2),
        ({"rate": -(2**255)}, "rate", 2**255, ONE // 2),
        ({"interval": 59}, "interval", 59, 60),
        ({"interval": 30 * DAY + 1}, "interval", 30 * DAY + 1, 30 * DAY),
        ({"cost": 10 * PERCENT + 1}, "cost", 10 * PERCENT + 1, 10 * PERCENT),
    ],
)
def test_terms_out_of_range_are_refused(chain, changes, name, limit, bound):
    assert deployed(chain, **changes) == ("LimitOutOfRange", [name, limit, bound])


@pytest.mark.parametrize("away, bound", [(HOUR - 1, HOUR), (730 * DAY + 1, 730 * DAY), (0, HOUR)])
def test_an_expiry_that_is_too_near_or_too_far_is_refused(chain, away, bound):
    now = chain.time()
    assert deployed(chain, away) == ("LimitOutOfRange", ["expiry", now + away, now + bound])


@pytest.mark.parametrize("away", [HOUR, 730 * DAY])
def test_the_nearest_and_the_farthest_expiry_are_allowed(chain, away):
    assert deployed(chain, away).startswith("0x")


def test_an_option_on_cash_itself_is_refused(chain):
    assert deployed(chain, cash=RISKY) == ("SameAsset", [RISKY])


@pytest.mark.parametrize("sigma", [PERCENT - 1, 10 * ONE + 1, 2**256 - 1])
def test_a_volatility_out_of_the_domain_is_refused(wish, sigma):
    wanted, _ = wish(option(), ONE, sigma, DAY)
    assert wanted == ("VolatilityOutOfDomain", [RISKY, sigma, PERCENT, 10 * ONE])


def test_a_call_that_would_cost_what_it_earns_is_refused_with_its_numbers(chain, made, wish):
    """math 1.2 No root where sqrt(2/pi) k/sqrt(dt) is the volatility or more."""
    twin = option(CALL, interval=HOUR, cost=PERCENT)
    least = 746_779_030_633_561_198 + PERCENT
    wanted, _ = wish(twin, 2_000 * ONE, least - 1, DAY)
    assert wanted == ("VolatilityOutOfDomain", [RISKY, least - 1, least, 10 * ONE])
    assert chain.ask(NAME, made(twin)[0], "varianceOf", least) == least * PERCENT


def test_what_nobody_remembers_is_told_by_its_place(wish):
    """K5 The strategy that needs it says so."""
    assert wish(option(), ONE, 0, DAY, 3, 2, 0)[0] == ("VolatilityNotObserved", [2])


@pytest.mark.parametrize("place, token", [(0, CASH), (1, RISKY)])
def test_a_vault_without_one_of_the_two_is_refused(chain, made, place, token):
    state = state_of(ONE, ONE, DAY)
    assets = list(state.assets)
    assets[place] = replace(assets[place], token=ADDRESSES[9])
    state = replace(state, assets=tuple(assets))
    answer = said(chain.ask, NAME, made(option())[0], "target", astuple(state))
    assert answer == ("AssetUnknown", [token])


def test_a_price_of_nothing_has_no_logarithm(wish):
    """No observer tells one."""
    assert wish(option(), 0, ONE, DAY)[0] == ("LnWadUndefined", [])


def test_its_terms_are_there_to_be_read(chain, made):
    """B10 The keeper's mirror makes a twin of them."""
    twin = option(CALL, 1_900 * ONE, -PERCENT, HOUR, PERCENT)
    account, twin = made(twin)
    read = partial(chain.ask, NAME, account)
    assert KINDS[NAME][1](read, Strategies.at) == twin
    domain = ("drag", "leastVolatility", "MIN_VOLATILITY", "MAX_VOLATILITY", "MIN_TERM")
    assert [read(it) for it in domain] == [
        twin.drag,
        twin.least_volatility,
        PERCENT,
        10 * ONE,
        HOUR,
    ]
