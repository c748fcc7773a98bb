"""A thief with each role's key for a day: what holders lose, beside the bound of docs/roles.md.

Losses are fractions of what a share is worth at the oracle's prices, D18{1}. A rebalance is judged
at these prices, and a thief cannot move them; the pools it can.
"""

import re
from dataclasses import dataclass
from math import isqrt
from pathlib import Path

import brownie
import pytest
from brownie.exceptions import VirtualMachineError
from world import DAY, DELAY, HOUR, MINUTE, ONE, Settings, World, at, build, deploy, now, plain

from tests.rewind import rewound

HUB, ETHER, BITCOIN = range(3)
KEEPER = 3
MAX_PAUSE = 7 * DAY
SIZES = (700_000, 500_000, 300_000, 150_000)  # {USD}
RICH = 10**9  # {USD} of each asset: a flash loan larger than any
ROLES_PAGE = Path(__file__).parents[3] / "docs" / "roles.md"
ROW = r"\| {} \|[^\n]*\| (\S+) % \| (\S+) % \|\n"


@dataclass
class Heist:
    """A world, and a thief in it who may trade with the pools as anybody may."""

    world: World
    thief: object

    def value(self, amounts):
        """D18{USD}, at the oracle's prices."""
        settings = self.world.settings
        prices = [feed.latestRoundData()[1] * 10**10 for feed in self.world.feeds]
        units = [10**decimals for decimals in settings.decimals]
        return sum(amount * p // u for amount, p, u in zip(amounts, prices, units))

    def riches(self):
        """D18{USD}: its wallet, and the pools, which are the thief's own."""
        pools = [self.world.reserves(i) for i in (ETHER, BITCOIN)]
        inside = [sum(hub for hub, _ in pools), *(asset for _, asset in pools)]
        return self.value(self.world.held(self.thief)) + self.value(inside)

    def share(self):
        """D36{USD/share}: the value of the books for each share."""
        return self.value(self.world.books()) * ONE * ONE // self.world.vault.totalSupply()

    def swap(self, sell, buy, amount):
        """The thief's own trade with a pool, from its own wallet."""
        world = self.world
        pair, token = world.pairs[buy or sell], world.tokens[sell]
        out = world.venue.quote(token, world.tokens[buy], amount)
        token.transfer(pair, amount, {"from": self.thief})
        outs = (out, 0) if pair.token0() == world.tokens[buy] else (0, out)
        pair.swap(*outs, self.thief, b"", {"from": self.thief})
        return out

    def restore(self, i):
        """Trades a pool back to its feed's price, which is where the profit lies."""
        self.bring(i, self.world.feeds[i].latestRoundData()[1])

    def bring(self, i, price):
        """Trades a pool to a price, {hub/tok} with two decimals more, as a feed says it."""
        hub, asset = self.world.reserves(i)
        unit = 10 ** self.world.settings.decimals[i]
        fair = isqrt(hub * asset * price // (100 * unit))
        if fair > hub:
            self.swap(HUB, i, fair - hub)
        elif fair < hub:
            self.swap(i, HUB, hub * asset // fair - asset)

    def order(self, sell, buy, amount):
        """An order that takes whatever it gets."""
        return (self.world.venue, self.world.tokens[sell], self.world.tokens[buy], amount, 0)

    def execute(self, orders):
        return self.world.vault.execute(orders, now() + MINUTE, {"from": self.thief})

    def passes(self, orders):
        """Whether the vault would let them."""
        try:
            self.world.vault.execute.call(orders, now() + MINUTE, {"from": self.thief})
        except VirtualMachineError:
            return False
        return True

    def worst(self, orders_of, limit):
        """The orders of the greatest size up to the limit {unit} that the vault lets pass."""
        low, high = 0, limit
        while low < high:
            size = (low + high + 1) // 2
            low, high = (size, high) if self.passes(orders_of(size)) else (low, size - 1)
        return orders_of(low)


def heist(role, **settings):
    """A due rebalance, fresh prices, and a thief with a key and a flash loan."""
    world = build(Settings(**settings))
    world.move(ETHER, 2_500)
    world.fund(world.people[role], RICH)
    return Heist(world, world.people[role])


def lost(start, end):
    """D18{1}, rounded up."""
    return -(-(start - end) * ONE // start)


def printed(role):
    """Bound and measured loss that the page prints for a role, as it prints them."""
    return re.search(ROW.format(role), ROLES_PAGE.read_text()).groups()


def percent(loss):
    """Rounded up to six digits."""
    return f"{-(-loss // 10**12) / 10**4:.4f}"


def hold(role, loss):
    """The loss is within the bound that is printed, and is the one that is printed."""
    bound, measured = printed(role)
    assert loss <= float(bound) * 10**16
    assert percent(loss) == measured


def all_day(it):
    """Every two hours of a day, both ends included, with fresh prices."""
    begin = now() + HOUR
    for when in range(begin, begin + DAY + 1, 2 * HOUR):
        at(when)
        it.world.refresh()
        yield


def test_a_keeper_that_burns_by_churning():
    """GV-09, I-10, RB-02 It sells the asset that is too heavy and buys it back, eight times over.

    Every round trip leaves two fees in the pool, and the heavy asset lighter: that is progress.
    """
    it = heist("keeper")
    start = it.share()
    hub, ether = it.world.tokens[HUB], it.world.tokens[ETHER]

    def trips(size):
        back = it.world.venue.quote(ether, hub, size)
        return [it.order(ETHER, HUB, size), it.order(HUB, ETHER, back)] * 8

    for _ in all_day(it):
        it.execute(it.worst(trips, 50 * ONE))
    hold("keeper", lost(start, it.share()))


def test_a_keeper_that_sandwiches_itself():
    """GV-09, AM-04 It floods the pool before its own orders, and drains it afterwards."""
    it = heist("keeper")
    start, flood = it.share(), 20_000 * ONE
    for _ in all_day(it):
        got = it.swap(ETHER, HUB, flood)
        it.execute(it.worst(lambda size: [it.order(ETHER, HUB, size)], 50 * ONE))
        it.swap(HUB, ETHER, got)
    hold("keeper and manipulator", lost(start, it.share()))


def unbalance(it, value):
    """An outsider's round: enters with the hub alone {USD}, lets the vault trade, and leaves.

    It takes the pools' price back to the feeds' each time.
    """
    world = it.world
    world.deposit(it.thief, HUB, world.units(HUB, value))
    world.vault.rebalance({"from": it.thief})
    world.redeem(it.thief, world.vault.balanceOf(it.thief))
    it.restore(ETHER)
    it.restore(BITCOIN)


def passed(act):
    """Whether it did not revert."""
    try:
        act()
    except VirtualMachineError:
        return False
    return True


def succeeds(it, value):
    with rewound():
        return passed(lambda: unbalance(it, value))


def bleed(it):
    """A day of rounds, each of the first size that the constraints let pass. Returns the sizes."""
    sizes = []
    for _ in all_day(it):
        fit = [size for size in SIZES if succeeds(it, size)]
        for size in fit[:1]:
            unbalance(it, size)
            sizes.append(size)
    return sizes


def test_an_outsider_that_makes_the_vault_trade():
    """GV-09, RB-04, AM-04 With a flash loan and no key: entry pays what it makes the vault trade.

    Even where the pools are the thief's own, so that what the vault pays comes back to it.
    """
    it = heist("outsider")
    it.world.vault.rebalance({"from": it.thief})  # The market's own drift is nobody's theft.
    it.restore(ETHER)
    it.restore(BITCOIN)
    start, riches = it.share(), it.riches()
    assert bleed(it) == [SIZES[0]] * 11
    assert it.share() > start
    assert (riches - it.riches()) // ONE == 121_730  # {USD}
    hold("outsider", 0)


@pytest.fixture(scope="module")
def settled(module_isolation):
    """A vault on its target, and a thief."""
    world = build()
    world.fund(world.outsider, RICH)
    return Heist(world, world.outsider)


def surround(it, times, value):
    """Somebody enters with the hub alone {USD}, then the vault trades.

    The thief came in kind just before, for `times` the other shares, and leaves just after.
    """
    world = it.world
    shares = times * world.vault.totalSupply()
    if shares:
        world.mint(it.thief, shares)
    world.deposit(world.depositor, HUB, world.units(HUB, value))
    if shares:
        world.redeem(it.thief, shares)
    world.vault.rebalance({"from": it.thief})


@pytest.mark.parametrize(
    ("times", "taken", "left"), [(0, 0, 6_745), (1, 4_966, 4_132), (2, 7_001, 3_012)]
)
def test_who_comes_in_kind_around_an_entry_takes_of_its_spread_alone(settled, times, taken, left):
    """RB-04, I-04, I-07 Who stays keeps less of what the entry pays {USD}, and never loses.

    Who leaves in kind takes its part of the drift along: what is left of the spread still pays for
    trading what is left of the drift.
    """
    it, owned = settled, settled.world.settings.value
    with rewound():
        start, wealth = it.share(), it.value(it.world.held(it.thief))
        surround(it, times, 400_000)
        assert (it.value(it.world.held(it.thief)) - wealth) // ONE == taken
        assert (it.share() - start) * owned // ONE**2 == left


def brink(it, off):
    """A day of rebalances, for each of which the thief holds ether's pool below its feed.

    By `off` {1/100,000}. Returns how many there were.
    """
    world, end = it.world, now() + DAY
    clock = world.members["CooldownConstraint"]
    for rounds in range(DAY):
        answer = world.feeds[ETHER].latestRoundData()[1]
        it.bring(ETHER, answer * (100_000 - off) // 100_000)
        if now() >= end or not passed(lambda: world.vault.rebalance({"from": it.thief})):
            return rounds
        it.restore(ETHER)
        it.restore(BITCOIN)
        at(clock.readyAt(world.constraint))
        world.refresh()
    return DAY


@pytest.mark.parametrize(
    ("off", "rounds", "loss"), [(0, 1, 417), (300, 1, 580), (680, 7, 445), (690, 13, 448)]
)
def test_small_trades_may_be_many_and_cost_no_more_in_all(off, rounds, loss):
    """GV-09, RB-08, I-14 The wait in proportion lets anyone have many small rebalances.

    What they cost holders {1/1,000,000} goes by the drift that they close, each trade within
    `maxLoss`, not by their number.
    """
    it = heist("outsider")
    start = it.share()
    assert brink(it, off) == rounds
    assert lost(start, it.share()) // 10**12 == loss


def test_a_guardian_that_pauses_and_cancels_costs_nothing():
    """GV-09, EX-02, I-22 It dismisses too; every holder leaves in kind, to the unit."""
    it = heist("guardian")
    world, vault, authority = it.world, it.world.vault, it.world.authority
    sender, data = {"from": it.thief}, it.world.vault.unpause.encode_input()
    authority.dismiss(world.keeper, sender)
    start = world.books()
    vault.pause(sender)
    for _ in all_day(it):
        authority.schedule(vault, data, 0, {"from": world.governor})
        authority.cancel(world.governor, vault, data, sender)
        with brownie.reverts(f"IsPaused: {vault.pausedUntil()}"):
            vault.rebalance({"from": world.outsider})
    assert world.books() == start
    assert leave(world) == 0
    hold("guardian", 0)


def test_a_pause_ends_by_itself_when_the_guardian_is_gone():
    """EX-02, I-22 To the second."""
    it = heist("guardian")
    until = it.world.vault.pause({"from": it.thief}).timestamp + MAX_PAUSE
    at(until - MINUTE)
    it.world.refresh()
    at(until - 1)
    with brownie.reverts(f"IsPaused: {until}"):
        it.world.vault.rebalance({"from": it.world.outsider})
    at(until)
    it.world.vault.rebalance({"from": it.world.outsider})


def leave(world):
    """Every holder redeems all it has. Returns {unit} that they got less than their part."""
    vault, holder = world.vault, world.deployer
    shares, supply = vault.balanceOf(holder), vault.totalSupply()
    owed = [plain(shares * book // supply) for book in world.books()]
    start = world.held(holder)
    world.redeem(holder, shares)
    return sum(owed) - sum(plain(end - begin) for end, begin in zip(world.held(holder), start))


def plot(it):
    """What a governor needs to take everything: no bounds, a venue that keeps, its own orders."""
    vault, authority, sender = it.world.vault, it.world.authority, {"from": it.thief}
    trap = deploy("MockHostileVenue", it.thief)
    trap.setInlet(it.thief, sender)
    blind = deploy("TurnoverConstraint", it.thief, ONE)  # Alone it refuses nothing.
    plan = [
        (vault, vault.setConstraint.encode_input(blind)),
        (vault, vault.setVenue.encode_input(trap, True)),
        (authority, authority.grantRole.encode_input(KEEPER, it.thief, 0)),
        *((vault, door.encode_input(trap)) for door in (vault.setPlanner, vault.setStrategy)),
        (vault, vault.setObserver.encode_input(trap)),
    ]
    for target, data in plan:
        authority.schedule(target, data, 0, sender)
    return trap, plan


def test_a_governor_takes_nothing_within_its_delay():
    """GV-09, I-21 Hostile parts of every kind wait; every holder leaves in kind, to the unit."""
    it = heist("governor")
    (_, plan), start = plot(it), it.world.books()
    for _ in all_day(it):
        for target, data in plan:
            operation = it.world.authority.hashOperation(it.thief, target, data)
            with brownie.reverts(f"AccessManagerNotReady: {bytes(operation)}"):
                it.world.authority.execute(target, data, {"from": it.thief})
    assert it.world.books() == start
    assert leave(it.world) == 0
    hold("governor", 0)


def test_who_stays_beyond_the_delay_stays_with_a_governor():
    """GV-09 Who has left when the delay is over has lost nothing; who has not, everything."""
    it = heist("governor")
    world = it.world
    world.mint(world.depositor, 100_000 * ONE)
    trap, plan = plot(it)
    assert leave(world) == 0
    at(now() + DELAY)
    world.refresh()
    for target, data in plan[:3]:  # The other three would only stop what comes now.
        world.authority.execute(target, data, {"from": it.thief})
    start, books = world.held(it.thief), world.books()
    sales = [(trap, world.tokens[i], world.tokens[i - 1], books[i], 0) for i in range(world.n)]
    it.execute(sales)
    assert world.books() == [0] * world.n
    assert [end - begin for end, begin in zip(world.held(it.thief), start)] == books
