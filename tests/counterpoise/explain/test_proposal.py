"""What each part of a strategy proposes."""

from dataclasses import dataclass

from hypothesis import given

from counterpoise.errors import VolatilityNotObserved, WeightCount, WeightSum
from counterpoise.explain.proposal import propose
from counterpoise.strategy.blend import BlendStrategy
from counterpoise.strategy.cppi import CppiStrategy, Terms
from counterpoise.strategy.fallback import FallbackStrategy
from counterpoise.strategy.fixed_weight import FixedWeightStrategy
from counterpoise.strategy.inverse_volatility import InverseVolatilityStrategy
from counterpoise.strategy.overlay import OverlayStrategy
from counterpoise.strategy.strategy import Strategy
from tests.counterpoise.drawn import states
from tests.counterpoise.explain.small import DOLLAR, DRIFTED, HALVES, ONE
from tests.counterpoise.strategy.test_fallback_twin import Babble
from tests.counterpoise.strategy.test_overlay import Refuses, Says

MOST = FixedWeightStrategy((ONE // 4, ONE * 3 // 4))
BLIND = InverseVolatilityStrategy()
GAS = 100_000


@dataclass(frozen=True)
class Newcomer:
    """A strategy that nobody has told anything about; and what it composes."""

    left: Strategy
    rest: tuple[Strategy, ...]
    limit: int
    _hidden: int = 0

    def target(self, state):
        return self.left.target(state)


def tree(it):
    """Roles and kinds, as they hang together."""
    return it.role, it.kind, [tree(part) for part in it.parts]


def test_a_strategy_alone_says_what_it_wants():
    it = propose(HALVES, DRIFTED)
    assert (it.role, it.kind, it.weights) == ("strategy", "FixedWeightStrategy", HALVES.weights)
    assert (it.refusal, it.exposure, it.silence, it.parts) == (None, None, None, ())
    assert it.given == {"weights": HALVES.weights}


def test_a_composite_is_told_with_all_that_it_asks():
    """K5 Also those that it did not hear this time."""
    blend = BlendStrategy((BLIND, MOST), (ONE // 2, ONE // 2), HALVES, GAS)
    it = propose(FallbackStrategy(blend, HALVES, 10**6), DRIFTED)
    assert tree(it) == (
        "strategy",
        "FallbackStrategy",
        [
            (
                "primary",
                "BlendStrategy",
                [
                    ("part 1", "InverseVolatilityStrategy", []),
                    ("part 2", "FixedWeightStrategy", []),
                    ("secondary", "FixedWeightStrategy", []),
                ],
            ),
            ("secondary", "FixedWeightStrategy", []),
        ],
    )
    mixed = it.parts[0]
    assert it.weights == mixed.weights == (ONE * 3 // 8, ONE * 5 // 8)
    assert mixed.given == {"shares": (ONE // 2, ONE // 2), "part_gas": GAS}
    assert str(mixed.parts[0].refusal) == str(VolatilityNotObserved(0))
    assert mixed.parts[0].weights == ()
    assert mixed.parts[1].weights == MOST.weights


def test_a_scalar_says_how_much_may_be_held_or_why_it_does_not():
    it = propose(OverlayStrategy(MOST, DOLLAR, (Says(ONE // 2), Refuses()), GAS), DRIFTED)
    assert [part.role for part in it.parts] == ["inner", "scalar 1", "scalar 2"]
    assert (it.weights, it.exposure) == ((ONE, 0), 0)
    half, silent = it.parts[1:]
    assert (half.weights, half.refusal, half.exposure, half.silence) == ((), None, ONE // 2, None)
    assert (silent.refusal, silent.exposure) == (None, None)
    assert str(silent.silence) == str(VolatilityNotObserved(0))


def test_a_strategy_that_is_a_scalar_too_says_both():
    terms = Terms(900 * ONE, 0, 0, 3 * ONE, ONE * 3 // 10, ONE)
    it = propose(CppiStrategy(MOST, DOLLAR, terms, 0), DRIFTED)
    assert it.exposure == 3 * ONE // 10
    assert it.weights == (ONE * 7 // 10, ONE * 3 // 10)
    assert it.given == {"cash": DOLLAR, "terms": terms, "start": 0}


def test_weights_that_are_none_are_told_with_what_is_wrong():
    """ST-01"""
    short, wide = (propose(Babble(it), DRIFTED) for it in ((ONE,), (ONE, 1)))
    assert (short.weights, str(short.refusal)) == ((ONE,), str(WeightCount(1, 2)))
    assert (wide.weights, str(wide.refusal)) == ((ONE, 1), str(WeightSum(ONE + 1)))


def test_a_kind_that_is_new_needs_no_line_here():
    it = propose(Newcomer(HALVES, (MOST, BLIND), 7), DRIFTED)
    kinds = [(part.role, part.kind) for part in it.parts]
    assert kinds == [
        ("left", "FixedWeightStrategy"),
        ("rest 1", "FixedWeightStrategy"),
        ("rest 2", "InverseVolatilityStrategy"),
    ]
    assert it.given == {"limit": 7}


@given(states(count=2))
def test_it_says_what_the_strategy_says(state):
    strategy = FallbackStrategy(BLIND, MOST, 10**6)
    it = propose(strategy, state)
    assert it.weights == strategy.target(state)
    assert it.parts[1].weights == MOST.target(state)


@dataclass(frozen=True)
class InPlace:
    """Answers for another one, of which there may be no more than a name."""

    shown: Strategy | str
    weights: tuple[int, ...]

    def target(self, state):
        return self.weights


def test_what_stands_in_for_another_is_shown_as_that_one():
    """C5 Its answer is told, and the parts of the other."""
    it = propose(InPlace(FallbackStrategy(BLIND, MOST, GAS), HALVES.weights), DRIFTED)
    assert (it.kind, it.weights) == ("FallbackStrategy", HALVES.weights)
    assert [part.kind for part in it.parts] == ["InverseVolatilityStrategy", "FixedWeightStrategy"]
    it = propose(InPlace("strategy 0x12", HALVES.weights), DRIFTED)
    assert (it.kind, it.weights, it.given, it.parts) == ("strategy 0x12", HALVES.weights, {}, ())
