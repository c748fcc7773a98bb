// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {Address} from "@openzeppelin/contracts/utils/Address.sol";
import {MockToken} from "contracts/mocks/MockToken.sol";

/// @title MockHookToken
/// @notice A token that calls somebody on every transfer, as ERC-777 does, and fails where the call fails.
contract MockHookToken is MockToken {
    address public target;
    bytes public data;
    bool public early; // Calls before anything has moved, as ERC-777 asks the sender.

    constructor(string memory name, string memory symbol, uint8 decimals_) MockToken(name, symbol, decimals_) {}

    function setHook(address target_, bytes calldata data_) external {
        (target, data) = (target_, data_);
    }

    function setEarly(bool early_) external {
        early = early_;
    }

    function _update(address from, address to, uint256 amount) internal override {
        if (early) _call();
        super._update(from, to, amount);
        if (!early) _call();
    }

    function _call() internal {
        if (target != address(0)) Address.functionCall(target, data);
    }
}
