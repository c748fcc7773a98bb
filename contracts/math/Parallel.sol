// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {FixedPointMathLib} from "solady/src/utils/FixedPointMathLib.sol";
import {Curve} from "interfaces/Types.sol";
import {ConstantProduct} from "contracts/math/ConstantProduct.sol";
import {WaterFilling} from "contracts/math/WaterFilling.sol";

/// @title Parallel
/// @notice Several markets of one pair as one constant product, that promises no more than the best split brings.
/// @dev Markets that all trade pay Q^2 / (X + D)^2 for the next unit, X the sum of their depths and Q of their roots
///      (WaterFilling). Split best, an amount is paid the highest price that any choice of them has there: the line
///      (X + D) / Q, the inverse root of that price, is the lowest. So the constant product of X and Q^2 / X, which pays
///      the same from the first unit on, never promises more; and it is short by at most sum of y - Q^2 / X, what it
///      would bring to take the markets to one price (features E7, C7).
library Parallel {
    using ConstantProduct for Curve;
    using FixedPointMathLib for uint256;

    uint256 internal constant ONE = 1e18; // D18{1}
    uint256 internal constant MOST = WaterFilling.MOST; // {unit}
    uint256 internal constant REACH = 100; // A hundredth of a depth is what a trade of one percent of impact takes.

    /// @notice The choice of markets that promises most where one alone has moved by a percent, or comes to its limit.
    /// @dev So a market that is nearly out of what it knows, small, or off its price does not stand for all of them. By
    ///      rounding it may promise more by a unit a market, of either token.
    /// @param curves At least one, sound ones. @return best It is used up to where the first of them comes to its limit.
    function join(Curve[] memory curves) internal pure returns (Curve memory best) {
        WaterFilling.Pool[] memory pools = WaterFilling.measure(curves);
        uint256 reach = _reach(pools);
        uint256 most;
        for (uint256 set = 1; set < 1 << curves.length; ++set) {
            Curve memory joined = _sum(pools, set);
            uint256 promised = joined.bought(reach.min(joined.limit));
            if (set == 1 || promised > most) (best, most) = (joined, promised);
        }
    }

    /// @return most {unit}, the most that a market alone takes at one percent.
    function _reach(WaterFilling.Pool[] memory pools) internal pure returns (uint256 most) {
        for (uint256 j; j < pools.length; ++j) {
            most = most.max((pools[j].depth / REACH).min(pools[j].curve.limit));
        }
    }

    /// @dev The markets of a set, if they always trade together: a depth of X and a root of Q, its fees in its price.
    function _sum(WaterFilling.Pool[] memory pools, uint256 set) internal pure returns (Curve memory) {
        if (set & (set - 1) == 0) return pools[set.log2()].curve;
        (uint256 depth, uint256 root) = (0, 0);
        unchecked {
            for (uint256 j; j < pools.length; ++j) {
                if (set >> j & 1 == 0) continue;
                (depth, root) = (depth + pools[j].depth + 1, root + pools[j].root); // A depth was rounded down.
            }
            return Curve(depth, root * root / depth, ONE, _limit(pools, set)); // The square is below 2^254.
        }
    }

    /// @return limit {unit} in all when the first market of a set comes to its own.
    function _limit(WaterFilling.Pool[] memory pools, uint256 set) internal pure returns (uint256 limit) {
        (uint256 end, uint256 root) = (0, 0);
        unchecked {
            for (uint256 j; j < pools.length; ++j) {
                if (set >> j & 1 == 0 || pools[j].curve.limit > MOST) continue;
                uint256 its = pools[j].depth + pools[j].curve.limit;
                if (root == 0 || its * root < end * pools[j].root) (end, root) = (its, pools[j].root);
            }
            if (root == 0) return type(uint256).max;
            for (uint256 j; j < pools.length; ++j) {
                if (set >> j & 1 > 0) limit += (end * pools[j].root / root).zeroFloorSub(pools[j].depth);
            }
        }
    }
}
