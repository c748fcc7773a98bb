"""Every check before the wiring: one line with the field, what was expected and what is there."""

from __future__ import annotations

import pytest
from brownie import chain

from scripts.deploy.project import at
from scripts.deploy.project import deploy as create
from scripts.deploy.uniswap import pair_address, pair_at, prebuilt
from tests.scripts.conftest import refusal

NOWHERE = "0x" + "11" * 20


@pytest.fixture
def weth(params):
    return params["assets"][0]


def test_a_token_without_code(deploy, params, weth):
    weth["address"] = NOWHERE

    assert refusal(deploy, params) == f"WETH.token.address: expected code at {NOWHERE}, got none"


def test_another_token(deploy, params, weth):
    """GV-08"""
    weth["address"] = params["assets"][1]["address"]

    assert refusal(deploy, params) == "WETH.symbol: expected WETH, got WBTC"


def test_other_decimals(deploy, params, weth):
    """GV-08"""
    weth.update(decimals=8)

    assert refusal(deploy, params) == "WETH.decimals: expected 8, got 18"


def test_a_feed_without_code(deploy, params, weth):
    weth["feed"]["address"] = NOWHERE

    assert refusal(deploy, params) == f"WETH.feed.address: expected code at {NOWHERE}, got none"


def test_another_feed(deploy, params, weth, market):
    """GV-08"""
    weth["feed"]["address"] = market["feeds"]["WBTC"]

    said = "WETH.feed.description: expected ETH / USD, got BTC / USD"
    assert refusal(deploy, params) == said


def test_other_decimals_of_a_feed(deploy, params, weth):
    weth["feed"]["decimals"] = 18

    assert refusal(deploy, params) == "WETH.feed.decimals: expected 18, got 8"


def test_a_feed_that_has_gone_silent(deploy, params, weth, deployer):
    feed = at("MockFeed", weth["feed"]["address"])
    feed.set(2, 2_000 * 10**8, 1_000_000, {"from": deployer})
    age = chain[-1].timestamp - 1_000_000

    assert refusal(deploy, params) == f"WETH.feed.age: expected at most 4500 s, got {age} s"


def test_an_answer_outside_its_bounds(deploy, params, weth):
    weth["feed"]["minAnswer"] = "2500"

    said = "WETH.feed.answer: expected 250000000000 to 10000000000000, got 200000000000"
    assert refusal(deploy, params) == said


def test_a_factory_without_code(deploy, params):
    params["venue"]["factory"] = NOWHERE

    assert refusal(deploy, params) == f"venue.factory.address: expected code at {NOWHERE}, got none"


@pytest.mark.parametrize("kind", ["tokens", "feeds", "pairs"])
def test_a_factory_that_is_another_contract(deploy, params, market, kind):
    """Each has code, and knows no pairs."""
    factory = params["venue"]["factory"] = market[kind]["WETH"]

    said = f"venue.factory.code: expected a Uniswap V2 factory at {factory}, got another contract"
    assert refusal(deploy, params) == said


def test_a_factory_that_answers_with_nothing(deploy, params, deployer):
    """A contract that takes any call and returns no data: STOP is its whole code."""
    made = deployer.transfer(data="0x60016000f3")
    factory = params["venue"]["factory"] = made.contract_address

    said = f"venue.factory.code: expected a Uniswap V2 factory at {factory}, got another contract"
    assert refusal(deploy, params) == said


def test_a_pair_code_that_leads_elsewhere(deploy, params, market):
    """GV-08"""
    params["venue"]["pairCodeHash"] = "0x" + "22" * 32

    said = refusal(deploy, params)

    assert said.startswith("WETH.pool.address: expected 0x")
    assert said.endswith(f", got {market['pairs']['WETH']}")


def test_a_pool_that_is_missing(deploy, params, market, deployer):
    """The factory is a real one, and has no pair of these tokens."""
    creation = prebuilt("UniswapV2Factory"), [deployer.address], deployer
    factory = params["venue"]["factory"] = create(*creation)
    tokens = (market["tokens"][symbol] for symbol in ("WETH", "USDC"))
    expected = pair_address(factory, params["venue"]["pairCodeHash"], *tokens)

    said = f"WETH.pool.address: expected {expected}, got 0x0000000000000000000000000000000000000000"
    assert refusal(deploy, params) == said


