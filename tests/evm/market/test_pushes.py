"""Pushes of the pools: within a block, for some blocks, slowly, and as noise."""

import pytest

from tests.evm.market.scenarios import READY, glanced, held, lent, noisy, unwatched, walked
from tests.evm.market.scene import MAX_LOSS, ONE, SLICE

CALM = "NORMAL"


@pytest.mark.parametrize("factor", [1.05, 0.95, 1.005])
def test_what_begins_and_ends_in_a_block_that_nobody_looks_in_leaves_nothing(factor):
    """AM-01 Thirty times, with a rebalance in between."""
    record = lent(factor)
    assert [record.runs(it) for it in ("HUB", "ETH", "BTC")] == [[(CALM, 30 + READY)]] * 3


def test_a_trade_within_a_push_gains_or_is_none_or_loses_what_a_trade_may():
    """Downwards BTC is bought cheap and no ETH is sold; upwards nothing is, until it is over."""
    down = lent(0.95).rows[:30]
    assert max(it.lost for it in down) == 0 > min(it.lost for it in down)
    assert {it.traded[1] for it in down} == {0} < {it.traded[2] for it in down}
    assert lent(1.05).lost == pytest.approx(lent(1.0).lost, rel=0.01)
    assert lent(1.005).lost == pytest.approx(lent(1.0).lost * 1.32, rel=0.01)


@pytest.mark.parametrize("name", ["ETH", "BTC"])
def test_a_look_within_a_push_stops_trading_for_a_rest(name):
    """K1 By an outsider, in the block of a flash loan; and not a unit is traded in that block."""
    record = glanced(1.05)
    assert record.runs(name) == [(CALM, 25), ("TRANSIENT", 150), (CALM, 16)]
    assert record.runs("HUB") == [(CALM, 191)]
    assert all(not any(it.traded) for it in record.rows[25:175])
    assert any(record.rows[175].traded)


@pytest.mark.parametrize(
    "count, eth, btc",
    [
        (1, [(CALM, 25), ("TRANSIENT", 150), (CALM, 16)], None),
        (25, [(CALM, 25), ("TRANSIENT", 170), (CALM, 20)], None),
        (
            150,
            [
                (CALM, 25),
                ("TRANSIENT", 70),
                ("DISLOCATION", 225),
                ("GENUINE_MOVE", 150),
                (CALM, 35),
            ],
            [
                (CALM, 25),
                ("TRANSIENT", 45),
                ("DISLOCATION", 250),
                ("GENUINE_MOVE", 150),
                (CALM, 35),
            ],
        ),
    ],
)
def test_a_push_that_is_held_is_transient_and_then_a_dislocation(count, eth, btc):
    """K1 V3's mean is off after 45 blocks, V2's, which is over a longer time, after 70."""
    record = held(count)
    assert record.runs("ETH") == eth
    assert record.runs("BTC") == (btc or eth)
    assert all(not any(it.traded[1:]) for it in record.rows[25 : 25 + count])


def test_a_slow_walk_is_seen_at_the_tolerance():
    """1.5 % off after 75 blocks: what was traded before lost no more than what a trade may."""
    record = walked()
    tail = [("DISLOCATION", 295), ("GENUINE_MOVE", 150), (CALM, 60)]
    assert record.runs("ETH") == [(CALM, 75), ("TRANSIENT", 75), *tail]
    tail = [("DISLOCATION", 300), ("GENUINE_MOVE", 150), (CALM, 60)]
    assert record.runs("BTC") == [(CALM, 75), ("TRANSIENT", 70), *tail]


def test_a_pair_that_nobody_watches_costs_what_a_trade_may_lose():
    """AM-01 Its class says nothing; the planner's limit at the oracle's price does."""
    record = unwatched()
    assert record.runs("BTC") == [(CALM, 85)]
    assert record.lost == pytest.approx(22.5 * 10**12, rel=0.01)
    assert record.lost <= 2 * SLICE * MAX_LOSS // ONE == 40 * 10**12


def test_noise_within_the_tolerance_is_no_class_at_all():
    record = noisy(0.012)
    assert [record.runs(it) for it in ("HUB", "ETH", "BTC")] == [[(CALM, 320)]] * 3


def test_noise_at_the_edge_makes_four_changes_in_four_hours():
    """K4 Each look beyond 1.5 % begins the rest anew, so there is no flicker."""
    record = noisy(0.016)
    head = [(CALM, 20), ("TRANSIENT", 197), (CALM, 5)]
    assert record.runs("ETH") == [*head, ("TRANSIENT", 36), (CALM, 62)]
    assert record.runs("BTC") == [*head, ("TRANSIENT", 35), (CALM, 63)]
