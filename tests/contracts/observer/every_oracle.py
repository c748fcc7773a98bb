"""One of each oracle, made so that it says 2,000 dollars for one whole token, to one percent."""

import pools
import world
from world import DAY, HOUR, ONE, PERCENT, USD, deploy, now, sleep

from counterpoise.observer.oracle.composite import SCALE
from tests.evm.observer.oracle.sources import GAS


def chainlink(deployer, token, price=2_000, quote=USD, deviation=PERCENT):
    """A feed of 8 decimals at 2,000 dollars."""
    feed = deploy("MockFeed", deployer, "TOKEN / USD", 8)
    feed.post(price * 10**8, {"from": deployer})
    return deploy("ChainlinkOracle", deployer, feed, token, quote, DAY, 1, 10**20, deviation)


def sequencer(deployer, token):
    """One whose sequencer has been up for a day."""
    feed = deploy("MockFeed", deployer, "L2 Sequencer Uptime Status Feed", 0)
    feed.set(1, 0, now() - DAY, {"from": deployer})
    source = chainlink(deployer, token)
    return deploy("SequencerOracle", deployer, token, USD, source, feed, HOUR)


def median(deployer, token):
    """Of three."""
    sources = [chainlink(deployer, token) for _ in range(3)]
    return deploy("MedianOracle", deployer, token, USD, sources, 2, PERCENT, GAS)


def fallback(deployer, token):
    """Of two."""
    sources = [chainlink(deployer, token) for _ in range(2)]
    return deploy("FallbackOracle", deployer, token, USD, *sources, PERCENT, GAS)


def cross(deployer, token):
    """By way of a token of three decimals at 500 dollars."""
    middle = deploy("MockToken", deployer, "M", "M", 3)
    legs = chainlink(deployer, token, 4, middle, 0), chainlink(deployer, middle, 500)
    return deploy("CrossOracle", deployer, token, middle, USD, *legs)


def pegged(deployer, token):
    """To 2,000 dollars."""
    peg = SCALE * 2_000 * ONE // 10 ** token.decimals()
    return deploy("PeggedOracle", deployer, token, USD, chainlink(deployer, token), peg, PERCENT)


def erc4626(deployer, vault):
    """A share of one token, which is at 2,000 dollars."""
    source = chainlink(deployer, vault.asset())
    return deploy("Erc4626Oracle", deployer, vault, USD, source, SCALE, 5 * PERCENT, PERCENT)


def share(deployer, decimals):
    """Of a vault that has a thousand tokens."""
    asset, amount = deploy("MockToken", deployer, "A", "A", decimals), 1_000 * 10**decimals
    vault = deploy("MockVault4626", deployer, asset)
    asset.mint(deployer, amount, {"from": deployer})
    asset.approve(vault, amount, {"from": deployer})
    vault.deposit(amount, deployer, {"from": deployer})
    return vault


def priced(deployer, token):
    """A dollar of its own for a pool, and what lies there: a thousand tokens at 2,000 dollars."""
    dollar = deploy("MockToken", deployer, "Dollar", "USD", 18)
    return (token, dollar), (1_000 * 10 ** token.decimals(), 2_000_000 * ONE)


def uniswap_v2(kind, deployer, token, *values):
    tokens, amounts = priced(deployer, token)
    factory = world.deploy_factory(deployer)
    world.create_pair(factory, deployer, *tokens, amounts)
    return deploy(kind, deployer, factory, *tokens, *values, PERCENT)


def uniswap_v3(kind, deployer, token, *values):
    tokens, amounts = priced(deployer, token)
    factory = pools.deploy_factory(deployer)
    pools.create_pool(factory, deployer, *tokens, amounts)
    return deploy(kind, deployer, factory, *tokens, pools.FEE, *values, PERCENT)


def uniswap_v2_spot(deployer, token):
    return uniswap_v2("UniswapV2SpotOracle", deployer, token)


def uniswap_v3_spot(deployer, token):
    return uniswap_v3("UniswapV3SpotOracle", deployer, token)


def uniswap_v2_twap(deployer, token):
    """Half an hour old."""
    oracle = uniswap_v2("UniswapV2TwapOracle", deployer, token, pools.HALF_HOUR, 2 * HOUR)
    sleep(pools.HALF_HOUR)
    return oracle


def uniswap_v3_twap(deployer, token):
    """Of a pool that is half an hour old."""
    values = pools.HALF_HOUR, pools.BLOCK, 0
    oracle = uniswap_v3("UniswapV3TwapOracle", deployer, token, *values)
    sleep(pools.HALF_HOUR)
    return oracle


ORACLES = [
    chainlink,
    sequencer,
    median,
    fallback,
    cross,
    pegged,
    erc4626,
    uniswap_v2_spot,
    uniswap_v2_twap,
    uniswap_v3_spot,
    uniswap_v3_twap,
]
TOKENS = {erc4626: share}  # What one prices that is no plain token.
# D18{1}: an oracle's own grain, where its answers are not to the unit. A tick is 0.01 %; a pool of
# V3 knows the root of its price to 96 bits.
GRAINS = {uniswap_v3_spot: 1, uniswap_v3_twap: ONE // 10_000}
