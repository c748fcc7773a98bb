"""The best sandwich around a rebalance, on real V2 pools: never more than the floors let pass."""

from dataclasses import astuple, dataclass, replace
from typing import Any

import pytest
from hypothesis import assume, event, given, settings
from hypothesis import strategies as st

from counterpoise.execution.hub import HubPlanner, Limits
from counterpoise.execution.venue import UniswapV2Venue
from counterpoise.math.fixed_point import ONE
from counterpoise.observer.spot import observe
from counterpoise.types import Holdings, Order
from tests.depth import examples, sharing
from tests.evm.in_process import encoded, said
from tests.evm.test_engine_twin import SHARES
from tests.evm.vault.stage import HUB, LIMITS, PERCENT, PRICE, UNITS, Stage, built
from tools.sandwiches.attack import Attack, Sandwich

VALUE = 1_000_000  # {USD}, of the vault
DEPTHS = (1_000_000, 5_000_000, 100_000_000)  # {USD}, of each side of the pool
TARGET = ONE // 2, ONE // 2
DEEP, SHALLOW = DEPTHS[2], DEPTHS[0]

check = sharing(60)


@dataclass
class Scene:
    """A vault that is due, its pool, and who attacks in one transaction."""

    stage: Stage
    attacker: str
    price: int  # {USD}, of ether

    @property
    def prices(self) -> tuple[int, int]:
        """D18{USD/tok}"""
        return ONE, self.price * ONE

    @property
    def pools(self) -> UniswapV2Venue:
        """The pool as it stands."""
        twin = UniswapV2Venue()
        twin.set_pool(*reversed(self.stage.it.tokens), *self.stage.pair.reserves)
        return twin

    @property
    def ends(self) -> tuple[str, str]:
        """What the vault is to sell, and what for."""
        hub, ether = self.stage.it.tokens
        return (ether, hub) if self.price > PRICE else (hub, ether)

    def balances(self) -> tuple[int, ...]:
        """{unit}, by the vault's books."""
        return tuple(self.stage.it.holdings()[1])

    def planned(self, limits: Limits) -> Attack:
        """Around what the vault plans in the pool that it finds."""
        it = self.stage.it
        held = Holdings(it.tokens, self.balances(), SHARES)
        state = observe(held, UNITS, self.prices, 0)

        def orders(pools: UniswapV2Venue) -> tuple[Order, ...]:
            return HubPlanner(it.tokens[HUB], it.venue, limits, pools.curve).plan(state, TARGET)

        return Attack(self.pools, *self.ends, orders)

    def run(self, sandwich: Sandwich) -> Any:
        """All of it in one transaction: {unit} that the attacker has gained, or a refusal."""
        chain, (sell, _) = self.stage.chain, self.ends
        chain.tell("MockToken", sell, "mint", self.attacker, sandwich.front)
        accounts, data = zip(*self._calls(sandwich))
        answer = said(chain.tell, "MockAttacker", self.attacker, "attack", accounts, data)
        held = chain.ask("MockToken", sell, "balanceOf", self.attacker)
        return held - sandwich.front if answer is None else answer

    def _calls(self, sandwich: Sandwich) -> list[tuple[str, bytes]]:
        """Push, swap, rebalance, push back, swap back; each swap for what the twin foresees."""
        (sell, buy), pools = self.ends, self.pools
        got = pools.apply(Order("", sell, buy, sandwich.front, 0))
        swaps = self._swap(sell, buy, sandwich.front, got) if got else []
        back = sandwich.front + sandwich.profit
        ends = self._swap(buy, sell, got, back) if got else []
        return [*swaps, (self.stage.it.vault, encoded("Vault", "rebalance", ())), *ends]

    def _swap(self, sell: str, buy: str, amount: int, out: int) -> list[tuple[str, bytes]]:
        pair, outs = self.stage.pair.address, (out, 0) if buy < sell else (0, out)
        return [
            (sell, encoded("MockToken", "transfer", (pair, amount))),
            (pair, encoded("UniswapV2Pair", "swap", (*outs, self.attacker, b""))),
        ]


@pytest.fixture(scope="module")
def grounds():
    made = (built(depth, VALUE) for depth in DEPTHS)
    return [(it, it.chain.deploy("MockAttacker"), it.keep()) for it in made]


