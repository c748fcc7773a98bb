// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {Bounds} from "contracts/math/Bounds.sol";
import {Decay} from "contracts/math/Decay.sol";
import {TrendEstimator} from "contracts/observer/estimator/TrendEstimator.sol";

/// @title CrossoverEstimator
/// @notice How far a short mean of each asset's logarithmic price is above a long one, D18{1}: about the part by which the
///         one average is above the other (difference momentum of math 3.8, features C5).
/// @dev What is kept is how far the price is above each mean, which is what a new price moves and a new series does not.
/// @custom:stop Nothing to stop: no owner, no setter. Point whoever asks it elsewhere.
contract CrossoverEstimator is TrendEstimator {
    uint256 internal constant LEAST_CONTRAST = 2; // of the long mean's length to the short one's: less is noise.

    uint256 public immutable shortTau; // {s}, after which a price counts 1/e of what it did
    uint256 public immutable longTau; // {s}

    constructor(Source[] memory list, uint256 shortTau_, uint256 longTau_) TrendEstimator(list) {
        Bounds.requireBetween("shortTau", shortTau_, MIN_TAU, MAX_TAU / LEAST_CONTRAST);
        Bounds.requireBetween("longTau", longTau_, LEAST_CONTRAST * shortTau_, MAX_TAU);
        (shortTau, longTau) = (shortTau_, longTau_);
    }

    /// @inheritdoc TrendEstimator
    /// @dev A mean m' = lam*m + (1-lam)*p is lam times as far below the price as m is. Below 2^65 * 2^60: no overflow.
    function _moved(int256 near, int256 far, int256 change, uint256 wait)
        internal
        view
        override
        returns (int256, int256)
    {
        unchecked {
            return (_left(near + change, wait, shortTau), _left(far + change, wait, longTau));
        }
    }

    /// @return D18{1}
    function _trendOf(int256 near, int256 far) internal pure override returns (int256) {
        return (far - near) * STEP;
    }

    function _left(int256 distance, uint256 wait, uint256 tau) private pure returns (int256) {
        unchecked {
            return _nearest(distance * int256(Decay.kept(wait, tau)), UNIT);
        }
    }
}
