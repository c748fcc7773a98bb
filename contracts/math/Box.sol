// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {Projection} from "contracts/math/Projection.sol";

/// @title Box
/// @notice Bounds of each weight, D18{1}, within which a sum of one fits.
library Box {
    error WeightOutOfBox(uint256 index, uint256 weight, uint256 least, uint256 most);

    uint256 internal constant ONE = 1e18; // D18{1}

    /// @notice Reverts `BoundCount`, `BoundsCrossed`, or `BoundsInfeasible` with the sums, unless weights fit within.
    function requireFeasible(uint256[] memory least, uint256[] memory most) internal pure {
        require(most.length == least.length, Projection.BoundCount(most.length, least.length));
        (uint256 low, uint256 high) = (0, 0);
        for (uint256 i; i < least.length; ++i) {
            require(least[i] <= most[i], Projection.BoundsCrossed(i, least[i], most[i]));
            (low, high) = (low + least[i], high + most[i]);
        }
        require(low <= ONE && high >= ONE, Projection.BoundsInfeasible(low, high));
    }

    /// @notice Reverts `WeightOutOfBox` with the first weight that is outside its bounds.
    function requireWithin(uint256[] memory weights, uint256[] memory least, uint256[] memory most) internal pure {
        unchecked {
            for (uint256 i; i < weights.length; ++i) {
                (uint256 weight, uint256 low, uint256 high) = (weights[i], least[i], most[i]);
                require(weight >= low && weight <= high, WeightOutOfBox(i, weight, low, high));
            }
        }
    }

    /// @notice The weights on the way from all the least to all the most; equal where all are free.
    /// @dev Each is rounded down; the first that has room gets what that leaves. Of a feasible box: no overflow.
    function middle(uint256[] memory least, uint256[] memory most)
        internal
        pure
        returns (uint256[] memory weights)
    {
        weights = new uint256[](least.length);
        (uint256 free, uint256 room, uint256 left) = (ONE, 0, ONE);
        for (uint256 i; i < least.length; ++i) {
            (free, room) = (free - least[i], room + most[i] - least[i]);
        }
        for (uint256 i; i < least.length; ++i) {
            left -= weights[i] = least[i] + (room == 0 ? 0 : free * (most[i] - least[i]) / room);
        }
        for (uint256 i; left > 0; ++i) {
            uint256 more = left < most[i] - weights[i] ? left : most[i] - weights[i];
            (weights[i], left) = (weights[i] + more, left - more);
        }
    }
}
