"""Strategies that move with time or compose others: what the keeper's twin reads of them."""

from dataclasses import astuple

import pytest

from counterpoise.chain import mirror, strategies
from counterpoise.chain.abi import abi
from counterpoise.chain.parts import NoTwin, Parts
from counterpoise.chain.strategies import KINDS, Strategies
from counterpoise.math.nano_weights import pack
from counterpoise.strategy.arc_glide import ArcGlideStrategy
from counterpoise.strategy.blend import BlendStrategy
from counterpoise.strategy.cppi import CppiStrategy, Terms
from counterpoise.strategy.fixed_weight import FixedWeightStrategy
from counterpoise.strategy.geometric_glide import GeometricGlideStrategy
from counterpoise.strategy.inverse_volatility import InverseVolatilityStrategy
from counterpoise.strategy.linear_glide import LinearGlideStrategy
from counterpoise.strategy.maximum_sharpe import Terms as Guess
from counterpoise.strategy.maximum_sharpe import guessed
from counterpoise.strategy.minimum_variance import Descent, MinimumVarianceStrategy
from counterpoise.strategy.momentum import MomentumStrategy
from counterpoise.strategy.option_replication import Kind, OptionReplicationStrategy
from counterpoise.strategy.overlay import OverlayStrategy
from counterpoise.strategy.proposals import Proposal
from counterpoise.strategy.proposed_weight import ProposedWeightStrategy
from counterpoise.strategy.risk_parity import RiskParityStrategy
from counterpoise.strategy.risk_scalar import RiskScalar
from counterpoise.strategy.volatility_target import VolatilityTargetStrategy
from tests.chain.world import NOBODY, ONE, deploy
from tests.counterpoise.strategy.test_glide_path import state_at
from tests.counterpoise.strategy.test_overlay import Says

