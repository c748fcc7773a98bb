// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {Bounds} from "contracts/math/Bounds.sol";
import {Decay} from "contracts/math/Decay.sol";
import {TrendEstimator} from "contracts/observer/estimator/TrendEstimator.sol";

/// @title SlopeEstimator
/// @notice How fast each asset's price has been rising, D18{1/year} of its logarithm: the mean of the mean of its slope, in
///         both of which what is older counts less (math 3.8, features C5).
/// @dev Where all steps are equal this is the design's recursion to the letter: its (1-lam)^3/lam * a is the mean of
///      (1-lam)/lam * (p-pb), and that is the mean of the change in a step. Its `a` itself grows as 1/(1-lam)^3, so that a
///      step of another length would change the slope without any price; a mean of slopes does not know how long a step
///      is, and a straight line has its own slope whatever the steps.
/// @custom:stop Nothing to stop: no owner, no setter. Point whoever asks it elsewhere.
contract SlopeEstimator is TrendEstimator {
    uint256 public immutable tau; // {s}, after which a slope counts 1/e of what it did in either mean

    constructor(Source[] memory list, uint256 tau_) TrendEstimator(list) {
        Bounds.requireBetween("tau", tau_, MIN_TAU, MAX_TAU);
        tau = tau_;
    }

    /// @inheritdoc TrendEstimator
    /// @dev Both means are of the change in a time of tau. Below 2^60 * 2^64 * 2^40, so there is no overflow.
    function _moved(int256 near, int256 far, int256 change, uint256 wait)
        internal
        view
        override
        returns (int256, int256)
    {
        unchecked {
            (int256 left, int256 time) = (int256(Decay.kept(wait, tau)), int256(wait));
            int256 taken = UNIT - left;
            near = _nearest(left * near * time + taken * change * int256(tau), UNIT * time);
            return (near, _nearest(left * far + taken * near, UNIT));
        }
    }

    /// @return D18{1/year}, rounded towards 0.
    function _trendOf(int256, int256 far) internal view override returns (int256) {
        return far * STEP * int256(Decay.YEAR) / int256(tau);
    }
}
