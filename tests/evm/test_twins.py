"""The twins equal the deployed bytecode to the unit, in every answer and every refusal."""

from collections.abc import Callable
from dataclasses import astuple, replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpoise.constraint.cooldown import CooldownConstraint
from counterpoise.constraint.drift import DriftConstraint
from counterpoise.constraint.loss_budget import LossBudgetConstraint
from counterpoise.constraint.progress import ProgressConstraint
from counterpoise.constraint.set import ConstraintSet
from counterpoise.constraint.turnover import TurnoverConstraint
from counterpoise.constraint.value import ValueConstraint
from counterpoise.execution.hub import HubPlanner, Limits
from counterpoise.execution.venue import UniswapV2Venue
from counterpoise.math import constant_product, valuation, weights
from counterpoise.observer.spot import SpotObserver, observe
from counterpoise.strategy.fixed_weight import FixedWeightStrategy
from counterpoise.types import Holdings, State
from tests.counterpoise.drawn import (
    ADDRESSES,
    MAX_BALANCE,
    ONE,
    VENUE,
    Scene,
    curves,
    fractions,
    holdings,
    moves,
    scales,
    scenes,
    states,
    targets,
)
from tests.depth import sharing
from tests.evm.in_process import Chain, said

USD = f"0x{840:040x}"  # ISO 4217

check = sharing()


@pytest.fixture(scope="module")
def math(chain: Chain) -> Callable[..., Any]:
    account = chain.deploy("MockMath")
    return lambda function, *values: chain.ask("MockMath", account, function, *values)


# math/


@check
@given(state=states(), data=st.data())
def test_weights_are_the_same(math, state, data):
    target = data.draw(targets(len(state.assets)))

    seen = astuple(state)
    assert said(math, "weigh", seen) == said(weights.weigh, state)
    assert said(math, "maxDrift", seen, target) == said(weights.max_drift, state, target)
    assert said(math, "totalDrift", seen, target) == said(weights.total_drift, state, target)
    for asset, wanted in zip(state.assets, target, strict=True):
        gap = asset.value, wanted, state.value
        assert math("gap", *gap) == weights.gap(*gap)


