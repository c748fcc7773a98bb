"""Rows of the benchmark: an auction's opening and a bid, beside reading and paying alone."""

from __future__ import annotations

from typing import Any

from scripts.benching.rows import DOWN, UP, Row
from scripts.benching.switched import govern
from scripts.benching.world import INFINITE, TOKEN, World, made, move, wait

PERCENT = TOKEN // 100
DURATION, REST, LATE = 1_800, 600, 60  # {s}; a minute after the opening anybody may bid
TERMS = PERCENT, PERCENT, 5 * PERCENT, DURATION, REST  # premium, discount, jump
LIMITS = 49 * PERCENT, TOKEN  # turnover, least trade
LITTLE = 20 * TOKEN  # {unit}, a sixth of what is to be sold
ALL = 10**6 * TOKEN  # {unit}, more than there is
CALL = 21_000  # {gas} of a transaction that does nothing


def auctions(world: World) -> list[Row]:
    """A vault whose planner answers bids too; then without it."""
    planner, auction = world.vault.planner(), made("DutchAuction", world.user, TERMS)
    answering = made("AuctionPlanner", world.user, world.vault, auction, planner, LIMITS)
    govern(world, ("setVenue", (auction, True)), ("setPlanner", answering))
    rows = [
        _opening(world, auction, it) for it in ("open an auction, the first", "open an auction")
    ]
    rows.append(_bid(world, auction))
    wait(DURATION + REST)
    govern(world, ("setPlanner", planner))
    return rows


def _ends(world: World) -> tuple[Any, Any]:
    """What has gained and what has lost; of two assets the hub buys."""
    return world.tokens[1], world.tokens[2 % world.n]


def _drifted(world: World) -> None:
    move(world, {1: UP, 2: DOWN} if world.n > 2 else {1: UP})


def _opening(world: World, auction: Any, name: str) -> Row:
    """Beside the reading of every balance and feed."""
    wait(DURATION + REST + LATE)
    _drifted(world)
    done = auction.open(world.vault, *_ends(world), {"from": world.user}).gas_used
    floor = world.floor.look({"from": world.user}).gas_used
    return Row(name, world.n, done, floor, round(done / floor, 4))


def _bid(world: World, auction: Any) -> Row:
    """For all that is left of a pair, after one for a part of it."""
    sender, (sell, buy) = {"from": world.user}, _ends(world)
    buy.approve(auction, INFINITE, sender)
    for amount in (LITTLE, ALL):
        wait(LATE)
        done = auction.bid(world.vault, sell, buy, amount, INFINITE, False, sender)
    filled = done.events["AuctionFilled"]
    floor = _exchange(world, sell, filled["sold"], buy, filled["paid"])
    return Row("bid in an auction", world.n, done.gas_used, floor, round(done.gas_used / floor, 4))


def _exchange(world: World, sell: Any, sold: int, buy: Any, paid: int) -> int:
    """{gas} of reading everything, taking one token and paying another, as one transaction."""
    taken = world.floor.enterOne(buy, paid, {"from": world.user}).gas_used
    given = world.floor.leave([sell], sold, {"from": world.user}).gas_used
    return int(taken + given - CALL)
