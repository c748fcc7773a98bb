"""A share of a vault without a feed: priced, traded in a pool of its own, and checked before."""

from __future__ import annotations

from copy import deepcopy

import pytest
from brownie import chain

from scripts.deploy.parameters import Mismatch
from scripts.deploy.placing import with_market
from scripts.deploy.project import at, container
from scripts.deploy.project import deploy as create
from scripts.deploy.uniswap import ensure_pair, factory_at
from tests.scripts.conftest import parameters, refusal

ONE = 10**18


@pytest.fixture
def share(market, deployer) -> str:
    """A vault of ether at 1.05 ether for a share, and a pool of it with the hub at 2,100."""
    by = {"from": deployer}
    weth, usdc = (at("MockToken", market["tokens"][it]) for it in ("WETH", "USDC"))
    made = create(container("MockVault4626"), [weth.address], deployer)
    share = at("MockVault4626", made)
    weth.mint(deployer, 10_500 * ONE, by)
    weth.approve(made, 10_000 * ONE, by)
    share.deposit(10_000 * ONE, deployer, by)
    weth.transfer(made, 500 * ONE, by)
    pair = ensure_pair(factory_at(market["factory"]), made, usdc.address, deployer)
    share.transfer(pair.address, 5_000 * ONE, by)
    usdc.mint(pair.address, 10_500_000 * 10**6, by)
    pair.mint(deployer, by)
    return str(made)


@pytest.fixture
def params(market, market_file, share):
    """The demo's vault with that share as a fourth asset."""
    made = deepcopy(with_market(parameters("demo"), market_file.parent))
    made["assets"].append(
        {"symbol": "SHR", "address": share, "decimals": 18, "seed": "10", "price": "2100"}
        | {"oracle": erc4626()}
    )
    weights = {"WETH": "0.3", "WBTC": "0.3", "USDC": "0.3", "SHR": "0.1"}
    made["strategy"] = {"kind": "fixed", "weights": weights}
    return made


def erc4626(**changed):
    known = {"asset": "WETH", "source": {"kind": "feed"}, "listedRate": "1.06"}
    return {"kind": "erc4626", "maxGrowth": "0.1", "maxLoss": "0.02"} | known | changed


def test_a_vault_holds_a_share_without_a_feed(deploy, params, share):
    there = vars(deploy(params))

    oracle = at("Erc4626Oracle", there["SHR Erc4626Oracle"])
    vault = at("Vault", there["vault"])
    assert (oracle.source(), oracle.maxLoss()) == (there["WETH ChainlinkOracle"], ONE // 50)
    assert abs(at("VaultLens", there["lens"]).sharePrice(vault) - 121 * ONE) < 10**6
    assert vault.assets()[3] == share


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        (
            {"listedRate": "1.04"},
            "assets[3].oracle.listedRate: expected a rate of 1019200000000000000000000000000000000 "
            "to 1040000000000000000000000000000000000 for 1e36 shares, got 10",
        ),
        (
            {"asset": "USDC"},
            "assets[3].oracle.listedRate.asset: expected 0x",
        ),
    ],
)
def test_a_share_that_is_not_what_the_file_says_is_refused(deploy, params, changed, said):
    params["assets"][3]["oracle"] = erc4626(**changed)

    assert refusal(deploy, params).startswith(said)


def test_an_asset_that_is_no_share_is_refused(deploy, params):
    params["assets"][0]["oracle"] = erc4626(asset="WBTC")

    told, token = refusal(deploy, params), params["assets"][0]["address"]

    said = f"expected an ERC-4626 vault at {token}, got another contract"
    assert told == f"assets[0].oracle.listedRate: {said}"


def test_a_price_off_its_pool_is_refused(deploy, params):
    params["assets"][3]["price"] = "2150"

    said = "SHR.feed.price: expected within 2 % of the pool's 2100, got 2150"
    assert refusal(deploy, params) == said


def test_a_price_off_its_oracle_is_refused_before_anything_is_wired(
    deploy, params, market, deployer
):
    """Ether has fallen by 1.5 %, and what is believed is 1 % too high: both within 2 %."""
    at("MockFeed", market["feeds"]["WETH"]).post(1_970 * 10**8, {"from": deployer})
    params["assets"][3]["price"] = "2121"

    with pytest.raises(Mismatch) as refused:
        deploy(params)

    said = "SHR.price: expected within 2 % of 2121, got 2068.5, as its oracle says"
    assert str(refused.value) == said


def test_an_asset_has_a_feed_or_a_price_above_nothing(deploy, params):
    params["assets"][3]["price"] = "0"

    assert refusal(deploy, params) == "assets[3].price: expected above 0, got 0"


def test_another_feed_is_checked_by_its_place_in_the_file(deploy, params, market):
    feed = params["assets"][1]["feed"] | {"kind": "chainlink"}
    params["assets"][0]["oracle"] = feed | {"description": "ETH / USD"}

    said = "assets[0].oracle.description: expected ETH / USD, got BTC / USD"
    assert refusal(deploy, params) == said


def test_the_middle_of_a_cross_has_the_decimals_that_it_says(deploy, params, market):
    middle = {"address": market["tokens"]["USDC"], "decimals": 18}
    feed = params["assets"][0]["feed"] | {"kind": "chainlink"}
    params["assets"][0]["oracle"] = {
        "kind": "cross",
        "middle": middle,
        "first": feed,
        "second": params["assets"][2]["feed"] | {"kind": "chainlink"},
    }

    assert refusal(deploy, params) == "assets[0].oracle.middle.decimals: expected 18, got 6"


def test_a_time_that_the_chains_own_is_beyond_is_refused(deploy, params):
    later = chain.time() + 10**6
    params["constraints"].append({"kind": "schedule", "anchor": later, "period": 3_600})

    told = refusal(deploy, params)

    assert told.startswith("constraints[6].anchor: expected 0 to ")
    assert told.endswith(f", got {later}")