@check
@given(
    vector=st.one_of(
        targets(5), st.lists(st.sampled_from([0, 1, ONE // 5, ONE, 2**255]), max_size=20)
    ),
    count=st.sampled_from([5, 20]),
)
def test_invalid_weights_are_refused_alike(math, vector, count):
    assert said(math, "requireValid", vector, count) == said(weights.require_valid, vector, count)


@check
@given(
    worth=scales(0, 60),
    units=st.tuples(st.integers(0, 24), st.integers(0, 24)),
    price=scales(0, 30),
    loss=st.integers(0, ONE // 2),
)
def test_the_least_to_accept_is_the_same(math, worth, units, price, loss):
    values = worth, 10 ** units[0], price, 10 ** units[1], loss

    assert math("leastBought", *values) == valuation.least_bought(*values)


@check
@given(start=st.one_of(st.just(0), scales(0, 38)), end=st.one_of(st.just(0), scales(0, 38)))
def test_a_change_of_value_is_the_same(math, start, end):
    assert said(math, "change", start, end) == said(valuation.change, start, end)


@check
@given(curve=curves(), amount=st.one_of(st.just(0), scales(0, 33)), impact=st.integers(1, ONE // 2))
def test_what_a_pool_gives_and_bears_is_the_same(math, curve, amount, impact):
    pool = astuple(curve)

    assert math("bought", pool, amount) == constant_product.bought(curve, amount)
    assert math("depth", pool, impact) == constant_product.depth(curve, impact)


@check
@given(
    held=st.integers(0, 10**24),
    rest=scales(0, 24),
    weight=fractions,
    kept=st.integers(ONE // 2, ONE),
    ratio=scales(0, 24),
)
def test_the_sale_to_a_weight_is_the_same(math, held, rest, weight, kept, ratio):
    values = held, rest, weight, kept, ratio

    assert math("saleToWeight", *values) == constant_product.sale_to_weight(*values)


# observer/


@check
@given(
    held=holdings(),
    data=st.data(),
    unseen=st.one_of(st.just(0), st.just(0), st.integers(1, 3)),
)
def test_the_observer_sees_the_same(chain, held, data, unseen):
    n = len(held.assets)
    decimals = data.draw(st.lists(st.integers(0, 24), min_size=n, max_size=n))
    prices = data.draw(st.lists(st.one_of(scales(0, 30), scales(0, 31)), min_size=n, max_size=n))
    tokens = [chain.deploy("MockToken", "Token", "TOK", d) for d in decimals]
    oracles = [chain.deploy("MockOracle") for _ in tokens]
    for oracle, price in zip(oracles, prices, strict=True):
        chain.tell("MockOracle", oracle, "set", price)
    known = n - unseen if unseen < n else n
    contract = chain.deploy("SpotObserver", USD, tokens[:known], oracles[:known])
    chain.evm.advance_block(data.draw(st.integers(1, 10**6)))
    balances = tuple(min(balance, MAX_BALANCE) for balance in held.balances)
    owned = Holdings(tuple(tokens), balances, held.supply)
    units = {token: 10**d for token, d in zip(tokens[:known], decimals, strict=False)}
    twin = SpotObserver(units)

    seen = said(chain.ask, "SpotObserver", contract, "observe", astuple(owned))

    asset, paid = data.draw(st.sampled_from(tokens)), data.draw(st.integers(0, MAX_BALANCE))
    appraisal = said(chain.ask, "SpotObserver", contract, "appraise", astuple(owned), asset, paid)
    quotes = {token: (price, price) for token, price in zip(tokens, prices, strict=True)}
    assert appraisal == said(twin.appraise, owned, quotes, asset, paid)
    time = seen[0] if len(seen) == 5 else 0
    assert seen == said(
        lambda: astuple(twin.observe(owned, dict(zip(tokens, prices, strict=True)), time))
    )


# strategy/


@check
@given(state=states(), data=st.data())
def test_the_strategy_wants_the_same(chain, state, data):
    vector = data.draw(st.one_of(targets(len(state.assets)), st.integers(1, 20).flatmap(targets)))
    contract = chain.deploy("FixedWeightStrategy", vector)
    twin = FixedWeightStrategy(vector)

    assert said(chain.ask, "FixedWeightStrategy", contract, "target", astuple(state)) == said(
        twin.target, state
    )


@check
@given(vector=st.lists(st.sampled_from([0, ONE // 2, ONE, ONE + 1]), max_size=4))
def test_the_strategy_refuses_the_same_weights(chain, vector):
    contract = said(chain.deploy, "FixedWeightStrategy", vector)
    twin = said(lambda: FixedWeightStrategy(tuple(vector)).weights)

    assert contract == twin or (isinstance(contract, str) and twin == vector)


# execution/


def planner_of(chain: Chain, scene: Scene) -> tuple[str, HubPlanner]:
    venue = chain.deploy("MockVenue")
    chain.tell("MockVenue", venue, "setFee", ONE - scene.venue.kept)
    for (a, b), reserves in scene.venue.reserves.items():
        chain.tell("MockVenue", venue, "setPool", a, b, *reserves)
    hub = scene.state.tokens[scene.hub]
    contract = chain.deploy("HubPlanner", hub, venue, astuple(scene.limits))
    return contract, HubPlanner(hub, venue, scene.limits, scene.venue.curve)


@check
@given(scene=scenes())
def test_the_planner_plans_the_same(chain, scene):
    contract, twin = planner_of(chain, scene)
    asked = astuple(scene.state), scene.target, b""

    answer = said(chain.ask, "HubPlanner", contract, "plan", *asked)

    assert answer == said(lambda: [astuple(o) for o in twin.plan(scene.state, scene.target)])
    assert chain.ask("HubPlanner", contract, "maxCost") == twin.max_cost


@check
@given(scene=scenes(), data=st.data())
def test_the_planner_refuses_the_same_market(chain, scene, data):
    missing = data.draw(st.sampled_from(sorted(scene.venue.reserves)))
    scene.venue.set_pool(*missing, 0, 0)
    contract, twin = planner_of(chain, scene)
    for way in (missing, missing[::-1]):
        del scene.venue.reserves[way]
    asked = astuple(scene.state), scene.target, b""

    answer = said(chain.ask, "HubPlanner", contract, "plan", *asked)

    assert answer == said(lambda: [astuple(o) for o in twin.plan(scene.state, scene.target)])


@pytest.mark.parametrize(
    "amounts", [(MAX_BALANCE, MAX_BALANCE), (MAX_BALANCE, 3), (3, MAX_BALANCE)]
)
@pytest.mark.parametrize("balances", [(100, 300), (300, 100)])
def test_beside_a_pool_worth_more_than_all_money_a_vault_weighs_nothing(chain, amounts, balances):
    """I-24 Reserves of 2^112 at 1e30 dollars each: times 1e18 that is more than a word holds."""
    owned = Holdings(ADDRESSES[:2], balances, ONE)
    state, venue = observe(owned, (1, 1), (10**30, 10**30), 1), UniswapV2Venue()
    venue.set_pool(*owned.assets, *amounts)
    scene = Scene(state, (ONE // 2, ONE // 2), 0, venue, Limits(ONE, ONE, ONE // 2, ONE // 2, 1))
    contract, twin = planner_of(chain, scene)

    answer = said(chain.ask, "HubPlanner", contract, "plan", astuple(state), scene.target, b"")

    assert answer == [astuple(order) for order in twin.plan(state, scene.target)] == []


@check
@given(
    limits=st.tuples(
        st.sampled_from([0, 1, ONE, ONE + 1]),
        st.sampled_from([1, ONE, ONE + 1]),
        st.sampled_from([0, 1, ONE // 2, ONE // 2 + 1]),
        st.sampled_from([0, ONE // 2, ONE // 2 + 1]),
        st.just(0),
    )
)
def test_the_planner_refuses_the_same_limits(chain, limits):
    contract = said(chain.deploy, "HubPlanner", ADDRESSES[0], VENUE, limits)
    twin = said(lambda: astuple(Limits(*limits)))

    assert contract == twin or (isinstance(contract, str) and twin == list(limits))


# constraint/

bands = st.builds(
    lambda outer, part: (outer, outer * part // 5 + 1), scales(10, 17), st.integers(0, 3)
)
paces = st.one_of(st.just(0), scales(10, 18))
kinds = st.one_of(
    st.tuples(st.just(DriftConstraint), bands),
    st.tuples(st.just(CooldownConstraint), st.tuples(st.integers(0, 7 * 86_400), paces)),
    st.tuples(st.just(TurnoverConstraint), st.tuples(scales(10, 18))),
    st.tuples(st.just(ProgressConstraint), st.tuples(scales(10, 17))),
    st.tuples(st.just(ValueConstraint), st.tuples(scales(10, 17), scales(10, 17))),
    st.tuples(st.just(LossBudgetConstraint), st.tuples(scales(13, 17))),
)
passages = st.lists(st.tuples(moves(), st.integers(0, 2 * 86_400)), min_size=1, max_size=4)


def at(state: State, time: int) -> State:
    return replace(state, time=time)


def walk(speak: Callable[..., Any], steps: list[Any], time: int) -> list[Any]:
    """Judges and checks each move, one after the other, as the clock runs."""
    answers = []
    for (start, target, end), pause in steps:
        time += pause
        move = at(start, time), target, at(end, time)
        answers += [said(speak, "judge", *move), said(speak, "check", *move)]
    return answers


def on_chain(chain: Chain, name: str, contract: str) -> Callable[..., Any]:
    def speak(verb: str, start: State, target: tuple[int, ...], end: State) -> Any:
        move = astuple(start), target, astuple(end)
        whom = [chain.caller] if verb == "judge" else []
        return chain.tell(name, contract, verb, *whom, *move)

    return speak


def in_twin(twin: Any) -> Callable[..., Any]:
    return lambda verb, *move: getattr(twin, verb)(*move)


@check
@given(kind=kinds, steps=passages)
def test_each_constraint_says_the_same_and_remembers_it(chain, kind, steps):
    make, values = kind
    contract = chain.deploy(make.__name__, *values)

    answers = walk(on_chain(chain, make.__name__, contract), steps, 1_700_000_000)

    assert answers == walk(in_twin(make(*values)), steps, 1_700_000_000)


@check
@given(members=st.lists(kinds, min_size=1, max_size=4, unique_by=lambda k: k[0]), steps=passages)
def test_a_set_says_the_same_and_all_or_none_remember(chain, members, steps):
    parts = [chain.deploy(make.__name__, *values) for make, values in members]
    contract = chain.deploy("ConstraintSet", chain.caller, parts)
    twin = ConstraintSet(tuple(make(*values) for make, values in members))

    answers = walk(on_chain(chain, "ConstraintSet", contract), steps, 1_700_000_000)

    assert answers == walk(in_twin(twin), steps, 1_700_000_000)


@check
@given(kind=kinds, first=moves(), pause=st.integers(0, 200))
def test_each_constraint_is_ready_at_the_same_time(chain, kind, first, pause):
    """Alone and in a set, before its first rebalance and after."""
    make, values = kind
    contract, twin = chain.deploy(make.__name__, *values), make(*values)
    group = chain.deploy("ConstraintSet", chain.caller, [chain.deploy(make.__name__, *values)])
    start, target, end = first
    move = at(start, chain.time()), target, at(end, chain.time())
    assert said(chain.ask, make.__name__, contract, "requireReady", chain.caller) is None
    walk(on_chain(chain, make.__name__, contract), [(move, 0)], move[0].time)
    walk(on_chain(chain, "ConstraintSet", group), [(move, 0)], move[0].time)
    walk(in_twin(twin), [(move, 0)], move[0].time)
    chain.evm.advance_block(pause)

    ready = said(twin.require_ready, chain.time())

    assert said(chain.ask, make.__name__, contract, "requireReady", chain.caller) == ready
    assert said(chain.ask, "ConstraintSet", group, "requireReady", chain.caller) == ready


@check
@given(outer=st.integers(0, 10), inner=st.integers(0, 10))
def test_bands_that_are_too_close_are_refused_alike(chain, outer, inner):
    contract = said(chain.deploy, "DriftConstraint", outer, inner)
    twin = said(lambda: astuple(DriftConstraint(outer, inner)))

    assert contract == twin or (isinstance(contract, str) and twin == [outer, inner, False])


@pytest.mark.parametrize(
    ("make", "most"),
    [
        (DriftConstraint, (ONE // 4, 1)),
        (CooldownConstraint, (7 * 86_400, ONE)),
        (TurnoverConstraint, (ONE,)),
        (ProgressConstraint, (ONE // 10,)),
        (ValueConstraint, (ONE // 10, ONE // 10)),
        (LossBudgetConstraint, (ONE // 10,)),
    ],
)
def test_limits_out_of_range_are_refused_alike(chain, make, most):
    for place in range(len(most) - (make is DriftConstraint)):
        beyond = [number + (i == place) for i, number in enumerate(most)]
        contract = said(chain.deploy, make.__name__, *beyond)
        assert contract == said(make, *beyond)
        assert contract[0] == "LimitOutOfRange"
    assert isinstance(chain.deploy(make.__name__, *most), str) and make(*most)


@pytest.mark.parametrize("budget", [0, 1])
def test_a_budget_without_a_half_is_refused_alike(chain, budget):
    contract = said(chain.deploy, "LossBudgetConstraint", budget)

    assert contract == said(LossBudgetConstraint, budget) == ("BudgetEmpty", [])


def test_a_set_of_nothing_is_refused_alike(chain):
    contract = said(chain.deploy, "ConstraintSet", chain.caller, [])

    assert contract == said(ConstraintSet, ()) == ("NoConstraints", [])
