// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {MockToken} from "contracts/mocks/MockToken.sol";

/// @title MockFeeToken
/// @notice A token that burns a part of what is transferred, once its fee is switched on.
contract MockFeeToken is MockToken {
    uint256 public fee; // D18{1}

    constructor(string memory name, string memory symbol, uint8 decimals_) MockToken(name, symbol, decimals_) {}

    function setFee(uint256 fee_) external {
        fee = fee_;
    }

    function _update(address from, address to, uint256 amount) internal override {
        uint256 burnt = from == address(0) || to == address(0) ? 0 : amount * fee / 1e18;
        if (burnt > 0) super._update(from, address(0), burnt);
        super._update(from, to, amount - burnt);
    }
}
