"""Venues over one constant product: quote and trade are its formula, up to the pool's own size."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterpoise.execution.venue import KEPT
from tests.depth import examples
from tests.evm.execution.test_venue_promises import RESERVES, Stage, split, tokens_of, v2
from tests.evm.in_process import Chain


def mock(chain, tokens):
    """The small market maker of the unit tests."""
    venue = chain.deploy("MockVenue")
    for token, amount in zip(tokens, RESERVES, strict=True):
        chain.tell("MockToken", token, "mint", venue, amount)
    chain.tell("MockVenue", venue, "setPool", *tokens, *RESERVES)
    return venue


VENUES = {"uniswap": v2(KEPT), "mock": mock, "split": split(v2(KEPT))}


@pytest.fixture(scope="module", params=VENUES)
def stage(request):
    chain = Chain()
    tokens = tokens_of(chain)
    return Stage(chain, VENUES[request.param](chain, tokens), tokens)


@settings(max_examples=examples(60))
@given(sell=st.sampled_from([0, 1]), parts=st.integers(1, 10**6))
def test_a_trade_brings_what_was_quoted(stage, sell, parts):
    """I-18, T2 To the unit, at any size up to the pool's own; only a pool keeps anything."""
    ends, (into, out_of) = stage.tokens, RESERVES
    if sell:
        ends, (into, out_of) = ends[::-1], RESERVES[::-1]
    amount = into * parts // 10**6
    quoted = stage.ask("quote", *ends, amount)
    assert quoted == amount * 997 * out_of // (into * 1_000 + amount * 997)
    before = [stage.held(it, stage.venue) for it in ends]
    with stage.dreamt():
        assert stage.swap(*ends, amount) == quoted
        kept = [stage.held(it, stage.venue) for it in ends]
        assert kept == ([before[0] + amount, before[1] - quoted] if any(before) else [0, 0])
        assert [stage.allowed(it, stage.venue) for it in ends] == [0, 0]
