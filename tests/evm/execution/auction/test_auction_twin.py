"""Whole vaults under auctions and bids equal their twins to the unit, round after round."""

from dataclasses import dataclass, replace

import pytest
from hypothesis import event, given
from hypothesis import strategies as st

from tests.counterpoise.drawn import ONE, scales
from tests.depth import sharing
from tests.evm.execution.auction.auctioned import SIZES, TERMS, build
from tests.evm.in_process import Chain, said
from tests.evm.test_engine_twin import Venture, lenient, ventures


@dataclass(frozen=True)
class Step:
    """Somebody waits and bids, or tries to open anew."""

    pause: int  # {s}
    pair: tuple[int, int]
    amount: int  # {unit}; 0: opens
    most: int  # {unit}


@st.composite
def plays(draw: st.DrawFn) -> tuple[Venture, list[Step]]:
    """Two thirds of the steps are for the pair that is farthest off."""
    venture = replace(draw(ventures()), constraints=draw(lenient))
    n = len(venture.units)
    prices = venture.rounds[0][1]
    rows = zip(venture.balances, prices, venture.units)
    values = [balance * price // unit for balance, price, unit in rows]
    gaps = [v * ONE - sum(values) * t for v, t in zip(values, venture.target)]
    best = st.just((gaps.index(max(gaps)), gaps.index(min(gaps))))
    anywhere = st.tuples(st.integers(0, n - 1), st.integers(0, n - 1))
    steps = st.builds(
        Step,
        pause=st.one_of(st.integers(30, 300), st.integers(30, 300), st.integers(0, 3_600)),
        pair=st.one_of(best, best, anywhere),
        amount=st.one_of(st.just(2**112), scales(9, 30), scales(9, 30), st.just(0)),
        most=st.one_of(st.just(2**256 - 1), st.just(2**256 - 1), scales(20, 40)),
    )
    first = Step(0, draw(best), 0, 0)
    return venture, [first, *draw(st.lists(steps, min_size=1, max_size=4))]


@pytest.fixture(scope="module")
def chain():
    return Chain()


@sharing(15)
@given(play=plays())
def test_vault_and_twin_sell_the_same(chain, play):
    venture, steps = play
    world = build(chain, venture, TERMS, replace(SIZES, min_trade=1), venture.rounds[0][1]).begin()
    for step in steps:
        world.passes(step.pause)
        if step.amount == 0:
            done = said(world.open, *step.pair)
            assert done == said(world.twin_opens, *step.pair)
        else:
            words = *step.pair, step.amount, step.most
            done = said(world.bid, *words)
            assert done == said(world.twin_bids, *words)
        assert world.balances() == world.mirror.held.balances
        event("opened" if done is None else "sold" if isinstance(done, list) else done[0])
