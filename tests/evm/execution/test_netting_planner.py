"""NettingPlanner: the chain plans what its twin does, and asks for a market without harm."""

from dataclasses import astuple

import pytest
from eth_abi import decode
from hypothesis import given

from counterpoise.execution.hub import Limits
from counterpoise.execution.netting import NettingPlanner
from counterpoise.execution.venue import UniswapV2Venue
from counterpoise.math.attempt import gas_needed
from counterpoise.math.fixed_point import ONE
from counterpoise.observer.spot import observe
from counterpoise.types import Holdings
from tests.counterpoise.drawn import ADDRESSES, VENUE, Scene
from tests.counterpoise.execution.webs import GAS, netting, webs
from tests.depth import sharing
from tests.evm.in_process import encoded, refused, said

NAME = "NettingPlanner"
LIMITS = Limits(ONE, ONE, ONE // 50, ONE // 100, ONE)


def deployed(chain, scene):
    venue = chain.deploy("MockVenue")
    chain.tell("MockVenue", venue, "setFee", ONE - scene.venue.kept)
    for (a, b), pool in scene.venue.reserves.items():
        if a < b:
            chain.tell("MockVenue", venue, "setPool", a, b, *pool)
    hub = scene.state.tokens[scene.hub]
    return chain.deploy(NAME, hub, venue, astuple(scene.limits), GAS), venue


@sharing(60)
@given(scene=webs())
def test_the_twin_is_the_chain(chain, scene):
    """E7 For two to twenty assets, with pools of all pairs, of some, and of none."""
    contract, venue = deployed(chain, scene)
    asked = astuple(scene.state), scene.target, b""
    answer = said(chain.ask, NAME, contract, "plan", *asked)
    twin = netting(scene, venue)
    assert answer == said(lambda: [astuple(it) for it in twin.plan(scene.state, scene.target)])
    assert chain.ask(NAME, contract, "maxCost") == twin.max_cost


@pytest.mark.parametrize("gas, bound", [(19_999, 20_000), (2_000_001, 2_000_000)])
def test_a_stipend_has_its_bounds(chain, gas, bound):
    """J1"""
    answer = said(chain.deploy, NAME, ADDRESSES[0], VENUE, astuple(LIMITS), gas)
    assert answer == ("LimitOutOfRange", ["marketGas", gas, bound])
    assert answer == said(lambda: NettingPlanner(ADDRESSES[0], VENUE, LIMITS, lambda a, b: a, gas))


def three(chain):
    """A vault of three that sells the second for the third, and pools of all pairs."""
    venue, tokens = UniswapV2Venue(), ADDRESSES[:3]
    for pair in ((1, 0), (2, 0), (2, 1)):
        venue.set_pool(*(tokens[k] for k in pair), 10**25, 10**25)
    owned = Holdings(tokens, (10**23, 12 * 10**22, 8 * 10**22), ONE)
    state = observe(owned, (ONE,) * 3, (ONE,) * 3, 1)
    target = (ONE - 2 * (ONE // 3), ONE // 3, ONE // 3)
    return Scene(state, target, 0, venue, LIMITS)


def test_too_little_gas_makes_no_market_look_missing(chain):
    """OR-08 Whatever the limit: the plan, or none."""
    scene = three(chain)
    contract, _ = deployed(chain, scene)
    asked = astuple(scene.state), scene.target, b""
    data, answers = encoded(NAME, "plan", asked).hex(), set()
    for gas in range(30_000, 420_000, 7_919):
        call = f"({gas},{contract},0x{data})"
        success, answer = decode(["bool", "bytes"], chain._call("attemptWith", call))
        name = refused(answer).name if answer and not success else ""
        answers.add((success, answer if success else name))
        if name:
            assert refused(answer).fields["needed"] == gas_needed(GAS)
    (plan,) = {answer for success, answer in answers if success}
    assert {it for success, it in answers if not success} == {"GasTooLow"}
    told = chain.ask(NAME, contract, "plan", *asked)
    _, seller, buyer = scene.state.tokens
    assert [it[1:4] for it in told] == [(seller, buyer, 19_999_999_999_999_999_900_000)]
    assert len(plan) > 0
