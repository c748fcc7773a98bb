// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {NormalDistribution} from "contracts/math/NormalDistribution.sol";

/// @title MockNormalDistribution
/// @notice Opens the normal distribution to tests, many numbers at once, and tells what one of them costs.
contract MockNormalDistribution {
    function cdfs(int256[] calldata zs) external pure returns (uint256[] memory parts) {
        parts = new uint256[](zs.length);
        for (uint256 i; i < zs.length; ++i) {
            parts[i] = NormalDistribution.cdf(zs[i]);
        }
    }

    function gasOf(int256 z) external view returns (uint256 gas, uint256 part) {
        gas = gasleft();
        part = NormalDistribution.cdf(z);
        gas -= gasleft();
    }
}
