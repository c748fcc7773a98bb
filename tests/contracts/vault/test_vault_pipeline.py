"""Vault: the pipeline. What starts a rebalance, what bounds it, what refuses it."""

import brownie
import pytest
from brownie import history
from world import (
    HOUR,
    MINUTE,
    ONE,
    PERCENT,
    Settings,
    at,
    build,
    constrain,
    deploy,
    now,
    plain,
    plan_with,
    said,
)

from tests.rewind import rewound

DRIFT = 54_545_454_545_454_545  # 500,000 of 1,100,000 dollars, less 40 %; rounded down
HUB, ETHER, BITCOIN = range(3)


@pytest.fixture(scope="module")
def world(module_isolation):
    """The deployer still holds every role, so that parts can be exchanged at once."""
    return build(Settings(handed_over=False))


@pytest.fixture
def vault(world):
    return world.vault


@pytest.fixture
def drifted(world):
    """The second asset is worth 2,500 dollars, not 2,000; its pool knows."""
    world.move(ETHER, 2_500)
    return world


def rebalance(world):
    return world.vault.rebalance({"from": world.outsider})


def execute(world, *orders):
    deadline = now() + MINUTE * 5
    return world.vault.execute(list(orders), deadline, {"from": world.deployer})


def order(world, sell, buy, amount, least=0, venue=None):
    tokens = world.tokens
    return (venue or world.venue, tokens[sell], tokens[buy], amount, least)


def drift(world):
    return plain(world.lens.drift(world.vault))[1]


def test_the_pipeline_runs_and_says_so(drifted, vault):
    """T1 What is above is sold to the hub, then what is below is bought."""
    tx = rebalance(drifted)
    traded = [plain((event["sold"], event["bought"])) for event in tx.events["Traded"]]
    assert traded == [
        (24_051_808_095_871_090_000, 59_805_719_640),
        (30_094_648_783, 74_898_547),
    ]
    assert said(tx, "Rebalanced", "startValue") == 1_100_000 * ONE
    assert said(tx, "Rebalanced", "endValue") == 1_099_540_969_417_322_275_000_000
    assert said(tx, "Rebalanced", "prices") == (ONE, 2_500 * ONE, 40_000 * ONE)
    assert said(tx, "Rebalanced", "target") == drifted.settings.weights
    assert drifted.books() == [
        300_000_000_000 + 59_805_719_640 - 30_094_648_783,
        200 * ONE - 24_051_808_095_871_090_000,
        750_000_000 + 74_898_547,
    ]


def test_the_books_are_what_is_there(drifted, vault):
    """I-01, I-18 Nothing is left at a venue, and nobody may take anything."""
    rebalance(drifted)
    assert drifted.books() == drifted.held(vault)
    assert drifted.held(drifted.venue) == [0, 0, 0]
    for token in drifted.tokens:
        assert token.allowance(vault, drifted.venue) == 0
        assert token.allowance(vault, drifted.pairs[1]) == 0


