"""Rebalances: anybody's, a keeper's own orders, an attacker's sandwich, a hostile venue."""

from __future__ import annotations

from dataclasses import astuple

from hypothesis import strategies as st
from hypothesis.stateful import rule
from simular import PyEvm

from counterpoise.constraint.value import ValueConstraint
from counterpoise.errors import Refusal
from counterpoise.execution.venue import UniswapV2Venue
from counterpoise.math.valuation import change
from counterpoise.types import Order, State
from tests.evm.in_process import encoded
from tests.evm.stateful.both import Both, outcome, traded
from tests.evm.stateful.market_rules import MarketRules
from tests.founding import ONE

HOUR, DAY = 3_600, 86_400


class TradeRules(MarketRules, Both):
    """Everything that may move one asset into another."""

    def judge(self, ends: tuple[State, State]) -> None:
        """I-08, I-10 One rebalance, and any 24 hours, cost at most their limits."""
        start, end = ends
        lost, gained = change(start.value, end.value)
        limits = next(
            it for it in self.twin.engine.constraint.members if isinstance(it, ValueConstraint)
        )
        assert lost <= limits.max_loss and gained <= limits.max_gain
        self.shared(max(end.value - start.value, 0), self.twin.supply)
        self.twin.record.append((start.time, lost))
        recent = [cost for time, cost in self.twin.record if time >= start.time - DAY]
        assert sum(recent) <= self.stage.settings.daily_budget
        self.backing = None

    def trade(self, name, chain, twin):
        """Both rebalance; I-08, I-11 to I-14 are what the refusals are about."""
        ends = []
        done = self.both(name, chain, lambda: ends.append(twin()))
        if done:
            self.judge(ends[0])
        return done

    @rule(keeper=st.booleans())
    def rebalance(self, keeper):
        """As it comes: most often it is too early, or there is too little to do."""
        self.attempt("rebalance", "keeper" if keeper else "outsider")

    def attempt(self, name, by="outsider"):
        return self.trade(
            name,
            lambda: self.stage.tell("rebalance", by=by),
            lambda: self.twin.rebalanced(self.stage.time),
        )

    def shock(self, i: int, percent: int) -> None:
        """An hour later all feeds are alive, all pools in line, and one price is elsewhere."""
        self.stage.wait(HOUR)
        self.mend()
        for k in (1, 2):
            self.arbitrage(k)
        self.move(i, percent)

    @rule(i=traded, percent=st.sampled_from([-45, -30, 40, 80]))
    def drift_and_rebalance(self, i, percent):
        """There is something to do, and the time is right."""
        self.shock(i, percent)
        self.attempt("drift_and_rebalance")

    @rule(i=traded, percent=st.sampled_from([-45, 80]))
    def upkeep(self, i, percent):
        """checkUpkeep says what performUpkeep does, where tokens move."""
        self.shock(i, percent)
        stage, time = self.stage, self.stage.time
        due, data = stage.chain.ask("VaultUpkeep", stage.parts["upkeep"], "checkUpkeep", b"hint")
        foreseen = outcome(lambda: self.twin.foreseen(time))
        assert (due, data) == (foreseen[0] == "done", b"hint")
        done = self.trade(
            "upkeep",
            lambda: stage.tell("performUpkeep", data),
            lambda: self.twin.rebalanced(time),
        )
        assert due or not done
        assert done or self.twin.frozen or not due

    @rule(i=traded, percent=st.sampled_from([-45, 80]), permille=st.integers(1, 30))
    def sandwich(self, i, percent, permille):
        """One transaction: an attacker moves the pool, rebalances and moves it back. I-08, I-23"""
        self.shock(i, percent)
        reserves, photo = self.stage.reserves(i), self.stage.keep()
        amount = reserves[0] * permille // 1000
        self.swap(0, i, amount)
        self.attempt("sandwich")
        moved = self.look()
        self.stage.chain.evm = PyEvm.from_snapshot(photo)
        self.in_one_transaction(i, amount)
        assert self.look() == moved
        self.arbitrage(i)

    def in_one_transaction(self, i: int, amount: int) -> None:
        """The same push and rebalance by one hostile contract; where it fails, all of it fails."""
        stage, tokens = self.stage, self.stage.tokens
        pair = stage.pairs[i - 1]
        curve = UniswapV2Venue()
        curve.set_pool(tokens[0], tokens[i], *stage.reserves(i))
        out = curve.quote(tokens[0], tokens[i], amount)
        outs = (out, 0) if tokens[i] < tokens[0] else (0, out)
        calls = [
            (tokens[0], encoded("MockToken", "transfer", (pair, amount))),
            (pair, encoded("UniswapV2Pair", "swap", (*outs, stage.parts["contract"], b""))),
            (stage.vault, encoded("Vault", "rebalance", ())),
            (stage.vault, encoded("Vault", "holdings", ())),
        ]
        accounts, data = zip(*calls)
        contract = stage.parts["contract"]
        got = outcome(lambda: stage.chain.tell("MockAttacker", contract, "attack", accounts, data))
        if got[0] != "done":
            stage.chain.tell("MockAttacker", contract, "attack", accounts[:2], data[:2])

    @rule(
        i=traded,
        percent=st.sampled_from([-45, 80]),
        wait=st.integers(0, 640),
    )
    def execute_a_plan(self, i, percent, wait):
        """A keeper's orders that are the planner's own, with a deadline near or too far."""
        self.shock(i, percent)
        self.execute("execute_a_plan", self.planned(), wait)

    def planned(self) -> list[Order]:
        try:
            return list(self.twin.engine.preview(self.twin.observed(self.stage.time)).orders)
        except Refusal:
            return []

    def execute(self, name, orders, wait=60):
        """I-19 What no order names is not touched; no order changes the supply."""
        time, twin = self.stage.time, self.twin
        books, supply = list(twin.books), twin.supply
        done = self.trade(
            name,
            lambda: self.stage.tell(
                "execute", [astuple(o) for o in orders], time + wait, by="keeper"
            ),
            lambda: twin.executed(orders, time + wait, time),
        )
        named = {token for order in orders for token in (order.sell, order.buy)}
        for token, before, after in zip(twin.assets, books, twin.books):
            assert token in named or before == after
        assert twin.supply == supply
        return done

    @rule(
        i=traded,
        percent=st.sampled_from([-45, 80]),
        legs=st.lists(
            st.tuples(st.integers(0, 9), st.integers(1, 2), st.integers(0, 1_200)),
            min_size=1,
            max_size=3,
        ),
        strange=st.integers(0, 7),
    )
    def execute_wild_orders(self, i, percent, legs, strange):
        """A stolen keeper's key: any amount of anything for nothing, to wherever it is allowed."""
        self.shock(i, percent)
        tokens = [*self.stage.tokens, self.stage.vault]
        venue = self.stage.parts["venue" if strange else "lens"]
        books = [*self.twin.books, 10**18]
        orders = [
            Order(venue, tokens[sell], tokens[buy], books[sell] * permille // 1000, 0)
            for sell, buy, permille in (self.leg(*leg) for leg in legs)
        ]
        self.execute("execute_wild_orders", orders)

    @staticmethod
    def leg(way: int, i: int, permille: int) -> tuple[int, int, int]:
        """Most often with the hub, and small; else with itself, with no pool, or with no asset."""
        ends = {0: (i, 3 - i), 1: (i, i), 2: (i, 3)}.get(way, (i, 0) if way % 2 else (0, i))
        return *ends, permille // 8 if way > 5 else permille

    @rule(
        i=traded,
        gift=st.integers(0, 2),
        part=st.integers(950_000, 1_020_000),
        fair=st.integers(0, 5),
        keeps=st.integers(0, 15),
        calls_back=st.integers(0, 15),
    )
    def trade_at_a_hostile_venue(self, i, gift, part, fair, keeps, calls_back):
        """I-08, I-09, I-19, I-23 It steals, under-delivers, gives what it likes, re-enters."""
        self.shock(i, 80)
        sell, buy, amount = self.towards(i)
        gift = buy if fair else gift
        worth = amount * self.twin.prices[sell] * self.twin.units[gift]
        given = worth * part // (10**6 * self.twin.prices[gift] * self.twin.units[sell])
        self.teach(gift, given if part % 16 or fair else 0, keeps > 0, calls_back == 0)
        tokens, venue = self.stage.tokens, self.stage.parts["hostile"]
        self.execute("hostile_venue", [Order(venue, tokens[sell], tokens[buy], amount, 0)])

    def towards(self, i: int) -> tuple[int, int, int]:
        """A trade of asset i with the hub that brings both nearer to their targets, if one does."""
        state = self.twin.state(self.stage.time)
        try:
            wanted = [w * state.value // ONE for w in self.twin.engine.strategy.target(state)]
        except Refusal:
            wanted = [0, 0, 0]
        gaps = [value - want for value, want in zip(state.values, wanted)]
        sell, buy = (i, 0) if gaps[i] > 0 else (0, i)
        size = min(abs(gaps[0]), abs(gaps[i]), state.values[sell] // 2) * 9 // 10
        return sell, buy, size * self.twin.units[sell] // self.twin.prices[sell]

    def teach(self, gift: int, given: int, keeps: bool, calls_back: bool) -> None:
        """The habits of the hostile venue, on both sides."""
        stage, hostile = self.stage, self.stage.parts["hostile"]
        spot = hostile if keeps else stage.vault
        target = stage.vault if calls_back else "0x" + "00" * 20
        for function, *values in (
            ("setInlet", spot),
            ("setCall", target, encoded("Vault", "sync", (stage.tokens[0],))),
            ("setGift", stage.tokens[gift], given),
        ):
            stage.chain.tell("MockHostileVenue", hostile, function, *values)
        place = self.twin.hostile
        place.keeps, place.calls_back, place.gift, place.amount = keeps, calls_back, gift, given
