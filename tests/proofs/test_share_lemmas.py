"""Shares: entering and leaving in kind never pays, and never takes from those who stay."""

from lemma import ONE, ceiled, floored, proved, refuted, scaled
from z3 import And, Ints

# a {unit} the books of one asset, S {share} the supply, s {share} minted or redeemed
a, S, s, paid, got = Ints("a S s paid got")
STATE = And(a >= 0, S > 0, s > 0)


def test_an_order_survives_a_factor():
    """L-00 The one hint that the other proofs are given is itself true."""
    x, y, k = Ints("x y k")
    proved(scaled(x, y, k))
    refuted(x * k >= y * k, x >= y)


def round_trip(enter, leave):
    """Mints s shares and redeems them at once."""
    given = [STATE, enter(paid, s * a, S), leave(got, s * (a + paid), S + s)]
    hints = [scaled(got, paid + 1, S + s), scaled(paid, got + 2, S), scaled(paid, got + 2, s)]
    return given + hints


def test_a_round_trip_never_pays():
    """L-01, I-05 What comes back is what was paid, or one unit less."""
    proved(And(got <= paid, paid <= got + 1), *round_trip(ceiled, floored))


def test_a_round_trip_rounded_for_the_caller_pays():
    """L-01 One of the two roundings would be enough; L-03 and L-04 need both."""
    refuted(got <= paid, *round_trip(floored, ceiled))
    proved(got <= paid, *round_trip(ceiled, ceiled), scaled(got - 1, paid, S + s))


def test_a_round_trip_may_cost_a_unit():
    """L-01 The bound is met: nothing less than one unit would do."""
    refuted(got == paid, *round_trip(ceiled, floored))


def come_back(leave, enter):
    """Redeems s shares and mints them again."""
    given = [STATE, s < S, leave(got, s * a, S), enter(paid, s * (a - got), S - s)]
    return [*given, scaled(got, paid + 1, S - s)]


def test_leaving_and_coming_back_never_pays():
    """L-02 The other way round: the same shares cost at least what they brought."""
    proved(paid >= got, *come_back(floored, ceiled))
    refuted(paid >= got, *come_back(ceiled, floored))


def test_minting_never_lowers_what_backs_a_share():
    """L-03, I-04 books' / supply' >= books / supply, as paid in is rounded up."""
    backed = (a + paid) * S >= a * (S + s)
    proved(backed, STATE, ceiled(paid, s * a, S))
    refuted(backed, STATE, floored(paid, s * a, S))


def test_redeeming_never_lowers_what_backs_a_share():
    """L-04, I-04 The same, as paid out is rounded down."""
    backed = (a - got) * S >= a * (S - s)
    proved(backed, STATE, s <= S, floored(got, s * a, S))
    refuted(backed, STATE, s <= S, ceiled(got, s * a, S))


def test_the_books_pay_every_redemption():
    """L-05 Nobody is owed more than there is, so that the books never fall below 0."""
    owed = [STATE, s <= S, floored(got, s * a, S), scaled(got, a + 1, S), scaled(S, s, a)]
    proved(And(0 <= got, got <= a), *owed, scaled(-1, got, S))
    refuted(got < a, *owed)


# The same redemption in two: r of the s shares first.
r, first, second = Ints("r first second")


def slices():
    whole = floored(got, s * a, S)
    given = [STATE, 0 < r, r < s, s <= S, whole, floored(first, r * a, S)]
    return [*given, floored(second, (s - r) * (a - first), S - r)]


def test_two_slices_never_bring_more_than_one():
    """L-06, I-06, SH-11 By induction no number of slices does: the last two are one."""
    hints = [
        scaled(r * a, first * S, S - s),
        scaled((s - r) * (a - first), second * (S - r), S),
        scaled((first + second) * S, s * a + 1, S - r),
        scaled(first + second, got + 1, S),
    ]
    proved(first + second <= got, *slices(), *hints)
    refuted(first + second < got, *slices())


def test_two_slices_miss_one_by_a_unit_at_most():
    """L-07, SH-11 Each further slice costs at most one unit more."""
    hints = [
        scaled(first * S + S - 1, r * a, S - s),
        scaled(second * (S - r) + S - r - 1, (s - r) * (a - first), S),
        scaled(s * a, (first + second + 2) * S, S - r),
        scaled(got, first + second + 2, S),
    ]
    proved(got <= first + second + 1, *slices(), *hints)
    refuted(got <= first + second, *slices())


