// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {FixedPointMathLib} from "solady/src/utils/FixedPointMathLib.sol";

/// @title VirtualReserves
/// @notice Liquidity within a range as the reserves of a market without ranges: L/sqrt(P) and L*sqrt(P) (math 2.5, 5.3).
library VirtualReserves {
    using FixedPointMathLib for uint256;

    uint256 internal constant ONE = 1e18; // D18{1}
    uint256 internal constant FINE = 1e36; // D36{1}: of a root, as little is left of 1 less it.
    uint256 internal constant Q96 = 2 ** 96; // What a root of a price is a fraction of.

    /// @param liquidity L, the root of the product of both.
    /// @param sqrtPrice D96, the root of {unit} of the second for {unit} of the first.
    /// @return first {unit}, rounded down.
    /// @return second {unit}, rounded down.
    function reservesOf(uint256 liquidity, uint256 sqrtPrice)
        internal
        pure
        returns (uint256 first, uint256 second)
    {
        return (liquidity.fullMulDiv(Q96, sqrtPrice), liquidity.fullMulDiv(sqrtPrice, Q96));
    }

    /// @notice The sale that moves the price by `impact`, as far as the liquidity goes: x * (1/sqrt(1 - s) - 1).
    /// @param reserve x, {unit} of what is sold.
    /// @param impact s, D18{1}, below 1e18.
    /// @return {unit}, its fee aside, rounded down.
    function depth(uint256 reserve, uint256 impact) internal pure returns (uint256) {
        uint256 square = (ONE - impact) * ONE * FINE;
        uint256 root = square.sqrt();
        if (root * root < square) ++root;
        return reserve.fullMulDiv(FINE - root, root);
    }
}
