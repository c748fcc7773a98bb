// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {FixedPointMathLib} from "solady/src/utils/FixedPointMathLib.sol";
import {GlidePathStrategy} from "contracts/strategy/GlidePathStrategy.sol";

/// @title ArcGlideStrategy
/// @notice The way along the great circle of the square roots of the weights: whose weights are moved by arbitrage loses
///         less on it than on the straight one, 9 % in the example of math 3.2.
/// @custom:stop Nothing to stop: no owner, no setter. Point the vault elsewhere.
contract ArcGlideStrategy is GlidePathStrategy {
    using FixedPointMathLib for uint256;

    uint256 internal constant SCALE = 1e36; // A weight D18 has a root D27: a square of 2^180 at most.

    constructor(uint256[] memory first_, uint256[] memory last_, uint256 start_, uint256 end_)
        GlidePathStrategy(Way.Arc, first_, last_, start_, end_)
    {}

    function _between(uint256[] memory first, uint256[] memory last, uint256 done, uint256 whole)
        internal
        pure
        override
        returns (uint256[] memory)
    {
        for (uint256 i; i < first.length; ++i) {
            (uint256 from, uint256 to) = ((first[i] * SCALE).sqrt(), (last[i] * SCALE).sqrt()); // D27{1}
            uint256 root = (from * (whole - done) + to * done) / whole;
            first[i] = root * root;
        }
        return _inProportion(first);
    }
}
