"""The strategy that holds as much of another's risk as the most careful scalar permits."""

from dataclasses import dataclass
from random import Random

import pytest

from counterpoise.errors import (
    AssetUnknown,
    LimitOutOfRange,
    VolatilityNotObserved,
    WeightCount,
    WeightSum,
)
from counterpoise.strategy.fixed_weight import FixedWeightStrategy
from counterpoise.strategy.inverse_volatility import InverseVolatilityStrategy
from counterpoise.strategy.overlay import OverlayStrategy
from tests.counterpoise.strategy.test_fallback_twin import Babble
from tests.counterpoise.strategy.test_glide_path import drawn, state_at
from tests.depth import examples

ONE = 10**18
TENTH = ONE // 10
GAS = 100_000
HUB, COIN = f"0x{0:040x}", f"0x{1:040x}"


@dataclass(frozen=True)
class Says:
    """A scalar that says what it was made to say, be it a part or not."""

    part: int

    def exposure(self, state):
        return self.part


@dataclass(frozen=True)
class Refuses:
    """A scalar that knows nothing."""

    def exposure(self, state):
        raise VolatilityNotObserved(0)


def overlay(weights, *scalars, hub=HUB):
    return OverlayStrategy(FixedWeightStrategy(weights), hub, scalars, GAS)


THIRDS = (4 * TENTH, 3 * TENTH, 3 * TENTH)
HALVED = (7 * TENTH, 15 * TENTH // 10, 15 * TENTH // 10)


@pytest.mark.parametrize(
    "parts, weights",
    [
        ((ONE,), THIRDS),
        ((ONE // 2,), HALVED),
        ((ONE, ONE // 2, 9 * TENTH), HALVED),
        ((ONE // 2, ONE // 2), HALVED),
        ((0, ONE), (ONE, 0, 0)),
        ((1,), (ONE, 0, 0)),
        ((ONE - 1,), (THIRDS[0] + 2, THIRDS[1] - 1, THIRDS[2] - 1)),
    ],
)
def test_the_least_of_the_scalars_is_what_counts(parts, weights):
    """math 3.11 Not their product; what is at risk is rounded down."""
    assert overlay(THIRDS, *map(Says, parts)).target(state_at(0, 3)) == weights


@pytest.mark.parametrize("scalar", [Refuses(), Says(ONE + 1), Says(2**256 - 1)])
def test_a_scalar_that_faults_counts_as_nothing(scalar):
    """K5 Toward less risk: all goes to the hub."""
    strategy = overlay(THIRDS, Says(ONE), scalar)
    assert strategy.exposure(state_at(0, 3)) == 0
    assert strategy.target(state_at(0, 3)) == (ONE, 0, 0)


def test_it_is_itself_a_scalar():
    """Composites implement what they compose."""
    within = overlay(THIRDS, Says(8 * TENTH), Says(ONE))
    outer = overlay(THIRDS, within, Says(9 * TENTH))
    assert outer.exposure(state_at(0, 3)) == 8 * TENTH


def test_what_is_at_risk_is_never_more_than_its_part():
    """ST-02 For 2 to 20 assets at every index, and every place of the hub."""
    random = Random(9)
    for _ in range(examples(2_000, 100_000)):
        n = random.randint(2, 20)
        wanted, parts = drawn(random, n), [random.randint(0, ONE) for _ in range(3)]
        center = random.randrange(n)
        strategy = overlay(wanted, *map(Says, parts), hub=f"0x{center:040x}")
        weights = strategy.target(state_at(0, n))
        rows = zip(wanted, weights, strict=True)
        off = [it * min(parts) - told * ONE for it, told in rows]
        assert all(0 <= it < ONE for i, it in enumerate(off) if i != center)
        assert sum(weights) == ONE and weights[center] >= wanted[center]


def test_a_hub_that_is_not_held_is_refused():
    with pytest.raises(AssetUnknown) as refused:
        overlay((ONE,), Says(ONE), hub=COIN).target(state_at(0, 1))
    assert refused.value.fields == {"token": COIN}


def test_where_the_other_strategy_refuses_it_refuses_alike():
    """ST-01 And a vector that is none is not mended."""
    state, scalars = state_at(0, 2), (Says(ONE),)
    with pytest.raises(VolatilityNotObserved) as unknown:
        OverlayStrategy(InverseVolatilityStrategy(), HUB, scalars, GAS).target(state)
    assert unknown.value.fields == {"index": 0}
    with pytest.raises(WeightSum) as wrong:
        OverlayStrategy(Babble((ONE, 1)), HUB, scalars, GAS).target(state)
    assert wrong.value.fields == {"sum": ONE + 1}
    with pytest.raises(WeightCount) as short:
        OverlayStrategy(Babble((ONE,)), HUB, scalars, GAS).target(state)
    assert short.value.fields == {"count": 1, "expected": 2}


@pytest.mark.parametrize(
    "count, gas, fields",
    [
        (0, GAS, ("scalars", 0, 8)),
        (9, GAS, ("scalars", 9, 8)),
        (1, 0, ("scalarGas", 0, 10_000_000)),
        (1, 10_000_001, ("scalarGas", 10_000_001, 10_000_000)),
    ],
)
def test_what_it_cannot_be_made_of_is_refused_by_name(count, gas, fields):
    with pytest.raises(LimitOutOfRange) as refused:
        OverlayStrategy(Babble((ONE,)), HUB, (Says(ONE),) * count, gas)
    assert tuple(refused.value.fields.values()) == fields