def test_a_pool_two_percent_off_its_feed(deploy, params, weth, market, deployer):
    """GV-08"""
    feed = at("MockFeed", weth["feed"]["address"])

    feed.post(2_041 * 10**8, {"from": deployer})

    said = "WETH.feed.price: expected within 2 % of the pool's 2000, got 2041"
    assert refusal(deploy, params) == said


def test_a_pool_just_inside_two_percent_is_good(deploy, params, weth, deployer):
    feed = at("MockFeed", weth["feed"]["address"])

    feed.post(2_039 * 10**8, {"from": deployer})

    assert at("Vault", deploy(params).vault).totalSupply() == 1_000 * 10**18


def test_an_empty_pool(deploy, params, market, deployer):
    pair = pair_at(market["pairs"]["WETH"])
    pair.transfer(pair.address, pair.balanceOf(deployer), {"from": deployer})
    pair.burn(deployer, {"from": deployer})
    hub, weth = (at("MockToken", market["tokens"][symbol]) for symbol in ("USDC", "WETH"))

    said = refusal(deploy, params)

    # A thousand units of liquidity stay for ever, and so a dust of both tokens.
    assert weth.balanceOf(pair.address) > 0 and hub.balanceOf(pair.address) == 1
    assert said.startswith("WETH.feed.price: expected within 2 % of the pool's ")


def test_wrapped_ether_that_is_no_asset(deploy, params, market):
    params["gateway"]["weth"] = market["feeds"]["WETH"]

    said = f"gateway.weth: expected one of the assets, got {market['feeds']['WETH']}"
    assert refusal(deploy, params) == said


def test_wrapped_ether_that_wraps_nothing(deploy, params, market):
    token = params["gateway"]["weth"] = market["tokens"]["WBTC"]

    said = f"gateway.weth.code: expected wrapped ether, got another token at {token}"
    assert refusal(deploy, params) == said


def test_a_permit2_without_code(deploy, params):
    params["gateway"]["permit2"] = NOWHERE

    said = f"gateway.permit2.address: expected code at {NOWHERE}, got none"
    assert refusal(deploy, params) == said


def test_a_permit2_that_is_another_contract(deploy, params, market):
    there = params["gateway"]["permit2"] = market["tokens"]["WETH"]

    said = f"gateway.permit2.code: expected Permit2 at {there}, got another contract"
    assert refusal(deploy, params) == said


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda p: p["gateway"].update(weth=1), "gateway.weth: expected a string, got 1"),
        (
            lambda p: p["gateway"].update(weth="ETH"),
            "gateway.weth: expected an address, got ETH",
        ),
        (lambda p: p.update(gateway=[]), "gateway: expected an object, got []"),
        (lambda p: p.pop("hub"), "hub: expected a value, got nothing"),
        (lambda p: p.update(hub="DAI"), "hub: expected one of WETH, WBTC, USDC, got DAI"),
        (
            lambda p: p["strategy"]["weights"].update(WETH="0.5"),
            "strategy.weights: expected 1 in all, got 1.1 in all",
        ),
        (
            lambda p: p["strategy"]["weights"].update(WETH=0.4),
            "strategy.weights.WETH: expected a string, got 0.4",
        ),
        (
            lambda p: p["assets"][2].update(seed="0.0000001"),
            "assets[2].seed: expected at most 6 decimals, not negative, got 0.0000001",
        ),
        (
            lambda p: p["planner"].update(damping="much"),
            "planner.damping: expected a decimal string, got much",
        ),
        (
            lambda p: p["constraints"][1].update(cooldown="1"),
            'constraints[1].cooldown: expected a whole number, got "1"',
        ),
        (
            lambda p: p["venue"].update(factory="0x12"),
            "venue.factory: expected an address, got 0x12",
        ),
    ],
)
def test_a_parameter_that_is_wrong_in_itself(deploy, params, change, said):
    change(params)

    assert refusal(deploy, params) == said
