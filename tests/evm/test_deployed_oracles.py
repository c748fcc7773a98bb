"""Prices that a parameter file composes: what they answer in process, and what is refused."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from scripts.deploy.assets import USD, Asset, Feed
from scripts.deploy.ground import Ground
from scripts.deploy.node import Node
from scripts.deploy.oracles import ORACLES, read_feed, read_oracle
from scripts.deploy.parameters import Fields, Mismatch
from tests.evm.in_process import Chain

ONE = 10**18
SOMEBODY, NOWHERE = "0x" + "5a" * 20, "0x" + "5b" * 20
CARE = {"maxDeviation": "0.02", "sourceGas": 200_000}
OWN = {"kind": "feed"}
BELIEFS = {"decimals": 8, "maxAge": 4_500, "minAnswer": "0.01", "maxAnswer": "100000"}
OTHER = {"kind": "chainlink", "description": "X", "deviation": "0.005"} | BELIEFS


class World:
    """Ether at 2,000 dollars, a dollar at 0.99, and a share of an ether vault at 1.05 ether."""

    def __init__(self) -> None:
        self.chain = chain = Chain()
        self.weth = chain.deploy("MockToken", "WETH", "WETH", 18)
        self.usdc = chain.deploy("MockToken", "USDC", "USDC", 6)
        self.share = chain.deploy("MockVault4626", self.weth)
        self.feeds = {it: self.feed(it) for it in (2_000, 2_020, 0.99, 0)}
        chain.tell("MockToken", self.weth, "mint", chain.caller, 205 * ONE)
        chain.tell("MockToken", self.weth, "approve", self.share, 205 * ONE)
        chain.tell("MockVault4626", self.share, "deposit", 100 * ONE, chain.caller)
        chain.tell("MockToken", self.weth, "mint", self.share, 5 * ONE)
        assets = [
            Asset("WETH", self.weth, 18, 1, self.own(2_000)),
            Asset("USDC", self.usdc, 6, 1, self.own(0.99)),
            Asset("SHR", self.share, 18, 1, None, 2_100 * ONE),
        ]
        self.ground = Ground(tuple(assets), "USDC", {})

    def feed(self, price: float) -> str:
        feed = self.chain.deploy("MockFeed", "X", 8)
        self.chain.tell("MockFeed", feed, "post", round(price * 10**8))
        return feed

    def own(self, price: float) -> Feed:
        return Feed(self.feeds[price], "X", 8, 4_500, 10**6, 10**13, 0)

    def node(self, symbol: str, data: dict[str, Any]) -> Node:
        item = Fields({"oracle": data}, "assets[0]")
        return read_oracle(item, self.ground, self.ground.known[symbol])

    def part(self, name: str, *inputs: Any, label: str = "", trial: Any = None) -> Any:
        return SimpleNamespace(address=self.chain.deploy(name, *inputs))

    def price(self, symbol: str, data: dict[str, Any]) -> int:
        """D18{USD/tok}, of a whole token."""
        node, asset = self.node(symbol, data), self.ground.known[symbol]
        place = node.build(self.part, {}).address
        asked = 10**asset.decimals, asset.address, USD
        return int(self.chain.ask("ChainlinkOracle", place, "getQuote", *asked))


@pytest.fixture(scope="module")
def world() -> World:
    return World()


def cross(world: World) -> dict[str, Any]:
    """Ether in dollars' token, and that one in dollars."""
    first = OTHER | {"address": world.feeds[2_020]}
    return {"kind": "cross", "middle": "USDC", "first": first, "second": OWN}


SHARE = {
    "kind": "erc4626",
    "asset": "WETH",
    "source": OWN,
    "listedRate": "1.06",
    "maxGrowth": "0.1",
    "maxLoss": "0.02",
}
MIDDLE = {
    "kind": "fallback",
    "first": OWN,
    "second": OTHER | {"address": SOMEBODY},
} | CARE
PEGGED = {"kind": "pegged", "peg": "1", "maxDepeg": "0.01"}


def test_a_cross_is_the_product_of_both(world):
    assert world.price("WETH", cross(world)) == 2_020 * ONE * 99 // 100


def test_a_peg_is_the_markets_price_as_long_as_it_is_near(world):
    assert world.price("USDC", PEGGED) == 99 * ONE // 100
    with pytest.raises(Exception, match="Depegged"):
        world.price("USDC", PEGGED | {"maxDepeg": "0.0099"})


def test_a_peg_in_something_else_counts_in_its_digits(world):
    """USDC for one WETH: 6 digits and 18."""
    inner = PEGGED | {"peg": "2000", "source": OTHER | {"address": world.feeds[2_020]}}
    data = cross(world) | {"first": inner | {"maxDepeg": "0.02"}}

    assert world.price("WETH", data) == 2_020 * ONE * 99 // 100


def test_a_share_is_what_it_converts_to_at_its_assets_price(world):
    assert world.price("SHR", SHARE) == pytest.approx(2_100 * ONE, abs=10**4)


@pytest.mark.parametrize(("rate", "refusal"), [("1.04", "RateTooHigh"), ("1.08", "RateTooLow")])
def test_a_share_away_from_its_listed_rate_is_refused_by_the_contract_too(world, rate, refusal):
    with pytest.raises(Exception, match=refusal):
        world.price("SHR", SHARE | {"listedRate": rate})


