"""What an auction and its bids cost, in vaults of several sizes with real oracles."""

from dataclasses import dataclass
from typing import Any

from counterpoise.execution.hub import Limits
from tests.counterpoise.drawn import ONE
from tests.evm.execution.auction.auctioned import AUCTION, MINUTE, VENTURE, Auctioned, build
from tests.evm.in_process import OUTSIDER, Chain
from tests.evm.observer.estimator.feeds import abi_of
from tests.evm.test_engine_twin import USD, Venture

VALUE = 10**6  # {USD}
DOLLARS = 10**8  # {USD/tok}, with a feed's 8 decimals
DAY = 86_400


@dataclass(frozen=True)
class Gas:
    """{gas} of whole transactions, their 21,000 and calldata among it."""

    open: int  # where none has been
    again: int  # where one has been
    bid: int  # for all of the pair
    part: int  # for a tenth of it


def measure(n: int) -> Gas:
    """In a vault of n assets at a dollar each, of which two are off their targets."""
    world = build(Chain(), venture_of(n), prices=(ONE,) * n).begin()
    feeds = observed(world)
    spent = []
    for wait in (0, DAY):
        world.passes(wait)
        for feed in feeds:
            world.chain.tell("MockFeed", feed, "post", DOLLARS)
        spent.append(sent(world, "open", *pair(world)))
    world.passes(5 * MINUTE)
    for token in world.tokens:
        world.endow(OUTSIDER, token, 10**30)
        approved = f"({world.address},{10**40})"
        world.chain.evm.transact("approve", approved, OUTSIDER, token, 0, abi_of("MockToken"))
    part = sent(world, "bid", *pair(world), 10**21, 10**24, False)
    return Gas(*spent, sent(world, "bid", *pair(world), 10**23, 10**26, False), part)


def pair(world: Auctioned) -> tuple[str, ...]:
    return world.it.vault, world.tokens[0], world.tokens[1]


def venture_of(n: int) -> Venture:
    """A fifth of the second asset is to be bought with the first."""
    weights = [ONE // n] * n
    values = [VALUE // n] * n
    values[0], values[1] = values[0] + VALUE // (5 * n), values[1] - VALUE // (5 * n)
    weights[0] += ONE - sum(weights)
    return Venture(
        units=(ONE,) * n,
        balances=tuple(it * ONE for it in values),
        target=tuple(weights),
        hub=0,
        pools={i: (10**7 * ONE, 10**7 * ONE) for i in range(1, n)},
        limits=Limits(ONE, ONE, ONE // 50, ONE // 100, ONE),
        constraints=((ONE // 100, ONE // 1000), *VENTURE.constraints[1:]),
        rounds=(),
    )


def observed(world: Auctioned) -> list[str]:
    """The vault's prices come from Chainlink feeds from now on."""
    chain, oracles, feeds = world.chain, [], []
    for token in world.tokens:
        feed = chain.deploy("MockFeed", "feed", 8)
        chain.tell("MockFeed", feed, "post", DOLLARS)
        rule = (7 * DAY, 1, 10**20, 0)
        oracles.append(chain.deploy("ChainlinkOracle", feed, token, USD, *rule))
        feeds.append(feed)
    observer = chain.deploy("SpotObserver", USD, world.tokens, oracles)
    chain.tell("Vault", world.it.vault, "setObserver", observer)
    return feeds


def sent(world: Auctioned, function: str, *values: Any) -> int:
    words = f"({','.join(str(it).lower() if isinstance(it, bool) else str(it) for it in values)})"
    abi = abi_of(AUCTION)
    done = world.chain.evm.transact(function, words, OUTSIDER, world.address, 0, abi)
    return int(done.gas_used)
