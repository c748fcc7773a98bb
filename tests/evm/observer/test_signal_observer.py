"""SignalObserver: what another sees, and what is remembered."""

from dataclasses import astuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpoise.observer.signal import SignalObserver
from counterpoise.observer.spot import SpotObserver
from counterpoise.types import Holdings, MarketClass
from tests.depth import sharing
from tests.evm.in_process import OUTSIDER, said

NAME = "SignalObserver"
ONE = 10**18
NOBODY, USD = f"0x{0:040x}", f"0x{840:040x}"


@pytest.fixture(scope="module")
def world(chain):
    """Four tokens of six decimals at so many dollars, and their observer."""
    tokens = [chain.deploy("MockToken", "Token", "TOK", 6) for _ in range(4)]
    oracles = [chain.deploy("MockOracle") for _ in tokens]
    for i, oracle in enumerate(oracles):
        chain.tell("MockOracle", oracle, "set", (i + 1) * ONE)
    return tokens, chain.deploy("SpotObserver", USD, tokens, oracles)


def observing(chain, inner, *memories):
    """Who asks these memories: market, variance, trend, covariance, drawdown."""
    return chain.deploy(NAME, inner, (*memories, *[NOBODY] * (5 - len(memories))))


sections = st.lists(st.booleans(), min_size=5, max_size=5)
kinds_of = st.lists(st.sampled_from(MarketClass), min_size=4, max_size=4)
signed = st.integers(-ONE, ONE)


@sharing(15)
@given(
    n=st.integers(2, 4),
    there=sections,
    kinds=kinds_of,
    volatility=st.integers(0, 10 * ONE),
    pairs=st.lists(signed, min_size=6, max_size=6),
    ways=st.lists(signed, min_size=4, max_size=4),
    peak=st.one_of(st.integers(0, 2**104 - 1), st.just(2**104)),
)
def test_the_twin_is_the_chain(chain, world, n, there, kinds, volatility, pairs, ways, peak):
    """Each memory is there or is not."""
    tokens, inner = world
    held = Holdings(tuple(tokens[:n]), (10**6,) * n, ONE)
    memory = chain.deploy("MockMemory")
    for token, kind in zip(tokens, kinds):
        chain.tell("MockMemory", memory, "classify", token, kind)
    chain.tell("MockMemory", memory, "tell", (volatility, 0, 0, 0, 0, 0))
    pairs = pairs[: n * (n - 1) // 2]
    chain.tell("MockMemory", memory, "correlate", held.assets, pairs)
    chain.tell("MockMemory", memory, "climb", peak, [it % 2**256 for it in ways[:n]])
    observer = observing(chain, inner, *[memory if it else NOBODY for it in there])

    seen = said(chain.ask, NAME, observer, "observe", astuple(held))

    market, variance, trend, covariance, drawdown = there
    twin = SignalObserver(SpotObserver(dict.fromkeys(tokens, 10**6)))
    prices = {token: (i + 1) * ONE for i, token in enumerate(tokens)}
    state = twin.observe(
        held,
        prices,
        chain.time(),
        dict(zip(tokens, kinds)) if market else None,
        dict.fromkeys(tokens, volatility) if variance else None,
        pairs if covariance else (),
        dict(zip(tokens, ways)) if trend else None,
        peak if drawdown else 0,
    )
    assert seen == said(lambda: astuple(state))
    assert seen[4] == said(chain.ask, NAME, observer, "signalsOf", held.assets)


def test_the_market_must_answer(chain, world):
    """K1 The one memory without which nothing is seen."""
    tokens, inner = world
    memory = chain.deploy("MockMemory")
    chain.tell("MockMemory", memory, "forget", True)
    observer = observing(chain, inner, memory)
    asked = tuple(tokens), (1,) * 4, ONE
    assert said(chain.ask, NAME, observer, "observe", asked) == ("Forgotten", [])
    appraisal = said(chain.ask, NAME, observer, "appraise", asked, tokens[0], 10**6)
    assert appraisal == said(chain.ask, "SpotObserver", inner, "appraise", asked, tokens[0], 10**6)


def test_where_nobody_watches_a_market_each_is_unknown(chain, world):
    tokens, inner = world
    unknown = sum(MarketClass.UNKNOWN << 4 * i for i in range(20))
    assert chain.ask(NAME, observing(chain, inner), "signalsOf", tokens) == (unknown,)


def test_what_a_memory_does_not_tell_is_left_away(chain, world):
    """K5 Memories that have forgotten, that answer nonsense, or that are no contracts."""
    tokens, inner = world
    memory, gone = chain.deploy("MockMemory"), chain.deploy("MockMemory")
    chain.tell("MockMemory", gone, "forget", True)
    for dead in (gone, chain.deploy("MockBroken"), chain.caller, OUTSIDER):
        observer = observing(chain, inner, memory, dead, dead, dead, dead)
        assert chain.ask(NAME, observer, "signalsOf", tokens) == (0,)


def test_correlations_of_other_assets_are_refused(chain, world):
    tokens, inner = world
    memory = chain.deploy("MockMemory")
    chain.tell("MockMemory", memory, "correlate", tokens[::-1], [0] * 6)
    observer = observing(chain, inner, memory, NOBODY, NOBODY, memory)
    answer = said(chain.ask, NAME, observer, "signalsOf", tokens)
    assert answer == ("AssetNotObserved", [tokens[0].lower()])
