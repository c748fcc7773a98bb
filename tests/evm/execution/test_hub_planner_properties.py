"""HubPlanner: at any prices, targets and pools, near the target and never past it."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.depth import examples
from tests.evm.building import build, plan_with
from tests.founding import ONE, PERCENT, Settings

HUB, ETHER, BITCOIN = range(3)


@pytest.fixture(scope="module")
def world():
    return build(Settings(handed_over=False))


def settled(world, planner, target):
    """The orders, and the books {unit} before the first and after each, by what pools bring."""
    asked = "HubPlanner", planner, "plan", world.observed(), target, b""
    orders = [(*map(world.tokens.index, it[1:3]), it[3]) for it in world.chain.ask(*asked)]
    steps = [world.books()]
    for sell, buy, amount in orders:
        books = [*steps[-1]]
        books[sell] -= amount
        books[buy] += world.quote(sell, buy, amount)
        steps.append(books)
    return orders, steps


def worth(world, books, prices):
    """D18{USD} of each asset."""
    rows = zip(books, prices, world.settings.decimals, strict=True)
    return [balance * price * ONE // 10**d for balance, price, d in rows]


def weights(values):
    return [value * ONE // sum(values) for value in values]


def left_by_others(k, orders, totals):
    """D18{1} of the value after the trades of the other assets; all trades are the hub's."""
    rows = zip(orders, totals, totals[1:], strict=False)
    others = [after - before for order, before, after in rows if k == HUB or k not in order[:2]]
    return (totals[0] + sum(others)) * ONE // totals[0]


@settings(max_examples=examples(150))
@given(
    ether=st.integers(200, 20_000),
    bitcoin=st.integers(4_000, 400_000),
    off=st.integers(-25, 25),
    cut=st.lists(st.integers(0, 100), min_size=2, max_size=2),
)
@example(ether=3_966, bitcoin=105_146, off=-21, cut=[16, 76])  # What ether gains costs no rest.
def test_a_plan_never_leads_past_the_target(world, ether, bitcoin, off, cut):
    """I-12 Pools up to 2.5 % off: past it only by what the rest costs, to a thousandth."""
    world.begin()
    world.move(BITCOIN, bitcoin)
    world.post(ETHER, ether)
    world.set_pool(ETHER, ether * (1_000 + off))
    low, high = sorted(cut)
    target = [low * PERCENT, (high - low) * PERCENT, (100 - high) * PERCENT]
    orders, steps = settled(world, world.parts["planner"], target)
    values = [worth(world, books, (1, ether, bitcoin)) for books in steps]
    totals = [sum(it) for it in values]
    assert len(orders) <= len(world.tokens) - 1
    rows = zip(weights(values[0]), weights(values[-1]), target, strict=True)
    for k, (before, after, goal) in enumerate(rows):
        left = left_by_others(k, orders, totals)
        most = max(before, goal) * ONE // min(left, ONE)
        least = min(before, goal) * ONE // max(left, ONE)
        assert least - PERCENT // 10 <= after <= most + PERCENT // 10


@settings(max_examples=examples(120))
@given(ether=st.integers(1_000, 4_000), bitcoin=st.integers(20_000, 80_000))
def test_a_plan_in_deep_pools_meets_the_target(world, ether, bitcoin):
    """Math 5.1 With the cost in it: within two thousandths, where the loss allowed is no bound."""
    world.begin()
    planner, wanted = plan_with(world, maxLoss=5 * PERCENT), world.settings.weights
    world.move(ETHER, ether)
    world.move(BITCOIN, bitcoin)
    _, steps = settled(world, planner, wanted)
    ends = weights(worth(world, steps[-1], (1, ether, bitcoin)))
    assert max(abs(a - b) for a, b in zip(ends, wanted, strict=True)) < PERCENT // 5
