// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {FixedPointMathLib} from "solady/src/utils/FixedPointMathLib.sol";
import {GlidePathStrategy} from "contracts/strategy/GlidePathStrategy.sol";

/// @title GeometricGlideStrategy
/// @notice The way on which the logarithms of the weights change evenly: each keeps its rate of growth against every
///         other, so a small one that becomes large starts slowly (math 3.2). No weight on it may be nothing.
/// @custom:stop Nothing to stop: no owner, no setter. Point the vault elsewhere.
contract GeometricGlideStrategy is GlidePathStrategy {
    error WeightZero(uint256 index);

    // D18{1}: added to each logarithm, of -41.5 at least, so that each part has 34 digits, and below 2^190 at most.
    int256 internal constant LIFT = 80e18;

    constructor(uint256[] memory first_, uint256[] memory last_, uint256 start_, uint256 end_)
        GlidePathStrategy(Way.Geometric, first_, last_, start_, end_)
    {
        for (uint256 i; i < first_.length; ++i) {
            require(first_[i] > 0 && last_[i] > 0, WeightZero(i));
        }
    }

    function _between(uint256[] memory first, uint256[] memory last, uint256 done, uint256 whole)
        internal
        pure
        override
        returns (uint256[] memory)
    {
        for (uint256 i; i < first.length; ++i) {
            first[i] = _part(int256(first[i]), int256(last[i]), int256(done), int256(whole));
        }
        return _inProportion(first);
    }

    /// @return exp of the mean of both logarithms, each as heavy as the other's time.
    function _part(int256 from, int256 to, int256 done, int256 whole) internal pure returns (uint256) {
        unchecked {
            // At most 42e18 times 2^40: no overflow.
            int256 sum = FixedPointMathLib.lnWad(from) * (whole - done) + FixedPointMathLib.lnWad(to) * done;
            return uint256(FixedPointMathLib.expWad(sum / whole + LIFT));
        }
    }
}
