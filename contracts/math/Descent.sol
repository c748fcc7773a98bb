// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {FixedPointMathLib} from "solady/src/utils/FixedPointMathLib.sol";

/// @title Descent
/// @notice How the price of a Dutch auction falls: p(t) = p0*exp(-ln(p0/p1)*t/T), as much of itself in every second
///         (math 5.6).
library Descent {
    using FixedPointMathLib for uint256;

    uint256 internal constant ONE = 1e18; // D18{1}

    /// @notice How far it falls in all: ln(p0/p1), rounded up, by less than three units.
    /// @param high p0, at least `low`; the ratio below 2^195. @param low p1, above 0. @return D18{1}
    function span(uint256 high, uint256 low) internal pure returns (uint256) {
        return uint256(FixedPointMathLib.lnWad(int256(high.fullMulDivUp(ONE, low)))) + 1;
    }

    /// @notice Where it has come to, rounded up, and never outside of [low, high].
    /// @param high p0, in any unit. @param low p1, in the same. @param fall `span` of both, D18{1}.
    /// @param elapsed t, {s}, below 2^64. @param duration T, {s}, above 0.
    function at(uint256 high, uint256 low, uint256 fall, uint256 elapsed, uint256 duration)
        internal
        pure
        returns (uint256)
    {
        if (elapsed == 0) return high;
        if (elapsed >= duration) return low;
        unchecked {
            uint256 left = uint256(FixedPointMathLib.expWad(-int256(fall * elapsed / duration))); // Below 2^8 * 2^60 * 2^64.
            return high.fullMulDivUp(left + 1, ONE).clamp(low, high);
        }
    }
}
