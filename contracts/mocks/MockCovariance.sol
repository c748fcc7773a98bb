// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {Covariance} from "contracts/math/Covariance.sol";

/// @title MockCovariance
/// @notice Opens what tells how assets move together to tests.
contract MockCovariance {
    function variance(uint256[] calldata signals, uint256[] calldata weights) external pure returns (uint256) {
        return Covariance.variance(signals, weights);
    }

    function tracking(uint256[] calldata signals, int256[] calldata drifts) external pure returns (uint256) {
        return Covariance.tracking(signals, drifts);
    }

    function volatilityOr(uint256[] calldata signals, uint256 i, uint256 unknown) external pure returns (uint256) {
        return Covariance.volatilityOr(signals, i, unknown);
    }

    function correlations(uint256[] calldata signals, uint256 n) external pure returns (uint256[] memory) {
        return Covariance.correlations(signals, n);
    }

    function volatilityOf(uint256[] calldata signals, uint256 i) external pure returns (uint256) {
        return Covariance.volatilityOf(signals, i);
    }

    function dot(uint256[] calldata a, uint256 from, uint256[] calldata b, uint256 start, uint256 count)
        external
        pure
        returns (int256)
    {
        return Covariance.dot(a, from, b, start, count);
    }
}
