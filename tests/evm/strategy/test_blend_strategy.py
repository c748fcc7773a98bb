"""BlendStrategy: a share each in the say, and what becomes of the share of one that faults."""

from dataclasses import astuple
from random import Random

import pytest
from eth_abi import decode
from hypothesis import given
from hypothesis import strategies as st

from counterpoise.math.attempt import gas_needed
from counterpoise.strategy.blend import BlendStrategy
from counterpoise.strategy.fixed_weight import FixedWeightStrategy
from tests.counterpoise.strategy.test_blend import VECTORS, whole
from tests.counterpoise.strategy.test_glide_path import drawn, state_at
from tests.counterpoise.strategy.test_inverse_volatility import state_of
from tests.depth import sharing
from tests.evm.in_process import encoded, refused, said
from tests.evm.strategy.test_fallback_strategy import (
    BOMB,
    BOMB_REFUSAL,
    INVALID,
    WRAPPING,
    coded,
    saying,
)

NAME = "BlendStrategy"
ONE, TENTH = 10**18, 10**17
GAS = 200_000  # {gas}
PAIR = astuple(state_at(0, 2))
SHARES = [7 * TENTH, 3 * TENTH]


@pytest.fixture(scope="module")
def fixed(chain):
    return lambda *weights: chain.deploy("FixedWeightStrategy", weights)


@pytest.fixture(scope="module")
def beside(chain, fixed):
    """What is wanted where that has three tenths of the say, of two assets."""
    first, second = fixed(ONE, 0), fixed(0, ONE)

    def ask(part, secondary=second):
        strategy = chain.deploy(NAME, [first, part], SHARES, secondary, GAS)
        return said(chain.ask, NAME, strategy, "target", PAIR)

    return ask


@pytest.mark.parametrize("shares, parts, weights", VECTORS)
def test_the_vectors_of_the_formula(chain, fixed, shares, parts, weights):
    """V3.11"""
    members = [fixed(*whole(it)) for it in parts]
    strategy = chain.deploy(NAME, members, whole(shares), members[0], GAS)
    state = astuple(state_at(0, len(weights)))
    assert tuple(chain.ask(NAME, strategy, "target", state)) == whole(weights)


@sharing(25)
@given(st.integers(0, 2**64))
def test_the_twin_is_the_chain(chain, fixed, seed):
    """ST-02 For 2 to 20 assets; some parts are of another size, and so may be the second."""
    random = Random(seed)
    n, k = random.randint(2, 20), random.randint(1, 8)
    sizes = [n + (random.random() < 0.2) for _ in range(k + 1)]
    *parts, second = (drawn(random, size) for size in sizes)
    shares, state = drawn(random, k), state_at(0, n)
    strategy = chain.deploy(NAME, [fixed(*it) for it in parts], shares, fixed(*second), GAS)
    twin = BlendStrategy(
        tuple(map(FixedWeightStrategy, parts)), shares, FixedWeightStrategy(second), GAS
    )
    told = said(chain.ask, NAME, strategy, "target", astuple(state))
    assert told == said(lambda: list(twin.target(state)))


