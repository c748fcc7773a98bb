// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {MockToken} from "contracts/mocks/MockToken.sol";

/// @title MockRebasingToken
/// @notice A token whose balances all grow or shrink together; what moves is rounded down to its parts.
contract MockRebasingToken is MockToken {
    uint256 public index = 1e18; // D18{unit/part}

    constructor(string memory name, string memory symbol, uint8 decimals_) MockToken(name, symbol, decimals_) {}

    function setIndex(uint256 index_) external {
        index = index_;
    }

    function balanceOf(address account) public view override returns (uint256) {
        return super.balanceOf(account) * index / 1e18;
    }

    function _update(address from, address to, uint256 amount) internal override {
        super._update(from, to, amount * 1e18 / index);
    }
}
