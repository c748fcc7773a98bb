"""A whole vault in process whose strategy has bad habits behind a guard, and who keeps watch."""

import json
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from simular import PyEvm

from counterpoise.execution.hub import Limits
from tests.counterpoise.drawn import ONE
from tests.evm.in_process import OUTSIDER, Chain, said
from tests.evm.observer.estimator.feeds import abi_of
from tests.evm.test_engine_twin import SHARES, Deployed, Venture, found

HOSTILE = "MockHostileStrategy"
PERCENT, HOUR, DAY = ONE // 100, 3_600, 86_400
FOREVER = 2**256 - 1
STIPEND = 1_000_000  # {gas}
STEP, PACE = 10 * PERCENT, PERCENT // HOUR
GOOD = (20 * PERCENT, 50 * PERCENT, 30 * PERCENT)
VENTURE = Venture(
    units=(10**6, 10**18, 10**8),
    balances=(40_000 * 10**6, 40_000 * 10**18, 20_000 * 10**8),
    target=GOOD,
    hub=0,
    pools={1: (10**8 * 10**18, 10**8 * 10**6), 2: (10**8 * 10**8, 10**8 * 10**6)},
    limits=Limits(ONE, ONE, PERCENT, PERCENT, ONE),
    constraints=((ONE // 1_000, ONE // 10_000), (0, 0), (ONE,), (0,), (0, 0), (PERCENT,)),
    rounds=(),
)
Habit = IntEnum(
    "Habit", "ANSWER REFUSE BURN BOMB BOMB_REFUSAL MUTE MUMBLE REENTER GAS HEAVY", start=0
)


@dataclass
class Guarded:
    """A vault of a hub and two coins at a dollar each, and all that stands around its strategy."""

    chain: Chain
    it: Deployed
    inner: str
    pace: str
    rules: str
    guard: str
    watch: str

    def want(self, words: Any, habit: Habit = Habit.ANSWER) -> None:
        self.chain.tell(HOSTILE, self.inner, "want", words)
        self.chain.tell(HOSTILE, self.inner, "fall", habit)

    def passes(self, seconds: int) -> None:
        self.chain.evm.advance_block(seconds)
        self.it.post((ONE,) * 3)

    def gets(self, amount: int) -> None:
        """So many coins more, by anybody's gift: more than there should be."""
        token = self.it.tokens[1]
        self.chain.tell("MockToken", token, "mint", self.it.vault, amount)
        self.chain.tell("Vault", self.it.vault, "sync", token)

    def rebalance(self) -> Any:
        return said(self.it.rebalance)

    def last(self) -> Any:
        return self.chain.ask("PaceConstraint", self.pace, "lastOf", self.rules, 3)[0]

    def percents(self) -> list[int]:
        """What each asset is of the whole: each is worth a dollar."""
        _, balances, _ = self.it.holdings()
        worth = [it / unit for it, unit in zip(balances, VENTURE.units)]
        return [round(100 * it / sum(worth)) for it in worth]

    def record(self) -> list[Any]:
        """The event by which the watch tells what is new, and its words, where anything is."""
        abi = abi_of("FaultEstimator")
        told = self.chain.evm.transact("record", "()", OUTSIDER, self.watch, 0, abi).event
        return said(
            lambda: [part for name, words in (told or {}).items() for part in (name, *words)]
        )

    def recode(self, code: str) -> None:
        """The strategy's code is another one from now on."""
        world = json.loads(self.chain.evm.create_snapshot())
        (account,) = (it for it in world["accounts"] if it.lower() == self.inner.lower())
        world["accounts"][account]["code"] = code
        self.chain.evm = PyEvm.from_snapshot(json.dumps(world))


def build() -> Guarded:
    """The vault is at other weights than its strategy wants, and has never been rebalanced."""
    chain = Chain()
    it = found(chain, chain.deploy("UniswapV2Factory", chain.caller), VENTURE)
    pace, inner = chain.deploy("PaceConstraint", STEP, PACE), chain.deploy(HOSTILE)
    rules = chain.deploy("ConstraintSet", it.vault, [pace])
    walls = [0] * 3, [60 * PERCENT] * 3, ([0] * 3, [0], [ONE])
    watch = chain.deploy("FaultEstimator", it.vault)
    guard = chain.deploy("GuardedStrategy", inner, STIPEND, pace, rules, walls, watch)
    chain.tell("Vault", it.vault, "setConstraint", rules)
    chain.tell("Vault", it.vault, "setStrategy", guard)
    world = Guarded(chain, it, inner, pace, rules, guard, watch)
    world.want(GOOD)
    world.passes(DAY)
    return world


def enters_and_leaves(world: Guarded) -> bool:
    """Whether a holder may: in kind, with one asset, and out again."""
    chain, vault = world.chain, world.it.vault
    chain.tell("Vault", vault, "setSupplyCap", 2 * SHARES)
    for token in world.it.tokens:
        chain.tell("MockToken", token, "mint", chain.caller, 10**24)
        chain.tell("MockToken", token, "approve", vault, 10**24)
    chain.tell("Vault", vault, "mint", SHARES // 10, [10**24] * 3, chain.caller, FOREVER)
    paid = world.it.tokens[0], 10**9, 0, chain.caller, FOREVER
    chain.tell("Vault", vault, "deposit", *paid)
    left = SHARES // 2, chain.caller, [], [], FOREVER
    return all(chain.tell("Vault", vault, "redeem", *left))
