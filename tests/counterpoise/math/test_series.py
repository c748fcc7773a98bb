"""Two markets, one after the other, as one constant product (features E7)."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from counterpoise.math.constant_product import bought
from counterpoise.math.fixed_point import ONE
from counterpoise.math.series import join
from counterpoise.types import UNLIMITED, Curve
from tests.counterpoise.drawn import scales

FIRST = Curve(1_000 * ONE, 2_000_000 * 10**6, 997 * 10**15)
SECOND = Curve(50_000_000 * 10**6, 50_000_000 * ONE, 9_995 * 10**14)
fees = st.one_of(st.sampled_from([ONE, 9_995 * 10**14, 997 * 10**15]), st.integers(ONE // 2, ONE))
limits = st.one_of(st.just(UNLIMITED), scales(0, 33))
curves = st.builds(Curve, scales(3, 33), scales(3, 33), fees, limits)


def test_a_coin_for_one_dollar_for_the_other():
    """1,992.013962 of the first dollar, and not the millionths of it that the curve still sees."""
    joined = join(FIRST, SECOND)

    assert bought(joined, ONE) == 1990938675205769824986
    assert bought(SECOND, bought(FIRST, ONE)) == 1990938675126009647501


def test_the_price_is_the_product_of_both_and_so_is_what_is_kept():
    joined = join(FIRST, SECOND)

    assert joined.kept == 997 * 9_995 * 10**11
    assert joined == Curve(
        961076174541818111887, 1922152349083636223773534, 9965015 * 10**11, UNLIMITED
    )


@given(curves, curves, scales(0, 33))
def test_it_is_what_one_after_the_other_bring_and_rounds_down(first, second, amount):
    """Between them nothing is rounded here."""
    joined = join(first, second)
    real, promised = pays(second, pays(first, amount)), pays(joined, amount)

    assert promised <= real
    if joined.buy_reserve:
        fine = min(joined.sell_reserve, joined.buy_reserve)
        assert promised >= real * (1 - Fraction(2, fine) - Fraction(4, ONE))


@given(curves, curves)
def test_up_to_its_limit_neither_passes_its_own(first, second):
    limit = join(first, second).limit

    assert limit <= first.limit
    if limit < UNLIMITED:
        assert pays(first, limit) <= second.limit
    if limit < first.limit:
        assert pays(first, limit + 1) > second.limit


def pays(curve, amount):
    """What a sale brings, not rounded."""
    traded = Fraction(amount) * curve.kept
    return curve.buy_reserve * traded / (curve.sell_reserve * ONE + traded)
