"""A path of real pairs as one venue: there and back, and what is no path."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterpoise.execution.path import PathVenue
from counterpoise.execution.venue import UniswapV2Venue
from counterpoise.math.constant_product import bought
from counterpoise.types import Curve, Order
from tests.counterpoise.drawn import scales
from tests.depth import examples
from tests.evm.execution.splitting import ONE, Exchange
from tests.evm.in_process import Chain, said
from tests.evm.test_engine_twin import pour

USD = 10**6
RESERVES = [  # A coin with the first dollar, that with the second, that with the third.
    (1_000 * ONE, 2_000_000 * USD),
    (50_000_000 * USD, 50_000_000 * ONE),
    (40_000_000 * ONE, 40_000_000 * USD),
]


@pytest.fixture(scope="module")
def world(evm: Chain) -> Exchange:
    return Exchange(evm)


class Way:
    """A path over so many dollars, each hop on the other factory than the last, and its twin."""

    def __init__(self, world: Exchange, hops: int, reserves=RESERVES) -> None:
        self.world, decimals = world, (18, 6, 18, 6)[: hops + 1]
        make = world.chain.deploy
        self.tokens = [make("MockToken", "Token", "TOK", it) for it in decimals]
        self.venues = [world.venues[k % 2] for k in range(hops)]
        self.pools = [UniswapV2Venue() for _ in range(hops)]
        for k in range(hops):
            ends = self.tokens[k], self.tokens[k + 1]
            pour(world.chain, world.factories[k % 2], ends, reserves[k])
            self.pools[k].set_pool(*ends, *reserves[k])
        self.path = make("PathVenue", self.tokens[1:], self.venues)
        self.twin = PathVenue(tuple(self.tokens[1:]), tuple(self.pools))

    def ends(self, way: int):
        return (self.tokens[0], self.tokens[-1])[::way]

    def ask(self, word, *values):
        return said(self.world.chain.ask, "PathVenue", self.path, word, *values)

    def trade(self, amount, way=1):
        self.world.tokens = self.ends(1)
        return self.world.trade(self.path, amount, way)


def test_a_coin_goes_for_one_dollar_into_the_other(world):
    """1,992.013962 of the first, less 0.3 % and what the second pair moves."""
    it = Way(world, 2)
    assert it.ask("quote", *it.ends(1), ONE) == 1985959036314921710181
    assert it.trade(ONE) == 1985959036314921710181
    assert it.world.held(it.tokens[1], it.path) == it.world.held(it.tokens[0], it.path) == 0


def test_it_is_pushed_straight_into_the_first_pair(world):
    it = Way(world, 2)
    for way, k in ((1, 0), (-1, 1)):
        pair = world.chain.ask(
            "UniswapV2Venue", it.venues[k], "inlet", it.tokens[k], it.tokens[k + 1]
        )
        assert it.ask("inlet", *it.ends(way)) == pair.lower()


@settings(max_examples=examples(25))
@given(
    hops=st.integers(2, 3),
    way=st.sampled_from([1, -1]),
    depths=st.lists(st.tuples(scales(6, 30), scales(6, 30)), min_size=3, max_size=3),
    size=scales(0, 12),
)
def test_it_brings_what_it_says_and_its_curve_promises_no_more(world, hops, way, depths, size):
    """Both ways, one middle token or two; chain and twin are the same to the unit."""
    it = Way(world, hops, depths)
    sell, buy = it.ends(way)
    amount = depths[0 if way > 0 else hops - 1][0 if way > 0 else 1] * size // 10**12 + 1

    quoted, joined = it.ask("quote", sell, buy, amount), Curve(*it.ask("curve", sell, buy))

    assert quoted == it.twin.quote(sell, buy, amount)
    assert joined == it.twin.curve(sell, buy)
    assert bought(joined, amount) <= it.twin.quote(sell, buy, amount) + slack(
        it.twin.way(sell, buy)
    )
    if quoted:
        assert it.trade(amount, way) == quoted
        assert it.twin.apply(Order(it.path, sell, buy, amount, 0)) == quoted
        assert Curve(*it.ask("curve", sell, buy)) == it.twin.curve(sell, buy)


def slack(way):
    """{unit} that a unit less of each token before the last brings less at most, and one."""
    total = 0
    for hop in way:
        curve = hop.venue.curve(hop.sell, hop.buy)
        total = -(-total * curve.buy_reserve // curve.sell_reserve) + 1
    return total


@pytest.mark.parametrize("pair", [(0, 1), (1, 0), (1, 2), (2, 1), (2, 2), (0, 0)])
def test_what_does_not_go_all_the_way_has_no_market(world, pair):
    it = Way(world, 2)
    sell, buy = (it.tokens[k].lower() for k in pair)
    for word, more in (("inlet", ()), ("curve", ()), ("quote", (1,))):
        assert it.ask(word, sell, buy, *more) == ("NoMarket", [sell, buy])
    order = (it.path, sell, buy, 1, 0), world.receiver
    assert it.ask("swap", *order) == ("NoMarket", [sell, buy])
    assert said(it.twin.curve, it.tokens[pair[0]], it.tokens[pair[1]])[0] == "NoMarket"


def test_the_hop_that_is_missing_is_named(world):
    """Of a stranger the first dollar has no pair."""
    it = Way(world, 2)
    stranger = world.chain.person()
    refused = "NoMarket", [stranger, it.tokens[1].lower()]
    assert it.ask("inlet", stranger, it.tokens[2]) == refused
    assert it.ask("quote", stranger, it.tokens[2], 1) == refused


def test_it_says_where_it_goes(world):
    it = Way(world, 3)
    tokens, venues = it.ask("route")
    assert tokens == [token.lower() for token in it.tokens[1:]]
    assert venues == [venue.lower() for venue in it.venues]


def test_what_is_no_path_is_refused(world):
    """One token, too many, a token twice, a venue too few: chain and twin alike."""
    a, b, c, d = (f"0x{it:040x}" for it in range(1, 5))
    venue = world.venues[0]
    cases = [
        ((a,), 1, ("PathLength", [1, 2, 3])),
        ((), 0, ("PathLength", [0, 2, 3])),
        ((a, b, c, d), 4, ("PathLength", [4, 2, 3])),
        ((a, b, a), 3, ("TokenTwice", [a])),
        ((a, b), 1, ("HopsMissing", [1, 2])),
        ((a, b), 3, ("HopsMissing", [3, 2])),
    ]
    for path, hops, refused in cases:
        assert said(world.chain.deploy, "PathVenue", path, [venue] * hops) == refused
        assert said(PathVenue, path, (UniswapV2Venue(),) * hops) == refused
