"""Who makes drift in order to be paid for removing it loses: real V2 pools of any depth."""

from dataclasses import dataclass, replace

import pytest
from hypothesis import event, given
from hypothesis import strategies as st

from counterpoise.errors import Refusal
from counterpoise.execution.venue import KEPT, UniswapV2Venue
from counterpoise.keeper.reward import safe_rate
from counterpoise.math.fixed_point import ONE
from tests.depth import sharing
from tests.evm.vault.stage import (
    ETHER,
    FOREVER,
    HUB,
    LENIENT,
    LIMITS,
    PERCENT,
    PRICE,
    TERMS,
    UNITS,
    Stage,
    built,
    tank_of,
)

VALUE = 1_000_000  # {USD}, of the vault
DEPTHS = (20_000, 200_000, 2_000_000, 50_000_000)  # {USD} on each side of its pool
RICH = 10**9  # {USD} of each asset
TANK, DEAR = 40 * ONE, 10**15  # {wei}; {wei/gas}, so that no gas bounds a reward
RATE = safe_rate(KEPT, LIMITS, PRICE * ONE)
EAGER = replace(TERMS, rate=RATE, least=PERCENT // 100, most=10 * ONE, daily_budget=1_000 * ONE)
HASTY = (LENIENT[0], (0, 0), *LENIENT[2:])  # no cooldown: it may work several times
DEPOSIT, DONATE = "deposit", "donate"


@dataclass
class Attacker:
    """Holds a part of the shares, and trades, enters, gives, works and leaves."""

    stage: Stage

    @property
    def who(self) -> str:
        return self.stage.keeper

    def call(self, name, account, function, *values):
        return self.stage.chain.tell(name, account, function, *values, by=self.who)

    def worth(self):
        """D18{USD}: its tokens at the oracle's prices, and its ether."""
        chain, tokens = self.stage.chain, self.stage.it.tokens
        held = [chain.ask("MockToken", it, "balanceOf", self.who) for it in tokens]
        ether = self.stage.balance(self.who) * PRICE
        return held[HUB] * 10**12 + held[ETHER] * PRICE + ether

    def swap(self, sell, amount):
        """{unit} that a sale to the pool brings."""
        tokens, market = self.stage.it.tokens, UniswapV2Venue()
        market.set_pool(*reversed(tokens), *self.stage.pair.reserves)
        buy = tokens[1 - tokens.index(sell)]
        out = market.quote(sell, buy, amount)
        if out:
            self.call("MockToken", sell, "transfer", self.stage.pair.address, amount)
            outs = (out, 0) if buy < sell else (0, out)
            self.call("UniswapV2Pair", self.stage.pair.address, "swap", *outs, self.who, b"")
        return out

    def unbalance(self, way, asset, part):
        """The vault gets so much D18{1} of its value in one asset."""
        it, token = self.stage.it, self.stage.it.tokens[asset]
        amount = VALUE * part // ONE * UNITS[asset] // (1 if asset == HUB else PRICE)
        if way == DEPOSIT:
            self.call("Vault", it.vault, "deposit", token, amount, 0, self.who, FOREVER)
        else:
            self.call("MockToken", token, "transfer", it.vault, amount)
            self.call("Vault", it.vault, "sync", token)

    def work(self):
        """{wei} that the tank pays; 0 where nothing is due."""
        try:
            return self.stage.work()
        except Refusal:
            return 0

    def leave(self):
        """In kind, with all its shares."""
        vault = self.stage.it.vault
        shares = self.stage.chain.ask("Vault", vault, "balanceOf", self.who)
        if shares:
            self.call("Vault", vault, "redeem", shares, self.who, [], [], FOREVER)


def ground(depth):
    """A vault in balance beside such a pool, a full tank, and an attacker with funds."""
    stage = built(depth, VALUE, EAGER, constraints=HASTY)
    stage.fill(TANK)
    chain, it = stage.chain, stage.it
    chain.tell("MockTank", stage.tank, "setFees", DEAR, DEAR)
    chain.tell("Vault", it.vault, "setSupplyCap", 2**128 - 1)
    for asset, token in enumerate(it.tokens):
        chain.tell("MockToken", token, "mint", stage.keeper, RICH * UNITS[asset])
        chain.tell("MockToken", token, "approve", it.vault, 2**256 - 1, by=stage.keeper)
    return stage.keep()


@pytest.fixture(scope="module")
def grounds():
    return [ground(depth) for depth in DEPTHS]


@dataclass(frozen=True)
class Attack:
    """What is drawn."""

    share: int  # {%} of the vault, from the start
    way: str
    asset: int
    part: int  # D18{1} of the vault's value that is brought
    push: int  # {1/1000} of the pool's reserve, sold to it first; below 0: the hub's
    back: int  # {%} of what that brought, sold back at last
    works: int


attacks = st.builds(
    Attack,
    share=st.one_of(st.just(100), st.just(0), st.integers(0, 100)),
    way=st.sampled_from([DEPOSIT, DONATE]),
    asset=st.sampled_from([HUB, ETHER]),
    part=st.integers(4, 60).map(lambda it: it * PERCENT),
    push=st.one_of(st.just(0), st.integers(-12, 12)),
    back=st.sampled_from([0, 90, 100]),
    works=st.integers(1, 4),
)


def played(stage, attack):
    """What the attacker has gained D18{USD}, and {wei} of reward in it."""
    attacker, tokens = Attacker(stage), stage.it.tokens
    own = stage.chain.ask("Vault", stage.it.vault, "balanceOf", stage.chain.caller)
    stage.chain.tell("Vault", stage.it.vault, "transfer", attacker.who, own * attack.share // 100)
    before = attacker.worth() + VALUE * ONE * own // ONE * attack.share // 100
    attacker.unbalance(attack.way, attack.asset, attack.part)
    sell = ETHER if attack.push > 0 else HUB
    reserve = stage.pair.reserves[0 if sell == ETHER else 1]
    got = attacker.swap(tokens[sell], reserve * abs(attack.push) // 1_000) if attack.push else 0
    paid = sum(attacker.work() for _ in range(attack.works))
    if got:
        attacker.swap(tokens[1 - sell], got * attack.back // 100)
    attacker.leave()
    return attacker.worth() - before, paid


@sharing(150)
@given(place=st.integers(0, len(DEPTHS) - 1), attack=attacks)
def test_making_drift_to_be_paid_for_removing_it_loses(grounds, place, attack):
    """I3 Whoever owns the vault, whatever pool; at the highest rate that the formula calls safe."""
    gained, paid = played(grounds[place].begin(), attack)
    event("paid" if paid else "not paid")
    assert gained < 0 or paid == 0


def test_above_what_the_fee_costs_the_owner_of_a_vault_would_gain(grounds):
    """I3 So the rate is what holds: at a quarter more a loop pays, where its gas is not counted."""
    attack = Attack(100, DONATE, ETHER, 5 * PERCENT, 0, 0, 1)
    stage = grounds[3].begin()
    loss, _ = played(stage, attack)
    stage = grounds[3].begin()
    stage.tank = tank_of(stage.it, replace(EAGER, rate=RATE * 5 // 4))
    stage.chain.tell("MockTank", stage.tank, "setFees", DEAR, DEAR)
    stage.fill(TANK)
    gain, _ = played(stage, attack)
    assert loss < 0 < gain
