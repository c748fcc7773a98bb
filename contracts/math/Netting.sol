// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

/// @title Netting
/// @notice Who sells to whom, where some have too much and others too little: the largest seller to the largest buyer, until
///         one side has nothing left (math 1.4).
/// @dev Each trade ends the need of a seller or of a buyer, and the last one, where all needs together are 0, of both: so
///      there are at most n - 1, and what is traded is half of all needs, the least that there can be. The fewest trades
///      that there can be are another matter, which nobody solves quickly.
library Netting {
    struct Trade {
        uint256 seller;
        uint256 buyer;
        uint256 amount; // In the unit of the needs, above 0.
    }

    /// @param needs What each is to get, below 0 what it is to give; each above -2^255. Used up.
    /// @return trades Where all needs together are 0 they meet each one exactly; otherwise all of the lesser side's. Of equal
    ///         ones the last comes first.
    function net(int256[] memory needs) internal pure returns (Trade[] memory trades) {
        trades = new Trade[](needs.length);
        uint256 n;
        unchecked {
            for (;; ++n) {
                (uint256 seller, uint256 buyer) = _farthest(needs);
                (int256 most, int256 wanted) = (-_get(needs, seller), _get(needs, buyer));
                if (most <= 0 || wanted <= 0) break;
                int256 amount = most < wanted ? most : wanted;
                (needs[seller], needs[buyer]) = (amount - most, wanted - amount);
                Trade memory trade = trades[n];
                (trade.seller, trade.buyer, trade.amount) = (seller, buyer, uint256(amount));
            }
        }
        assembly ("memory-safe") {
            mstore(trades, n) // Shortens the list in place; the rest is never read.
        }
    }

    /// @return least The place of the least need. @return most That of the greatest; 0 where there are none.
    function _farthest(int256[] memory needs) private pure returns (uint256 least, uint256 most) {
        unchecked {
            (int256 low, int256 high) = (type(int256).max, type(int256).min);
            for (uint256 i; i < needs.length; ++i) {
                int256 need = _get(needs, i);
                if (need <= low) (low, least) = (need, i);
                if (need >= high) (high, most) = (need, i);
            }
        }
    }

    /// @return word 0 where there is no such place.
    function _get(int256[] memory list, uint256 i) private pure returns (int256 word) {
        assembly ("memory-safe") {
            if lt(i, mload(list)) { word := mload(add(add(list, 0x20), shl(5, i))) }
        }
    }
}
