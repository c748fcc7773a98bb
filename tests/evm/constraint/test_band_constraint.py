"""BandConstraint: each asset's own band, its twin to the unit, and what it costs."""

from dataclasses import astuple, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpoise.constraint.band import BandConstraint, Bands
from counterpoise.errors import WithinBand
from counterpoise.math.fixed_point import ONE
from counterpoise.math.signals import signals_of
from counterpoise.solver.band import Losses, both_costs
from counterpoise.types import MarketClass
from tests.counterpoise.constraint.test_band import MOST, PLAIN
from tests.counterpoise.drawn import ADDRESSES as TOKENS
from tests.counterpoise.drawn import moves, scales
from tests.depth import sharing
from tests.evm.constraint.states import ADDRESSES, state, weights
from tests.evm.in_process import OUTSIDER, attempt, encoded, said
from tests.evm.test_twins import in_twin, on_chain, walk

NAME, PERCENT = "BandConstraint", 10**16
COSTS = {"costs": 20_088, "all": 40_900}  # {gas} above an absolute band's, of eight assets

check = sharing(40)


def deploy(chain, bands, hub=ADDRESSES[0]):
    return chain.deploy(NAME, hub, astuple(bands))


def drifted(units):
    """Of two halves that are worth a dollar together."""
    return state(ONE // 2 + units, ONE // 2 - units)


def tell(chain, contract, start, end, by=""):
    return said(lambda: chain.tell(NAME, contract, "check", start, weights(50, 50), end, by=by))


@pytest.mark.parametrize("beyond", [-1, 0])
def test_at_the_band_nothing_is_due(chain, beyond):
    """E1, RB-01, I-14"""
    drift = 5 * PERCENT + beyond
    answer = tell(chain, deploy(chain, PLAIN), drifted(drift), drifted(0))
    assert answer == ("WithinBand", [drift, 5 * PERCENT])


def test_one_unit_beyond_the_band_it_is(chain):
    """RB-01 Strictly beyond."""
    assert tell(chain, deploy(chain, PLAIN), drifted(5 * PERCENT + 1), drifted(0)) is None


@pytest.mark.parametrize("left, active", [(2 * PERCENT, False), (2 * PERCENT + 1, True)])
def test_while_active_the_inner_part_counts(chain, left, active):
    """E1, RB-01, I-14 Inside means at it or below."""
    contract = deploy(chain, PLAIN)
    tell(chain, contract, drifted(6 * PERCENT), drifted(left))
    assert chain.ask(NAME, contract, "isActive", chain.caller) is active
    answer = tell(chain, contract, drifted(left), drifted(0))
    assert answer == (None if active else ("WithinBand", [left, 5 * PERCENT]))


def test_a_band_is_the_callers(chain):
    """RB-01 Between the slices goes on who has begun, and nobody else."""
    contract, caller, stranger = deploy(chain, PLAIN), chain.person(), chain.person()
    tell(chain, contract, drifted(6 * PERCENT), drifted(4 * PERCENT), by=caller)

    assert chain.ask(NAME, contract, "isActive", caller) is True
    for other in (stranger, OUTSIDER):
        assert chain.ask(NAME, contract, "isActive", other) is False
    with pytest.raises(WithinBand):
        move = drifted(4 * PERCENT), weights(50, 50), drifted(0)
        chain.ask(NAME, contract, "judge", stranger, *move)
    chain.ask(NAME, contract, "judge", caller, *move)


memories = st.tuples(
    st.lists(st.one_of(st.just(0), scales(14, 19), st.just(11 * ONE)), min_size=20, max_size=20),
    st.one_of(st.just(0), st.integers(1, 190)),
    st.integers(-ONE - 1, ONE + 1),
)
asked = st.one_of(st.just(0), scales(12, 17))


@st.composite
def bands(draw):
    absolute = draw(scales(12, 17))
    return Bands(
        absolute,
        max(draw(scales(9, 17)) % absolute, 1),
        draw(st.integers(1, 8 * 10**17)),
        draw(st.one_of(st.just(0), st.integers(1, ONE))),
        draw(asked),
        draw(asked),
        draw(st.one_of(st.just(0), scales(15, 22))),
        draw(scales(15, 20)),
    )


def remembering(start, memory):
    """The same state with volatilities, and correlations that may be too few or out of domain."""
    volatilities, count, both = memory
    n = len(start.assets)
    pairs = [both // (k + 1) for k in range(min(count, n * (n - 1) // 2))]
    return replace(start, signals=signals_of([MarketClass.NORMAL] * n, volatilities[:n], pairs))


@check
@given(
    chosen=bands(),
    hub=st.integers(0, 3),
    steps=st.lists(st.tuples(moves(), memories, st.booleans()), min_size=1, max_size=3),
)
def test_the_twin_says_the_same_and_remembers_it(chain, chosen, hub, steps):
    """ST-02 2 to 20 assets, each of the first four the hub, whole memories and none."""
    contract, twin = deploy(chain, chosen, TOKENS[hub]), BandConstraint(TOKENS[hub], chosen)
    path = [
        ((remembering(start, memory) if known else start, target, end), 0)
        for (start, target, end), memory, known in steps
    ]
    first, target, _ = path[0][0]
    answer = said(chain.ask, NAME, contract, "bandsOf", astuple(first), target)
    assert answer == said(twin.bands_of, first, target)

    answers = walk(on_chain(chain, NAME, contract), path, 1_700_000_000)

    assert answers == walk(in_twin(twin), path, 1_700_000_000)
    assert chain.ask(NAME, contract, "isActive", chain.caller) is twin.is_active


WIDE = Bands(25 * PERCENT, 1, ONE // 2)
RISKY = replace(WIDE, risk=2 * PERCENT)
# Bands, volatilities, correlations, target in percent, and what the bands are in 1e-6.
CASES = [
    (replace(WIDE, relative=ONE // 5), (), (), (100, 0), (200_000, 250_000)),
    (RISKY, (0, 0), (), (50, 50), (250_000, 2_000)),
    (RISKY, (20, 30), (), (50, 50), (250_000, 40_000)),
    (RISKY, (20, 30), (-ONE,), (50, 50), (250_000, 40_000)),
    (RISKY, (20, 30), (ONE,), (50, 50), (250_000, 200_000)),
    (RISKY, (30, 40), (0,), (50, 50), (250_000, 40_000)),
    (replace(WIDE, fixed_cost=9 * ONE, aversion=100 * ONE), (), (), (90, 10), (176_569, 176_569)),
]


@pytest.mark.parametrize("bands_, volatilities, together, target, expected", CASES)
def test_bands_with_numbers(chain, bands_, volatilities, together, target, expected):
    """E1 The hub is the first; a vault of three dollars loses all of it to nine, and no more."""
    known = signals_of([MarketClass.NORMAL] * 2, [it * PERCENT for it in volatilities], together)
    start = state(ONE, 2 * ONE, signals=known)
    found = chain.ask(NAME, deploy(chain, bands_), "bandsOf", start, weights(*target))
    assert tuple(it // 10**12 for it in found) == expected


@pytest.mark.parametrize("place", range(8))
def test_limits_out_of_range_are_refused_alike(chain, place):
    """J1 Nothing, and one unit more than the most."""
    values = astuple(MOST)
    for number in (0, values[place] + 1):
        row = [*values[:place], number, *values[place + 1 :]]
        contract = said(deploy_raw, chain, row)
        twin = said(lambda row=row: list(astuple(Bands(*row))))
        assert contract == twin or (isinstance(contract, str) and twin == row)
    assert said(deploy_raw, chain, row)[0] == "LimitOutOfRange"


def deploy_raw(chain, row):
    return chain.deploy(NAME, ADDRESSES[0], tuple(row))


KINDS = {
    "costs": replace(PLAIN, cost=PERCENT // 10, fixed_cost=ONE, aversion=3 * ONE),
    "all": replace(MOST, least=1, relative=ONE // 5, risk=2 * PERCENT),
}


@pytest.mark.parametrize("kind", COSTS)
def test_what_the_bands_of_eight_assets_cost(chain, kind):
    """docs/constraints.md"""
    signals = signals_of([MarketClass.NORMAL] * 8, [ONE] * 8, [ONE // 2] * 28)
    start = state(*[ONE] * 7, 20 * ONE, signals=signals)
    data = encoded(NAME, "judge", (OUTSIDER, start, [ONE // 8] * 8, start))
    made = (deploy(chain, it) for it in (KINDS[kind], PLAIN))
    costly, plain = (spent(chain, it, data) for it in made)
    assert costly - plain == COSTS[kind]


def spent(chain, account, data):
    """{gas} of a transaction that asks, without what the account's own name costs to carry."""
    said_ = attempt(account, data)
    done = chain.evm.transact("attempt", said_, OUTSIDER, chain.caller, 0, chain.abi)
    carried = sum(16 if byte else 4 for byte in bytes.fromhex(account.removeprefix("0x")))
    return int(done.gas_used) - carried


def test_the_band_of_both_costs_is_one_that_the_chain_takes(chain):
    """E1, V1.5 0 < a < L; it starts beyond L, and while it is active it stops at a."""
    best = both_costs(Losses(3 * ONE // 1000, ONE // 10**5, 4 * ONE // 100, 192 * ONE // 100))
    contract = deploy(chain, Bands(best.outer, 1, best.back * ONE // best.outer))
    at = ("WithinBand", [best.outer, best.outer])
    assert tell(chain, contract, drifted(best.outer), drifted(0)) == at
    assert tell(chain, contract, drifted(best.outer + 1), drifted(best.back + 1)) is None
    assert chain.ask(NAME, contract, "isActive", chain.caller) is True
    assert tell(chain, contract, drifted(best.back + 1), drifted(best.back - 1)) is None
    assert chain.ask(NAME, contract, "isActive", chain.caller) is False
