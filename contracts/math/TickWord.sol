// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {LibBit} from "solady/src/utils/LibBit.sol";

/// @title TickWord
/// @notice Where liquidity changes in a Uniswap V3 pool: one bit for each tick that it may, 256 of them in a word.
/// @dev A pool looks one word at a time, and a trade that comes to a word's end has made a step (whitepaper 6.2.1).
library TickWord {
    /// @param tick That of the price. @param spacing {tick}, of the pool's tier, above 0.
    /// @return slot From where the pool looks: the tick's own bit on the way down, the one above it on the way up.
    function slotOf(int256 tick, int256 spacing, bool isDown) internal pure returns (int256 slot) {
        unchecked {
            slot = tick / spacing; // Towards zero, and so one too high below it.
            if (tick % spacing < 0) --slot;
            if (!isDown) ++slot;
        }
    }

    /// @param word The slot's own, the 256 that share `slot >> 8`.
    /// @return next The nearest slot of the word with liquidity that changes, from the given one on; or the word's end.
    /// @return isThere Whether it is one.
    function nextIn(uint256 word, int256 slot, bool isDown) internal pure returns (int256 next, bool isThere) {
        unchecked {
            uint256 bit = uint256(slot) & 0xff;
            uint256 ahead = isDown ? word & (type(uint256).max >> (255 - bit)) : word & (type(uint256).max << bit);
            if (isThere = ahead != 0) bit -= isDown ? LibBit.fls(ahead) : LibBit.ffs(ahead);
            else if (!isDown) bit -= 255;
            next = slot - int256(bit);
        }
    }
}
