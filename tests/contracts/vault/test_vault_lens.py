"""VaultLens: one call says everything, and never reverts."""

import brownie
import pytest
from brownie import web3
from eth_abi import encode
from world import DAY, ONE, PERCENT, Settings, at, build, deploy, now, plain

ETHER = 1
FIELDS = (
    "holdings",
    "observed",
    "state",
    "sharePrice",
    "weights",
    "target",
    "maxDrift",
    "totalDrift",
    "due",
    "reason",
    "orders",
    "end",
    "pausedUntil",
    "maxMint",
)


@pytest.fixture(scope="module")
def world(module_isolation):
    return build(Settings(handed_over=False))


def report(world):
    return dict(zip(FIELDS, plain(world.lens.report(world.vault))))


def error(signature, *values):
    """The bytes of a custom error, as the lens hands them on."""
    kinds = signature[signature.index("(") + 1 : -1].split(",")
    selector = web3.keccak(text=signature)[:4]
    return "0x" + (selector + encode(kinds if kinds != [""] else [], values)).hex()


def test_a_quiet_vault_is_not_due_and_says_why(world):
    """T1, T2"""
    seen = report(world)
    assert seen["observed"] is True
    assert seen["holdings"][1] == (300_000 * 10**6, 200 * ONE, 750_000_000)
    assert seen["sharePrice"] == ONE
    assert seen["weights"] == seen["target"] == world.settings.weights
    assert (seen["maxDrift"], seen["totalDrift"]) == (0, 0)
    assert (seen["due"], seen["orders"]) == (False, ())
    assert seen["reason"] == error("WithinBand(uint256,uint256)", 0, 5 * PERCENT)
    assert (seen["pausedUntil"], seen["maxMint"]) == (0, 9_000_000 * ONE)


def test_the_state_is_complete(world):
    """A2, A3"""
    time, supply, value, assets, signals = report(world)["state"]
    hub, ether, bitcoin = world.tokens
    assert (time, signals) == (now(), ())
    assert (supply, value) == (1_000_000 * ONE, 1_000_000 * ONE)
    assert assets == (
        (hub, 10**6, 300_000 * 10**6, ONE, 300_000 * ONE),
        (ether, 10**18, 200 * ONE, 2_000 * ONE, 400_000 * ONE),
        (bitcoin, 10**8, 750_000_000, 40_000 * ONE, 300_000 * ONE),
    )


def test_a_drifted_vault_is_due_and_says_what_it_would_do(world):
    """T1, T2"""
    world.move(1, 2_500)
    seen = report(world)
    assert (seen["due"], seen["reason"]) == (True, "0x00")
    assert seen["maxDrift"] == seen["totalDrift"] == 54_545_454_545_454_545
    venue, hub, ether, bitcoin = (
        part.address for part in (world.venue, world.tokens[0], world.tokens[1], world.tokens[2])
    )
    assert seen["orders"] == (
        (venue, ether, hub, 24_051_808_095_871_090_000, 59_528_225_038),
        (venue, hub, bitcoin, 30_094_648_783, 74_484_256),
    )
    assert seen["end"][2] == 1_099_540_969_417_322_275_000_000


def test_a_dead_feed_is_a_reason(world):
    """T1 The holdings are still told; the numbers that need a price are 0."""
    feed = world.feeds[1].address
    world.feeds[1].post(0, {"from": world.deployer})
    seen = report(world)
    assert seen["holdings"][1] == (300_000 * 10**6, 200 * ONE, 750_000_000)
    assert (seen["observed"], seen["sharePrice"], seen["due"]) == (False, 0, False)
    assert (seen["weights"], seen["target"], seen["orders"]) == ((), (), ())
    assert seen["reason"] == error("PriceNotPositive(address,int256)", feed, 0)


def test_an_old_price_is_a_reason(world):
    """B1, T1"""
    at(world.feeds[0].latestRoundData()[3] + DAY + 5)
    world.vault.approve(world.outsider, 0, {"from": world.outsider})
    seen = report(world)
    feed = world.feeds[0].address
    reason = error("PriceTooOld(address,uint256,uint256)", feed, DAY + 5, DAY)
    assert (seen["observed"], seen["reason"]) == (False, reason)


def test_a_broken_strategy_is_a_reason(world):
    """ST-08 The value is still told."""
    broken = deploy("MockBroken", world.deployer)
    world.vault.setStrategy(broken, {"from": world.deployer})
    seen = report(world)
    assert (seen["observed"], seen["sharePrice"]) == (True, ONE)
    assert (seen["due"], seen["target"]) == (False, ())
    assert seen["reason"] == error("Broken()")


