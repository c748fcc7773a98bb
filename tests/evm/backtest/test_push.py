"""A trade to a price in a pool of Uniswap V3 ends where the twin says, and costs as much."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpoise.backtest.crowd.ranges import Push
from counterpoise.math.ticks import sqrt_price_at
from tests.depth import sharing
from tests.evm.execution.v3_stage import Exchange, open_exchange, open_market, scenes
from tests.evm.in_process import Chain


@pytest.fixture(scope="module")
def exchange() -> Exchange:
    return open_exchange(Chain())


@sharing(40)
@given(scenes(), st.integers(-3_000, 3_000), st.integers(0, 2**64))
def test_a_push_ends_where_the_real_one_does_and_costs_the_same(exchange, scene, ticks, more):
    """Over ranges, edges and words; to a tick's own root, or to one between two."""
    market = open_market(exchange, scene.fee, scene.price, scene.positions)
    tick = market.pool.tick + ticks
    low, high = sqrt_price_at(tick), sqrt_price_at(tick + 1)
    root = low + more % (high - low) if more % 3 else low
    if root == market.pool.price:
        return
    first, second = (_held(market, it) for it in market.tokens)
    way = Push(market.pool, root < market.pool.price, 0)
    way.push(root)
    paid, got = (0, 1) if way.is_down else (1, 0)

    way.settle()
    mine = market.pool.price, market.pool.tick, market.pool.liquidity
    market.push(root)
    changes = [_held(market, market.tokens[0]) - first, _held(market, market.tokens[1]) - second]

    assert market.state() == mine
    assert (changes[paid], -changes[got]) == (way.paid, way.bought)


def _held(market, token: str) -> int:
    return market.held(token, market.pool.address)
