// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {FixedPointMathLib} from "solady/src/utils/FixedPointMathLib.sol";
import {Weights} from "contracts/math/Weights.sol";

/// @title Stride
/// @notice A part of the way from weights to weights (math 1.3).
library Stride {
    using FixedPointMathLib for uint256;

    uint256 internal constant ONE = 1e18; // D18{1}

    /// @notice What has to be sold on the whole way: half of sum|w - t|.
    /// @param held D18{1}, their sum exactly 1e18. @param goal D18{1}, the same. @return sold D18{1}
    function wayTo(uint256[] memory held, uint256[] memory goal) internal pure returns (uint256 sold) {
        for (uint256 i; i < held.length; ++i) {
            sold += held[i].zeroFloorSub(goal[i]);
        }
    }

    /// @notice The part of a way that a budget lasts for, rounded down: all of it where that is enough.
    /// @param budget D18{1}, at most 2^128. @param way D18{1} @return D18{1}
    function part(uint256 budget, uint256 way) internal pure returns (uint256) {
        return budget < way ? budget * ONE / way : ONE;
    }

    /// @notice The weights after a part of the way.
    /// @dev Each move is rounded down. Where those up or those down are more by that, the first of them give way, so
    ///      that no more is sold than that part of the way.
    /// @param step D18{1}, at most one. @return weights D18{1}, their sum that of what is held.
    function towards(uint256[] memory held, uint256[] memory goal, uint256 step)
        internal
        pure
        returns (uint256[] memory weights)
    {
        weights = new uint256[](held.length);
        (uint256 up, uint256 down) = (0, 0);
        for (uint256 i; i < held.length; ++i) {
            uint256 move = Weights.distance(held[i], goal[i]) * step / ONE;
            bool rises = goal[i] > held[i];
            weights[i] = rises ? held[i] + move : held[i] - move;
            if (rises) up += move;
            else down += move;
        }
        _even(weights, held, up, down);
    }

    /// @dev In place: takes back of those that rise, or of those that fall, what they are more than the others.
    function _even(uint256[] memory weights, uint256[] memory held, uint256 up, uint256 down) private pure {
        uint256 over = Weights.distance(up, down);
        for (uint256 i; over > 0; ++i) {
            bool rises = weights[i] > held[i];
            if (rises != (up > down)) continue;
            uint256 back = Weights.distance(weights[i], held[i]).min(over);
            weights[i] = rises ? weights[i] - back : weights[i] + back;
            over -= back;
        }
    }
}