# v D18{USD} paid in, V D18{USD} the vault's value before, spread D18{1}
v, V, spread = Ints("v V spread")


def bought(share=floored):
    """What a deposit mints, as `_sharesFor` does."""
    given = [v >= 0, V > 0, S > 0, s > 0, 0 <= spread, spread <= ONE // 20]
    return [*given, share(s, v * ((ONE - spread) * S), V * ONE)]


FAIR = [scaled(spread, 0, v * S)]  # s * V <= v * S, as the spread is not negative


def test_a_deposit_is_never_worth_more_than_was_paid():
    """L-08, I-06 Its part of the value afterwards, s * (V + v) / (S + s), is at most v."""
    worth = s * (V + v) <= v * (S + s)
    proved(worth, *bought(), *FAIR)
    refuted(worth, *bought(ceiled))


def test_a_deposit_takes_nothing_from_the_others():
    """L-09 (V + v) / (S + s) is at least V / S."""
    kept = (V + v) * S >= V * (S + s)
    proved(kept, *bought(), *FAIR)
    refuted(kept, *bought(ceiled))


def test_trading_an_entry_costs_the_others_nothing():
    """L-29, RB-04 Where c, what trading it costs, is at most the spread's part of v, a share of
    the others is worth no less afterwards: (V + v - c) / (S + s) is at least V / S.
    """
    c = Ints("c")[0]
    covered, given = c * ONE <= spread * v, [*bought(), c >= 0, spread > 0]
    kept = (V + v - c) * S >= V * (S + s)
    proved(kept, *given, covered, scaled(spread * v, c * ONE, S))
    refuted(kept, *given, c * ONE <= 2 * spread * v)


# One asset of a redemption: b {unit} the books, P D18{USD/tok}, u {unit/tok}
b, P, u, value, part = Ints("b P u value part")


def one_asset(leave=floored):
    given = [b >= 0, P > 0, u > 0, S > 0, s > 0, s <= S]
    return [*given, floored(value, b * P, u), leave(got, s * b, S), floored(part, got * P, u)]


def test_what_is_paid_of_an_asset_is_worth_its_part_and_a_unit():
    """L-10 worth * supply < shares * (value + 1): a value is rounded down by less than one."""
    hints = [
        scaled(s * b, got * S, P),
        scaled(got * P, part * u, S),
        scaled((value + 1) * u, b * P + 1, s),
        scaled(part * S, s * (value + 1), u),
    ]
    proved(part * S < s * (value + 1), *one_asset(), *hints)
    refuted(part * S <= s * value, *one_asset())


def test_a_deposit_adds_its_value_and_a_unit_at_most():
    """L-25 Books and amount are each valued down, so that together they may be one unit more."""
    more, before, added, after = Ints("more before added after")
    given = [b >= 0, more >= 0, P > 0, u > 0]
    given += [floored(before, b * P, u), floored(added, more * P, u)]
    given += [floored(after, (b + more) * P, u), scaled(after, before + added + 2, u)]
    proved(
        And(before + added <= after, after <= before + added + 1),
        *given,
        scaled(before + added, after + 1, u),
    )
    refuted(after <= before + added, *given)


# All assets of a redemption: N of them, worth W in all, after a deposit that made the value T.
N, T, W = Ints("N T W")
ALL = [N >= 2, W >= 0, T <= V + v + 1, W * (S + s) < s * (T + N)]  # N times L-10, summed
SPENT = [scaled(W, v + N + 1, S + s), scaled(T, V + v + 2, s), scaled(V + v + 1, T, s), s * N > 0]


def test_a_deposit_redeemed_brings_at_most_a_unit_of_value_an_asset_more():
    """L-11, I-06 N units of 1e-18 dollars is all that rounding can give, the spread left out."""
    proved(W <= v + N, *bought(), *FAIR, *ALL, *SPENT)
    refuted(W <= v, *bought(), *ALL, spread == 0)


def test_a_deposit_redeemed_never_pays_where_there_is_a_spread():
    """L-12, I-06 A spread that is worth N + 1 units of 1e-18 dollars covers the rounding."""
    covered = [s <= S, v * spread >= (N + 1) * ONE]
    hints = [scaled(v * spread, (N + 1) * ONE, S), scaled(S, s, N + 1), scaled(W, v + 1, S + s)]
    proved(W <= v, *bought(), *ALL, *SPENT, *covered, *hints)
    refuted(W < v - 1, *bought(), *ALL, *covered, v == 10**6, V == 10**6, S == 10**6, N == 2)
