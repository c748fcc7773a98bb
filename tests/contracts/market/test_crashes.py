"""Real crashes, and depth that leaves before the price does."""

from itertools import pairwise

from tests.contracts.market.scenarios import august, drained, march

CALM, MOVE, CRISIS = "NORMAL", "GENUINE_MOVE", "CRISIS"
MARCH = {
    "ETH": [2, 68, 94, 34, 116, 26, 28, 58, 43, 26, 127, 30, 140],
    "BTC": [3, 87, 286, 36, 59, 24, 127, 28, 142],
}
AUGUST = {
    "ETH": [19, 17, 20, 44, 3, 21, 25, 24, 5, 120, 81, 20, 102],
    "BTC": [20, 70, 89, 27, 9, 68, 90, 26, 102],
}


def trades(record, name, *kinds):
    """{unit} of an asset traded in blocks that begin and end in such a class."""
    place = ("HUB", "ETH", "BTC").index(name)
    both = [(then.classes[place].name, row) for then, row in pairwise(record.rows)]
    chosen = [row for kind, row in both if kind == row.classes[place].name and kind in kinds]
    return [it.traded[place] for it in chosen if it.traded[place]]


def test_in_march_2020_half_of_the_price_is_a_genuine_move_and_then_a_crisis():
    """K1, K2 It comes back by itself; the hub takes what is sold all along."""
    record = march()
    moves = [CALM, MOVE] * 5 + [CRISIS, MOVE, CALM]
    assert record.runs("ETH") == list(zip(moves, MARCH["ETH"]))
    assert record.runs("BTC") == list(zip(moves[4:], MARCH["BTC"]))
    assert record.runs("HUB") == [(CALM, 792)]


def test_in_march_2020_what_falls_is_sold_and_not_bought():
    """K1 In a crisis by half a slice, in a genuine move by a whole one; BTC, wanted, waits."""
    record = march()
    crisis, move = trades(record, "ETH", CRISIS), trades(record, "ETH", MOVE)
    assert len(crisis) == 7 and max(crisis) < 0
    assert len(move) == 12 and max(move) < 0
    assert trades(record, "BTC", CRISIS, MOVE) == []
    assert min(trades(record, "BTC", CALM)) > 0


def test_in_august_2024_the_pools_that_lag_are_a_dislocation_for_a_while():
    record = august()
    moves = [CALM, MOVE, "DISLOCATION", MOVE] + [CALM, MOVE] * 4 + [CALM]
    assert record.runs("ETH") == list(zip(moves, AUGUST["ETH"]))
    assert record.runs("BTC") == list(zip([CALM, MOVE] * 4 + [CALM], AUGUST["BTC"]))
    assert record.runs("HUB") == [(CALM, 501)]
    assert trades(record, "BTC", MOVE) == []


def test_depth_that_leaves_is_thin_before_the_price_falls_and_a_crisis_after():
    """K1, B7 Nobody buys in the forty minutes between."""
    record = drained()
    assert record.runs("ETH") == [(CALM, 19), ("THIN", 25), (CRISIS, 72), (CALM, 84)]
    assert record.runs("BTC") == [(CALM, 19), ("THIN", 24), (CRISIS, 67), ("THIN", 30), (CALM, 60)]
    assert record.runs("HUB") == [(CALM, 200)]
    assert trades(record, "BTC", "THIN", CRISIS) == []
    assert max(trades(record, "ETH", "THIN", CRISIS)) < 0
