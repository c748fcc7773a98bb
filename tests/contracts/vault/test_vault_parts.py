"""The vault's parts and strays: what governance looked at is used, and no asset is swept."""

import brownie
import pytest
from brownie import web3
from world import ONE, Settings, build, deploy, hand_over, now, said

ETHER = 1
PARTS = ("observer", "strategy", "planner", "constraint", "venue")


@pytest.fixture(scope="module")
def world(module_isolation):
    return build(Settings(handed_over=False))


@pytest.fixture
def vault(world):
    return world.vault


def code_of(account):
    return "0x" + bytes(web3.eth.get_code(str(account))).hex()


def replace_code(account, code=None):
    """What a chain without EIP-6780 allows: other code at the same address; a byte more will do."""
    web3.provider.make_request("anvil_setCode", [str(account), code or code_of(account) + "00"])


def calls(txid):
    """Every call inside a transaction."""
    traced = {"tracer": "callTracer"}
    todo = [web3.provider.make_request("debug_traceTransaction", [txid, traced])["result"]]
    for call in todo:
        todo += call.get("calls", [])
    return todo


class TestPinned:
    """GV-05"""

    @pytest.mark.parametrize("part", PARTS)
    def test_a_part_whose_code_has_changed_is_not_used(self, world, vault, part):
        world.move(ETHER, 2_600)
        there = getattr(world, part).address
        replace_code(there)
        with brownie.reverts(f"CodeChanged: {there.lower()}"):
            vault.rebalance({"from": world.outsider})
        with brownie.reverts(f"CodeChanged: {there.lower()}"):
            world.lens.preview.transact(vault, b"", {"from": world.outsider})

    @pytest.mark.parametrize("part", ["observer", "planner"])
    def test_nor_to_price_an_entry(self, world, vault, part):
        there = getattr(world, part).address
        replace_code(there)
        with brownie.reverts(f"CodeChanged: {there.lower()}"):
            world.deposit(world.depositor, ETHER, ONE)

    def test_entry_and_exit_in_kind_do_not_care(self, world):
        """EX-01"""
        for part in PARTS:
            replace_code(getattr(world, part).address)
        world.mint(world.depositor, ONE)
        world.redeem(world.depositor, ONE)

    @pytest.mark.parametrize("part", PARTS[:4])
    def test_governance_looks_again_by_setting_it_again(self, world, vault, part):
        there = getattr(world, part)
        code = code_of(there)
        replace_code(there.address)
        with brownie.reverts(f"CodeChanged: {there.address.lower()}"):
            getattr(vault, part).transact({"from": world.outsider})
        getattr(vault, f"set{part.capitalize()}")(there, {"from": world.deployer})
        assert getattr(vault, part)() == there
        replace_code(there, code)
        with brownie.reverts(f"CodeChanged: {there.address.lower()}"):
            getattr(vault, part).transact({"from": world.outsider})

    def test_a_venue_that_is_not_allowed_is_none_whatever_its_code(self, world, vault):
        replace_code(world.venue.address)
        vault.setVenue(world.venue, False, {"from": world.deployer})
        assert vault.isVenue(world.venue) is False


class TestObserver:
    """I-01: an observer prices; what the vault owns is in its books."""

    @pytest.fixture
    def observer(self, world, vault):
        """One that counts what lies in the vault, a leaver's claim and a gift included."""
        world.redeem(world.deployer, 100_000 * ONE, (world.tokens[0],))
        world.tokens[ETHER].mint(vault, 5 * ONE, {"from": world.outsider})
        observer = deploy("MockObserver", world.deployer, world.observer)
        vault.setObserver(observer, {"from": world.deployer})
        return observer

    def test_it_moves_no_book_and_no_claim(self, world, vault, observer):
        hub, ether, bitcoin = world.books()
        world.move(ETHER, 2_600)
        tx = vault.rebalance({"from": world.outsider})
        sold = sum(it["sold"] for it in tx.events["Traded"] if it["sell"] == world.tokens[ETHER])
        assert world.books()[ETHER] == ether - sold
        assert world.held(vault)[0] == world.books()[0] + vault.reserved(world.tokens[0])
        vault.claim(world.tokens[0], world.deployer, {"from": world.deployer})
        assert world.held(vault)[0] == world.books()[0]

    def test_it_forgets_no_asset(self, world, vault, observer):
        observer.forget(1, {"from": world.deployer})
        for act in (
            lambda: vault.rebalance({"from": world.outsider}),
            lambda: world.lens.preview.transact(vault, b"", {"from": world.outsider}),
        ):
            with brownie.reverts("AssetsMissing: 2, 3"):
                act()


