// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {MockToken} from "contracts/mocks/MockToken.sol";

/// @title MockFalseToken
/// @notice A token that says false, and moves nothing, where others revert: once it is told to fail.
contract MockFalseToken is MockToken {
    bool public failing;

    constructor(string memory name, string memory symbol, uint8 decimals_) MockToken(name, symbol, decimals_) {}

    function setFailing(bool failing_) external {
        failing = failing_;
    }

    function transfer(address to, uint256 amount) public override returns (bool) {
        return !failing && super.transfer(to, amount);
    }

    function transferFrom(address from, address to, uint256 amount) public override returns (bool) {
        return !failing && super.transferFrom(from, to, amount);
    }
}
