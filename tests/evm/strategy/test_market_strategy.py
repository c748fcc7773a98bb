"""MarketStrategy: wants what another wants, as far as each asset's market permits."""

import pytest

from counterpoise.math.market import permits
from counterpoise.math.signals import signals_of
from counterpoise.types import MarketClass
from tests.evm.in_process import said

NAME = "MarketStrategy"
ONE, PERCENT = 10**18, 10**16
HUB, COIN, OTHER = ADDRESSES = [f"0x{i:040x}" for i in range(1, 4)]
NORMAL = MarketClass.NORMAL
HALTED = [it for it in MarketClass if it >= MarketClass.TRANSIENT]


@pytest.fixture(scope="module")
def wish(chain):
    """What is wanted of a hub, a coin of a class, and another coin; slices are of 10 per cent."""

    def ask(held, wanted, kind, hub=NORMAL):
        inner = chain.deploy("FixedWeightStrategy", [it * PERCENT for it in wanted])
        strategy = chain.deploy(NAME, inner, HUB, 10 * PERCENT)
        start = state(held, (hub, kind, NORMAL))
        weights = said(chain.ask, NAME, strategy, "target", start)
        return [it // PERCENT for it in weights] if isinstance(weights, list) else weights

    return ask


def state(held, kinds):
    assets = [(token, 1, it, ONE, it) for token, it in zip(ADDRESSES, held)]
    return 0, ONE, sum(held), assets, signals_of(kinds) if kinds else ()


def test_in_a_normal_market_it_wants_what_the_other_wants(wish):
    assert wish((20, 50, 30), (30, 20, 50), NORMAL) == [30, 20, 50]


@pytest.mark.parametrize("kind", HALTED)
def test_what_is_halted_stands_still_and_the_others_do_not(wish, kind):
    """K4 The hub makes up the difference."""
    assert wish((20, 50, 30), (30, 20, 50), kind) == [0, 50, 50]
    assert wish((20, 30, 50), (30, 50, 20), kind) == [50, 30, 20]


@pytest.mark.parametrize("kind", [it for it in MarketClass if not permits(it)[0]])
def test_nothing_is_bought_into_a_crisis(wish, kind):
    """K2"""
    assert wish((20, 30, 50), (30, 50, 20), kind) == [50, 30, 20]


@pytest.mark.parametrize(
    "kind", [it for it in MarketClass if permits(it)[1] and permits(it)[2] < ONE]
)
def test_it_leaves_in_half_slices(wish, kind):
    """K2"""
    assert wish((20, 50, 30), (50, 20, 30), kind) == [25, 45, 30]
    assert wish((20, 50, 30), (23, 47, 30), kind) == [23, 47, 30]


def test_a_market_that_truly_moves_is_left_at_once(wish):
    assert wish((20, 50, 30), (50, 20, 30), MarketClass.GENUINE_MOVE) == [50, 20, 30]


def test_where_the_second_source_fails_it_buys_in_half_slices(wish):
    kind = MarketClass.SECONDARY_FAULT
    assert wish((50, 20, 30), (20, 50, 30), kind) == [45, 25, 30]


@pytest.mark.parametrize("hub", [it for it in MarketClass if it != NORMAL])
def test_a_hub_that_is_not_normal_stops_all(wish, hub):
    """K5"""
    assert wish((20, 50, 30), (30, 20, 50), NORMAL, hub) == [20, 50, 30]


def test_what_grows_shares_what_is_left(wish):
    """K4 What stands still may leave less than is wanted; the weights sum to one all the same."""
    assert wish((0, 60, 40), (0, 20, 80), MarketClass.UNKNOWN) == [0, 60, 40]
    assert wish((10, 60, 30), (0, 20, 80), MarketClass.UNKNOWN) == [0, 60, 40]


def test_a_hub_that_is_not_held_is_refused(chain):
    inner = chain.deploy("FixedWeightStrategy", [ONE // 2, 0, ONE // 2])
    stranger = chain.person()
    strategy = chain.deploy(NAME, inner, stranger, ONE)
    answer = said(chain.ask, NAME, strategy, "target", state((1, 1, 1), [NORMAL] * 3))
    assert answer == ("AssetUnknown", [stranger])


def test_a_state_without_a_market_is_refused(chain):
    inner = chain.deploy("FixedWeightStrategy", [ONE // 2, 0, ONE // 2])
    strategy = chain.deploy(NAME, inner, HUB, ONE)
    assert said(chain.ask, NAME, strategy, "target", state((1, 1, 1), ())) == (
        "MarketNotObserved",
        [],
    )
    empty = said(chain.ask, NAME, strategy, "target", state((0, 0, 0), [NORMAL] * 3))
    assert empty == ("NothingToWeigh", [])


@pytest.mark.parametrize("most", [0, ONE + 1])
def test_a_slice_of_nothing_or_of_more_than_all_is_refused(chain, most):
    answer = said(chain.deploy, NAME, HUB, HUB, most)
    assert answer == ("LimitOutOfRange", ["maxSlice", most, ONE])
