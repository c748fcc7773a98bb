"""Vault: entry, exit, weights and strays, for any size, asset and price."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.counterpoise.drawn import scales
from tests.depth import examples
from tests.evm.building import build
from tests.evm.in_process import said
from tests.founding import ONE, Settings

HUB = 0
DECIMALS = [(6, 18, 8), (18, 6, 8), (8, 8, 6), (6, 0, 8), (0, 24, 18)]
assets = st.integers(0, 2)
holdings = st.integers(1, 900_000 * ONE)  # {share}


@pytest.fixture(scope="module")
def world():
    return build()


@pytest.fixture(scope="module", params=DECIMALS, ids=str)
def any_decimals(request):
    return build(Settings(decimals=request.param))


@settings(max_examples=examples(100))
@given(shares=holdings)
def test_minting_and_redeeming_loses_at_most_one_unit(any_decimals, shares):
    """SH-03, I-05, TK-06 Whoever enters and leaves at once loses at most a unit of each asset."""
    world = any_decimals
    world.begin()
    paid, got = world.mint("depositor", shares), world.redeem("depositor", shares)
    assert all(0 <= a - b <= 1 for a, b in zip(paid, got, strict=True))


@settings(max_examples=examples(100))
@given(shares=st.integers(10**9, 900_000 * ONE), slices=st.sampled_from([2, 3, 7]))
def test_slices_never_bring_more_than_one_redemption(world, shares, slices):
    """SH-11 Slices pay at most what one redemption pays, and miss it by less than their number."""
    world.begin()
    whole = [shares * balance // world.supply() for balance in world.books()]
    parts = [shares // slices] * (slices - 1) + [shares - shares // slices * (slices - 1)]
    paid = [world.redeem("deployer", part) for part in parts]
    for one, many in zip(whole, map(sum, zip(*paid, strict=True)), strict=True):
        assert 0 <= one - many <= slices - 1


@settings(max_examples=examples(200))
@given(i=assets, dollars=st.integers(1, 500_000))
def test_nobody_takes_out_more_than_was_put_in(world, i, dollars):
    """A1, I-06, P10 Deposit and redeem at unchanged prices never gains."""
    world.begin()
    prices, units = world.settings.prices, [10**d for d in world.settings.decimals]
    amount = dollars * units[i] // prices[i]
    got = world.redeem("depositor", world.deposit("depositor", i, amount))
    worth = sum(a * p * ONE // u for a, p, u in zip(got, prices, units, strict=True))
    paid = amount * prices[i] * ONE // units[i]
    own = paid * dollars // 1_000_000  # One's own part of the spread.
    assert worth <= paid * 999 // 1_000 + own


@settings(max_examples=examples(200))
@given(prices=st.tuples(*[scales(0, 7)] * 3))  # So that each is now and then the largest.
def test_weights_and_drift_equal_their_mirror(world, prices):
    """A3, I-15 The weights sum to 1e18 exactly, and the drift is that of the integer mirror."""
    world.begin()
    for i, price in enumerate(prices):
        world.post(i, price)
    rows = zip(world.books(), prices, world.settings.decimals, strict=True)
    values = [balance * price * ONE // 10**d for balance, price, d in rows]
    total, wanted = sum(values), world.settings.weights
    weights = [value * ONE // total for value in values]
    weights[values.index(max(values))] += ONE - sum(weights)
    gaps = [abs(v * ONE - t * total) for v, t in zip(values, wanted, strict=True)]
    lens = "VaultLens", world.parts["lens"]
    assert list(world.chain.ask(*lens, "observe", world.vault)[2]) == weights
    assert sum(weights) == ONE
    assert world.drift() == (wanted, max(gaps) // total, sum(gaps) // 2 // total)


def attack(world, gift, victims):
    """Empties the vault but for nobody's shares, enters with one, gives; a victim enters.

    What the attacker loses of the hub, and the victim's shares.
    """
    attacker, token = world.people["deployer"], ("MockToken", world.tokens[HUB])
    world.redeem("deployer", world.shares("deployer"))
    start = world.held(attacker)[HUB]
    world.mint("deployer", 1)
    world.chain.tell(*token, "transfer", world.vault, gift, by=attacker)
    world.tell("sync", world.tokens[HUB])
    shares = world.deposit("depositor", HUB, victims)
    world.redeem("deployer", 1)
    return start - world.held(attacker)[HUB], shares


@settings(max_examples=examples(100))
@given(gift=st.integers(10**6, 10**11), victims=st.integers(10**9, 10**11))
def test_the_first_depositors_gift_takes_at_most_dust(world, gift, victims):
    """P11, SH-01 The attacker loses the gift; the victim loses dust and what entry costs."""
    world.begin()
    lost, shares = attack(world, gift, victims)
    assert lost >= gift * 999 // 1_000 - victims // 1_000_000
    fair = victims * 970_347 // 10**6
    worth = shares * world.books()[HUB] // world.supply()
    assert worth >= fair - (gift + victims) // 10**6 - 2


@pytest.fixture(scope="module")
def open_world():
    """The deployer still holds every role, so that it may sweep at once."""
    return build(Settings(handed_over=False))


@settings(max_examples=examples(100))
@given(i=assets, gift=st.integers(0, 10**20), books=st.booleans())
def test_an_asset_is_no_stray_whatever_lies_there(open_world, i, gift, books):
    """I-01 Not even what was given and is in no book."""
    world = open_world
    world.begin()
    token, deployer = world.tokens[i], world.people["deployer"]
    world.mint_token(i, world.vault, gift)
    if books:
        world.tell("sync", token)
    swept = said(lambda: world.tell("sweep", token, deployer, by="deployer"))
    assert swept == ("NotAStray", [token.lower()])
