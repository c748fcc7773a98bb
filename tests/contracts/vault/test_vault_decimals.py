"""Vault: entry, exit and rebalance say the same over tokens of any decimals."""

import pytest
from world import ONE, Settings, build, plain, said

# The decimals of the dollar that is the hub, of ether and of bitcoin; what a rebalance then trades.
TRADES = {
    (18, 6, 8): [
        (24_051_808, 59_805_719_402_666_631_193_602),
        (30_094_648_783_912_460_000_000, 74_898_547),
    ],
    (8, 8, 6): [(2_405_180_809, 5_980_571_962_591), (3_009_464_878_391, 748_985)],
    (6, 0, 8): [(24, 59_677_204_385), (30_094_648_821, 74_898_548)],
    (0, 24, 18): [(24_051_808_095_871_090_000_000_000, 59_805), (30_094, 748_969_356_731_499_334)],
}


@pytest.fixture(scope="module", params=TRADES, ids=str)
def world(module_isolation, request):
    return build(Settings(decimals=request.param))


def units(world, *rows):
    """{unit} of ten-thousandths of a dollar, an ether and a bitcoin: rounded up, rounded down."""
    parts = [row * 10**d for row, d in zip(rows, world.settings.decimals)]
    return tuple(-(-part // 10_000) for part in parts), tuple(part // 10_000 for part in parts)


def test_the_first_amounts_are_the_books(world):
    _, amounts = units(world, 3_000_000_000, 2_000_000, 75_000)

    assert tuple(world.books()) == tuple(world.held(world.vault)) == amounts
    assert world.lens.sharePrice(world.vault) == ONE


def test_minting_takes_a_thousandth_of_each_asset_and_rounds_up(world):
    amounts, _ = units(world, 3_000_000, 2_000, 75)

    tx = world.mint(world.depositor, 1_000 * ONE)

    assert said(tx, "Minted", "amounts") == amounts


def test_redeeming_pays_a_tenth_of_each_asset_and_rounds_down(world):
    _, amounts = units(world, 300_000_000, 200_000, 7_500)

    tx = world.redeem(world.deployer, 100_000 * ONE)

    assert said(tx, "Redeemed", "amounts") == amounts


def test_what_is_skipped_is_claimed_to_the_unit(world):
    _, amounts = units(world, 300_000_000, 200_000, 7_500)
    ether = world.tokens[1]
    world.redeem(world.deployer, 100_000 * ONE, (ether,))

    tx = world.vault.claim(ether, world.outsider, {"from": world.deployer})

    assert said(tx, "Claimed", "amount") == ether.balanceOf(world.outsider) == amounts[1]


@pytest.mark.parametrize("i", range(3))
def test_forty_thousand_dollars_of_any_asset_buy_the_same_shares(world, i):
    """A1, P10 One share is a dollar; entry costs what trading may, and both sides of the prices."""
    amount = 40_000 * 10 ** world.settings.decimals[i] // world.settings.prices[i]

    tx = world.deposit(world.depositor, i, amount)

    assert said(tx, "Deposited", "shares") == 38_813_910_447_761_194_029_850


def test_a_rebalance_sells_what_rose_and_buys_what_fell_behind(world):
    """T1 Ether rises by a quarter: 24 of it, then 30,000 dollars, go where they lack."""
    world.move(1, 2_500)

    tx = world.vault.rebalance({"from": world.outsider})

    trades = [plain((event["sold"], event["bought"])) for event in tx.events["Traded"]]
    assert trades == TRADES[world.settings.decimals]
    assert world.books() == world.held(world.vault)
