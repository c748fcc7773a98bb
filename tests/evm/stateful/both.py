"""The vault in process and its twin side by side: every act on both, and both compared."""

from __future__ import annotations

import sys
from collections.abc import Callable
from copy import deepcopy
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant

from counterpoise.errors import Refusal
from counterpoise.math.weights import weigh
from tests.evm.stateful.lawful_twin import LawfulTwin
from tests.evm.stateful.stage import HOLDERS
from tests.evm.stateful.tally import tally
from tests.evm.stateful.wealth import ACTS, Wealth, dust, worth
from tests.evm.world import World
from tests.founding import ONE

DEAD = 10**6
DAY = 86_400

holders = st.sampled_from(HOLDERS)
places = st.integers(0, 2)
traded = st.integers(1, 2)  # every asset but the hub


def plain(value: Any) -> Any:
    """The same from either side: lists, addresses in small letters, bytes in hexadecimal."""
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, str) and value.startswith("0x"):
        return value.lower()
    return [plain(entry) for entry in value] if isinstance(value, list | tuple) else value


def outcome(act: Callable[[], Any]) -> tuple[str, Any]:
    """`done` and what was answered, or the refusal's name and its numbers."""
    try:
        return "done", plain(act())
    except Refusal as spoken:
        return spoken.name, plain(list(spoken.fields.values()))


