// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {VarianceEstimator} from "contracts/observer/estimator/VarianceEstimator.sol";

/// @title SemiVarianceEstimator
/// @notice The part of the variance that comes from falling prices: a rise counts as a return of nothing (math 2.1).
/// @dev A word of its own, as whoever wants both pays for it and nobody else does (docs/estimators.md).
/// @custom:stop Nothing to stop: no owner, no setter. Point whoever asks it elsewhere.
contract SemiVarianceEstimator is VarianceEstimator {
    constructor(Source[] memory list, uint256[] memory priors, uint256 tau_)
        VarianceEstimator(list, priors, tau_)
    {}

    /// @inheritdoc VarianceEstimator
    function _counted(int256 change) internal pure override returns (int256) {
        return change < 0 ? change : int256(0);
    }
}
