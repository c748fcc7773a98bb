// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

/// @title IBidder
/// @notice A bidder that sells elsewhere what it has bought, to pay for it.
interface IBidder {
    /// @notice What was sold is there; when this returns, what is due is taken by the caller's allowance.
    /// @param sold {unit} of sell. @param due {unit} of buy.
    function pay(address sell, address buy, uint256 sold, uint256 due) external;
}
