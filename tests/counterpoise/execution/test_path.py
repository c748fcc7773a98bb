"""The twin of a path venue: the pairs along it move, there and back."""

import pytest

from counterpoise.errors import HopsMissing, NoMarket, PathLength, TokenTwice
from counterpoise.execution.path import PathVenue
from counterpoise.execution.venue import UniswapV2Venue
from counterpoise.types import Order

ONE, USD = 10**18, 10**6


@pytest.fixture
def path():
    coins, dollars = UniswapV2Venue(), UniswapV2Venue(9_995 * 10**14)
    coins.set_pool("coin", "dollar", 1_000 * ONE, 2_000_000 * USD)
    dollars.set_pool("dollar", "cent", 50_000_000 * USD, 50_000_000 * ONE)
    return PathVenue(("dollar", "cent"), (coins, dollars))


def test_it_goes_all_the_way_and_back_at_the_fees_of_both(path):
    got = path.apply(Order("venue", "coin", "cent", ONE, 0))

    assert got == 1990938675126009647501
    assert path.hops[0].reserves["coin", "dollar"] == (1_001 * ONE, 1998007986038)
    assert path.quote("cent", "coin", got) == 993022207916638202


def test_a_quote_moves_nothing(path):
    assert path.quote("coin", "cent", ONE) == path.quote("coin", "cent", ONE)


@pytest.mark.parametrize("ends", [("coin", "dollar"), ("dollar", "cent"), ("cent", "cent")])
def test_what_does_not_go_all_the_way_has_no_market(path, ends):
    with pytest.raises(NoMarket) as refused:
        path.curve(*ends)
    assert refused.value.fields == {"sell": ends[0], "buy": ends[1]}


@pytest.mark.parametrize(
    ("tokens", "hops", "refused"),
    [
        (("a",), 1, PathLength(1, 2, 3)),
        (("a", "b", "c", "d"), 4, PathLength(4, 2, 3)),
        (("a", "b"), 1, HopsMissing(1, 2)),
        (("a", "b", "a"), 3, TokenTwice("a")),
    ],
)
def test_what_is_no_path_is_refused(tokens, hops, refused):
    with pytest.raises(type(refused)) as said:
        PathVenue(tokens, (UniswapV2Venue(),) * hops)
    assert said.value.fields == refused.fields
