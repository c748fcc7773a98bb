"""Vault: entry and exit in kind, entry with one asset, books and claims."""

import brownie
import pytest
from brownie import accounts, chain
from eth_account import Account
from eth_account.messages import encode_typed_data
from world import (
    DAY,
    FOREVER,
    NOBODY,
    ONE,
    PERCENT,
    USD,
    Settings,
    at,
    build,
    deploy,
    now,
    plain,
    said,
)

UNLIMITED = [2**256 - 1] * 3
MAX_BALANCE = 2**112 - 1


@pytest.fixture(scope="module")
def world(module_isolation):
    return build()


@pytest.fixture
def vault(world):
    return world.vault


def share_price(world):
    return world.lens.sharePrice(world.vault)


def test_the_seed_fixes_what_one_share_is(world, vault):
    """P11 The first amounts open the vault; a million shares are nobody's."""
    assert world.books() == [300_000 * 10**6, 200 * ONE, 750_000_000]
    assert vault.totalSupply() == 1_000_000 * ONE
    assert vault.balanceOf("0x000000000000000000000000000000000000dEaD") == 10**6
    assert vault.balanceOf(world.deployer) == 1_000_000 * ONE - 10**6
    assert share_price(world) == ONE


def test_minting_takes_each_asset_in_proportion(world, vault):
    """P4 A tenth of a percent of the shares costs a tenth of a percent of each asset."""
    start = world.held(world.depositor)
    tx = world.mint(world.depositor, 1_000 * ONE)
    end = world.held(world.depositor)
    assert [a - b for a, b in zip(start, end)] == [300 * 10**6, ONE // 5, 750_000]
    assert said(tx, "Minted", "amounts") == (300 * 10**6, ONE // 5, 750_000)
    assert vault.balanceOf(world.depositor) == 1_000 * ONE


def test_minting_rounds_up_against_the_caller(world, vault):
    """SH-03 One unit of share costs one unit of each asset."""
    tx = world.mint(world.depositor, 1)
    assert said(tx, "Minted", "amounts") == (1, 1, 1)


def test_redeeming_pays_each_asset_in_proportion(world, vault):
    """P4 A tenth of the shares is a tenth of each asset."""
    tx = world.redeem(world.deployer, 100_000 * ONE)
    assert said(tx, "Redeemed", "amounts") == (30_000 * 10**6, 20 * ONE, 75_000_000)
    assert world.books() == [270_000 * 10**6, 180 * ONE, 675_000_000]


def test_redeeming_rounds_down_against_the_caller(world, vault):
    """SH-03 Less than one unit's worth of shares is worth nothing."""
    tx = world.redeem(world.deployer, 4_999)
    assert said(tx, "Redeemed", "amounts") == (0, 0, 0)
    assert said(world.redeem(world.deployer, 5_001), "Redeemed", "amounts") == (0, 1, 0)


def test_different_mixes_get_shares_in_proportion_to_their_value(world, vault):
    """A1, P10 10,000 dollars of one asset or of another: the same part of that many shares.

    99.5 % of what is paid, 100.5 % of what is held, less 1.99 % that trading it may cost.
    """
    world.fund(world.outsider)
    first = said(world.deposit(world.depositor, 0, 10_000 * 10**6), "Deposited", "shares")
    second = said(world.deposit(world.outsider, 1, 5 * ONE), "Deposited", "shares")
    assert first == 9_703_477_611_940_298_507_462
    # The holders keep the first one's difference: a share costs 1.00029 dollars by now.
    assert second == 9_700_628_801_688_836_738_429


@pytest.mark.parametrize(
    "spread, shares",
    [
        (0, 970_347_761_194_029_850_746),
        (199 * PERCENT // 100, 970_347_761_194_029_850_746),
        (199 * PERCENT // 100 + 10**6, 970_347_761_193_039_800_995),
        (5 * PERCENT, 940_547_263_681_592_039_800),
    ],
)
def test_the_larger_of_spread_and_cost_is_paid(world, vault, spread, shares):
    """P10, RB-04 A thousand dollars pay 1.99 % that trading may cost, or what governance chose."""
    world.govern(vault, "setEntrySpread", spread)
    assert said(world.deposit(world.depositor, 0, 10**9), "Deposited", "shares") == shares


def test_claims_never_add_up_to_more_than_the_holdings(world, vault):
    """A1, I-03 The holders' parts, each rounded down, fit into what is there."""
    world.fund(world.outsider)
    world.deposit(world.depositor, 2, 12_345_678)
    world.mint(world.outsider, 777_777_777_777_777_777)
    supply = vault.totalSupply()
    shares = [vault.balanceOf(who) for who in (world.deployer, world.depositor, world.outsider)]
    assert sum(shares) + 10**6 == supply
    for token, balance in zip(world.tokens, world.books()):
        assert sum(s * balance // supply for s in shares) <= balance <= token.balanceOf(vault)


def test_a_price_step_moves_the_share_price_by_its_weight(world):
    """A2 Ten percent on an asset of weight 40 % is 4.00 % on the share."""
    world.post(1, 2_200)
    assert share_price(world) == 104 * ONE // 100


def test_an_unlisted_token_moves_nothing(world, vault):
    """A2, I-02"""
    token = deploy("MockToken", world.outsider, "Stranger", "STR", 18)
    token.mint(vault, 10**30, {"from": world.outsider})
    assert share_price(world) == ONE
    with brownie.reverts(f"AssetUnknown: {token.address.lower()}"):
        vault.sync(token, {"from": world.outsider})


def test_a_donation_is_inert_until_it_is_synced(world, vault):
    """I-02 What lies in the vault beyond its books belongs to nobody until somebody syncs."""
    world.tokens[0].mint(vault, 100_000 * 10**6, {"from": world.outsider})
    assert world.books()[0] == 300_000 * 10**6
    assert share_price(world) == ONE
    tx = vault.sync(world.tokens[0], {"from": world.outsider})
    assert said(tx, "Synced", "start") == 300_000 * 10**6
    assert said(tx, "Synced", "end") == 400_000 * 10**6
    assert share_price(world) == 11 * ONE // 10


def test_a_stale_feed_stops_what_is_priced_and_nothing_else(world, vault):
    """A2 Deposits and rebalances revert; entry and exit in kind work."""
    at(world.feeds[0].latestRoundData()[3] + DAY + 1)
    reason = f"PriceTooOld: {world.feeds[0].address.lower()}, 86401, 86400"
    with brownie.reverts(reason):
        world.deposit(world.depositor, 1, ONE)
    at(now())
    with brownie.reverts(reason):
        vault.rebalance({"from": world.outsider})
    assert said(world.mint(world.depositor, 100 * ONE), "Minted", "amounts")[0] == 30 * 10**6
    assert said(world.redeem(world.depositor, 50 * ONE), "Redeemed", "amounts")[0] == 15 * 10**6


def test_leaving_in_kind_needs_no_part_of_the_vault():
    """P4, EX-01, EX-04 Paused, every part broken, every feed dead: holders are paid to the unit."""
    world = build(Settings(handed_over=False))
    vault, sender = world.vault, {"from": world.deployer}
    broken = deploy("MockBroken", world.deployer)
    for setter in ("setObserver", "setStrategy", "setPlanner", "setConstraint"):
        getattr(vault, setter)(broken, sender)
    vault.setVenue(world.venue, False, sender)
    for feed in world.feeds:
        feed.post(0, sender)
    vault.pause(sender)
    tx = world.redeem(world.deployer, 250_000 * ONE)
    assert said(tx, "Redeemed", "amounts") == (75_000 * 10**6, 50 * ONE, 187_500_000)


def test_mint_takes_no_more_than_its_limits(world, vault):
    """P7, SH-06"""
    token = world.tokens[1].address.lower()
    with brownie.reverts(f"SlippageExceeded: {token}, {ONE // 5 - 1}, {ONE // 5}"):
        vault.mint(
            1_000 * ONE,
            [300 * 10**6, ONE // 5 - 1, 750_000],
            world.depositor,
            FOREVER,
            {"from": world.depositor},
        )
    vault.mint(
        1_000 * ONE,
        [300 * 10**6, ONE // 5, 750_000],
        world.depositor,
        FOREVER,
        {"from": world.depositor},
    )


def test_redeem_pays_no_less_than_its_limits(world, vault):
    """P7, SH-06"""
    token = world.tokens[2].address.lower()
    who = {"from": world.deployer}
    with brownie.reverts(f"SlippageExceeded: {token}, 75000001, 75000000"):
        vault.redeem(100_000 * ONE, world.deployer, [], [0, 0, 75_000_001], FOREVER, who)
    vault.redeem(100_000 * ONE, world.deployer, [], [0, 0, 75_000_000], FOREVER, who)


def test_deposit_mints_no_fewer_shares_than_its_limit(world, vault):
    """P7"""
    sender, asset = {"from": world.depositor}, world.tokens[0]
    shares = 970_347_761_194_029_850_746
    with brownie.reverts(f"TooFewShares: {shares}, {shares + 1}"):
        vault.deposit(asset, 1_000 * 10**6, shares + 1, world.depositor, FOREVER, sender)
    vault.deposit(asset, 1_000 * 10**6, shares, world.depositor, FOREVER, sender)


@pytest.mark.parametrize("action", ["mint", "deposit", "redeem"])
def test_a_deadline_is_the_last_second_that_counts(world, vault, action):
    """P7"""
    who = world.deployer
    deadline = now() + 100
    arguments = {
        "mint": (ONE, UNLIMITED, who, deadline),
        "deposit": (world.tokens[0], 10**6, 0, who, deadline),
        "redeem": (ONE, who, [], [], deadline),
    }[action]
    world.fund(who)
    chain.snapshot()
    at(deadline + 1)
    with brownie.reverts(f"Expired: {deadline}, {deadline + 1}"):
        getattr(vault, action)(*arguments, {"from": who})
    chain.revert()
    at(deadline)
    getattr(vault, action)(*arguments, {"from": who})


def test_the_cap_stops_entry_and_never_exit(world, vault):
    """P8, SH-07"""
    room = 9_000_000 * ONE
    world.fund(world.depositor, 10_000_000)
    assert vault.maxMint() == room
    with brownie.reverts(f"SupplyCapExceeded: {room + 1}, {room}"):
        world.mint(world.depositor, room + 1)
    world.mint(world.depositor, room)
    assert vault.maxMint() == 0
    with brownie.reverts("SupplyCapExceeded: 1, 0"):
        world.mint(world.depositor, 1)
    with brownie.reverts("SupplyCapExceeded: 970347761194029850, 0"):
        world.deposit(world.depositor, 0, 10**6)
    world.redeem(world.depositor, room)
    assert vault.maxMint() == room


def test_a_cap_below_the_supply_never_blocks_exits(world, vault):
    """P8"""
    world.govern(vault, "setSupplyCap", 5 * ONE)
    assert vault.maxMint() == 0
    world.redeem(world.deployer, 1_000 * ONE)


def test_nothing_is_bought_with_nothing(world, vault):
    """SH-05"""
    with brownie.reverts("ZeroShares: "):
        world.mint(world.depositor, 0)
    with brownie.reverts("ZeroShares: "):
        world.deposit(world.depositor, 0, 0)
    with brownie.reverts("ZeroShares: "):
        world.redeem(world.deployer, 0)


def test_lists_have_one_number_for_each_asset(world, vault):
    sender = {"from": world.deployer}
    with brownie.reverts("WrongLength: 2, 3"):
        vault.mint(ONE, [0, 0], world.deployer, FOREVER, sender)
    with brownie.reverts("WrongLength: 4, 3"):
        vault.redeem(ONE, world.deployer, [], [0] * 4, FOREVER, sender)


def test_redeeming_more_than_one_has_is_refused(world, vault):
    """I-03"""
    who = world.outsider.address.lower()
    with brownie.reverts(f"ERC20InsufficientBalance: {who}, 0, 1"):
        world.redeem(world.outsider, 1)


@pytest.mark.parametrize("i, decimals", [(0, 6), (1, 18), (2, 8)])
def test_a_balance_stays_below_its_cap(world, vault, i, decimals):
    """TK-09, I-24 What 112 bits cannot hold is refused on every way in."""
    token, start = world.tokens[i], world.books()[i]
    over = MAX_BALANCE - start + 1
    token.mint(world.depositor, over, {"from": world.depositor})
    reason = f"BalanceCapExceeded: {token.address.lower()}, {MAX_BALANCE + 1}, {MAX_BALANCE}"
    with brownie.reverts(reason):
        world.deposit(world.depositor, i, over)
    token.transfer(vault, over, {"from": world.depositor})
    with brownie.reverts(reason):
        vault.sync(token, {"from": world.outsider})


def test_an_asset_that_is_not_listed_cannot_be_deposited(world, vault):
    """D4"""
    stranger = world.outsider.address.lower()
    with brownie.reverts(f"AssetUnknown: {stranger}"):
        vault.deposit(world.outsider, 1, 0, world.depositor, FOREVER, {"from": world.depositor})


def test_a_victim_with_a_limit_is_never_hurt(world, vault):
    """P7, SH-06 A donation that lands first makes the deposit revert."""
    world.tokens[0].mint(vault, 10**12, {"from": world.outsider})
    vault.sync(world.tokens[0], {"from": world.outsider})
    sender = {"from": world.depositor}
    with brownie.reverts(f"TooFewShares: 485173880597014925373, {999 * ONE}"):
        vault.deposit(world.tokens[0], 10**9, 999 * ONE, world.depositor, FOREVER, sender)


def signed(vault, key, spender, value, nonce, deadline):
    """A permit's typed data and its signature."""
    fields = [("owner", "address"), ("spender", "address"), ("value", "uint256")]
    fields += [("nonce", "uint256"), ("deadline", "uint256")]
    message = encode_typed_data(
        {
            "name": "Counterpoise",
            "version": "1",
            "chainId": chain.id,
            "verifyingContract": vault.address,
        },
        {"Permit": [{"name": name, "type": kind} for name, kind in fields]},
        {
            "owner": Account.from_key(key).address,
            "spender": spender.address,
            "value": value,
            "nonce": nonce,
            "deadline": deadline,
        },
    )
    return message, Account.sign_message(message, key)


def test_a_permit_gives_an_allowance_once(world, vault):
    """P12 A signature counts once, and a replay names who would have had to sign."""
    owner = accounts.add("0x" + "11" * 32)
    _, permit = signed(vault, owner.private_key, world.outsider, 5, 0, FOREVER)
    arguments = (owner, world.outsider, 5, FOREVER, permit.v, permit.r, permit.s)
    arguments = (*arguments[:5], hex(permit.r), hex(permit.s))
    vault.permit(*arguments, {"from": world.outsider})
    assert vault.allowance(owner, world.outsider) == 5
    again, _ = signed(vault, owner.private_key, world.outsider, 5, 1, FOREVER)
    signer = Account.recover_message(again, signature=permit.signature).lower()
    with brownie.reverts(f"ERC2612InvalidSigner: {signer}, {owner.address.lower()}"):
        vault.permit(*arguments, {"from": world.outsider})


def test_a_permit_expires(world, vault):
    """P12"""
    owner = accounts.add("0x" + "11" * 32)
    deadline = now() - 1
    _, permit = signed(vault, owner.private_key, world.outsider, 5, 0, deadline)
    with brownie.reverts(f"ERC2612ExpiredSignature: {deadline}"):
        vault.permit(
            owner,
            world.outsider,
            5,
            deadline,
            permit.v,
            hex(permit.r),
            hex(permit.s),
            {"from": world.outsider},
        )


def test_shares_move_like_any_token(world, vault):
    """I-03 A transfer changes no supply and no backing."""
    books = world.books()
    vault.transfer(world.outsider, 5 * ONE, {"from": world.deployer})
    assert vault.balanceOf(world.outsider) == 5 * ONE
    assert world.books() == books
    assert vault.totalSupply() == 1_000_000 * ONE


class TestPause:
    """J2, EX-02, I-22: a pause stops entry and trading, never exit, and ends by itself."""

    @pytest.fixture
    def until(self, world, vault):
        return vault.pause({"from": world.guardian}).timestamp + 7 * DAY

    def test_it_lasts_seven_days(self, world, vault):
        tx = vault.pause({"from": world.guardian})
        assert said(tx, "Paused", "until") == tx.timestamp + 7 * DAY

    def test_it_stops_entry_and_trading(self, world, vault, until):
        sender, reason = {"from": world.keeper}, f"IsPaused: {until}"
        world.move(1, 2_600)  # Without the pause a rebalance would be due.
        assert vault.pausedUntil() == until
        assert vault.maxMint() == 0
        assert plain(world.upkeep.checkUpkeep(b"")) == (False, "0x")
        for action in (
            lambda: world.mint(world.depositor, ONE),
            lambda: world.deposit(world.depositor, 0, 10**6),
            lambda: vault.rebalance(sender),
            lambda: vault.performUpkeep(b"", sender),
            lambda: vault.execute([], now() + 60, sender),
        ):
            with brownie.reverts(reason):
                action()

    def test_it_never_stops_exit(self, world, vault, until):
        skipped = world.redeem(world.deployer, 100_000 * ONE, (world.tokens[1],))
        assert said(skipped, "Redeemed", "amounts")[1] == 20 * ONE
        assert said(skipped, "ClaimKept", "amount") == 20 * ONE
        vault.claim(world.tokens[1], world.deployer, {"from": world.deployer})
        vault.sync(world.tokens[1], {"from": world.outsider})

    def test_it_ends_by_itself_to_the_second(self, world, vault, until):
        at(until - 1)
        with brownie.reverts(f"IsPaused: {until}"):
            world.mint(world.depositor, ONE)
        at(until)
        world.mint(world.depositor, ONE)
        assert vault.maxMint() == 9_000_000 * ONE - ONE

    def test_between_two_pauses_lies_a_rest(self, world, vault, until):
        """J2 Seven days of each at least, to the second."""
        ready = until + 7 * DAY
        for time in (until - DAY, until, ready - 1):
            at(time)
            with brownie.reverts(f"PauseTooSoon: {time}, {ready}"):
                vault.pause({"from": world.guardian})
        at(ready)
        vault.pause({"from": world.guardian})
        assert vault.pausedUntil() == ready + 7 * DAY

    def test_the_governor_may_let_the_guardian_pause_again(self, world, vault, until):
        """EX-02 Ended early, behind the delay, a pause needs no rest."""
        world.govern(vault, "unpause")
        vault.pause({"from": world.guardian})
        assert vault.pausedUntil() > until

    def test_the_guardian_may_not_end_it(self, world, vault, until):
        guardian = world.guardian.address.lower()
        with brownie.reverts(f"AccessManagedUnauthorized: {guardian}"):
            vault.unpause({"from": world.guardian})

    def test_the_governor_may_end_it_after_the_delay(self, world, vault, until):
        world.govern(vault, "unpause")
        assert vault.pausedUntil() == 0
        world.mint(world.depositor, ONE)


class TestConstruction:
    """What a vault can be made of."""

    @pytest.fixture(scope="class")
    def make(self, world):
        def make(*assets):
            return deploy("Vault", world.deployer, "V", "V", world.authority, list(assets), NOBODY)

        return make

    @pytest.fixture(scope="class")
    def many(self, world):
        return [deploy("MockToken", world.deployer, "T", "T", 18) for _ in range(21)]

    def test_twenty_assets_fit_and_twenty_one_do_not(self, make, many):
        """RB-12"""
        assert list(make(*many[:20]).assets()) == many[:20]
        with brownie.reverts("TooManyAssets: 21, 20"):
            make(*many)

    def test_one_asset_has_nothing_to_balance(self, make, many):
        with brownie.reverts("TooFewAssets: 1, 2"):
            make(many[0])

    def test_no_asset_stands_twice(self, make, many):
        with brownie.reverts(f"DuplicateAsset: {many[1].address.lower()}"):
            make(many[0], many[1], many[1])

    def test_an_asset_has_code(self, make, many, world):
        """GV-08"""
        with brownie.reverts(f"NoCode: {world.outsider.address.lower()}"):
            make(many[0], world.outsider)

    def test_there_is_nothing_before_the_seed(self, world):
        authority = deploy("Authority", world.deployer, world.deployer)
        vault = deploy("Vault", world.deployer, "V", "V", authority, world.tokens, NOBODY)
        vault.setSupplyCap(10 * ONE, {"from": world.deployer})
        with brownie.reverts("NotSeeded: "):
            vault.mint(ONE, UNLIMITED, world.deployer, FOREVER, {"from": world.deployer})
        assert plain(vault.holdings()) == (tuple(world.tokens), (0, 0, 0), 0)

    def test_the_seed_has_a_least_and_a_most_and_comes_once(self, world):
        """P11, SH-01"""
        authority = deploy("Authority", world.deployer, world.deployer)
        vault = deploy("Vault", world.deployer, "V", "V", authority, world.tokens, NOBODY)
        world.fund(world.deployer)
        sender = {"from": world.deployer}
        for token in world.tokens:
            token.approve(vault, 10**30, sender)
        vault.setSupplyCap(10 * ONE, sender)
        with brownie.reverts(f"SeedTooSmall: {10**15 - 1}, {10**15}"):
            vault.seed(10**15 - 1, [1, 1, 1], world.deployer, sender)
        with brownie.reverts(f"SupplyCapExceeded: {10 * ONE + 1}, {10 * ONE}"):
            vault.seed(10 * ONE + 1, [1, 1, 1], world.deployer, sender)
        with brownie.reverts("WrongLength: 1, 3"):
            vault.seed(10**15, [1], world.deployer, sender)
        tx = vault.seed(10**15, [1, 2, 3], world.deployer, sender)
        assert said(tx, "Seeded", "amounts") == (1, 2, 3)
        with brownie.reverts("AlreadySeeded: "):
            vault.seed(10**15, [1, 1, 1], world.deployer, sender)


def test_a_vault_that_is_worth_nothing_sells_no_shares(world, vault):
    """SH-05 No value, no price: entry in kind alone."""
    for i in range(3):
        world.tokens[i].mint(world.deployer, 1, {"from": world.deployer})
    authority = deploy("Authority", world.deployer, world.deployer)
    empty = deploy("Vault", world.deployer, "V", "V", authority, world.tokens, NOBODY)
    sender = {"from": world.deployer}
    empty.setSupplyCap(10 * ONE, sender)
    empty.setObserver(
        deploy("SpotObserver", world.deployer, USD, world.tokens, world.oracles), sender
    )
    empty.seed(ONE, [0, 0, 0], world.deployer, sender)
    with brownie.reverts("NothingToWeigh: "):
        empty.deposit(world.tokens[0], 1, 0, world.deployer, FOREVER, sender)
