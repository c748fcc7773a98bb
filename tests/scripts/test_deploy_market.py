"""Deployment of a market: real pools of the stated depth at the feeds' prices."""

from __future__ import annotations

import json
from math import isqrt

import pytest
from brownie import chain

from scripts.deploy.book import open_book
from scripts.deploy.market import deploy_market
from scripts.deploy.parameters import Mismatch
from scripts.deploy.project import at, interface_at
from scripts.deploy.uniswap import pair_address, pair_at, pair_code_hash

MAINNET_PAIR_CODE = "0x96e8ac4277198ff8b6f785478aa9a39f403cb768dd02cbee326c3e7da348845f"


def test_the_pairs_are_those_of_mainnet(market):
    assert pair_code_hash() == market["pairCodeHash"] == MAINNET_PAIR_CODE
    for symbol in ("WETH", "WBTC"):
        tokens = market["tokens"][symbol], market["tokens"]["USDC"]
        expected = pair_address(market["factory"], MAINNET_PAIR_CODE, *tokens)
        assert market["pairs"][symbol] == expected


@pytest.mark.parametrize(("symbol", "amount"), [("WETH", 10_000 * 10**18), ("WBTC", 500 * 10**8)])
def test_a_pool_has_the_stated_depth_on_both_sides(market, symbol, amount):
    token, hub = (at("MockToken", market["tokens"][it]) for it in (symbol, "USDC"))
    pair = pair_at(market["pairs"][symbol])

    assert token.balanceOf(pair.address) == amount
    assert hub.balanceOf(pair.address) == 20_000_000 * 10**6
    assert sorted(pair.getReserves()[:2]) == sorted((amount, 20_000_000 * 10**6))


def test_wrapped_ether_has_ether_behind_it(market):
    """A hundred that the deployer wrapped, beside its purse of 1,000 and the pool's 10,000.

    All that there is, as a vault that stands already has taken its seed from the deployer.
    """
    weth = at("MockWETH", market["tokens"]["WETH"])

    assert weth.balance() == 100 * 10**18
    assert weth.totalSupply() == 11_100 * 10**18


def test_feeds_say_the_prices(market):
    feeds = {symbol: at("MockFeed", it) for symbol, it in market["feeds"].items()}

    said = {
        symbol: (it.description(), it.latestRoundData()[1] / 10 ** it.decimals())
        for symbol, it in feeds.items()
    }

    assert said == {
        "WETH": ("ETH / USD", 2_000),
        "WBTC": ("BTC / USD", 40_000),
        "USDC": ("USDC / USD", 1),
    }


def test_a_second_run_sends_nothing(market, deployer, spec, market_file):
    block = chain.height

    again = deploy_market(deployer, spec, open_book(spec, market_file))

    assert (again, chain.height) == (market, block)


def test_other_prices_are_refused(market, spec, market_file):
    spec["tokens"][0]["price"] = "2001"

    with pytest.raises(Mismatch) as refused:
        open_book(spec, market_file)

    said = 'local-market.json: parameters.tokens[0].price: expected "2000", got "2001"'
    assert str(refused.value) == said


def test_the_book_is_json_with_the_addresses(market, market_file):
    assert json.loads(market_file.read_text())["addresses"] == market


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"hub": "DAI"}, "hub: expected one of WETH, WBTC, USDC, got DAI"),
        ({"hubb": "USDC"}, "hubb: expected one of name, hub, depth, purse, tokens, ranges, got"),
        ({"ranges": [501]}, "ranges: expected some of (500, 3000, 10000), in millionths, got"),
        ({"ranges": 500}, "ranges: expected some of (500, 3000, 10000), in millionths, got 500"),
        ({"purse": "0"}, "purse: expected 1 to 5000000000000000, got 0"),
        ({"depth": "1e30"}, "depth: expected 1 to 5000000000000000, got 1e30"),
        ({"tokens": [7]}, "tokens[0]: expected an object, got 7"),
    ],
)
def test_all_of_the_file_is_judged_before_anything_is_sent(deployer, spec, change, said):
    block = chain.height
    with pytest.raises(Mismatch) as refused:
        deploy_market(deployer, spec | change)
    assert str(refused.value).startswith(said)
    assert chain.height == block


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"decimals": 10**30}, f"tokens[1].decimals: expected 0 to 27, got {10**30}"),
        ({"decimals": -1}, "tokens[1].decimals: expected 0 to 27, got -1"),
        ({"price": "0"}, "tokens[1].price: expected above 0, got 0"),
        ({"symbol": "WETH"}, "tokens: expected each symbol once, got WETH, USDC"),
        ({"prices": "1"}, "tokens[1].prices: expected one of name, symbol, decimals, feed"),
    ],
)
def test_so_is_each_of_its_tokens(deployer, spec, change, said):
    spec["tokens"][1] |= change
    block = chain.height
    with pytest.raises(Mismatch) as refused:
        deploy_market(deployer, spec)
    assert str(refused.value).startswith(said)
    assert chain.height == block


def test_pools_of_v3_are_as_deep_as_the_pairs(deployer, spec):
    """One of each fee for each token, at the feeds' prices; a second run sends nothing."""
    book = open_book(spec | {"ranges": [500, 3_000]})
    ranges = deploy_market(deployer, spec | {"ranges": [500, 3_000]}, book)["ranges"]
    height = chain.height

    assert {name: [it["fee"] for it in rows] for name, rows in ranges["pools"].items()} == {
        "WETH": [500, 3_000],
        "WBTC": [500, 3_000],
    }
    for symbol, amount in (("WETH", 10_000 * 10**18), ("WBTC", 500 * 10**8)):
        for it in ranges["pools"][symbol]:
            pool = interface_at("IUniswapV3Pool", it["pool"])
            assert pool.liquidity() == int(it["liquidity"]) == isqrt(amount * 20_000_000 * 10**6)
    assert deploy_market(deployer, spec | {"ranges": [500, 3_000]}, book)["ranges"] == ranges
    assert chain.height == height
