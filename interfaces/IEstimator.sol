// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

/// @title IEstimator
/// @notice Remembers: what a number has been like, not what it is. Nothing that is open to holders asks it, so none of
///         its refusals can keep anybody from leaving (cases EX-01).
/// @dev Anyone may record, at any time, as often as they like: what is recorded is read by the estimator itself, and only
///      what is new counts. So a keeper, a rebalance or a stranger can keep it up to date, and none of them can steer it.
interface IEstimator {
    /// @notice What was looked at has been taken in; the twin has every estimate from what was seen.
    /// @param subject A pool or a vault.
    /// @param seen In the estimator's own unit.
    event Recorded(address indexed subject, uint256 seen);

    error NothingRemembered(address subject);

    /// @notice Takes in what is new. Does nothing where nothing is; reverts, by name, where what is new cannot be right.
    /// @return recorded Whether anything was new.
    function record() external returns (bool recorded);
}