class TestSweep:
    """S7"""

    def test_a_stray_token_is_sent_away_whole(self, world, vault):
        stray = deploy("MockToken", world.deployer, "Stray", "STR", 18)
        stray.mint(vault, 7 * ONE, {"from": world.deployer})
        tx = vault.sweep(stray, world.outsider, {"from": world.deployer})
        assert said(tx, "Swept", "amount") == tx.return_value == 7 * ONE
        assert (stray.balanceOf(world.outsider), stray.balanceOf(vault)) == (7 * ONE, 0)

    def test_the_vaults_own_shares_that_came_by_mistake_are_strays(self, world, vault):
        vault.transfer(vault, 5 * ONE, {"from": world.deployer})
        vault.sweep(vault, world.outsider, {"from": world.deployer})
        assert vault.balanceOf(world.outsider) == 5 * ONE

    def test_an_asset_by_its_second_address_is_not_swept(self, world):
        """I-01 A token of two addresses: books and claims are counted at the first."""
        world = build(
            Settings(tokens=("MockToken", "MockDoubleEntryToken", "MockToken"), handed_over=False)
        )
        asset = world.tokens[ETHER]
        second = asset.second()
        owed = world.books()[ETHER]
        world.redeem(world.deployer, 1_000 * ONE, (asset,))
        assert world.books()[ETHER] + world.vault.reserved(asset) == owed
        with brownie.reverts(f"UnexpectedBalanceChange: {asset.address.lower()}, 0, {owed}"):
            world.vault.sweep(second, world.outsider, {"from": world.deployer})

    def test_a_stray_that_calls_back_finds_the_vault_at_work(self, world, vault):
        """TK-07, I-23"""
        stray = deploy("MockHookToken", world.deployer, "Stray", "STR", 18)
        stray.mint(vault, ONE, {"from": world.deployer})
        stray.setHook(vault, vault.sync.encode_input(world.tokens[0]), {"from": world.deployer})
        with brownie.reverts("ReentrancyGuardReentrantCall: "):
            vault.sweep(stray, world.outsider, {"from": world.deployer})

    def test_it_is_the_governors_behind_the_delay(self, world, vault):
        hand_over(world)
        stray = deploy("MockToken", world.deployer, "Stray", "STR", 18)
        stray.mint(vault, ONE, {"from": world.deployer})
        world.govern(vault, "sweep", stray, world.governor)
        assert stray.balanceOf(world.governor) == ONE


class TestLock:
    """GV-03, I-23: while the vault is at work, no power is used, whoever asks."""

    @pytest.fixture(scope="class")
    def hooked(self):
        kinds = ("MockToken", "MockHookToken", "MockToken")
        return build(Settings(tokens=kinds, handed_over=False))

    @pytest.mark.parametrize(
        "power",
        ["pause", "unpause", "setSupplyCap", "setEntrySpread", "setVenue", "setObserver"]
        + ["setStrategy", "setPlanner", "setConstraint", "sweep", "seed", "execute"],
    )
    def test_a_power_from_inside_a_call_back_is_refused(self, hooked, power):
        world, vault = hooked, hooked.vault
        arguments = {
            "setSupplyCap": (ONE,),
            "setEntrySpread": (0,),
            "setVenue": (world.venue, False),
            "sweep": (world.lens, world.outsider),
            "seed": (ONE, [1, 1, 1], world.outsider),
            "execute": ([], now() + 60),
        }.get(power, (getattr(world, power[3:].lower(), None),) if power[:3] == "set" else ())
        call = getattr(vault, power).encode_input(*arguments)
        world.tokens[ETHER].setHook(vault, call, {"from": world.outsider})
        with brownie.reverts("ReentrancyGuardReentrantCall: "):
            world.redeem(world.deployer, ONE)

    def test_whether_it_is_at_work_can_be_read(self, hooked):
        """S6 A token that calls back asks."""
        world, vault = hooked, hooked.vault
        assert vault.isBusy() is False
        token = world.tokens[ETHER]
        token.setHook(vault, vault.isBusy.encode_input(), {"from": world.outsider})
        tx = world.redeem(world.deployer, ONE)
        asked = [call for call in calls(tx.txid) if call["input"] == vault.isBusy.encode_input()]
        assert [int(call["output"], 16) for call in asked] == [1]
        assert vault.isBusy() is False
