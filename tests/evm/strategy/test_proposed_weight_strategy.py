"""ProposedWeightStrategy: wants what was proposed while it holds, and then says so."""

from dataclasses import astuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpoise.math.nano_weights import pack
from counterpoise.strategy.fallback import FallbackStrategy
from counterpoise.strategy.fixed_weight import FixedWeightStrategy
from counterpoise.strategy.proposed_weight import ProposedWeightStrategy
from tests.counterpoise.relations import ONE, state_of
from tests.depth import sharing
from tests.evm.in_process import Chain, said
from tests.evm.strategy.test_minimum_variance_strategy import words

NAME, MOCK, FALLBACK = "ProposedWeightStrategy", "MockMinimumVariance", "FallbackStrategy"
GAS = 100_000  # {gas}
NOON = 1_700_000_000  # {s}


class Page:
    """What the twin reads."""

    def __init__(self, word, valid_until):
        self.values = word, valid_until

    def proposal_for(self, strategy):
        return self.values


class Desk:
    """A book that nobody judges, who reads it, and who does where that one refuses."""

    def __init__(self):
        self.chain = Chain()
        self.book = self.chain.deploy(MOCK)
        self.strategy = self.chain.deploy(NAME, self.book)
        rest = self.chain.deploy("FixedWeightStrategy", [ONE // 4, 3 * ONE // 4])
        self.fallback = self.chain.deploy(FALLBACK, self.strategy, rest, GAS)

    def target(self, word, valid_until, state, fallback=False):
        self.chain.tell(MOCK, self.book, "write", word, valid_until)
        twin = ProposedWeightStrategy(Page(word, valid_until))
        kind, contract = NAME, self.strategy
        if fallback:
            kind, contract = FALLBACK, self.fallback
            twin = FallbackStrategy(twin, FixedWeightStrategy((ONE // 4, 3 * ONE // 4)), GAS)
        answer = said(self.chain.ask, kind, contract, "target", astuple(state))
        assert answer == said(lambda: list(twin.target(state)))
        return answer


@pytest.fixture(scope="module")
def desk():
    return Desk()


@sharing(20)
@given(n=st.integers(2, 8), late=st.sampled_from([-1, 0, 1]), data=st.data())
def test_the_twin_is_the_chain(desk, n, late, data):
    """ST-01, ST-02"""
    state = state_of([ONE] * n, [], NOON)
    desk.target(data.draw(words(n)), NOON - late, state)


@pytest.mark.parametrize("n", range(2, 21))
def test_more_assets_than_a_word_has_weights_may_have_none(desk, n):
    """ST-02"""
    answer = desk.target(pack([ONE // 2, ONE // 2]), NOON, state_of([ONE] * n, [], NOON))
    assert answer == [ONE // 2, ONE // 2, *[0] * (n - 2)]


def test_it_ends_to_the_second(desk):
    """K5 And whoever wants something else then, does."""
    word, state = pack([ONE // 2, ONE // 2]), state_of([ONE, ONE], [], NOON)
    assert desk.target(word, NOON, state) == [ONE // 2, ONE // 2]
    assert desk.target(word, NOON - 1, state) == ("ProposalExpired", [NOON - 1, NOON])
    assert desk.target(word, NOON, state, fallback=True) == [ONE // 2, ONE // 2]
    assert desk.target(word, NOON - 1, state, fallback=True) == [ONE // 4, 3 * ONE // 4]


@pytest.mark.parametrize(
    "word, refused",
    [(1, ("WeightSum", [10**9])), (1 << 64, ("NanoSurplus", [1 << 64, 2]))],
)
def test_what_is_no_vector_is_refused(desk, word, refused):
    """ST-01, ST-08 Whatever the book is."""
    state = state_of([ONE, ONE], [], NOON)
    assert desk.target(word, NOON, state) == refused
    assert desk.target(word, NOON, state, fallback=True) == [ONE // 4, 3 * ONE // 4]
