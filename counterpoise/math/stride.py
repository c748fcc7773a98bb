"""The twin of contracts/math/Stride.sol: a part of the way from weights to weights."""

from collections.abc import Sequence

from counterpoise.math.fixed_point import ONE, zero_floor_sub


def way_to(held: Sequence[int], goal: Sequence[int]) -> int:
    """What has to be sold on the whole way, D18{1}: half of sum|w - t|."""
    return sum(map(zero_floor_sub, held, goal))


def part(budget: int, way: int) -> int:
    """The part of a way that a budget lasts for, D18{1}, rounded down; at most all of it."""
    return budget * ONE // way if budget < way else ONE


def towards(held: Sequence[int], goal: Sequence[int], step: int) -> tuple[int, ...]:
    """The weights after a part of the way, D18{1}, each move rounded down.

    Where those up or those down are more by that, the first of them give way.
    """
    moves = [_move(*pair, step) for pair in zip(held, goal, strict=True)]
    over = sum(moves)
    side = 1 if over > 0 else -1
    for i, move in enumerate(moves):
        back = min(max(move * side, 0), over * side)
        moves[i], over = move - back * side, over - back * side
    return tuple(it + move for it, move in zip(held, moves, strict=True))


def _move(held: int, wanted: int, step: int) -> int:
    size = abs(wanted - held) * step // ONE
    return size if wanted > held else -size
