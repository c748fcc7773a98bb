"""Rows of the benchmark: the quote of an order over two pairs, and the arithmetic in it."""

from __future__ import annotations

from dataclasses import astuple
from typing import Any

from counterpoise.execution.venue import KEPT
from counterpoise.types import Curve
from scripts.benching.rows import Row
from scripts.benching.world import TOKEN, World, made
from scripts.deploy.project import bound, deploy
from scripts.deploy.uniswap import ensure_pair, pair_code_hash, prebuilt

DEPTH = 10**6 * TOKEN  # {unit} of each side
AMOUNT = DEPTH // 100  # {unit}, enough that both pairs are used
NOBODY = "0x" + "00" * 20
QUOTE, SPLIT = "quote an order, split over two pairs", "split an order between two pairs"


def splits(world: World) -> list[Row]:
    """Both without the transaction, everything cold; gas is not counted, so no oracle is asked."""
    venues = [made("UniswapV2Venue", world.user, *_factory(world), KEPT) for _ in range(2)]
    split = made("SplitVenue", world.user, venues, 0, NOBODY, NOBODY)
    meter, ends = made("MockMeter", world.user), world.tokens[1::-1]

    def spent(venue: Any) -> int:
        return int(meter.measure(venue, venue.quote.encode_input(*ends, AMOUNT)))

    gas, floor = spent(split), sum(map(spent, venues))
    curves = [Curve(*it.curve(*ends)) for it in venues]
    parts, least = made("MockSplit", world.user).fill((list(map(astuple, curves)), AMOUNT, 0))
    if min(parts) == 0:
        raise RuntimeError(f"{QUOTE}: {parts} is no split")
    return [
        Row(QUOTE, world.n, gas, floor, round(gas / floor, 4)),
        Row(SPLIT, world.n, least, 0, 0),
    ]


def _factory(world: World) -> tuple[Any, str]:
    """A factory of its own with one pair, of the hub and the first asset beside it."""
    origin, sender, ends = prebuilt("UniswapV2Factory"), {"from": world.user}, world.tokens[:2]
    factory = bound(origin, deploy(origin, [str(world.user)], world.user))
    pair = ensure_pair(factory, ends[0].address, ends[1].address, world.user)
    for token in ends:
        token.mint(pair, DEPTH, sender)
    pair.mint(world.user, sender)
    return factory, pair_code_hash()
