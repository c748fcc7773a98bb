"""A vault of two assets, ether and the hub, its real pool, and a tank that pays its keepers."""

from __future__ import annotations

from dataclasses import astuple, dataclass, field, replace
from typing import Any

from simular import PyEvm

from counterpoise.execution.hub import Limits
from counterpoise.keeper.reward import Terms
from counterpoise.math.fixed_point import ONE
from tests.evm.in_process import OUTSIDER, Chain
from tests.evm.market.exchanges import Market, Pair, Token
from tests.evm.test_engine_twin import Deployed, Venture, found

PERCENT, HOUR, DAY = 10**16, 3_600, 86_400
GWEI, FOREVER = 10**9, 2**40
HUB, ETHER = 0, 1  # the assets, in the vault's order
PRICE = 2_000  # {USD} of ether, at first
UNITS = 10**6, 10**18
LIMITS = Limits(ONE, ONE, 2 * PERCENT, PERCENT, ONE)
LENIENT = (
    (2 * PERCENT, PERCENT),
    (HOUR, 0),
    (ONE,),
    (10 * PERCENT,),
    (10 * PERCENT, 10 * PERCENT),
    (10 * PERCENT,),
)
TERMS = Terms(
    margin=10 * PERCENT,
    overhead=40_000,
    rate=10**12,
    least=PERCENT,
    most=ONE // 10,
    daily_budget=ONE,
    max_gas=2_000_000,
)
FEES = 22 * GWEI, 20 * GWEI  # {wei/gas}: what callers pay, and what is burnt of it


@dataclass
class Stage:
    """Everything that was deployed; the chain's caller seeded the vault and holds its shares."""

    it: Deployed
    tank: str
    keeper: str  # a contract that takes ether
    pair: Pair
    photo: str = field(default="", repr=False)

    @property
    def chain(self) -> Chain:
        return self.it.chain

    def keep(self) -> Stage:
        """Makes the photo that `begin` goes back to."""
        return replace(self, photo=str(self.chain.evm.create_snapshot()))

    def begin(self) -> Stage:
        """As it was when the photo was made."""
        self.chain.evm = PyEvm.from_snapshot(self.photo)
        return replace(self)

    def fill(self, amount: int) -> None:
        """Somebody pays so many wei into the tank."""
        self.chain.evm.transfer(OUTSIDER, self.tank, amount)

    def balance(self, account: str) -> int:
        """{wei}"""
        return int(self.chain.evm.get_balance(account))

    def price(self, dollars: int) -> None:
        """Ether costs so much from now on, by its oracle and in its pool."""
        self.it.post((ONE, dollars * ONE))
        self.pair.push(dollars)

    def due(self) -> Any:
        return self.chain.ask("MockTank", self.tank, "checkUpkeep", b"hint")

    def work(self, by: str = "") -> Any:
        """A keeper rebalances through the tank: {wei} that it is paid."""
        return self.chain.tell(
            "MockTank", self.tank, "performUpkeep", b"hint", by=by or self.keeper
        )


def built(depth: int, value: int = 1_000_000, terms: Terms = TERMS, **changes: Any) -> Stage:
    """A vault worth so many dollars, half ether, beside a pool with so many on each side."""
    venture = Venture(
        units=UNITS,
        balances=halves(value),
        target=(ONE // 2, ONE // 2),
        hub=HUB,
        pools={ETHER: halves(2 * depth)[::-1]},
        limits=changes.get("limits", LIMITS),
        constraints=changes.get("constraints", LENIENT),
        rounds=(),
    )
    chain = Chain()
    factory = chain.deploy("UniswapV2Factory", chain.caller)
    it = found(chain, factory, venture)
    chain.evm.advance_block(DAY)
    stage = Stage(it, tank_of(it, terms), chain.deploy("MockKeeper"), pair_of(it, factory))
    stage.price(PRICE)
    return stage


def pair_of(it: Deployed, factory: str) -> Pair:
    """The vault's pool, of ether and the hub."""
    hub, ether = it.tokens
    address = it.chain.ask("UniswapV2Venue", it.venue, "inlet", hub, ether)
    ends = Token(ether, UNITS[ETHER]), Token(hub, UNITS[HUB])
    return Pair(Market(it.chain, factory, "", ""), *ends, address)


def halves(value: int) -> tuple[int, int]:
    """{unit} of hub and of ether, half of so many dollars each."""
    return value * UNITS[HUB] // 2, value * UNITS[ETHER] // (2 * PRICE)


def tank_of(it: Deployed, terms: Terms, sponsor: str = "") -> str:
    """With fees of `FEES`; the chain's caller is its sponsor."""
    chain = it.chain
    whose = it.vault, it.lens, sponsor or chain.caller
    tank = chain.deploy("MockTank", *whose, astuple(terms))
    chain.tell("MockTank", tank, "setFees", *FEES)
    return tank


def enter(stage: Stage, who: str, shares: int) -> None:
    """Somebody is given so many of the shares."""
    stage.chain.tell("Vault", stage.it.vault, "transfer", who, shares)
