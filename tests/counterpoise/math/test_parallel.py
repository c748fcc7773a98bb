"""Several markets as one: never better than their best split, and how close (features E7, C7)."""

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from counterpoise.math.constant_product import bought
from counterpoise.math.fixed_point import ONE
from counterpoise.math.parallel import join
from counterpoise.math.water_filling import fill, pool_of
from counterpoise.types import UNLIMITED, Curve
from tests.counterpoise.math import splits
from tests.counterpoise.math.test_water_filling import OFF, TICK, TWO, counts, market, seeds, worth


def test_two_markets_of_one_price_are_one_of_both_depths():
    """1,000 and 500 at 2,000, both without a fee: their sum, but for the rounding of two depths."""
    joined = join((market(1_000, 2_000_000, 10_000), market(500, 1_000_000, 10_000)))

    assert joined == Curve(1_500 * ONE + 2, 3_000_000 * ONE - 4_109, ONE, UNLIMITED)


def test_two_markets_are_the_vectors_as_one():
    """Their fees are in the price: 2,002.3 for the first unit, where the dearer pays 2,019."""
    joined = join(TWO)

    assert joined == Curve(1503259152143774996827, 3009974028511530705108803, ONE, UNLIMITED)
    assert bought(joined, 20 * ONE) == 39520183079489943484888
    assert worth(TWO, fill(TWO, 20 * ONE)) == 39546154567959238372058


def test_a_market_alone_is_its_own_curve():
    assert join(TWO[:1]) == TWO[0]


def test_one_that_is_off_its_price_does_not_spoil_the_other():
    """C7 A percent off, and half as deep."""
    assert join(OFF) == OFF[0]
    assert join(tuple(reversed(OFF))) == OFF[0]


def test_dust_does_not_stand_for_the_market():
    """A market of a thousandth of a token at twice the price."""
    dust = Curve(ONE // 1_000, 4 * ONE, ONE)

    joined = join((TWO[0], dust))

    assert joined.sell_reserve == 1003010027081243731195
    assert bought(TWO[0], 10 * ONE) < bought(joined, 10 * ONE)


def test_the_limit_is_where_the_first_market_comes_to_its_own():
    """22.54 in the range, and what the pair takes beside that."""
    joined = join(TICK)

    assert joined.limit == 26332542290227073488
    assert fill(TICK, joined.limit) == (3791477002215218688, 22541065288011854800)


def test_a_market_at_its_end_leaves_the_others_as_they_are():
    """A hair's breadth from its tick."""
    ended = TICK[0], Curve(*(TICK[1].sell_reserve, TICK[1].buy_reserve, TICK[1].kept), 10**9)

    assert join(ended) == TICK[0]


@given(seed=seeds, n=counts, limited=st.booleans(), fine=st.booleans(), part=st.integers(0, 10**6))
def test_it_never_promises_more_than_the_best_split_brings(seed, n, limited, fine, part):
    """But for a unit a market of either token, by which each rounds down."""
    it = splits.order(Random(seed), n, limited, fine)
    joined = join(it.curves)
    amount = min(it.amount, joined.limit) * part // 10**6

    brought = worth(it.curves, fill(it.curves, amount))

    assert bought(joined, amount) <= brought + n + n * splits.dearest(it.curves)


@given(seed=seeds, n=counts)
def test_at_a_percent_it_is_short_by_what_one_price_would_bring_at_most(seed, n):
    """Sum of y less Q^2 / X: what it brings to trade the markets among themselves, fees aside."""
    it = splits.order(Random(seed), n)
    pools, joined = [pool_of(c) for c in it.curves], join(it.curves)
    amount = max(it.depth for it in pools) // 100
    depth, root = sum(it.depth for it in pools), sum(it.root for it in pools)
    gain = sum(it.curve.buy_reserve for it in pools) - root**2 // depth

    brought = worth(it.curves, fill(it.curves, amount))

    assert bought(joined, amount) >= brought - gain - n - n * splits.dearest(it.curves)
