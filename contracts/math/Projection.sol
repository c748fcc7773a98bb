// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {FixedPointMathLib} from "solady/src/utils/FixedPointMathLib.sol";

/// @title Projection
/// @notice The nearest weights to wanted ones that keep each asset's bounds: the least sum of (w - u)^2 with
///         low <= w <= high and the sum exactly 1e18 (math 4, features D1, cases ST-04).
/// @dev They are w(t) = clip(u - t, low, high) for one level t. Over whole t the sum of w falls, and from t to t + 1 by
///      the number of assets that no bound holds. So a level is the right one where the sum is above the total by no
///      more than that number: one unit less for as many of the free, the first ones, makes it exact. Every such level
///      gives the same weights, each less than a unit from the real ones, by whatever way it is found.
library Projection {
    using FixedPointMathLib for uint256;
    using FixedPointMathLib for int256;

    error BoundCount(uint256 count, uint256 expected);
    error BoundsCrossed(uint256 index, uint256 low, uint256 high);
    error BoundsInfeasible(uint256 sumLow, uint256 sumHigh);

    /// @dev What is wanted, D18{1} with sign, and between which bounds, D18{1}.
    struct Box {
        int256[] wanted;
        uint256[] low;
        uint256[] high;
    }

    /// @dev Where the level is sought, all D18{1}: at `left` the sum is not below the total, at `right` not above it.
    struct Search {
        int256 left;
        int256 right;
        int256 level; // The next to be tried.
        uint256 tried; // How many have been.
    }

    uint256 internal constant ONE = 1e18; // D18{1}

    /// @dev D18{1}. Ten times the whole is no weight but an error of who wants it, and all that want more count as
    ///      wanting the same. So no sum comes near to overflow, and the bracket is below 2^65 wide.
    int256 internal constant MOST_WANTED = 10e18;

    /// @dev Of all levels tried: random cases take five, and eleven at most. Whatever is left after these takes a corner
    ///      each, of which there are 2n, and then halves: 24 + 2n + 65 is the most.
    uint256 internal constant NEWTON_TRIES = 24;
    uint256 internal constant HALVING_TRIES = 6; // Cheaper than corners, and enough unless bounds are narrow.

    /// @notice The nearest weights within the bounds.
    /// @dev In place: what is wanted is cut. A bound above one is none. Reverts `BoundCount`, `BoundsCrossed` and
    ///      `BoundsInfeasible`.
    /// @param wanted u, D18{1}, any. @param low D18{1}. @param high D18{1}. @return D18{1}
    function project(int256[] memory wanted, uint256[] memory low, uint256[] memory high)
        internal
        pure
        returns (uint256[] memory)
    {
        Box memory box = Box(wanted, low, high);
        (Search memory search, uint256 least, uint256 most) = enclose(box);
        begin(search, least, most);
        return settle(box, search, ONE);
    }

    /// @notice Cuts what is wanted, and finds what the weights can sum to.
    /// @return search From the level where no bound holds anything.
    /// @return least The sum of the low bounds, or the largest number if that is smaller.
    /// @return most The sum of the high bounds, each counted as one at most.
    function enclose(Box memory box) internal pure returns (Search memory search, uint256 least, uint256 most) {
        requireCounts(box);
        (search.left, search.right) = (type(int256).max, type(int256).min);
        uint256 n = box.wanted.length;
        int256 sum;
        unchecked {
            for (uint256 i; i < n; ++i) {
                (int256 u, uint256 low, uint256 high) = row(box, i);
                box.wanted[i] = u = u.clamp(-MOST_WANTED, MOST_WANTED);
                require(low <= high, BoundsCrossed(i, low, high));
                high = high.min(ONE);
                (least, most, sum) = (least.saturatingAdd(low), most + high, sum + u);
                search.left = search.left.min(u - int256(high) - 1);
                search.right = search.right.max(u - int256(low) + 1);
            }
            if (n > 0) search.level = (sum - int256(ONE)) / int256(n);
        }
    }

    /// @notice Reverts `BoundsInfeasible` unless bounds that sum to these leave something; where they leave one vector only,
    ///         the search begins where it is found.
    function begin(Search memory search, uint256 least, uint256 most) internal pure {
        require(least <= ONE && ONE <= most, BoundsInfeasible(least, most));
        if (most == ONE) search.level = search.left;
        else if (least == ONE) search.level = search.right;
    }

    function requireCounts(Box memory box) internal pure {
        uint256 n = box.wanted.length;
        require(box.low.length == n, BoundCount(box.low.length, n));
        require(box.high.length == n, BoundCount(box.high.length, n));
    }

    /// @notice The weights that sum to a total which the bounds can reach.
    function settle(Box memory box, Search memory search, uint256 total) internal pure returns (uint256[] memory) {
        (uint256 sum, uint256 free) = _sweep(box, search.level);
        while (!narrow(box, search, sum, free, total)) (sum, free) = _sweep(box, search.level);
        unchecked {
            return _weights(box, search.level, sum - total);
        }
    }

    /// @notice Takes in what the weights at the level sum to, and says whether it is the right one; else, the next to be
    ///         tried is where the sum would be the total if the same assets stayed free, or a corner.
    /// @param fall By how much the sum is lower at the next level.
    function narrow(Box memory box, Search memory search, uint256 sum, uint256 fall, uint256 total)
        internal
        pure
        returns (bool)
    {
        unchecked {
            int256 level = search.level;
            if (sum >= total) {
                if (sum - total <= fall) return true;
                search.left = level;
                level += int256((sum - total).rawDiv(fall)); // A step of 0 where nothing is free.
            } else {
                search.right = level;
                level -= int256((total - sum + fall).rawDiv(fall));
            }
            search.level = _next(box, search, level);
            return false;
        }
    }

    /// @notice The weight of asset i at a level, and 1 if no bound holds it there: so much less it is at the next.
    function clip(Box memory box, uint256 i, int256 level) internal pure returns (uint256, uint256) {
        (int256 wanted, uint256 low, uint256 high) = row(box, i);
        unchecked {
            int256 weight = wanted - level;
            if (weight <= int256(low)) return (low, 0);
            return uint256(weight) > high ? (high, 0) : (uint256(weight), 1);
        }
    }

    /// @notice What is wanted of asset i, and between which bounds.
    /// @dev The three lists are of one length, which is not looked at again.
    function row(Box memory box, uint256 i) internal pure returns (int256 wanted, uint256 low, uint256 high) {
        assembly ("memory-safe") {
            let at := shl(5, add(i, 1))
            wanted := mload(add(mload(box), at))
            low := mload(add(mload(add(box, 0x20)), at))
            high := mload(add(mload(add(box, 0x40)), at))
        }
    }

    /// @dev Newton's level if it is within the bracket, or the middle; where halves find nothing either, a corner.
    function _next(Box memory box, Search memory search, int256 level) private pure returns (int256) {
        uint256 tried = ++search.tried;
        if (tried <= NEWTON_TRIES && search.left < level && level < search.right) return level;
        return tried <= HALVING_TRIES ? _middle(search) : _corner(box, search);
    }

    function _middle(Search memory search) private pure returns (int256) {
        return search.left + search.right >> 1;
    }

    /// @dev Between corners, where a bound begins or ceases to hold an asset, the sum is linear, and flat where nothing is
    ///      free. @return nearest The corner nearest to the middle of the bracket, or the middle if none is within.
    function _corner(Box memory box, Search memory search) private pure returns (int256 nearest) {
        int256 middle = _middle(search);
        nearest = search.right;
        unchecked {
            for (uint256 k; k < 2 * box.wanted.length; ++k) {
                (int256 wanted, uint256 low, uint256 high) = row(box, k >> 1);
                int256 level = wanted - int256(k & 1 == 0 ? low : high);
                if (level > search.left && middle.dist(level) < middle.dist(nearest)) nearest = level;
            }
        }
        if (nearest == search.right) nearest = middle;
    }

    function _sweep(Box memory box, int256 level) private pure returns (uint256 sum, uint256 free) {
        uint256 n = box.wanted.length;
        unchecked {
            for (uint256 i; i < n; ++i) {
                (uint256 weight, uint256 more) = clip(box, i, level);
                (sum, free) = (sum + weight, free + more);
            }
        }
    }

    /// @param excess What the first of the free give back, a unit each.
    function _weights(Box memory box, int256 level, uint256 excess)
        private
        pure
        returns (uint256[] memory weights)
    {
        uint256 n = box.wanted.length;
        weights = new uint256[](n);
        unchecked {
            for (uint256 i; i < n; ++i) {
                (uint256 weight, uint256 free) = clip(box, i, level);
                uint256 back = free.min(excess);
                (weights[i], excess) = (weight - back, excess - back);
            }
        }
    }
}