@pytest.mark.parametrize("setter", ["setPlanner", "setConstraint"])
def test_a_broken_part_is_a_reason(world, setter):
    """T1 Value, weights and drift are still told."""
    world.move(1, 2_500)
    broken = deploy("MockBroken", world.deployer)
    getattr(world.vault, setter)(broken, {"from": world.deployer})
    seen = report(world)
    assert seen["maxDrift"] == 54_545_454_545_454_545
    assert (seen["due"], seen["reason"]) == (False, error("Broken()"))


def test_a_pause_is_a_reason(world):
    """J2, T1"""
    world.move(1, 2_500)
    until = world.vault.pause({"from": world.deployer}).timestamp + 7 * DAY
    seen = report(world)
    assert (seen["pausedUntil"], seen["maxMint"], seen["due"]) == (until, 0, False)
    assert seen["reason"] == error("IsPaused(uint256)", until)


def test_a_target_that_is_none_is_a_reason(world):
    """ST-01"""
    strategy = deploy("MockStrategy", world.deployer)
    strategy.set([ONE, 1, 0], {"from": world.deployer})
    world.vault.setStrategy(strategy, {"from": world.deployer})
    assert report(world)["reason"] == error("WeightSum(uint256)", ONE + 1)


def test_a_preview_refuses_a_target_that_is_none(world):
    """ST-01 With the words of a rebalance."""
    strategy = deploy("MockStrategy", world.deployer)
    strategy.set([ONE, 1, 0], {"from": world.deployer})
    world.vault.setStrategy(strategy, {"from": world.deployer})
    with brownie.reverts(f"WeightSum: {ONE + 1}"):
        world.lens.preview.transact(world.vault, b"", {"from": world.outsider})


class TestForesight:
    """I1 A preview refuses the order that a rebalance would refuse, with the same words."""

    @pytest.fixture(scope="class")
    def venue(self, world):
        """Honest, and deep enough to give more of the hub than books can hold."""
        venue, (hub, ether) = deploy("MockVenue", world.deployer), world.tokens[:2]
        hub.mint(venue, 2**120, {"from": world.deployer})
        venue.setPool(ether, hub, ONE, 2**120, {"from": world.deployer})
        world.vault.setVenue(venue, True, {"from": world.deployer})
        return venue

    @pytest.fixture(scope="class")
    def plan(self, world, venue):
        """Makes the vault's planner want to sell so much ether for so much of the hub at least."""
        planner, (hub, ether) = deploy("MockPlanner", world.deployer), world.tokens[:2]
        world.vault.setPlanner(planner, {"from": world.deployer})
        world.move(ETHER, 2_500)

        def tell(amount, least):
            planner.set((venue, ether, hub, amount, least), {"from": world.deployer})
            return venue.quote(ether, hub, amount)

        return tell

    def test_of_too_little(self, world, plan):
        """AM-02"""
        got = plan(10, 0)
        plan(10, got + 1)
        refused_alike(
            world, f"BoughtTooLittle: {world.tokens[0].address.lower()}, {got}, {got + 1}"
        )

    def test_of_more_than_books_can_hold(self, world, plan):
        """TK-09, I-24"""
        held, most = world.books()[0], 2**112 - 1
        balance = held + plan(ONE, 0)
        assert balance > most
        hub = world.tokens[0].address.lower()
        refused_alike(world, f"BalanceCapExceeded: {hub}, {balance}, {most}")


def refused_alike(world, reason):
    """What a lens, an upkeep and a rebalance say of the same orders."""
    assert plain(world.upkeep.checkUpkeep(b""))[0] is False
    with brownie.reverts(reason):
        world.lens.preview.transact(world.vault, b"", {"from": world.outsider})
    with brownie.reverts(reason):
        world.vault.rebalance({"from": world.outsider})


@pytest.mark.parametrize("decimals", [(6, 18, 8), (18, 6, 6), (8, 8, 18)])
def test_decimals_do_not_change_what_anything_is_worth(module_isolation, decimals):
    """A1, TK-06, B1"""
    world = build(Settings(decimals=decimals))
    seen = report(world)
    assert seen["sharePrice"] == ONE
    assert seen["weights"] == world.settings.weights
    world.move(1, 2_500)
    assert report(world)["maxDrift"] == 54_545_454_545_454_545
    assert report(world)["due"] is True
