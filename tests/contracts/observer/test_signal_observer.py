"""SignalObserver: what another sees, and what is remembered."""

from dataclasses import astuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from counterpoise.observer.signal import SignalObserver
from counterpoise.observer.spot import SpotObserver
from counterpoise.types import Holdings, MarketClass
from tests.contracts.in_process import Chain, said
from tests.depth import examples

NAME = "SignalObserver"
ONE = 10**18
NOBODY, USD = f"0x{0:040x}", f"0x{840:040x}"


@pytest.fixture(scope="module")
def chain():
    return Chain()


@pytest.fixture(scope="module")
def world(chain):
    """Four tokens of six decimals at so many dollars, and their observer."""
    tokens = [chain.deploy("MockToken", "Token", "TOK", 6) for _ in range(4)]
    oracles = [chain.deploy("MockOracle") for _ in tokens]
    for i, oracle in enumerate(oracles):
        chain.tell("MockOracle", oracle, "set", (i + 1) * ONE)
    return tokens, chain.deploy("SpotObserver", USD, tokens, oracles)


@settings(max_examples=examples(15), deadline=None, suppress_health_check=list(HealthCheck))
@given(
    n=st.integers(2, 4),
    kinds=st.lists(st.sampled_from(MarketClass), min_size=4, max_size=4),
    volatility=st.one_of(st.none(), st.integers(0, 10 * ONE)),
    pairs=st.one_of(st.none(), st.lists(st.integers(-ONE, ONE), min_size=6, max_size=6)),
)
def test_the_twin_is_the_chain(chain, world, n, kinds, volatility, pairs):
    tokens, inner = world
    held = Holdings(tuple(tokens[:n]), (10**6,) * n, ONE)
    memory, relations = chain.deploy("MockMemory"), chain.deploy("MockMemory")
    known = volatility is not None
    for token, kind in zip(tokens, kinds):
        chain.tell("MockMemory", memory, "classify", token, kind)
    if known:
        chain.tell("MockMemory", memory, "tell", (volatility, 0, 0, 0, 0, 0))
    correlations = (pairs or [])[: n * (n - 1) // 2] if known else []
    if correlations:
        chain.tell("MockMemory", relations, "correlate", held.assets, correlations)
    parts = inner, memory, memory if known else NOBODY, relations
    observer = chain.deploy(NAME, *parts)

    seen = said(chain.ask, NAME, observer, "observe", astuple(held))

    twin = SignalObserver(SpotObserver(dict.fromkeys(tokens, 10**6)))
    prices = {token: (i + 1) * ONE for i, token in enumerate(tokens)}
    classes = dict(zip(tokens, kinds))
    volatilities = dict.fromkeys(tokens, volatility) if known else None
    state = twin.observe(held, prices, chain.time(), classes, volatilities, correlations)
    assert seen == said(lambda: astuple(state))
    assert seen[4] == said(chain.ask, NAME, observer, "signalsOf", held.assets)


def test_without_the_market_nothing_is_seen(chain, world):
    """K1 The one memory that must answer."""
    tokens, inner = world
    memory = chain.deploy("MockMemory")
    chain.tell("MockMemory", memory, "forget", True)
    observer = chain.deploy(NAME, inner, memory, NOBODY, NOBODY)
    asked = tuple(tokens), (1,) * 4, ONE
    assert said(chain.ask, NAME, observer, "observe", asked) == ("Forgotten", [])
    appraisal = said(chain.ask, NAME, observer, "appraise", asked, tokens[0], 10**6)
    assert appraisal == said(chain.ask, "SpotObserver", inner, "appraise", asked, tokens[0], 10**6)


def test_a_volatility_that_nobody_tells_is_nothing(chain, world):
    tokens, inner = world
    memory, gone = chain.deploy("MockMemory"), chain.deploy("MockMemory")
    chain.tell("MockMemory", gone, "forget", True)
    observer = chain.deploy(NAME, inner, memory, gone, NOBODY)
    assert chain.ask(NAME, observer, "signalsOf", tokens) == (0, 0, 0, 0, 0)


def test_correlations_that_nobody_tells_are_left_away(chain, world):
    """K5 A covariance estimator that is dead, or none at all."""
    tokens, inner = world
    memory, broken = chain.deploy("MockMemory"), chain.deploy("MockBroken")
    for covariance in (broken, NOBODY, chain.caller):
        observer = chain.deploy(NAME, inner, memory, memory, covariance)
        assert chain.ask(NAME, observer, "signalsOf", tokens) == (0, 0, 0, 0, 0)


def test_correlations_of_other_assets_are_refused(chain, world):
    tokens, inner = world
    memory = chain.deploy("MockMemory")
    chain.tell("MockMemory", memory, "correlate", tokens[::-1], [0] * 6)
    observer = chain.deploy(NAME, inner, memory, memory, memory)
    answer = said(chain.ask, NAME, observer, "signalsOf", tokens)
    assert answer == ("AssetNotObserved", [tokens[0].lower()])
