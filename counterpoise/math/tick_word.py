"""The twin of contracts/math/TickWord.sol: where liquidity changes in a Uniswap V3 pool."""

WORD = 256  # slots


def slot_of(tick: int, spacing: int, is_down: bool) -> int:
    """From where the pool looks: the tick's own slot on the way down, the next on the way up."""
    return tick // spacing + (not is_down)


def next_in(word: int, slot: int, is_down: bool) -> tuple[int, bool]:
    """The nearest slot of its word whose bit is set, from the given one on, or the word's end.

    And whether it is one. `word` has the 256 slots that share `slot >> 8`.
    """
    bit = slot % WORD
    if is_down:
        ahead = word & ((1 << bit + 1) - 1)
        return slot - bit + max(ahead.bit_length() - 1, 0), ahead > 0
    ahead = word >> bit
    lowest = (ahead & -ahead).bit_length() - 1
    return (slot + lowest, True) if ahead else (slot - bit + WORD - 1, False)
