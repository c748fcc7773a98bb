"""OverlayStrategy: no more at risk than the most careful scalar permits, on the chain."""

from dataclasses import astuple, replace
from random import Random

import pytest
from eth_abi import decode
from hypothesis import given
from hypothesis import strategies as st

from counterpoise.math.attempt import gas_needed
from counterpoise.math.signals import signals_of
from counterpoise.strategy.fixed_weight import FixedWeightStrategy
from counterpoise.strategy.overlay import OverlayStrategy
from counterpoise.types import MarketClass, State
from tests.counterpoise.strategy.test_glide_path import drawn, state_at
from tests.counterpoise.strategy.test_overlay import HALVED, HUB, THIRDS, Says
from tests.depth import sharing
from tests.evm.in_process import encoded, refused, said
from tests.evm.strategy.test_fallback_strategy import (
    BOMB,
    BOMB_REFUSAL,
    INVALID,
    coded,
    saying,
)

NAME = "OverlayStrategy"
ONE, TENTH = 10**18, 10**17
GAS = 100_000  # {gas}
THREE = astuple(state_at(0, 3))


@pytest.fixture(scope="module")
def fixed(chain):
    return lambda *weights: chain.deploy("FixedWeightStrategy", weights)


@pytest.fixture(scope="module")
def says(chain):
    return lambda part: chain.deploy("MockScalar", part)


@pytest.fixture(scope="module")
def under(chain, fixed):
    """What is wanted of four, three and three tenths under those scalars."""
    inner = fixed(*THIRDS)

    def ask(*scalars):
        strategy = chain.deploy(NAME, inner, HUB, scalars, GAS)
        return said(chain.ask, NAME, strategy, "target", THREE)

    return ask


