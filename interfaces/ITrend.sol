// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

/// @title ITrend
/// @notice Remembers where the price of each asset has been going.
interface ITrend {
    /// @notice The trends of several assets, above zero where the price has been rising.
    /// @return D18, in the estimator's own unit. Reverts `NothingRemembered`, by the asset.
    function trendsOf(address[] calldata assets) external view returns (int256[] memory);
}
