"""The best split of an order over several markets (vectors V5.3 of the design, features E7)."""

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpoise.errors import LimitOutOfRange
from counterpoise.math.constant_product import bought
from counterpoise.math.fixed_point import ONE
from counterpoise.math.water_filling import MOST, fill, is_sound, keeps
from counterpoise.types import UNLIMITED, Curve
from tests.counterpoise.math import splits
from tests.depth import examples

seeds = st.integers(0, 2**64)
counts = st.integers(1, 4)


def market(sell: int, buy: int, kept: int, limit: int = UNLIMITED) -> Curve:
    """Reserves in whole tokens of 18 decimals, of which so many ten-thousandths are kept."""
    return Curve(sell * ONE, buy * ONE, kept * 10**14, limit)


TWO = market(1_000, 2_000_000, 9_970), market(500, 1_010_000, 9_995)
OFF = market(1_000, 2_000_000, 9_970), market(500, 990_000, 9_970)
THREE = (
    market(5_000, 10_000_000, 9_970),
    market(800, 1_608_000, 9_995),
    market(60, 120_900, 9_999),
)
RANGE = Curve(  # L = 200,000 at a price of 2,000, down to one percent below it
    4472135954999579392818, 8944271909999158785636694, 9_995 * 10**14, 22541065288011854800
)
TICK = market(1_000, 2_000_000, 9_970), RANGE
VECTORS = [  # V5.3
    (TWO, 20 * ONE, (11236059269856755493, 8763940730143244507)),
    (OFF, 2 * ONE, (2 * ONE, 0)),
    (THREE, 100 * ONE, (82478937265032756574, 16216916845358765523, 1304145889608477903)),
    (TICK, 40 * ONE, (17458934711988145200, 22541065288011854800)),
    (TICK, 20 * ONE, (2633058169702840998, 17366941830297159002)),
]


@pytest.mark.parametrize(("curves", "amount", "parts"), VECTORS)
def test_the_parts_are_those_of_the_vectors(curves, amount, parts):
    assert fill(curves, amount) == parts


@pytest.mark.parametrize(
    ("curves", "amount", "split", "single"),
    [
        (TWO, 20 * ONE, 39546154567959238372058, 39100339235641312234052),
        (THREE, 100 * ONE, 196306372058075432109759, 195501696178206561170264),
    ],
)
def test_they_bring_what_the_vectors_say_and_one_alone_brings_less(curves, amount, split, single):
    assert worth(curves, fill(curves, amount)) == split
    assert max(bought(it, amount) for it in curves) == single


def test_two_thousand_random_splits_bring_what_the_best_one_does():
    """Short by less than a unit for each market and one, of either token."""
    random, short = Random(53), []
    for k in range(2_000):
        it = splits.order(random, random.randint(1, 4), limited=k % 2 > 0, fine=k % 4 < 2)
        parts, n = fill(it.curves, it.amount), len(it.curves)
        real = splits.brings(it.curves, splits.best(it))
        allowed = n + 1 + n * splits.dearest(it.curves)
        short.append((real - worth(it.curves, parts)) / allowed)
        assert sum(parts) == it.amount
    assert max(short) < 1


def test_in_tokens_of_18_decimals_each_part_is_the_best_one():
    """Within 6.3e-16 of the amount and a unit a market, as the design says."""
    random = Random(54)
    for _ in range(examples(300)):
        it = splits.order(random, random.randint(1, 4))
        rows = zip(fill(it.curves, it.amount), splits.best(it), strict=True)
        assert max(abs(part - real) for part, real in rows) <= 6.3e-16 * it.amount + 4


@given(seed=seeds, n=counts, limited=st.booleans(), fine=st.booleans())
def test_no_market_alone_brings_more(seed, n, limited, fine):
    """E7 To the unit, as far as the limits go."""
    it = splits.order(Random(seed), n, limited, fine)
    brought = worth(it.curves, fill(it.curves, it.amount))

    assert all(bought(c, it.amount) <= brought for c in it.curves if it.amount <= c.limit)


@given(seed=seeds, n=counts, cost=st.integers(0, 10**24))
def test_less_what_each_costs_no_choice_of_markets_brings_more(seed, n, cost):
    """Any of them left out, and none of what is used."""
    it = splits.order(Random(seed), n)
    parts = fill(it.curves, it.amount, cost)
    net = worth(it.curves, parts) - cost * sum(part > 0 for part in parts)
    for j in range(n if n > 1 else 0):
        others = it.curves[:j] + it.curves[j + 1 :]
        fewer = fill(others, it.amount, cost)
        assert worth(others, fewer) - cost * sum(part > 0 for part in fewer) <= net + n


def test_a_market_that_does_not_pay_for_its_gas_is_left_out():
    """Alone the first brings 39,100, both 39,546: 446 is what the second may cost."""
    assert fill(TWO, 20 * ONE, 445 * ONE) == (11236059269856755493, 8763940730143244507)
    assert fill(TWO, 20 * ONE, 446 * ONE) == (20 * ONE, 0)


def test_what_no_limit_holds_the_largest_part_takes():
    ends = [replace(it, limit=ONE) for it in THREE]
    assert fill(ends, 2 * ONE) == (679689360655287710, ONE, 320310639344712290)
    assert fill(ends, 4 * ONE) == (2 * ONE, ONE, ONE)


def test_a_part_that_comes_to_its_limit_may_have_more_beyond():
    ends = [replace(it, limit=ONE) for it in TWO]
    assert keeps(ends, (ONE - 1, 0))
    assert not keeps(ends, (ONE, 0))
    assert not keeps([replace(TWO[0], limit=0), TWO[1]], (0, ONE))


def test_a_market_behind_one_that_has_come_to_its_limit_is_used():
    """Before the limit is looked at it would have to buy."""
    far = market(16_843, 16_843 * 240, 9_999), market(9_156_999, 9_156_999 * 243, 9_995, 5 * ONE)
    assert fill(far, 8 * ONE) == (3 * ONE, 5 * ONE)


def test_nothing_is_split_into_nothing():
    assert fill(TWO, 0) == (0, 0)


def test_an_amount_beyond_the_domain_is_refused():
    with pytest.raises(LimitOutOfRange) as refused:
        fill(TWO, MOST + 1)
    assert refused.value.fields == {"limit_name": "amount", "limit": 2**124 + 1, "most": 2**124}
    assert sum(fill(TWO, MOST)) == MOST


@pytest.mark.parametrize(
    "curve",
    [
        Curve(0, 1, ONE),
        Curve(1, 0, ONE),
        Curve(MOST + 1, 1, ONE),
        Curve(1, MOST + 1, ONE),
        Curve(1, 1, ONE // 2 - 1),
        Curve(1, 1, ONE + 1),
    ],
)
def test_a_curve_beyond_the_domain_is_not_sound(curve):
    assert not is_sound(curve)
    assert is_sound(Curve(MOST, MOST, ONE // 2)) and is_sound(Curve(1, 1, ONE, limit=0))


def worth(curves, parts):
    """{unit} in all; what passes a limit counts for nothing."""
    rows = zip(curves, parts, strict=True)
    return sum(bought(it, min(part, it.limit)) for it, part in rows)
