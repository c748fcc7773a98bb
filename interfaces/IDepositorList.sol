// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

/// @title IDepositorList
/// @notice Says who may receive new shares of a private vault (features P9). It is asked on the way in alone.
interface IDepositorList {
    function isDepositor(address account) external view returns (bool);
}
