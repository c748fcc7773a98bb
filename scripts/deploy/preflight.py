"""What must be true of a plan before a vault is wired to anything that it names."""

from __future__ import annotations

from fractions import Fraction

from counterpoise.math.fixed_point import ONE
from scripts.deploy.book import AddressBook
from scripts.deploy.checks import (
    answer,
    check_feed,
    check_permit2,
    check_pool,
    check_priced,
    check_token,
    check_weth,
    price_of,
)
from scripts.deploy.parameters import Mismatch
from scripts.deploy.plan import Plan
from scripts.deploy.project import now
from scripts.deploy.uniswap import NO_ADDRESS
from scripts.deploy.ways import Ways


def check(plan: Plan, book: AddressBook) -> None:
    """Every address that is given, before anything is wired to it."""
    for asset in plan.assets:
        check_token(asset)
        if asset.feed:
            check_feed(f"{asset.symbol}.feed", asset.feed)
    for asset in plan.paired:
        check_pool(asset, plan.hub, plan.factory, plan.pair_code_hash, plan.pool_tolerance)
    for pool in plan.pools:
        pool.check(plan.pool_tolerance)
    _check_entries(plan, book)
    if not plan.paired and plan.venue.label not in book.contracts:
        _check_ways(plan)
    if plan.watch:
        _check_least_trade(plan)


def _check_ways(plan: Plan) -> None:
    """The pools within a venue that is made of others, or trades on V3's."""
    fair = {it.address: Fraction(price_of(it), 10**it.decimals) for it in plan.assets}
    symbols = {it.address: it.symbol for it in plan.assets}
    Ways(answer, fair, plan.pool_tolerance).require(plan.venue, plan.hub.address, symbols)


def _check_entries(plan: Plan, book: AddressBook) -> None:
    """What entries name beside assets and pools, and their times beside the chain's.

    What stands has been judged: a run that is taken up later finds other prices and times.
    """
    for node in plan.nodes.values():
        for ask in node.checks if node.label not in book.contracts else ():
            ask()
    for moment in plan.moments if plan.strategy.label not in book.contracts else ():
        moment.check(now())


def _check_least_trade(plan: Plan) -> None:
    """A weight that stands still is rounded to 18 digits: what that moves must be no trade."""
    seed = sum(it.seed * price_of(it) // 10**it.decimals for it in plan.assets)
    least = seed * plan.supply_cap // plan.seed_shares // ONE
    if plan.min_trade <= least:
        expected = f"above {least / ONE:g}, 1e-18 of the value at the supply cap"
        raise Mismatch("planner.minTrade", expected, f"{plan.min_trade / ONE:g}")


def check_prices(plan: Plan, book: AddressBook) -> None:
    """What the oracles of assets without a feed say, once they stand."""
    for asset, oracle in zip(plan.assets, plan.oracles, strict=True):
        if asset.feed is None:
            check_priced(asset, book.contracts[oracle.label]["address"], plan.pool_tolerance)


def check_gateway(plan: Plan) -> None:
    """What the gateway is to know, where it is to know it."""
    if plan.weth != NO_ADDRESS:
        check_weth(plan.weth, plan.tokens)
    if plan.permit2 != NO_ADDRESS:
        check_permit2(plan.permit2)
