"""FallbackStrategy: what the second wants where the first does not answer, and no other time."""

from dataclasses import astuple

import pytest
from eth_abi import decode, encode
from hypothesis import given
from hypothesis import strategies as st

from counterpoise.math.attempt import gas_needed
from counterpoise.strategy.fallback import FallbackStrategy
from counterpoise.strategy.fixed_weight import FixedWeightStrategy
from counterpoise.strategy.inverse_volatility import InverseVolatilityStrategy
from tests.counterpoise.drawn import ONE
from tests.counterpoise.relations import related
from tests.counterpoise.relations import state_of as seen
from tests.counterpoise.strategy.test_inverse_volatility import MOST, state_of
from tests.depth import sharing
from tests.evm.in_process import encoded, refused, said

NAME = "FallbackStrategy"
HALVES = [ONE // 2, ONE // 2]
CALM = state_of((ONE, ONE // 4))
INVALID = "fe"  # takes all gas that there is
BOMB = "62030d40610400f3"  # answers 200,000 bytes
BOMB_REFUSAL = "62030d40610400fd"
WRAPPING = [2**255, 2**255 + ONE]
STIPEND = 500_000  # {gas}


@pytest.fixture(scope="module")
def secondary(chain):
    return chain.deploy("FixedWeightStrategy", HALVES)


@pytest.fixture(scope="module")
def ask(chain, secondary):
    """What is wanted where that is the first."""

    def ask(primary, state=CALM):
        strategy = chain.deploy(NAME, primary, secondary, STIPEND)
        return said(chain.ask, NAME, strategy, "target", astuple(state))

    return ask


def coded(chain, runtime):
    """A contract of that code."""
    code = bytes.fromhex(runtime)
    create = bytes.fromhex(f"61{len(code):04x}80600a3d393df3") + code
    return decode(["bool", "bytes", "address"], chain._transact("create", f"(0x{create.hex()})"))[2]


def saying(chain, words):
    """A contract that answers those words, whatever it is asked."""
    answer = encode(["uint256"] * len(words), words)
    size = f"{len(answer):02x}"
    return coded(chain, f"60{size}600a3d3960{size}3df3{answer.hex()}")


def test_the_first_is_asked_first(chain, ask):
    assert ask(chain.deploy("InverseVolatilityStrategy")) == [ONE // 5, ONE * 4 // 5]


def test_where_a_volatility_is_unknown_the_second_acts(chain, ask):
    """K5 A dead estimator leaves a 0 in the state, and the strategy that needs it says so."""
    assert ask(chain.deploy("InverseVolatilityStrategy"), state_of((ONE, 0))) == HALVES


@pytest.mark.parametrize("code", ["", INVALID, BOMB_REFUSAL, BOMB, "00"])
def test_however_the_first_fails_the_second_acts(chain, ask, code):
    """ST-08 No code, all gas, too long a refusal, an answer of zeros, none at all."""
    assert ask(coded(chain, code)) == HALVES
    assert ask(chain.deploy("MockBroken")) == HALVES


@pytest.mark.parametrize(
    "words, weights",
    [
        ([32, 2, ONE, 0], [ONE, 0]),
        ([32, 2, 0, ONE], [0, ONE]),
        ([32, 2, ONE - 1, 1, 7], [ONE - 1, 1]),
        ([32, 2, ONE], HALVES),
        ([32, 2, ONE, 1], HALVES),
        ([32, 2, ONE - 1, 0], HALVES),
        ([32, 2, *WRAPPING], HALVES),
        ([32, 1, ONE, 0], HALVES),
        ([32, 3, ONE, 0, 0], HALVES),
        ([32, 2**255, ONE, 0], HALVES),
        ([0, 2, ONE, 0], HALVES),
        ([64, 2, 2, ONE, 0], HALVES),
        ([2**256 - 1, 2, ONE, 0], HALVES),
    ],
)
def test_what_are_no_weights_count_as_a_refusal(chain, ask, words, weights):
    """ST-01, ST-08 A sum that wraps round to one is none."""
    assert ask(saying(chain, words)) == weights


def test_where_both_refuse_it_refuses_as_the_second(chain):
    need = chain.deploy("InverseVolatilityStrategy")
    both = chain.deploy(NAME, chain.deploy("MockBroken"), need, STIPEND)
    answer = said(chain.ask, NAME, both, "target", astuple(state_of((ONE, 0))))
    assert answer == ("VolatilityNotObserved", [1])


def test_too_little_gas_makes_no_first_look_dead(chain, secondary):
    """OR-08 Whatever the limit: the first's answer, or none."""
    strategy = chain.deploy(NAME, chain.deploy("InverseVolatilityStrategy"), secondary, STIPEND)
    data = encoded(NAME, "target", [astuple(CALM)]).hex()
    answers = set()
    for gas in [*range(200, 600_000, 33_311), *range(510_000, 530_000, 997)]:
        call = f"({gas},{strategy},0x{data})"
        success, answer = decode(["bool", "bytes"], chain._call("attemptWith", call))
        answers.add((success, answer if success or not answer else refused(answer).name))
        if answer and not success:
            assert refused(answer).fields["needed"] == gas_needed(STIPEND)
    wanted = encode(["uint256[]"], [[ONE // 5, ONE * 4 // 5]])
    assert answers == {(True, wanted), (False, "GasTooLow"), (False, b"")}


@sharing(20)
@given(st.lists(st.one_of(st.integers(0, 2 * MOST), st.just(0)), min_size=2, max_size=2))
def test_the_twin_is_the_chain(ask, chain, sigmas):
    twin = FallbackStrategy(
        InverseVolatilityStrategy(), FixedWeightStrategy(tuple(HALVES)), STIPEND
    )
    state = state_of(sigmas)
    assert ask(chain.deploy("InverseVolatilityStrategy"), state) == list(twin.target(state))


@pytest.mark.parametrize("gas, bound", [(49_999, 50_000), (5_000_001, 5_000_000)])
def test_a_stipend_has_its_bounds(chain, secondary, gas, bound):
    """J1 Below what any strategy needs, every first would look dead; above, no block has it."""
    answer = said(chain.deploy, NAME, chain.caller, secondary, gas)
    assert answer == ("LimitOutOfRange", ["primaryGas", gas, bound])
    twin = FixedWeightStrategy(tuple(HALVES))
    assert answer == said(lambda: FallbackStrategy(twin, twin, gas))


def test_what_takes_more_than_its_stipend_counts_as_a_refusal(chain):
    """K5 The dearest strategy there is: risk parity of twenty assets takes 660,000 gas."""
    n = 20
    state = seen(*related(3, n, shared=5.0))
    parity = chain.deploy("RiskParityStrategy", [ONE // n] * n, 10**12)
    even = chain.deploy("FixedWeightStrategy", [ONE // n] * n)
    wanted = chain.ask("RiskParityStrategy", parity, "target", astuple(state))
    for gas, weights in ((500_000, [ONE // n] * n), (1_000_000, list(wanted))):
        strategy = chain.deploy(NAME, parity, even, gas)
        assert chain.ask(NAME, strategy, "target", astuple(state)) == tuple(weights)
    assert list(wanted) != [ONE // n] * n


def test_it_names_both_and_what_the_first_gets(chain, secondary):
    strategy = chain.deploy(NAME, chain.caller, secondary, STIPEND)
    assert chain.ask(NAME, strategy, "primaryGas") == STIPEND
    assert chain.ask(NAME, strategy, "primary") == chain.caller.lower()
    assert chain.ask(NAME, strategy, "secondary") == secondary.lower()
