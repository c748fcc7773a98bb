// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {FixedPointMathLib} from "solady/src/utils/FixedPointMathLib.sol";
import {GlidePathStrategy} from "contracts/strategy/GlidePathStrategy.sol";

/// @title LinearGlideStrategy
/// @notice The straight way from one vector of weights to another: the same change in every second (math 3.2).
/// @custom:stop Nothing to stop: no owner, no setter. Point the vault elsewhere.
contract LinearGlideStrategy is GlidePathStrategy {
    using FixedPointMathLib for uint256;

    constructor(uint256[] memory first_, uint256[] memory last_, uint256 start_, uint256 end_)
        GlidePathStrategy(Way.Linear, first_, last_, start_, end_)
    {}

    /// @dev One floor each: what grows is rounded down, what shrinks up. As many units as the sum lacks, those that grow get
    ///      back, one each, and as many as are too many, those that shrink give: there are always more of them than units.
    function _between(uint256[] memory first, uint256[] memory last, uint256 done, uint256 whole)
        internal
        pure
        override
        returns (uint256[] memory weights)
    {
        (uint256 n, uint256 sum) = (first.length, 0);
        weights = new uint256[](n);
        for (uint256 i; i < n; ++i) {
            sum += weights[i] = first[i].lerp(last[i], done, 0, whole);
        }
        for (uint256 i; sum < ONE; ++i) {
            if (first[i] < last[i]) (weights[i], sum) = (weights[i] + 1, sum + 1);
        }
        for (uint256 i; sum > ONE; ++i) {
            if (first[i] > last[i]) (weights[i], sum) = (weights[i] - 1, sum - 1);
        }
    }
}
