"""The domain: no product of what the vault and its parts let through reaches 2^256."""

from functools import reduce
from operator import mul

import pytest
from lemma import ONE, proved, refuted, scaled
from z3 import And, Int, Ints

BALANCE, SUPPLY, PRICE, UNIT = 2**112, 2**128, 10**30, 10**27
VALUE, TOTAL = 2**128, 20 * 2**128  # D18{USD} of one asset, and of twenty
RATIO = 10**24  # D18{1}, `HubPlanner.MAX_RATIO`
POOL = 2**195  # D18{USD}, `HubPlanner.MAX_WORTH`: 5e40 dollars
SIGNED, UNSIGNED = 2**255, 2**256

# What is multiplied, the largest value of each factor, and what the product stays below.
PRODUCTS = {
    "valueOf: balance * price": (UNSIGNED, BALANCE, PRICE),
    "gap: value * 1e18": (SIGNED, VALUE, ONE),
    "gap: target * total": (SIGNED, ONE, TOTAL),
    "totalDrift: the sum of the gaps": (SIGNED, 20, VALUE, ONE),
    "partUp: part * 1e18": (UNSIGNED, TOTAL, ONE),
    "redeem and mint: shares * balance": (UNSIGNED, SUPPLY, BALANCE),
    "deposit: (1e18 - spread) * supply": (UNSIGNED, ONE, SUPPLY),
    "deposit: value * 1e18": (UNSIGNED, TOTAL, ONE),
    "progress: tolerance * value": (UNSIGNED, ONE, TOTAL),
    "budget: waited * capacity": (UNSIGNED, 2**64, ONE),
    "leastBought: (1e18 - loss) * unit": (UNSIGNED, ONE, UNIT),
    "leastBought: price * unit * 1e18": (UNSIGNED, PRICE, UNIT, ONE),
    "plan: total * target": (UNSIGNED, TOTAL, ONE),
    "plan: a pool's worth * 1e18": (UNSIGNED, POOL, ONE),
    "pool: reserve * 1e18 + amount * kept": (UNSIGNED, 2, BALANCE, ONE),
    "pool: reserve * impact * 1e18": (UNSIGNED, BALANCE, ONE // 2, ONE),
    "size: ratio * (1e18 - weight)": (SIGNED, RATIO, ONE),
    "size: ratio * held": (SIGNED, RATIO, RATIO),
    "size: weight * (rest + 1)": (SIGNED, ONE, RATIO + ONE),
}


def product(bounds):
    """Factors within their bounds, their product, and one hint for each of them."""
    factors = [Int(f"x{i}") for i in range(len(bounds))]
    within = [And(0 <= x, x <= bound) for x, bound in zip(factors, bounds)]
    hints = []
    for i in range(1, len(factors)):
        made, most = reduce(mul, factors[:i]), reduce(mul, bounds[:i])
        hints += [scaled(most, made, factors[i]), scaled(bounds[i], factors[i], most)]
    return reduce(mul, factors), [*within, *hints]


@pytest.mark.parametrize(
    "limit, bounds", [(row[0], row[1:]) for row in PRODUCTS.values()], ids=PRODUCTS
)
def test_a_product_stays_in_its_word(limit, bounds):
    """L-26, I-24 And a bound that is too wide by what is left over is found out."""
    made, given = product(bounds)
    proved(made < limit, *given)
    wider = (bounds[0] * (limit // reduce(mul, bounds) + 1), *bounds[1:])
    made, given = product(wider)
    refuted(made < limit, *given)


def test_the_root_of_a_size_stays_in_its_word():
    """L-27, I-24 b * b + 4 a c of `saleToWeight`: |b| <= 1e30 + 2e24, a <= 1e24, c <= 1e30."""
    a, b, c = Ints("a b c")
    most = 10**30 + 2 * 10**24
    given = [0 <= a, a <= RATIO, -most <= b, b <= most, 0 <= c, c <= 10**30]
    hints = [scaled(most - b, 0, most + b), scaled(RATIO, a, c), scaled(10**30, c, RATIO)]
    proved(b * b + 4 * a * c < SIGNED, *given, *hints)
    refuted(b * b + 4 * a * c < most * most, *given)


@pytest.mark.parametrize("bits, fits", [(240, True), (239, False)])
def test_a_redemption_is_below_its_comment(bits, fits):
    """L-28, I-24 `redeem` says: below 2^240, as shares and balances are capped."""
    made, given = product((SUPPLY - 1, BALANCE - 1))
    (proved if fits else refuted)(made < 2**bits, *given)
