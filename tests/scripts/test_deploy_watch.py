"""Deployment of a vault that knows its market: what stands, and what is refused by name."""

from __future__ import annotations

from copy import deepcopy
from types import SimpleNamespace

import pytest
from brownie import chain

from counterpoise.types import MarketClass
from scripts.deploy.book import open_book
from scripts.deploy.placing import with_market
from scripts.deploy.project import at
from scripts.deploy.uniswap import NO_ADDRESS
from scripts.deploy.vault import deploy_vault
from tests.scripts.conftest import parameters, refusal

ONE = 10**18
HALF_HOUR = 1_800  # {s}


@pytest.fixture(scope="session")
def watched_book(deployer, market, market_file) -> tuple[SimpleNamespace, dict, str]:
    """A vault with a market's state, deployed once, its parameters, and the book of that run."""
    params = with_market(parameters("watched"), market_file.parent)
    path = market_file.parent / "local-watched.json"
    there = deploy_vault(deployer, params, open_book(params, path))
    return SimpleNamespace(**there), params, path.read_text()


@pytest.fixture
def watched(watched_book) -> SimpleNamespace:
    return watched_book[0]


@pytest.fixture
def params(watched_book):
    return deepcopy(watched_book[1])


def test_the_vault_asks_the_estimators_and_they_ask_the_vault(watched, params):
    """The circle is closed: observer, market, drawdown, vault."""
    vault = at("Vault", watched.vault)
    observer = at("SignalObserver", vault.observer())
    market = at("MarketEstimator", observer.market())
    assert observer.variance() == market.variance() == watched.VarianceEstimator
    assert (observer.inner(), observer.covariance()) == (watched.SpotObserver, NO_ADDRESS)
    assert at("DrawdownEstimator", market.drawdown()).vault() == watched.vault
    strategy = at("MarketStrategy", vault.strategy())
    assert (strategy.inner(), strategy.maxSlice()) == (
        watched.FixedWeightStrategy,
        99 * ONE // 1000,
    )
    assert strategy.hub() == params["assets"][2]["address"]
    assert watched.MarketConstraint in at("ConstraintSet", vault.constraint()).members()


def test_each_asset_is_judged_by_its_own_pool_and_the_hub_by_its_oracle(watched, params):
    market = at("MarketEstimator", watched.MarketEstimator)
    weth, wbtc, usdc = market.sources()
    assert [it[0] for it in (weth, wbtc, usdc)] == [it["address"] for it in params["assets"]]
    assert tuple(map(int, weth[1:3])) == (ONE, 5 * 10**15)
    assert list(usdc[3:]) == [usdc[3]] * 4 + [NO_ADDRESS]
    for source, symbol in ((weth, "WETH"), (wbtc, "WBTC")):
        oracle, second, spot, twap, depth = source[3:]
        assert oracle == second == vars(watched)[f"{symbol} ChainlinkOracle"]
        assert (
            at("CrossOracle", spot).first() == vars(watched)[f"{symbol} pool UniswapV2SpotOracle"]
        )
        assert (
            at("CrossOracle", twap).first() == vars(watched)[f"{symbol} pool UniswapV2TwapOracle"]
        )
        assert depth == vars(watched)[f"{symbol} pool UniswapV2DepthEstimator"]


def test_limits_and_priors_are_those_of_the_file(watched, params):
    market = at("MarketEstimator", watched.MarketEstimator)
    names = ("lag", "window", "minDepth", "minJump", "maxDrawdown", "maxAge", "streak", "spacing")
    said = [getattr(market, name)() for name in (*names, "rest")]
    assert said == [600, 1800, ONE // 2, ONE // 20, 15 * ONE // 100, 3600, 3, 300, 1800]
    variance = at("VarianceEstimator", watched.VarianceEstimator)
    *moving, hub = [asset["address"] for asset in params["assets"]]
    assert [variance.varianceOf(it) for it in moving] == [64 * ONE // 100, 36 * ONE // 100]
    assert list(variance.volatilitiesOf([hub])) == [0]
    drawdown = at("DrawdownEstimator", watched.DrawdownEstimator)
    assert (drawdown.spacing(), drawdown.tau()) == (3600, 0)
    depth = at("UniswapV2DepthEstimator", vars(watched)["WETH pool UniswapV2DepthEstimator"])
    assert (depth.spacing(), depth.fastTau(), depth.slowTau()) == (300, 3600, 86400)


def test_a_watched_vault_trades_once_three_looks_have_found_its_market_normal(watched, deployer):
    """Before the first look the market is unknown; a mean of half an hour is told after that."""
    market = at("MarketEstimator", watched.MarketEstimator)
    usdc, weth = (at("Vault", watched.vault).assets()[i] for i in (2, 0))
    assert market.classOf(weth) == MarketClass.UNKNOWN
    market.record({"from": deployer})
    assert market.classOf(weth) == MarketClass.GENUINE_MOVE  # The mean does not answer yet.
    assert market.classOf(usdc) == MarketClass.NORMAL
    chain.sleep(HALF_HOUR)
    for _ in range(3):
        market.record({"from": deployer})
        chain.sleep(300)
    assert market.classOf(weth) == MarketClass.NORMAL


def test_a_second_run_sends_nothing(watched_book, deploy, params, book_file):
    there, _, book = watched_book
    book_file.write_text(book)
    height = chain.height

    assert (deploy(params), chain.height) == (there, height)


def test_no_pool_of_two_assets_is_refused_by_their_names(deploy, params):
    params["pools"]["WETH pool"]["quote"] = "WBTC"

    factory = params["venue"]["factory"]
    said = f"pools.WETH pool: expected a pool of WETH and WBTC at {factory}, got none"
    assert refusal(deploy, params) == said


def test_a_least_trade_that_a_rounded_weight_could_make_is_refused(deploy, params):
    """A hundred million dollars at the cap: the last of eighteen digits is 1e-10 of one."""
    params["planner"]["minTrade"] = "0.0000000001"

    said = "planner.minTrade: expected above 1e-10, 1e-18 of the value at the supply cap, got 1e-10"
    assert refusal(deploy, params) == said
