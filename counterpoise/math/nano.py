"""The twin of contracts/math/Nano.sol: weights as they are remembered (math 0.6)."""

from collections.abc import Sequence

UNIT = 10**9  # D18{1} in a nano
WHOLE = 10**9  # nano: they sum to one
BITS = 32  # of a weight
LANES = 8  # in a word


def rounded(weights: Sequence[int]) -> tuple[int, ...]:
    """Weights D18{1} in whole nanos, still D18{1}: what the words say of them.

    Each rounded down, and one more for those that lost most, the first of equal ones.
    """
    nanos = [weight // UNIT for weight in weights]
    order = sorted(range(len(weights)), key=lambda i: -(weights[i] % UNIT))
    for i in order[: WHOLE - sum(nanos)]:
        nanos[i] += 1
    return tuple(nano * UNIT for nano in nanos)


def pack(weights: Sequence[int]) -> tuple[int, ...]:
    """The words of weights D18{1}, rounded, eight in each, the first one lowest."""
    nanos = [weight // UNIT for weight in rounded(weights)]
    starts = range(0, len(nanos), LANES)
    return tuple(
        sum(nano << BITS * k for k, nano in enumerate(nanos[at : at + LANES])) for at in starts
    )


def unpack(words: Sequence[int], n: int) -> tuple[int, ...]:
    """The n weights of words, D18{1}."""
    lanes = ((words[i // LANES] >> BITS * (i % LANES)) % (1 << BITS) for i in range(n))
    return tuple(nano * UNIT for nano in lanes)
