// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {FixedPointMathLib} from "solady/src/utils/FixedPointMathLib.sol";
import {Curve} from "interfaces/Types.sol";

/// @title Series
/// @notice Two markets, one after the other, as one: what the first brings is sold on the second.
/// @dev A constant product of a constant product is one again. With m = y1*f1*d / (x1 + f1*d) sold on the second,
///          y2*f2*m / (x2 + f2*m)  =  y*f*d / (x + f*d)
///      where f = f1*f2, x = f2*x1*x2 / (x2 + f2*y1), y = f2*y1*y2 / (x2 + f2*y1).
///      So y / x is the product of both prices, and f of what both keep.
library Series {
    using FixedPointMathLib for uint256;

    uint256 internal constant ONE = 1e18; // D18{1}

    /// @notice Both as one curve. Its sell reserve rounds up, the rest down: it promises more than they bring by no more
    ///         than a unit of what lies between them, which they pass on whole.
    /// @dev Reverts where a reserve is beyond 2^196.
    function join(Curve memory first, Curve memory second) internal pure returns (Curve memory) {
        uint256 kept = second.kept;
        uint256 both = second.sellReserve * ONE + first.buyReserve * kept;
        return Curve(
            first.sellReserve.fullMulDivUp(second.sellReserve * kept, both),
            (first.buyReserve * kept).fullMulDiv(second.buyReserve, both),
            first.kept * kept / ONE,
            first.limit.min(_reaching(first, second.limit))
        );
    }

    /// @return The largest sale, {unit}, that brings no more than the amount.
    function _reaching(Curve memory curve, uint256 amount) internal pure returns (uint256) {
        if (curve.buyReserve <= amount) return type(uint256).max;
        return (curve.sellReserve * ONE).fullMulDiv(amount, curve.kept * (curve.buyReserve - amount));
    }
}
