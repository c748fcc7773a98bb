"""Feeds that say nothing or nonsense, and a hub that is no dollar any more."""

import pytest

from tests.evm.market.scenarios import depegged, stuck, wrong, wrong_for_long

CALM, TAIL = "NORMAL", [("CRISIS", 155), ("NORMAL", 30)]


def test_a_stuck_feed_is_no_fault_until_it_is_too_old():
    """Two hours, its heartbeat and a grace; from then on nothing is traded that needs it."""
    record = stuck(0.0)
    assert record.runs("BTC") == [(CALM, 120), ("PRIMARY_FAULT", 69), (CALM, 51)]
    assert record.runs("ETH") == record.runs("HUB") == [(CALM, 240)]
    assert all(not any(it.traded) for it in record.rows[120:160])
    assert any(any(it.traded) for it in record.rows[160:189])


def test_a_stuck_feed_whose_price_moves_is_noticed_by_the_other_sources():
    """1.5 % after nine minutes; all others agree that it alone is wrong once the mean is there."""
    record = stuck(0.1)
    assert record.runs("BTC") == [
        (CALM, 9),
        ("SECONDARY_FAULT", 3),
        ("UNKNOWN", 90),
        ("PRIMARY_FAULT", 87),
        ("CRISIS", 31),
        (CALM, 20),
    ]
    assert record.runs("ETH") == [(CALM, 240)]
    assert all(it.traded[2] == 0 for it in record.rows[13:189])
    assert any(it.traded[1] < 0 for it in record.rows[13:120])


@pytest.mark.parametrize(
    "factor, eth", [(1e6, [(CALM, 415)]), (1e-6, [(CALM, 25), ("CRISIS", 205), (CALM, 185)])]
)
def test_a_feed_that_is_wrong_by_a_million_is_known_at_the_first_look(factor, eth):
    """Its asset stands still; where the share seems to have fallen the others only shrink."""
    record = wrong(factor)
    assert record.runs("BTC") == [(CALM, 25), ("PRIMARY_FAULT", 205), *TAIL]
    assert record.runs("ETH") == eth
    assert record.runs("HUB") == [(CALM, 415)]
    assert all(it.traded[2] == 0 for it in record.rows[25:230])


def test_a_wrong_price_that_is_believed_for_two_records_is_a_peak():
    """The share seems to have fallen for ever since; unless the feed's own bounds refuse it."""
    believed, bounded = wrong_for_long(0), wrong_for_long(10)
    assert believed.runs("ETH") == [(CALM, 180), ("CRISIS", 72)]
    assert believed.runs("BTC") == [("PRIMARY_FAULT", 182), ("CRISIS", 70)]
    assert bounded.runs("ETH") == [(CALM, 252)]
    assert bounded.runs("BTC") == [("PRIMARY_FAULT", 182), ("CRISIS", 4), (CALM, 66)]


def test_a_hub_off_its_peg_stops_all_until_it_is_back():
    """R3 From 1 % off on; while it is off not a unit is traded."""
    record = depegged()
    assert record.runs("HUB") == [
        (CALM, 4),
        ("GENUINE_MOVE", 1),
        ("DOUBT", 100),
        ("GENUINE_MOVE", 30),
        (CALM, 46),
    ]
    assert record.runs("ETH") == [(CALM, 6), ("GENUINE_MOVE", 140), (CALM, 35)]
    assert record.runs("BTC") == [
        (CALM, 6),
        ("GENUINE_MOVE", 59),
        (CALM, 2),
        ("GENUINE_MOVE", 58),
        (CALM, 56),
    ]
    assert all(not any(it.traded) for it in record.rows[5:135])
