// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

/// @title Nano
/// @notice Weights as they are remembered: whole thousand-millionths, eight in a word, their sum exactly one (math 0.6).
library Nano {
    uint256 internal constant UNIT = 1e9; // D18{1} in a nano
    uint256 internal constant WHOLE = 1e9; // nano: they sum to one
    uint256 internal constant BITS = 32; // {bit} of a weight: one is below 2^30
    uint256 internal constant LANES = 8; // in a word
    uint256 internal constant MASK = type(uint32).max;

    /// @param weights D18{1}, their sum exactly 1e18.
    /// @return words Each rounded down, and one more for those that lost most, the first of equal ones: so none moves by a
    ///         nano, and one that is whole already does not move.
    function pack(uint256[] memory weights) internal pure returns (uint256[] memory words) {
        uint256 n = weights.length;
        (uint256[] memory lost, uint256 left) = (new uint256[](n), WHOLE);
        words = new uint256[]((n + LANES - 1) / LANES);
        for (uint256 i; i < n; ++i) {
            uint256 nano = weights[i] / UNIT;
            (lost[i], left) = (weights[i] - nano * UNIT, left - nano);
            words[i / LANES] |= nano << BITS * (i % LANES);
        }
        for (; left > 0; --left) {
            uint256 at = _largest(lost);
            lost[at] = 0;
            words[at / LANES] += 1 << BITS * (at % LANES);
        }
    }

    /// @param n The number of weights in the words. @return weights D18{1}, their sum exactly 1e18.
    function unpack(uint256[] memory words, uint256 n) internal pure returns (uint256[] memory weights) {
        weights = new uint256[](n);
        for (uint256 i; i < n; ++i) {
            weights[i] = (words[i / LANES] >> BITS * (i % LANES) & MASK) * UNIT;
        }
    }

    /// @return at Of the largest number, the first of equal ones.
    function _largest(uint256[] memory numbers) private pure returns (uint256 at) {
        uint256 most;
        for (uint256 i; i < numbers.length; ++i) {
            if (numbers[i] > most) (most, at) = (numbers[i], i);
        }
    }
}
