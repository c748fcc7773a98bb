"""VolatilityCooldownConstraint: its twin to the unit, what it tells, and what it costs."""

import json
from dataclasses import astuple, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from simular import PyAbi

from counterpoise.constraint.volatility_cooldown import (
    NOBODY,
    Terms,
    VolatilityCooldownConstraint,
)
from counterpoise.math.fixed_point import ONE
from counterpoise.math.signals import signals_of
from counterpoise.types import MarketClass
from tests.counterpoise.constraint.test_volatility_cooldown import FASTER, HOUR, VECTORS
from tests.counterpoise.drawn import ADDRESSES as TOKENS
from tests.counterpoise.drawn import moves, scales
from tests.depth import sharing
from tests.evm.constraint.states import ADDRESSES, state, weights
from tests.evm.in_process import OUTSIDER, artifact, attempt, encoded, said
from tests.evm.test_twins import in_twin, on_chain, walk

NAME, PERCENT = "VolatilityCooldownConstraint", 10**16
COST = 19_740  # {gas} above a named asset's, of eight assets with 28 correlations

check = sharing(40)


def seen(volatility, time=1_000):
    """Two assets, the second one cash."""
    signals = signals_of([MarketClass.NORMAL] * 2, (volatility * PERCENT, 0))
    return state(60, 40, time=time, signals=signals)


def tell(chain, contract, volatility, time, by=""):
    move = seen(volatility, time), weights(50, 50), state(50, 50)
    return said(lambda: chain.tell(NAME, contract, "check", *move, by=by))


def first(terms):
    return (*astuple(terms)[:5], ADDRESSES[0], terms.pace)


@pytest.mark.parametrize("usual, volatility, ref, halves, cap, interval", VECTORS)
def test_the_vectors_of_the_formula(chain, usual, volatility, ref, halves, cap, interval):
    """V7.4"""
    terms = Terms(usual, cap * usual, usual, ref * PERCENT, halves)
    contract = chain.deploy(NAME, first(terms))
    assert chain.ask(NAME, contract, "intervalOf", seen(volatility)) == interval


@pytest.mark.parametrize("volatility, interval", [(60, HOUR), (240, 900), (241, 900), (15, 14_400)])
def test_to_the_second_it_passes(chain, volatility, interval):
    """E2 Above the high mark it is the least, and never below it."""
    contract = chain.deploy(NAME, first(FASTER))
    assert tell(chain, contract, 60, 1_000) is None
    answer = tell(chain, contract, volatility, 999 + interval)
    assert answer == ("CooldownActive", [999 + interval, 1_000 + interval])
    assert tell(chain, contract, volatility, 1_000 + interval) is None


def test_a_wait_is_the_callers(chain):
    """RB-08"""
    contract = chain.deploy(NAME, first(FASTER))
    caller, stranger = chain.person(), chain.person()
    assert tell(chain, contract, 60, 1_000, by=stranger) is None
    assert tell(chain, contract, 60, 1_001, by=caller) is None
    assert tell(chain, contract, 60, 1_002, by=caller) == ("CooldownActive", [1_002, 4_601])
    assert chain.ask(NAME, contract, "waitOf", OUTSIDER) == (0, 0, 0)


def test_each_change_of_the_interval_is_told(chain):
    """J3 The first one found, and then what is another; the same one is no news."""
    contract = chain.deploy(NAME, first(FASTER))
    told = {"IntervalChanged": [chain.caller.lower(), 0, HOUR]}
    assert emitted(chain, contract, 60, 1_000) == told
    assert emitted(chain, contract, 60, 1_000 + HOUR) == {}
    told = {"IntervalChanged": [chain.caller.lower(), HOUR, 900]}
    assert emitted(chain, contract, 240, 1_000 + 2 * HOUR) == told


def emitted(chain, contract, volatility, time):
    """What a check tells, by the name of the event."""
    move = seen(volatility, time), weights(50, 50), state(50, 50)
    data = attempt(contract, encoded(NAME, "check", move))
    caller, told = artifact("MockCaller"), artifact(NAME)["abi"]
    both = caller["abi"] + [it for it in told if it["type"] == "event"]
    abi = PyAbi.from_abi_bytecode(json.dumps(both), bytes.fromhex(caller["bytecode"]))
    done = chain.evm.transact("attempt", data, OUTSIDER, chain.caller, 0, abi)
    return done.event or {}


memories = st.tuples(
    st.lists(st.one_of(st.just(0), scales(11, 19), st.just(11 * ONE)), min_size=20, max_size=20),
    st.one_of(st.just(0), st.just(190), st.integers(1, 190)),
    st.integers(-ONE - 1, ONE + 1),
)
terms_ = st.builds(
    lambda marks, ref, halves, asset, pace: Terms(
        marks[0], marks[2], marks[1], ref, halves, asset, pace
    ),
    st.lists(st.integers(1, 7 * 24 * HOUR), min_size=3, max_size=3).map(sorted),
    st.one_of(st.just(ONE), scales(12, 19)),
    st.sampled_from([-4, -3, -2, -1, 1, 2, 3, 4]),
    st.sampled_from([NOBODY, NOBODY, *TOKENS[:3]]),
    st.one_of(st.just(0), scales(10, 18)),
)


