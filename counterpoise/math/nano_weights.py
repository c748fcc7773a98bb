"""The twin of contracts/math/NanoWeights.sol: a word of weights from somebody else (math 0.6)."""

from collections.abc import Sequence

from counterpoise.errors import NanoInexact, NanoSurplus
from counterpoise.math.nano import BITS, UNIT

MASK = 2**BITS - 1

NANO = UNIT  # D18{1}, the step of a weight


def pack(weights: Sequence[int]) -> int:
    """The word of weights D18{1} that are whole steps. Raises `NanoInexact`."""
    word = 0
    for i, weight in enumerate(weights):
        if weight % NANO or not 0 <= weight // NANO <= MASK // 2:
            raise NanoInexact(i, weight)
        word |= weight // NANO << BITS * i
    return word


def unpack(word: int, n: int) -> tuple[int, ...]:
    """The first n weights of a word, D18{1}. Raises `NanoSurplus` where there are more."""
    if word >> BITS * n:
        raise NanoSurplus(word, n)
    return tuple((word >> BITS * i & MASK) * NANO for i in range(n))
