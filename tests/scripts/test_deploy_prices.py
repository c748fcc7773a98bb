"""Prices that a vault can be deployed with beside a feed alone: means of pools, several sources."""

from __future__ import annotations

from copy import deepcopy

import pytest
from brownie import chain

from scripts.deploy.assets import USD
from scripts.deploy.parameters import Mismatch
from scripts.deploy.placing import with_market
from scripts.deploy.project import at, container
from scripts.deploy.project import deploy as create
from tests.scripts import v3
from tests.scripts.conftest import parameters

ONE = 10**18
HALF_HOUR, HOUR = 1_800, 3_600  # {s}
ROOM = HALF_HOUR // 12 + 1  # observations
CARE = {"maxDeviation": "0.02", "sourceGas": 100_000}
FEED = {"kind": "feed"}
MEAN = {"kind": "mean", "pool": "WETH pool"}


@pytest.fixture
def params(market, market_file):
    return deepcopy(with_market(parameters("watched"), market_file.parent))


@pytest.fixture
def weth(params):
    return params["assets"][0]


@pytest.fixture(scope="session")
def factory(deployer) -> str:
    """Uniswap V3's."""
    return v3.deploy_factory(deployer)


@pytest.fixture
def deep(params, market, deployer, factory):
    """A V3 pool of ether at the market's price, by its name."""

    def found(room: int = ROOM, price: int = 2_000, age: int = HALF_HOUR) -> str:
        ends = (market["tokens"][symbol] for symbol in ("WETH", "USDC"))
        for symbol in ("WETH", "USDC"):
            at("MockToken", market["tokens"][symbol]).mint(deployer, 10**24, {"from": deployer})
        amounts = 10_000 * ONE, 10_000 * price * 10**6
        v3.create_pool(factory, deployer, *ends, amounts, room)
        chain.sleep(age)
        chain.mine()
        params["pools"]["WETH deep"] = {
            "version": 3,
            "base": "WETH",
            "factory": factory,
            "fee": v3.FEE,
            "window": HALF_HOUR,
            "blockTime": 12,
            "minLiquidity": "1000",
            "deviation": "0.01",
        }
        return "WETH deep"

    return found


def refusal(deploy, params) -> str:
    with pytest.raises(Mismatch) as refused:
        deploy(params)
    return str(refused.value)


def price(place: str, asset: dict) -> int:
    """D18{USD/tok}"""
    oracle = at("ChainlinkOracle", place)
    return int(oracle.getQuote(10 ** asset["decimals"], asset["address"], USD))


def test_a_vault_may_be_priced_by_the_middle_of_feed_and_means(
    deploy, params, weth, deep, market, deployer
):
    """The mean of a V2 pool begins with its oracle: the first run waits, the second goes on."""
    sources = [FEED, {"kind": "mean", "pool": deep()}, MEAN]
    weth["oracle"] = {"kind": "median", "sources": sources, "least": 2} | CARE

    said = refusal(deploy, params)
    chain.sleep(HALF_HOUR)
    for place in market["feeds"].values():
        feed = at("MockFeed", place)
        feed.post(feed.latestRoundData()[1], {"from": deployer})
    there = vars(deploy(params))

    assert said.startswith("pools.WETH pool.age: expected at least 1800 s, got ")
    assert said.endswith(" s; run again later")
    median = at("MedianOracle", there["WETH MedianOracle"])
    assert list(median.sources()) == [
        there["WETH ChainlinkOracle"],
        there["WETH deep UniswapV3TwapOracle CrossOracle"],
        there["WETH pool UniswapV2TwapOracle CrossOracle"],
    ]
    assert (median.least(), median.maxDeviation()) == (2, ONE // 50)
    assert at("SpotObserver", there["SpotObserver"]).sources()[0][-1] == median.address
    assert abs(price(median.address, weth) - 2_000 * ONE) < ONE // 2
    assert at("MarketEstimator", there["MarketEstimator"]).sources()[0][3] == median.address


def test_a_second_source_may_stand_in_for_the_first_and_a_layer_may_wait(
    deploy, params, weth, deep, deployer
):
    uptime = create(container("MockFeed"), ["Sequencer", 0], deployer)
    at("MockFeed", uptime).post(0, {"from": deployer})
    second = {"kind": "mean", "pool": deep()}
    weth["oracle"] = {
        "kind": "sequencer",
        "feed": uptime,
        "grace": HALF_HOUR,
        "source": {"kind": "fallback", "first": FEED, "second": second} | CARE,
    }

    there = vars(deploy(params))

    sequencer = at("SequencerOracle", there["WETH SequencerOracle"])
    fallback = at("FallbackOracle", sequencer.source())
    assert (sequencer.feed(), sequencer.grace()) == (uptime, HALF_HOUR)
    assert fallback.primary() == there["WETH ChainlinkOracle"]
    assert fallback.secondary() == there["WETH deep UniswapV3TwapOracle CrossOracle"]
    assert price(sequencer.address, weth) == 2_000 * ONE


def test_a_market_may_be_judged_by_a_v3_pool_and_a_second_feed(deploy, params, weth, deep, market):
    state = params["marketState"]["assets"]["WETH"]
    state |= {"pool": deep(), "second": {"kind": "chainlink"} | weth["feed"] | {"maxAge": 9_000}}

    there = vars(deploy(params))

    source = at("MarketEstimator", there["MarketEstimator"]).sources()[0]
    assert source[4] == there["WETH second other ChainlinkOracle"] != source[3]
    assert source[5] == there["WETH deep UniswapV3SpotOracle CrossOracle"]
    assert source[6] == there["WETH deep UniswapV3TwapOracle CrossOracle"]
    assert source[7] == there["WETH deep UniswapV3DepthEstimator"]
    assert "WETH pool UniswapV2TwapOracle" not in there


def test_a_pool_without_room_to_remember_is_refused_with_its_cardinality(deploy, params, deep):
    deep(room=ROOM - 1)

    said = "pools.WETH deep.cardinality: expected at least 151, got 150"
    assert refusal(deploy, params) == said


def test_a_pool_that_remembers_too_little_yet_is_refused_with_its_age(deploy, params, deep):
    deep(age=900)

    said = refusal(deploy, params)

    assert said.startswith("pools.WETH deep.age: expected at least 1800 s, got 9")


def test_a_pool_off_its_feeds_is_refused_with_both_prices(deploy, params, deep):
    deep(price=2_050)

    said = "pools.WETH deep.price: expected within 2 % of the pool's 2050, got 2000"
    assert refusal(deploy, params) == said


def test_a_source_that_needs_more_gas_than_a_look_gives_is_refused(deploy, params, weth, deep):
    """K2 In the estimator it would count as one that differs, for ever."""
    second = {"kind": "mean", "pool": deep()}
    weth["oracle"] = {"kind": "fallback", "first": FEED, "second": second} | CARE
    weth["oracle"]["sourceGas"] = 400_000

    said = "marketState.assets.WETH.oracle: expected an answer with the gas of a look, got none"
    assert refusal(deploy, params) == said


def test_a_sequencer_without_code_is_refused(deploy, params, weth):
    weth["oracle"] = {"kind": "sequencer", "feed": "0x" + 40 * "1", "grace": HOUR}

    said = f"assets[0].oracle.feed.address: expected code at 0x{40 * '1'}, got none"
    assert refusal(deploy, params) == said
