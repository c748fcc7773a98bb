"""TurnPlanner: over a path whose last pool all share, what is foreseen is what happens."""

from dataclasses import astuple

from hypothesis import event, given, settings
from hypothesis import strategies as st

from counterpoise.execution.hub import Limits
from counterpoise.execution.turn import TurnPlanner
from tests.counterpoise.drawn import scenes
from tests.depth import examples
from tests.evm.in_process import Chain, said
from tests.evm.test_engine_twin import NOBODY, Venture, found, is_decided, pour

ONE, PERCENT, USD = 10**18, 10**16, 10**6
LIMITS = Limits(ONE, ONE, 2 * PERCENT, 5 * PERCENT, ONE)
LENIENT = ((PERCENT, PERCENT // 10), (0, 0), (ONE,), (PERCENT // 10,), (10 * PERCENT,) * 2)
UNITS = (USD, ONE, ONE, ONE)
DEEP = 10**9  # dollars on each side, so that only what is shared moves


class Vault:
    """Three coins at a dollar and the hub, a quarter of each; they meet it by way of a dollar."""

    def __init__(self, chain: Chain, dollars: tuple[int, ...], shared: int) -> None:
        balances = tuple(it * unit for it, unit in zip(dollars, UNITS, strict=True))
        factory = chain.deploy("UniswapV2Factory", chain.caller)
        rules = (*LENIENT, (10 * PERCENT,))
        target = (ONE // 4,) * 4
        self.chain, self.dollars = chain, dollars
        self.it = found(chain, factory, Venture(UNITS, balances, target, 0, {}, LIMITS, rules, ()))
        self.it.post((ONE,) * 4)
        self.hub, *coins = self.it.tokens
        between = chain.deploy("MockToken", "Dollar", "USD", 18)
        for coin in coins:
            pour(chain, factory, (coin, between), (DEEP * ONE, DEEP * ONE))
        pour(chain, factory, (between, self.hub), (shared * ONE, shared * USD))
        hops = [self.it.venue] * 2
        self.venue = chain.deploy("PathVenue", [between, self.hub], hops)
        chain.tell("Vault", self.it.vault, "setVenue", self.venue, True)

    def plan_by(self, planner: str) -> None:
        made = self.chain.deploy(planner, self.hub, self.venue, astuple(LIMITS))
        self.chain.tell("Vault", self.it.vault, "setPlanner", made)

    def split(self, straight: tuple[tuple[int, int], ...]) -> None:
        """Pairs with the hub beside the path, of so many dollars and so far off."""
        chain = self.chain
        factory = chain.ask("UniswapV2Venue", self.it.venue, "factory")
        for coin, (dollars, off) in zip(self.it.tokens[1:], straight, strict=True):
            amounts = dollars * ONE, dollars * USD * (10_000 + off) // 10_000
            pour(chain, factory, (coin, self.hub), amounts)
        venues = [self.it.venue, self.venue]
        self.venue = chain.deploy("SplitVenue", venues, 0, NOBODY, NOBODY)
        chain.tell("Vault", self.it.vault, "setVenue", self.venue, True)

    def weights(self) -> list[float]:
        """Everything costs a dollar."""
        _, balances, _ = self.it.holdings()
        worth = [it / unit for it, unit in zip(balances, UNITS, strict=True)]
        return [it / sum(worth) for it in worth]


def test_orders_that_share_a_pool_are_refused_though_they_were_foreseen(evm):
    """Two sales of 50,000 dollars each into a pool of two million: the second finds it moved."""
    vault = Vault(evm, (150_000, 300_000, 300_000, 250_000), 2_000_000)
    vault.plan_by("HubPlanner")
    assert is_decided(said(vault.it.preview))
    name, (asset, got, least) = said(vault.it.rebalance)
    assert (name, asset) == ("BoughtTooLittle", vault.hub.lower())
    assert got < least


def test_assets_that_share_a_pool_take_turns(evm):
    """And what is foreseen comes to be, until both have had theirs."""
    vault = Vault(evm, (150_000, 300_000, 300_000, 250_000), 2_000_000)
    vault.plan_by("TurnPlanner")
    for coin in vault.it.tokens[1:3]:
        _, _, orders, _ = said(vault.it.preview)
        assert [it[1] for it in orders] == [coin.lower()]
        assert said(vault.it.rebalance) is None


@settings(max_examples=examples(40), deadline=None)
@given(
    dollars=st.tuples(*[st.integers(10_000, 400_000)] * 4),
    shared=st.integers(10**5, 10**8),
)
def test_what_is_foreseen_comes_to_be(evm, dollars, shared):
    """However shallow what is shared: no floor is missed, and no asset ends past its target."""
    vault = Vault(evm, dollars, shared)
    vault.plan_by("TurnPlanner")
    seen = said(vault.it.preview)
    event("trades" if is_decided(seen) else seen[0])
    assert said(vault.it.rebalance) == (None if is_decided(seen) else seen)
    if is_decided(seen):
        for (*_, foreseen), now in zip(seen[3][3], vault.weights(), strict=True):
            assert abs(now - foreseen / seen[3][2]) < 0.01


depths = st.integers(50, 80).map(lambda it: int(10 ** (it / 10)))  # dollars
offers = st.tuples(depths, st.integers(-200, 200))  # and how far off, in ten-thousandths


@settings(max_examples=examples(25), deadline=None)
@given(
    dollars=st.tuples(*[st.integers(10_000, 400_000)] * 4),
    shared=depths,
    straight=st.tuples(offers, offers, offers),
)
def test_beside_straight_pairs_it_comes_to_be_too(evm, dollars, shared, straight):
    """In a split with a path, wherever the straight pairs stand."""
    vault = Vault(evm, dollars, shared)
    vault.split(straight)
    vault.plan_by("TurnPlanner")
    seen = said(vault.it.preview)
    assert said(vault.it.rebalance) == (None if is_decided(seen) else seen)


@settings(max_examples=examples(60), deadline=None)
@given(scene=scenes())
def test_the_twin_is_the_chain(chain, scene):
    """Of two to twenty assets."""
    venue = chain.deploy("MockVenue")
    chain.tell("MockVenue", venue, "setFee", ONE - scene.venue.kept)
    for (a, b), pool in scene.venue.reserves.items():
        if a < b:
            chain.tell("MockVenue", venue, "setPool", a, b, *pool)
    hub = scene.state.tokens[scene.hub]
    made = chain.deploy("TurnPlanner", hub, venue, astuple(scene.limits))
    twin = TurnPlanner(hub, venue, scene.limits, scene.venue.curve)
    answer = said(chain.ask, "TurnPlanner", made, "plan", astuple(scene.state), scene.target, b"")
    assert answer == said(lambda: [astuple(it) for it in twin.plan(scene.state, scene.target)])
    assert chain.ask("TurnPlanner", made, "afterSale") == twin.after_sale