def test_the_share_of_one_that_is_blind_is_the_seconds(chain, fixed):
    """K5 A dead estimator leaves a 0 in the state; the others' shares stay as they are."""
    parts = [fixed(ONE, 0), chain.deploy("InverseVolatilityStrategy")]
    strategy = chain.deploy(NAME, parts, SHARES, fixed(0, ONE), GAS)
    blind, seeing = astuple(state_of((ONE, 0))), astuple(state_of((ONE, ONE)))
    assert chain.ask(NAME, strategy, "target", blind) == (7 * TENTH, 3 * TENTH)
    assert chain.ask(NAME, strategy, "target", seeing) == (85 * ONE // 100, 15 * ONE // 100)


@pytest.mark.parametrize("code", ["", INVALID, BOMB_REFUSAL, BOMB, "00"])
def test_however_a_part_fails_the_second_has_its_share(chain, beside, code):
    """ST-08 No code, all gas, too long a refusal, an answer of zeros, none at all."""
    assert beside(coded(chain, code)) == SHARES
    assert beside(chain.deploy("MockBroken")) == SHARES


@pytest.mark.parametrize(
    "words",
    [
        *([32, 2, ONE], [32, 2, ONE, 1], [32, 2, ONE - 1, 0], [32, 2, *WRAPPING]),
        *([32, 1, ONE], [32, 3, ONE, 0, 0], [0, 2, ONE, 0], [2**256 - 1, 2, ONE, 0]),
    ],
)
def test_what_are_no_weights_count_as_a_fault(chain, beside, words):
    """ST-01, ST-08"""
    assert beside(saying(chain, words)) == SHARES


def test_where_the_second_is_needed_and_faults_it_says_so(chain, fixed, beside):
    """ST-01 Its answer is not mended."""
    broken = chain.deploy("MockBroken")
    assert beside(broken, broken) == ("Broken", [])
    assert beside(broken, fixed(ONE)) == ("WeightCount", [1, 2])
    assert beside(broken, saying(chain, [32, 2, ONE, 1])) == ("WeightSum", [ONE + 1])
    assert beside(broken, saying(chain, [32, 1, ONE])) == ("WeightCount", [1, 2])
    assert beside(fixed(0, ONE), broken) == SHARES


def test_too_little_gas_makes_no_part_look_dead(chain, fixed):
    """OR-08 Whatever the limit: the right answer, or none."""
    part = chain.deploy("InverseVolatilityStrategy")
    strategy = chain.deploy(NAME, [part, fixed(ONE, 0)], SHARES, fixed(0, ONE), GAS)
    data = encoded(NAME, "target", [astuple(state_of((ONE, ONE)))]).hex()
    answers = set()
    for gas in [*range(200, 300_000, 16_661), *range(205_000, 250_000, 997)]:
        call = f"({gas},{strategy},0x{data})"
        success, answer = decode(["bool", "bytes"], chain._call("attemptWith", call))
        if success:
            answers.add(decode(["uint256[]"], answer)[0])
        elif answer:
            refusal = refused(answer)
            assert refusal.fields["needed"] == gas_needed(GAS)
            answers.add(refusal.name)
    assert answers == {(65 * ONE // 100, 35 * ONE // 100), "GasTooLow"}


def test_a_blend_may_be_of_blends(chain, fixed):
    """With more gas than it gives itself; with as much it faults, and never in part."""
    within = chain.deploy(NAME, [fixed(ONE, 0)], [ONE], fixed(0, ONE), GAS)
    for gas, weights in [(2 * GAS, (ONE, 0)), (GAS, (0, ONE))]:
        strategy = chain.deploy(NAME, [within], [ONE], fixed(0, ONE), gas)
        assert chain.ask(NAME, strategy, "target", PAIR) == weights


@pytest.mark.parametrize(
    "shares, gas, answer",
    [
        ([], GAS, ("LimitOutOfRange", ["parts", 0, 8])),
        ([ONE // 9] * 9, GAS, ("LimitOutOfRange", ["parts", 9, 8])),
        ([ONE, 0], GAS, ("LimitOutOfRange", ["share", 0, ONE])),
        ([ONE], 0, ("LimitOutOfRange", ["partGas", 0, 10_000_000])),
        ([ONE], 10_000_001, ("LimitOutOfRange", ["partGas", 10_000_001, 10_000_000])),
        ([ONE, 1], GAS, ("WeightSum", [ONE + 1])),
        ([ONE - 1], GAS, ("WeightSum", [ONE - 1])),
    ],
)
def test_what_it_cannot_be_made_of_is_refused(chain, shares, gas, answer):
    """ST-01"""
    parts = [chain.caller] * len(shares)
    assert said(chain.deploy, NAME, parts, shares, chain.caller, gas) == answer


def test_parts_without_a_share_are_refused(chain):
    answer = said(chain.deploy, NAME, [chain.caller] * 2, [ONE], chain.caller, GAS)
    assert answer == ("WeightCount", [1, 2])


def test_it_names_its_parts(chain, fixed):
    parts, second = [fixed(ONE), fixed(ONE)], fixed(ONE)
    strategy = chain.deploy(NAME, parts, SHARES, second, GAS)
    assert said(chain.ask, NAME, strategy, "parts") == [[it.lower() for it in parts], SHARES]
    assert chain.ask(NAME, strategy, "secondary") == second.lower()
    assert chain.ask(NAME, strategy, "partGas") == GAS
