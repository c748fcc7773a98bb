"""Real crashes, and depth that leaves before the price does."""

from itertools import pairwise

from tests.evm.market.scenarios import august, drained, march

CALM, MOVE, CRISIS = "NORMAL", "GENUINE_MOVE", "CRISIS"
MARCH = {
    "ETH": [1, 45, 62, 22, 79, 17, 19, 39, 28, 17, 85, 22, 68],
    "BTC": [2, 58, 188, 29, 37, 15, 85, 20, 70],
}
AUGUST = {
    "ETH": [3, 17, 17, 18, 12, 2, 13, 16, 17, 4, 31, 13, 31, 46],
    "BTC": [14, 31, 2, 13, 59, 18, 7, 6, 13, 26, 51],
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
    assert record.runs("HUB") == [(CALM, 504)]


def test_in_march_2020_what_falls_is_sold_and_not_bought():
    """K1 In a crisis by half a slice, in a genuine move by a whole one; BTC, wanted, waits."""
    record = march()
    crisis, move = trades(record, "ETH", CRISIS), trades(record, "ETH", MOVE)
    assert len(crisis) == 6 and max(crisis) < 0
    assert len(move) == 12 and max(move) < 0
    assert trades(record, "BTC", CRISIS, MOVE) == []
    assert min(trades(record, "BTC", CALM)) > 0


def test_in_august_2024_pools_that_lag_are_a_dislocation_for_a_rest():
    """K1 They come two and a half minutes late, while the price falls by more than 1.5 %."""
    record, off = august(), "DISLOCATION"
    eth = [CALM, MOVE, off, MOVE, "TRANSIENT", CALM, MOVE, CALM, MOVE, CALM, MOVE, off, MOVE, CALM]
    btc = [CALM, MOVE, CALM, MOVE, CALM, MOVE, CALM, MOVE, off, MOVE, CALM]
    assert record.runs("ETH") == list(zip(eth, AUGUST["ETH"]))
    assert record.runs("BTC") == list(zip(btc, AUGUST["BTC"]))
    assert record.runs("HUB") == [(CALM, 240)]
    assert trades(record, "ETH", off) == trades(record, "BTC", MOVE, off) == []
    assert max(trades(record, "ETH", MOVE)) < 0


def test_depth_that_leaves_is_thin_before_the_price_falls_and_a_crisis_after():
    """K1, B7 Nobody buys in the forty minutes between."""
    record = drained()
    assert record.runs("ETH") == [(CALM, 19), ("THIN", 25), (CRISIS, 72), (CALM, 84)]
    assert record.runs("BTC") == [(CALM, 19), ("THIN", 24), (CRISIS, 67), ("THIN", 30), (CALM, 60)]
    assert record.runs("HUB") == [(CALM, 200)]
    assert trades(record, "BTC", "THIN", CRISIS) == []
    assert max(trades(record, "ETH", "THIN", CRISIS)) < 0
