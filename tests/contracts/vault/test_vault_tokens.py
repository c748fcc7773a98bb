"""Vault: tokens with bad habits, each through the real vault; docs/tokens.md is their table."""

import re
from pathlib import Path

import brownie
import pytest
from world import (
    FOREVER,
    NOBODY,
    ONE,
    PERCENT,
    USD,
    Settings,
    build,
    deploy,
    hand_over,
    plain,
    said,
)

ROOT = Path(__file__).resolve().parents[3]
MAX_BALANCE = 2**112 - 1
THOUSANDTH = (300 * 10**6, ONE // 5, 750_000)  # {unit} of each asset for a thousand shares


def listing(kind):
    """A vault whose second asset is of that kind; the deployer still holds every role."""
    return build(Settings(tokens=("MockToken", kind, "MockToken"), handed_over=False))


class TestFreezing:
    """TK-04, TK-05: a frozen token holds nobody."""

    @pytest.fixture(scope="class")
    def world(self, module_isolation):
        return listing("MockFreezingToken")

    def freeze(self, world, account, frozen=True):
        world.tokens[1].setFrozen(account, frozen, {"from": world.outsider})

    def test_a_blocked_receiver_is_refused_by_the_token(self, world):
        self.freeze(world, world.deployer)
        with brownie.reverts(f"AccountFrozen: {world.deployer.address.lower()}"):
            world.redeem(world.deployer, 1_000 * ONE)

    def test_a_blocked_holder_may_name_another_receiver(self, world):
        """TK-04"""
        self.freeze(world, world.deployer)
        world.vault.redeem(1_000 * ONE, world.outsider, [], [], FOREVER, {"from": world.deployer})
        assert world.held(world.outsider) == [300 * 10**6, ONE // 5, 750_000]

    def test_a_skipped_asset_stays_as_the_leavers_claim(self, world):
        """TK-05, I-17 Every other asset is paid exactly; the skipped one is kept for the leaver."""
        vault, token, leaver = world.vault, world.tokens[1], world.deployer
        self.freeze(world, vault)
        start = world.held(leaver)
        tx = world.redeem(leaver, 1_000 * ONE, (token,))
        paid = [b - a for a, b in zip(start, world.held(leaver))]
        assert paid == [300 * 10**6, 0, 750_000]
        assert said(tx, "ClaimKept", "amount") == ONE // 5
        assert vault.claimOf(leaver, token) == ONE // 5
        assert vault.claimOf(world.outsider, token) == 0
        assert vault.reserved(token) == ONE // 5
        assert world.books()[1] == 200 * ONE - ONE // 5

    def test_a_claim_is_paid_once_and_to_its_owner(self, world):
        """TK-04"""
        vault, token, leaver = world.vault, world.tokens[1], world.deployer
        world.redeem(leaver, 1_000 * ONE, (token,))
        stranger = world.outsider.address.lower()
        address = token.address.lower()
        with brownie.reverts(f"NothingToClaim: {stranger}, {address}"):
            vault.claim(token, world.outsider, {"from": world.outsider})
        vault.claim(token, world.outsider, {"from": leaver})
        assert token.balanceOf(world.outsider) == ONE // 5
        assert vault.reserved(token) == 0
        with brownie.reverts(f"NothingToClaim: {leaver.address.lower()}, {address}"):
            vault.claim(token, leaver, {"from": leaver})

    def test_a_claim_is_no_donation(self, world):
        """I-01, I-02 `sync` counts what is there less what is promised."""
        world.redeem(world.deployer, 1_000 * ONE, (world.tokens[1],))
        tx = world.vault.sync(world.tokens[1], {"from": world.outsider})
        assert said(tx, "Synced", "start") == said(tx, "Synced", "end") == 200 * ONE - ONE // 5

    def test_skipping_an_asset_twice_keeps_one_claim(self, world):
        token = world.tokens[1]
        world.redeem(world.deployer, 1_000 * ONE, (token, token))
        assert world.vault.claimOf(world.deployer, token) == ONE // 5

    def test_skipping_a_stranger_is_refused(self, world):
        stranger = world.outsider.address.lower()
        with brownie.reverts(f"AssetUnknown: {stranger}"):
            world.redeem(world.deployer, ONE, (world.outsider,))

    def test_a_part_that_rounds_to_nothing_is_not_sent(self, world):
        """TK-09 Nothing needs no transfer, so no token can refuse it."""
        self.freeze(world, world.vault)
        assert said(world.redeem(world.deployer, 4_999), "Redeemed", "amounts") == (0, 0, 0)

    def test_the_rest_still_rebalances(self, world):
        """TK-05 A rebalance that does not need the frozen token works."""
        world.vault.setStrategy(
            deploy(
                "FixedWeightStrategy", world.deployer, [20 * PERCENT, 40 * PERCENT, 40 * PERCENT]
            ),
            {"from": world.deployer},
        )
        self.freeze(world, world.vault)
        tx = world.vault.rebalance({"from": world.outsider})
        assert said(tx, "Traded", "buy") == world.tokens[2]

    def test_entry_in_kind_is_refused_while_a_token_is_frozen(self, world):
        """TK-05"""
        self.freeze(world, world.vault)
        with brownie.reverts(f"AccountFrozen: {world.vault.address.lower()}"):
            world.mint(world.depositor, ONE)


class TestFeeOnTransfer:
    """TK-01: shares are never minted on a nominal amount."""

    @pytest.fixture(scope="class")
    def world(self, module_isolation):
        return listing("MockFeeToken")

    @pytest.fixture
    def fee(self, world):
        world.tokens[1].setFee(PERCENT, {"from": world.outsider})

    def test_minting_is_refused(self, world, fee):
        token = world.tokens[1].address.lower()
        with brownie.reverts(f"TransferDeltaMismatch: {token}, {ONE}, {ONE * 99 // 100}"):
            world.mint(world.depositor, 5_000 * ONE)

    def test_depositing_is_refused(self, world, fee):
        token = world.tokens[1].address.lower()
        with brownie.reverts(f"TransferDeltaMismatch: {token}, {ONE}, {ONE * 99 // 100}"):
            world.deposit(world.depositor, 1, ONE)

    def test_leaving_pays_and_the_receiver_bears_the_fee(self, world, fee):
        start = world.held(world.deployer)
        world.redeem(world.deployer, 1_000 * ONE)
        paid = [b - a for a, b in zip(start, world.held(world.deployer))]
        assert paid == [300 * 10**6, ONE // 5 * 99 // 100, 750_000]
        assert world.books()[1] == 200 * ONE - ONE // 5

    def test_buying_it_brings_too_little(self, world, fee):
        """The fee is more than the plan's tolerance, so the trade is refused with its numbers."""
        world.move(1, 1_600)
        limits = dict(zip(("venue", "sell", "buy", "amount", "least"), order_of(world)))
        quoted = world.venue.quote(limits["sell"], limits["buy"], limits["amount"])
        token, got = world.tokens[1].address.lower(), quoted - quoted // 100
        with brownie.reverts(f"BoughtTooLittle: {token}, {got}, {limits['least']}"):
            world.vault.rebalance({"from": world.outsider})

    def test_selling_it_is_refused_by_the_pair(self, world, fee):
        world.move(1, 2_500)
        with brownie.reverts("UniswapV2: K"):
            world.vault.rebalance({"from": world.outsider})


def order_of(world, side=2):
    """The first order that buys the second asset, or that sells it (side 1)."""
    goal = plain(world.strategy.target(state_of(world)))
    orders = world.planner.plan(state_of(world), goal, b"")
    return next(plain(order) for order in orders if order[side] == world.tokens[1])


def state_of(world):
    return world.observer.observe(world.vault.holdings())


class TestHooks:
    """TK-07, I-23: nothing comes back in while the vault is at work."""

    @pytest.fixture(scope="class")
    def world(self, module_isolation):
        world = listing("MockHookToken")
        hand_over(world)
        return world

    @pytest.mark.parametrize(
        "action",
        ["mint", "redeem", "deposit", "claim", "sync", "rebalance"] + ["performUpkeep", "holdings"],
    )
    @pytest.mark.parametrize("door", ["mint", "deposit", "redeem", "claim"])
    def test_a_nested_call_is_refused(self, world, door, action, early=False):
        vault, token, who = world.vault, world.tokens[1], world.deployer
        calls = {
            "mint": lambda: vault.mint.encode_input(1, [1] * 3, who, FOREVER),
            "redeem": lambda: vault.redeem.encode_input(1, who, [], [], FOREVER),
            "deposit": lambda: vault.deposit.encode_input(token, 1, 0, who, FOREVER),
            "claim": lambda: vault.claim.encode_input(token, who),
            "sync": lambda: vault.sync.encode_input(token),
            "rebalance": lambda: vault.rebalance.encode_input(),
            "performUpkeep": lambda: vault.performUpkeep.encode_input(b""),
            "holdings": lambda: vault.holdings.encode_input(),
        }
        world.redeem(who, ONE, (token,))
        token.setEarly(early, {"from": world.outsider})
        token.setHook(vault, calls[action](), {"from": world.outsider})
        doors = {
            "mint": lambda: world.mint(world.depositor, ONE),
            "deposit": lambda: world.deposit(world.depositor, 1, ONE),
            "redeem": lambda: world.redeem(who, ONE),
            "claim": lambda: vault.claim(token, who, {"from": who}),
        }
        with brownie.reverts("ReentrancyGuardReentrantCall: "):
            doors[door]()

    @pytest.mark.parametrize("door", ["mint", "deposit", "redeem", "claim"])
    def test_so_is_one_from_before_the_tokens_move(self, world, door):
        """As ERC-777 asks the sender first."""
        self.test_a_nested_call_is_refused(world, door, "redeem", early=True)

    def test_so_is_one_from_a_trade(self, world):
        world.move(1, 2_500)
        data = world.vault.sync.encode_input(world.tokens[1])
        world.tokens[1].setHook(world.vault, data, {"from": world.outsider})
        with brownie.reverts("ReentrancyGuardReentrantCall: "):
            world.vault.rebalance({"from": world.outsider})


def lives_as_others_do(world):
    """A thousand shares in kind, an ether, a rebalance that sells it, and out again."""
    assert said(world.mint(world.depositor, 1_000 * ONE), "Minted", "amounts") == THOUSANDTH
    world.deposit(world.depositor, 1, ONE)
    world.move(1, 2_500)
    tx = world.vault.rebalance({"from": world.outsider})
    assert tx.events["Traded"][0]["sell"] == world.tokens[1]
    world.redeem(world.depositor, world.vault.balanceOf(world.depositor))
    assert world.books() == world.held(world.vault)


def leaves_without(world, token):
    """The other assets are paid exactly, and the claim is the leaver's."""
    start = world.held(world.outsider)
    sender = {"from": world.deployer}
    world.vault.redeem(1_000 * ONE, world.outsider, [token], [], FOREVER, sender)
    paid = [b - a for a, b in zip(start, world.held(world.outsider))]
    assert paid == [THOUSANDTH[0], 0, THOUSANDTH[2]]
    assert world.vault.claimOf(world.deployer, token) == THOUSANDTH[1]


class TestSilent:
    """TK-03: no return value is no refusal."""

    def test_it_lives_as_others_do(self, module_isolation):
        lives_as_others_do(listing("MockSilentToken"))


class TestFalse:
    """TK-03: false is a refusal."""

    @pytest.fixture(scope="class")
    def world(self, module_isolation):
        return listing("MockFalseToken")

    def fail(self, world, failing=True):
        world.tokens[1].setFailing(failing, {"from": world.outsider})
        return f"SafeERC20FailedOperation: {world.tokens[1].address.lower()}"

    def test_entry_is_refused(self, world):
        said_so = self.fail(world)
        with brownie.reverts(said_so):
            world.mint(world.depositor, ONE)
        with brownie.reverts(said_so):
            world.deposit(world.depositor, 1, ONE)

    def test_selling_and_buying_are_refused(self, world):
        world.move(1, 2_500)
        with brownie.reverts(self.fail(world)):
            world.vault.rebalance({"from": world.outsider})
        self.fail(world, False)
        world.move(1, 1_600)
        self.fail(world)
        with brownie.reverts("UniswapV2: TRANSFER_FAILED"):
            world.vault.rebalance({"from": world.outsider})

    def test_leaving_is_refused_but_for_who_skips_it(self, world):
        """I-17"""
        said_so = self.fail(world)
        with brownie.reverts(said_so):
            world.redeem(world.deployer, ONE)
        leaves_without(world, world.tokens[1])
        with brownie.reverts(said_so):
            world.vault.claim(world.tokens[1], world.deployer, {"from": world.deployer})


class TestStrict:
    """TK-09: nothing is moved where there is nothing, and no allowance is ever given."""

    @pytest.fixture
    def world(self, module_isolation):
        world = listing("MockStrictToken")
        world.tokens[1].setStrict(True, {"from": world.outsider})
        return world

    def test_it_lives_as_others_do(self, world):
        lives_as_others_do(world)

    def test_dust_is_paid_as_nothing(self, world):
        tx = world.redeem(world.deployer, 4_999)
        assert said(tx, "Redeemed", "amounts") == (0, 0, 0)

    def test_moving_nothing_would_be_refused(self, world):
        with brownie.reverts("NothingMoved: "):
            world.tokens[1].transfer(world.outsider, 0, {"from": world.deployer})


class TestPausable:
    """TK-05: a token that stands still holds nobody."""

    @pytest.fixture(scope="class")
    def world(self, module_isolation):
        world = listing("MockPausableToken")
        world.tokens[1].setPaused(True, {"from": world.outsider})
        return world

    def test_entry_is_refused(self, world):
        with brownie.reverts("TokenPaused: "):
            world.mint(world.depositor, ONE)
        with brownie.reverts("TokenPaused: "):
            world.deposit(world.depositor, 1, ONE)

    def test_leaving_is_refused_but_for_who_skips_it(self, world):
        """I-17"""
        with brownie.reverts("TokenPaused: "):
            world.redeem(world.deployer, ONE)
        leaves_without(world, world.tokens[1])
        world.tokens[1].setPaused(False, {"from": world.outsider})
        world.vault.claim(world.tokens[1], world.outsider, {"from": world.deployer})
        assert world.tokens[1].balanceOf(world.outsider) == THOUSANDTH[1]

    def test_trading_it_is_refused(self, world):
        world.tokens[1].setPaused(False, {"from": world.outsider})
        world.move(1, 2_500)
        world.tokens[1].setPaused(True, {"from": world.outsider})
        with brownie.reverts("TokenPaused: "):
            world.vault.rebalance({"from": world.outsider})


class TestUpgradeable:
    """TK-06: decimals are read once, when the observer is made."""

    @pytest.fixture
    def world(self, module_isolation):
        return listing("MockUpgradeableToken")

    @pytest.mark.parametrize("shift", [6, 255])
    def test_decimals_that_change_later_change_nothing(self, world, shift):
        world.tokens[1].setShift(shift, {"from": world.outsider})
        tx = world.deposit(world.depositor, 1, ONE)
        assert said(tx, "Deposited", "shares") == 1_940_695_522_388_059_701_492

    def test_it_lives_as_others_do_whatever_it_says_later(self, world):
        world.tokens[1].setShift(6, {"from": world.outsider})
        lives_as_others_do(world)

    def test_a_token_without_decimals_is_not_listed(self, world):
        world.tokens[1].setShift(255, {"from": world.outsider})
        with brownie.reverts("NoDecimals: "):
            deploy("SpotObserver", world.deployer, USD, world.tokens, world.oracles)

    def test_a_token_with_too_many_decimals_is_not_listed(self, world):
        token = deploy("MockToken", world.deployer, "T", "T", 28)
        with brownie.reverts(f"DecimalsTooMany: {token.address.lower()}, 28, 27"):
            deploy("SpotObserver", world.deployer, USD, [token], world.oracles[:1])


class TestTax:
    """TK-01: a token that keeps a part on some ways only."""

    @pytest.fixture(scope="class")
    def world(self, module_isolation):
        world = listing("MockTaxToken")
        world.tokens[1].setTaxed(world.pairs[1], True, {"from": world.outsider})
        return world

    def move(self, world, price):
        """The pool is poured into free of tax."""
        token, sender = world.tokens[1], {"from": world.outsider}
        token.setTaxed(world.pairs[1], False, sender)
        world.move(1, price)
        token.setTaxed(world.pairs[1], True, sender)

    def test_entry_and_exit_by_a_free_way_are_as_others(self, world):
        assert said(world.mint(world.depositor, 1_000 * ONE), "Minted", "amounts") == THOUSANDTH
        tx = world.redeem(world.depositor, 1_000 * ONE)
        assert said(tx, "Redeemed", "amounts") == THOUSANDTH

    def test_entry_by_a_taxed_way_is_refused(self, world):
        token = world.tokens[1]
        token.setTaxed(world.depositor, True, {"from": world.outsider})
        told = f"TransferDeltaMismatch: {token.address.lower()}, {ONE}, {ONE * 9 // 10}"
        with brownie.reverts(told):
            world.deposit(world.depositor, 1, ONE)

    def test_buying_and_selling_where_it_is_taxed_are_refused(self, world):
        self.move(world, 1_600)
        order = order_of(world)
        quoted = world.venue.quote(*order[1:4])
        told = f"{world.tokens[1].address.lower()}, {quoted - quoted // 10}, {order[4]}"
        with brownie.reverts(f"BoughtTooLittle: {told}"):
            world.vault.rebalance({"from": world.outsider})
        self.move(world, 2_500)
        with brownie.reverts("UniswapV2: K"):
            world.vault.rebalance({"from": world.outsider})


class TestGreedy:
    """A token that takes more from the payer than was asked."""

    @pytest.fixture(scope="class")
    def world(self, module_isolation):
        world = listing("MockGreedyToken")
        world.tokens[1].setGreedy(True, {"from": world.outsider})
        return world

    def test_who_enters_pays_the_surplus(self, world):
        start = world.tokens[1].balanceOf(world.depositor)
        world.mint(world.depositor, 1_000 * ONE)
        assert start - world.tokens[1].balanceOf(world.depositor) == THOUSANDTH[1] * 101 // 100
        assert world.books() == world.held(world.vault)

    def test_selling_it_is_refused(self, world):
        world.move(1, 2_500)
        amount = order_of(world, side=1)[3]
        expected = 200 * ONE - amount
        told = f"{world.tokens[1].address.lower()}, {expected - amount // 100}, {expected}"
        with brownie.reverts(f"UnexpectedBalanceChange: {told}"):
            world.vault.rebalance({"from": world.outsider})

    def test_at_exit_the_surplus_is_taken_from_those_who_stay(self, world):
        """Not refused: an exit measures nothing. The books are short of it until `sync`."""
        world.redeem(world.deployer, 100_000 * ONE)
        assert world.books()[1] == 180 * ONE
        assert world.held(world.vault)[1] == 180 * ONE - ONE // 5
        tx = world.vault.sync(world.tokens[1], {"from": world.outsider})
        assert said(tx, "Synced", "end") == 180 * ONE - ONE // 5


class TestRebasing:
    """I-01: balances that grow or shrink by themselves count from the next `sync`."""

    @pytest.fixture(scope="class")
    def world(self, module_isolation):
        return listing("MockRebasingToken")

    def rebase(self, world, percent):
        world.tokens[1].setIndex(percent * PERCENT, {"from": world.outsider})

    def test_what_grew_belongs_to_the_holders_from_the_next_sync(self, world):
        self.rebase(world, 110)
        assert world.books()[1] == 200 * ONE
        tx = world.vault.sync(world.tokens[1], {"from": world.outsider})
        assert said(tx, "Synced", "end") == 220 * ONE
        tx = world.redeem(world.deployer, 100_000 * ONE)
        assert said(tx, "Redeemed", "amounts")[1] == 22 * ONE

    def test_entry_is_refused_where_a_unit_is_lost_on_the_way(self, world):
        self.rebase(world, 110)
        token = world.tokens[1].address.lower()
        with brownie.reverts(f"TransferDeltaMismatch: {token}, {ONE // 5}, {ONE // 5 - 1}"):
            world.mint(world.depositor, 1_000 * ONE)

    def test_what_shrank_is_shared_from_the_next_sync(self, world):
        self.rebase(world, 90)
        world.vault.sync(world.tokens[1], {"from": world.outsider})
        tx = world.redeem(world.deployer, 100_000 * ONE)
        assert said(tx, "Redeemed", "amounts")[1] == 18 * ONE

    def test_who_leaves_before_that_sync_leaves_whole(self, world):
        """Not refused: the books say 200, 180 are there, and the first is paid by the books."""
        self.rebase(world, 90)
        tx = world.redeem(world.deployer, 100_000 * ONE)
        assert said(tx, "Redeemed", "amounts")[1] == 20 * ONE
        tx = world.vault.sync(world.tokens[1], {"from": world.outsider})
        assert said(tx, "Synced", "end") == 160 * ONE


class TestLying:
    """A token that tells the vault a wrong balance."""

    @pytest.fixture(scope="class")
    def world(self, module_isolation):
        return listing("MockLyingToken")

    @pytest.fixture(autouse=True)
    def lie(self, world):
        world.tokens[1].setLie(world.vault, 500 * ONE, {"from": world.outsider})

    def test_entry_is_refused(self, world):
        token = world.tokens[1].address.lower()
        with brownie.reverts(f"TransferDeltaMismatch: {token}, {ONE}, 0"):
            world.deposit(world.depositor, 1, ONE)

    def test_selling_it_is_refused(self, world):
        world.move(1, 2_500)
        amount = order_of(world, side=1)[3]
        told = f"{world.tokens[1].address.lower()}, {500 * ONE}, {500 * ONE - amount}"
        with brownie.reverts(f"UnexpectedBalanceChange: {told}"):
            world.vault.rebalance({"from": world.outsider})

    def test_leaving_reads_no_balance(self, world):
        tx = world.redeem(world.deployer, 1_000 * ONE)
        assert said(tx, "Redeemed", "amounts") == THOUSANDTH

    def test_a_sync_believes_it(self, world):
        """Not refused below the cap, so it must not be listed. The others are paid exactly."""
        tx = world.vault.sync(world.tokens[1], {"from": world.outsider})
        assert said(tx, "Synced", "end") == 500 * ONE
        tx = world.redeem(world.deployer, 1_000 * ONE)
        assert said(tx, "Redeemed", "amounts") == (THOUSANDTH[0], ONE // 2, THOUSANDTH[2])

    def test_a_sync_beyond_the_cap_is_refused(self, world):
        """TK-09, I-24"""
        token = world.tokens[1]
        token.setLie(world.vault, 2**256 - 1, {"from": world.outsider})
        told = f"{token.address.lower()}, {2**256 - 1}, {MAX_BALANCE}"
        with brownie.reverts(f"BalanceCapExceeded: {told}"):
            world.vault.sync(token, {"from": world.outsider})


class TestFlash:
    """A token of which there is any amount for the length of one call."""

    @pytest.fixture(scope="class")
    def world(self, module_isolation):
        return listing("MockFlashToken")

    def flash(self, world, amount, *more):
        vault, token = world.vault, world.tokens[1]
        calls = [
            (token, token.approve.encode_input(vault, amount)),
            (vault, vault.deposit.encode_input(token, amount, 0, token, FOREVER)),
            *more,
        ]
        return token.flash(amount, *zip(*calls), {"from": world.outsider})

    def test_what_is_bought_with_it_does_not_pay_it_back(self, world):
        """In with 100 ether, out with a fifth of everything."""
        shares, token = 194_069_552_238_805_970_149_253, world.tokens[1]
        leave = world.vault.redeem.encode_input(shares, token, [], [], FOREVER)
        back = shares * 300 * ONE // (1_000_000 * ONE + shares)
        told = f"ERC20InsufficientBalance: {token.address.lower()}, {back}, {100 * ONE}"
        with brownie.reverts(told):
            self.flash(world, 100 * ONE, (world.vault, leave))

    def test_more_than_the_books_can_hold_is_refused(self, world):
        """TK-09, I-24"""
        token = world.tokens[1].address.lower()
        told = f"BalanceCapExceeded: {token}, {200 * ONE + 2**112}, {MAX_BALANCE}"
        with brownie.reverts(told):
            self.flash(world, 2**112)


class TestDoubleEntry:
    """A token with two addresses."""

    @pytest.fixture
    def world(self, module_isolation):
        return listing("MockDoubleEntryToken")

    def test_listed_once_it_lives_as_others_do(self, world):
        lives_as_others_do(world)

    def test_its_other_address_is_no_asset(self, world):
        second = world.tokens[1].second()
        with brownie.reverts(f"AssetUnknown: {second.lower()}"):
            world.vault.sync(second, {"from": world.outsider})

    def test_listed_twice_it_counts_twice(self, world):
        """Not refused, so both must never be listed: each `sync` books all there is."""
        first, sender = world.tokens[1], {"from": world.deployer}
        tokens = [first.address, first.second()]
        vault = deploy("Vault", world.deployer, "V", "V", world.authority, tokens, NOBODY)
        first.approve(vault, 2 * ONE, sender)
        vault.setSupplyCap(10 * ONE, sender)
        vault.seed(ONE, [ONE, ONE], world.deployer, sender)
        vault.sync(first, sender)
        assert plain(vault.holdings()[1]) == (2 * ONE, ONE)
        assert first.balanceOf(vault) == 2 * ONE


class TestSelf:
    """A token that doubles, or refuses, what is sent to oneself."""

    @pytest.fixture(scope="class")
    def world(self, module_isolation):
        return listing("MockSelfToken")

    def leave_to_the_vault(self, world):
        sender = {"from": world.deployer}
        world.vault.redeem(1_000 * ONE, world.vault, [], [], FOREVER, sender)

    def test_it_lives_as_others_do(self, world):
        world.tokens[1].setSelf(True, True, {"from": world.outsider})
        lives_as_others_do(world)

    def test_what_is_paid_to_the_vault_itself_is_there_twice(self, world):
        """Not refused: a gift of the leaver's to the others, and once more out of nothing."""
        world.tokens[1].setSelf(True, False, {"from": world.outsider})
        self.leave_to_the_vault(world)
        tx = world.vault.sync(world.tokens[1], {"from": world.outsider})
        assert said(tx, "Synced", "start") == 200 * ONE - ONE // 5
        assert said(tx, "Synced", "end") == 200 * ONE + ONE // 5

    def test_where_it_refuses_another_receiver_will_do(self, world):
        world.tokens[1].setSelf(False, True, {"from": world.outsider})
        with brownie.reverts(f"SentToSelf: {world.vault.address.lower()}"):
            self.leave_to_the_vault(world)
        leaves_without(world, world.tokens[1])


ROWS = re.findall(
    r"^\| .* \| `Test\w+` \|$", (ROOT / "docs" / "tokens.md").read_text(), re.MULTILINE
)
CLASSES = dict(
    re.findall(r"^class (Test\w+):\n(.*?)(?=^\S|\Z)", Path(__file__).read_text(), re.M | re.S)
)
OTHERS = {"MockPermitToken"}  # No bad habit.


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.split(" |")[0][2:])
def test_a_row_of_the_table_is_shown(row):
    """R2 By the class it names, which deals with its token and expects its errors."""
    *cells, _, last = row.replace("`sync`", "").split(" | ")  # The probe has its own tests.
    mock, *errors, shown = re.findall(r"`(\w+)`", " ".join([*cells, last]))
    for word in (mock, *errors):
        assert f'"{word}' in CLASSES[shown], f"{shown} does not show {word}"


def test_every_habit_has_a_row():
    """R2"""
    mocks = {path.stem for path in (ROOT / "contracts" / "mocks").glob("*Token.sol")} - OTHERS
    table = "".join(ROWS)
    assert {mock for mock in mocks if f"`{mock}`" not in table} == set()
    assert {name for name in CLASSES if f"`{name}`" not in table} == set()
