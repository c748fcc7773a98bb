"""VaultGateway: at any price and size it pays what is foreseen, nobody gains, and nothing stays."""

from dataclasses import astuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterpoise.execution.route import Offer, find
from tests.depth import examples
from tests.evm.building import build
from tests.evm.world import MOST
from tests.founding import FOREVER, NOBODY, ONE, Settings

NAME = "VaultGateway"
UNSIGNED = (0, 0, b"")
NOTHING = [0, 0, 0], 0, 0, [0, 0, 0]
assets = st.integers(0, 2)
FACTORS = st.lists(st.integers(50, 200), min_size=2, max_size=2)  # {percent}


@pytest.fixture(scope="module")
def world():
    """A dollar, wrapped ether and a bitcoin that knows permits; all is allowed the gateway."""
    world = build(Settings(tokens=("MockToken", "MockWETH", "MockPermitToken")))
    gateway = world.chain.deploy(NAME, world.vault, world.tokens[1], NOBODY)
    for who in ("deployer", "depositor"):
        world.tell("approve", gateway, MOST, by=who)
        for i in range(3):
            world.allow(i, who, gateway)
    world.parts["gateway"], world.photo = gateway, world.keep()
    return world


def tell(world, who, function, *values):
    gateway = world.parts["gateway"]
    return world.chain.tell(NAME, gateway, function, *values, by=world.people[who])


def moved(world, factors):
    """From the photo on, every price and its pool at so many percent."""
    world.begin()
    for i, factor in enumerate(factors, start=1):
        world.move(i, world.settings.prices[i] * factor // 100)


def paying(world, k, who):
    """Everything for the hub, and the hub for asset k: all there is, at any price."""
    hub, venue = world.tokens[0], world.parts["venue"]
    ways = [(world.tokens[i], hub) for i in (1, 2) if i != k] + [(hub, world.tokens[k])] * (k > 0)
    orders = [(venue, *way, MOST, 0) for way in ways]
    return world.tokens[k], 0, orders, world.people[who], False, FOREVER


def left_in(world):
    """Tokens, shares and ether in it, and what it allows the vault."""
    chain, gateway = world.chain, world.parts["gateway"]
    allowed = [
        chain.ask(kind, token, "allowance", gateway, world.vault)
        for kind, token in zip(world.settings.tokens, world.tokens, strict=True)
    ]
    ether, shares = chain.evm.get_balance(gateway), world.ask("balanceOf", gateway)
    return world.held(gateway), shares, ether, allowed


@settings(max_examples=examples(100))
@given(factors=FACTORS, k=assets, shares=st.integers(1, 500_000 * ONE))
def test_no_exit_takes_a_unit_from_those_who_stay(world, factors, k, shares):
    """P6, I-04, I-18 At any prices, into any asset, of any size."""
    moved(world, factors)
    before, supply = world.books(), world.supply()
    tell(world, "deployer", "exit", shares, paying(world, k, "outsider"))
    rows = zip(before, world.books(), strict=True)
    assert all(after * supply >= balance * world.supply() for balance, after in rows)
    assert left_in(world) == NOTHING


@settings(max_examples=examples(100))
@given(factors=FACTORS, k=assets, value=st.integers(1, 400_000))
def test_in_and_out_again_never_pays(world, factors, k, value):
    """I-06 Deposit one asset and leave into it at once, where the pools say what the feeds say."""
    moved(world, factors)
    who, token = "depositor", world.tokens[k]
    amount = value * 10 ** world.settings.decimals[k] // world.settings.prices[k] // 2
    start = world.held(world.people[who])[k]
    paid = token, amount, 0, world.people[who], FOREVER, UNSIGNED
    shares = tell(world, who, "deposit", *paid)
    tell(world, who, "exit", shares, paying(world, k, who))
    assert world.held(world.people[who])[k] <= start
    assert left_in(world) == NOTHING


def route_of(world, k, shares):
    """How what the shares bring is sold into asset k, by the pools as they are."""
    hub, venue = world.tokens[0], world.parts["venue"]

    def offer(sell, buy, amount):
        if hub not in (sell, buy):
            return None
        asked = "UniswapV2Venue", venue, "quote", sell, buy, amount
        return Offer(venue, world.chain.ask(*asked))

    amounts = [shares * balance // world.supply() for balance in world.books()]
    return find(offer, dict(zip(world.tokens, amounts, strict=True)), world.tokens[k], hub)


@settings(max_examples=examples(100))
@given(
    factors=st.lists(st.integers(25, 400), min_size=2, max_size=2),
    k=assets,
    shares=st.integers(1, 500_000 * ONE),
    slippage=st.integers(0, ONE),
)
def test_the_least_is_never_above_what_the_chain_pays(world, factors, k, shares, slippage):
    """P6 At the same block the chain pays to the unit what was foreseen, so the least is below."""
    moved(world, factors)
    route, part = route_of(world, k, shares), ONE - slippage
    orders = [astuple(order) for order in route.orders(part)]
    who = world.people["deployer"]
    payment = world.tokens[k], route.least(part), orders, who, False, FOREVER
    paid = tell(world, "deployer", "exit", shares, payment)
    assert route.least(part) <= paid == route.expected
