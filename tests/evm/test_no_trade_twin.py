"""The widths of the regions where nothing is done: the chain and its twin tell the same."""

from random import Random

from counterpoise.math import no_trade
from tests.counterpoise.math.test_no_trade import COSTS, FIXED_COSTS, ONE, RISKS, drawn, fixed
from tests.depth import examples
from tests.evm.in_process import said

NAME = "MockNoTrade"


def test_the_chain_has_the_same_vectors(ask):
    """V1.2, V1.3, V1.4"""
    for *values, width in COSTS:
        assert ask("ofCost", *map(fixed, values)) == width
    for *values, width in FIXED_COSTS:
        assert ask("ofFixedCost", *map(fixed, values)) == width
    for *values, width in RISKS:
        assert ask("ofRisk", *map(fixed, values)) == width


def test_random_widths_are_the_same(ask):
    """The whole domain, and what is beyond it: refused with the same words."""
    draw = Random(14)
    far = (0, 1, ONE, 2**128, 2**200, 2**255)
    for k in range(examples(60)):
        values = drawn(draw) if k % 3 else [draw.choice(far) for _ in range(3)]
        assert ask("ofCost", *values) == said(no_trade.of_cost, *values)
        assert ask("ofFixedCost", *values) == said(no_trade.of_fixed_cost, *values)
        assert ask("ofRisk", *values[:2]) == said(no_trade.of_risk, *values[:2])


def test_random_volatilities_against_each_other_are_the_same(ask):
    draw = Random(15)
    for _ in range(examples(40)):
        a, b = (draw.choice((0, 10**19, int(10 ** draw.uniform(0, 19)))) for _ in range(2))
        both = draw.choice((-ONE, 0, ONE, draw.randint(-ONE, ONE)))
        assert ask("volatilityAgainst", a, b, both) == no_trade.volatility_against(a, b, both)
