// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

/// @title IWETH
/// @notice What is asked of wrapped ether, beside being an ERC-20.
interface IWETH {
    function deposit() external payable;
    function withdraw(uint256 amount) external;
}
