"""Venues of one pair of tokens, of real Uniswap V2 pairs and of mocks, and who trades on them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple, dataclass, field
from enum import IntEnum
from typing import Any

from eth_utils.crypto import keccak

from counterpoise.execution.venue import KEPT, UniswapV2Venue
from counterpoise.types import UNLIMITED, Curve
from tests.evm.in_process import Chain, artifact, said
from tests.evm.test_engine_twin import pour

ONE = 10**18
NOBODY = "0x" + 40 * "0"
NEVER = Curve(0, 0, 0, 0)  # What follows where nothing does.
UNRULY = "MockUnrulyVenue"
Habit = IntEnum("Habit", "HONEST REFUSE BURN MUTE BRAG HALVE REENTER", start=0)


@dataclass
class Exchange:
    """Two factories of real pairs and a small market maker of 0.05 %, and tokens for them."""

    chain: Chain
    factories: tuple[str, ...] = ()
    venues: tuple[str, ...] = ()
    tokens: tuple[str, str] = ("", "")
    receiver: str = ""
    twins: list[UniswapV2Venue] = field(default_factory=list)

    def __post_init__(self) -> None:
        chain, code = self.chain, keccak(hexstr=artifact("UniswapV2Pair")["bytecode"])
        self.factories = tuple(chain.deploy("UniswapV2Factory", chain.caller) for _ in range(2))
        pairs = [chain.deploy("UniswapV2Venue", it, code, KEPT) for it in self.factories]
        self.venues = (*pairs, chain.deploy("MockVenue"))
        chain.tell("MockVenue", self.venues[2], "setFee", 5 * ONE // 10_000)
        self.receiver = chain.person()

    def list_tokens(self, decimals: tuple[int, int] = (18, 18)) -> None:
        """Two new ones, with no market yet."""
        first, second = (self.chain.deploy("MockToken", "Token", "TOK", it) for it in decimals)
        self.tokens = (first, second)

    def open(self, reserves: Sequence[tuple[int, int]]) -> None:
        """Markets of new tokens: {unit} for the first factory, the second, and the mock."""
        self.list_tokens()
        keeps = 997 * 10**15, 997 * 10**15, 9_995 * 10**14
        self.twins = [UniswapV2Venue(it) for it in keeps]
        for k, amounts in enumerate(reserves):
            self.twins[k].set_pool(*self.tokens, *amounts)
            if k < 2:
                pour(self.chain, self.factories[k], self.tokens, amounts)
            else:
                self.fund(self.venues[2], amounts)
                self.chain.tell("MockVenue", self.venues[2], "setPool", *self.tokens, *amounts)

    def fund(self, venue: str, amounts: tuple[int, int]) -> None:
        """Brings a mock {unit} of both tokens."""
        for token, amount in zip(self.tokens, amounts, strict=True):
            self.chain.tell("MockToken", token, "mint", venue, amount)

    def unruly(self, near: Curve, far: Curve = NEVER) -> str:
        """A venue that can pay, and behaves for now."""
        venue = self.chain.deploy(UNRULY)
        curves = self.tokens[0], astuple(near), astuple(far)
        self.chain.tell(UNRULY, venue, "setCurves", *curves)
        self.fund(venue, (0, 10**30))
        return venue

    def fall(
        self,
        venue: str,
        curve: Habit = Habit.HONEST,
        quote: Habit = Habit.HONEST,
        swap: Habit = Habit.HONEST,
    ) -> None:
        """Into a habit in each of its words."""
        self.chain.tell(UNRULY, venue, "fall", curve, quote, swap)

    def split(self, venues: Sequence[str]) -> str:
        """Where gas is not counted."""
        return self.chain.deploy("SplitVenue", venues, 0, NOBODY, NOBODY)

    def ask(self, venue: str, word: str, *values: Any) -> Any:
        return said(self.chain.ask, "SplitVenue", venue, word, *values)

    def trade(self, venue: str, amount: int, way: int = 1) -> Any:
        """Push, then swap; what came to the receiver, or why not."""
        sell, buy = self.tokens[::way]
        inlet = self.ask(venue, "inlet", sell, buy)
        self.chain.tell("MockToken", sell, "mint", inlet, amount)
        start = self.held(buy, self.receiver)
        order = (venue, sell, buy, amount, 0), self.receiver
        refused = said(self.chain.tell, "SplitVenue", venue, "swap", *order)
        return refused or self.held(buy, self.receiver) - start

    def held(self, token: str, owner: str) -> int:
        return int(self.chain.ask("MockToken", token, "balanceOf", owner))


def market(sell: int, buy: int, kept: int = 10_000, limit: int = UNLIMITED) -> Curve:
    """Reserves in whole tokens, of which so many ten-thousandths are kept."""
    return Curve(sell * ONE, buy * ONE, kept * 10**14, limit)