def remembering(start, memory):
    """The same state with volatilities, and correlations that may be too few or out of domain."""
    volatilities, count, both = memory
    n = len(start.assets)
    pairs = [both // (k + 1) for k in range(min(count, n * (n - 1) // 2))]
    return replace(start, signals=signals_of([MarketClass.NORMAL] * n, volatilities[:n], pairs))


@check
@given(
    chosen=terms_,
    steps=st.lists(
        st.tuples(moves(), memories, st.booleans(), st.integers(0, 2 * 24 * HOUR)),
        min_size=1,
        max_size=3,
    ),
    pause=st.integers(0, 24 * HOUR),
)
def test_the_twin_says_the_same_and_remembers_it(chain, chosen, steps, pause):
    """ST-02 2 to 20 assets, whole memories, damaged ones and none."""
    contract, twin = chain.deploy(NAME, astuple(chosen)), VolatilityCooldownConstraint(chosen)
    path = [
        ((remembering(start, memory) if known else start, target, end), wait)
        for (start, target, end), memory, known, wait in steps
    ]
    seen_, time = path[0][0][0], chain.time()
    answer = said(chain.ask, NAME, contract, "intervalOf", astuple(seen_))
    assert answer == said(twin.interval_of, seen_)

    answers = walk(on_chain(chain, NAME, contract), path, time)

    assert answers == walk(in_twin(twin), path, time)
    assert chain.ask(NAME, contract, "waitOf", chain.caller) == astuple(twin.wait)
    chain.evm.advance_block(pause)
    ready = said(chain.ask, NAME, contract, "requireReady", chain.caller)
    assert ready == said(twin.require_ready, chain.time())


@check
@given(moved=moves(), memory=memories, halves=st.sampled_from([2, -2]), asset=st.integers(0, 1))
def test_less_risk_is_let_go_alike(chain, moved, memory, halves, asset):
    """7.4 Between the least and the most, after any first rebalance."""
    terms = Terms(HOUR, 24 * HOUR, 12 * HOUR, ONE, halves, (NOBODY, TOKENS[0])[asset])
    contract, twin = chain.deploy(NAME, astuple(terms)), VolatilityCooldownConstraint(terms)
    start, target, end = remembering(moved[0], memory), *moved[1:]
    path = [((start, target, end), 0), ((start, target, end), 2 * HOUR)]

    answers = walk(on_chain(chain, NAME, contract), path, 1_700_000_000)

    assert answers == walk(in_twin(twin), path, 1_700_000_000)


@pytest.mark.parametrize("place", [0, 1, 2, 3, 6])
def test_limits_out_of_range_are_refused_alike(chain, place):
    """J1 Nothing, the most, and one unit more."""
    most = (7 * 24 * HOUR, 7 * 24 * HOUR, 7 * 24 * HOUR, 10**19, 4, NOBODY, ONE)
    for number in (0, most[place], most[place] + 1):
        alike(chain, (*most[:place], number, *most[place + 1 :]))
    assert alike(chain, (*most[:place], most[place] + 1, *most[place + 1 :])) == "LimitOutOfRange"


@pytest.mark.parametrize("halves", [-(2**255), -5, -4, -1, 0, 1, 4, 5, 2**255 - 1])
def test_an_exponent_is_refused_alike(chain, halves):
    refused = alike(chain, (HOUR, HOUR, HOUR, ONE, halves, NOBODY, 0))
    assert (refused is None) is (0 < abs(halves) <= 4)


def alike(chain, row):
    """The name of the refusal, the same with its numbers from both; or none."""
    contract = said(chain.deploy, NAME, row)
    twin = said(lambda: list(astuple(Terms(*row))))
    if isinstance(contract, str):
        assert twin == list(row)
        return None
    assert contract == twin
    return contract[0]


def test_what_the_whole_vaults_volatility_costs(chain):
    """docs/constraints.md"""
    signals = signals_of([MarketClass.NORMAL] * 8, [ONE] * 8, [ONE // 2] * 28)
    data = encoded(NAME, "intervalOf", [state(*[ONE] * 8, signals=signals)])
    kinds = astuple(replace(FASTER, asset=NOBODY)), first(FASTER)
    whole, part = (spent(chain, chain.deploy(NAME, it), data) for it in kinds)
    assert whole - part == COST


def spent(chain, account, data):
    """{gas} of a transaction that asks, without what its data cost to carry."""
    said_ = attempt(account, data)
    done = chain.evm.transact("attempt", said_, OUTSIDER, chain.caller, 0, chain.abi)
    return int(done.gas_used) - sum(16 if byte else 4 for byte in data)
