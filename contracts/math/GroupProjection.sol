// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {FixedPointMathLib} from "solady/src/utils/FixedPointMathLib.sol";
import {Projection} from "contracts/math/Projection.sol";

/// @title GroupProjection
/// @notice The nearest weights to wanted ones that keep each asset's bounds and those of groups of assets: the least sum
///         of (w - u)^2 with low <= w <= high, groupLow <= sum of w over a group <= groupHigh, and the sum exactly 1e18
///         (math 4, features D1).
/// @dev Every asset is in one group. At a level, a group has what its assets would have without it, within its own bounds;
///      so one level is sought for all, as without groups, and then each group is projected upon what it has. Sums
///      are exact, and each weight is at most two units from the real one.
library GroupProjection {
    using FixedPointMathLib for uint256;

    error GroupUnknown(uint256 index, uint256 group, uint256 count);
    error GroupInfeasible(uint256 group, uint256 low, uint256 high);

    /// @dev Each asset's group, and the bounds of each group, D18{1}; 0 and 1e18 bound nothing.
    struct Groups {
        uint256[] groupOf;
        uint256[] low;
        uint256[] high;
    }

    uint256 internal constant ONE = 1e18; // D18{1}

    /// @notice The nearest weights within the bounds of assets and groups.
    /// @dev In place: what is wanted is cut. Reverts as `Projection.project`, and `GroupUnknown`, `GroupInfeasible`.
    /// @param box What is wanted of each asset, and between which bounds. @return D18{1}
    function project(Projection.Box memory box, Groups memory groups) internal pure returns (uint256[] memory) {
        (Projection.Search memory search,,) = Projection.enclose(box);
        requireKnown(groups, box.wanted.length);
        Groups memory reach = reachOf(box, groups);
        Projection.begin(search, _sum(reach.low), _sum(reach.high));
        uint256[] memory totals = _totals(box, reach, search);
        return _settle(box, reach.groupOf, totals, search.level);
    }

    /// @notice Reverts `BoundCount` or `GroupUnknown` unless each of n assets has a group, and each group both bounds.
    function requireKnown(Groups memory groups, uint256 n) internal pure {
        uint256 count = groups.low.length;
        require(groups.high.length == count, Projection.BoundCount(groups.high.length, count));
        require(groups.groupOf.length == n, Projection.BoundCount(groups.groupOf.length, n));
        for (uint256 i; i < n; ++i) {
            require(groups.groupOf[i] < count, GroupUnknown(i, groups.groupOf[i], count));
        }
    }

    /// @notice The same groups, with the bounds that their assets' own leave to them.
    function reachOf(Projection.Box memory box, Groups memory groups) internal pure returns (Groups memory reach) {
        uint256 count = groups.low.length;
        reach = Groups(groups.groupOf, new uint256[](count), new uint256[](count));
        unchecked {
            for (uint256 i; i < box.wanted.length; ++i) {
                (uint256 k, uint256 high) = (groups.groupOf[i], box.high[i].min(ONE));
                (reach.low[k], reach.high[k]) = (reach.low[k].saturatingAdd(box.low[i]), reach.high[k] + high);
            }
        }
        for (uint256 k; k < count; ++k) {
            uint256 low = reach.low[k] = reach.low[k].max(groups.low[k]);
            uint256 high = reach.high[k] = reach.high[k].min(groups.high[k]);
            require(low <= high, GroupInfeasible(k, low, high));
        }
    }

    /// @return totals What each group has, D18{1}, together exactly one.
    function _totals(Projection.Box memory box, Groups memory reach, Projection.Search memory search)
        private
        pure
        returns (uint256[] memory totals)
    {
        (uint256[] memory falls, uint256 sum, uint256 fall) = (totals, 0, 0);
        do {
            (totals, falls) = _sweep(box, reach.groupOf, search.level, reach.low.length);
            (sum, fall) = _hold(reach, totals, falls);
        } while (!Projection.narrow(box, search, sum, fall, ONE));
        uint256 excess = sum - ONE; // At most what all may fall by: the first groups give it back.
        for (uint256 k; k < totals.length; ++k) {
            uint256 back = falls[k].min(excess);
            (totals[k], excess) = (totals[k] - back, excess - back);
        }
    }

    /// @return sums What each of the groups would have at a level if it were free.
    /// @return falls By how much less at the next one.
    function _sweep(Projection.Box memory box, uint256[] memory groupOf, int256 level, uint256 count)
        private
        pure
        returns (uint256[] memory sums, uint256[] memory falls)
    {
        (sums, falls) = (new uint256[](count), new uint256[](count));
        unchecked {
            for (uint256 i; i < groupOf.length; ++i) {
                (uint256 weight, uint256 free) = Projection.clip(box, i, level);
                uint256 k = groupOf[i];
                (sums[k], falls[k]) = (sums[k] + weight, falls[k] + free);
            }
        }
    }

    /// @notice Holds each group within its bounds, in place, here and at the next level.
    function _hold(Groups memory reach, uint256[] memory sums, uint256[] memory falls)
        private
        pure
        returns (uint256 sum, uint256 fall)
    {
        unchecked {
            for (uint256 k; k < sums.length; ++k) {
                (uint256 low, uint256 high) = (reach.low[k], reach.high[k]);
                uint256 next = (sums[k] - falls[k]).clamp(low, high);
                sums[k] = sums[k].clamp(low, high);
                falls[k] = sums[k] - next;
                (sum, fall) = (sum + sums[k], fall + falls[k]);
            }
        }
    }

    /// @notice Projects each group upon its total. Whatever no bound of a group holds is at the common level already.
    function _settle(Projection.Box memory box, uint256[] memory groupOf, uint256[] memory totals, int256 level)
        private
        pure
        returns (uint256[] memory weights)
    {
        weights = new uint256[](groupOf.length);
        for (uint256 k; k < totals.length; ++k) {
            Projection.Box memory part = _partOf(box, groupOf, k);
            (Projection.Search memory search,,) = Projection.enclose(part);
            search.level = level;
            uint256[] memory held = Projection.settle(part, search, totals[k]);
            for ((uint256 i, uint256 j) = (0, 0); j < held.length; ++i) {
                if (groupOf[i] == k) weights[i] = held[j++];
            }
        }
    }

    function _partOf(Projection.Box memory box, uint256[] memory groupOf, uint256 k)
        private
        pure
        returns (Projection.Box memory part)
    {
        uint256 size;
        for (uint256 i; i < groupOf.length; ++i) {
            if (groupOf[i] == k) ++size;
        }
        part = Projection.Box(new int256[](size), new uint256[](size), new uint256[](size));
        for ((uint256 i, uint256 j) = (0, 0); j < size; ++i) {
            if (groupOf[i] != k) continue;
            (part.wanted[j], part.low[j], part.high[j]) = (box.wanted[i], box.low[i], box.high[i]);
            ++j;
        }
    }

    function _sum(uint256[] memory parts) private pure returns (uint256 sum) {
        for (uint256 k; k < parts.length; ++k) {
            sum += parts[k];
        }
    }
}
