"""Several venues as one: it brings at least what the best would, and what one fails others sell."""

from collections.abc import Iterator

import pytest
from eth_abi import decode
from hypothesis import given, settings
from hypothesis import strategies as st

from counterpoise.execution.split import SplitVenue
from counterpoise.math.constant_product import bought
from counterpoise.types import Curve, Order
from tests.counterpoise.drawn import scales
from tests.depth import examples
from tests.evm.execution.splitting import NOBODY, ONE, UNRULY, Exchange, Habit, market
from tests.evm.in_process import OUTSIDER, Chain, encoded, refused, said
from tests.evm.observer.estimator.feeds import abi_of

THREE = [(1_000 * ONE, 2_000_000 * ONE), (800 * ONE, 1_608_000 * ONE), (60 * ONE, 120_900 * ONE)]
ALONE = 1_992_013_962_079_806_432_986  # what a token brings on the first pair: 2,000 less 0.3 %


@pytest.fixture(scope="module")
def world(evm: Chain) -> Exchange:
    return Exchange(evm)


@pytest.fixture
def two(world: Exchange) -> Iterator[Exchange]:
    """One real pair at 2,000 for a token; the mocks beside it are the tests' own."""
    world.open(THREE[:1])
    yield world


# WHAT IT BRINGS


@st.composite
def reserves(draw: st.DrawFn) -> list[tuple[int, int]]:
    """Three markets within a few percent of one price, of depths of any size."""
    over, under = draw(scales(0, 6)), draw(scales(0, 6))
    depths = [draw(scales(6, 26)) for _ in range(3)]
    skews = [draw(st.integers(970, 1_030)) for _ in range(3)]
    return [
        (it * over, max(it * under * skew // 1_000, 1))
        for it, skew in zip(depths, skews, strict=True)
    ]


@settings(max_examples=examples(40))
@given(
    pools=reserves(),
    count=st.integers(2, 3),
    way=st.sampled_from([1, -1]),
    size=scales(1, 12),
)
def test_it_brings_no_less_than_the_best_venue_and_exactly_what_it_says(
    world, pools, count, way, size
):
    """E7 For every size and on real pairs; chain and twin are the same to the unit."""
    world.open(pools[3 - count :] if count == 2 else pools)
    venues, twin = world.venues[:count], SplitVenue(tuple(world.twins[:count]))
    split, (sell, buy) = world.split(venues), world.tokens[::way]
    amount = sum(it[0 if way > 0 else 1] for it in pools) * size // 10**12 + 1
    quoted, joined = (world.ask(split, it, sell, buy, *more) for it, more in words(amount))

    assert (quoted, Curve(*joined)) == (
        twin.quote(sell, buy, amount),
        twin.curve(sell, buy),
    )
    assert quoted >= max(world.ask(it, "quote", sell, buy, amount) for it in venues)
    price = max(
        it.curve(sell, buy).buy_reserve // it.curve(sell, buy).sell_reserve
        for it in world.twins[:count]
    )
    assert bought(Curve(*joined), amount) <= quoted + count + count * (price + 1)
    if quoted:
        assert world.trade(split, amount, way) == quoted
        assert twin.apply(Order(split, sell, buy, amount, 0)) == quoted
        assert world.held(sell, split) == world.held(buy, split) == 0
        for venue, its in zip(venues, world.twins, strict=False):
            assert Curve(*world.ask(venue, "curve", sell, buy)) == its.curve(sell, buy)


def words(amount):
    return ("quote", (amount,)), ("curve", ())


def test_the_parts_are_those_of_the_vectors(world):
    """V5.3 A real pair of 1,000 and a market of 500 at 0.05 %: 20 bring 39,546, not 39,100."""
    world.open(THREE[:1])
    other = world.unruly(market(500, 1_010_000, 9_995))
    split = world.split([world.venues[0], other])

    assert world.trade(split, 20 * ONE) == 39546154567959238372058
    assert world.held(world.tokens[0], other) == 8763940730143244507


def test_an_order_buys_on_the_cheap_side(world):
    """C7 Two real pairs two percent apart: all of it on the cheap one, until both are alike."""
    world.open([(1_000 * ONE, 2_000_000 * ONE), (1_000 * ONE, 1_960_000 * ONE)])
    split, (sell, buy) = world.split(world.venues[:2]), world.tokens
    dear = [world.ask(world.venues[1], "curve", *pair) for pair in ((sell, buy), (buy, sell))]

    assert world.trade(split, ONE) == ALONE
    assert world.ask(world.venues[1], "curve", sell, buy) == dear[0]
    assert world.trade(split, 20 * ONE) == 39133649122840734743498
    assert world.ask(world.venues[1], "curve", sell, buy) != dear[0]


def test_a_venue_without_a_market_is_none_of_the_pools(two):
    split = two.split(two.venues)
    assert two.ask(split, "quote", *two.tokens, ONE) == ALONE
    assert two.ask(split, "curve", *two.tokens)[:3] == [1_000 * ONE, 2_000_000 * ONE, 997 * 10**15]
    assert two.ask(split, "inlet", *two.tokens) == split.lower()
    assert two.trade(split, ONE) == ALONE


@pytest.mark.parametrize("word, more", [("inlet", ()), ("curve", ()), ("quote", (1,))])
def test_where_nobody_has_a_market_there_is_none(world, word, more):
    world.list_tokens()
    sell, buy = (it.lower() for it in world.tokens)
    split = world.split(world.venues)
    assert world.ask(split, word, sell, buy, *more) == ("NoMarket", [sell, buy])
    order = (split, sell, buy, 1, 0), world.receiver
    assert world.ask(split, "swap", *order) == ("NoMarket", [sell, buy])


def test_nothing_brings_nothing(two):
    split = two.split(two.venues)
    assert two.ask(split, "quote", *two.tokens, 0) == 0
    assert two.trade(split, 0) == 0


def test_an_amount_beyond_the_domain_is_refused(two):
    refused = "LimitOutOfRange", ["amount", 2**124 + 1, 2**124]
    assert two.ask(two.split(two.venues), "quote", *two.tokens, 2**124 + 1) == refused


# WHAT ANOTHER VENUE COSTS


def priced(world, fee, worth=2_000, buy_ether=False):
    """Two equal markets beside each other, at a base fee, and ether at a price."""
    world.open([(1_000 * ONE, 2_000_000 * ONE), (1_000 * ONE, 2_000_000 * ONE)])
    oracle, gas = world.chain.deploy("MockOracle"), 56_000
    world.chain.tell("MockOracle", oracle, "set", worth * gas * fee)
    weth = world.tokens[1] if buy_ether else NOBODY
    return world.chain.deploy("MockSplitVenue", world.venues[:2], gas, oracle, weth, fee)


def test_a_pool_that_does_not_pay_for_its_gas_is_dropped(world):
    """A token brings 0.99 more in two places; 56,000 gas are 2.24 at 20 gwei and 2,000."""
    assert world.ask(priced(world, 0), "quote", *world.tokens, ONE) == 1993006486266596101842
    assert world.ask(priced(world, 20 * 10**9), "quote", *world.tokens, ONE) == ALONE
    cheap = priced(world, 8 * 10**9)
    assert world.ask(cheap, "quote", *world.tokens, ONE) == 1993006486266596101842


def test_gas_is_paid_in_ether_where_that_is_bought(world):
    """The oracle, that says nothing of it, is not asked: 0.00112 of it for both."""
    split = priced(world, 20 * 10**9, worth=10**9, buy_ether=True)
    assert world.ask(split, "quote", *world.tokens, ONE) == 1993006486266596101842


def test_where_the_oracle_is_silent_gas_counts_nothing(world):
    world.open([(1_000 * ONE, 2_000_000 * ONE), (1_000 * ONE, 2_000_000 * ONE)])
    silent = world.venues[0]
    split = world.chain.deploy("MockSplitVenue", world.venues[:2], 10**6, silent, NOBODY, 10**12)
    assert world.ask(split, "quote", *world.tokens, ONE) == 1993006486266596101842


def test_the_twin_drops_the_same(world):
    costs = [0, 10**18 // 2, 992_524_186_789_668_855, 992_524_186_789_668_857, 2 * ONE]
    for cost in costs:
        split = priced(world, 1, worth=0)
        oracle = world.ask(split, "oracle")
        world.chain.tell("MockOracle", oracle, "set", cost)
        twin = SplitVenue(tuple(world.twins[:2]), lambda _, it=cost: it)
        assert world.ask(split, "quote", *world.tokens, ONE) == twin.quote(*world.tokens, ONE)


# WHAT ONE OF THEM FAILS


FAILS = [Habit.REFUSE, Habit.BURN, Habit.MUTE, Habit.HALVE, Habit.REENTER]


@pytest.mark.parametrize("habit", FAILS)
def test_what_one_fails_the_other_sells(two, habit):
    """E7, K5 It refuses, burns its gas, keeps the tokens, pays half, or calls back."""
    bad = two.unruly(market(4_000, 8_400_000))
    split = two.split([bad, two.venues[0]])
    again = encoded("SplitVenue", "swap", ((split, *two.tokens, ONE, 0), bad))
    two.chain.tell(UNRULY, bad, "setCall", split, again)
    two.fall(bad, swap=habit)
    assert two.ask(split, "quote", *two.tokens, ONE) > 2_090 * ONE
    assert two.trade(split, ONE) == ALONE
    assert two.held(two.tokens[0], bad) == two.held(two.tokens[0], split) == 0


@pytest.mark.parametrize("habit", [Habit.REFUSE, Habit.BURN, Habit.MUTE])
def test_who_does_not_tell_of_a_market_is_none_of_the_pools(two, habit):
    """K5"""
    bad = two.unruly(market(4_000, 8_400_000))
    split = two.split([bad, two.venues[0]])
    two.fall(bad, curve=habit)
    assert two.ask(split, "quote", *two.tokens, ONE) == ALONE
    assert two.trade(split, ONE) == ALONE


def test_a_curve_that_lies_gets_nothing(two):
    """K5 It says twice what it pays."""
    bad = two.unruly(market(4_000, 8_000_000))
    split = two.split([bad, two.venues[0]])
    two.fall(bad, curve=Habit.BRAG)
    assert two.trade(split, ONE) == ALONE
    assert two.held(two.tokens[0], bad) == 0


@pytest.mark.parametrize("curve", [Curve(0, 1, ONE), Curve(2**256 - 1, 2**256 - 1, ONE)])
def test_a_curve_out_of_this_world_is_none(two, curve):
    split = two.split([two.unruly(curve), two.venues[0]])
    assert two.ask(split, "quote", *two.tokens, ONE) == ALONE


def test_a_failed_part_is_told(two):
    bad = two.unruly(market(1_000, 2_000_000, 9_970))
    split, (sell, buy) = two.split([two.venues[0], bad]), two.tokens
    two.fall(bad, swap=Habit.REFUSE)
    two.chain.tell("MockToken", sell, "mint", split, ONE)
    order = f"(({split},{sell},{buy},{ONE},0),{two.receiver})"
    done = two.chain.evm.transact("swap", order, OUTSIDER, split, 0, abi_of("SplitVenue"))
    assert said(lambda: done.event["PartFailed"]) == [
        *(it.lower() for it in (bad, sell, buy)),
        ONE // 2,
    ]


def test_where_all_fail_the_order_fails_and_nothing_is_lost(two):
    """K5 The name tells how much nobody has sold."""
    bad, worse = (two.unruly(market(1_000, 2_000_000)) for _ in range(2))
    split, (sell, buy) = two.split([bad, worse]), two.tokens
    for it in (bad, worse):
        two.fall(it, swap=Habit.MUTE)
    refused = "VenuesFailed", [sell.lower(), buy.lower(), ONE]
    assert two.trade(split, ONE) == refused
    assert two.held(sell, bad) == two.held(sell, worse) == 0
    assert two.held(sell, split) == ONE


def test_what_one_fails_is_sold_after_what_the_others_have_sold(two):
    """A token each; then the second token too where the first was paid for."""
    bad, good = two.unruly(market(1_000, 2_000_000)), two.unruly(market(1_000, 2_000_000))
    split = two.split([bad, good])
    two.fall(bad, swap=Habit.HALVE)
    assert two.trade(split, 2 * ONE) == 2 * 1998001998001998001998
    assert two.held(two.tokens[0], good) == 2 * ONE


def test_only_the_venue_itself_settles_a_part(two):
    split = two.split(two.venues)
    part = (two.venues[0], *two.tokens, ONE, 0), two.receiver
    assert two.ask(split, "settle", *part) == ("NotItself", [two.chain.caller.lower()])


def test_with_too_little_gas_nobody_is_left_out(two):
    """Who chooses the gas does not choose who fails."""
    split = two.split(two.venues)
    two.chain.tell("MockToken", two.tokens[0], "mint", split, ONE)
    order = encoded("SplitVenue", "swap", ((split, *two.tokens, ONE, 0), two.receiver))

    name, (left, needed) = spend(two.chain, 1_000_000, split, order)

    assert (name, needed) == ("GasTooLow", 1_020_873)
    assert left < 1_000_000


def spend(chain, gas, account, data):
    """What was refused to a call of so much gas."""
    values = f"({gas},{account},0x{data.hex()})"
    outcome = chain.evm.call("attemptWith", values, chain.caller, chain.abi)
    success, reason = decode(["bool", "bytes"], bytes(outcome))
    assert not success
    return said(lambda: refused(reason))


# WHERE A CURVE ENDS


NEAR = market(4_000, 8_000_000, 9_995, ONE)
DEEP = market(4_000, 7_996_000, 9_995)


def test_beyond_its_curve_a_venue_is_asked(two):
    """A tick of one token, and as much liquidity behind it: 20 are split as if it did not end."""
    deep = two.unruly(NEAR, DEEP)
    split, (sell, buy) = two.split([two.venues[0], deep]), two.tokens
    assert two.ask(split, "quote", sell, buy, 20 * ONE) == 39803370665177331522135
    assert two.ask(deep, "quote", sell, buy, 20 * ONE) == 39781132357674941889981
    assert two.trade(split, 20 * ONE) == 39803370665177331522135
    assert two.held(sell, deep) == 16999878987346356961


def test_where_nothing_follows_the_others_take_the_rest(two):
    """A tick of one token and little behind it."""
    shallow = two.unruly(NEAR, market(4, 7_900, 9_995))
    split = two.split([two.venues[0], shallow])
    assert two.trade(split, 2 * ONE) == bought(NEAR, ONE) + ALONE
    assert two.held(two.tokens[0], shallow) == ONE


def test_a_quote_that_lies_loses_its_part(two):
    """K5 It brags of what is beyond its tick, gets everything, pays less, and gets nothing."""
    liar = two.unruly(NEAR, market(4, 7_900, 9_995))
    split = two.split([two.venues[0], liar])
    two.fall(liar, quote=Habit.BRAG)
    assert two.trade(split, 2 * ONE) == 3980063752876763733116
    assert two.held(two.tokens[0], liar) == 0


@pytest.mark.parametrize("habit", [Habit.REFUSE, Habit.BURN])
def test_who_does_not_quote_is_known_by_its_curve_alone(two, habit):
    silent = two.unruly(NEAR, DEEP)
    split = two.split([two.venues[0], silent])
    two.fall(silent, quote=habit)
    assert two.trade(split, 2 * ONE) == bought(NEAR, ONE) + ALONE


class Ranges:
    """The twin of the unruly venue while it behaves."""

    def __init__(self, near: Curve, far: Curve) -> None:
        self.near, self.far = near, far

    def curve(self, sell, buy):
        return self.near

    def quote(self, sell, buy, amount):
        beyond = max(amount - self.near.limit, 0) if self.far.buy_reserve else 0
        return bought(self.near, amount - beyond) + bought(self.far, beyond)

    def apply(self, order):
        return self.quote(order.sell, order.buy, order.sell_amount)


@settings(max_examples=examples(20))
@given(
    ends=st.lists(scales(14, 20), min_size=2, max_size=2),
    skews=st.lists(st.integers(900, 1_100), min_size=2, max_size=2),
    deeper=st.lists(scales(0, 6), min_size=2, max_size=2),
    size=scales(14, 22),
)
def test_beyond_all_curves_it_still_brings_no_less_than_the_best(world, ends, skews, deeper, size):
    """E7 Whatever follows a tick; chain and twin alike."""
    world.list_tokens()
    near = [market(1_000, 2 * skew * 1_000, 9_970, end) for skew, end in zip(skews, ends)]
    far = [
        Curve(it * 10**18, it * 10**21 * skew * 19 // 10_000, 997 * 10**15)
        for it, skew in zip(deeper, skews)
    ]
    venues = [world.unruly(*it) for it in zip(near, far)]
    split = world.split(venues)
    twin = SplitVenue(tuple(Ranges(*it) for it in zip(near, far)))

    quoted = world.ask(split, "quote", *world.tokens, size)

    assert quoted == twin.quote(*world.tokens, size)
    assert quoted >= max(world.ask(it, "quote", *world.tokens, size) for it in venues)
    assert world.trade(split, size) == quoted


# HOW IT IS MADE


def test_it_says_what_it_is_made_of(world):
    split = world.chain.deploy("SplitVenue", world.venues, 56_000, world.venues[0], NOBODY)
    assert world.ask(split, "venues") == [it.lower() for it in world.venues]
    assert world.ask(split, "swapGas") == 56_000
    assert world.ask(split, "oracle") == world.venues[0].lower()
    assert world.ask(split, "weth") == NOBODY


def test_what_it_cannot_be_made_of_is_refused(world):
    make, (first, second, third) = world.chain.deploy, world.venues
    others = [world.chain.deploy("MockVenue") for _ in range(2)]
    rest = 0, NOBODY, NOBODY
    one, five = [first], [*world.venues, *others]
    assert said(make, "SplitVenue", one, *rest) == ("VenueCount", [1, 2, 4])
    assert said(make, "SplitVenue", five, *rest) == ("VenueCount", [5, 2, 4])
    twice = "VenueTwice", [first.lower()]
    assert said(make, "SplitVenue", [first, second, first], *rest) == twice
    assert said(make, "SplitVenue", [first, NOBODY], *rest) == ("NoCode", [NOBODY])
    dear = [first, third], 1_000_001, NOBODY, NOBODY
    assert said(make, "SplitVenue", *dear) == ("LimitOutOfRange", ["swapGas", 1_000_001, 10**6])
    assert said(lambda: SplitVenue((world,))) == ("VenueCount", [1, 2, 4])
