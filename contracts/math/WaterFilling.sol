// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {FixedPointMathLib} from "solady/src/utils/FixedPointMathLib.sol";
import {Curve} from "interfaces/Types.sol";
import {Bounds} from "contracts/math/Bounds.sol";
import {ConstantProduct} from "contracts/math/ConstantProduct.sol";

/// @title WaterFilling
/// @notice How an order is best split over several markets of one pair (math 5.3, features E7).
/// @dev A market of reserves x, y that trades a part phi pays X*y / (X + d)^2 for the next unit, with X = x / phi. With
///      q = sqrt(X*y), some markets pay alike at d = q * (D + sum of X) / (sum of q) - X, and this is their best split
///      where no d is negative. Of all choices of markets the one that brings most is taken, each counted to the unit:
///      so no single market brings more than all of them. Of four there are fifteen choices.
///      What would pass a curve's limit is cut there, and the others share the rest.
library WaterFilling {
    using ConstantProduct for Curve;
    using FixedPointMathLib for uint256;

    /// @dev A curve as the closed form sees it.
    struct Pool {
        Curve curve;
        uint256 depth; // X, {unit}: the sell reserve over the part that is kept, rounded down
        uint256 root; // q, the root of X times the buy reserve, rounded down
    }

    /// @dev An amount over a set of markets, a bit for each; no set where one of them would have to buy.
    struct Poured {
        uint256[] parts; // {unit}
        uint256 set;
        uint256 takers; // Those below their limits, or all where none is.
        uint256 rest; // {unit} that rounding leaves, or the limits do not hold
    }

    uint256 internal constant ONE = 1e18; // D18{1}

    /// @dev {unit} of an amount or a reserve: four depths and an amount sum to less than 2^128, four roots to 2^127.
    uint256 internal constant MOST = 2 ** 124;
    int256 internal constant NEVER = type(int256).min; // {unit}, what a choice brings that is none.

    /// @notice The parts of an amount that together bring most, less what each costs.
    /// @param curves Sound ones, few. @param amount {unit} of what is sold. Reverts `LimitOutOfRange` beyond 2^124.
    /// @param cost {unit} of what is bought, of each market that is used; above 2^124 it is as much.
    /// @return {unit} for each curve, their sum exact. What all limits together do not hold the largest part takes.
    function fill(Curve[] memory curves, uint256 amount, uint256 cost) internal pure returns (uint256[] memory) {
        Bounds.requireAtMost("amount", amount, MOST);
        Pool[] memory pools = measure(curves);
        Poured memory best;
        int256 most = NEVER;
        for (uint256 set = 1; set < 1 << pools.length; ++set) {
            Poured memory poured = _pour(pools, set, amount);
            int256 brought = _judge(pools, poured, cost.min(MOST));
            if (brought > most) (best, most) = (poured, brought);
        }
        if (best.rest > 0) _give(best);
        return best.parts;
    }

    /// @notice Whether a curve is one that the closed form can take: whoever tells of it may tell anything.
    function isSound(Curve memory curve) internal pure returns (bool) {
        (uint256 sell, uint256 buy, uint256 kept) = (curve.sellReserve, curve.buyReserve, curve.kept);
        return sell > 0 && sell <= MOST && buy > 0 && buy <= MOST && kept >= ONE / 2 && kept <= ONE;
    }

    /// @notice The depth and the root of each curve: at most 2^125, and less.
    function measure(Curve[] memory curves) internal pure returns (Pool[] memory pools) {
        pools = new Pool[](curves.length);
        unchecked {
            for (uint256 j; j < pools.length; ++j) {
                Curve memory curve = curves[j];
                uint256 depth = curve.sellReserve * ONE / curve.kept;
                (pools[j].curve, pools[j].depth) = (curve, depth);
                pools[j].root = (depth * curve.buyReserve).sqrt();
            }
        }
    }

    /// @notice Whether each part stays below its curve's limit, so that nothing beyond need be asked for.
    function keeps(Curve[] memory curves, uint256[] memory parts) internal pure returns (bool) {
        for (uint256 j; j < parts.length; ++j) {
            if (parts[j] >= curves[j].limit) return false;
        }
        return true;
    }

    /// @notice How many parts are not empty.
    function count(uint256[] memory parts) internal pure returns (uint256 filled) {
        for (uint256 j; j < parts.length; ++j) {
            if (parts[j] > 0) ++filled;
        }
    }

    /// @dev What is poured brings less what its markets cost, {unit}, with sign; the rest counts for nothing.
    function _judge(Pool[] memory pools, Poured memory poured, uint256 cost)
        internal
        pure
        returns (int256 brought)
    {
        uint256 set = poured.set;
        if (set == 0) return NEVER;
        unchecked {
            for (uint256 j; set >> j > 0; ++j) {
                if (set >> j & 1 == 0) continue;
                brought += int256(pools[j].curve.bought(poured.parts[j])) - int256(cost);
            }
        }
    }

    /// @dev All of the amount over the markets of a set. What is cut at a limit leaves more to the others; where nothing
    ///      is cut, and a market would have to buy, this set is none.
    function _pour(Pool[] memory pools, uint256 set, uint256 amount) internal pure returns (Poured memory poured) {
        uint256[] memory parts = poured.parts = new uint256[](pools.length);
        (uint256 free, uint256 over) = (set, set);
        while (over > 0 && free > 0) {
            uint256 cut;
            (over, cut, poured.rest) = _share(pools, parts, free, amount);
            if (cut > amount) return poured;
            (free, amount) = (free ^ over, amount - cut);
        }
        (poured.set, poured.takers) = (set, free > 0 ? free : set);
        if (free == 0) poured.rest = amount;
    }

    /// @dev The parts at which all free markets pay alike, less than a unit too low each, or their limits.
    /// @return over The markets that have come to their limits.
    /// @return cut {unit} that these take; more than there is where there are none, and one of the free would have to buy.
    /// @return rest {unit} that rounding leaves, where nothing is cut.
    function _share(Pool[] memory pools, uint256[] memory parts, uint256 free, uint256 amount)
        internal
        pure
        returns (uint256 over, uint256 cut, uint256 rest)
    {
        (uint256 level, uint256 width) = _level(pools, free, amount);
        rest = amount;
        bool buys;
        unchecked {
            for (uint256 j; free >> j > 0; ++j) {
                if (free >> j & 1 == 0) continue;
                Pool memory pool = pools[j];
                (uint256 part, uint256 limit) = (level * pool.root / width, pool.curve.limit);
                if (part < pool.depth) buys = true;
                part = part.zeroFloorSub(pool.depth);
                if (part > limit) (over, cut, part) = (over | 1 << j, cut + limit, limit);
                rest -= parts[j] = part;
            }
        }
        if (buys && over == 0) cut = type(uint256).max;
    }

    /// @dev D + sum of X, below 2^128, and sum of q, below 2^127.
    function _level(Pool[] memory pools, uint256 set, uint256 amount)
        internal
        pure
        returns (uint256 level, uint256 width)
    {
        level = amount;
        unchecked {
            for (uint256 j; set >> j > 0; ++j) {
                if (set >> j & 1 == 0) continue;
                Pool memory pool = pools[j];
                (level, width) = (level + pool.depth, width + pool.root);
            }
        }
    }

    /// @dev Gives the rest to the first of the largest parts.
    function _give(Poured memory poured) internal pure {
        (uint256[] memory parts, uint256 takers) = (poured.parts, poured.takers);
        uint256 largest = takers.log2();
        for (uint256 j = largest; j > 0;) {
            --j;
            if (takers >> j & 1 > 0 && parts[j] >= parts[largest]) largest = j;
        }
        parts[largest] += poured.rest;
    }
}