def test_the_sources_of_composites_are_composed_themselves(world):
    uptime = world.feeds[0]
    other = OTHER | {"address": world.feeds[2_020]}
    middle = {"kind": "median", "sources": [OWN, other, cross(world)], "least": 2} | CARE
    fallback = {"kind": "fallback", "first": middle, "second": other} | CARE
    fallback["sourceGas"] = 1_000_000
    data = {"kind": "sequencer", "feed": uptime, "grace": 60, "source": fallback}

    labels = [it.label for it in world.node("WETH", data).all()]

    assert labels == [
        "WETH ChainlinkOracle",
        "WETH source first source 2 other ChainlinkOracle",
        "WETH source first source 3 first other ChainlinkOracle",
        "USDC ChainlinkOracle",
        "WETH source first source 3 CrossOracle",
        "WETH source first MedianOracle",
        "WETH source second other ChainlinkOracle",
        "WETH source FallbackOracle",
        "WETH SequencerOracle",
    ]
    assert world.price("WETH", fallback) == 2_000 * ONE


def refusal(world: World, symbol: str, data: dict[str, Any]) -> str:
    with pytest.raises(Mismatch) as refused:
        world.node(symbol, data)
    return str(refused.value)


@pytest.mark.parametrize(
    ("symbol", "data", "said"),
    [
        ("SHR", OWN, "kind: expected a feed of its own in dollars, got none"),
        ("WETH", {"kind": "cross", "middle": "DAI"}, "middle: expected one of WETH, USDC, SHR"),
        (
            "WETH",
            {"kind": "cross", "middle": {"address": NOWHERE, "decimals": 18}, "first": OWN},
            "first.kind: expected a feed of its own in dollars, got none",
        ),
        (
            "WETH",
            {"kind": "cross", "middle": {"address": NOWHERE, "decimals": 37}},
            "middle.decimals: expected 0 to 36, got 37",
        ),
        (
            "WETH",
            {"kind": "fallback", "first": OWN, "second": OWN} | CARE,
            "sources that differ, got WETH ChainlinkOracle twice",
        ),
        (
            "WETH",
            {"kind": "median", "sources": [OWN] * 3, "least": 2} | CARE,
            "sources that differ, got WETH ChainlinkOracle twice",
        ),
        ("USDC", PEGGED | {"maxDepeg": "0.11"}, "maxDepeg: expected above 0, at most 0.1, got"),
        ("USDC", PEGGED | {"peg": "0"}, "peg: expected above 0, at most 1000000, got 0"),
        ("SHR", SHARE | {"maxLoss": "0.6"}, "maxLoss: expected 0 to 0.5, got 0.6"),
        ("SHR", SHARE | {"maxGrowth": "1.1"}, "maxGrowth: expected 0 to 1, got 1.1"),
        ("SHR", SHARE | {"asset": "DAI"}, "asset: expected one of WETH, USDC, SHR, got DAI"),
        ("SHR", SHARE | {"rate": "1"}, "rate: expected one of kind, asset, source, listedRate"),
        (
            "WETH",
            OTHER | {"address": NOWHERE, "minAnswer": "100000"},
            "minAnswer: expected above 0, below maxAnswer, 100000, got 100000",
        ),
        (
            "WETH",
            {"kind": "fallback", "first": MIDDLE, "second": OWN} | CARE,
            "sourceGas: expected above 400000, which its sources give to theirs, got 200000",
        ),
        ("WETH", OTHER, "address: expected a value, got nothing"),
        (
            "WETH",
            OTHER | {"address": NOWHERE, "decimals": 19},
            "decimals: expected 0 to 18, got 19",
        ),
        (
            "WETH",
            {"kind": "mean", "pool": "WETH pool"},
            "pool: expected a pool of WETH, of which there is none, got WETH pool",
        ),
    ],
)
def test_a_price_that_cannot_be_is_refused_by_path(world, symbol, data, said):
    told = refusal(world, symbol, data)
    assert told.startswith("assets[0].oracle") and said in told


def test_a_rate_that_leaves_too_few_digits_is_refused(world):
    """Of 1e36 units of a share of 18 digits in an asset of none: 1e-3 of them is 1e15."""
    bare = {"asset": {"address": NOWHERE, "decimals": 0}, "source": OTHER | {"address": SOMEBODY}}

    said = refusal(world, "SHR", SHARE | bare | {"listedRate": "0.001"})

    assert said == "assets[0].oracle.listedRate: expected a rate that leaves 16 digits, got 0.001"


def test_an_asset_without_a_feed_is_refused_where_one_is_needed(world):
    with pytest.raises(Mismatch, match="^SHR.feed: expected a feed of its own, got none$"):
        read_oracle(Fields({}), world.ground, world.ground.known["SHR"])


def test_a_feed_of_an_asset_knows_no_other_key():
    with pytest.raises(Mismatch, match="^feed.kind: expected one of address, .*, got this key$"):
        read_feed(Fields(OTHER | {"address": NOWHERE}, "feed"))


def test_each_kind_of_price_is_tested_here_or_beside_pools(world):
    """`mean` needs a pool: tests/scripts deploys it."""
    here = {OWN["kind"], OTHER["kind"], cross(world)["kind"], PEGGED["kind"], SHARE["kind"]}
    assert set(ORACLES) == here | {"mean", "median", "fallback", "sequencer"}