class Both(RuleBasedStateMachine):
    """No rules yet: how a rule acts, and what must hold after each."""

    stage: World
    founded: LawfulTwin

    def __init__(self) -> None:
        super().__init__()
        self.stage.begin()
        self.twin = deepcopy(self.founded)
        self.backing: Any = None  # The books and the supply, where nothing may lower their ratio.
        self.turn = 0
        tally.walks += 1
        self.reckon()

    def both(self, rule: str, chain: Callable[[], Any], twin: Callable[[], Any]) -> bool:
        """Acts on both; the same answer or the same refusal. Says whether it was done."""
        expected, got = outcome(twin), outcome(chain)
        assert got == expected, (rule, got, expected)
        tally.count(rule, got[0])
        return got[0] == "done"

    def done(self, rule: str) -> None:
        """Counts a rule that nothing refuses."""
        tally.count(rule, "done")

    def person(self, name: str) -> str:
        return self.stage.people[name]

    def shares_of(self, who: str) -> int:
        return self.twin.shares.get(self.person(who), 0)

    def amount(self, i: int, dollars: int) -> int:
        """{unit} of asset i for whole dollars, at its first price."""
        return dollars * self.twin.units[i] // self.stage.settings.prices[i]

    @property
    def frozen(self) -> tuple[int, ...]:
        """The assets that do not move."""
        return (0,) if self.twin.frozen else ()

    def tokens(self, places: tuple[int, ...]) -> list[str]:
        return [self.stage.tokens[i] for i in places]

    def look(self) -> Any:
        """What the witness sees."""
        stage, parts = self.stage, self.stage.parts
        holders = [stage.people[name] for name in HOLDERS]
        strangers = [parts["venue"], parts["planner"], parts["constraint"], parts["lens"]]
        return stage.chain.ask(
            "MockWitness", parts["witness"], "look", stage.vault, holders, stage.pairs, strangers
        )

    def owned(self) -> list[int]:
        """D18{USD} of each holder: its tokens as the chain has them, its claims and its shares."""
        stage, twin = self.stage, self.twin
        people, rows = [self.person(name) for name in HOLDERS], (twin.prices, twin.units)
        purses = stage.chain.ask(
            "MockWitness", stage.parts["witness"], "purses", stage.tokens, people
        )
        claims = [[twin.claims.get((who, i), 0) for i in range(3)] for who in people]
        total = worth(twin.books, *rows)
        return [
            worth(purse, *rows) + worth(claim, *rows) + self.shares_of(name) * total // twin.supply
            for name, purse, claim in zip(HOLDERS, purses, claims)
        ]

    def reckon(self) -> None:
        """Looks anew, where prices have moved or a step is over."""
        self.wealth = Wealth(self.owned())

    def shared(self, value: int, supply: int, but: str = "") -> None:
        """D18{USD} that holders gain by their shares of this supply, all but who gave it."""
        parts = [0 if name == but else self.shares_of(name) for name in HOLDERS]
        self.wealth.share(value, parts, supply)

    def require_no_gain(self, acts: int) -> None:
        """I-07 Beyond gifts and the dust of so many acts nobody has more than before."""
        most = acts * dust(self.twin.prices, self.twin.units)
        assert max(self.wealth.gained(self.owned())) <= most

    @invariant()
    def the_vault_is_its_twin(self) -> None:
        """I-01, I-02, I-03, I-18 Books, holdings, supply, claims and pools; no right is left."""
        (_, books, supply), held, reserved, shares, claims, pooled, strayed, allowed = self.look()
        twin, people = self.twin, [self.person(name) for name in HOLDERS]
        assert (list(books), supply) == (twin.books, twin.supply)
        assert list(held) == twin.held
        assert list(reserved) == [twin.reserved(i) for i in range(3)]
        assert all(h >= b + r for h, b, r in zip(held, books, reserved))
        assert list(shares) == [twin.shares.get(who, 0) for who in people]
        assert supply == DEAD + sum(shares)
        owed = [[twin.claims.get((who, i), 0) for i in range(3)] for who in people]
        assert [list(row) for row in claims] == owed
        reserves = twin.pools.pools.reserves
        pools = [reserves[twin.assets[0], twin.assets[i]] for i in (1, 2)]
        assert list(pooled) == [amount for pool in pools for amount in pool]
        assert (strayed, allowed) == (0, 0)

    @invariant()
    def no_share_loses_backing_to_another(self) -> None:
        """I-04 Trades and entry with one asset excepted, what lies behind a share never falls."""
        behind = (list(self.twin.books), self.twin.supply)
        if self.backing:
            books, supply = self.backing
            for before, after in zip(books, self.twin.books):
                assert after * supply >= before * self.twin.supply
        self.backing = behind

    @invariant()
    def nobody_gains_but_by_gifts(self) -> None:
        """I-07 Each actor apart, at constant prices: so, step by step, over any number of steps.

        A gift is another's shares, the spread of another's deposit, a donation that is synced and
        the surplus of a rebalance, of which it gets no more than the part of its shares.
        """
        self.require_no_gain(ACTS)
        self.reckon()

    @invariant()
    def a_holder_can_leave(self) -> None:
        """I-17 Whoever's turn it is would be paid its part of everything, rounded down."""
        self.turn += 1
        who = HOLDERS[self.turn % len(HOLDERS)]
        shares, twin = self.shares_of(who), self.twin
        if shares == 0:
            return
        skip = self.tokens(self.frozen)
        amounts = self.stage.ask("redeem", shares, self.person(who), skip, [], 2**40, by=who)
        assert list(amounts) == [shares * book // twin.supply for book in twin.books]

    @invariant()
    def prices_and_weights_are_the_twins(self) -> None:
        """I-15, I-16 The same state, share price and weights, or the same feed not believed."""
        stage = self.stage
        got = outcome(
            lambda: stage.chain.ask("VaultLens", stage.parts["lens"], "observe", stage.vault)
        )
        assert got == outcome(self.seen)
        assert got[0] != "done" or sum(got[1][2]) == ONE

    def seen(self) -> Any:
        """What the lens says of the twin."""
        state = self.twin.observed(self.stage.time)
        assets = [[a.token, a.unit, a.balance, a.price, a.value] for a in state.assets]
        told = [state.time, state.supply, state.value, assets, list(state.signals)]
        return told, state.value * ONE // state.supply, weigh(state)

    def teardown(self) -> None:
        """I-03, I-07, I-17 In the end the hub thaws, and holders take their parts and claims."""
        if sys.exc_info()[0]:
            return  # A rule has failed already, and is the one to be heard.
        self.stage.chain.tell(
            "MockFreezingToken", self.stage.tokens[0], "setFrozen", self.stage.vault, False
        )
        self.twin.frozen = False
        for who in HOLDERS:
            if self.shares_of(who):
                self.leave(who)
        for who, i in [key for key, owed in self.twin.claims.items() if owed]:
            paid = self.stage.chain.tell(
                "Vault", self.stage.vault, "claim", self.stage.tokens[i], who, by=who
            )
            assert paid == self.twin.claim(who, i)
        self.the_vault_is_its_twin()
        self.require_no_gain(len(HOLDERS))
        assert self.twin.supply == DEAD

    def leave(self, who: str) -> None:
        shares, account = self.shares_of(who), self.person(who)
        paid = self.stage.tell("redeem", shares, account, [], [], 2**40, by=who)
        assert list(paid) == self.twin.redeem(account, shares, ())