HALVES, MOST = (ONE // 2, ONE // 2), (ONE - 1, 1)
GAS = 100_000


@pytest.fixture
def mirrored(world):
    """The twin of a contract."""
    return lambda it: Strategies(Parts(world.w3), world.client.block()).at(it.address)


@pytest.mark.parametrize("way", [LinearGlideStrategy, GeometricGlideStrategy, ArcGlideStrategy])
def test_each_way_of_a_glide_path_is_its_own_twin(world, mirrored, way):
    """C1 It says which it is: all three have the same getters."""
    made = HALVES, MOST, 1_000, 2_000
    contract = deploy(world.w3, way.__name__, *made)
    twin = mirrored(contract)
    assert type(twin) is way and twin == way(*made)
    for time in (999, 1_777, 2_000):
        state = state_at(time, 2)
        assert tuple(contract.functions.target(astuple(state)).call()) == twin.target(state)


def test_a_blend_is_mirrored_with_all_its_parts(world, mirrored):
    """K5 Who falls back has a second one as well, and is no blend."""
    fixed = deploy(world.w3, "FixedWeightStrategy", HALVES).address
    inverse = deploy(world.w3, "InverseVolatilityStrategy").address
    shares = (ONE // 4, ONE * 3 // 4)
    contract = deploy(world.w3, "BlendStrategy", [inverse, fixed], shares, fixed, GAS)
    known = FixedWeightStrategy(HALVES)
    parts = InverseVolatilityStrategy(), known
    assert mirrored(contract) == BlendStrategy(parts, shares, known, GAS)


def test_an_overlay_is_mirrored_with_its_scalars():
    twins = {"inner": FixedWeightStrategy(HALVES), "first": Says(ONE), "second": Says(0)}
    said = {"inner": "inner", "hub": NOBODY, "scalars": ["first", "second"], "scalarGas": GAS}
    twin = KINDS["OverlayStrategy"][1](said.__getitem__, twins.__getitem__)
    assert twin == OverlayStrategy(twins["inner"], NOBODY, (Says(ONE), Says(0)), GAS)


def test_a_floor_is_mirrored_with_its_terms():
    """C3 And may be the scalar of an overlay."""
    terms = Terms(ONE, ONE // 25, ONE // 2, 3 * ONE, ONE * 3 // 10, ONE)
    numbers = dict(zip(("floor", "rate", "ratchet", "multiplier", "maxGap", "cap"), astuple(terms)))
    said = {"inner": "inner", "cash": NOBODY, "start": 1_700_000_000, **numbers}
    twins = {"inner": FixedWeightStrategy(HALVES)}
    twin = KINDS["CppiStrategy"][1](said.__getitem__, twins.__getitem__)
    assert twin == CppiStrategy(twins["inner"], NOBODY, terms, 1_700_000_000)
    assert isinstance(twin, RiskScalar)


HUB = "0x" + 39 * "0" + "1"
TERMS = Terms(ONE, ONE // 25, ONE // 2, 3 * ONE, ONE * 3 // 10, ONE)
REACTING = {  # A contract's numbers, and its twin beside halves.
    VolatilityTargetStrategy: (HUB, ONE // 5, ONE // 20, ONE // 10),
    MomentumStrategy: ((ONE, 2 * ONE), 2 * ONE, (0, 0), (ONE, ONE)),
}


@pytest.mark.parametrize(
    "kind, numbers", REACTING.items(), ids=lambda it: getattr(it, "__name__", "")
)
def test_what_reacts_is_mirrored_with_what_it_starts_from(world, mirrored, kind, numbers):
    """C2, C5"""
    fixed = deploy(world.w3, "FixedWeightStrategy", HALVES).address
    contract = deploy(world.w3, kind.__name__, fixed, *numbers)
    assert mirrored(contract) == kind(FixedWeightStrategy(HALVES), *numbers)


def test_parities_floors_and_options_are_told_apart(world, mirrored):
    """C2, C3, C5"""
    fixed = deploy(world.w3, "FixedWeightStrategy", HALVES).address
    parity = deploy(world.w3, "RiskParityStrategy", HALVES, 10**9)
    assert mirrored(parity) == RiskParityStrategy(HALVES, 10**9)
    floor = mirrored(deploy(world.w3, "CppiStrategy", fixed, HUB, astuple(TERMS)))
    assert floor == CppiStrategy(FixedWeightStrategy(HALVES), HUB, TERMS, floor.start)
    expiry = world.client.time() + 86_400
    numbers = NOBODY, HUB, 2_000 * ONE, expiry, 0, 3_600, ONE // 100
    option = deploy(world.w3, "OptionReplicationStrategy", Kind.COVERED_CALL, *numbers)
    assert mirrored(option) == OptionReplicationStrategy(Kind.COVERED_CALL, *numbers)


@pytest.mark.parametrize("name, made", [("MockScalar", [ONE]), ("FixedWeightStrategy", [HALVES])])
def test_a_scalar_without_a_twin_is_told_by_its_address(world, mirrored, name, made):
    """Be it of no known kind, or a strategy that is no scalar."""
    fixed = deploy(world.w3, "FixedWeightStrategy", HALVES).address
    scalar = deploy(world.w3, name, *made).address
    overlay = deploy(world.w3, "OverlayStrategy", fixed, NOBODY, [scalar], GAS)
    with pytest.raises(NoTwin, match=scalar):
        mirrored(overlay)


def test_what_reads_a_book_is_mirrored_with_what_the_book_says(world, mirrored):
    """C6 Of signed weights and of solved ones; a strategy without a book knows of none."""
    book = deploy(world.w3, "MockMinimumVariance")
    word = pack(HALVES)
    world.send(book.functions.write(word, 1_777))
    assert mirrored(deploy(world.w3, "ProposedWeightStrategy", book.address)) == (
        ProposedWeightStrategy(Proposal(word, 1_777))
    )
    box, limits = ((0, 0), (ONE, ONE), (ONE // 10, -ONE // 10)), (2 * ONE, 10**12, 7)
    for address, said in ((book.address, Proposal(word, 1_777)), (NOBODY, Proposal(0, 0))):
        contract = deploy(world.w3, "MinimumVarianceStrategy", address, *box, limits)
        assert mirrored(contract) == MinimumVarianceStrategy(said, *box, Descent(*limits))


def test_what_counts_of_a_guess_is_mirrored(world, mirrored):
    """C4 As the chain has drawn it to the mean."""
    book, terms = deploy(world.w3, "MockMinimumVariance"), (ONE // 2, 10**12)
    box = (0, 0), (6 * ONE // 10,) * 2
    gains = ONE // 10, -3 * ONE // 10
    contract = deploy(world.w3, "MaximumSharpeStrategy", book.address, *box, gains, *terms)
    assert mirrored(contract) == guessed(Proposal(0, 0), *box, gains, Guess(*terms))
    assert mirrored(contract).gains == (0, -ONE // 5)


@pytest.mark.parametrize(
    "getters", [strategies.GETTERS, mirror.GETTERS], ids=["strategies", "rules"]
)
def test_no_kind_answers_to_the_getter_of_one_before_it(getters):
    """Or it would be taken for that one."""
    for i, kind in enumerate(getters):
        known = {entry["name"] for entry in abi(kind) if entry["type"] == "function"}
        assert getters[kind] in known
        assert known & set(list(getters.values())[:i]) == set(), kind
