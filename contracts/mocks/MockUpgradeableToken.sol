// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {MockToken} from "contracts/mocks/MockToken.sol";

/// @title MockUpgradeableToken
/// @notice A token whose decimals are changed behind everybody's back, or are no longer to be had.
contract MockUpgradeableToken is MockToken {
    error NoDecimals();

    uint8 public constant NONE = 255;

    uint8 public shift;

    constructor(string memory name, string memory symbol, uint8 decimals_) MockToken(name, symbol, decimals_) {}

    function setShift(uint8 shift_) external {
        shift = shift_;
    }

    function decimals() public view override returns (uint8) {
        require(shift != NONE, NoDecimals());
        return super.decimals() + shift;
    }
}