@pytest.mark.parametrize(
    "parts, weights",
    [
        ((ONE,), THIRDS),
        ((ONE, ONE // 2, 9 * TENTH), HALVED),
        ((ONE // 2, ONE // 2), HALVED),
        ((0, ONE), (ONE, 0, 0)),
        ((ONE - 1,), (THIRDS[0] + 2, THIRDS[1] - 1, THIRDS[2] - 1)),
    ],
)
def test_the_least_of_the_scalars_is_what_counts(under, says, parts, weights):
    """math 3.11 Not their product; what is at risk is rounded down."""
    assert under(*map(says, parts)) == list(weights)


@sharing(25)
@given(st.integers(0, 2**64))
def test_the_twin_is_the_chain(chain, fixed, says, seed):
    """ST-02 For 2 to 20 assets, wherever the hub is, held or not."""
    random = Random(seed)
    n, k = random.randint(2, 20), random.randint(1, 8)
    wanted, hub = drawn(random, n), f"0x{random.randint(0, n):040x}"
    parts = [random.choice([random.randint(0, ONE), ONE, ONE + 1]) for _ in range(k)]
    state = state_at(0, n + (random.random() < 0.1))
    scalars = [says(it) for it in parts]
    strategy = chain.deploy(NAME, fixed(*wanted), hub, scalars, GAS)
    twin = OverlayStrategy(FixedWeightStrategy(wanted), hub, tuple(map(Says, parts)), GAS)
    told = said(chain.ask, NAME, strategy, "target", astuple(state))
    assert told == said(lambda: list(twin.target(state)))
    assert chain.ask(NAME, strategy, "exposure", astuple(state)) == twin.exposure(state)


@pytest.mark.parametrize("code", ["", INVALID, BOMB_REFUSAL, "00", "60016000f3"])
def test_however_a_scalar_fails_all_goes_to_the_hub(chain, under, says, code):
    """ST-08, K5 No code, all gas, too long a refusal, no answer, one of a byte."""
    assert under(says(ONE), coded(chain, code)) == [ONE, 0, 0]
    assert under(chain.deploy("MockBroken")) == [ONE, 0, 0]


@pytest.mark.parametrize("part", [ONE + 1, 2**255, 2**256 - 1])
def test_more_than_one_is_no_scalar(under, says, part):
    """Toward less risk: it counts as 0, not as one."""
    assert under(says(ONE), says(part)) == [ONE, 0, 0]


def test_of_a_long_answer_the_first_word_counts(chain, under):
    """ST-08"""
    assert under(saying(chain, [ONE // 2, 7])) == list(HALVED)
    assert under(coded(chain, BOMB)) == [ONE, 0, 0]


def test_too_little_gas_makes_no_scalar_look_dead(chain, fixed, says):
    """OR-08 Whatever the limit: the right answer, or none."""
    strategy = chain.deploy(NAME, fixed(*THIRDS), HUB, [says(ONE), says(ONE // 2)], GAS)
    data = encoded(NAME, "target", [THREE]).hex()
    answers = set()
    for gas in [*range(200, 200_000, 16_661), *range(100_000, 140_000, 997)]:
        call = f"({gas},{strategy},0x{data})"
        success, answer = decode(["bool", "bytes"], chain._call("attemptWith", call))
        if success:
            answers.add(decode(["uint256[]"], answer)[0])
        elif answer:
            refusal = refused(answer)
            assert refusal.fields["needed"] == gas_needed(GAS)
            answers.add(refusal.name)
    assert answers == {HALVED, "GasTooLow"}


def test_it_is_itself_a_scalar(chain, fixed, says):
    """Composites implement what they compose; with more gas than it gives."""
    within = chain.deploy(NAME, fixed(*THIRDS), HUB, [says(8 * TENTH), says(ONE)], GAS)
    outer = chain.deploy(NAME, fixed(*THIRDS), HUB, [within, says(9 * TENTH)], 2 * GAS)
    assert chain.ask(NAME, outer, "exposure", THREE) == 8 * TENTH


@pytest.mark.parametrize(
    "price, volatility, careful", [(110, 30, 1), (110, 90, 0), (150, 30, 0), (95, 30, 1)]
)
def test_it_holds_what_the_more_careful_of_two_holds(chain, fixed, price, volatility, careful):
    """math 3.11 A volatility target and a floor, over a strategy without cash of its own."""
    basket, cent = fixed(0, 6 * TENTH, 4 * TENTH), TENTH // 10
    made = [
        chain.deploy("VolatilityTargetStrategy", basket, HUB, 20 * cent, 0, ONE),
        chain.deploy("CppiStrategy", basket, HUB, (ONE, 0, 0, 4 * ONE, 25 * cent, ONE)),
    ]
    strategy = chain.deploy(NAME, basket, HUB, made, GAS)
    assets = tuple(replace(it, value=price * ONE) for it in state_at(0, 3).assets)
    moves = signals_of([MarketClass.NORMAL] * 3, [cent, *[volatility * cent] * 2], [0, 0, ONE // 2])
    state = astuple(State(chain.time(), 300 * ONE, 3 * price * ONE, assets, moves))
    parts = [chain.ask("CppiStrategy", it, "exposure", state) for it in made]
    names = ("VolatilityTargetStrategy", "CppiStrategy")
    wants = [chain.ask(*pair, "target", state) for pair in zip(names, made)]
    assert min(parts) == parts[careful] < max(parts)
    assert chain.ask(NAME, strategy, "target", state) == wants[careful]


def test_where_the_other_strategy_refuses_it_refuses_alike(chain, says):
    """ST-01 And a vector that is none is not mended."""
    bad = {
        chain.deploy("MockBroken"): ("Broken", []),
        saying(chain, [32, 3, ONE, 1, 0]): ("WeightSum", [ONE + 1]),
        saying(chain, [32, 2, ONE, 0]): ("WeightCount", [2, 3]),
    }
    for inner, answer in bad.items():
        strategy = chain.deploy(NAME, inner, HUB, [says(ONE)], GAS)
        assert said(chain.ask, NAME, strategy, "target", THREE) == answer


def test_a_hub_that_is_not_held_is_refused(chain, fixed, says):
    stranger = chain.person()
    strategy = chain.deploy(NAME, fixed(*THIRDS), stranger, [says(ONE)], GAS)
    assert said(chain.ask, NAME, strategy, "target", THREE) == ("AssetUnknown", [stranger])


@pytest.mark.parametrize(
    "count, gas, fields",
    [
        (0, GAS, ["scalars", 0, 8]),
        (9, GAS, ["scalars", 9, 8]),
        (1, 0, ["scalarGas", 0, 10_000_000]),
        (1, 10_000_001, ["scalarGas", 10_000_001, 10_000_000]),
    ],
)
def test_what_it_cannot_be_made_of_is_refused(chain, count, gas, fields):
    scalars = [chain.caller] * count
    answer = said(chain.deploy, NAME, chain.caller, HUB, scalars, gas)
    assert answer == ("LimitOutOfRange", fields)


def test_it_names_its_parts(chain, fixed, says):
    inner, scalars = fixed(*THIRDS), [says(ONE), says(0)]
    strategy = chain.deploy(NAME, inner, HUB, scalars, GAS)
    assert said(chain.ask, NAME, strategy, "scalars") == [it.lower() for it in scalars]
    assert chain.ask(NAME, strategy, "inner") == inner.lower()
    assert chain.ask(NAME, strategy, "hub") == HUB
    assert chain.ask(NAME, strategy, "scalarGas") == GAS
