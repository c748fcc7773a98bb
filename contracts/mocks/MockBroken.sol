// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

/// @title MockBroken
/// @notice A part that fails whatever it is asked.
contract MockBroken {
    error Broken();

    fallback() external {
        revert Broken();
    }
}
