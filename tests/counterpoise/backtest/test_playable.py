"""A vault's file that no market can be made for: its key and what stands there, in one line."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpoise.backtest.deployment import market_parameters, vault_parameters
from counterpoise.backtest.playable import NotPlayable, playable
from counterpoise.backtest.prices import ONE
from counterpoise.backtest.stage import Scene

DEPLOYMENTS = Path(__file__).resolve().parents[3] / "deployments"
PRICE = 3_000 * ONE  # D18{USD/tok}
ODD = [None, True, -1, 28, 1.5, 10**30, "", "x", "-1", "NaN", "1e999", "\u2603", [], {}, [1]]


def demo():
    return json.loads((DEPLOYMENTS / "demo.params.json").read_text())


def places(tree, way=()):
    """Every key and every place of a list, by the way there."""
    items = tree.items() if isinstance(tree, dict) else enumerate(tree)
    for key, value in items:
        yield (*way, key)
        if isinstance(value, dict | list):
            yield from places(value, (*way, key))


def put(tree, way, value):
    *steps, last = way
    for step in steps:
        tree = tree[step]
    tree[last] = value


@pytest.mark.parametrize(
    ("way", "value", "said"),
    [
        (("hub",), "DAI", "hub: expected one of WETH, WBTC, USDC"),
        (("name",), 7, "name: expected a string, got 7"),
        (("assets",), "x", 'assets: expected a list, got "x"'),
        (("assets", 0), "WETH", 'assets[0]: expected an object, got "WETH"'),
        (("assets", 1, "symbol"), "WETH", "assets[1].symbol: WETH is there twice"),
        (("assets", 1, "feed"), {}, "assets[1].feed: an asset of a back-test needs a feed"),
        (
            ("assets", 0, "decimals"),
            10**30,
            f"assets[0].decimals: expected a whole number from 0 to 27, got {10**30}",
        ),
        (("constraints", 0), 1, "constraints[0]: expected an object, got 1"),
        (
            ("strategy", "weights", "WETH"),
            0.4,
            "strategy.weights.WETH: expected a decimal string from 0 to 1, got 0.4",
        ),
        (("strategy",), {"kind": "x", "inner": []}, "strategy.inner: expected an object, got []"),
        (("gateway",), "0x", 'gateway: expected an object, got "0x"'),
    ],
)
def test_what_stands_in_the_place_of_something_else_is_named(way, value, said):
    params = demo()
    put(params, way, value)
    with pytest.raises(NotPlayable) as refused:
        playable(params)
    assert str(refused.value) == said


@pytest.mark.parametrize("key", ["name", "hub", "assets", "strategy", "constraints"])
def test_a_missing_key_is_refused(key):
    params = demo()
    del params[key]
    with pytest.raises(NotPlayable, match=f"^{key}: it is missing$"):
        playable(params)


@given(st.sampled_from(sorted(places(demo()), key=str)), st.sampled_from(ODD))
def test_whatever_stands_anywhere_it_is_one_line_or_a_market(way, value):
    params = demo()
    put(params, way, value)
    try:
        played = playable(params)
    except NotPlayable as refused:
        assert len(str(refused).splitlines()) == 1
        return
    prices = {it["symbol"]: PRICE for it in played["assets"] if it["symbol"] != played["hub"]}
    scene = Scene(played, prices)
    assert len(market_parameters(scene)["tokens"]) == len(vault_parameters(scene)["assets"]) == 3
