"""A whole vault in process that sells by auction, its twin, and who bids."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple, dataclass, field, replace
from typing import Any

from simular import PyEvm

from counterpoise.engine import MAX_BALANCE
from counterpoise.errors import BalanceCapExceeded
from counterpoise.execution.auction import AuctionPlanner
from counterpoise.execution.auction import Limits as Sizes
from counterpoise.execution.dutch import ALL, Bid, DutchAuction, Terms
from counterpoise.execution.hub import Limits
from counterpoise.types import State
from tests.counterpoise.drawn import ONE
from tests.evm.in_process import Chain
from tests.evm.test_engine_twin import Deployed, Twin, Venture, found, twin_of

PERCENT, MINUTE, BLOCK = ONE // 100, 60, 12
FOREVER = 2**256 - 1
WHOLE = 2**112  # {unit}, more than there is of anything
AUCTION, PLANNER = "DutchAuction", "AuctionPlanner"
TERMS = Terms(2 * PERCENT, PERCENT, 5 * PERCENT, 15 * MINUTE, 10 * MINUTE)
SIZES = Sizes(ONE, 10 * ONE)
VENTURE = Venture(  # dollars of 6 decimals, ether of 18, bitcoin of 8: 450,000, 400,000 and 150,000
    units=(10**6, 10**18, 10**8),
    balances=(450_000 * 10**6, 200 * 10**18, 375 * 10**6),
    target=(30 * PERCENT, 40 * PERCENT, 30 * PERCENT),
    hub=0,
    pools={1: (5_000 * 10**18, 10**7 * 10**6), 2: (250 * 10**8, 10**7 * 10**6)},
    limits=Limits(ONE, ONE, 2 * PERCENT, PERCENT, ONE),
    constraints=(
        (4 * PERCENT, PERCENT),
        (0, 0),
        (ONE,),
        (PERCENT,),
        (2 * PERCENT, 2 * PERCENT),
        (4 * PERCENT,),
    ),
    rounds=(),
)
PRICES = (ONE, 2_000 * ONE, 40_000 * ONE)


@dataclass(frozen=True)
class Founded:
    """A vault as it was founded, to begin from as often as one likes."""

    chain: Chain
    it: Deployed
    address: str
    planner: str
    venture: Venture
    terms: Terms
    sizes: Sizes
    prices: tuple[int, ...]
    photo: str = field(repr=False)

    def begin(self) -> Auctioned:
        """As it was, in a hundredth of the time that it took to build."""
        self.chain.evm = PyEvm.from_snapshot(self.photo)
        mirror = twin_of(self.venture, self.it)
        auction = DutchAuction(self.address, self.it.vault, self.terms)
        twin = AuctionPlanner(auction, mirror.engine.planner, self.sizes)
        return Auctioned(self, mirror, auction, twin, self.prices)


@dataclass
class Auctioned:
    """The vault, whose planner answers bids, and the same with no chain behind it."""

    founded: Founded
    mirror: Twin
    auction: DutchAuction
    twin: AuctionPlanner
    prices: tuple[int, ...]
    people: dict[str, str] = field(default_factory=dict)

    @property
    def chain(self) -> Chain:
        return self.founded.chain

    @property
    def it(self) -> Deployed:
        return self.founded.it

    @property
    def address(self) -> str:
        """The auction's."""
        return self.founded.address

    @property
    def target(self) -> tuple[int, ...]:
        return self.founded.venture.target

    @property
    def tokens(self) -> tuple[str, ...]:
        return self.it.tokens

    def person(self, name: str) -> str:
        """Somebody who has allowed the auction everything and has plenty of it."""
        if name not in self.people:
            self.people[name] = self.chain.person()
            for token in self.tokens:
                self.endow(self.people[name], token, 2**200)
                self.allow(name, token)
        return self.people[name]

    def endow(self, account: str, token: str, amount: int) -> None:
        self.chain.tell("MockToken", token, "mint", account, amount)

    def allow(self, name: str, token: str, amount: int = FOREVER) -> None:
        by = self.people[name]
        self.chain.tell("MockToken", token, "approve", self.address, amount, by=by)

    def post(self, *prices: int) -> None:
        self.prices = prices
        self.it.post(prices)

    def passes(self, seconds: int) -> None:
        self.chain.evm.advance_block(seconds)

    def open(self, i: int = 0, j: int = 2, by: str = "outsider") -> Any:
        pair = self.it.vault, self.tokens[i], self.tokens[j]
        return self.chain.tell(AUCTION, self.address, "open", *pair, by=self.person(by))

    def opened(self, wait: int = 30) -> None:
        """An auction is open, and its first bid may come."""
        self.open()
        self.passes(wait)

    def bid(
        self,
        i: int = 0,
        j: int = 2,
        amount: int = WHOLE,
        most: int = ALL,
        by: str = "bidder",
        called: bool = False,
    ) -> Any:
        """{unit} sold and paid."""
        words = self.it.vault, self.tokens[i], self.tokens[j], amount, most, called
        return self.chain.tell(AUCTION, self.address, "bid", *words, by=self.person(by))

    def balances(self) -> tuple[int, ...]:
        return tuple(self.it.holdings()[1])

    def held(self, account: str) -> tuple[int, ...]:
        """{unit} of each asset."""
        ask = self.chain.ask
        return tuple(ask("MockToken", token, "balanceOf", account) for token in self.tokens)

    # The twin's side.

    def state(self) -> State:
        """What the next transaction sees."""
        named = dict(zip(self.tokens, self.prices, strict=True))
        return self.mirror.observer.observe(self.mirror.held, named, self.chain.time())

    def twin_opens(self, i: int = 0, j: int = 2) -> None:
        rules, time = self.mirror.engine.constraint, self.chain.time()
        self.auction.require_free(time)
        rules.require_ready(time)
        pair = self.tokens[i], self.tokens[j]
        self.auction.open(self.state(), self.target, pair, self.twin.plan, rules.judge)

    def twin_bids(
        self, i: int = 0, j: int = 2, amount: int = WHOLE, most: int = ALL
    ) -> tuple[int, int]:
        """{unit} sold and paid."""
        rules, time = self.mirror.engine.constraint, self.chain.time()
        asked = Bid(self.tokens[i], self.tokens[j], amount, most)
        self.auction.require_open(asked, time)
        rules.require_ready(time)
        order, end = self.auction.bid(asked, self.state(), self.target, self.twin.plan, self._check)
        self.mirror.held = replace(self.mirror.held, balances=end.balances)
        return order.sell_amount, order.min_buy_amount

    def _check(self, start: State, target: Sequence[int], end: State) -> None:
        """As the vault does: what its books can hold, then its rules."""
        for asset in end.assets:
            if asset.balance > MAX_BALANCE:
                raise BalanceCapExceeded(asset.token, asset.balance, MAX_BALANCE)
        self.mirror.engine.constraint.check(start, target, end)


def build(
    chain: Chain,
    venture: Venture = VENTURE,
    terms: Terms = TERMS,
    sizes: Sizes = SIZES,
    prices: tuple[int, ...] = PRICES,
) -> Founded:
    """Founds the vault with its pools, and puts the auction before its planner."""
    it = found(chain, chain.deploy("UniswapV2Factory", chain.caller), venture)
    it.post(prices)
    address = chain.deploy(AUCTION, astuple(terms))
    inner = chain.ask("Vault", it.vault, "planner")
    planner = chain.deploy(PLANNER, it.vault, address, inner, astuple(sizes))
    chain.tell("Vault", it.vault, "setPlanner", planner)
    chain.tell("Vault", it.vault, "setVenue", address, True)
    photo = str(chain.evm.create_snapshot())
    return Founded(chain, it, address, planner, venture, terms, sizes, prices, photo)
