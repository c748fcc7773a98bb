"""What holders do, and what they try with each other's shares."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.stateful import rule

from counterpoise.errors import NothingToClaim
from counterpoise.math.valuation import value_of
from tests.evm.stateful.both import Both, holders, outcome, places, plain
from tests.evm.stateful.stage import HOLDERS
from tests.evm.stateful.wealth import worth
from tests.evm.world import MOST
from tests.founding import ONE

LATE = 2**40  # {s}, a deadline that never comes


class HolderRules(Both):
    """Enter, leave, claim, pass shares on."""

    @rule(who=holders, shares=st.integers(1, 200_000 * ONE))
    def mint(self, who, shares):
        account = self.person(who)
        self.both(
            "mint",
            lambda: self.stage.tell("mint", shares, [MOST] * 3, account, LATE, by=who),
            lambda: self.twin.minted(account, shares, self.stage.time),
        )

    @rule(who=holders, i=places, dollars=st.integers(1, 100_000))
    def deposit(self, who, i, dollars):
        self.enter("deposit", who, i, self.amount(i, dollars))

    def enter(self, name, who, i, amount):
        """With one asset; says whether it was let in."""
        account, asset, supply = self.person(who), self.stage.tokens[i], self.twin.supply
        done = self.both(
            name,
            lambda: self.stage.tell("deposit", asset, amount, 0, account, LATE, by=who),
            lambda: self.twin.deposited(account, i, amount, self.stage.time),
        )
        if done:
            self.backing = None
            self.shared(self.spread_on(i, amount, supply), supply, but=who)
        return done

    def spread_on(self, i, amount, supply):
        """D18{USD} that a deposit of asset i was worth more than the shares that it got."""
        twin = self.twin
        paid = value_of(amount, twin.prices[i], twin.units[i])
        total = worth(twin.books, twin.prices, twin.units)
        return paid - (twin.supply - supply) * total // twin.supply

    @rule(who=holders, part=st.integers(1, 8), skip=st.sets(places, max_size=2), wary=st.booleans())
    def redeem(self, who, part, skip, wary):
        """I-17 Whatever has happened, a holder can leave; a wary one skips what does not move."""
        chosen = tuple(sorted(skip | set(self.frozen))) if wary else tuple(sorted(skip))
        self.exit("redeem", who, -(-self.shares_of(who) * part // 8), chosen)

    def exit(self, name, who, shares, skip=()):
        account, tokens = self.person(who), self.tokens(skip)
        return self.both(
            name,
            lambda: self.stage.tell("redeem", shares, account, tokens, [], LATE, by=who),
            lambda: self.twin.redeemed(account, shares, skip),
        )

    @rule(who=holders, i=places, pick=st.integers(0, 8))
    def claim(self, who, i, pick):
        """What was skipped; where nobody was owed anything, somebody is now."""
        if not any(self.twin.claims.values()):
            skip = tuple(sorted({*self.frozen, i}))
            self.exit("redeem", who, -(-self.shares_of(who) // 2), skip)
        owed = sorted(key for key, amount in self.twin.claims.items() if amount)
        if not owed:
            return
        who, i = owed[pick % len(owed)]
        stage = self.stage
        self.both(
            "claim",
            lambda: stage.chain.tell("Vault", stage.vault, "claim", stage.tokens[i], who, by=who),
            lambda: self.twin.claimed(who, i),
        )

    @rule(giver=holders, taker=holders, part=st.integers(0, 4))
    def transfer(self, giver, taker, part):
        amount = self.shares_of(giver) * part // 4
        start, end = self.person(giver), self.person(taker)
        done = self.both(
            "transfer",
            lambda: self.stage.tell("transfer", end, amount, by=giver),
            lambda: self.twin.transferred(start, end, amount),
        )
        if done and giver != taker:
            self.given(taker, amount)

    def given(self, taker, shares):
        twin = self.twin
        total = worth(twin.books, twin.prices, twin.units)
        parts = [shares if name == taker else 0 for name in HOLDERS]
        self.wealth.share(total, parts, twin.supply)

    @rule(who=holders, shares=st.integers(1, 100_000 * ONE))
    def enter_and_leave(self, who, shares):
        """I-05 In kind it costs 0 or 1 unit of each asset."""
        before, account = list(self.twin.books), self.person(who)
        done = self.both(
            "enter_and_leave",
            lambda: self.stage.tell("mint", shares, [MOST] * 3, account, LATE, by=who),
            lambda: self.twin.minted(account, shares, self.stage.time),
        )
        if done:
            assert self.exit("enter_and_leave", who, shares)
            assert all(0 <= now - was <= 1 for was, now in zip(before, self.twin.books))

    @rule(who=holders, i=places, dollars=st.integers(1, 100_000))
    def deposit_and_leave(self, who, i, dollars):
        """I-06 At constant prices nothing is won."""
        amount, account = self.amount(i, dollars), self.person(who)
        had, before = self.shares_of(who), list(self.twin.books)
        if self.enter("deposit_and_leave", who, i, amount):
            shares = self.twin.shares[account] - had
            assert self.exit("deposit_and_leave", who, shares, self.frozen)
            before[i] += amount
            got = [was - now for was, now in zip(before, self.twin.books)]
            rows = list(zip(self.twin.prices, self.twin.units))
            worth = sum(value_of(part, *row) for part, row in zip(got, rows))
            assert worth <= value_of(amount, *rows[i])

    @rule(victim=holders, i=places, over=st.integers(1, ONE))
    def steal(self, victim, i, over):
        """I-20 Nobody moves another's shares, takes another's claim or leaves with too many."""
        stage, attacker = self.stage, self.person("attacker")
        taken = self.shares_of("attacker") + over
        refused = ("ERC20InsufficientBalance", [attacker, taken - over, taken])
        assert self.tried("redeem", taken, attacker, [], [], LATE) == refused
        if victim != "attacker":
            call = ("transferFrom", self.person(victim), attacker, over)
            assert self.tried(*call) == ("ERC20InsufficientAllowance", [attacker, 0, over])
        if not self.twin.claims.get((attacker, i)):
            spoken = NothingToClaim(attacker, stage.tokens[i])
            refused = (spoken.name, plain(list(spoken.fields.values())))
            assert self.tried("claim", stage.tokens[i], attacker) == refused
        self.done("steal")

    def tried(self, function, *values, by="attacker"):
        """What becomes of a call; its effects are kept, were there any."""
        return outcome(lambda: self.stage.tell(function, *values, by=by))