class TestBand:
    """E1, RB-01: due beyond the band, and from there on until inside the inner one."""

    @pytest.mark.parametrize("above", [0, 1])
    def test_at_the_band_nothing_is_due(self, drifted, vault, above):
        constrain(drifted, outer=DRIFT + above)
        assert plain(drifted.upkeep.checkUpkeep(b""))[0] is False
        with brownie.reverts(f"WithinBand: {DRIFT}, {DRIFT + above}"):
            rebalance(drifted)

    def test_one_unit_beyond_the_band_it_runs(self, drifted, vault):
        constrain(drifted, outer=DRIFT - 1)
        assert plain(drifted.upkeep.checkUpkeep(b""))[0] is True
        rebalance(drifted)

    def test_a_drift_of_4_98_percent_waits(self, world, vault):
        """A band of 5 %."""
        world.move(ETHER, 2_453)
        assert plain(world.upkeep.checkUpkeep(b""))[0] is False
        with brownie.reverts(f"WithinBand: 49844122501375389, {5 * PERCENT}"):
            rebalance(world)

    def test_a_drift_of_5_01_percent_ends_inside_the_inner_band(self, world, vault):
        world.move(ETHER, 2_455)
        assert drift(world) == 50_045_829_514_207_149
        assert plain(world.upkeep.checkUpkeep(b""))[0] is True
        rebalance(world)
        assert drift(world) <= 2 * PERCENT

    def test_slices_go_on_until_inside_the_inner_band(self, drifted, vault):
        """One percent of turnover a slice: 4.5, 3.5, 2.5, 1.5 %, then the outer band again."""
        members = constrain(drifted, cooldown=0)
        active = members["DriftConstraint"].isActive
        plan_with(drifted, maxTurnover=PERCENT)
        seen = []
        for _ in range(4):
            rebalance(drifted)
            seen.append((drift(drifted) * 1_000 // ONE, active(vault.constraint())))
        assert seen == [(44, True), (34, True), (24, True), (14, False)]
        with brownie.reverts(f"WithinBand: {drift(drifted)}, {5 * PERCENT}"):
            rebalance(drifted)


class TestCooldown:
    """E2: between two slices lies at least the cooldown."""

    @pytest.fixture
    def ready_at(self, drifted):
        constrain(drifted)
        plan_with(drifted, maxTurnover=PERCENT)
        return rebalance(drifted).timestamp + HOUR

    def test_one_second_early_is_refused(self, drifted, vault, ready_at):
        at(ready_at - 1)
        with brownie.reverts(f"CooldownActive: {ready_at - 1}, {ready_at}"):
            rebalance(drifted)
        assert plain(drifted.upkeep.checkUpkeep(b""))[0] is False

    def test_to_the_second_it_runs(self, drifted, vault, ready_at):
        at(ready_at)
        rebalance(drifted)


class TestGriefing:
    """E2, AM-04: who moves a pool to make a rebalance small makes the wait as short."""

    def slice(self, world):
        """A rebalance: the total drift that it closed D18{1}, and the {s} that the next waits."""
        cooling = constrain(world, pace=ONE)["CooldownConstraint"]
        start, tx = plain(world.lens.drift(world.vault))[2], rebalance(world)
        closed = start - plain(world.lens.drift(world.vault))[2]
        return closed, plain(cooling.readyAt(world.vault.constraint())) - tx.timestamp

    def test_undisturbed_it_waits_the_whole_cooldown(self, drifted):
        closed, wait = self.slice(drifted)
        assert closed > DRIFT * 99 // 100
        assert wait == HOUR

    @pytest.mark.parametrize("amount, seen", [(30, (439, 3_163, 290)), (34, (107, 773, 464))])
    def test_a_round_costs_the_griefer_two_fees(self, drifted, amount, seen):
        """AM-04 Parts of the drift closed, in thousandths, {s} of wait, and {USD} it lets go."""
        ether, hub = drifted.tokens[ETHER], drifted.tokens[HUB]
        got = drifted.venue.quote(ether, hub, amount * ONE)
        drifted.swap(HUB, ETHER, amount * ONE)
        closed, wait = self.slice(drifted)
        back = drifted.venue.quote(hub, ether, got)
        assert (closed * 1_000 // DRIFT, wait, (amount * ONE - back) * 2_500 // ONE) == seen

    def test_a_pool_held_off_its_price_stops_what_would_be_sold_there(self, drifted):
        """AM-04 {USD} it lets go if it moves the pool back, and if somebody else does."""
        ether, hub, amount = drifted.tokens[ETHER], drifted.tokens[HUB], 36 * ONE
        got = drifted.venue.quote(ether, hub, amount)
        drifted.swap(HUB, ETHER, amount)
        with brownie.reverts(f"NoProgress: {DRIFT}, {DRIFT}"):
            rebalance(drifted)
        back = drifted.venue.quote(hub, ether, got)
        assert (amount - back) * 2_500 // ONE == 537
        drifted.arbitrage(ETHER)
        back = drifted.venue.quote(hub, ether, got)
        assert (amount - back) * 2_500 // ONE == 1_174


class TestSteps:
    """E3: damping closes a part of each gap, turnover bounds what one step sells."""

    def test_half_of_the_gap_is_closed_each_time(self, drifted, vault):
        """1/2, 3/4, 7/8 of the way, to a thousandth of the gap."""
        constrain(drifted, cooldown=0, inner=PERCENT // 10)
        plan_with(drifted, damping=ONE // 2)
        closed = []
        for _ in range(3):
            rebalance(drifted)
            closed.append(round((DRIFT - drift(drifted)) / DRIFT, 3))
        assert closed == [pytest.approx(part, abs=0.003) for part in (0.5, 0.75, 0.875)]

    def test_a_keeper_cannot_turn_over_more(self, drifted):
        """24 of 200 at 2,500 is 60,000 of 1,100,000 dollars, rounded up."""
        constrain(drifted, max_turnover=5 * PERCENT)
        with brownie.reverts(f"TurnoverExceeded: 54545454545454546, {5 * PERCENT}"):
            execute(drifted, order(drifted, ETHER, HUB, 24 * ONE))


class TestLoss:
    """E4, D3: what a rebalance may cost, one and all of them."""

    def test_a_pool_off_its_oracle_is_refused_and_nothing_moves(self, world, vault):
        """E4, AM-01 The pool 3 % below the oracle, the tolerance 1 %: there is nothing to plan."""
        world.post(ETHER, 2_500)
        world.set_pool(ETHER, 2_425)
        start, held = world.books(), world.held(vault)
        with brownie.reverts(f"NoProgress: {DRIFT}, {DRIFT}"):
            rebalance(world)
        assert planned(world) == []
        assert (world.books(), world.held(vault)) == (start, held)

    def test_a_failing_leg_undoes_the_whole(self, drifted, vault):
        """RB-10 The first order is good, the second is not: the books are as they were."""
        start = drifted.books()
        quoted = drifted.venue.quote(drifted.tokens[HUB], drifted.tokens[BITCOIN], 10**9)
        bitcoin = drifted.tokens[BITCOIN].address.lower()
        with brownie.reverts(f"BoughtTooLittle: {bitcoin}, {quoted}, {quoted + 1}"):
            execute(
                drifted,
                order(drifted, ETHER, HUB, ONE),
                order(drifted, HUB, BITCOIN, 10**9, quoted + 1),
            )
        assert drifted.books() == start

    def test_the_budget_is_spent_to_the_last_unit(self, drifted):
        """D3 It costs 459.03 of 1,100,000 dollars; a bucket one unit smaller refuses it."""
        cost = 417_300_529_707_023
        with rewound():
            constrain(drifted, daily_budget=2 * cost)
            rebalance(drifted)
        constrain(drifted, daily_budget=2 * (cost - 1))
        with brownie.reverts(f"LossBudgetExceeded: {cost}, {cost - 1}"):
            rebalance(drifted)

    def test_what_a_rebalance_costs_is_bounded(self, drifted):
        """E4, I-08"""
        cost = 417_300_529_707_023
        with rewound():
            constrain(drifted, max_loss=cost)
            rebalance(drifted)
        constrain(drifted, max_loss=cost - 1)
        with brownie.reverts(f"ValueLost: {cost}, {cost - 1}"):
            rebalance(drifted)


def planned(world):
    """The orders that the planner would give now."""
    state = world.observer.observe(world.vault.holdings())
    target = plain(world.strategy.target(state))
    return [tuple(item) for item in world.planner.plan(state, target, b"")]


class TestProgress:
    """I-11, I-12: nearer to the target, and never past it."""

    def test_a_trade_away_from_the_target_is_refused(self, drifted):
        with brownie.reverts("NoProgress: 54545454545454545, 55453040644183831"):
            execute(drifted, order(drifted, HUB, ETHER, 1_000 * 10**6))

    def test_a_trade_past_the_target_is_refused(self, drifted):
        """The hub would end at 32.7 %, of which it should be 30 %."""
        hub = drifted.tokens[HUB].address.lower()
        with brownie.reverts(
            f"Overshot: {hub}, 327075257130706172, {30 * PERCENT}, {PERCENT // 10}"
        ):
            execute(drifted, order(drifted, ETHER, HUB, 24 * ONE))

    def test_no_trade_is_no_progress(self, drifted):
        with brownie.reverts(f"NoProgress: {DRIFT}, {DRIFT}"):
            execute(drifted)


class TestPreview:
    """T2, I1: what is promised is what happens."""

    def test_the_preview_is_the_rebalance(self, drifted, vault):
        """T2 The orders of the lens are the trades of a rebalance in the same block."""
        report = drifted.lens.report(vault)
        orders, end = plain(report[10]), report[11]
        at(now())
        tx = rebalance(drifted)
        traded = [(e["venue"], e["sell"], e["buy"], int(e["sold"])) for e in tx.events["Traded"]]
        assert traded == [o[:4] for o in orders]
        assert [asset[2] for asset in plain(end[3])] == drifted.books()
        assert plain(end[2]) == said(tx, "Rebalanced", "endValue")

    def test_two_in_one_block_trade_once(self, drifted, vault):
        """I1, KP-07, RB-08 The second comes too early, pays little, and changes nothing."""
        rebalance(drifted)
        books, time = drifted.books(), now()
        at(time)
        with brownie.reverts(f"CooldownActive: {time}, {time + HOUR}"):
            rebalance(drifted)
        assert drifted.books() == drifted.held(vault) == books
        assert brownie.history[-1].gas_used < 50_000

    def test_a_venue_that_is_no_longer_allowed_is_foreseen(self, drifted, vault):
        """I1 The preview refuses as the rebalance does."""
        vault.setVenue(drifted.venue, False, {"from": drifted.deployer})
        refusal = f"VenueNotAllowed: {drifted.venue.address.lower()}"
        assert plain(drifted.upkeep.checkUpkeep(b""))[0] is False
        with brownie.reverts(refusal):
            drifted.lens.preview.transact(vault, b"", {"from": drifted.outsider})
        with brownie.reverts(refusal):
            rebalance(drifted)

    def test_the_data_is_handed_through(self, drifted, vault):
        assert plain(drifted.upkeep.checkUpkeep(b"\x01\x02")) == (True, "0x0102")


class TestKeepersOrders:
    """AM-02: a keeper brings routes, never worse bounds."""

    def test_its_own_orders_pass_the_same_door(self, drifted, vault):
        tx = execute(drifted, order(drifted, ETHER, HUB, 10 * ONE))
        assert said(tx, "Traded", "sold") == 10 * ONE
        assert drifted.books()[ETHER] == 190 * ONE
        assert drifted.books()[BITCOIN] == 750_000_000

    def test_orders_wait_ten_minutes_at_most(self, drifted, vault):
        """P7 To the second, at both ends."""
        orders, sender = [order(drifted, ETHER, HUB, ONE)], {"from": drifted.deployer}
        time = now() + 100
        at(time)
        with brownie.reverts(f"DeadlineTooFar: {time + 601}, {time + 600}"):
            vault.execute(orders, time + 601, sender)
        at(time)
        with brownie.reverts(f"Expired: {time - 1}, {time}"):
            vault.execute(orders, time - 1, sender)
        with rewound():
            at(time)
            vault.execute(orders, time + 600, sender)
        at(time)
        vault.execute(orders, time, sender)

    def test_a_venue_must_be_allowed(self, drifted):
        """D4"""
        stranger = deploy("MockHostileVenue", drifted.outsider)
        with brownie.reverts(f"VenueNotAllowed: {stranger.address.lower()}"):
            execute(drifted, order(drifted, ETHER, HUB, ONE, venue=stranger))

    def test_a_pair_must_exist(self, drifted):
        """AM-06"""
        ether, bitcoin = (drifted.tokens[i].address.lower() for i in (ETHER, BITCOIN))
        with brownie.reverts(f"NoMarket: {ether}, {bitcoin}"):
            execute(drifted, order(drifted, ETHER, BITCOIN, ONE))

    def test_only_listed_tokens_trade(self, drifted):
        """D4"""
        stranger = deploy("MockToken", drifted.outsider, "S", "S", 18)
        with brownie.reverts(f"AssetUnknown: {stranger.address.lower()}"):
            execute(drifted, (drifted.venue, stranger, drifted.tokens[HUB], 1, 0))

    def test_an_order_larger_than_the_balance_is_clamped(self, world, vault):
        """RB-05 Somebody leaves just before a sale of everything: what is left is sold."""
        weights = [60 * PERCENT, 40 * PERCENT, 0]
        constrain(world, tolerance=PERCENT)
        strategy = deploy("FixedWeightStrategy", world.deployer, weights)
        vault.setStrategy(strategy, {"from": world.deployer})
        world.redeem(world.deployer, 10_000 * ONE)
        tx = execute(world, order(world, BITCOIN, HUB, 750_000_000))
        assert said(tx, "Traded", "sold") == 742_500_000
        assert world.books()[BITCOIN] == 0

    def test_a_donation_of_one_unit_stops_nothing(self, drifted, vault):
        """RB-05, I-02"""
        for token in drifted.tokens:
            token.mint(vault, 1, {"from": drifted.outsider})
        rebalance(drifted)
        assert [h - b for h, b in zip(drifted.held(vault), drifted.books())] == [1, 1, 1]

    def test_what_one_order_bought_the_next_sells_again(self, drifted, vault):
        """I-01, I-19 The books are written once, after all orders, and are what is there."""
        execute(
            drifted,
            order(drifted, ETHER, HUB, 20 * ONE),
            order(drifted, HUB, ETHER, drifted.units(HUB, 30_000)),
            order(drifted, ETHER, HUB, 3 * ONE),
        )
        books = [327_214_184_533, 188_997_449_558_405_051_352, 750_000_000]
        assert drifted.books() == drifted.held(vault) == books


class TestHostileVenue:
    """RB-11: a venue can take one order's amount at most, and the constraints judge even that."""

    @pytest.fixture(scope="class")
    def venue(self, world):
        venue = deploy("MockHostileVenue", world.outsider)
        world.vault.setVenue(venue, True, {"from": world.deployer})
        return venue

    def test_one_that_gives_nothing_is_refused(self, drifted, venue):
        hub = drifted.tokens[HUB].address.lower()
        with brownie.reverts(f"BoughtTooLittle: {hub}, 0, 1"):
            execute(drifted, order(drifted, ETHER, HUB, ONE, 1, venue))

    def test_one_that_keeps_too_much_is_refused_by_the_value(self, drifted, venue):
        """5 of 200 at 2,500 for nothing is 1.136 % of the value; 1 % is allowed."""
        with brownie.reverts(f"ValueLost: 11363636363636364, {PERCENT}"):
            execute(drifted, order(drifted, ETHER, HUB, 5 * ONE, 0, venue))

    def test_one_that_takes_nothing_is_refused(self, drifted, vault, venue):
        """Its inlet is the vault itself."""
        venue.setInlet(vault, {"from": drifted.outsider})
        ether = drifted.tokens[ETHER].address.lower()
        with brownie.reverts(f"UnexpectedBalanceChange: {ether}, {200 * ONE}, {199 * ONE}"):
            execute(drifted, order(drifted, ETHER, HUB, ONE, 0, venue))

    def test_one_that_hands_the_sold_token_back_is_refused(self, drifted, venue):
        ether = drifted.tokens[ETHER]
        ether.mint(venue, ONE, {"from": drifted.outsider})
        venue.setGift(ether, 7, {"from": drifted.outsider})
        address = ether.address.lower()
        with brownie.reverts(f"UnexpectedBalanceChange: {address}, {199 * ONE + 7}, {199 * ONE}"):
            execute(drifted, order(drifted, ETHER, HUB, ONE, 0, venue))

    def test_one_that_sells_a_token_for_itself_has_taken_it(self, drifted, vault, venue):
        """I-01, I-19 The loss is booked, and judged like any other."""
        execute(drifted, order(drifted, ETHER, ETHER, ONE, venue=venue))
        assert drifted.books() == drifted.held(vault) == [300_000_000_000, 199 * ONE, 750_000_000]

    def test_one_that_pays_in_another_token_has_paid_nothing(self, drifted, venue):
        """I-19 The books know the two assets of an order and no third."""
        bitcoin = drifted.tokens[BITCOIN]
        bitcoin.mint(venue, ONE, {"from": drifted.outsider})
        venue.setGift(bitcoin, 10**6, {"from": drifted.outsider})
        hub = drifted.tokens[HUB].address.lower()
        with brownie.reverts(f"BoughtTooLittle: {hub}, 0, 1"):
            execute(drifted, order(drifted, ETHER, HUB, ONE, 1, venue))

    @pytest.mark.parametrize("door", ["rebalance", "sync", "redeem", "holdings"])
    def test_one_that_comes_back_in_is_refused(self, drifted, vault, venue, door):
        """TK-07, I-23"""
        calls = {
            "rebalance": vault.rebalance.encode_input(),
            "sync": vault.sync.encode_input(drifted.tokens[HUB]),
            "redeem": vault.redeem.encode_input(1, venue, [], [], 2**40),
            "holdings": vault.holdings.encode_input(),
        }
        venue.setCall(vault, calls[door], {"from": drifted.outsider})
        with brownie.reverts("ReentrancyGuardReentrantCall: "):
            execute(drifted, order(drifted, ETHER, HUB, ONE, 0, venue))

    def test_one_that_delivers_less_than_it_quoted_is_refused(self, drifted):
        """AM-02 The small market maker of the mocks, honest at first."""
        venue = deploy("MockVenue", drifted.outsider)
        sender = {"from": drifted.outsider}
        drifted.tokens[HUB].mint(venue, 10**13, sender)
        venue.setPool(drifted.tokens[ETHER], drifted.tokens[HUB], 4_000 * ONE, 10**13, sender)
        drifted.vault.setVenue(venue, True, {"from": drifted.deployer})
        quoted = venue.quote(drifted.tokens[ETHER], drifted.tokens[HUB], 10 * ONE)
        assert quoted == 24_863_028_900
        venue.setDelivered(99 * PERCENT, sender)
        hub, got = drifted.tokens[HUB].address.lower(), quoted * 99 // 100
        with brownie.reverts(f"BoughtTooLittle: {hub}, {got}, {quoted}"):
            execute(drifted, order(drifted, ETHER, HUB, 10 * ONE, quoted, venue))
        venue.setDelivered(ONE, sender)
        execute(drifted, order(drifted, ETHER, HUB, 10 * ONE, quoted, venue))

    def test_one_that_gives_what_cannot_be_true_is_refused(self, drifted):
        """I-08 An impossible gain means a wrong price: 15,000 of 1,100,000 dollars, rounded up."""
        venue = deploy("MockHostileVenue", drifted.outsider)
        drifted.vault.setVenue(venue, True, {"from": drifted.deployer})
        drifted.tokens[HUB].mint(venue, 10**12, {"from": drifted.outsider})
        venue.setGift(drifted.tokens[HUB], 20_000 * 10**6, {"from": drifted.outsider})
        with brownie.reverts(f"ValueGained: 13636363636363637, {PERCENT}"):
            execute(drifted, order(drifted, ETHER, HUB, 2 * ONE, 0, venue))

    def test_one_that_gives_more_than_the_books_can_hold_is_refused(self, drifted):
        """TK-09, I-24"""
        venue, hub = deploy("MockHostileVenue", drifted.outsider), drifted.tokens[HUB]
        drifted.vault.setVenue(venue, True, {"from": drifted.deployer})
        most, gift = 2**112 - 1, 2**112 - drifted.books()[HUB]
        hub.mint(venue, gift, {"from": drifted.outsider})
        venue.setGift(hub, gift, {"from": drifted.outsider})
        reason = f"BalanceCapExceeded: {hub.address.lower()}, {most + 1}, {most}"
        with brownie.reverts(reason):
            execute(drifted, order(drifted, ETHER, HUB, ONE, 0, venue))


class TestStrategy:
    """ST-01: a target that is none is refused on every path."""

    @pytest.fixture(scope="class")
    def strategy(self, world):
        strategy = deploy("MockStrategy", world.deployer)
        world.vault.setStrategy(strategy, {"from": world.deployer})
        return strategy

    @pytest.mark.parametrize(
        "weights, reason",
        [
            ([ONE // 2, ONE // 2 - 1, 0], f"WeightSum: {ONE - 1}"),
            ([ONE // 2, ONE // 2, 1], f"WeightSum: {ONE + 1}"),
            ([0, 0, 0], "WeightSum: 0"),
            ([ONE + 1, 0, 0], f"WeightSum: {ONE + 1}"),
            ([ONE], "WeightCount: 1, 3"),
            ([], "WeightCount: 0, 3"),
        ],
    )
    def test_it_is_refused(self, world, vault, strategy, weights, reason):
        strategy.set(weights, {"from": world.deployer})
        with brownie.reverts(reason):
            rebalance(world)
        with brownie.reverts(reason):
            execute(world)


def test_every_refusal_leaves_the_history_alone(drifted, vault):
    """RB-10 After any refusal, holders own exactly what they owned."""
    start = drifted.books(), drifted.held(vault), vault.totalSupply()
    with brownie.reverts():
        execute(drifted, order(drifted, ETHER, HUB, 150 * ONE))
    assert history[-1].status == 0
    assert (drifted.books(), drifted.held(vault), vault.totalSupply()) == start
