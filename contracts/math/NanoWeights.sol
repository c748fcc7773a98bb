// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

/// @title NanoWeights
/// @notice One word of up to eight weights, laid out as Nano does, that somebody else has made: nothing in it is rounded,
///         and nothing of it believed (math 0.6).
library NanoWeights {
    error NanoInexact(uint256 index, uint256 weight);
    error NanoSurplus(uint256 word, uint256 count);

    uint256 internal constant NANO = 1e9; // D18{1}, the step of a weight
    uint256 internal constant ONE = 1e9; // {1e-9}
    uint256 internal constant LANES = 8;
    uint256 internal constant LANE = 32; // {bit}
    uint256 internal constant MASK = 0xffffffff;
    uint256 internal constant TOPS = 0x8000000080000000800000008000000080000000800000008000000080000000; // of the lanes
    uint256 internal constant EVENS = 0x00000000ffffffff00000000ffffffff00000000ffffffff00000000ffffffff; // lanes

    /// @notice Reverts `NanoInexact` where a weight is no whole number of steps, or 2^31 of them.
    /// @param weights D18{1}, eight at most.
    function pack(uint256[] memory weights) internal pure returns (uint256 word) {
        for (uint256 i; i < weights.length; ++i) {
            uint256 steps = weights[i] / NANO;
            require(steps * NANO == weights[i] && steps <= MASK / 2, NanoInexact(i, weights[i]));
            word |= steps << LANE * i;
        }
    }

    /// @notice The first n weights of a word. Reverts `NanoSurplus` where it holds more.
    /// @return weights D18{1}
    function unpack(uint256 word, uint256 n) internal pure returns (uint256[] memory weights) {
        require(word >> LANE * n == 0, NanoSurplus(word, n));
        weights = new uint256[](n);
        assembly ("memory-safe") {
            let end := add(weights, shl(5, add(n, 1)))
            for { let at := add(weights, 0x20) } lt(at, end) { at := add(at, 0x20) } {
                mstore(at, mul(and(word, MASK), NANO))
                word := shr(LANE, word)
            }
        }
    }

    /// @notice Whether the sum is one and each weight within its bounds, which `pack` has made; all lanes at once.
    /// @dev A lane with its top bit set keeps it where no more is taken from it than the rest of it. A sum of lanes is
    ///      what is left of the word where 2^64 counts as one.
    function fits(uint256 word, uint256 least, uint256 most) internal pure returns (bool) {
        unchecked {
            if (word & TOPS != 0 || ((word | TOPS) - least) & ((most | TOPS) - word) & TOPS != TOPS) return false;
            return ((word & EVENS) + (word >> LANE & EVENS)) % type(uint64).max == ONE;
        }
    }
}
