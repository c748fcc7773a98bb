"""Vault and twin, moved together by anybody in any order."""

import brownie
import pytest
from brownie import history, web3
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from world import DAY, ONE, Settings, at, build, now, plain, said
from world_twin import twin_of

from tests.depth import sharing

ACTORS = ("deployer", "depositor", "outsider")
DEAD = 10**6
ROUGH = Settings(max_age=3_650 * DAY, limits=(ONE * 3 // 4, ONE // 10, ONE // 50, ONE // 100, ONE))

actors = st.sampled_from(ACTORS)
places = st.integers(0, 2)


class VaultMachine(RuleBasedStateMachine):
    """Every rule does one thing to both, and each step compares them."""

    def __init__(self):
        super().__init__()
        self.snapshot = web3.provider.make_request("evm_snapshot", [])["result"]
        self.vault, self.twin = self.world.vault, twin_of(self.world)
        self.backing = None  # What one share had of each asset, where nothing may lower it.

    def teardown(self):
        self.everybody_leaves()
        web3.provider.make_request("evm_revert", [self.snapshot])
        history.clear()

    def person(self, name):
        return self.world.people[name]

    def shares_of(self, who):
        return self.twin.shares.get(self.person(who).address, 0)

    @property
    def is_paused(self):
        return now() + 12 < self.twin.paused_until

    def when_open(self, act):
        """Acts in twelve seconds, or is refused for the pause; says whether it was open."""
        paused = self.is_paused
        at(now() + 12)
        if not paused:
            return act()
        with brownie.reverts(f"IsPaused: {self.twin.paused_until}"):
            act()
        return None

    @rule(who=actors, shares=st.integers(1, 200_000 * ONE))
    def mint(self, who, shares):
        tx = self.when_open(lambda: self.world.mint(self.person(who), shares))
        if tx:
            amounts = self.twin.mint(self.person(who).address, shares)
            assert said(tx, "Minted", "amounts") == tuple(amounts)

    @rule(who=actors, i=places, dollars=st.integers(1, 200_000))
    def deposit(self, who, i, dollars):
        amount = dollars * ONE * self.twin.units[i] // self.twin.prices[i]
        if self.twin.shares_for(i, amount) == 0:
            return
        tx = self.when_open(lambda: self.world.deposit(self.person(who), i, amount))
        if tx:
            shares = self.twin.deposit(self.person(who).address, i, amount)
            assert said(tx, "Deposited", "shares") == shares
            self.backing = None

    @rule(who=actors, part=st.integers(1, 8), skip=st.sets(places, max_size=2))
    def redeem(self, who, part, skip):
        """I-17 Whatever has happened, a holder can leave."""
        shares = self.shares_of(who) * part // 8
        if shares == 0:
            return
        skipped = tuple(self.world.tokens[i] for i in skip)
        tx = self.world.redeem(self.person(who), shares, skipped)
        amounts = self.twin.redeem(self.person(who).address, shares, tuple(skip))
        assert said(tx, "Redeemed", "amounts") == tuple(amounts)

    @precondition(lambda self: any(self.twin.claims.values()))
    @rule(pick=st.integers(0, 8))
    def claim(self, pick):
        owed = sorted(key for key, amount in self.twin.claims.items() if amount)
        address, i = owed[pick % len(owed)]
        tx = self.vault.claim(self.world.tokens[i], address, {"from": address})
        assert said(tx, "Claimed", "amount") == self.twin.claim(address, i)

    @rule(i=places, dollars=st.integers(1, 20_000))
    def donate(self, i, dollars):
        """I-02"""
        amount = dollars * ONE * self.twin.units[i] // self.twin.prices[i]
        self.world.tokens[i].mint(self.vault, amount, {"from": self.world.outsider})
        self.twin.held[i] += amount

    @rule(i=places)
    def sync(self, i):
        self.vault.sync(self.world.tokens[i], {"from": self.world.outsider})
        self.twin.sync(i)

    @rule(i=st.integers(1, 2), percent=st.sampled_from([-40, -25, -15, -4, 3, 18, 35, 60]))
    def move_price(self, i, percent):
        """The feed first, then somebody trades the pool there."""
        price = self.twin.prices[i] * (100 + percent) // 100 // 10**10
        self.world.feeds[i].post(price, {"from": self.world.deployer})
        self.twin.prices[i] = price * 10**10
        self.world.arbitrage(i)
        assets = self.twin.assets
        self.twin.engine.venue.set_pool(assets[0], assets[i], *self.world.reserves(i))

    @rule()
    def rebalance(self):
        """Same trades or same words; I-08, I-11 to I-14 are what the words are about."""
        time, sender = now() + 12, {"from": self.world.outsider}
        if self.is_paused:
            self.when_open(lambda: self.vault.rebalance(sender))
            return
        decision = self.twin.rebalance(time)
        at(time)
        if decision.refusal is not None:
            with brownie.reverts(words(decision.refusal)):
                self.vault.rebalance(sender)
            return
        tx = self.vault.rebalance(sender)
        assert said(tx, "Rebalanced", "startValue") == decision.start.value
        assert said(tx, "Rebalanced", "endValue") == decision.end.value
        assert len(tx.events["Traded"]) == len(decision.orders)
        self.backing = None

    @rule(seconds=st.sampled_from([1, 600, 3_600, DAY, 5 * DAY]))
    def warp(self, seconds):
        at(now() + seconds)
        brownie.chain.mine()

    @rule(lucky=st.integers(0, 3))
    def pause(self, lucky):
        """J2 A week of rest lies between two pauses."""
        if lucky:
            return
        moment, ready = now() + 1, self.twin.paused_until + 7 * DAY
        if moment < ready:
            at(moment)
            with brownie.reverts(f"PauseTooSoon: {moment}, {ready}"):
                self.vault.pause({"from": self.world.guardian})
            return
        tx = self.vault.pause({"from": self.world.guardian})
        self.twin.paused_until = tx.timestamp + 7 * DAY

    @rule(giver=actors, taker=actors, part=st.integers(1, 4))
    def transfer(self, giver, taker, part):
        amount = self.shares_of(giver) * part // 4
        start, end = self.person(giver), self.person(taker)
        self.vault.transfer(end, amount, {"from": start})
        shares = self.twin.shares
        shares[start.address] = shares.get(start.address, 0) - amount
        shares[end.address] = shares.get(end.address, 0) + amount

    @invariant()
    def the_books_are_the_twins(self):
        """I-02"""
        assets, books, supply = plain(self.vault.holdings())
        assert list(books) == self.twin.books
        assert supply == self.twin.supply

    @invariant()
    def everything_is_backed(self):
        """I-01"""
        assert self.world.held(self.vault) == self.twin.held
        for i, held in enumerate(self.twin.held):
            assert held >= self.twin.books[i] + self.twin.reserved(i)

    @invariant()
    def the_supply_is_the_holders(self):
        """I-03"""
        assert self.twin.supply == DEAD + sum(self.twin.shares.values())

    @invariant()
    def no_share_loses_backing_to_another(self):
        """I-04 Trades and entry with one asset excepted, what lies behind a share never falls."""
        now_behind = (list(self.twin.books), self.twin.supply)
        if self.backing:
            books, supply = self.backing
            for before, after in zip(books, self.twin.books):
                assert after * supply >= before * self.twin.supply
        self.backing = now_behind

    def everybody_leaves(self):
        """I-03, I-17, I-18 In the end each holder takes exactly its part; nothing is allowed."""
        for who in ACTORS:
            shares = self.shares_of(who)
            assert plain(self.vault.balanceOf(self.person(who))) == shares
            if shares:
                tx = self.world.redeem(self.person(who), shares)
                amounts = self.twin.redeem(self.person(who).address, shares, ())
                assert said(tx, "Redeemed", "amounts") == tuple(amounts)
        for i, token in enumerate(self.world.tokens):
            assert plain(self.vault.reserved(token)) == self.twin.reserved(i)
            assert token.allowance(self.vault, self.world.venue) == 0


def words(refusal):
    """A twin's refusal as the chain would say it."""
    values = [str(value).lower() for value in refusal.fields.values()]
    return f"{refusal.name}: {', '.join(values)}"


@pytest.fixture(scope="module")
def world(module_isolation):
    world = build(ROUGH)
    for who in ACTORS:
        world.fund(world.people[who], 50_000_000)
    world.govern(world.vault, "setSupplyCap", 2**128 - 1)
    return world


def test_vault_and_twin_move_together(world):
    """I-01 to I-05, I-08, I-11 to I-14, I-17, I-18, I-22"""
    VaultMachine.world = world
    run_state_machine_as_test(
        VaultMachine,
        settings=sharing(25),
    )
