"""Vault: tokens with bad habits. A frozen one, one that takes a fee, one that calls back."""

import brownie
import pytest
from world import FOREVER, ONE, PERCENT, Settings, build, deploy, hand_over, plain, said


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


def order_of(world):
    """The first order that buys the second asset."""
    goal = plain(world.strategy.target(state_of(world)))
    orders = world.planner.plan(state_of(world), goal, b"")
    return next(plain(order) for order in orders if order[2] == world.tokens[1])


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
        ["mint", "redeem", "deposit", "claim", "sync", "rebalance"]
        + ["performUpkeep", "holdings", "preview"],
    )
    @pytest.mark.parametrize("door", ["mint", "deposit", "redeem", "claim"])
    def test_a_nested_call_is_refused(self, world, door, action):
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
            "preview": lambda: vault.preview.encode_input(b""),
        }
        world.redeem(who, ONE, (token,))
        token.setHook(vault, calls[action](), {"from": world.outsider})
        doors = {
            "mint": lambda: world.mint(world.depositor, ONE),
            "deposit": lambda: world.deposit(world.depositor, 1, ONE),
            "redeem": lambda: world.redeem(who, ONE),
            "claim": lambda: vault.claim(token, who, {"from": who}),
        }
        with brownie.reverts("ReentrancyGuardReentrantCall: "):
            doors[door]()
