"""GainConstraint: a rebalance is worth its cost; its twin to the unit, and what it costs."""

from dataclasses import astuple, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpoise.constraint.gain import NOBODY, GainConstraint, Terms
from counterpoise.math.fixed_point import ONE
from counterpoise.math.signals import signals_of
from counterpoise.types import MarketClass
from tests.counterpoise.constraint.test_gain import DAY, TERMS, VECTORS, move
from tests.counterpoise.drawn import ADDRESSES as TOKENS
from tests.counterpoise.drawn import moves, scales
from tests.depth import sharing
from tests.evm.constraint.states import state
from tests.evm.in_process import OUTSIDER, attempt, encoded, said

NAME, MOCK = "GainConstraint", "MockGain"
COST = 31_936  # {gas} above a drift that is beyond all cost, of eight assets with 28 correlations

check = sharing(40)


def named(state_, tokens=TOKENS):
    """The same state with addresses for names."""
    rows = zip(state_.assets, tokens)
    return replace(state_, assets=tuple(replace(asset, token=it) for asset, it in rows))


def judged(chain, contract, start, target, end, name=NAME):
    """What `judge` says, and `check` the same."""
    asked = astuple(start), list(target), astuple(end)
    answer = said(chain.ask, name, contract, "judge", chain.caller, *asked)
    assert answer == said(chain.ask, name, contract, "check", *asked)
    return answer


@pytest.mark.parametrize("vector", VECTORS)
def test_the_vectors_of_the_formula(chain, vector):
    """E5, V5.7 The gas at a fee of so many dollars a unit."""
    *moved, gas, terms, benefit = vector
    start, target, end = (named(it) if hasattr(it, "assets") else it for it in move(*moved))
    contract = chain.deploy(MOCK, astuple(terms), gas * ONE)
    twin = GainConstraint(terms, gas * ONE)

    answer = judged(chain, contract, start, target, end, MOCK)

    assert answer == said(twin.judge, start, target, end)
    assert (answer is None) is benefit.startswith("199")
    asked = astuple(start), target, astuple(end)
    assert chain.ask(MOCK, contract, "benefitOf", *asked) == twin.benefit_of(start, target, end)


def test_what_is_not_worth_it_is_told_with_gain_and_cost(chain):
    """E5, V5.7 The second vector."""
    *moved, gas, terms, _ = VECTORS[1]
    start, target, end = (named(it) if hasattr(it, "assets") else it for it in move(*moved))
    contract = chain.deploy(MOCK, astuple(terms), gas * ONE)
    answer = judged(chain, contract, start, target, end, MOCK)
    assert answer == ("NotWorthIt", [1_232_876_712_328_767_123, 31 * ONE])


@pytest.mark.parametrize("beyond, answer", [(0, ("NotWorthIt", [0, 1])), (1, None)])
def test_beyond_the_hard_drift_no_cost_counts(chain, beyond, answer):
    """E5, K3 Strictly beyond, of a vault of one dollar; the risk grows, which is worth nothing."""
    start = state(ONE * 3 // 4 + beyond, ONE // 4 - beyond, signals=(1 << 184, ONE, 0))
    move_ = start, [ONE // 2] * 2, state(ONE, 0)
    contract = chain.deploy(MOCK, astuple(TERMS), 1)
    assert said(chain.ask, MOCK, contract, "judge", chain.caller, *move_) == answer


memories = st.tuples(
    st.lists(st.one_of(st.just(0), scales(14, 19), st.just(11 * ONE)), min_size=20, max_size=20),
    st.one_of(st.just(0), st.just(190), st.integers(1, 190)),
    st.integers(-ONE - 1, ONE + 1),
)


@st.composite
def terms(draw):
    return Terms(
        draw(scales(15, 20)),
        draw(st.integers(1, 365 * DAY)),
        draw(scales(14, 19)),
        draw(st.one_of(st.just(ONE // 4), scales(14, 17))),
        draw(st.integers(0, 30_000_000)),
        draw(st.sampled_from([NOBODY, *TOKENS[:4]])),
        draw(scales(0, 30)),
    )


@check
@given(
    chosen=terms(),
    fee=st.one_of(st.just(0), scales(0, 15)),
    moved=moves(),
    memory=memories,
    known=st.booleans(),
)
def test_the_twin_says_the_same(chain, chosen, fee, moved, memory, known):
    """ST-02 2 to 20 assets, whole memories, damaged ones and none; any base fee."""
    (start, target, end), (volatilities, count, both) = moved, memory
    n = len(start.assets)
    if known:
        pairs = [both // (k + 1) for k in range(min(count, n * (n - 1) // 2))]
        signals = signals_of([MarketClass.NORMAL] * n, volatilities[:n], pairs)
        start = replace(start, signals=signals)
    contract = chain.deploy(MOCK, astuple(chosen), fee)
    twin = GainConstraint(chosen, fee)

    assert judged(chain, contract, start, target, end, MOCK) == said(twin.judge, start, target, end)
    asked = astuple(start), astuple(end)
    assert said(chain.ask, MOCK, contract, "costOf", *asked) == said(twin.cost_of, start, end)
    asked = astuple(start), list(target), astuple(end)
    answer = said(chain.ask, MOCK, contract, "benefitOf", *asked)
    assert answer == said(twin.benefit_of, start, target, end)


def test_gas_is_counted_at_the_blocks_own_base_fee(chain):
    """Which is 0 in this chain: the contract itself, not the mock."""
    contract = chain.deploy(NAME, astuple(TERMS))
    assert chain.ask(NAME, contract, "etherFor", 21_000) == 0
    assert chain.ask(MOCK, chain.deploy(MOCK, astuple(TERMS), 7), "etherFor", 21_000) == 147_000


@pytest.mark.parametrize("place", [0, 1, 2, 3, 4, 6])
def test_limits_out_of_range_are_refused_alike(chain, place):
    """J1 Nothing, the most, and one unit more."""
    most = (10**20, 365 * DAY, 10 * ONE, ONE // 4, 30_000_000, NOBODY, 10**30)
    for number in (0, most[place], most[place] + 1):
        row = (*most[:place], number, *most[place + 1 :])
        contract = said(chain.deploy, NAME, row)
        twin = said(lambda row=row: list(astuple(Terms(*row))))
        assert contract == twin or (isinstance(contract, str) and twin == list(row))
    assert contract[0] == "LimitOutOfRange"


def test_what_weighing_eight_assets_costs(chain):
    """docs/constraints.md"""
    signals = signals_of([MarketClass.NORMAL] * 8, [ONE] * 8, [ONE // 2] * 28)
    start = state(*[ONE] * 7, 2 * ONE, signals=signals)
    move_ = start, [ONE // 8] * 8, state(*[ONE] * 8)
    contract = chain.deploy(NAME, astuple(TERMS))
    whole = spent(chain, contract, encoded(NAME, "judge", (OUTSIDER, *move_)))
    far = state(*[ONE] * 7, 20 * ONE, signals=signals), *move_[1:]
    part = spent(chain, contract, encoded(NAME, "judge", (OUTSIDER, *far)))
    assert whole - part == COST


def spent(chain, account, data):
    """{gas} of a transaction that asks, without what its data cost to carry."""
    said_ = attempt(account, data)
    done = chain.evm.transact("attempt", said_, OUTSIDER, chain.caller, 0, chain.abi)
    return int(done.gas_used) - sum(16 if byte else 4 for byte in data)