def scene(ground, price, limits=LIMITS):
    """Ether is at that price, by its oracle and in its pool; the vault plans by these limits."""
    _, attacker, stage = ground
    stage = stage.begin()
    it, chain = stage.it, stage.chain
    values = it.tokens[HUB], it.venue, astuple(limits)
    chain.tell("Vault", it.vault, "setPlanner", chain.deploy("HubPlanner", *values))
    stage.price(price)
    return Scene(stage, attacker, price)


def funds(it: Scene) -> int:
    """{unit} that an attacker may borrow: ten times the pool."""
    return 10 * it.pools.reserves[it.ends][0]


def lost(it, start, end):
    """D18{USD} that the vault has lost at the oracle's prices, and that it has sold."""
    rows = zip(start, end, it.prices, UNITS)
    moves = [(after - before) * price // unit for before, after, price, unit in rows]
    return -sum(moves), -min(moves)


@check
@given(
    place=st.integers(0, 2),
    price=st.integers(1_200, 3_200).filter(lambda it: abs(it - PRICE) > 200),
    loss=st.integers(31, 300),
    impact=st.integers(1, 500),
)
def test_the_best_attacker_takes_no_more_than_the_floors_let_pass(
    grounds, place, price, loss, impact
):
    """AM-01, E4, I-08 To the unit as foreseen; any floor above the fee, any depth, both ways."""
    limits = Limits(ONE, ONE, impact * ONE // 10_000, loss * ONE // 10_000, ONE)
    it = scene(grounds[place], price, limits)
    attack = it.planned(limits)
    sandwich, start = attack.best(funds(it)), it.balances()
    assume(sandwich.orders)
    answer = it.run(sandwich)
    assert answer == sandwich.profit
    fell, sold = lost(it, start, it.balances())
    assert fell * 10_000 <= sold * loss + 20_000  # Each of two values is rounded by a unit.
    event("attacked" if sandwich.profit > 0 else "not worth it")


@pytest.mark.parametrize("price", [1_600, 2_500])
def test_a_vault_that_takes_what_it_gets_loses_nearly_all_of_a_trade(grounds, price):
    """AM-01 The same trade without a floor: 96 % of it are gone, and with one a percent."""
    it = scene(grounds[0], price)
    kept, own = it.planned(LIMITS).best(funds(it)), it.balances()
    assert it.run(kept) == kept.profit > 0
    fell, sold = lost(it, own, it.balances())
    assert 99 * sold < 10_000 * fell <= 100 * sold

    naive = scene(grounds[0], price)
    order = replace(whole(naive), min_buy_amount=0)
    blind(naive, order)
    attack = Attack(naive.pools, *naive.ends, lambda pools: (order,))
    sandwich = attack.best(funds(naive))
    assert naive.run(sandwich) == sandwich.profit > 20 * kept.profit
    fell, sold = lost(naive, own, naive.balances())
    assert 96 * sold < 100 * fell < 100 * sold


def whole(it: Scene) -> Order:
    """The order that would bring the vault to its target, were nobody there."""
    free = Limits(ONE, ONE, ONE // 2, ONE // 2, 0)
    (order,) = it.planned(free).play(0).orders
    return order


def blind(it: Scene, order: Order) -> None:
    """The vault's planner says this, and its only rule is a band."""
    chain, vault = it.stage.chain, it.stage.it.vault
    planner = chain.deploy("MockPlanner")
    chain.tell("MockPlanner", planner, "set", astuple(order))
    band = chain.deploy("DriftConstraint", 2 * PERCENT, PERCENT)
    chain.tell("Vault", vault, "setPlanner", planner)
    chain.tell("Vault", vault, "setConstraint", chain.deploy("ConstraintSet", vault, [band]))


def test_an_order_smaller_than_the_fee_of_the_pools_side_is_not_worth_an_attack(grounds):
    """AM-01 25,000 dollars beside a hundred million: a fortieth of a percent."""
    it = scene(grounds[2], 2_200)
    for limits in (LIMITS, Limits(ONE, ONE, ONE // 2, ONE // 2, 0)):
        assert it.planned(limits).best(funds(it)) == it.planned(limits).play(0)


class TestFloors:
    """AM-01, AM-02 The floor of every order is the oracle's, and who calls can only tighten it."""

    @settings(check, max_examples=examples(20))
    @given(hint=st.binary(max_size=200), place=st.integers(0, 2))
    def test_no_hint_changes_an_order(self, grounds, hint, place):
        it = scene(grounds[place], 2_600)
        it.stage.it.rebalance()
        plain = it.balances()
        it = scene(grounds[place], 2_600)
        it.stage.chain.tell("Vault", it.stage.it.vault, "performUpkeep", hint)
        assert it.balances() == plain

    @settings(check, max_examples=examples(40))
    @given(
        part=st.integers(1, 100),
        push=st.integers(-300, 0),
        least=st.one_of(st.just(0), st.integers(900, 1_010)),
    )
    def test_a_keepers_own_order_loses_no_more_than_the_slippage(self, grounds, part, push, least):
        """At any limit of its own, 0 included, in a pool that somebody has pushed."""
        it = ruled(scene(grounds[0], 2_600))
        order, start = whole(it), it.balances()
        order = replace(order, sell_amount=order.sell_amount * part // 100)
        worth = order.sell_amount * 2_600  # D18{USD}
        order = replace(order, min_buy_amount=worth * least // 10**15)
        it.stage.pair.push(2_600 * (1_000 + push / 10) / 1_000)
        got = it.pools.quote(*it.ends, order.sell_amount)
        answer = executed(it, order)
        if got < order.min_buy_amount:
            assert answer[0] == "BoughtTooLittle"
        elif got * 10**14 < worth * 99:
            assert answer == ("SlippageTooHigh", [worth - got * 10**12, worth // 100])
        else:
            assert answer is None
        fell, sold = lost(it, start, it.balances())
        assert fell * 100 <= sold + 200
        event(str(answer and answer[0]))

    def test_without_that_rule_a_small_order_may_lose_nearly_all_of_itself(self, grounds):
        """E4 ValueConstraint counts the whole vault, of which these 4 % are less than a tenth."""
        it = scene(grounds[0], 2_600)
        order = replace(whole(it), sell_amount=19 * 10**18, min_buy_amount=0)
        it.stage.pair.push(100)
        start = it.balances()
        assert executed(it, order) is None
        fell, sold = lost(it, start, it.balances())
        assert 95 * sold < 100 * fell

        it = ruled(scene(grounds[0], 2_600))
        it.stage.pair.push(100)
        refusal, numbers = executed(it, order)
        assert (refusal, numbers[1]) == ("SlippageTooHigh", 19 * 26 * ONE)

    def test_a_keepers_round_trip_is_refused(self, grounds):
        """AM-02, GV-09 It parts with nothing but what it loses, of which it may lose a percent."""
        it = scene(grounds[0], 2_600)
        there = replace(whole(it), sell_amount=10 * 10**18, min_buy_amount=0)
        got = it.pools.quote(*it.ends, there.sell_amount)
        back = Order(there.venue, there.buy, there.sell, got, 0)
        photo, start = it.stage.keep(), it.balances()
        assert executed(it, there, back) is None
        fell, _ = lost(it, start, it.balances())
        assert fell == 152_313_526_166_004_873_800  # two fees of 26,000 dollars

        it = ruled(replace(it, stage=photo.begin()))
        refusal, numbers = executed(it, there, back)
        assert (refusal, numbers) == ("SlippageTooHigh", [fell, fell // 100])
        assert it.balances() == start


def ruled(it: Scene) -> Scene:
    """The vault's set is a slippage of a percent and a band."""
    chain, vault = it.stage.chain, it.stage.it.vault
    members = [
        chain.deploy("DriftConstraint", 2 * PERCENT, PERCENT),
        chain.deploy("SlippageConstraint", PERCENT),
    ]
    chain.tell("Vault", vault, "setConstraint", chain.deploy("ConstraintSet", vault, members))
    return it


def executed(it: Scene, *orders: Order) -> Any:
    """A keeper's own orders, with the whole of the authority behind it."""
    chain, rows = it.stage.chain, [astuple(order) for order in orders]
    late = chain.time() + 60
    return said(chain.tell, "Vault", it.stage.it.vault, "execute", rows, late)
