"""TokenProbe: over decimals, amounts and fees nothing stays with it, and no unit is missed."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.depth import examples
from tests.evm.in_process import said
from tests.founding import ONE

NAME = "TokenProbe"
DECIMALS_MAX = 27
amounts = st.integers(1, 2**112 - 1) | st.integers(1, 10**4)
sorts = st.lists(st.tuples(st.integers(0, 30), amounts), min_size=1, max_size=4)
fees = st.integers(1, ONE) | st.integers(1, 10**15)  # D18{1}
# The least fee that takes a unit, and the greatest that takes none.
edges = st.builds(
    lambda amount, less: (amount, -(-ONE // amount) - less),
    st.integers(1, 10**4),
    st.sampled_from([0, 1]),
)


@pytest.fixture(scope="module")
def probe(evm):
    return evm.deploy(NAME)


class Market:
    """Tokens, each with a purse of the caller's and exactly its amount allowed."""

    def __init__(self, chain, probe, kind, sorts):
        self.chain, self.probe = chain, probe
        self.amounts = [amount for _, amount in sorts]
        self.tokens = [chain.deploy(kind, "T", "T", decimals) for decimals, _ in sorts]
        for token, amount in zip(self.tokens, self.amounts, strict=True):
            chain.tell("MockToken", token, "mint", chain.caller, amount + 1)
            chain.tell("MockToken", token, "approve", probe, amount)

    def run(self):
        return said(self.chain.tell, NAME, self.probe, "probe", self.tokens, self.amounts)

    def ask(self, question, *values):
        return [self.chain.ask("MockToken", token, question, *values) for token in self.tokens]

    def held(self):
        """{unit} of each token: the caller's, the probe's, and what the probe may still take."""
        mine, its = (self.ask("balanceOf", who) for who in (self.chain.caller, self.probe))
        return mine, its, self.ask("allowance", self.chain.caller, self.probe)


@settings(max_examples=examples(100))
@given(sorts=sorts)
def test_nothing_stays_and_no_allowance_is_left(evm, probe, sorts):
    """R2, TK-06 Where one has too many decimals, nothing has happened."""
    market, bad = Market(evm, probe, "MockToken", sorts), [d for d, _ in sorts if d > DECIMALS_MAX]
    outcome, n = market.run(), len(sorts)
    mine, its, allowed = market.held()
    assert (mine, its) == ([amount + 1 for amount in market.amounts], [0] * n)
    assert allowed == (market.amounts if bad else [0] * n)
    assert outcome is None if not bad else outcome[0] == "DecimalsTooMany"
    assert outcome is None or outcome[1][1:] == [bad[0], DECIMALS_MAX]


@settings(max_examples=examples(100))
@given(taxed=st.tuples(amounts, fees) | edges, wide=st.booleans())
def test_a_fee_is_refused_to_the_unit_or_takes_nothing(evm, probe, taxed, wide):
    """R2, TK-01"""
    amount, fee = taxed
    sorts = [(6, 1), (18, amount)] if wide else [(18, amount)]
    market = Market(evm, probe, "MockFeeToken", sorts)
    evm.tell("MockFeeToken", market.tokens[-1], "setFee", fee)
    taken, token = amount * fee // ONE, market.tokens[-1].lower()
    outcome = market.run()
    refusal = ("TransferDeltaMismatch", [token, amount, amount - taken])
    assert outcome == (refusal if taken else None)
    assert market.held()[0] == [it + 1 for it in market.amounts]
