// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {FixedPointMathLib} from "solady/src/utils/FixedPointMathLib.sol";
import {GroupProjection} from "contracts/math/GroupProjection.sol";
import {Nano} from "contracts/math/Nano.sol";
import {Projection} from "contracts/math/Projection.sol";

/// @title Corridor
/// @notice Where weights may be: between the walls that an owner chose, for assets and groups of them, and within a window
///         that moves with the last weights (math 4, features D1, E3).
/// @dev The walls yield to the window: where the two do not meet, as the walls were chosen anew, the way leads to them.
library Corridor {
    using FixedPointMathLib for uint256;

    /// @dev The least and the most of each asset and of each group, D18{1}; one group of all bounds nothing.
    struct Walls {
        uint256[] low;
        uint256[] high;
        GroupProjection.Groups groups;
    }

    uint256 internal constant ONE = 1e18; // D18{1}

    /// @notice The same walls in whole nanos, none wider, as weights are remembered so: in place. Reverts as
    ///         `GroupProjection.project` where no weights are between them.
    function build(Walls memory walls) internal pure returns (Walls memory) {
        _roundInwards(walls.low, walls.high);
        _roundInwards(walls.groups.low, walls.groups.high);
        uint256 n = walls.low.length;
        GroupProjection.project(Projection.Box(new int256[](n), walls.low, walls.high), walls.groups);
        return walls;
    }

    /// @notice The nearest to what is wanted between the walls and within the window; where these do not meet, the
    ///         nearest in the window to the nearest between the walls.
    /// @param wanted D18{1}. @param low D18{1}, of the window, which has weights that sum to one. @param high D18{1}.
    /// @return weights D18{1}, their sum exactly 1e18.
    function nearest(Walls memory walls, uint256[] memory wanted, uint256[] memory low, uint256[] memory high)
        internal
        pure
        returns (uint256[] memory weights)
    {
        Walls memory both = Walls(new uint256[](low.length), new uint256[](low.length), walls.groups);
        for (uint256 i; i < low.length; ++i) {
            (both.low[i], both.high[i]) = (low[i].max(walls.low[i]), high[i].min(walls.high[i]));
        }
        if (isOpen(both)) return _project(both, wanted);
        return Projection.project(_signed(_project(walls, wanted)), low, high);
    }

    /// @notice Whether there are weights between the walls. @dev The groups are known, and no wall is above one.
    function isOpen(Walls memory walls) internal pure returns (bool) {
        GroupProjection.Groups memory groups = walls.groups;
        (uint256 count, uint256 least, uint256 most) = (groups.low.length, 0, 0);
        (uint256[] memory lows, uint256[] memory highs) = (new uint256[](count), new uint256[](count));
        for (uint256 i; i < walls.low.length; ++i) {
            if (walls.low[i] > walls.high[i]) return false;
            uint256 k = groups.groupOf[i];
            (lows[k], highs[k]) = (lows[k] + walls.low[i], highs[k] + walls.high[i]);
        }
        for (uint256 k; k < count; ++k) {
            (uint256 low, uint256 high) = (lows[k].max(groups.low[k]), highs[k].min(groups.high[k]));
            if (low > high) return false;
            (least, most) = (least + low, most + high);
        }
        return least <= ONE && ONE <= most;
    }

    function _project(Walls memory walls, uint256[] memory wanted) private pure returns (uint256[] memory) {
        int256[] memory signed = _signed(wanted);
        if (walls.groups.low.length == 1) return Projection.project(signed, walls.low, walls.high);
        return GroupProjection.project(Projection.Box(signed, walls.low, walls.high), walls.groups);
    }

    /// @dev No wall is above one, so that sums of them are small.
    function _roundInwards(uint256[] memory low, uint256[] memory high) private pure {
        for (uint256 i; i < low.length; ++i) {
            low[i] = low[i].divUp(Nano.UNIT) * Nano.UNIT;
        }
        for (uint256 i; i < high.length; ++i) {
            high[i] = high[i].min(ONE) / Nano.UNIT * Nano.UNIT;
        }
    }

    /// @dev The same words; a weight is no more than one, so none of them turns negative.
    function _signed(uint256[] memory weights) private pure returns (int256[] memory signed) {
        assembly ("memory-safe") {
            signed := weights
        }
    }
}
