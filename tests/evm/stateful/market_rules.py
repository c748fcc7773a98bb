"""What the market does, and donors, attackers and tokens with bad habits do to it."""

from __future__ import annotations

from math import isqrt

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from counterpoise.math.valuation import value_of
from counterpoise.types import Order
from tests.evm.in_process import encoded
from tests.evm.stateful.both import DAY, Both, outcome, places, traded
from tests.evm.stateful.market_twin import SCALE
from tests.evm.world import MOST
from tests.founding import ONE

LATE = 2**40  # {s}
MAX_BALANCE = 2**112 - 1  # {unit}


class MarketRules(Both):
    """Prices, pools, donations, time, frozen, taxing and calling tokens."""

    def post(self, i: int, answer: int) -> None:
        self.stage.chain.tell("MockFeed", self.stage.feeds[i], "post", answer)
        self.twin.feeds[i].post(answer, self.stage.time)

    def good(self, i: int) -> int:
        """The last answer that could be believed."""
        return self.twin.prices[i] // SCALE

    def mend(self) -> None:
        """Every feed says again what it last said."""
        for i in range(3):
            self.post(i, self.good(i))

    def swap(self, sell: int, buy: int, amount: int) -> int:
        """A stranger's trade with a pool; one of the two is the hub. Returns what it brings."""
        chain, tokens = self.stage.chain, self.stage.tokens
        pair = self.stage.pairs[(buy or sell) - 1]
        order = Order("", tokens[sell], tokens[buy], amount, 0)
        out = self.twin.pools.pools.quote(order.sell, order.buy, amount)
        if out == 0:
            return 0
        self.stage.mint_token(sell, pair, amount)
        outs = (out, 0) if tokens[buy] < tokens[sell] else (0, out)
        chain.tell("UniswapV2Pair", pair, "swap", *outs, self.person("outsider"), b"")
        return self.twin.pools.pools.apply(order)

    def arbitrage(self, i: int) -> None:
        """Somebody trades a pool to its feed's price, fee aside."""
        hub, asset = self.twin.pools.pools.reserves[self.twin.assets[0], self.twin.assets[i]]
        price, hub_price = self.good(i) * self.twin.units[0], self.good(0) * self.twin.units[i]
        fair = isqrt(hub * asset * price // hub_price)
        if fair > hub:
            self.swap(0, i, fair - hub)
        elif fair < hub:
            self.swap(i, 0, hub * asset // fair - asset)

    def move(self, i: int, percent: int) -> None:
        """The feed and its pool, between a hundredth and a hundred times the first price."""
        first = self.stage.settings.prices[i] * 10**8
        answer = self.good(i) * (100 + percent) // 100
        answer = min(max(answer, first // 100), first * 100)
        self.post(i, answer)
        self.twin.prices[i] = answer * SCALE
        self.reckon()
        self.arbitrage(i)

    @rule(i=traded, percent=st.sampled_from([-40, -25, -15, -4, 3, 18, 35, 60]))
    def move_price(self, i, percent):
        """The feed first, then somebody trades the pool there."""
        self.move(i, percent)
        self.done("move_price")

    @rule(i=traded, percent=st.sampled_from([-10, -3, -1, 1, 4, 11]))
    def move_feed(self, i, percent):
        """The feed alone, so that its pool lags."""
        self.twin.prices[i] = self.good(i) * (100 + percent) // 100 * SCALE
        self.post(i, self.good(i))
        self.reckon()
        self.done("move_feed")

    @rule(i=traded, inward=st.booleans(), permille=st.integers(1, 200))
    def push_pool(self, i, inward, permille):
        """An attacker moves a pool and leaves it there."""
        sell, buy = (i, 0) if inward else (0, i)
        reserves = self.twin.pools.pools.reserves[self.twin.assets[sell], self.twin.assets[buy]]
        self.swap(sell, buy, reserves[0] * permille // 1000)
        self.done("push_pool")

    @rule(i=traded)
    def calm_pool(self, i):
        self.arbitrage(i)
        self.done("calm_pool")

    @rule(i=traded, hub=st.booleans(), dollars=st.integers(1, 50_000))
    def donate_to_pool(self, i, hub, dollars):
        """Moves a pool's price as a gift does."""
        k, pair, pools = 0 if hub else i, self.stage.pairs[i - 1], self.twin.pools.pools
        amount = self.amount(k, dollars)
        self.stage.mint_token(k, pair, amount)
        self.stage.chain.tell("UniswapV2Pair", pair, "sync")
        a, b = self.twin.assets[0], self.twin.assets[i]
        x, y = pools.reserves[a, b]
        pools.set_pool(a, b, x + amount * hub, y + amount * (not hub))
        self.done("donate_to_pool")

    @rule(i=places, dollars=st.integers(1, 20_000))
    def donate(self, i, dollars):
        """I-02"""
        amount = self.amount(i, dollars)
        if self.twin.frozen and i == 0:
            i, amount = 1, self.amount(1, dollars)
        self.stage.mint_token(i, self.stage.vault, amount)
        self.twin.held[i] += amount
        self.done("donate")

    @rule(i=places)
    def sync(self, i):
        """I-02 A claim is no less for it, as the twin's claims stay."""
        asset, twin = self.stage.tokens[i], self.twin
        before = twin.books[i]
        if self.both("sync", lambda: self.stage.tell("sync", asset), lambda: twin.synced(i)):
            gift = value_of(twin.books[i] - before, twin.prices[i], twin.units[i])
            self.shared(gift, twin.supply)

    @rule(i=st.integers(1, 2))
    def flood(self, i):
        """I-24 More than the books can hold is never written into them. Then it was a dream."""
        held, asset = list(self.twin.held), self.stage.tokens[i]
        overfull = held[i] + MAX_BALANCE - self.twin.reserved(i)
        with self.stage.dreamt():
            self.stage.mint_token(i, self.stage.vault, MAX_BALANCE)
            self.twin.held[i] += MAX_BALANCE
            got = outcome(lambda: self.stage.tell("sync", asset))
            assert got == ("BalanceCapExceeded", [asset, overfull, MAX_BALANCE])
            self.the_vault_is_its_twin()
        self.twin.held = held
        self.done("flood")

    @rule(
        seconds=st.sampled_from([12, 12, 600, 3_600, 6 * 3_600, DAY, 3 * DAY]), heard=st.booleans()
    )
    def wait(self, seconds, heard):
        """Time passes; the feeds that are heard go on."""
        self.stage.wait(seconds)
        if heard or seconds > DAY:
            self.mend()
        self.done("wait")

    @rule(
        i=places,
        habit=st.sampled_from(["stale", "future", "incomplete", "negative", "too high"]),
        lucky=st.booleans(),
    )
    def break_feed(self, i, habit, lucky):
        """I-16 A feed that may not be believed; every second time it is repaired at once."""
        now, feed = self.stage.time, self.twin.feeds[i]
        self.prices_and_weights_are_the_twins()
        feed.round_id, feed.answer, feed.updated_at = {
            "stale": (7, self.good(i), now - feed.max_age - 1),
            "future": (7, self.good(i), now + 1),
            "incomplete": (0, self.good(i), now),
            "negative": (7, -1, now),
            "too high": (7, 10**20 + 1, now),
        }[habit]
        values = (feed.round_id, feed.answer, feed.updated_at)
        self.stage.chain.tell("MockFeed", feed.address, "set", *values)
        self.prices_and_weights_are_the_twins()
        if lucky:
            self.mend()
        self.done("break_feed")

    @rule()
    def mend_feeds(self):
        self.mend()
        self.done("mend_feeds")

    @rule(frozen=st.sampled_from([True, False, False, False]))
    def freeze(self, frozen):
        """The hub's issuer freezes the vault, or thaws it."""
        stage, hub = self.stage, self.stage.tokens[0]
        stage.chain.tell("MockFreezingToken", hub, "setFrozen", stage.vault, frozen)
        self.twin.frozen = frozen
        self.done("freeze")

    @precondition(lambda self: not self.twin.frozen)
    @rule(shares=st.integers(10**12, 1_000 * ONE), percent=st.integers(1, 50))
    def tax(self, shares, percent):
        """A token that keeps a part is refused at entry, and nobody is locked in by it."""
        stage, account = self.stage, self.person("depositor")
        asset, fee = stage.tokens[2], percent * ONE // 100
        needed = -(-shares * self.twin.books[2] // self.twin.supply)
        stage.chain.tell("MockFeeToken", asset, "setFee", fee)
        if stage.time >= self.twin.paused_until and shares <= self.twin.cap - self.twin.supply:
            got = outcome(
                lambda: stage.tell("mint", shares, [MOST] * 3, account, LATE, by="depositor")
            )
            arrives = needed - needed * fee // ONE
            short = ("TransferDeltaMismatch", [asset, needed, arrives])
            assert got == short or (got[0] == "done" and needed == arrives)
            if got[0] == "done":
                self.twin.minted(account, shares, stage.time)
        if some := self.shares_of("depositor"):
            paid = stage.tell("redeem", some, account, [], [], LATE, by="depositor")
            assert list(paid) == self.twin.redeemed(account, some, ())
        stage.chain.tell("MockFeeToken", asset, "setFee", 0)
        self.done("tax")

    @rule(
        call=st.sampled_from(["mint", "redeem", "deposit", "sync", "rebalance", "holdings"]),
        part=st.integers(1, 8),
    )
    def reenter(self, call, part):
        """I-23 A token that calls back finds the door shut, to read as well; skip it and leave."""
        stage, who = self.stage, max(("founder", "depositor"), key=self.shares_of)
        asset, account, shares = stage.tokens[1], self.person(who), self.shares_of(who) * part // 8
        values = {
            "mint": (1, [MOST] * 3, account, LATE),
            "redeem": (1, account, [], [], LATE),
            "deposit": (asset, 1, 0, account, LATE),
            "sync": (asset,),
        }.get(call, ())
        if shares * self.twin.books[1] // max(self.twin.supply, 1) == 0:
            return
        hook = encoded("Vault", call, values)
        stage.chain.tell("MockHookToken", asset, "setHook", stage.vault, hook)
        frozen = self.tokens(self.frozen)
        got = outcome(lambda: stage.tell("redeem", shares, account, frozen, [], LATE, by=who))
        assert got == ("ReentrancyGuardReentrantCall", [])
        skip = (*self.frozen, 1)
        paid = stage.tell("redeem", shares, account, self.tokens(skip), [], LATE, by=who)
        assert list(paid) == self.twin.redeemed(account, shares, skip)
        stage.chain.tell("MockHookToken", asset, "setHook", "0x" + "00" * 20, b"")
        self.done("reenter")
